"""Trips sorted into patterns: the same stops one after the other, and none overtakes another.

In a pattern the first trip that one can catch arrives first at every later stop, so that only one trip a
pattern and boarding position is ever worth taking (Delling, Pajor, Werneck: Round-Based Public Transit
Routing, 2012).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reach.compiled import kernel
from reach.times import Int32s
from reach.transit.legs import Legs
from reach.transit.timetable import Timetable


class Patterns(NamedTuple):
    """The trips with a ride that leaves between two moments; times are seconds after ``origin``.

    Own trips are numbered pattern by pattern, in each from the earliest to the latest. Position 0 is a
    trip's first stop.
    """

    origin: int
    trip: Int32s
    """The timetable's trip of each own trip."""
    pattern_of: Int32s
    """The pattern of each own trip."""
    first_trip: Int32s
    """Shape ``(patterns + 1,)``: pattern ``p`` owns the trips ``first_trip[p]`` up to ``first_trip[p +
    1]``."""
    first_stop: Int32s
    """Shape ``(patterns + 1,)``: where its stops begin in ``stop``, ``board`` and ``alight``."""
    stop: Int32s
    board: npt.NDArray[np.bool_]
    """May one board here: never at the last position."""
    alight: npt.NDArray[np.bool_]
    """May one alight here: never at the first position."""
    price: Int32s
    """What boarding costs, by pattern; 0 where prices are left out."""
    first_time: Int32s
    """Shape ``(trips + 1,)``: where a trip's stop times begin in ``arrival`` and ``departure``."""
    arrival: Int32s
    departure: Int32s
    first_column: Int32s
    """Shape ``(patterns + 1,)``: where its departures by position begin in ``column``."""
    column: Int32s
    """Departures once more, ``[position, trip]`` for each pattern: ascending at each position."""
    boarding: Legs
    """Where one may board, by stop: the places are patterns, the "seconds" positions; both ascending."""

    @property
    def patterns(self) -> int:
        return len(self.first_trip) - 1

    @property
    def stops(self) -> int:
        return self.boarding.rows


def find_patterns(timetable: Timetable, *, first: int, last: int, prices: Int32s | None = None) -> Patterns:
    """The patterns of all trips with a ride leaving from ``first`` to ``last``, both included.

    ``prices`` holds what boarding costs by route; trips of different price are never in one pattern.
    """
    start = timetable.trip_start
    chosen = _running(timetable, first, last)
    price = np.zeros(timetable.trips, dtype=np.int32) if prices is None else prices[timetable.trip_route]
    groups: dict[tuple[bytes, bytes, bytes, int], list[int]] = {}
    for trip in chosen.tolist():
        held = slice(start[trip], start[trip + 1])
        key = (
            timetable.at_stop[held].tobytes(),
            timetable.may_board[held].tobytes(),
            timetable.may_alight[held].tobytes(),
            int(price[trip]),
        )
        groups.setdefault(key, []).append(trip)
    trips = np.array([trip for group in groups.values() for trip in group], dtype=np.int32)
    group_start = np.zeros(len(groups) + 1, dtype=np.int32)
    np.cumsum([len(group) for group in groups.values()], out=group_start[1:])
    pattern = _without_overtaking(timetable, trips, group_start)
    return _lay_out(timetable, trips, pattern, price, first)


def _running(timetable: Timetable, first: int, last: int) -> Int32s:
    rides = np.ones(len(timetable.at_stop), dtype=np.bool_)
    rides[timetable.trip_start[1:] - 1] = False
    rides &= (timetable.departure >= first) & (timetable.departure <= last)
    before = np.zeros(len(rides) + 1, dtype=np.int64)
    np.cumsum(rides, out=before[1:])
    return np.flatnonzero(np.diff(before[timetable.trip_start]) > 0).astype(np.int32)


def _without_overtaking(timetable: Timetable, trips: Int32s, group_start: Int32s) -> Int32s:
    """Sort ``trips`` in each group (in place) so that no trip precedes one that is earlier; give each its
    pattern.
    """
    times = timetable.arrival.astype(np.int64) + timetable.departure
    total = np.zeros(len(times) + 1, dtype=np.int64)
    np.cumsum(times, out=total[1:])
    length = np.diff(total[timetable.trip_start])[trips]
    group = np.repeat(np.arange(len(group_start) - 1), np.diff(group_start))
    trips[:] = trips[np.lexsort((trips, length, group))]
    pattern = np.empty(len(trips), dtype=np.int32)
    _chain(group_start, trips, timetable.trip_start, timetable.arrival, timetable.departure, pattern)
    return pattern


def _lay_out(timetable: Timetable, trips: Int32s, pattern: Int32s, price: Int32s, origin: int) -> Patterns:
    in_order = np.argsort(pattern, kind="stable")
    trips, pattern = trips[in_order], pattern[in_order]
    first_trip = np.flatnonzero(np.diff(pattern, prepend=-1)).astype(np.int32)
    lengths = np.diff(timetable.trip_start)[trips]
    times = _ranges(timetable.trip_start[trips], lengths)
    shown = trips[first_trip]
    stops = _ranges(timetable.trip_start[shown], lengths[first_trip])
    first_trip = np.append(first_trip, np.int32(len(trips)))
    first_stop = _starts(lengths[first_trip[:-1]])
    board, alight = timetable.may_board[stops].copy(), timetable.may_alight[stops].copy()
    board[first_stop[1:] - 1] = False
    alight[first_stop[:-1]] = False
    departure = (timetable.departure[times] - origin).astype(np.int32)
    first_time = _starts(lengths)
    first_column = _starts(np.diff(first_stop) * np.diff(first_trip))
    column = np.empty_like(departure)
    _columns(first_trip, first_time, first_column, departure, column)
    stop = timetable.at_stop[stops].astype(np.int32)
    return Patterns(
        origin=origin,
        trip=trips,
        pattern_of=pattern,
        first_trip=first_trip,
        first_stop=first_stop,
        stop=stop,
        board=board,
        alight=alight,
        price=price[shown].astype(np.int32),
        first_time=first_time,
        arrival=(timetable.arrival[times] - origin).astype(np.int32),
        departure=departure,
        first_column=first_column,
        column=column,
        boarding=_boarding(timetable.stops, first_stop, stop, board),
    )


def _boarding(stops: int, first_stop: Int32s, stop: Int32s, board: npt.NDArray[np.bool_]) -> Legs:
    pattern = np.repeat(np.arange(len(first_stop) - 1, dtype=np.int32), np.diff(first_stop))
    position = np.arange(len(stop), dtype=np.int32) - np.repeat(first_stop[:-1], np.diff(first_stop))
    at = np.flatnonzero(board)
    at = at[np.argsort(stop[at], kind="stable")]
    start = np.zeros(stops + 1, dtype=np.int32)
    np.cumsum(np.bincount(stop[at], minlength=stops), out=start[1:])
    return Legs(start, pattern[at], position[at])


def _starts(lengths: Int32s) -> Int32s:
    start = np.zeros(len(lengths) + 1, dtype=np.int32)
    np.cumsum(lengths, out=start[1:])
    return start


def _ranges(start: Int32s, length: Int32s) -> npt.NDArray[np.int64]:
    """The numbers ``start[i]`` up to ``start[i] + length[i]``, one range behind the other."""
    total = np.cumsum(length, dtype=np.int64)
    if len(total) == 0:
        return np.zeros(0, dtype=np.int64)
    shift = np.repeat(start - (total - length), length)
    return np.asarray(shift + np.arange(total[-1]), dtype=np.int64)


@kernel
def _chain(group_start, trips, trip_start, arrival, departure, pattern):  # type: ignore[no-untyped-def]
    """First fit: a trip follows in the first pattern of its group whose latest trip it does not overtake."""
    patterns = 0
    latest = np.empty(len(trips), dtype=np.int32)
    for group in range(len(group_start) - 1):
        opened = patterns
        for index in range(group_start[group], group_start[group + 1]):
            trip = trips[index]
            chosen = opened
            while chosen < patterns and not _follows(
                trip_start[latest[chosen]], trip_start[trip], trip_start[trip + 1], arrival, departure
            ):
                chosen += 1
            patterns = max(patterns, chosen + 1)
            latest[chosen] = trip
            pattern[index] = chosen


@kernel
def _follows(before, start, end, arrival, departure):  # type: ignore[no-untyped-def]
    for at in range(start, end):
        other = before + at - start
        if arrival[at] < arrival[other] or departure[at] < departure[other]:
            return False
    return True


@kernel
def _columns(first_trip, first_time, first_column, departure, column):  # type: ignore[no-untyped-def]
    for pattern in range(len(first_trip) - 1):
        trips = first_trip[pattern + 1] - first_trip[pattern]
        for trip in range(first_trip[pattern], first_trip[pattern + 1]):
            slot = first_column[pattern] + trip - first_trip[pattern]
            for at in range(first_time[trip], first_time[trip + 1]):
                column[slot] = departure[at]
                slot += trips
