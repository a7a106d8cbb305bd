"""Which changes from one trip to another are worth keeping.

The rule is that of Trip-Based Public Transit Routing (Witt, 2015), with one difference: here a change
counts as useless only if every stop it leads to is reached *by vehicle* at least as early without it.
Arrivals on foot do not count, since a venue may be in walking distance of a stop without being so of the
stop one could have walked from. So the earliest arrival stays exact for any venue, however far people walk
to it.
"""

from typing import NamedTuple

import numpy as np

from reach.compiled import inlined, kernel
from reach.times import UNREACHED, Int32s
from reach.transit.legs import Legs
from reach.transit.patterns import Patterns
from reach.transit.rides import Rides

ROOM = 1 << 20
"""Transfers kept for which memory is taken at a time."""


class Ways(NamedTuple):
    """What one can board from each place on foot: patterns and positions, both ascending, and the walk to
    them.
    """

    start: Int32s
    pattern: Int32s
    position: Int32s
    seconds: Int32s


class Transfers(NamedTuple):
    """Transfers by ride: after ride ``r`` one may go on by the rides ``ride[start[r]:start[r + 1]]``."""

    start: Int32s
    ride: Int32s


def find_ways(patterns: Patterns, legs: Legs) -> Ways:
    """Where the legs of each row lead, as boarding positions."""
    return _spread(patterns, legs, legs.turned(patterns.stops))


def keep_transfers(patterns: Patterns, rides: Rides, footpaths: Legs) -> Transfers:
    """The changes without which somebody would be late somewhere."""
    ways = find_ways(patterns, footpaths)
    prices = int(patterns.price.max(initial=0)) + 1
    seen = np.full((prices, patterns.stops), UNREACHED, dtype=np.int32)
    covered = np.full((3, patterns.patterns), -1, dtype=np.int32)
    caught = np.zeros(len(ways.pattern), dtype=np.int32)
    amount = np.zeros(rides.rides, dtype=np.int32)
    kept: list[Int32s] = []
    most = _most(patterns, ways)
    trip, before = 0, 0
    while trip < len(patterns.trip):
        room = np.empty(ROOM + most, dtype=np.int32)
        trip, used = _reduce(patterns, rides, ways, seen, covered, caught, trip, most, room, amount)
        kept.append(room[:used].copy())
        before += used
    start = np.zeros(rides.rides + 1, dtype=np.int32)
    np.cumsum(amount, out=start[1:])
    ride = np.empty(before, dtype=np.int32)
    _by_ride(patterns, rides, np.concatenate([*kept, np.zeros(0, dtype=np.int32)]), start, ride)
    return Transfers(start, ride)


def _most(patterns: Patterns, ways: Ways) -> int:
    """More changes than one trip can have."""
    longest = int(np.diff(patterns.first_stop).max(initial=0))
    return longest * int(np.diff(ways.start).max(initial=0)) + 1


def _spread(patterns: Patterns, legs: Legs, by_stop: Legs) -> Ways:
    start = np.zeros(legs.rows + 1, dtype=np.int32)
    boardings = np.diff(patterns.boarding.start)
    before = np.zeros(len(legs.place) + 1, dtype=np.int64)
    np.cumsum(boardings[legs.place], out=before[1:])
    start[:] = before[legs.start]
    ways = Ways(start, *(np.empty(start[-1], dtype=np.int32) for _ in range(3)))
    _fill_ways(patterns, by_stop, ways)
    return ways


@kernel
def _fill_ways(patterns, by_stop, ways):  # type: ignore[no-untyped-def]
    """Pattern by pattern, so that the ways of each row come out in order without sorting."""
    free = ways.start.copy()
    for pattern in range(len(patterns.first_trip) - 1):
        first = patterns.first_stop[pattern]
        for place in range(first, patterns.first_stop[pattern + 1]):
            if not patterns.board[place]:
                continue
            stop = patterns.stop[place]
            for leg in range(by_stop.start[stop], by_stop.start[stop + 1]):
                row = by_stop.place[leg]
                slot = free[row]
                free[row] = slot + 1
                ways.pattern[slot] = pattern
                ways.position[slot] = place - first
                ways.seconds[slot] = by_stop.seconds[leg]


@kernel
def _reduce(patterns, rides, ways, seen, covered, caught, trip, most, room, amount):  # type: ignore[no-untyped-def]
    """Changes of the trips from ``trip`` on, until there is no more room; returns the next trip and the
    room used.

    Each trip is gone through from its last stop to its first. ``seen[q, s]`` is when one can be at stop
    ``s`` by vehicle with the changes kept so far, paying ``q`` at most. ``covered`` holds by pattern the
    trip in hand, and a trip of the pattern with the position behind which it cannot bring anything new any
    more; nor can then any later trip.
    """
    used = 0
    while trip < len(patterns.trip) and len(room) - used >= most:
        pattern = patterns.pattern_of[trip]
        first = patterns.first_stop[pattern]
        base = patterns.first_time[trip]
        begin = used
        for position in range(patterns.first_stop[pattern + 1] - first - 1, 0, -1):
            ride = rides.number[base + position - 1]
            if ride < 0 or not patterns.alight[first + position]:
                continue
            stop = patterns.stop[first + position]
            arrival = patterns.arrival[base + position]
            for paid in range(len(seen)):
                seen[paid, stop] = min(seen[paid, stop], arrival)
            before = used
            used = _transfers_at(
                patterns, rides.number, ways, seen, covered, caught, trip, stop, arrival, room, used
            )
            amount[ride] = used - before
        _forget(patterns, seen, trip)
        for index in range(begin, used):
            _forget(patterns, seen, rides.trip[room[index]])
        trip += 1
    return trip, used


@kernel
def _transfers_at(patterns, number, ways, seen, covered, caught, trip, stop, moment, room, used):  # type: ignore[no-untyped-def]
    """What is worth changing to after arriving at ``stop`` at ``moment``.

    In each pattern, a boarding position further on is of use only if an earlier trip can be caught there.
    """
    # Taken out of the tuples once: each look into them counts references.
    first_trip, first_stop, first_time = patterns.first_trip, patterns.first_stop, patterns.first_time
    first_column, column, arrival = patterns.first_column, patterns.column, patterns.arrival
    stops, alight, price = patterns.stop, patterns.alight, patterns.price
    way_pattern, way_position, way_seconds = ways.pattern, ways.position, ways.seconds
    pattern, best, trips, first = -1, 0, 0, 0
    for way in range(ways.start[stop], ways.start[stop + 1]):
        if way_pattern[way] != pattern:
            pattern = way_pattern[way]
            first = first_trip[pattern]
            trips = first_trip[pattern + 1] - first
            best = trips
        if best == 0:
            continue
        position = way_position[way]
        ready = moment + way_seconds[way]
        low = first_column[pattern] + position * trips
        if column[low + best - 1] < ready:
            continue
        best = _caught(column, low, min(caught[way], best - 1), ready)
        caught[way] = best
        other = first + best
        ride = number[first_time[other] + position]
        end = first_stop[pattern + 1] - first_stop[pattern]
        if covered[0, pattern] == trip and covered[1, pattern] <= other:
            end = min(end, covered[2, pattern] + 1)
        if ride < 0 or end <= position + 1:
            continue
        if covered[0, pattern] != trip or other <= covered[1, pattern]:
            covered[0, pattern], covered[1, pattern], covered[2, pattern] = trip, other, position
        base = first_stop[pattern]
        if _improves(
            stops,
            alight,
            arrival,
            seen,
            price[pattern],
            base + position + 1,
            base + end,
            first_time[other] - base,
        ):
            room[used] = ride
            used += 1
    return used


@inlined
def _caught(column, low, index, ready):  # type: ignore[no-untyped-def]
    """The first trip to leave at ``ready`` or later, looked for from ``index`` on; one is known to be there.

    What the last trip before this one could catch is seldom far away.
    """
    if column[low + index] < ready:
        index += 1
        while column[low + index] < ready:
            index += 1
    else:
        while index > 0 and column[low + index - 1] >= ready:
            index -= 1
    return index


@inlined
def _improves(stops, alight, arrival, seen, price, place, end, shift):  # type: ignore[no-untyped-def]
    """Does a trip come to any of its places up to ``end`` earlier than was seen? If so, remember it."""
    improved = False
    while place < end:
        moment = arrival[shift + place]
        if alight[place] and moment < seen[price, stops[place]]:
            improved = True
            for paid in range(price, len(seen)):
                seen[paid, stops[place]] = min(seen[paid, stops[place]], moment)
        place += 1
    return improved


@inlined
def _forget(patterns, seen, trip):  # type: ignore[no-untyped-def]
    pattern = patterns.pattern_of[trip]
    for place in range(patterns.first_stop[pattern], patterns.first_stop[pattern + 1]):
        for paid in range(len(seen)):
            seen[paid, patterns.stop[place]] = UNREACHED


@kernel
def _by_ride(patterns, rides, kept, start, ride):  # type: ignore[no-untyped-def]
    """Put the changes, which come trip by trip from the last stop to the first, into the order of the
    rides.
    """
    used = 0
    for trip in range(len(patterns.trip)):
        base = patterns.first_time[trip]
        for at in range(patterns.first_time[trip + 1] - 2, base - 1, -1):
            number = rides.number[at]
            if number < 0:
                continue
            for slot in range(start[number], start[number + 1]):
                ride[slot] = kept[used]
                used += 1
