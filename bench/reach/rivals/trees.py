"""Shortest-path trees of whole graphs by SciPy, igraph and NetworKit, one thread each.

All take the same directed graph with float64 costs and give the cost from each root to every node.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Trees = Callable[[Ints], Any]
"""Roots → costs, ``[roots, nodes]`` in the rival's own container."""


def sparse(nodes: int, tail: Ints, head: Ints, cost: Floats) -> Any:
    """The graph as SciPy wants it. Of streets side by side the shorter stays: SciPy would add them up."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    order = np.lexsort((cost, head, tail))
    tail, head, cost = tail[order], head[order], cost[order]
    first = np.append(True, (np.diff(tail) != 0) | (np.diff(head) != 0))
    return csr_matrix((cost[first], (tail[first], head[first])), shape=(nodes, nodes))


def scipy_trees(nodes: int, tail: Ints, head: Ints, cost: Floats) -> Trees:
    """``scipy.sparse.csgraph.dijkstra`` with all roots in one call."""
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    graph = sparse(nodes, tail, head, cost)
    return lambda roots: dijkstra(graph, directed=True, indices=roots)


def igraph_trees(nodes: int, tail: Ints, head: Ints, cost: Floats) -> Trees:
    """``Graph.distances`` with all roots in one call."""
    import igraph  # noqa: PLC0415

    graph = igraph.Graph(n=nodes, edges=np.column_stack([tail, head]), directed=True)
    return lambda roots: graph.distances(
        source=roots.tolist(), weights=cost, mode="out", algorithm="dijkstra"
    )


def networkit_trees(nodes: int, tail: Ints, head: Ints, cost: Floats) -> Trees:
    """``distance.SPSP``, its way for some roots at once (a quarter faster here than ``Dijkstra`` root by
    root).

    The distances stay where NetworKit has them: turning them into Python lists would take as long again.
    """
    import networkit  # noqa: PLC0415

    networkit.setNumberOfThreads(1)
    ends = (tail.astype(np.uint64), head.astype(np.uint64))
    graph = networkit.GraphFromCoo((cost, ends), n=nodes, weighted=True, directed=True)

    def run(roots: Ints) -> Any:
        search = networkit.distance.SPSP(graph, roots.tolist())
        search.run()
        return search

    return run
