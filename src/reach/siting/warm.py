"""Compile every kernel of this room, on next to nothing."""

import time

import numpy as np

from reach.siting.branch import Bound
from reach.siting.search import Search
from reach.siting.swaps import relink


def warm() -> None:
    """Run each kernel once; they are cached on disk from then on."""
    costs = np.array([[0, 3, 2], [3, 0, 2], [2, 2, 0], [4, 1, 3]], np.int32)
    search = Search(np.ascontiguousarray(costs.T), np.ones(4, np.int64), 1, time.perf_counter() + 60)
    search.run(1)
    relink(search.columns, search.weights, np.array([0], np.int32), np.array([1], np.int32))
    bound = Bound(costs, search)
    branch = bound.root()
    bound.shrink(branch)
    bound.ascend(branch, 1, 1.0)
