"""From rides to arrivals: one pass over all rides for 16 venues, then one over all origins.

The pass over the rides, latest first, is a connection scan (Dibbelt, Pajor, Strasser, Wagner, 2013) in
which each ride holds when one is at each venue once on board; as that does not depend on where one comes
from, the profiles of a profile scan are not needed. Each origin then walks its minutes of departure
backwards through the rides it can still catch.
"""

import numpy as np

from reach.compiled import inlined, kernel
from reach.lanes.loops import SECONDS, extremes, fill_minutes, hand_back
from reach.percentiles import narrow
from reach.times import LANES, UNREACHED


@kernel
def lay_egress(start, place, seconds, first, last, near):  # type: ignore[no-untyped-def]
    """The legs from the venues ``first`` up to ``last`` as a table ``near[stop, lane]``, ∞ elsewhere.

    Its last row, behind all stops, is ∞ throughout: for rides after which one may not alight.
    """
    near[:] = UNREACHED
    for lane in range(last - first):
        for leg in range(start[first + lane], start[first + lane + 1]):
            near[place[leg], lane] = min(near[place[leg], lane], seconds[leg])


@kernel
def sweep(rides, transfers, near, opens, entry, free, never, table, boarded):  # type: ignore[no-untyped-def]
    """``table[ride, lane]`` = when one is let in at the venue once on board; its last row stands for no
    ride at all.

    As nobody is let in earlier for coming later, waiting for a door can be added at the end of each ride
    already. ``boarded[ride]`` is the same for who is yet to pay for the ride: where ``free`` it is filled
    here, elsewhere it holds what a lower budget gives. Both are one and the same table where nothing costs
    anything.
    """
    number, done = len(rides.trip), 0
    table[number] = never
    for ring in range(len(rides.rings)):
        low, high = rides.rings[ring, 0], rides.rings[ring, 1]
        _sweep_between(rides, transfers, near, opens, entry, free, never, table, boarded, done, low)
        table[low:high] = never
        for ride in range(low, high):
            if free[ride]:
                boarded[ride] = never
        before = table[low:high].copy()
        while True:
            _sweep_between(rides, transfers, near, opens, entry, free, never, table, boarded, low, high)
            if np.array_equal(before, table[low:high]):
                break
            before[:] = table[low:high]
        done = high
    _sweep_between(rides, transfers, near, opens, entry, free, never, table, boarded, done, number)


@kernel
def _sweep_between(rides, transfers, near, opens, entry, free, never, table, boarded, low, high):  # type: ignore[no-untyped-def]
    onward, arrival, stop, alight = rides.onward, rides.arrival, rides.stop, rides.alight
    start, after = transfers.start, transfers.ride
    let_in = np.empty((1, LANES), dtype=np.int32)
    for ride in range(low, high):
        here = stop[ride] if alight[ride] else len(near) - 1
        first, last = start[ride], start[ride + 1]
        if len(opens) == 0:
            hand_back(
                table, ride, onward[ride], arrival[ride], near, here, never, boarded, after, first, last
            )
        else:
            for lane in range(LANES):
                let_in[0, lane] = _admitted(arrival[ride] + near[here, lane], opens, entry, lane)
            hand_back(table, ride, onward[ride], 0, let_in, 0, never, boarded, after, first, last)
        if free[ride]:
            for lane in range(LANES):
                boarded[ride, lane] = table[ride, lane]


@inlined
def _admitted(moment, opens, entry, lane):  # type: ignore[no-untyped-def]
    """When who arrives at ``moment`` is let in; the last interval comes first, so that the first to fit is
    kept.
    """
    if len(opens) == 0:
        return moment
    found = UNREACHED
    for index in range(len(opens)):
        if moment <= entry[index, lane]:
            found = max(moment, opens[index, lane])
    return found


@kernel
def ask_origins(bound, ride, table, direct, opens, entry, limit, ends, buffer, wanted, found):  # type: ignore[no-untyped-def]
    """Percentiles ``found[origin, rank, lane]`` of the travel times of all origins.

    ``ends[3]`` is a row of ∞ in the type of ``table``, ``direct``, ``buffer`` and ``ends``.
    """
    chosen = np.empty((len(wanted), LANES), dtype=np.int32)
    for origin in range(len(bound)):
        _fill(bound[origin], ride, table, direct[origin], opens, entry, limit, ends, buffer)
        narrow(buffer, wanted, ends, chosen)
        for index in range(len(wanted)):
            for lane in range(LANES):
                value = chosen[index, lane]
                found[origin, index, lane] = UNREACHED if value > limit else value


@kernel
def ask_minutes(bound, ride, table, direct, opens, entry, limit, ends, buffer, found):  # type: ignore[no-untyped-def]
    """Travel times ``found[origin, minute, lane]``, every minute."""
    for origin in range(len(bound)):
        _fill(bound[origin], ride, table, direct[origin], opens, entry, limit, ends, buffer)
        for minute in range(bound.shape[1] - 1):
            for lane in range(LANES):
                value = buffer[minute, lane]
                found[origin, minute, lane] = UNREACHED if value > limit else value


@inlined
def _fill(bound, ride, table, direct, opens, entry, limit, ends, buffer):  # type: ignore[no-untyped-def]
    if len(opens) == 0:
        fill_minutes(table, ride, bound, direct, limit + 1, buffer, ends)
        return
    # Walking all the way is admitted minute by minute; the table holds admissions already.
    fill_minutes(table, ride, bound, ends[3], limit + 1, buffer, ends)
    minutes = len(bound) - 1
    for minute in range(minutes):
        for lane in range(LANES):
            leaves = minute * SECONDS
            time = _admitted(leaves + direct[lane], opens, entry, lane) - leaves
            if direct[lane] <= limit and time <= limit and time < buffer[minute, lane]:
                buffer[minute, lane] = time
    extremes(buffer, minutes, ends)


@kernel
def ask_one(bound, ride, table, direct, opens, entry, limit, ends, buffer, wanted, found):  # type: ignore[no-untyped-def]
    """Percentiles ``found[origin, rank]`` for the venue of lane 0 alone: ``table`` is its column of the
    table.

    Sixteen origins fill the lanes instead of sixteen venues.
    """
    minutes = bound.shape[1] - 1
    chosen = np.empty((len(wanted), LANES), dtype=np.int32)
    for first in range(0, len(bound), LANES):
        lanes = min(LANES, len(bound) - first)
        for lane in range(lanes):
            _fill_column(
                bound[first + lane],
                ride,
                table,
                direct[first + lane],
                opens,
                entry,
                limit,
                buffer,
                lane,
            )
        extremes(buffer, minutes, ends)
        narrow(buffer, wanted, ends, chosen)
        for index in range(len(wanted)):
            for lane in range(lanes):
                value = chosen[index, lane]
                found[first + lane, index] = UNREACHED if value > limit else value


@inlined
def _fill_column(  # type: ignore[no-untyped-def]
    bound, ride, table, direct, opens, entry, limit, buffer, lane
):
    steps = len(bound) - 1
    earliest = UNREACHED
    # Unsigned, so that no index is taken for one from the end.
    index = np.uint32(bound[0])
    for step in range(steps):
        end = np.uint32(bound[step + 1])
        while index < end:
            moment = np.int32(table[np.uint32(ride[index])])
            earliest = min(earliest, moment)
            index += np.uint32(1)
        leaves = (steps - 1 - step) * SECONDS
        arrival = earliest
        if direct <= limit:
            arrival = min(arrival, _admitted(leaves + direct, opens, entry, 0))
        time = arrival - leaves
        buffer[steps - 1 - step, lane] = min(time, limit + 1)
