"""Units of time, and the one value for what cannot be reached."""

from typing import Any

import numpy as np
import numpy.typing as npt

Int32s = npt.NDArray[np.int32]

UNREACHED = np.int32(2**30)
"""Stands for ∞ in every array of times, in any unit.

A sum with something finite fits 32 bits; the sum of two only without a sign: ∞ + ∞ is added in 64 bits or
compared unsigned.
"""

LANES = 16
"""Trees or places handled side by side: 16 numbers of 32 bits fill one cache line."""

MILLISECONDS = 1000
"""Walking is kept in milliseconds: a step of a street graph may take less than a second."""


def seconds_up(milliseconds: npt.NDArray[Any]) -> Int32s:
    """Whole seconds of walking times in milliseconds, rounded up; ∞ stays ∞.

    A leg of 10.2 s counts as 11 s, so that nobody is promised a tram that leaves in between.
    """
    whole = -(-milliseconds.astype(np.int64) // MILLISECONDS)
    return np.where(milliseconds >= UNREACHED, UNREACHED, whole).astype(np.int32)
