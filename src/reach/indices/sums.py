"""Sums by the weights of travel times, whichever way the decay makes fastest.

They depend on the order of venues and origins alone, not on how a stream is cut into blocks.
"""

import numpy as np

from reach.indices import kernels, within
from reach.indices.blocks import Stretch
from reach.indices.checks import Floats
from reach.indices.decay import Decay


class OriginSums:
    """For each origin the values of all venues by the weights of their times; grows block by block."""

    def __init__(self, decay: Decay, origins: int, *, squared: bool = False) -> None:
        self.decay = decay
        self.squared = squared
        parts = 1 if decay.edge is None else within.PARTS
        self.parts = np.zeros((origins, parts))

    def add(self, stretch: Stretch, values: Floats) -> None:
        """Take in a block, ``values`` of its venues."""
        edge, width = self.decay.edge, stretch.width
        if edge is None:
            table = _table(self.decay, stretch, self.squared)
            kernels.add_weighted(stretch.times, width, table, values, self.parts[:, 0])
        else:
            within.add_supply(stretch.times, stretch.venues.start, width, values, edge, self.parts)

    def result(self) -> Floats:
        """``float64[origins]``."""
        if self.decay.edge is None:
            return self.parts[:, 0]
        total = np.empty(len(self.parts))
        within.fold(self.parts, total)
        return total


def venue_sums(stretch: Stretch, decay: Decay, people: Floats, *, squared: bool = False) -> Floats:
    """For each venue of a block the people of all origins by the weights of their times."""
    demand = np.zeros(stretch.width)
    if decay.edge is None:
        kernels.add_demand(stretch.times, stretch.width, _table(decay, stretch, squared), people, demand)
    else:
        stretch.settle(*within.add_people(stretch.times, stretch.width, decay.edge, people, demand))
    return demand


def _table(decay: Decay, stretch: Stretch, squared: bool) -> Floats:
    table = decay.table(stretch.longest)
    return table * table if squared else table
