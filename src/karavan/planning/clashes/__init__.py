"""Clashes: occasions that take people, a hall or the streets from one another, and how much each weighs."""

from karavan.planning.clashes.finding import around, clashes_among, clashes_of
from karavan.planning.clashes.record import Clash, Decision, Term, TermName
from karavan.planning.clashes.scale import Scale, city_scale

__all__ = [
    "Clash",
    "Decision",
    "Scale",
    "Term",
    "TermName",
    "around",
    "city_scale",
    "clashes_among",
    "clashes_of",
]
