"""Bounded searches from many roots: a bucket queue over the core, the fringe as leaves.

Inside a short radius a search touches less than a sweep. It runs over what is left of the streets when the
fringe is gone; a target in the fringe is a leaf of one or two core nodes.
Source: Dial, "Algorithm 360: shortest-path forest with topological ordering" (1969), with buckets wider
than a
millisecond: a node that becomes nearer inside its own bucket is settled again, so the result is exact.
"""

from typing import NamedTuple

import numpy as np

from reach.compiled import kernel
from reach.hierarchy.sweep import first_at
from reach.lanes.registers import lowest_bit
from reach.times import UNREACHED, Int32s

BUCKETS = 512


class Links(NamedTuple):
    """The core's streets under one metric, away from roots: CSR of (head, ms); and its leaves, CSR of
    (target, ms).
    """

    start: Int32s
    arcs: Int32s
    leaf_start: Int32s
    leaves: Int32s


@kernel
def directed(links, weights, turn):  # type: ignore[no-untyped-def]
    """(head, ms) of every street of the core; ``turn`` 1 goes against them."""
    flat = weights.reshape(-1)
    arcs = np.empty_like(links)
    for link in range(len(links)):
        arcs[link, 0] = links[link, 0]
        arcs[link, 1] = flat[links[link, 1] ^ turn]
    return arcs


@kernel
def leaves_of(core, ends, lengths):  # type: ignore[no-untyped-def]
    """Targets by the core nodes behind which they lie: CSR start int32[c+1], (target, ms)."""
    start = np.zeros(core + 1, np.int32)
    for target in range(len(ends)):
        for side in range(2):
            start[ends[target, side] + 1] += lengths[target, side] < UNREACHED
    for node in range(core):
        start[node + 1] += start[node]
    free = start[:-1].copy()
    leaves = np.empty((start[core], 2), np.int32)
    for target in range(len(ends)):
        for side in range(2):
            if lengths[target, side] < UNREACHED:
                place = free[ends[target, side]]
                free[ends[target, side]] += 1
                leaves[place, 0] = target
                leaves[place, 1] = lengths[target, side]
    return start, leaves


class Queue(NamedTuple):
    """Nodes in buckets, each a doubly linked ring; behind the nodes' own entries stand the buckets' heads."""

    distance: Int32s
    after: Int32s
    before: Int32s
    visited: Int32s


class Reached(NamedTuple):
    """Times to targets, UNREACHED unless marked: a bit a target."""

    time: Int32s
    marks: np.ndarray


@kernel
def bounded(first, last, seeds, fringe, climb, links, sweep, limit):  # type: ignore[no-untyped-def]
    """Targets within ``limit`` ms of each root: CSR start int64[roots+1], target int32[], ms int32[]."""
    core = len(climb.parent)
    shift = 0
    while limit >> shift >= BUCKETS:
        shift += 1
    rings = np.arange(core + BUCKETS, dtype=np.int32)
    queue = Queue(np.full(core, UNREACHED, np.int32), rings, rings.copy(), np.empty(core, np.int32))
    targets = len(sweep.ends)
    found = Reached(np.full(targets, UNREACHED, np.int32), np.zeros((targets + 63) // 64, np.int64))
    widest = 1
    for part in range(len(fringe.part_start) - 1):
        widest = max(widest, fringe.part_start[part + 1] - fringe.part_start[part])
    inner = np.empty(widest, np.int32)
    start = np.zeros(last - first + 1, np.int64)
    told = np.empty((1024, 2), np.int32)
    for root in range(first, last):
        count = 0
        for seed in range(seeds.start[root], seeds.start[root + 1]):
            node, cost = seeds.node[seed], seeds.cost[seed]
            if cost <= limit:
                _search_part(node, cost, fringe, climb, sweep, limit, inner, found)
                for side in range(2):
                    total = cost + climb.lengths[node, side]
                    entry = fringe.ends[node, side]
                    if total <= limit and total < queue.distance[entry]:
                        count = _reach(entry, total, shift, queue, count)
        count = _spread(links, limit, shift, queue, count, found)
        for which in range(count):
            queue.distance[queue.visited[which]] = UNREACHED
        end = _collect(start[root - first], told, found.time, found.marks)
        while end == len(told):
            larger = np.empty((2 * end, 2), np.int32)
            larger[:end] = told
            told = larger
            end = _collect(end, told, found.time, found.marks)
        start[root - first + 1] = end
    many = start[last - first]
    return start, told[:many, 0].copy(), told[:many, 1].copy()


@kernel
def _reach(node, total, shift, queue, count):  # type: ignore[no-untyped-def]
    """Queue a node that has become nearer; returns how many have been visited."""
    distance, after, before = queue.distance, queue.after, queue.before
    if distance[node] == UNREACHED:
        queue.visited[count] = node
        count += 1
    distance[node] = total
    after[before[node]] = after[node]
    before[after[node]] = before[node]
    head = len(distance) + (total >> shift)
    after[node] = after[head]
    before[node] = head
    before[after[head]] = node
    after[head] = node
    return count


@kernel
def _spread(links, limit, shift, queue, count, found):  # type: ignore[no-untyped-def]
    distance, after, before = queue.distance, queue.after, queue.before
    start, arcs, leaf_start, leaves = links.start, links.arcs, links.leaf_start, links.leaves
    times, marks = found.time, found.marks
    core = len(distance)
    for bucket in range((limit >> shift) + 1):
        head = core + bucket
        while after[head] != head:
            node = after[head]
            after[head] = after[node]
            before[after[node]] = head
            after[node] = before[node] = node
            here = distance[node]
            for arc in range(start[node], start[node + 1]):
                total = here + arcs[arc, 1]
                if total <= limit and total < distance[arcs[arc, 0]]:
                    count = _reach(arcs[arc, 0], total, shift, queue, count)
            for leaf in range(leaf_start[node], leaf_start[node + 1]):
                total = here + leaves[leaf, 1]
                if total <= limit:
                    target = leaves[leaf, 0]
                    times[target] = min(times[target], total)
                    marks[target >> 6] |= np.int64(1) << np.int64(target & 63)
    return count


@kernel
def _search_part(node, cost, fringe, climb, sweep, limit, inner, found):  # type: ignore[no-untyped-def]
    """Reach the targets that share a part of the fringe with a seed, inside that part."""
    place = fringe.place_of[node]
    if place < 0:
        return
    part = fringe.part_of[place]
    lower, upper = fringe.part_start[part], fringe.part_start[part + 1]
    for inside in range(upper - lower):
        inner[inside] = UNREACHED
    inner[place - lower] = cost
    _settle_part(place, lower, upper, fringe.parents, climb.weights, climb.side, inner)
    entry = first_at(sweep.place, lower)
    while entry < len(sweep.place) and sweep.place[entry] < upper:
        total = inner[sweep.place[entry] - lower]
        if total <= limit:
            target = sweep.target[entry]
            found.time[target] = min(found.time[target], total)
            found.marks[target >> 6] |= np.int64(1) << np.int64(target & 63)
        entry += 1


@kernel
def _settle_part(seed, lower, upper, parents, weights, side, inner):  # type: ignore[no-untyped-def]
    for place in range(seed, upper):
        for which in range(2):
            above = parents[place, which] - lower
            if 0 <= above < upper - lower:
                total = inner[place - lower] + weights[2 * place + which, side]
                inner[above] = min(inner[above], total)
    for place in range(upper - 1, lower - 1, -1):
        for which in range(2):
            above = parents[place, which] - lower
            if 0 <= above < upper - lower:
                total = inner[above] + weights[2 * place + which, 1 - side]
                inner[place - lower] = min(inner[place - lower], total)


@kernel
def _collect(count, told, times, marks):  # type: ignore[no-untyped-def]
    """Append what a search reached, in ascending order, and forget it; stops where ``told`` is full."""
    for word in range(len(marks)):
        bits = marks[word]
        while bits != 0 and count < len(told):
            target = 64 * word + lowest_bit(bits)
            bits &= bits - 1
            told[count, 0] = target
            told[count, 1] = times[target]
            times[target] = UNREACHED
            count += 1
        marks[word] = bits
        if bits != 0:
            break
    return count
