"""The walking graph at full resolution: every node of every street, with what matters to feet and wheels."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class StreetGraph:
    """``n`` nodes and ``m`` pieces of street between neighbouring nodes; every array in C order.

    A piece is stored once; what differs by direction follows ``tail`` → ``head``. Codes of the columns are the members of
    the enumerations in :mod:`reach.streets.tags`; unknown is always its own value and never reads as good.
    """

    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    osm_node: npt.NDArray[np.int64]
    tail: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    length: npt.NDArray[np.float64]
    """Metres on the sphere."""
    osm_way: npt.NDArray[np.int64]
    kind: npt.NDArray[np.uint8]
    """The class of the street (footway, residential, steps, …)."""
    direction: npt.NDArray[np.int8]
    """0 both ways on foot, 1 from tail to head only, -1 from head to tail only."""
    steps: npt.NDArray[np.bool_]
    kerb: npt.NDArray[np.uint8]
    incline: npt.NDArray[np.float32]
    """Rise over run from tail to head (0.06 = 6 %); NaN where unknown."""
    surface: npt.NDArray[np.uint8]
    width: npt.NDArray[np.float32]
    """Metres; NaN where unknown."""
    lit: npt.NDArray[np.uint8]
    crossing: npt.NDArray[np.uint8]
    wheelchair: npt.NDArray[np.uint8]

    @property
    def nodes(self) -> int:
        return len(self.latitude)

    @property
    def pieces(self) -> int:
        return len(self.tail)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Every column by name, as a release stores them."""
        return dict(self.__dict__)
