"""The nearest places of every node, by one sweep of short sorted lists instead of one tree a place.

A list holds ``count`` keys, ascending: time in ms × 2³² + number of the place, so that of equally near
places the first counts. A place that is not among the nearest of a node cannot be among the nearest of
another reached through it.
"""

import numpy as np

from reach.compiled import kernel
from reach.times import UNREACHED

SHIFT = 32
PLACE = 2**SHIFT - 1
NOWHERE = int(UNREACHED) << SHIFT


@kernel
def nearest(seeds, fringe, climb, sweep, count):  # type: ignore[no-untyped-def]
    """Times int32[t, count] (UNREACHED where there are fewer) and places int32[t, count] (-1)."""
    keys = _plant(seeds, fringe, climb, count)
    start, arcs = climb.start, climb.arcs
    for node in range(len(keys)):
        if keys[node, 0] < NOWHERE:
            for arc in range(start[node], start[node + 1]):
                _pass_on(keys, node, keys, arcs[arc, 0], arcs[arc, 1], count)
    core, start, arcs = sweep.core, sweep.start, sweep.arcs
    swept = np.empty((len(core), count), np.int64)
    for row in range(len(core) - 1, -1, -1):
        for which in range(count):
            swept[row, which] = keys[core[row], which]
        for arc in range(start[row], start[row + 1]):
            _pass_on(swept, arcs[arc, 0], swept, row, arcs[arc, 1], count)
    ends, lengths = sweep.ends, sweep.lengths
    found = np.full((len(ends), count), NOWHERE, np.int64)
    for target in range(len(ends)):
        for side in range(2):
            _pass_on(swept, ends[target, side], found, target, lengths[target, side], count)
    _fill_parts(seeds, fringe, climb, sweep, found, count)
    return _unpack(found)


@kernel
def _plant(seeds, fringe, climb, count):  # type: ignore[no-untyped-def]
    keys = np.full((len(climb.parent), count), NOWHERE, np.int64)
    for place in range(len(seeds.start) - 1):
        for seed in range(seeds.start[place], seeds.start[place + 1]):
            node, cost = seeds.node[seed], np.int64(seeds.cost[seed])
            for side in range(2):
                total = cost + climb.lengths[node, side]
                if total < UNREACHED:
                    _offer(keys, fringe.ends[node, side], (total << SHIFT) + place, count)
    return keys


@kernel
def _unpack(found):  # type: ignore[no-untyped-def]
    times = np.empty(found.shape, np.int32)
    places = np.empty(found.shape, np.int32)
    for target in range(found.shape[0]):
        for which in range(found.shape[1]):
            key = found[target, which]
            times[target, which] = key >> SHIFT
            places[target, which] = key & PLACE if key < NOWHERE else -1
    return times, places


@kernel
def _pass_on(source, origin, keys, row, weight, count):  # type: ignore[no-untyped-def]
    """Offer a whole list, ``weight`` ms further on."""
    further = np.int64(weight) << SHIFT
    for which in range(count):
        key = source[origin, which]
        # NOWHERE + NOWHERE would not fit.
        if key >= NOWHERE or key + further >= keys[row, count - 1]:
            break
        _offer(keys, row, key + further, count)


@kernel
def _offer(keys, row, key, count):  # type: ignore[no-untyped-def]
    """Sort ``key`` into a list, each place once."""
    if key >= keys[row, count - 1]:
        return
    free = count - 1
    for which in range(count):
        if (keys[row, which] ^ key) & PLACE == 0 and keys[row, which] < NOWHERE:
            if keys[row, which] <= key:
                return
            free = which
            break
    while free > 0 and keys[row, free - 1] > key:
        keys[row, free] = keys[row, free - 1]
        free -= 1
    keys[row, free] = key


@kernel
def _fill_parts(seeds, fringe, climb, sweep, found, count):  # type: ignore[no-untyped-def]
    """Add the paths that stay in one part of the fringe, part by part."""
    parts = len(fringe.part_start) - 1
    seed_at = np.full(parts, -1, np.int32)
    following = np.empty(len(seeds.node), np.int32)
    place_of_seed = np.empty(len(seeds.node), np.int32)
    for place in range(len(seeds.start) - 1):
        for seed in range(seeds.start[place], seeds.start[place + 1]):
            place_of_seed[seed] = place
            if fringe.place_of[seeds.node[seed]] >= 0 and seeds.cost[seed] < UNREACHED:
                part = fringe.part_of[fringe.place_of[seeds.node[seed]]]
                following[seed] = seed_at[part]
                seed_at[part] = seed
    entry = 0
    for part in range(parts):
        if seed_at[part] < 0:
            continue
        lower, upper = fringe.part_start[part], fringe.part_start[part + 1]
        inner = np.full((upper - lower, count), NOWHERE, np.int64)
        seed = seed_at[part]
        while seed >= 0:
            key = (np.int64(seeds.cost[seed]) << SHIFT) + place_of_seed[seed]
            _offer(inner, fringe.place_of[seeds.node[seed]] - lower, key, count)
            seed = following[seed]
        _settle_part(lower, upper, fringe.parents, climb.weights, climb.side, inner, count)
        while entry < len(sweep.place) and sweep.place[entry] < lower:
            entry += 1
        while entry < len(sweep.place) and sweep.place[entry] < upper:
            _pass_on(inner, sweep.place[entry] - lower, found, sweep.target[entry], 0, count)
            entry += 1


@kernel
def _settle_part(lower, upper, parents, weights, side, inner, count):  # type: ignore[no-untyped-def]
    for place in range(lower, upper):
        for which in range(2):
            above = parents[place, which] - lower
            if 0 <= above < upper - lower:
                _pass_on(inner, place - lower, inner, above, weights[2 * place + which, side], count)
    for place in range(upper - 1, lower - 1, -1):
        for which in range(2):
            above = parents[place, which] - lower
            if 0 <= above < upper - lower:
                _pass_on(inner, above, inner, place - lower, weights[2 * place + which, 1 - side], count)
