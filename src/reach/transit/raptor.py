"""One journey explained: what to board where, how long to wait, how often to change.

RAPTOR (Delling, Pajor, Werneck: Round-Based Public Transit Routing, 2012): round ``k`` finds the earliest
arrivals with ``k`` rides. Among journeys, one is kept if none arrives earlier or as early with fewer rides.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from reach.compiled import kernel
from reach.times import UNREACHED, Int32s
from reach.transit.legs import Legs
from reach.transit.once import Day

MOST_RIDES = 16


@dataclass(frozen=True)
class Walk:
    """On foot; None stands for the origin and for the venue."""

    from_stop: int | None
    to_stop: int | None
    departure: int
    arrival: int


@dataclass(frozen=True)
class Ride:
    """On a vehicle: ``trip`` and the stops are numbers of the timetable, times seconds after the day's
    midnight.
    """

    trip: int
    from_stop: int
    to_stop: int
    wait: int
    """Seconds at the stop before it leaves."""
    departure: int
    arrival: int
    calls: int
    """Stops from boarding to alighting, the last included."""


@dataclass(frozen=True)
class Journey:
    """From setting out to being at the venue."""

    departure: int
    arrival: int
    legs: tuple[Walk | Ride, ...]

    @property
    def rides(self) -> int:
        return sum(isinstance(leg, Ride) for leg in self.legs)

    @property
    def changes(self) -> int:
        return max(self.rides - 1, 0)

    @property
    def waiting(self) -> int:
        return sum(leg.wait for leg in self.legs if isinstance(leg, Ride))

    @property
    def walking(self) -> int:
        return sum(leg.arrival - leg.departure for leg in self.legs if isinstance(leg, Walk))


class Labels(NamedTuple):
    """What each round found, by round and stop; only what is earlier than in every round before."""

    ready: Int32s
    """When one can board."""
    ready_from: Int32s
    """The stop one walked from, -1 for the origin."""
    came: Int32s
    """When a vehicle brings one."""
    trip: Int32s
    """On which own trip of the patterns,"""
    board: Int32s
    """boarded at which position,"""
    alight: Int32s
    """left at which."""


def journeys(
    day: Day,
    access: Legs,
    egress: Legs,
    direct: int = int(UNREACHED),
    *,
    moment: int,
    max_seconds: int = 7200,
    most_rides: int = MOST_RIDES,
) -> list[Journey]:
    """Journeys of who sets out at ``moment``, from the fewest rides to the earliest arrival; none: no way
    in the time.

    ``access`` and ``egress`` have one row each, leading from the origin and from the venue to stops;
    ``direct`` is the walk all the way. The last journey arrives when
    :func:`~reach.transit.once.earliest_arrivals` says.
    """
    access = access.checked(day.patterns.stops, "access")
    egress = egress.checked(day.patterns.stops, "egress")
    if access.rows != 1 or egress.rows != 1:
        raise ValueError("one origin and one venue at a time")
    shape = (most_rides + 1, day.patterns.stops)
    labels = Labels(*(np.full(shape, UNREACHED, dtype=np.int32) for _ in range(6)))
    start = moment - day.patterns.origin
    rounds = _rounds(day, access, start, start + max_seconds, labels)
    found = []
    best = max_seconds + 1
    if direct < best:
        best = direct
        found.append(Journey(moment, moment + direct, (Walk(None, None, moment, moment + direct),)))
    for number in range(1, rounds + 1):
        came = labels.came[number][egress.place].astype(np.int64) + egress.seconds
        if len(came) == 0 or came.min() - start >= best:
            continue
        leg = int(came.argmin())
        best = int(came[leg]) - start
        found.append(_journey(day, labels, number, int(egress.place[leg]), moment, moment + best))
    return found


def _journey(day: Day, labels: Labels, rides: int, stop: int, moment: int, arrival: int) -> Journey:
    """Follow the labels back from the ``stop`` at which one leaves the last of the ``rides``."""
    shift = day.patterns.origin
    legs: list[Walk | Ride] = [Walk(stop, None, int(labels.came[rides, stop]) + shift, arrival)]
    for number in range(rides, 0, -1):
        ride = _ride(day, labels, number, stop)
        legs.append(ride)
        begin = int(labels.ready_from[number - 1, ride.from_stop])
        ready = ride.departure - ride.wait
        if begin < 0:
            legs.append(Walk(None, ride.from_stop, moment, ready))
        else:
            legs.append(Walk(begin, ride.from_stop, int(labels.came[number - 1, begin]) + shift, ready))
        stop = begin
    return Journey(moment, arrival, tuple(reversed(legs)))


def _ride(day: Day, labels: Labels, number: int, stop: int) -> Ride:
    patterns = day.patterns
    trip, board, alight = (int(values[number, stop]) for values in (labels.trip, labels.board, labels.alight))
    base = int(patterns.first_time[trip])
    origin = int(patterns.stop[patterns.first_stop[patterns.pattern_of[trip]] + board])
    departure = int(patterns.departure[base + board])
    return Ride(
        trip=int(patterns.trip[trip]),
        from_stop=origin,
        to_stop=stop,
        wait=departure - int(labels.ready[number - 1, origin]),
        departure=departure + patterns.origin,
        arrival=int(patterns.arrival[base + alight]) + patterns.origin,
        calls=alight - board,
    )


@kernel
def _rounds(day, access, start, latest, labels):  # type: ignore[no-untyped-def]
    """Fill the labels; returns the last round that found anything."""
    stops = labels.ready.shape[1]
    best_ready = np.full(stops, UNREACHED, dtype=np.int32)
    best_came = np.full(stops, UNREACHED, dtype=np.int32)
    first = np.empty(len(day.patterns.first_stop) - 1, dtype=np.int32)
    for leg in range(len(access.place)):
        stop, moment = access.place[leg], start + access.seconds[leg]
        if moment < best_ready[stop]:
            best_ready[stop] = moment
            labels.ready[0, stop] = moment
            labels.ready_from[0, stop] = -1
    for number in range(1, len(labels.ready)):
        _mark(day.patterns, labels.ready[number - 1], first)
        for pattern in range(len(first)):
            if first[pattern] < UNREACHED:
                _ride_along(day.patterns, pattern, first[pattern], number, latest, labels, best_came)
        if not _walk_on(day.footpaths, number, labels, best_ready):
            return number
    return len(labels.ready) - 1


@kernel
def _mark(patterns, ready, first):  # type: ignore[no-untyped-def]
    """The first position of each pattern at which one can board."""
    first[:] = UNREACHED
    start, pattern_at, position_at = (
        patterns.boarding.start,
        patterns.boarding.place,
        patterns.boarding.seconds,
    )
    for stop in range(len(ready)):
        if ready[stop] < UNREACHED:
            for way in range(start[stop], start[stop + 1]):
                first[pattern_at[way]] = min(first[pattern_at[way]], position_at[way])


@kernel
def _ride_along(patterns, pattern, position, number, latest, labels, best):  # type: ignore[no-untyped-def]
    """Along one pattern with the earliest trip that can be caught, changing to an earlier one where that is
    possible.
    """
    first, last = patterns.first_stop[pattern], patterns.first_stop[pattern + 1]
    first_trip = patterns.first_trip[pattern]
    trips = patterns.first_trip[pattern + 1] - first_trip
    trip, board = trips, position
    for place in range(first + position, last):
        stop, step = patterns.stop[place], place - first
        if trip < trips and patterns.alight[place]:
            arrival = patterns.arrival[patterns.first_time[first_trip + trip] + step]
            if arrival < best[stop] and arrival <= latest:
                best[stop] = arrival
                labels.came[number, stop] = arrival
                labels.trip[number, stop] = first_trip + trip
                labels.board[number, stop] = board
                labels.alight[number, stop] = step
        ready = labels.ready[number - 1, stop]
        if ready < UNREACHED and patterns.board[place]:
            low = patterns.first_column[pattern] + step * trips
            caught = np.searchsorted(patterns.column[low : low + trips], ready)
            if caught < trip:
                trip, board = caught, step


@kernel
def _walk_on(footpaths, number, labels, best):  # type: ignore[no-untyped-def]
    """From the stops this round came to; says whether one can board anywhere earlier than in the rounds
    before.
    """
    earlier = False
    for stop in range(len(best)):
        came = labels.came[number, stop]
        if came == UNREACHED:
            continue
        for leg in range(footpaths.start[stop], footpaths.start[stop + 1]):
            there, moment = footpaths.place[leg], came + footpaths.seconds[leg]
            if moment < best[there]:
                earlier = True
                best[there] = moment
                labels.ready[number, there] = moment
                labels.ready_from[number, there] = stop
    return earlier
