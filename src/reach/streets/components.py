"""Connected parts of the walking graph, one-way streets counted as two-way."""

from typing import Any

import numpy as np
import numpy.typing as npt

from reach.compiled import kernel
from reach.streets.graph import StreetGraph

Flags = npt.NDArray[np.bool_]


@kernel
def _labels(nodes: Any, tail: Any, head: Any, kept: Any) -> Any:
    """Union-find with path halving; the label of a part is its smallest node."""
    parent = np.arange(nodes).astype(np.int32)
    for piece in range(len(tail)):
        if not kept[piece]:
            continue
        one, two = tail[piece], head[piece]
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        while parent[two] != two:
            parent[two] = parent[parent[two]]
            two = parent[two]
        if one < two:
            parent[two] = one
        else:
            parent[one] = two
    for node in range(nodes):
        parent[node] = parent[parent[node]]
    return parent


def components(graph: StreetGraph, kept: Flags | None = None) -> npt.NDArray[np.int32]:
    """The part each node belongs to, named by its smallest node, shape ``(nodes,)``.

    ``kept`` (shape ``(pieces,)``) leaves the other pieces out.
    """
    if kept is None:
        kept = np.ones(graph.pieces, dtype=np.bool_)
    labels: npt.NDArray[np.int32] = _labels(graph.nodes, graph.tail, graph.head, kept)
    return labels


def largest_component(graph: StreetGraph, kept: Flags | None = None) -> tuple[Flags, Flags]:
    """Which nodes and which pieces belong to the part with most nodes (the first of equals)."""
    labels = components(graph, kept)
    counts = np.bincount(labels, minlength=1)
    nodes = labels == counts.argmax()
    pieces = nodes[graph.tail]
    return nodes, pieces if kept is None else pieces & kept
