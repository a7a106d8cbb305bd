"""What the order makes of the topology: elimination tree, chordal completion and its triangles.

Nodes stand by position: their place in a post-order of the elimination tree, which is as good an
elimination order as the given one and keeps together in memory what a sweep reads together.
Source: Liu, "The role of elimination trees in sparse factorization" (1990); Dibbelt, Strasser, Wagner
(2016), §4.
"""

import numpy as np

from reach.compiled import kernel


@kernel
def elimination_tree(start, neighbour):  # type: ignore[no-untyped-def]
    """Parent of every node (int32, -1 at a root) in a graph whose nodes stand in elimination order."""
    nodes = len(start) - 1
    parent = np.full(nodes, -1, np.int32)
    shortcut = np.full(nodes, -1, np.int32)
    for node in range(nodes):
        for entry in range(start[node], start[node + 1]):
            below = neighbour[entry]
            if below > node:
                break
            while shortcut[below] >= 0 and shortcut[below] != node:
                above = shortcut[below]
                shortcut[below] = node
                below = above
            if shortcut[below] < 0:
                shortcut[below] = node
                parent[below] = node
    return parent


@kernel
def post_order(parent):  # type: ignore[no-untyped-def]
    """The place of every node in a post-order of the forest, as int32."""
    nodes = len(parent)
    size = np.ones(nodes, np.int32)
    for node in range(nodes):
        if parent[node] >= 0:
            size[parent[node]] += size[node]
    place = np.empty(nodes, np.int32)
    free = np.zeros(nodes, np.int32)
    next_tree = 0
    for node in range(nodes - 1, -1, -1):
        # The subtree of a node fills places first … first + size - 1, itself last.
        above = parent[node]
        if above < 0:
            first = next_tree
            next_tree += size[node]
        else:
            first = free[above]
            free[above] += size[node]
        free[node] = first
        place[node] = first + size[node] - 1
    return place


@kernel
def complete(start, neighbour, parent):  # type: ignore[no-untyped-def]
    """Higher neighbours of every node in the chordal completion, unsorted: start int32[n+1], head
    int32[arcs].
    """
    nodes = len(parent)
    arc_start = np.zeros(nodes + 1, np.int32)
    head = np.empty(4 * nodes + len(neighbour) + 64, np.int32)
    first_child = np.full(nodes, -1, np.int32)
    sibling = np.full(nodes, -1, np.int32)
    seen = np.full(nodes, -1, np.int32)
    count = 0
    for node in range(nodes):
        seen[node] = node
        limit = start[node + 1] - start[node]
        child = first_child[node]
        while child >= 0:
            limit += arc_start[child + 1] - arc_start[child]
            child = sibling[child]
        if count + limit > len(head):
            larger = np.empty(2 * len(head) + limit, np.int32)
            larger[:count] = head[:count]
            head = larger
        for entry in range(start[node], start[node + 1]):
            other = neighbour[entry]
            if other > node and seen[other] != node:
                seen[other] = node
                head[count] = other
                count += 1
        child = first_child[node]
        while child >= 0:
            for arc in range(arc_start[child], arc_start[child + 1]):
                other = head[arc]
                if seen[other] != node:
                    seen[other] = node
                    head[count] = other
                    count += 1
            child = sibling[child]
        arc_start[node + 1] = count
        above = parent[node]
        if above >= 0:
            sibling[node] = first_child[above]
            first_child[above] = node
    return arc_start, head[:count].copy()


@kernel
def transpose(start, head):  # type: ignore[no-untyped-def]
    """Tails by head, ascending, and where each arc stood: start int32[n+1], tail int32[arcs], arc
    int32[arcs].
    """
    nodes = len(start) - 1
    turned = np.zeros(nodes + 1, np.int32)
    for other in head:
        turned[other + 1] += 1
    for node in range(nodes):
        turned[node + 1] += turned[node]
    free = turned[:-1].copy()
    tail = np.empty(len(head), np.int32)
    stood = np.empty(len(head), np.int32)
    for node in range(nodes):
        for arc in range(start[node], start[node + 1]):
            place = free[head[arc]]
            free[head[arc]] += 1
            tail[place] = node
            stood[place] = arc
    return turned, tail, stood


@kernel
def triangles(start, head):  # type: ignore[no-untyped-def]
    """The third side of every lower triangle, in the order in which customisation meets them.

    For each node, for each pair of its upward arcs (first, second): the number of the arc between their two
    heads.
    """
    nodes = len(start) - 1
    below_start, below, below_arc = transpose(start, head)
    offset = np.zeros(nodes + 1, np.int64)
    for node in range(nodes):
        arcs = start[node + 1] - start[node]
        offset[node + 1] = offset[node] + arcs * (arcs - 1) // 2
    third = np.empty(offset[nodes], np.int32)
    arc_to = np.empty(nodes, np.int32)
    for middle in range(nodes):
        for arc in range(start[middle], start[middle + 1]):
            arc_to[head[arc]] = arc
        for entry in range(below_start[middle], below_start[middle + 1]):
            node = below[entry]
            first = below_arc[entry]
            end = start[node + 1]
            skipped = first - start[node]
            place = offset[node] + skipped * (end - start[node] - 1) - skipped * (skipped - 1) // 2
            for second in range(first + 1, end):
                third[place] = arc_to[head[second]]
                place += 1
    return third


@kernel
def find_fringe(start, parent):  # type: ignore[no-untyped-def]
    """Nodes with one or two upward arcs below which there are only such: flags bool[n]."""
    nodes = len(parent)
    fringe = np.ones(nodes, np.bool_)
    for node in range(nodes):
        arcs = start[node + 1] - start[node]
        fringe[node] &= arcs == 1 or arcs == 2
        if parent[node] >= 0:
            fringe[parent[node]] &= fringe[node]
    return fringe
