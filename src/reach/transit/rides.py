"""Rides from one stop of a trip to its next, in an order in which arrivals can be handed back in one pass."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reach.compiled import kernel
from reach.times import Int32s
from reach.transit.legs import Legs
from reach.transit.patterns import Patterns


class Rides(NamedTuple):
    """All rides that leave from moment 0 of the patterns to ``last``, latest first.

    Whatever one can do after a ride stands before it; read backwards, whatever leads to a ride stands
    behind it. Where rides and changes take no time at all, that holds by sorting them; where such rides
    lead back to their beginning, no order will do, and the range of all rides of that moment stands in
    ``rings``: it is gone through until nothing changes.
    """

    trip: Int32s
    """Own trip of the patterns."""
    position: Int32s
    """Where one boards it, or stays on it."""
    origin: Int32s
    """The stop it leaves."""
    stop: Int32s
    """The stop it comes to."""
    departure: Int32s
    arrival: Int32s
    board: npt.NDArray[np.bool_]
    alight: npt.NDArray[np.bool_]
    onward: Int32s
    """The next ride of the same trip; the number of rides where there is none."""
    number: Int32s
    """The ride that leaves at each stop time of the patterns, -1 for none."""
    rings: Int32s
    """Shape ``(k, 2)``: first ride, and one behind the last."""

    @property
    def rides(self) -> int:
        return len(self.trip)


def order_rides(patterns: Patterns, footpaths: Legs, last: int) -> Rides:
    """The rides that leave by ``last``, ordered with a view to ``footpaths`` that take no time."""
    length = np.diff(patterns.first_time)
    trip = np.repeat(np.arange(len(length), dtype=np.int32), length)
    position = np.arange(len(trip), dtype=np.int32) - patterns.first_time[:-1][trip]
    goes = (position < length[trip] - 1) & (patterns.departure >= 0) & (patterns.departure <= last)
    leaving = np.flatnonzero(goes).astype(np.int32)
    at: Int32s = leaving[np.lexsort((-position[leaving], -patterns.departure[leaving]))]
    number = np.full(len(trip) + 1, -1, dtype=np.int32)
    number[at] = np.arange(len(at), dtype=np.int32)
    still = np.flatnonzero(patterns.departure[at] == patterns.arrival[at + 1]).astype(np.int32)
    rings = np.zeros((0, 2), dtype=np.int32)
    if len(still) and np.any(footpaths.seconds == 0):
        at, rings = _sorted_where_time_stands(patterns, footpaths, at, number, still, trip)
        number[at] = np.arange(len(at), dtype=np.int32)
    own, step = trip[at], position[at]
    where = patterns.first_stop[patterns.pattern_of[own]] + step
    onward = number[at + 1]
    return Rides(
        trip=own,
        position=step,
        origin=patterns.stop[where],
        stop=patterns.stop[where + 1],
        departure=patterns.departure[at],
        arrival=patterns.arrival[at + 1],
        board=patterns.board[where],
        alight=patterns.alight[where + 1],
        onward=np.where(onward < 0, np.int32(len(at)), onward).astype(np.int32),
        number=number[:-1].copy(),
        rings=rings,
    )


def _sorted_where_time_stands(
    patterns: Patterns, footpaths: Legs, at: Int32s, number: Int32s, still: Int32s, trip: Int32s
) -> tuple[Int32s, Int32s]:
    start = np.zeros(len(at) + 1, dtype=np.int32)
    target = np.zeros(0, dtype=np.int32)
    _changes_in_no_time(patterns, footpaths, still, at, trip, number, start, target)
    np.cumsum(start, out=start)
    if start[-1] == 0:
        return at, np.zeros((0, 2), dtype=np.int32)
    target = np.zeros(start[-1], dtype=np.int32)
    _changes_in_no_time(patterns, footpaths, still, at, trip, number, start, target)
    departure = patterns.departure[at]
    in_order = np.empty(len(at), dtype=np.int32)
    ringed = np.zeros(len(at), dtype=np.bool_)
    _post_order(number[at + 1], departure, start, target, in_order, ringed)
    moments = np.unique(-departure[ringed])
    low = np.searchsorted(-departure, moments, side="left")
    high = np.searchsorted(-departure, moments, side="right")
    return at[in_order], np.stack([low, high], axis=1).astype(np.int32)


@kernel
def _changes_in_no_time(patterns, footpaths, still, at, trip, number, start, target):  # type: ignore[no-untyped-def]
    """Every change that takes no time, by ride: counted into ``start`` or, once ``target`` has room,
    written there.
    """
    for ride in still:
        own = trip[at[ride]]
        place = patterns.first_stop[patterns.pattern_of[own]] + at[ride] - patterns.first_time[own] + 1
        if not patterns.alight[place]:
            continue
        found = 0
        stop = patterns.stop[place]
        for leg in range(footpaths.start[stop], footpaths.start[stop + 1]):
            if footpaths.seconds[leg] == 0:
                found = _rides_leaving(
                    patterns,
                    footpaths.place[leg],
                    patterns.departure[at[ride]],
                    number,
                    target,
                    start[ride],
                    found,
                )
        if len(target) == 0:
            start[ride + 1] = found


@kernel
def _rides_leaving(patterns, stop, moment, number, target, begin, found):  # type: ignore[no-untyped-def]
    boarding = patterns.boarding
    for way in range(boarding.start[stop], boarding.start[stop + 1]):
        pattern, position = boarding.place[way], boarding.seconds[way]
        first = patterns.first_trip[pattern]
        trips = patterns.first_trip[pattern + 1] - first
        column = patterns.column[patterns.first_column[pattern] + position * trips :][:trips]
        index = np.searchsorted(column, moment)
        while index < trips and column[index] == moment:
            ride = number[patterns.first_time[first + index] + position]
            if ride >= 0:
                if len(target):
                    target[begin + found] = ride
                found += 1
            index += 1
    return found


@kernel
def _post_order(onward, departure, start, target, in_order, ringed):  # type: ignore[no-untyped-def]
    """Depth first along what takes no time, so that a ride stands behind all it leads to, unless that leads
    back to it.
    """
    rides = len(departure)
    state = np.zeros(rides, dtype=np.uint8)
    stack = np.empty(rides, dtype=np.int32)
    cursor = np.empty(rides, dtype=np.int32)
    done = 0
    for root in range(rides):
        if state[root]:
            continue
        depth = 0
        stack[0], cursor[0], state[root] = root, -1, 1
        while depth >= 0:
            ride = stack[depth]
            edge = cursor[depth]
            if edge == start[ride + 1] - start[ride]:
                in_order[done] = ride
                done += 1
                state[ride] = 2
                depth -= 1
                continue
            cursor[depth] = edge + 1
            other = onward[ride] if edge < 0 else target[start[ride] + edge]
            if other < 0 or departure[other] != departure[ride]:
                continue
            if state[other] == 1:
                ringed[other] = True
            elif state[other] == 0:
                depth += 1
                stack[depth], cursor[depth], state[other] = other, -1, 1
