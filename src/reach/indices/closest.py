"""The time to the first place, to the third, or to as many as one wants."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.indices import kernels
from reach.indices.blocks import Stretch, Times, collect
from reach.indices.cumulative import Supplied
from reach.times import UNREACHED, Int32s


class CostToClosest(Supplied):
    """Time to the closest ``n`` opportunities; result ``int32[origins, n]``, ∞ where there are not so many.

    Memory: as many places are kept for each origin as ``n`` may need, at 12 bytes each: the largest ``n``
    where a venue is one opportunity, more where some offer less than one.
    """

    def __init__(self, n: float | Sequence[float] = 1, opportunities: npt.ArrayLike | None = None) -> None:
        super().__init__(opportunities)
        self.wanted = _wanted(n)
        self.kept = math.ceil(self.wanted[-1])
        if self.supply is not None:
            least = self.supply[self.supply > 0].min(initial=math.inf)
            # One more than the sum needs, since a sum of fractions may fall short of it by rounding.
            needed = self.wanted[-1] / least + 1
            self.kept = int(min(max(math.ceil(needed), 1), max(len(self.supply), 1)))

    def begin(self, origins: int) -> None:
        self.near_time = np.full((origins, self.kept), UNREACHED, np.int32)
        self.near_supply = np.zeros((origins, self.kept))

    def add(self, stretch: Stretch, turn: int) -> None:
        supply = self.offered(stretch)
        kernels.keep_closest(stretch.times, stretch.width, supply, self.near_time, self.near_supply)

    def result(self) -> Int32s:
        reached = np.cumsum(self.near_supply, axis=1)
        found = np.full((len(reached), len(self.wanted)), UNREACHED, np.int32)
        for column, wanted in enumerate(self.wanted):
            enough = reached >= wanted
            first = np.take_along_axis(self.near_time, enough.argmax(axis=1)[:, None], axis=1)[:, 0]
            found[:, column] = np.where(enough.any(axis=1), first, UNREACHED)
        return found


def cost_to_closest(
    times: Times, n: float | Sequence[float] = 1, opportunities: npt.ArrayLike | None = None
) -> Int32s:
    """Time to the closest ``n`` opportunities: to the n-th place where ``opportunities`` is not given.

    Args:
        times: seconds, see :mod:`reach.indices.blocks`.
        n: how many; one number, or several in ascending order.
        opportunities: how much each venue offers, ``[venues]``; venues that offer nothing do not count.

    Returns:
        ``int32[origins]`` seconds for one ``n``, ``int32[origins, n]`` for several; ``UNREACHED`` where there
        are not as many to be reached.

    Raises:
        BadInput: see :func:`~reach.indices.cumulative.cumulative_cutoff`.
    """
    index = CostToClosest(n, opportunities)
    collect(times, index)
    return index.result() if isinstance(n, Sequence) else index.result()[:, 0]


def _wanted(n: float | Sequence[float]) -> tuple[float, ...]:
    given = tuple(float(number) for number in n) if isinstance(n, Sequence) else (float(n),)
    if not given or any(not (math.isfinite(number) and number > 0) for number in given):
        raise BadInput(f"n: {n!r} should be over 0")
    if any(late <= early for early, late in pairwise(given)):
        raise BadInput(f"n: {n!r} should ascend, each once")
    return given
