"""How crowded the audiences' days and the districts' weeks of a month are, as cells of a problem."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from math import ceil
from typing import Final

from karavan.kernel.localtime import local
from karavan.planning.balance.problem import Cell
from karavan.planning.load import FAMILY, Dimension, rows_of
from karavan.planning.occasions.columns import weight_of_size
from karavan.planning.occasions.record import Occasion, Scene

Key = tuple[str, str, date]
"""What is counted, of whom or where, and the day or the week's Monday."""
_DAY, _WEEK, _FAMILY = "day", "week", "family"
UNIT: Final = 4
"""Load of a thing for a thousand people; one for thirty counts one."""
STEPS: Final = ((1.5, 1), (2.0, 2), (3.0, 4))
"""From so many times the mean of its like, every unit more costs so many points more."""
LEAST: Final = 2 * UNIT
"""No cell is crowded below this."""
FLOOR_COST: Final = 40
"""Points of a week in which a district has nothing for families."""


class Crowding:
    """The cells of a month: an audience's days, a district's weeks, and its weeks for families.

    Days are compared with days of like kind, weeks with weeks.
    """

    def __init__(self, seen: Scene, first: date, last: date) -> None:
        self._seen, self._first, self._last = seen, first, last
        self._numbers: dict[Key, int] = {}
        for each in seen.occasions:
            for district in rows_of(each, Dimension.DISTRICT):
                for monday in self._mondays() if district else ():
                    self._number((_FAMILY, district, monday))

    def cells_of(self, occasion: Occasion, start: datetime) -> tuple[tuple[int, int], ...]:
        """The cells that an occasion loads if it begins then, and by how much."""
        return tuple((self._number(key), load) for key, load in self._loads(occasion, local(start).date()))

    def cells(self, stays: Iterable[int]) -> Sequence[Cell]:
        """Every cell that was asked for, with the load of these rows of the scene, by its number."""
        fixed: dict[int, int] = defaultdict(int)
        for row in stays:
            each = self._seen.occasions[row]
            for cell, load in self.cells_of(each, each.start):
                fixed[cell] += load
        means = self._means()
        return [
            Cell(fixed[number], floor=1, floor_cost=FLOOR_COST)
            if key[0] == _FAMILY
            else Cell(fixed[number], self._steps(means[self._like(key)]))
            for key, number in self._numbers.items()
        ]

    def _number(self, key: Key) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def _mondays(self) -> list[date]:
        monday = self._first - timedelta(days=self._first.weekday())
        found = []
        while monday <= self._last:
            found.append(monday)
            monday += timedelta(days=7)
        # A week of which less than half lies in the month may have its things in the other.
        return [each for each in found if self._inside(each) > 3]

    def _inside(self, monday: date) -> int:
        return sum(self._first <= monday + timedelta(days=day) <= self._last for day in range(7))

    def _loads(self, occasion: Occasion, day: date) -> list[tuple[Key, int]]:
        if not self._first <= day <= self._last:
            return []
        load = max(1, round(UNIT * weight_of_size(occasion.size)))
        monday = day - timedelta(days=day.weekday())
        found = [((_DAY, row, day), load) for row in rows_of(occasion, Dimension.AUDIENCE)]
        for district in rows_of(occasion, Dimension.DISTRICT):
            if district:
                found.append(((_WEEK, district, monday), load))
                if not FAMILY.isdisjoint(occasion.audiences) and (_FAMILY, district, monday) in self._numbers:
                    found.append(((_FAMILY, district, monday), 1))
        return found

    def _like(self, key: Key) -> tuple[str, str, bool]:
        return key[0], key[1], key[0] == _DAY and key[2].weekday() >= 5

    def _means(self) -> dict[tuple[str, str, bool], float]:
        """Mean load of the cells of like kind, as things stand now; days without anything count."""
        totals: dict[tuple[str, str, bool], int] = defaultdict(int)
        for each in self._seen.occasions:
            for key, load in self._loads(each, local(each.start).date()):
                totals[self._like(key)] += load
        days = [self._first + timedelta(days=n) for n in range((self._last - self._first).days + 1)]
        weekends = sum(day.weekday() >= 5 for day in days)
        spans = {True: weekends, False: len(days) - weekends}
        return defaultdict(
            float,
            {
                like: total / (spans[like[2]] if like[0] == _DAY else len(days) / 7)
                for like, total in totals.items()
            },
        )

    @staticmethod
    def _steps(mean: float) -> tuple[tuple[int, int], ...]:
        return tuple((max(LEAST, ceil(times * mean)), cost) for times, cost in STEPS)
