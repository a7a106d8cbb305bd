"""Walking legs between two kinds of places, as the streets give them."""

from typing import NamedTuple

import numpy as np

from reach.compiled import kernel
from reach.errors import BadInput
from reach.times import UNREACHED, Int32s


class Legs(NamedTuple):
    """Legs from row ``r`` to the places ``place[start[r]:start[r + 1]]``, each taking ``seconds``.

    Rows are origins (access), stops (footpaths: change here or walk to another stop) or venues (egress,
    walked from the stop to the venue); places are always stops. Footpaths need not be closed under
    transitivity; who may change at one and the same stop has a leg from it to itself, with the least time a
    change takes.
    """

    start: Int32s
    place: Int32s
    seconds: Int32s

    @property
    def rows(self) -> int:
        return len(self.start) - 1

    def checked(self, stops: int, what: str) -> "Legs":
        """The same in the types and order the kernels ask for; raises :class:`BadInput` where it makes no
        sense.
        """
        start, place, seconds = (_plain(values) for values in (self.start, self.place, self.seconds))
        if len(start) == 0 or start[0] != 0 or start[-1] != len(place) or np.any(np.diff(start) < 0):
            raise BadInput(f"{what}: the rows' starts do not fit the legs")
        if len(place) != len(seconds):
            raise BadInput(f"{what}: {len(place)} places but {len(seconds)} times")
        if len(place) and (place.min() < 0 or place.max() >= stops):
            raise BadInput(f"{what}: a leg leads to a stop outside the timetable's {stops}")
        if len(seconds) and (seconds.min() < 0 or seconds.max() > UNREACHED):
            raise BadInput(f"{what}: a leg takes less than nothing or longer than for ever")
        return Legs(start, place, seconds)

    def rows_between(self, first: int, last: int) -> "Legs":
        """The rows ``first`` up to ``last`` alone."""
        low, high = int(self.start[first]), int(self.start[last])
        return Legs(
            self.start[first : last + 1] - np.int32(low), self.place[low:high], self.seconds[low:high]
        )

    def turned(self, places: int) -> "Legs":
        """The same legs by place: its rows are places, its places are rows in ascending order."""
        start = np.zeros(places + 1, dtype=np.int32)
        np.cumsum(np.bincount(self.place, minlength=places), out=start[1:])
        place = np.empty_like(self.place)
        seconds = np.empty_like(self.seconds)
        _turn(self.start, self.place, self.seconds, start, place, seconds)
        return Legs(start, place, seconds)


def _plain(values: Int32s) -> Int32s:
    return np.require(values, dtype=np.int32, requirements=["C", "W", "O"])


@kernel
def _turn(start, place, seconds, turned_start, turned_place, turned_seconds):  # type: ignore[no-untyped-def]
    free = turned_start.copy()
    for row in range(len(start) - 1):
        for leg in range(start[row], start[row + 1]):
            slot = free[place[leg]]
            free[place[leg]] = slot + 1
            turned_place[slot] = row
            turned_seconds[slot] = seconds[leg]
