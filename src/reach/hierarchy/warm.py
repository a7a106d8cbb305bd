"""Compile every kernel of this room, or load it from the cache, on a small town."""

import numpy as np

from reach.hierarchy.choice import gathered
from reach.hierarchy.hierarchy import Hierarchy
from reach.hierarchy.order import nested_dissection

SIDE = 4


def warm() -> None:
    """Run each kernel once with the types that real graphs have."""
    place = np.arange(SIDE * SIDE, dtype=np.int32).reshape(SIDE, SIDE)
    tail = np.concatenate([place[:, :-1].ravel(), place[:-1].ravel(), [0]]).astype(np.int32)
    head = np.concatenate([place[:, 1:].ravel(), place[1:].ravel(), [SIDE * SIDE]]).astype(np.int32)
    nodes = SIDE * SIDE + 1
    hierarchy = Hierarchy.build(nodes, tail, head, nested_dissection(nodes, tail, head))
    costs = np.full(len(tail), 1000, np.int32)
    metric = hierarchy.customise(costs, costs)
    selection = metric.selection(np.array([0, nodes - 1], np.int32))
    seeds = np.array([0, 1], np.int32), np.array([nodes - 1], np.int32), np.zeros(1, np.int32)
    _, found, _ = gathered(metric.trees(*seeds, toward=True, selection=selection), 1, 5000)
    metric.nearest(*seeds, selection=selection)
    metric.bounded(*seeds, limit=5000, toward=True)
    assert found.tolist() == [0, 1]
