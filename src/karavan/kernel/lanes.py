"""Overlapping stretches of time side by side: which lane each takes, and among how many. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any, Protocol, TypeVar


class Ordered(Protocol):
    """Anything that is earlier or later than others of its kind."""

    def __lt__(self, other: Any, /) -> bool: ...


M = TypeVar("M", bound=Ordered)


@dataclass(frozen=True)
class Lane:
    """The lane of a stretch, from 0, and the lanes of the group of stretches that it overlaps with."""

    index: int
    of: int

    @property
    def overlaps(self) -> bool:
        """Whether its group needs more than one lane."""
        return self.of > 1


def lanes(stretches: Sequence[tuple[M, M]]) -> list[Lane]:
    """A lane for each stretch (start, end), in the order given.

    A stretch ends before its end: one that starts at another's end does not overlap it. No two of one lane
    overlap, and a group of stretches that hang together has no more lanes than are needed at its fullest
    moment. Every end must lie behind its start.
    """
    found: list[Lane] = [Lane(0, 1)] * len(stretches)
    group: list[tuple[int, int]] = []
    busy: list[tuple[M, int]] = []
    free: list[int] = []
    used = 0
    for number in sorted(range(len(stretches)), key=lambda each: stretches[each]):
        start, end = stretches[number]
        while busy and not start < busy[0][0]:
            heappush(free, heappop(busy)[1])
        if not busy:
            _settle(found, group, used)
            group, free, used = [], [], 0
        if free:
            lane = heappop(free)
        else:
            lane, used = used, used + 1
        group.append((number, lane))
        heappush(busy, (end, lane))
    _settle(found, group, used)
    return found


def _settle(found: list[Lane], group: Sequence[tuple[int, int]], used: int) -> None:
    for number, lane in group:
        found[number] = Lane(lane, used)
