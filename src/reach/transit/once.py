"""One resident, one moment of setting out: when can they be at each venue?

A forward connection scan (Dibbelt, Pajor, Strasser, Wagner: Intriguingly Simple and Fast Transit Routing,
2013) over the rides of a whole day, which are sorted once. Journeys are those of
:class:`~reach.transit.prepare.Prepared`.
"""

from typing import NamedTuple

import numpy as np

from reach.compiled import inlined, kernel
from reach.errors import BadInput
from reach.times import UNREACHED, Int32s
from reach.transit.legs import Legs
from reach.transit.patterns import Patterns, find_patterns
from reach.transit.rides import Rides, order_rides
from reach.transit.timetable import Timetable


class Day(NamedTuple):
    """A service day with its walks between stops, ready for single questions at any moment of it."""

    patterns: Patterns
    rides: Rides
    footpaths: Legs


def open_day(timetable: Timetable, footpaths: Legs) -> Day:
    """Sort the rides of the whole of ``timetable``; ``footpaths`` lead from stops to stops."""
    footpaths = footpaths.checked(timetable.stops, "footpaths")
    if footpaths.rows != timetable.stops:
        raise BadInput(f"footpaths of {footpaths.rows} stops, but the timetable has {timetable.stops}")
    first = int(timetable.departure.min(initial=0))
    last = int(timetable.departure.max(initial=first))
    patterns = find_patterns(timetable, first=first, last=last)
    return Day(patterns, order_rides(patterns, footpaths, last - first), footpaths)


def earliest_arrivals(
    day: Day,
    access: Legs,
    egress: Legs,
    direct: Int32s | None = None,
    *,
    moment: int,
    max_seconds: int = 7200,
) -> Int32s:
    """When one who sets out at ``moment`` can be at each venue: ``int32[venues]``, ``UNREACHED`` for never.

    ``access`` is a single row of legs to stops, ``egress`` leads from venues to stops, ``direct`` (shape
    ``(venues,)``) holds the walks all the way in seconds. Times are seconds after the service day's
    midnight; what takes longer than ``max_seconds`` counts as never.
    """
    access = access.checked(day.patterns.stops, "access")
    egress = egress.checked(day.patterns.stops, "egress")
    if access.rows != 1:
        raise ValueError("one origin at a time")
    walks = np.full(egress.rows, UNREACHED, dtype=np.int32)
    if direct is not None:
        walks[:] = direct
    arrival = np.empty(egress.rows, dtype=np.int32)
    _ask(day, access, egress, walks, moment - day.patterns.origin, max_seconds, arrival)
    return np.where(arrival < UNREACHED, arrival + np.int32(day.patterns.origin), UNREACHED)


@kernel
def _ask(day, access, egress, direct, moment, max_seconds, arrival):  # type: ignore[no-untyped-def]
    stops = len(day.footpaths.start) - 1
    ready = np.full(stops, UNREACHED, dtype=np.int32)
    came = np.full(stops, UNREACHED, dtype=np.int32)
    boarded = np.full(len(day.patterns.trip), UNREACHED, dtype=np.int32)
    for leg in range(len(access.place)):
        ready[access.place[leg]] = min(ready[access.place[leg]], moment + access.seconds[leg])
    rides, footpaths, latest = day.rides, day.footpaths, moment + max_seconds
    ride = _first_not_above(rides.departure, latest)
    end = _first_not_above(rides.departure, moment - 1)
    ring = len(rides.rings) - 1
    while end > ride:
        while ring >= 0 and rides.rings[ring, 0] >= end:
            ring -= 1
        # A ring holds all rides of its moment, so none is cut by the moment of setting out.
        turns = ring >= 0 and rides.rings[ring, 1] == end
        begin = rides.rings[ring, 0] if turns else ride
        if not turns and ring >= 0:
            begin = max(begin, rides.rings[ring, 1])
        while _scan(rides, footpaths, begin, end, ready, came, boarded) and turns:
            pass
        end = begin
    for venue in range(len(arrival)):
        best = min(moment + direct[venue], UNREACHED)
        for leg in range(egress.start[venue], egress.start[venue + 1]):
            best = min(best, came[egress.place[leg]] + egress.seconds[leg])
        arrival[venue] = UNREACHED if best > latest else best


@inlined
def _first_not_above(departure, moment):  # type: ignore[no-untyped-def]
    """The first ride that leaves by ``moment``; departures fall."""
    low, high = 0, len(departure)
    while low < high:
        middle = (low + high) >> 1
        if departure[middle] > moment:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _scan(rides, footpaths, begin, end, ready, came, boarded):  # type: ignore[no-untyped-def]
    """Take the rides from the last one before ``end`` back to ``begin``; says whether anybody came anywhere
    or boarded anything earlier.

    ``boarded`` holds the first position from which one can be on each trip.
    """
    trip, position, board, alight = rides.trip, rides.position, rides.board, rides.alight
    origin, stop, departure, arrival = rides.origin, rides.stop, rides.departure, rides.arrival
    start, place, seconds = footpaths.start, footpaths.place, footpaths.seconds
    earlier = False
    for ride in range(end - 1, begin - 1, -1):
        own, step = trip[ride], position[ride]
        if boarded[own] > step:
            if not board[ride] or ready[origin[ride]] > departure[ride]:
                continue
            # On board from here on, one may come somewhere by a ride of the same moment already passed.
            boarded[own] = step
            earlier = True
        here, moment = stop[ride], arrival[ride]
        if alight[ride] and moment < came[here]:
            earlier = True
            came[here] = moment
            for leg in range(start[here], start[here + 1]):
                ready[place[leg]] = min(ready[place[leg]], moment + seconds[leg])
    return earlier
