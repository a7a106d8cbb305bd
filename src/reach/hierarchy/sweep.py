"""Sixteen shortest path trees at once: climb, sweep, spread.

From the roots climb the elimination tree without any queue; sweep the core downwards through memory; spread
from the core to the targets, each of which is a minimum over two rows. Inside the parts of the fringe that
hold a root, paths that never reach the core are added.
Source: Delling, Goldberg, Nowatzyk, Werneck, "PHAST: hardware-accelerated shortest path trees" (2011);
Delling, Goldberg, Werneck, "Faster batched shortest paths in road networks" (RPHAST, 2011).
"""

from typing import NamedTuple

import numpy as np

from reach.compiled import kernel
from reach.hierarchy.build import Fringe
from reach.lanes.registers import add, least, load, rows, store, unreached
from reach.times import UNREACHED, Int32s

FAR = int(UNREACHED)


class Seeds(NamedTuple):
    """Where trees begin, as CSR by root: node and cost in ms up to there."""

    start: Int32s
    node: Int32s
    cost: Int32s


class Climb(NamedTuple):
    """Upward arcs of the whole core, CSR of (head, weight), and the way from a seed into the core."""

    parent: Int32s
    start: Int32s
    arcs: Int32s
    lengths: Int32s
    weights: Int32s
    """All weights of the hierarchy."""
    side: np.int64
    """The column of ``weights`` that leads upwards."""


class Sweep(NamedTuple):
    """The ``s`` core nodes above the targets, ascending, their arcs from above, and what hangs on them."""

    core: Int32s
    start: Int32s
    arcs: Int32s
    """(row, weight), rows numbered within ``core``."""
    ends: Int32s
    """int32[t, 2]: the rows of a target."""
    lengths: Int32s
    place: Int32s
    """Places in the fringe of those targets that lie there, ascending."""
    target: Int32s
    """Their numbers."""


class Workspace(NamedTuple):
    """What a thread needs for itself; reused from block to block."""

    climbed: Int32s
    swept: Int32s
    inner: Int32s
    touched: np.ndarray
    seed_at: Int32s
    """int32[parts], -1: a seed in each part of the fringe."""


def workspace(core: int, fringe: Fringe) -> Workspace:
    """Room for sweeps of ``core`` nodes or a selection; ``inner`` takes the largest part of the fringe."""
    widest = int(np.diff(fringe.part_start).max(initial=0))
    parts = len(fringe.part_start) - 1
    return Workspace(
        rows(core), rows(core), rows(widest), np.zeros(core, np.uint8), np.full(parts, -1, np.int32)
    )


@kernel
def grow(first, last, seeds, fringe, climb, sweep, space, out):  # type: ignore[no-untyped-def]
    """Trees of the roots ``first`` … ``last`` - 1, at most 16, into ``out`` int32[t, 16]."""
    _plant(first, last, seeds, fringe, climb, space)
    _climb(climb.start, climb.arcs, space.touched, space.climbed)
    _sweep(sweep.core, sweep.start, sweep.arcs, space.touched, space.climbed, space.swept)
    _spread(sweep.ends, sweep.lengths, space.swept, out)
    _fill_parts(first, last, seeds, fringe, climb, sweep, space, out)


# Arrays are handed to the inner loops one by one: an array taken from a tuple is counted each time.


@kernel
def _climb(start, arcs, touched, climbed):  # type: ignore[no-untyped-def]
    for node in range(len(touched)):
        if touched[node]:
            below = load(climbed, node)
            for arc in range(start[node], start[node + 1]):
                above = arcs[arc, 0]
                store(climbed, above, least(load(climbed, above), add(below, arcs[arc, 1])))


@kernel
def _sweep(core, start, arcs, touched, climbed, swept):  # type: ignore[no-untyped-def]
    for row in range(len(core) - 1, -1, -1):
        node = core[row]
        lanes = unreached()
        if touched[node]:
            lanes = load(climbed, node)
        for arc in range(start[row], start[row + 1]):
            lanes = least(lanes, add(load(swept, arcs[arc, 0]), arcs[arc, 1]))
        store(swept, row, lanes)
    touched[:] = 0


@kernel
def _spread(ends, lengths, swept, out):  # type: ignore[no-untyped-def]
    for target in range(len(ends)):
        one = add(load(swept, ends[target, 0]), lengths[target, 0])
        other = add(load(swept, ends[target, 1]), lengths[target, 1])
        store(out, target, least(least(one, other), unreached()))


@kernel
def _plant(first, last, seeds, fringe, climb, space):  # type: ignore[no-untyped-def]
    """Put the seeds into the core, and make ready every row to which climbing can lead."""
    parent, touched, climbed = climb.parent, space.touched, space.climbed
    for root in range(first, last):
        for seed in range(seeds.start[root], seeds.start[root + 1]):
            node, cost = seeds.node[seed], seeds.cost[seed]
            for side in range(2):
                total = cost + climb.lengths[node, side]
                if total < FAR:
                    entry = fringe.ends[node, side]
                    above = entry
                    while above >= 0 and not touched[above]:
                        touched[above] = 1
                        store(climbed, above, unreached())
                        above = parent[above]
                    lane = root - first
                    climbed[entry, lane] = min(climbed[entry, lane], total)


@kernel
def _fill_parts(first, last, seeds, fringe, climb, sweep, space, out):  # type: ignore[no-untyped-def]
    """Add the paths that stay in one part of the fringe."""
    begin, end = seeds.start[first], seeds.start[last]
    following = np.empty(end - begin, np.int32)
    lane_of = np.empty(end - begin, np.int32)
    found = np.empty(end - begin, np.int32)
    parts = 0
    for root in range(first, last):
        for seed in range(seeds.start[root], seeds.start[root + 1]):
            place = fringe.place_of[seeds.node[seed]]
            if place >= 0:
                part = fringe.part_of[place]
                if space.seed_at[part] < 0:
                    found[parts] = part
                    parts += 1
                following[seed - begin] = space.seed_at[part]
                lane_of[seed - begin] = root - first
                space.seed_at[part] = seed
    for which in range(parts):
        part = found[which]
        lower, upper = fringe.part_start[part], fringe.part_start[part + 1]
        for place in range(upper - lower):
            store(space.inner, place, unreached())
        seed = space.seed_at[part]
        while seed >= 0:
            place, lane = fringe.place_of[seeds.node[seed]] - lower, lane_of[seed - begin]
            space.inner[place, lane] = min(space.inner[place, lane], seeds.cost[seed])
            seed = following[seed - begin]
        space.seed_at[part] = -1
        _settle_part(lower, upper, fringe.parents, climb.weights, climb.side, space.inner)
        entry = first_at(sweep.place, lower)
        while entry < len(sweep.place) and sweep.place[entry] < upper:
            target = sweep.target[entry]
            store(out, target, least(load(out, target), load(space.inner, sweep.place[entry] - lower)))
            entry += 1


@kernel
def first_at(ascending, bound):  # type: ignore[no-untyped-def]
    """Where the first number of at least ``bound`` stands."""
    lower, upper = 0, len(ascending)
    while lower < upper:
        middle = (lower + upper) >> 1
        if ascending[middle] < bound:
            lower = middle + 1
        else:
            upper = middle
    return lower


@kernel
def _settle_part(lower, upper, parents, weights, side, inner):  # type: ignore[no-untyped-def]
    """Up and down one part of the fringe, whose places are ``lower`` … ``upper`` - 1."""
    for place in range(lower, upper):
        lanes = load(inner, place - lower)
        for which in range(2):
            above = parents[place, which] - lower
            if 0 <= above < upper - lower:
                way = add(lanes, weights[2 * place + which, side])
                store(inner, above, least(load(inner, above), way))
    for place in range(upper - 1, lower - 1, -1):
        lanes = load(inner, place - lower)
        for which in range(2):
            above = parents[place, which] - lower
            if 0 <= above < upper - lower:
                lanes = least(lanes, add(load(inner, above), weights[2 * place + which, 1 - side]))
        store(inner, place - lower, lanes)


@kernel
def restrict(start, arcs, ends, lengths):  # type: ignore[no-untyped-def]
    """The part of the core above some targets: core int32[s], its CSR and the targets' ends in rows of it.

    ``ends`` and ``lengths`` int32[t, 2] are those of the targets; an end at no finite length is left out.
    """
    nodes = len(start) - 1
    row_of = np.full(nodes, -1, np.int32)
    for target in range(len(ends)):
        row_of[ends[target, 0]] = 0
        if lengths[target, 1] < FAR:
            row_of[ends[target, 1]] = 0
    count = 0
    many = 0
    for node in range(nodes):
        if row_of[node] >= 0:
            row_of[node] = count
            count += 1
            many += start[node + 1] - start[node]
            for arc in range(start[node], start[node + 1]):
                if row_of[arcs[arc, 0]] < 0:
                    row_of[arcs[arc, 0]] = 0
    core = np.empty(count, np.int32)
    kept_start = np.zeros(count + 1, np.int32)
    kept = np.empty((many, 2), np.int32)
    place = 0
    for node in range(nodes):
        row = row_of[node]
        if row >= 0:
            core[row] = node
            for arc in range(start[node], start[node + 1]):
                kept[place, 0] = row_of[arcs[arc, 0]]
                kept[place, 1] = arcs[arc, 1]
                place += 1
            kept_start[row + 1] = place
    rows_of = np.empty_like(ends)
    for target in range(len(ends)):
        rows_of[target, 0] = row_of[ends[target, 0]]
        rows_of[target, 1] = rows_of[target, 0]
        if lengths[target, 1] < FAR:
            rows_of[target, 1] = row_of[ends[target, 1]]
    return core, kept_start, kept, rows_of
