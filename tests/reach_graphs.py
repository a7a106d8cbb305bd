"""Small street graphs with everything that can go wrong in one, and Dijkstra to compare with."""

import itertools
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from reach.hierarchy.hierarchy import Hierarchy
from reach.hierarchy.order import nested_dissection
from reach.times import UNREACHED, Int32s


@dataclass(frozen=True)
class Town:
    nodes: int
    tail: Int32s
    head: Int32s
    forward: Int32s
    backward: Int32s

    def hierarchy(self) -> Hierarchy:
        order = nested_dissection(self.nodes, self.tail, self.head)
        return Hierarchy.build(self.nodes, self.tail, self.head, order)

    def metric(self, *, perfect=True):
        return self.hierarchy().customise(self.forward, self.backward, perfect=perfect)

    def distances(self, start, node, cost, *, toward):
        """int32[roots, n] by Dijkstra: each root is a node more, with an arc to each of its seeds."""
        roots = len(start) - 1
        tails, heads = np.concatenate([self.tail, self.head]), np.concatenate([self.head, self.tail])
        if toward:
            tails, heads = heads, tails
        tails = np.concatenate([tails, self.nodes + np.repeat(np.arange(roots), np.diff(start))])
        heads = np.concatenate([heads, node])
        costs = np.concatenate([self.forward, self.backward, cost]).astype(np.float64)
        by_cost = np.lexsort((costs, heads, tails))
        tails, heads, costs = tails[by_cost], heads[by_cost], costs[by_cost]
        least = np.ones(len(tails), np.bool_)
        least[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
        kept = least & (tails != heads) & (costs < UNREACHED)
        size = self.nodes + roots
        matrix = csr_array((costs[kept], (tails[kept], heads[kept])), shape=(size, size))
        found = dijkstra(matrix, indices=np.arange(self.nodes, size))[:, : self.nodes]
        return np.minimum(found, int(UNREACHED)).astype(np.int32)


def town(seed: int, width: int = 7, height: int = 6, *, unit: int = 4000) -> Town:
    """Blocks with missing sides, streets of many pieces, dead ends, islands, loops, parallels, one-way and
    free pieces.
    """
    random = np.random.default_rng(seed)
    place = np.arange(width * height).reshape(height, width)
    sides = np.concatenate(
        [
            np.stack([place[:, :-1].ravel(), place[:, 1:].ravel()], axis=1),
            np.stack([place[:-1].ravel(), place[1:].ravel()], axis=1),
        ]
    )
    pieces = []
    nodes = width * height
    for tail, head in sides[random.random(len(sides)) < random.uniform(0.5, 1.0)]:
        between = int(random.integers(0, 4))
        chain = [int(tail), *range(nodes, nodes + between), int(head)]
        nodes += between
        pieces += itertools.pairwise(chain)
    for _ in range(int(random.integers(0, 30))):
        pieces.append((int(random.integers(nodes)), nodes))
        nodes += 1
    for island in (1, 2, 3, 6):
        pieces += [(nodes + spot, nodes + (spot + 1) % island) for spot in range(island)]
        nodes += island
    ends = np.array(pieces)
    doubled = ends[random.integers(0, len(ends), 12)]
    loops = np.repeat(random.integers(0, nodes, 4), 2).reshape(-1, 2)
    ends = np.concatenate([ends, doubled, doubled[:6, ::-1], loops])
    ends = ends[random.permutation(len(ends))]
    ends = random.permutation(nodes)[ends]
    costs = random.integers(0, unit, (2, len(ends)))
    costs[random.random(costs.shape) < 0.1] = 0
    costs[random.random(costs.shape) < random.uniform(0.0, 0.3)] = UNREACHED
    tail, head = ends.T.astype(np.int32)
    forward, backward = costs.astype(np.int32)
    return Town(nodes, tail.copy(), head.copy(), forward.copy(), backward.copy())


def seeds(town: Town, seed: int, roots: int, *, most: int = 3, unit: int = 3000):
    """Roots with none to ``most`` seeds each, as start, node, cost."""
    random = np.random.default_rng(seed)
    start = np.concatenate([[0], np.cumsum(random.integers(0, most + 1, roots))]).astype(np.int32)
    node = random.integers(0, town.nodes, start[-1]).astype(np.int32)
    return start, node, random.integers(0, unit, start[-1]).astype(np.int32)


def matrix(trees, roots: int, targets: int):
    """Whole trees as int32[roots, targets]."""
    whole = np.empty((roots, targets), np.int32)
    for part, block in trees:
        whole[part] = block[:, : part.stop - part.start].T
    return whole


towns = st.builds(town, st.integers(0, 10**6), st.integers(1, 9), st.integers(1, 9))
