"""What somebody looks for a date for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from karavan.kernel.errors import Invalid
from karavan.kernel.localtime import at

LONGEST: Final = 190
"""Days of a window at most: half a year."""
WORKDAYS, WEEKENDS = frozenset({0, 1, 2, 3, 4}), frozenset({5, 6})


@dataclass(frozen=True)
class Wish:
    """A thing to find a date for. ``people`` are expected, ``first`` and ``last`` the window, both inclusive.

    ``starts`` is a clock time of the city. ``places`` are ids to choose from, each with all below it;
    ``place_kinds`` narrows the choice where none is named. ``weekdays``: Monday is 0; empty means any.
    ``is_sure``: only places that are known to hold so many, not those of which nobody stated it.
    """

    people: int
    kind: str
    audiences: Sequence[str]
    first: date
    last: date
    starts: time
    length: timedelta = timedelta(hours=2)
    places: Sequence[int] = ()
    place_kinds: Sequence[str] = ()
    weekdays: frozenset[int] = frozenset()
    is_loud: bool = False
    is_sure: bool = False

    def check(self) -> None:
        """Raises Invalid by field."""
        problems = {}
        if self.people < 1:
            problems["people"] = [_("Say how many people you expect.")]
        if self.last < self.first:
            problems["last"] = [_("The window cannot end before it begins.")]
        elif (self.last - self.first).days >= LONGEST:
            problems["last"] = [_("Look at half a year at most.")]
        elif not list(self.days()):
            problems["weekdays"] = [_("No such day of the week lies in the window.")]
        if not timedelta(minutes=5) <= self.length <= timedelta(days=2):
            problems["length"] = [_("From five minutes to two days are possible.")]
        if problems:
            raise Invalid(problems)

    def days(self) -> Iterator[date]:
        """Days that may be, in order."""
        for number in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=number)
            if not self.weekdays or day.weekday() in self.weekdays:
                yield day

    def span(self, day: date) -> tuple[datetime, datetime]:
        """When it would be on a day: aware UTC moments."""
        start = at(day, self.starts)
        return start, start + self.length
