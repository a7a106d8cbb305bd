"""Percentiles of travel times over many departures, ∞ included.

The percentile ``p`` of ``n`` values is the one at rank ``ceil(p / 100 · n)`` (nearest rank): always one of
the values, never a mean of two. A departure from which the place cannot be reached counts as one that takes
longer than all others, so that the median of a tram that runs half the time is not that of the better half.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from reach.compiled import inlined, kernel
from reach.lanes.loops import COUNTED, extremes, halve
from reach.times import LANES, UNREACHED, Int32s


def ranks(percentiles: Sequence[float], count: int) -> Int32s:
    """The rank, 1 for the smallest, of each percentile among ``count`` values; ``ValueError`` outside (0,
    100].
    """
    for percentile in percentiles:
        if not 0 < percentile <= 100:
            raise ValueError(f"a percentile lies above 0 and up to 100, not at {percentile}")
    exact = [Fraction(str(percentile)) * count / 100 for percentile in percentiles]
    return np.array([-((-rank).__floor__()) for rank in exact], dtype=np.int32)


def percentiles_of(times: Int32s, percentiles: Sequence[float]) -> Int32s:
    """Percentiles along the first axis of ``times`` (shape ``(n, places)``): shape ``(percentiles,
    places)``.
    """
    count, places = times.shape
    wanted, back = np.unique(ranks(percentiles, count), return_inverse=True)
    if count == 0:
        raise ValueError("there are no percentiles of nothing")
    found = np.empty((len(wanted), places), dtype=np.int32)
    buffer = np.full((padded(count), LANES), UNREACHED, dtype=np.int32)
    scratch = np.empty((SCRATCH, LANES), dtype=np.int32)
    chosen = np.empty((len(wanted), LANES), dtype=np.int32)
    for first in range(0, places, LANES):
        lanes = min(LANES, places - first)
        buffer[:count, :lanes] = times[:, first : first + lanes]
        select(buffer, count, wanted, scratch, chosen)
        found[:, first : first + lanes] = chosen[:, :lanes]
    return found[back]


SCRATCH = 4
"""Rows of 16 lanes that the selection works in: the ends of each lane's range, their first upper end, and
one for callers."""


def padded(count: int) -> int:
    """Rows of a buffer for ``count`` values; those behind them must hold the largest value of the buffer's
    type.
    """
    return -(-count // COUNTED) * COUNTED


@kernel
def select(buffer, count, wanted, scratch, chosen):  # type: ignore[no-untyped-def]
    """The values at the ``wanted`` ranks (ascending) of each lane of ``buffer[:count]`` into ``chosen[rank,
    lane]``.

    By halving the range of values, all lanes at once: as many passes over the buffer, which lies in the
    nearest cache, as the range has bits. The rows behind ``count`` must not be smaller than any other.
    """
    extremes(buffer, count, scratch)
    narrow(buffer, wanted, scratch, chosen)


@inlined
def narrow(buffer, wanted, scratch, chosen):  # type: ignore[no-untyped-def]
    """The same where the least and the largest value of each lane are known: ``scratch[0]`` and
    ``scratch[1]``.
    """
    for lane in range(LANES):
        scratch[2, lane] = scratch[1, lane]
    for index in range(len(wanted)):
        left = 0
        for lane in range(LANES):
            left = max(left, scratch[1, lane] - scratch[0, lane])
        while left > 0:
            halve(buffer, len(buffer), wanted[index], scratch)
            left >>= 1
        for lane in range(LANES):
            chosen[index, lane] = scratch[0, lane]
            scratch[1, lane] = scratch[2, lane]
