"""Search or sweep: which is faster for a radius depends on the share of the targets within it."""

from collections.abc import Iterable
from typing import Literal

import numpy as np
import numpy.typing as npt

from reach.compiled import kernel
from reach.times import Int32s

SAMPLE = 8
"""So many roots are searched to find the share."""

# Nanoseconds a root, measured on one thread of an AMD EPYC 9005 in Porto for 400, 4,000, 30,000 and all
# targets within 5 to 60 minutes; only their ratios matter.
SEARCH = 2000.0
SEARCHED_CORE = 125.0
SEARCHED_TARGET = 13.0
SWEEP = 2000.0
SWEPT_CORE = 0.6
SWEPT_TARGET = 0.7


def choose(share: float, *, targets: int, core: int, all_core: int) -> Literal["bounded", "trees"]:
    """What is faster for finding the targets within a radius.

    Args:
        share: of the targets that a root reaches on average, 0 … 1.
        targets: how many there are.
        core: how many core nodes a sweep for these targets meets.
        all_core: how many core nodes the whole graph has; a search meets ``share`` of them.
    """
    search = SEARCH + share * (SEARCHED_CORE * all_core + SEARCHED_TARGET * targets)
    sweep = SWEEP + SWEPT_CORE * core + SWEPT_TARGET * targets
    return "bounded" if search <= sweep else "trees"


def gathered(
    trees: Iterable[tuple[slice, Int32s]], roots: int, limit: int
) -> tuple[npt.NDArray[np.int64], Int32s, Int32s]:
    """What trees hold within ``limit`` ms, as CSR by root: start int64[roots+1], target and ms int32[]."""
    start = np.zeros(roots + 1, np.int64)
    targets, times = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    for part, block in trees:
        many, target, time = gather(block, part.stop - part.start, limit)
        start[part.start + 1 : part.stop + 1] = many
        targets.append(target)
        times.append(time)
    return np.cumsum(start), np.concatenate(targets), np.concatenate(times)


@kernel
def gather(block, lanes, limit):  # type: ignore[no-untyped-def]
    """How many rows of each lane are at most ``limit``, and which, lane after lane."""
    many = np.zeros(lanes, np.int64)
    for row in range(len(block)):
        for lane in range(lanes):
            many[lane] += block[row, lane] <= limit
    free = np.cumsum(many) - many
    targets = np.empty(many.sum(), np.int32)
    times = np.empty(many.sum(), np.int32)
    for row in range(len(block)):
        for lane in range(lanes):
            if block[row, lane] <= limit:
                targets[free[lane]] = row
                times[free[lane]] = block[row, lane]
                free[lane] += 1
    return many, targets, times
