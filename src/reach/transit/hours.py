"""When one may come in: a place's opening hours, or the start of a session."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from reach.errors import BadInput
from reach.times import LANES, UNREACHED, Int32s


class Hours(NamedTuple):
    """Intervals in which each venue lets people in, ascending; seconds after the service day's midnight.

    Venue ``v`` owns the intervals ``start[v]`` up to ``start[v + 1]``. Who comes before ``opens`` waits,
    the wait counting as travel; who comes after the last ``last_entry`` does not get in at all. A venue
    without any interval is closed.
    """

    start: Int32s
    opens: Int32s
    last_entry: Int32s

    @classmethod
    def of(cls, venues: Sequence[Sequence[tuple[int, int]]]) -> "Hours":
        """From a list of ``(opens, last entry)`` for each venue."""
        start = np.zeros(len(venues) + 1, dtype=np.int32)
        np.cumsum([len(intervals) for intervals in venues], out=start[1:])
        pairs = np.array([pair for intervals in venues for pair in intervals], dtype=np.int32).reshape(-1, 2)
        hours = cls(start, pairs[:, 0].copy(), pairs[:, 1].copy())
        for venue, intervals in enumerate(venues):
            flat = [moment for pair in intervals for moment in pair]
            if flat != sorted(flat):
                raise BadInput(
                    f"venue {venue}: its hours overlap, or end before they begin: {list(intervals)}"
                )
        return hours

    @classmethod
    def sessions(cls, begins: Int32s) -> "Hours":
        """Be there by ``begins`` (shape ``(venues,)``); waiting for it does not count."""
        early = np.full(len(begins), -UNREACHED, dtype=np.int32)
        return cls(np.arange(len(begins) + 1, dtype=np.int32), early, np.asarray(begins, dtype=np.int32))

    @property
    def venues(self) -> int:
        return len(self.start) - 1

    def block(self, first: int, last: int, origin: int) -> tuple[Int32s, Int32s]:
        """Opening and last entry of the venues ``first`` up to ``last``, side by side in seconds after
        ``origin``.

        Shape ``(k, 16)`` each, the last interval first; what is not there lets nobody in.
        """
        most = int(np.diff(self.start[first : last + 1]).max(initial=1))
        opens = np.full((max(most, 1), LANES), UNREACHED, dtype=np.int32)
        entry = np.full((max(most, 1), LANES), -UNREACHED, dtype=np.int32)
        for lane, venue in enumerate(range(first, last)):
            held = slice(self.start[venue], self.start[venue + 1])
            count = int(self.start[venue + 1] - self.start[venue])
            opens[:count, lane] = np.maximum(self.opens[held][::-1] - np.int64(origin), -UNREACHED)
            entry[:count, lane] = np.maximum(self.last_entry[held][::-1] - np.int64(origin), -UNREACHED)
        return opens, entry


ALWAYS: tuple[Int32s, Int32s] = (np.zeros((0, LANES), dtype=np.int32), np.zeros((0, LANES), dtype=np.int32))
"""The block of venues of which no hours are asked."""
