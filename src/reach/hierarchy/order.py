"""In which order nodes are eliminated: fringe first, then nested dissection of what is left.

About five of six nodes of a street graph lie on dead ends and on chains between two junctions. They are
taken off first; METIS orders the rest. The order depends on topology only, is found once per graph, and
serves every profile.
Source: Dibbelt, Strasser, Wagner, "Customizable Contraction Hierarchies", ACM JEA 21 (2016); Karypis, Kumar,
"A fast and high quality multilevel scheme for partitioning irregular graphs" (1998).
"""

import hashlib
from array import array
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pymetis

from reach.compiled import kernel
from reach.errors import BadInput
from reach.times import Int32s

SEED = 1
SEPARATORS = 5
REFINEMENTS = 20
"""METIS tries so many separators at each level, and refines each so often: on streets a tenth fewer
triangles.
"""
TINY = 4


@dataclass(frozen=True)
class Order:
    """``rank`` int32[n]: when each node is eliminated, 0 first; ``digest``: of the graph it was made for."""

    rank: Int32s
    digest: str


def digest_of(nodes: int, tail: Int32s, head: Int32s) -> str:
    """SHA-256 of the topology, as hexadecimal text."""
    hashed = hashlib.sha256(f"{nodes} {len(tail)} ".encode())
    hashed.update(np.ascontiguousarray(tail, np.dtype("<i4")).data)
    hashed.update(np.ascontiguousarray(head, np.dtype("<i4")).data)
    return hashed.hexdigest()


def check_topology(nodes: int, tail: Int32s, head: Int32s) -> None:
    """Refuse pieces that do not fit the nodes."""
    if len(tail) != len(head):
        raise BadInput(f"{len(tail)} tails and {len(head)} heads: a piece needs one of each")
    for name, ends in (("tail", tail), ("head", head)):
        wrong = np.flatnonzero((ends < 0) | (ends >= nodes))
        if len(wrong):
            piece = int(wrong[0])
            raise BadInput(f"piece {piece}: {name} {int(ends[piece])} is none of the {nodes} nodes")


def neighbours(nodes: int, tail: Int32s, head: Int32s) -> tuple[Int32s, Int32s]:
    """The simple undirected graph as CSR (start int32[n+1], neighbour int32[2e] ascending): no loops, no
    parallels.
    """
    proper = tail != head
    low = np.minimum(tail, head)[proper].astype(np.int64)
    high = np.maximum(tail, head)[proper].astype(np.int64)
    edges = np.unique(low * nodes + high)
    low, high = edges // max(nodes, 1), edges % max(nodes, 1)
    both = np.sort(np.concatenate([edges, high * nodes + low]))
    start = np.zeros(nodes + 1, np.int32)
    np.cumsum(np.bincount(both // max(nodes, 1), minlength=nodes), out=start[1:])
    return start, (both % max(nodes, 1)).astype(np.int32)


def nested_dissection(nodes: int, tail: Int32s, head: Int32s, *, seed: int = SEED) -> Order:
    """Order the nodes of an undirected graph so that few shortcuts arise.

    Args:
        nodes: how many nodes there are.
        tail: int32[m], one end of each piece; loops and parallel pieces do no harm.
        head: int32[m], the other end.
        seed: of METIS; the same seed gives the same order.

    Raises:
        BadInput: if an end is no node.
    """
    check_topology(nodes, tail, head)
    start, neighbour = neighbours(nodes, tail, head)
    peeled, left = peel(start, neighbour.copy())
    rank = np.empty(nodes, np.int32)
    rank[peeled] = np.arange(len(peeled), dtype=np.int32)
    inner = np.ones(nodes, np.bool_)
    inner[peeled] = False
    _rank_core(rank, np.flatnonzero(inner), len(peeled), left, seed)
    return Order(rank, digest_of(nodes, tail, head))


def _rank_core(rank: Int32s, core: npt.NDArray[np.int64], first: int, left: Int32s, seed: int) -> None:
    """Rank the nodes that survived peeling, one connected part after the other."""
    number = np.full(len(rank), -1, np.int32)
    number[core] = np.arange(len(core), dtype=np.int32)
    start, neighbour = neighbours(len(core), number[left[:, 0]], number[left[:, 1]])
    part, parts = components(start, neighbour)
    by_part = np.argsort(part, kind="stable")
    bounds = np.searchsorted(part[by_part], np.arange(parts + 1))
    local = np.empty(len(core), np.int64)
    for lower, upper in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        members = by_part[lower:upper]
        places = np.arange(upper - lower)
        local[members] = places
        if len(members) > TINY:
            degrees = start[members + 1] - start[members]
            starts = np.concatenate([[0], np.cumsum(degrees)])
            entries = np.repeat(start[members] - starts[:-1], degrees) + np.arange(starts[-1])
            places = _metis(starts, local[neighbour[entries]], seed)
        rank[core[members]] = first + lower + places


def _metis(
    start: npt.NDArray[np.int64], neighbour: npt.NDArray[np.int64], seed: int
) -> npt.NDArray[np.int64]:
    graph = pymetis.CSRAdjacency(array("q", start.tobytes()), array("q", neighbour.tobytes()))
    options = pymetis.Options(seed=seed, nseps=SEPARATORS, niter=REFINEMENTS)
    _, place = pymetis.nested_dissection(graph, options=options)
    return np.array(place, np.int64)


@kernel
def peel(start, neighbour):  # type: ignore[no-untyped-def]
    """Take off nodes with one or two neighbours as long as there are any; the two become neighbours of each
    other.

    Follows a chain from one end to the other, so that its nodes stand in sequence. The last node of a part
    stays. Destroys ``neighbour``. Returns the nodes in the order of taking off, and int32[:, 2] of the
    edges that are left.
    """
    nodes = len(start) - 1
    degree = np.empty(nodes, np.int32)
    gone = np.zeros(nodes, np.bool_)
    peeled = np.empty(nodes, np.int32)
    stack = np.empty(nodes + 2 * len(neighbour) + 1, np.int32)
    for node in range(nodes):
        degree[node] = start[node + 1] - start[node]
    count = 0
    for first in range(nodes):
        stack[0] = first
        height = 1
        while height > 0:
            height -= 1
            node = stack[height]
            if gone[node] or degree[node] < 1 or degree[node] > 2:
                continue
            gone[node] = True
            peeled[count] = node
            count += 1
            one = neighbour[start[node]]
            other = neighbour[start[node] + degree[node] - 1]
            _replace(start, neighbour, degree, one, node, other)
            if other != one:
                _replace(start, neighbour, degree, other, node, one)
            stack[height] = other
            stack[height + 1] = one
            height += 2
    return peeled[:count].copy(), _edges_left(start, neighbour, degree, gone)


@kernel
def _replace(start, neighbour, degree, node, old, new):  # type: ignore[no-untyped-def]
    """Among the neighbours of ``node``, put ``new`` in the place of ``old``, or nothing if it stands there
    already.
    """
    begin = start[node]
    end = begin + degree[node]
    place = begin
    doubled = new == node
    for entry in range(begin, end):
        if neighbour[entry] == old:
            place = entry
        elif neighbour[entry] == new:
            doubled = True
    neighbour[place] = new
    if doubled:
        neighbour[place] = neighbour[end - 1]
        degree[node] -= 1


@kernel
def _edges_left(start, neighbour, degree, gone):  # type: ignore[no-untyped-def]
    count = 0
    for node in range(len(degree)):
        if not gone[node]:
            count += degree[node]
    edges = np.empty((count, 2), np.int32)
    count = 0
    for node in range(len(degree)):
        if not gone[node]:
            for entry in range(start[node], start[node] + degree[node]):
                edges[count, 0] = node
                edges[count, 1] = neighbour[entry]
                count += 1
    return edges


@kernel
def components(start, neighbour):  # type: ignore[no-untyped-def]
    """The connected part of every node (int32, numbered by the lowest node), and how many there are."""
    nodes = len(start) - 1
    part = np.full(nodes, -1, np.int32)
    stack = np.empty(nodes + 1, np.int32)
    parts = 0
    for first in range(nodes):
        if part[first] >= 0:
            continue
        part[first] = parts
        stack[0] = first
        height = 1
        while height > 0:
            height -= 1
            node = stack[height]
            for entry in range(start[node], start[node + 1]):
                other = neighbour[entry]
                if part[other] < 0:
                    part[other] = parts
                    stack[height] = other
                    height += 1
        parts += 1
    return part, parts
