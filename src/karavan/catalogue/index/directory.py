"""Places, organisations and programmes: a few hundred records, questioned one by one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from karavan.catalogue import geo
from karavan.catalogue.facts import DirectoryFacts
from karavan.catalogue.filters import DirectoryFilter
from karavan.catalogue.index.conditions import EXACT, PLACE, TEXT, TITLE
from karavan.kernel.text import QueryTerm

UNDATED = date.max.toordinal()

DirectoryKey = tuple[int, float, str, int]
"""(tier, distance in metres or first day, sort name, id)"""


@dataclass(frozen=True, slots=True)
class Record:
    """One place, organisation or programme with its terms as sets."""

    object_id: int
    facts: DirectoryFacts
    title: frozenset[str]
    place: frozenset[str]
    text: frozenset[str]

    @classmethod
    def of(cls, object_id: int, facts: DirectoryFacts) -> "Record":
        """Prepare facts for questions."""
        title = frozenset(facts.title_terms)
        place = title | frozenset(facts.place_terms)
        return cls(object_id, facts, title, place, place | frozenset(facts.text_terms))


def find(
    records: Iterable[Record], question: DirectoryFilter, terms: list[QueryTerm], title_key: str
) -> list[tuple[DirectoryKey, Record]]:
    """All records that meet the filter and the terms, best first."""
    found: list[tuple[DirectoryKey, Record]] = []
    for record in records:
        if not meets(record.facts, question):
            continue
        tier = _tier(record, terms, title_key) if terms else EXACT
        if tier is None:
            continue
        measure = _measure(record.facts, question)
        if measure is not None:
            found.append(((tier, measure, record.facts.name, record.object_id), record))
    found.sort(key=lambda item: item[0])
    return found


def meets(facts: DirectoryFacts, question: DirectoryFilter, *, without: str = "") -> bool:
    """Whether a record meets every condition but text, nearness and the facet named ``without``."""
    access = facts.access_yes if question.sure else [*facts.access_yes, *facts.access_unknown]
    return (
        (without == "kind" or not question.kinds or facts.kind in question.kinds)
        and (without == "category" or not question.categories or facts.category in question.categories)
        and (
            without == "founder_level"
            or not question.founder_levels
            or facts.founder_level in question.founder_levels
        )
        and (without == "district" or not question.districts or facts.district in question.districts)
        and (without == "access" or all(profile in access for profile in question.access))
        and (question.parent is None or question.parent in facts.parent_ids)
        and (question.organisation is None or question.organisation == facts.organisation_id)
    )


def count(records: Iterable[Record], question: DirectoryFilter) -> dict[str, Counter[str]]:
    """Records by facet and value, each facet counted without its own condition."""
    names = ("kind", "category", "founder_level", "district", "access")
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for record in records:
        facts = record.facts
        values: dict[str, Iterable[str]] = {
            "kind": (facts.kind,),
            "category": (facts.category,) if facts.category else (),
            "founder_level": (facts.founder_level,) if facts.founder_level else (),
            "district": (facts.district,) if facts.district else (),
            "access": [
                *facts.access_yes,
                *(f"{profile}~" for profile in (*facts.access_yes, *facts.access_unknown)),
            ],
        }
        for name in names:
            if meets(facts, question, without=name):
                counts[name].update(values[name])
    return counts


def _tier(record: Record, terms: list[QueryTerm], title_key: str) -> int | None:
    if title_key in record.facts.title_keys:
        return EXACT
    for tier, known in ((TITLE, record.title), (PLACE, record.place), (TEXT, record.text)):
        if all(not known.isdisjoint(term.alternatives) for term in terms):
            return tier
    return None


def _measure(facts: DirectoryFacts, question: DirectoryFilter) -> float | None:
    """Distance where nearness is asked for (None: too far or nowhere), else the first day of a programme.

    Programmes whose days are not announced come last.
    """
    near = question.near
    if near is None:
        return float(facts.first_day or UNDATED)
    if facts.lat is None or facts.lon is None:
        return None
    metres = geo.distance(near.lat, near.lon, facts.lat, facts.lon)
    return metres if metres <= near.radius else None
