"""Nearest places by pandana (AGPL: a comparator here, never part of the engine)."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
FAR = 100_000.0
"""Seconds, a limit that cuts nothing off: pandana wants one."""


@contextlib.contextmanager
def _hushed() -> Iterator[None]:
    """Without the lines that pandana's C++ prints to stdout."""
    kept = os.dup(1)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def network(latitude: Floats, longitude: Floats, tail: Ints, head: Ints, cost: Floats) -> Any:
    """``pandana.Network`` with streets open both ways; its contraction hierarchy is built by this.

    Costs in seconds: it keeps thousandths in 32 bits, so that paths of milliseconds would overflow.
    """
    import pandana  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    with _hushed():
        return pandana.Network(
            pd.Series(longitude),
            pd.Series(latitude),
            pd.Series(tail.astype(np.int64)),
            pd.Series(head.astype(np.int64)),
            pd.DataFrame({"cost": cost}),
            twoway=True,
        )


def put_places(net: Any, latitude: Floats, longitude: Floats) -> None:
    """Make the places known to the network (not timed: its table of places is small)."""
    import pandas as pd  # noqa: PLC0415

    net.set_pois("places", FAR, 1, pd.Series(longitude), pd.Series(latitude))


def nearest(net: Any) -> Floats:
    """The cost from every node to its nearest place."""
    return net.nearest_pois(FAR, "places", num_pois=1)[1].to_numpy()
