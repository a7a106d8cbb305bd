"""Which trips each origin can board in time, for every minute of departure; the same for all venues."""

from typing import NamedTuple

import numpy as np

from reach.compiled import inlined, kernel
from reach.lanes.loops import SECONDS
from reach.times import Int32s
from reach.transit.legs import Legs
from reach.transit.patterns import Patterns
from reach.transit.rides import Rides
from reach.transit.transfers import find_ways

TOGETHER = 4096
"""Origins whose ways to the stops are laid out at a time."""

ROOM = 1 << 21


class Boardings(NamedTuple):
    """Rides each origin may begin with, sorted by the last minute at which one can set out for them.

    ``bound`` has the shape ``(origins, minutes + 1)``: whoever sets out at minute ``m`` may begin with the
    rides ``ride[bound[o, 0]:bound[o, minutes - m]]``, those that can be caught at a later minute first. A
    ride is left out where another of the same pattern, boarded no later on the way, arrives no later for
    all minutes that can catch it.
    """

    bound: Int32s
    ride: Int32s

    @property
    def origins(self) -> int:
        return len(self.bound)


def find_boardings(patterns: Patterns, rides: Rides, access: Legs, minutes: int) -> Boardings:
    """The boardings of every row of ``access``."""
    bound = np.zeros((access.rows, minutes + 1), dtype=np.int32)
    kept: list[Int32s] = []
    before = 0
    for first in range(0, access.rows, TOGETHER):
        last = min(first + TOGETHER, access.rows)
        ways = find_ways(patterns, access.rows_between(first, last))
        widest = int(np.diff(ways.start).max(initial=0))
        most = widest * int(np.diff(patterns.first_trip).max(initial=0)) + 1
        scratch = np.empty((2, most), dtype=np.int32)
        best = np.empty(widest, dtype=np.int32)
        origin = first
        while origin < last:
            room = np.empty(max(ROOM, most), dtype=np.int32)
            origin, used = _board(patterns, rides, ways, origin, first, before, best, scratch, room, bound)
            kept.append(room[:used].copy())
            before += used
    return Boardings(bound, np.concatenate([*kept, np.zeros(0, dtype=np.int32)]))


@kernel
def _board(patterns, rides, ways, origin, first, before, best, scratch, room, bound):  # type: ignore[no-untyped-def]
    """Boardings of the origins from ``origin`` on while there is room; returns the next origin and the room
    used.
    """
    used = 0
    minutes = bound.shape[1] - 1
    number, rows = rides.number, len(ways.start) - 1
    first_trip, first_time, departure = patterns.first_trip, patterns.first_time, patterns.departure
    pattern_of, positions, walks = ways.pattern, ways.position, ways.seconds
    free = np.empty(minutes, dtype=np.int32)
    while origin < first + rows and len(room) - used >= scratch.shape[1]:
        found = 0
        way, end = ways.start[origin - first], ways.start[origin - first + 1]
        while way < end:
            after = way + 1
            while after < end and pattern_of[after] == pattern_of[way]:
                after += 1
            pattern = pattern_of[way]
            found = _board_pattern(
                first_trip[pattern], first_trip[pattern + 1], first_time, departure, number,
                positions[way:after], walks[way:after], minutes, best, scratch, found,
            )  # fmt: skip
            way = after
        _sort(scratch, found, minutes, before + used, bound[origin], free, room[used : used + found])
        used += found
        origin += 1
    return origin, used


@inlined
def _sort(scratch, found, minutes, before, bound, free, room):  # type: ignore[no-untyped-def]
    """Rides ``scratch[0, :found]`` by falling minute ``scratch[1, :found]``."""
    for index in range(found):
        bound[minutes - scratch[1, index]] += 1
    bound[0] = before
    for step in range(minutes):
        free[step] = bound[step] - before
        bound[step + 1] += bound[step]
    for index in range(found):
        step = minutes - 1 - scratch[1, index]
        room[free[step]] = scratch[0, index]
        free[step] += 1


@kernel
def _board_pattern(  # type: ignore[no-untyped-def]
    trip, last_trip, first_time, departure, number, ways, walks, minutes, best, scratch, found
):  # fmt: skip
    """Boardings of one pattern at the positions ``ways`` after the walks ``walks``.

    ``best[j]`` is the last minute at which any trip so far can be caught at position ``j``. Who can catch
    an earlier trip at the same or an earlier position has no use for a later one.
    """
    for index in range(len(ways)):
        best[index] = -1
    while trip < last_trip and best[0] < minutes - 1:
        latest = -1
        for index in range(len(ways)):
            at = first_time[trip] + ways[index]
            latest = max(latest, best[index])
            spare = departure[at] - walks[index]
            if spare < 0 or number[at] < 0:
                continue
            minute = min(spare // SECONDS, minutes - 1)
            if minute > latest:
                latest = minute
                best[index] = minute
                scratch[0, found] = number[at]
                scratch[1, found] = minute
                found += 1
        trip += 1
    return found
