"""A plain forward connection scan: the oracle for every timetable search, written for nothing but being
right.

Connections in the order of departure, one origin and one minute at a time, as in Dibbelt, Pajor, Strasser &
Wagner (2018), "Connection Scan Algorithm", doi:10.1145/3274661, figure 3; no profile, no lanes, nothing
shared with the engine but the arrays of the timetable and the walking legs.
"""

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from reach.transit.legs import Legs
from reach.transit.timetable import Timetable

Ints = npt.NDArray[np.int32]
INFINITE = 2**30


class Connections(NamedTuple):
    """Rides from one stop of a trip to its next, by departure."""

    departure: Ints
    arrival: Ints
    tail: Ints
    head: Ints
    trip: Ints
    may_board: npt.NDArray[np.bool_]
    may_alight: npt.NDArray[np.bool_]


def connections(timetable: Timetable) -> Connections:
    """The connections of a day; equal departures stay in the order of trips and of stops within a trip."""
    entries = len(timetable.at_stop)
    trip = np.repeat(np.arange(timetable.trips, dtype=np.int32), np.diff(timetable.trip_start))
    here = np.flatnonzero(trip[:-1] == trip[1:]) if entries > 1 else np.zeros(0, np.int64)
    here = here[np.argsort(timetable.departure[here], kind="stable")]
    return Connections(
        timetable.departure[here],
        timetable.arrival[here + 1],
        timetable.at_stop[here],
        timetable.at_stop[here + 1],
        trip[here],
        timetable.may_board[here],
        timetable.may_alight[here + 1],
    )


def arrivals(
    timetable: Timetable,
    access: Legs,
    footpaths: Legs,
    egress: Legs,
    triples: Ints,
    walk: Ints,
) -> Ints:
    """Seconds after midnight of the earliest arrival for each triple (origin, venue, departure in seconds),
    ``int32[n, 3]``.

    ``walk`` holds seconds on foot all the way, ``int32[origins, venues]``; 2**30 stands for no way.
    """
    rides = connections(timetable)
    found = np.empty(len(triples), np.int32)
    plain = [tuple(np.ascontiguousarray(part) for part in legs) for legs in (access, footpaths, egress)]
    _scan_all(
        rides,
        timetable.stops,
        timetable.trips,
        *plain,
        np.ascontiguousarray(triples),
        np.ascontiguousarray(walk),
        found,
    )
    return found


@numba.njit(cache=True)
def _scan_all(rides, stops, trips, access, footpaths, egress, triples, walk, found):
    ready = np.empty(stops, np.int32)
    leave = np.empty(stops, np.int32)
    boarded = np.empty(trips, np.bool_)
    for number in range(len(triples)):
        origin, venue, start = triples[number]
        ready[:] = INFINITE
        leave[:] = INFINITE
        boarded[:] = False
        for leg in range(access[0][origin], access[0][origin + 1]):
            stop = access[1][leg]
            ready[stop] = min(ready[stop], start + access[2][leg])
        for leg in range(egress[0][venue], egress[0][venue + 1]):
            stop = egress[1][leg]
            leave[stop] = min(leave[stop], egress[2][leg])
        best = INFINITE
        if walk[origin, venue] < INFINITE:
            best = start + walk[origin, venue]
        found[number] = _scan(rides, footpaths, start, ready, leave, boarded, best)


@numba.njit(cache=True)
def _scan(rides, footpaths, start, ready, leave, boarded, best):
    first = np.searchsorted(rides.departure, start)
    while first < len(rides.departure) and rides.departure[first] < best:
        last = first
        while last < len(rides.departure) and rides.departure[last] == rides.departure[first]:
            last += 1
        # Where rides take no time, one of them may lead to another of the same second, in whichever order
        # they stand.
        again = True
        while again:
            again = False
            for ride in range(first, last):
                trip = rides.trip[ride]
                if not boarded[trip]:
                    if not rides.may_board[ride] or ready[rides.tail[ride]] > rides.departure[ride]:
                        continue
                    boarded[trip] = True
                if not rides.may_alight[ride]:
                    continue
                stop, now = rides.head[ride], rides.arrival[ride]
                best = min(best, now + leave[stop])
                for leg in range(footpaths[0][stop], footpaths[0][stop + 1]):
                    near, then = footpaths[1][leg], now + footpaths[2][leg]
                    if then < ready[near]:
                        ready[near] = then
                        again = again or then <= rides.departure[first]
        first = last
    return best
