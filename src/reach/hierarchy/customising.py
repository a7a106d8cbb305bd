"""The weights of a hierarchy for one profile: basic and perfect customisation, arcs that are needed, fringe
lengths.

Weights are int32[arcs, 2] in ms: column 0 from the lower end of an arc to the higher, column 1 back. The
arcs of the fringe come first, two places a node, then those of the core.
Source: Dibbelt, Strasser, Wagner (2016), §5 and §7, with a weight for each direction.
"""

import numpy as np

from reach.compiled import kernel
from reach.times import UNREACHED

FAR = int(UNREACHED)


@kernel
def weigh(forward, backward, slot, third, arcs):  # type: ignore[no-untyped-def]
    """Weights of the arcs before customisation of the core: the least of the pieces, and the fringe's
    triangles.

    ``slot`` int32[m]: the place of tail → head among the flattened weights, -1 for a loop; its neighbour is
    head → tail. ``third`` int32[f]: the arc between the two parents of a fringe node, -1 where there is
    none.
    """
    flat = np.full(2 * arcs, UNREACHED, np.int32)
    for piece in range(len(slot)):
        place = slot[piece]
        if place >= 0:
            flat[place] = min(flat[place], forward[piece])
            flat[place ^ 1] = min(flat[place ^ 1], backward[piece])
    weights = flat.reshape(arcs, 2)
    for node in range(len(third)):
        arc = third[node]
        if arc >= 0:
            one = 2 * node
            there = weights[one, 1] + weights[one + 1, 0]
            back = weights[one + 1, 1] + weights[one, 0]
            weights[arc, 0] = min(weights[arc, 0], there)
            weights[arc, 1] = min(weights[arc, 1], back)
    return weights


@kernel
def customise(start, third, weights):  # type: ignore[no-untyped-def]
    """Basic customisation of the core, in place: every lower triangle, ascending."""
    place = 0
    for node in range(len(start) - 1):
        end = start[node + 1]
        for first in range(start[node], end):
            up, down = weights[first, 0], weights[first, 1]
            for second in range(first + 1, end):
                arc = third[place]
                place += 1
                weights[arc, 0] = min(weights[arc, 0], np.int32(min(down + weights[second, 0], FAR)))
                weights[arc, 1] = min(weights[arc, 1], np.int32(min(up + weights[second, 1], FAR)))


@kernel
def perfect(start, third, weights):  # type: ignore[no-untyped-def]
    """Perfect customisation of the core, in place: upper and intermediate triangles, descending.

    Afterwards the weight of each arc is the distance between its ends.
    """
    place = len(third)
    for node in range(len(start) - 2, -1, -1):
        end = start[node + 1]
        for first in range(end - 1, start[node] - 1, -1):
            up, down = weights[first, 0], weights[first, 1]
            for second in range(end - 1, first, -1):
                place -= 1
                there, back = weights[third[place], 0], weights[third[place], 1]
                far_up, far_down = weights[second, 0], weights[second, 1]
                up = min(up, far_up + back)
                down = min(down, there + far_down)
                weights[second, 0] = min(far_up, up + there)
                weights[second, 1] = min(far_down, back + down)
            weights[first, 0] = up
            weights[first, 1] = down


@kernel
def needed(start, head, basic, final, side):  # type: ignore[no-untyped-def]
    """The core's arcs of one direction that a shortest path can use, as CSR of (head, weight).

    An arc that perfect customisation made shorter has a path over higher nodes that is as short, so it can
    go.
    """
    nodes = len(start) - 1
    kept_start = np.empty(nodes + 1, np.int32)
    arcs = np.empty((len(head), 2), np.int32)
    count = 0
    for node in range(nodes):
        kept_start[node] = count
        for arc in range(start[node], start[node + 1]):
            weight = final[arc, side]
            # Written in any case: no branch to guess wrong.
            arcs[count, 0] = head[arc]
            arcs[count, 1] = weight
            count += weight == basic[arc, side] and weight < FAR
    kept_start[nodes] = count
    return kept_start, arcs[:count].copy()


@kernel
def fringe_lengths(parents, ends, node_of, weights, nodes):  # type: ignore[no-untyped-def]
    """From every node to the one or two core nodes behind which it lies, and back: int32[n, 2] twice.

    A core node is its own first end, at no cost. Paths run inside the fringe only.
    """
    fringe = len(parents)
    inner = np.full((fringe, 4), UNREACHED, np.int32)
    leaving = np.empty((nodes, 2), np.int32)
    arriving = np.empty((nodes, 2), np.int32)
    for node in range(nodes):
        leaving[node, 0] = arriving[node, 0] = 0
        leaving[node, 1] = arriving[node, 1] = UNREACHED
    for place in range(fringe - 1, -1, -1):
        node = node_of[place]
        for which in range(2):
            above = parents[place, which]
            up, down = weights[2 * place + which, 0], weights[2 * place + which, 1]
            if above >= fringe:
                side = 0 if above - fringe == ends[node, 0] else 1
                inner[place, side] = min(inner[place, side], up)
                inner[place, 2 + side] = min(inner[place, 2 + side], down)
            elif above >= 0:
                for side in range(2):
                    inner[place, side] = min(inner[place, side], up + inner[above, side])
                    inner[place, 2 + side] = min(inner[place, 2 + side], down + inner[above, 2 + side])
        for side in range(2):
            leaving[node, side] = inner[place, side]
            arriving[node, side] = inner[place, 2 + side]
    return leaving, arriving
