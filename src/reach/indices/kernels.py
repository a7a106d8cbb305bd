"""The loops over travel times. All take ``times`` int32 in C order, of which the first ``width`` columns are
venues.

What belongs to a venue (its supply, its kind) comes cut to the block, what belongs to an origin is whole.
Sums are kept in the arrays and grow venue by venue, so how a stream is cut into blocks leaves no trace.
Four origins go side by side where each sums for itself: their sums wait for nothing but their own last step.
"""

import numpy as np

from reach.compiled import kernel
from reach.times import UNREACHED

INFINITE = int(UNREACHED)


@kernel
def span(times, width):  # type: ignore[no-untyped-def]
    """The lowest time and the longest that is not ∞; (0, 0) where there is none."""
    # Kept at 32 bits throughout, or the compiler halves its vectors.
    nothing = np.int32(0)
    lowest, longest = nothing, nothing
    for origin in range(times.shape[0]):
        for venue in range(width):
            time = times[origin, venue]
            lowest = min(lowest, time)
            longest = max(longest, nothing if time >= INFINITE else time)
    return lowest, longest


@kernel
def add_within(times, width, supply, cutoffs, total):  # type: ignore[no-untyped-def]
    """Add to ``total[origin, c]`` the supply of what is reached within ``cutoffs[c]``."""
    fours = times.shape[0] // 4 * 4
    for origin in range(0, fours, 4):
        for cutoff in range(cutoffs.shape[0]):
            _four_within(times, width, supply, cutoffs[cutoff], total, origin, cutoff)
    for origin in range(fours, times.shape[0]):
        for cutoff in range(cutoffs.shape[0]):
            found = total[origin, cutoff]
            for venue in range(width):
                found += supply[venue] if times[origin, venue] <= cutoffs[cutoff] else 0.0
            total[origin, cutoff] = found


@kernel
def _four_within(times, width, supply, end, total, origin, cutoff):  # type: ignore[no-untyped-def]
    first, second = total[origin, cutoff], total[origin + 1, cutoff]
    third, fourth = total[origin + 2, cutoff], total[origin + 3, cutoff]
    for venue in range(width):
        offered = supply[venue]
        first += offered if times[origin, venue] <= end else 0.0
        second += offered if times[origin + 1, venue] <= end else 0.0
        third += offered if times[origin + 2, venue] <= end else 0.0
        fourth += offered if times[origin + 3, venue] <= end else 0.0
    total[origin, cutoff], total[origin + 1, cutoff] = first, second
    total[origin + 2, cutoff], total[origin + 3, cutoff] = third, fourth


@kernel
def add_weighted(times, width, table, value, total):  # type: ignore[no-untyped-def]
    """Add to ``total[origin]`` the values of the venues by the weights of their times.

    The last weight of the table is for ∞ and all else that is too far.
    """
    last = np.uint32(table.shape[0] - 1)
    fours = times.shape[0] // 4 * 4
    for origin in range(0, fours, 4):
        first, second = total[origin], total[origin + 1]
        third, fourth = total[origin + 2], total[origin + 3]
        for venue in range(width):
            offered = value[venue]
            first += offered * table[min(np.uint32(times[origin, venue]), last)]
            second += offered * table[min(np.uint32(times[origin + 1, venue]), last)]
            third += offered * table[min(np.uint32(times[origin + 2, venue]), last)]
            fourth += offered * table[min(np.uint32(times[origin + 3, venue]), last)]
        total[origin], total[origin + 1] = first, second
        total[origin + 2], total[origin + 3] = third, fourth
    for origin in range(fours, times.shape[0]):
        found = total[origin]
        for venue in range(width):
            found += value[venue] * table[min(np.uint32(times[origin, venue]), last)]
        total[origin] = found


@kernel
def add_demand(times, width, table, people, demand):  # type: ignore[no-untyped-def]
    """Add to ``demand[venue]`` the people of all origins by the weights of their times."""
    last = np.uint32(table.shape[0] - 1)
    fours = times.shape[0] // 4 * 4
    for origin in range(0, fours, 4):
        first, second = people[origin], people[origin + 1]
        third, fourth = people[origin + 2], people[origin + 3]
        for venue in range(width):
            found = demand[venue] + first * table[min(np.uint32(times[origin, venue]), last)]
            found += second * table[min(np.uint32(times[origin + 1, venue]), last)]
            found += third * table[min(np.uint32(times[origin + 2, venue]), last)]
            demand[venue] = found + fourth * table[min(np.uint32(times[origin + 3, venue]), last)]
    for origin in range(fours, times.shape[0]):
        for venue in range(width):
            demand[venue] += people[origin] * table[min(np.uint32(times[origin, venue]), last)]


@kernel
def add_histogram(times, width, supply, increment, histogram):  # type: ignore[no-untyped-def]
    """Add supply to the first multiple of ``increment`` that is not below the time."""
    for origin in range(times.shape[0]):
        for venue in range(width):
            time = times[origin, venue]
            if time < INFINITE:
                histogram[origin, (time + increment - 1) // increment] += supply[venue]


@kernel
def keep_closest(times, width, supply, near_time, near_supply):  # type: ignore[no-untyped-def]
    """Keep each origin's venues of least time that have supply, in the order of time and, where equal, of
    venue.
    """
    most = near_time.shape[1]
    for origin in range(times.shape[0]):
        for venue in range(width):
            time = times[origin, venue]
            if time >= near_time[origin, most - 1] or supply[venue] <= 0.0:
                continue
            place = most - 1
            while place > 0 and near_time[origin, place - 1] > time:
                near_time[origin, place] = near_time[origin, place - 1]
                near_supply[origin, place] = near_supply[origin, place - 1]
                place -= 1
            near_time[origin, place] = time
            near_supply[origin, place] = supply[venue]


@kernel
def count_kinds(times, width, kind, cutoff, counts):  # type: ignore[no-untyped-def]
    """Count places of each kind within the cutoff in ``counts[origin, kind]``."""
    for origin in range(times.shape[0]):
        for venue in range(width):
            if times[origin, venue] <= cutoff:
                counts[origin, kind[venue]] += 1


@kernel
def nearest_kinds(times, width, kind, best):  # type: ignore[no-untyped-def]
    """Keep the least time to each kind in ``best[origin, kind]``."""
    for origin in range(times.shape[0]):
        for venue in range(width):
            best[origin, kind[venue]] = min(best[origin, kind[venue]], times[origin, venue])
