"""A clash: two occasions of the diary that take people, a hall or the streets from one another."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from karavan.kernel.localtime import local
from karavan.planning.enums import Level
from karavan.planning.occasions.parts import Part, part_number, part_of
from karavan.planning.occasions.record import Occasion
from karavan.planning.occasions.words import audience_words, distance_words, size_words

LEVELS: Final = (Level.BLOCK, Level.SERIOUS, Level.NOTICE, Level.IGNORED)
"""The gravest first."""


class TermName(StrEnum):
    """What a score is the product of."""

    AUDIENCE = "audience"
    DISTANCE = "distance"
    SIZE = "size"
    PART = "part"


TERM_LABELS: Final[dict[TermName, str | Promise]] = {
    TermName.AUDIENCE: gettext_lazy("Shared audience"),
    TermName.DISTANCE: gettext_lazy("Distance"),
    TermName.SIZE: gettext_lazy("Size of both"),
    TermName.PART: gettext_lazy("Part of the day"),
}
PART_LABELS: Final[dict[Part, str | Promise]] = {
    Part.MORNING: pgettext_lazy("part of a day", "the same morning"),
    Part.DAY: pgettext_lazy("part of a day", "the same afternoon"),
    Part.EVENING: pgettext_lazy("part of a day", "the same evening"),
    Part.NIGHT: pgettext_lazy("part of a day", "the same night"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """One factor of a score: 0 to 1, and why in words."""

    name: TermName
    value: float
    words: str

    @property
    def label(self) -> str:
        """What the factor is called."""
        return str(TERM_LABELS[self.name])


@dataclass(frozen=True, slots=True)
class Decision:
    """That somebody set a clash aside; ``by`` is their name, empty where they are gone."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """Two occasions, the earlier first, how grave it is, and the score of 0 to 100 with its factors.

    ``km`` is None where a place is unknown and whole where the reader may not know one of the two. ``taken``:
    both need one hall; ``housed``: one needs the house, or a hall of the house, of the other.
    """

    first: Occasion
    second: Occasion
    level: Level
    score: int
    audience: float
    near: float
    size: float
    part: float
    meets: float
    km: float | None
    taken: bool
    housed: bool
    decision: Decision | None = None

    def other(self, key: str) -> Occasion:
        """The one of the two that has not this key."""
        return self.second if self.first.key == key else self.first

    @property
    def terms(self) -> tuple[Term, ...]:
        """The four factors of the score, each with why."""
        return (
            Term(TermName.AUDIENCE, self.audience, self._audience_words()),
            Term(TermName.DISTANCE, self.near, distance_words(self.km) or _("one of the places is unknown")),
            Term(TermName.SIZE, self.size, self._size_words()),
            Term(TermName.PART, self.part, self._part_words()),
        )

    @property
    def reason(self) -> str:
        """In a sentence what is wrong."""
        if self.taken:
            return _("Both need the same hall at the same time.")
        if self.housed:
            return _("Both are in one house at the same time: the hall may be needed twice.")
        return _("They draw on the same people at the same time, near one another.")

    @property
    def advice(self) -> str:
        """What can be done about it."""
        if self.taken:
            return _("Move one of the two to another hall or another time.")
        if self.housed:
            return _("Agree who has which hall, or move one of the two.")
        if self.first.is_known and self.second.is_known:
            return _("Talk to each other, or look for another day.")
        return _("Ask the other organisation to open the names, or look for another day.")

    def _audience_words(self) -> str:
        one, other = (audience_words(each.audiences) for each in (self.first, self.second))
        everyone = _("for everyone")
        return f"{one or everyone} · {other or everyone}"

    def _size_words(self) -> str:
        return f"{size_words(self.first.size)} · {size_words(self.second.size)}"

    def _part_words(self) -> str:
        if self.second.start < self.first.end:
            return _("at the same time")
        part = part_of(part_number(local(self.second.start)))
        if part_number(local(self.first.start)) != part_number(local(self.second.start)):
            return _("one right after the other")
        return str(PART_LABELS[part])
