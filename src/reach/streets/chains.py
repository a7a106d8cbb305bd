"""The contracted view of a street graph: junctions and dead ends, and the chains of streets between them.

Three nodes of four in OpenStreetMap only bend a street. Where two pieces meet and nothing branches off,
they become one chain; its cost is the sum of theirs in each direction. Shortest paths between the ends of
chains are the same as in the full graph, and those to a node inside follow from its distance to both ends.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reach.compiled import kernel
from reach.streets.graph import StreetGraph
from reach.times import UNREACHED, Int32s

_UNREACHED = int(UNREACHED)


@dataclass(frozen=True)
class Chains:
    """``j`` ends and ``c`` chains between them; every array int32 in C order."""

    junction: Int32s
    """The street graph's node of each end, shape ``(j,)``, ascending."""
    tail: Int32s
    head: Int32s
    """Ends of each chain as positions in ``junction``, shape ``(c,)``. A loop has the same one twice."""
    start: Int32s
    """Chain ``k`` consists of the pieces ``piece[start[k]:start[k + 1]]``; shape ``(c + 1,)``."""
    piece: Int32s
    turned: npt.NDArray[np.bool_]
    """Whether a piece lies in its chain head first; shape of ``piece``."""
    first: Int32s
    """The node before each piece along its chain; shape of ``piece``."""
    chain: Int32s
    """The chain each node of the graph lies inside, -1 for ends; shape ``(nodes,)``."""
    position: Int32s
    """For a node inside a chain, how many of the chain's pieces stand before it; 0 for ends."""
    end: Int32s
    """The position in ``junction`` of each node that is an end, -1 for nodes inside; shape ``(nodes,)``."""

    def costs(self, forward_ms: Int32s, backward_ms: Int32s) -> tuple[Int32s, Int32s]:
        """Sums of pieces' costs along each chain and against it; UNREACHED where one of them is closed."""
        along, against = _sums(self.start, self.piece, self.turned, forward_ms, backward_ms)
        return along, against

    def inside(self, forward_ms: Int32s, backward_ms: Int32s) -> tuple[Int32s, Int32s, Int32s, Int32s]:
        """Costs between each node and the ends of its chain, shape ``(nodes,)`` each.

        From the tail to the node, from the node to the tail, from the node to the head, from the head to
        the node; 0 for ends themselves.
        """
        costs = np.zeros((4, len(self.chain)), dtype=np.int32)
        _inside(self.start, self.piece, self.turned, self.first, forward_ms, backward_ms, costs)
        return costs[0], costs[1], costs[2], costs[3]


def contract(graph: StreetGraph) -> Chains:
    """The chains of a graph. A ring without a junction gets its lowest node as its end."""
    ends, start, piece, turned, tail, head = _walk(graph.nodes, graph.tail, graph.head)
    junction = np.flatnonzero(ends).astype(np.int32)
    place = np.full(graph.nodes, -1, dtype=np.int32)
    place[junction] = np.arange(len(junction), dtype=np.int32)
    owner = np.repeat(np.arange(len(tail), dtype=np.int32), np.diff(start))
    order = np.arange(len(piece), dtype=np.int32) - start[owner]
    first = np.where(turned, graph.head[piece], graph.tail[piece]).astype(np.int32)
    chain = np.full(graph.nodes, -1, dtype=np.int32)
    position = np.zeros(graph.nodes, dtype=np.int32)
    within = order > 0
    chain[first[within]] = owner[within]
    position[first[within]] = order[within]
    return Chains(junction, place[tail], place[head], start, piece, turned, first, chain, position, place)


@kernel
def _incident(nodes: Any, tail: Any, head: Any) -> Any:
    """Pieces by node, as CSR."""
    start = np.zeros(nodes + 1, dtype=np.int32)
    for piece in range(len(tail)):
        start[tail[piece] + 1] += 1
        start[head[piece] + 1] += 1
    for node in range(nodes):
        start[node + 1] += start[node]
    fill = start[:-1].copy()
    pieces = np.empty(2 * len(tail), dtype=np.int32)
    for piece in range(len(tail)):
        pieces[fill[tail[piece]]] = piece
        fill[tail[piece]] += 1
        pieces[fill[head[piece]]] = piece
        fill[head[piece]] += 1
    return start, pieces


@kernel
def _walk(nodes: Any, tail: Any, head: Any) -> Any:
    """Follow each street from an end to the next end."""
    at, pieces = _incident(nodes, tail, head)
    ends = np.empty(nodes, dtype=np.bool_)
    for node in range(nodes):
        ends[node] = at[node + 1] - at[node] != 2
    count = len(tail)
    done = np.zeros(count, dtype=np.bool_)
    start = np.zeros(count + 1, dtype=np.int32)
    order = np.empty(count, dtype=np.int32)
    turned = np.empty(count, dtype=np.bool_)
    from_node = np.empty(count, dtype=np.int32)
    to_node = np.empty(count, dtype=np.int32)
    chains = 0
    filled = 0
    # The second round finds rings that no street joins; their lowest node is met first and becomes an end.
    for ring in range(2):
        for node in range(nodes):
            if ring == 0 and not ends[node]:
                continue
            for slot in range(at[node], at[node + 1]):
                piece = pieces[slot]
                if done[piece]:
                    continue
                ends[node] = True
                here = node
                while True:
                    done[piece] = True
                    order[filled] = piece
                    turned[filled] = head[piece] == here
                    here = tail[piece] if head[piece] == here else head[piece]
                    filled += 1
                    if ends[here]:
                        break
                    one = pieces[at[here]]
                    piece = pieces[at[here] + 1] if one == piece else one
                from_node[chains] = node
                to_node[chains] = here
                chains += 1
                start[chains] = filled
    return ends, start[: chains + 1].copy(), order, turned, from_node[:chains].copy(), to_node[:chains].copy()


@kernel
def _sums(start: Any, piece: Any, turned: Any, forward: Any, backward: Any) -> Any:
    chains = len(start) - 1
    along = np.empty(chains, dtype=np.int32)
    against = np.empty(chains, dtype=np.int32)
    for chain in range(chains):
        there, back = 0, 0
        for slot in range(start[chain], start[chain + 1]):
            one = piece[slot]
            there += backward[one] if turned[slot] else forward[one]
            back += forward[one] if turned[slot] else backward[one]
        along[chain] = min(there, _UNREACHED)
        against[chain] = min(back, _UNREACHED)
    return along, against


@kernel
def _inside(start: Any, piece: Any, turned: Any, first: Any, forward: Any, backward: Any, costs: Any) -> None:
    for chain in range(len(start) - 1):
        there, back = 0, 0
        for slot in range(start[chain], start[chain + 1]):
            one = piece[slot]
            there += backward[one] if turned[slot] else forward[one]
            back += forward[one] if turned[slot] else backward[one]
        from_tail, to_tail = 0, 0
        for slot in range(start[chain], start[chain + 1]):
            if slot > start[chain]:
                node = first[slot]
                costs[0, node] = min(from_tail, _UNREACHED)
                costs[1, node] = min(to_tail, _UNREACHED)
                costs[2, node] = min(there - from_tail, _UNREACHED)
                costs[3, node] = min(back - to_tail, _UNREACHED)
            one = piece[slot]
            from_tail += backward[one] if turned[slot] else forward[one]
            to_tail += forward[one] if turned[slot] else backward[one]
