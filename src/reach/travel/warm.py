"""Every kernel of the room once, for set-up."""

import numpy as np

from reach.travel.walk import _join


def warm() -> None:
    """Compile, or load what was compiled."""
    numbers = np.zeros(2, np.int32)
    _join(
        np.array([0, 2], np.int32), numbers, numbers, np.zeros((1, 16), np.int32), np.empty((1, 16), np.int32)
    )
