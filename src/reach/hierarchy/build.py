"""Laying out a hierarchy in memory: fringe, core, and where each piece of street goes."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from reach.compiled import kernel
from reach.hierarchy import chordal
from reach.hierarchy.order import neighbours
from reach.times import Int32s


class Fringe(NamedTuple):
    """The ``f`` nodes that hang on one core node or between two, in ``parts`` connected parts.

    A place is a node's number inside the fringe, lower places first eliminated; parts are contiguous.
    """

    ends: Int32s
    """int32[n, 2] for every node of the graph: the core nodes behind which it lies; itself for a core node.
    """
    place_of: Int32s
    """int32[n]: the place of a node, -1 in the core."""
    node_of: Int32s
    """int32[f]: the node at a place."""
    part_of: Int32s
    part_start: Int32s
    parents: Int32s
    """int32[f, 2]: places; f + c for core node c; -1 for none."""
    third: Int32s
    """int32[f]: the arc between both parents, -1 for none."""


class Core(NamedTuple):
    """The chordal completion of the core's ``c`` nodes, in elimination order."""

    start: Int32s
    head: Int32s
    parent: Int32s
    third: Int32s
    """The third side of each lower triangle, as a number of an arc."""
    link_start: Int32s
    """Streets between core nodes that are left when the fringe is gone, both ways: CSR of (head, slot)."""
    links: Int32s


@dataclass(frozen=True)
class Layout:
    """All that follows from order and topology."""

    fringe: Fringe
    core: Core
    slot: Int32s
    """int32[m]: where the cost of tail → head goes among the flattened weights; -1 for a loop."""
    node_of_core: Int32s


def lay_out(nodes: int, tail: Int32s, head: Int32s, rank: Int32s) -> Layout:
    """Eliminate the nodes in the order of ``rank`` and lay out what arises."""
    position = _positions(nodes, tail, head, rank)
    start, neighbour = neighbours(nodes, position[tail], position[head])
    parent = chordal.elimination_tree(start, neighbour)
    arc_start, arc_head = chordal.complete(start, neighbour, parent)
    turned = chordal.transpose(arc_start, arc_head)
    arc_start, arc_head, _ = chordal.transpose(turned[0], turned[1])
    is_fringe = chordal.find_fringe(arc_start, parent)

    # Fringe first, then the core, each in post-order still.
    moved = np.where(is_fringe, np.cumsum(is_fringe) - 1, is_fringe.sum() + np.cumsum(~is_fringe) - 1)
    moved = moved.astype(np.int32)
    number = moved[position]
    count = int(is_fringe.sum())
    core_start, core_head = _core_arcs(arc_start, arc_head, is_fringe, moved, count)
    parents = _parents(arc_start, arc_head, is_fringe, moved)
    fringe = _lay_fringe(number, parents, core_start, core_head)
    slot = find_slots(number[tail], number[head], parents, core_start, core_head)
    link_start, links = _links(core_start, core_head, fringe.third, slot, count)
    core_parent = np.full(len(core_start) - 1, -1, np.int32)
    inner = core_start[:-1] < core_start[1:]
    core_parent[inner] = core_head[core_start[:-1][inner]]
    core = Core(
        core_start, core_head, core_parent, chordal.triangles(core_start, core_head), link_start, links
    )
    return Layout(fringe, core, slot, _inverse(number)[count:].copy())


def _positions(nodes: int, tail: Int32s, head: Int32s, rank: Int32s) -> Int32s:
    """The place of every node in a post-order of the elimination tree."""
    start, neighbour = neighbours(nodes, rank[tail], rank[head])
    place: Int32s = chordal.post_order(chordal.elimination_tree(start, neighbour))
    return place[rank]


def _inverse(permutation: Int32s) -> Int32s:
    inverse = np.empty_like(permutation)
    inverse[permutation] = np.arange(len(permutation), dtype=permutation.dtype)
    return inverse


def _parents(start: Int32s, head: Int32s, is_fringe: np.ndarray, moved: Int32s) -> Int32s:
    first = start[:-1][is_fringe]
    many = np.diff(start)[is_fringe]
    parents = np.full((len(first), 2), -1, np.int32)
    parents[:, 0] = moved[head[first]]
    two = many == 2
    parents[two, 1] = moved[head[first[two] + 1]]
    return parents


def _core_arcs(
    start: Int32s, head: Int32s, is_fringe: np.ndarray, moved: Int32s, count: int
) -> tuple[Int32s, Int32s]:
    degrees = np.diff(start)
    core_start = np.zeros(int((~is_fringe).sum()) + 1, np.int32)
    np.cumsum(degrees[~is_fringe], out=core_start[1:])
    return core_start, moved[head[np.repeat(~is_fringe, degrees)]] - np.int32(count)


def _lay_fringe(number: Int32s, parents: Int32s, core_start: Int32s, core_head: Int32s) -> Fringe:
    count = len(parents)
    place_of = np.where(number < count, number, -1).astype(np.int32)
    node_of = _inverse(number)[:count].copy()
    # A part ends with the node whose parents are in the core.
    last = np.flatnonzero(parents[:, 0] >= count)
    part_start = np.concatenate([[0], last + 1]).astype(np.int32)
    part_of = np.repeat(np.arange(len(last), dtype=np.int32), np.diff(part_start))
    outer = parents[last] - count
    outer[:, 1] = np.where(parents[last, 1] < 0, outer[:, 0], outer[:, 1])
    ends = np.repeat((number - count)[:, None], 2, axis=1)
    ends[node_of] = outer[part_of]
    third = find_thirds(parents, core_start, core_head)
    return Fringe(ends.astype(np.int32), place_of, node_of, part_of, part_start, parents, third)


def _links(
    core_start: Int32s, core_head: Int32s, third: Int32s, slot: Int32s, count: int
) -> tuple[Int32s, Int32s]:
    """Every core arc that a piece or a chain stands for, from both ends."""
    used = np.unique(np.concatenate([slot[slot >= 0] >> 1, third[third >= 0]]))
    used = used[used >= 2 * count]
    arc = used - 2 * count
    tails = np.repeat(np.arange(len(core_start) - 1, dtype=np.int32), np.diff(core_start))
    ends = np.concatenate([tails[arc], core_head[arc]])
    others = np.concatenate([core_head[arc], tails[arc]])
    slots = np.concatenate([2 * used, 2 * used + 1])
    by_end = np.argsort(ends, kind="stable")
    start = np.zeros(len(core_start), np.int32)
    np.cumsum(np.bincount(ends, minlength=len(core_start) - 1), out=start[1:])
    return start, np.stack([others[by_end], slots[by_end]], axis=1).astype(np.int32)


@kernel
def find_slots(low, high, parents, core_start, core_head):  # type: ignore[no-untyped-def]
    """Where the cost of each piece goes; ``low`` and ``high`` are numbers of its ends, in any order."""
    slot = np.full(len(low), -1, np.int32)
    for piece in range(len(low)):
        if low[piece] != high[piece]:
            lower, higher = min(low[piece], high[piece]), max(low[piece], high[piece])
            arc = _arc(lower, higher, parents, core_start, core_head)
            slot[piece] = 2 * arc + (low[piece] > high[piece])
    return slot


@kernel
def find_thirds(parents, core_start, core_head):  # type: ignore[no-untyped-def]
    """The arc between the two parents of every fringe node, -1 where there is one parent."""
    third = np.full(len(parents), -1, np.int32)
    for place in range(len(parents)):
        if parents[place, 1] >= 0:
            third[place] = _arc(parents[place, 0], parents[place, 1], parents, core_start, core_head)
    return third


@kernel
def _arc(lower, higher, parents, core_start, core_head):  # type: ignore[no-untyped-def]
    fringe = len(parents)
    if lower < fringe:
        return 2 * lower + (parents[lower, 0] != higher)
    arc = core_start[lower - fringe]
    while core_head[arc] != higher - fringe:
        arc += 1
    return 2 * fringe + arc
