"""The walking graph at full resolution: every node of every street, with what matters to feet and wheels."""

from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput

COLUMNS = {
    "latitude": np.float64,
    "longitude": np.float64,
    "osm_node": np.int64,
    "tail": np.int32,
    "head": np.int32,
    "length": np.float64,
    "osm_way": np.int64,
    "kind": np.uint8,
    "direction": np.int8,
    "steps": np.bool_,
    "kerb": np.uint8,
    "incline": np.float32,
    "surface": np.uint8,
    "width": np.float32,
    "lit": np.uint8,
    "crossing": np.uint8,
    "wheelchair": np.uint8,
}
OF_NODES = ("latitude", "longitude", "osm_node")


@dataclass(frozen=True)
class StreetGraph:
    """``n`` nodes and ``m`` pieces of street between neighbouring nodes; every array in C order.

    A piece is stored once; what differs by direction follows ``tail`` → ``head``. Codes of the columns are
    the members of the enumerations in :mod:`reach.streets.tags`; unknown is always its own value and never
    reads as good. Two nodes may be joined by several pieces (ways drawn one over the other); a piece never
    joins a node with itself.

    :raises BadInput: columns of another type or length than stated, coordinates or lengths that are no
        numbers, pieces whose ends are no nodes.
    """

    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    osm_node: npt.NDArray[np.int64]
    """Not unique: a node that a locked gate splits stands here once for each side."""
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
    """Rise over run from tail to head (0.06 = 6 %); NaN: unknown, ±inf: up or down, nobody says how much."""
    surface: npt.NDArray[np.uint8]
    width: npt.NDArray[np.float32]
    """Metres; NaN where unknown."""
    lit: npt.NDArray[np.uint8]
    crossing: npt.NDArray[np.uint8]
    """Where one waits: on one piece of each crossing, so that its wait counts once."""
    wheelchair: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        nodes, pieces = len(self.latitude), len(self.tail)
        for name, kind in COLUMNS.items():
            column = getattr(self, name)
            size = nodes if name in OF_NODES else pieces
            if column.dtype != kind or column.shape != (size,) or not column.flags.c_contiguous:
                raise BadInput(
                    f"column {name} of a street graph must be {np.dtype(kind).name} of shape ({size},) "
                    f"in C order, not {column.dtype} of shape {column.shape}"
                )
        for name in ("latitude", "longitude", "length"):
            wrong = np.flatnonzero(~np.isfinite(getattr(self, name)))
            if len(wrong):
                raise BadInput(f"{name} of a street graph is no number at {wrong[0]} (of {len(wrong)})")
        if nodes and (np.abs(self.latitude).max() > 90 or np.abs(self.longitude).max() > 180):
            raise BadInput("coordinates of a street graph lie off the globe; swapped (lat, lon)?")
        if pieces:
            lowest = min(self.tail.min(), self.head.min())
            if lowest < 0 or max(self.tail.max(), self.head.max()) >= nodes:
                raise BadInput(f"a piece of a street graph ends at a node that is not among its {nodes}")
            if (self.tail == self.head).any() or self.length.min() < 0:
                raise BadInput("a piece of a street graph joins a node with itself or has a negative length")

    @property
    def nodes(self) -> int:
        return len(self.latitude)

    @property
    def pieces(self) -> int:
        return len(self.tail)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Every column by name, as a release stores them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def digest(self) -> str:
        """SHA-256 of names, types and bytes of all columns: equal graphs have equal ones, on any machine."""
        told = sha256()
        for name, column in self.arrays().items():
            little = column.astype(column.dtype.newbyteorder("<"), copy=False)
            told.update(f"{name} {little.dtype.str} {len(column)}\n".encode())
            told.update(little.data)
        return told.hexdigest()
