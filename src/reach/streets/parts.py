"""What the two passes over a file leave: columns of ways, and of the nodes they use."""

from array import array
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from reach.streets.access import shut
from reach.streets.sphere import Floats, metres_between
from reach.streets.tags import (
    CROSSINGS,
    WHEELS_STOPPED,
    Crossing,
    Kerb,
    Wheelchair,
    kerb_of,
    wheelchair_of,
)
from reach.streets.values import Tags, first, metres


class Ways:
    """One entry a way in every column; way ``w`` has the nodes ``refs[ends[w - 1]:ends[w]]``."""

    def __init__(self) -> None:
        self.identity: array[int] = array("q")
        self.refs: array[int] = array("q")
        self.ends: array[int] = array("q")
        self.kind: array[int] = array("B")
        self.direction: array[int] = array("b")
        self.steps: array[int] = array("B")
        self.kerb: array[int] = array("B")
        self.crossing: array[int] = array("B")
        self.wheelchair: array[int] = array("B")
        self.surface: array[int] = array("B")
        self.lit: array[int] = array("B")
        self.incline: array[float] = array("f")
        self.width: array[float] = array("f")


class NodeCodes(NamedTuple):
    """What the tags of a node mean for the pieces that end there."""

    shut: bool = False
    kerb: int = Kerb.UNKNOWN
    crossing: int = Crossing.NONE
    wheels: int = Wheelchair.UNKNOWN
    """For every piece that ends there."""
    foot_wheels: int = Wheelchair.UNKNOWN
    """For pieces beside the carriageway only: a crossing says nothing of the road it crosses."""
    width: float | None = None


SILENT = NodeCodes()


def node_codes(tags: Tags) -> NodeCodes:
    barrier = tags.get("barrier", "")
    kerb = kerb_of(tags) if "kerb" in tags or barrier == "kerb" else Kerb.UNKNOWN
    crossing = _crossing(tags)
    if crossing == Crossing.NONE and not barrier and kerb == Kerb.UNKNOWN:
        return SILENT
    wheelchair = wheelchair_of(tags)
    if barrier in WHEELS_STOPPED and wheelchair == Wheelchair.UNKNOWN:
        wheelchair = Wheelchair.NO
    passed_by_all = crossing == Crossing.LIFT or barrier not in ("", "kerb")
    gap = tags.get("maxwidth:physical", tags.get("maxwidth", "")) if barrier else ""
    return NodeCodes(
        shut=shut(tags),
        kerb=kerb,
        crossing=crossing,
        wheels=wheelchair if passed_by_all else Wheelchair.UNKNOWN,
        foot_wheels=Wheelchair.UNKNOWN if passed_by_all else wheelchair,
        width=metres(gap) or None,
    )


def _crossing(tags: Tags) -> Crossing:
    highway = tags.get("highway", "")
    if highway == "elevator":
        return Crossing.LIFT
    told = first(tags.get("crossing", ""))
    if told == "no" or not (told or "crossing" in highway):
        return Crossing.NONE
    return CROSSINGS.get(told, Crossing.UNKNOWN)


@dataclass(frozen=True)
class Nodes:
    """The nodes of the ways that the file holds, ascending by OSM id; codes as in :class:`NodeCodes`."""

    identity: npt.NDArray[np.int64]
    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    shut: npt.NDArray[np.bool_]
    kerb: npt.NDArray[np.uint8]
    crossing: npt.NDArray[np.uint8]
    wheels: npt.NDArray[np.uint8]
    foot_wheels: npt.NDArray[np.uint8]
    width: npt.NDArray[np.float32]
    """Metres that a barrier leaves; NaN for no such barrier."""

    @classmethod
    def build(cls, identity: "array[int]", place: "array[float]", told: list[tuple[int, NodeCodes]]) -> Self:
        """From ids, (lat, lon) one after the other, and what the tagged ones of them tell, in any order."""
        known = np.array(identity, dtype=np.int64)
        _, order = np.unique(known, return_index=True)
        places = np.array(place, dtype=np.float64).reshape(-1, 2)
        at = np.array([position for position, _ in told], dtype=np.int64)

        def column(name: str, empty: Any) -> npt.NDArray[Any]:
            values = np.full(len(known), empty)
            values[at] = [getattr(codes, name) for _, codes in told]
            return values[order]

        width = np.full(len(known), np.nan, dtype=np.float32)
        width[at] = [np.nan if codes.width is None else codes.width for _, codes in told]
        return cls(
            identity=known[order],
            latitude=np.ascontiguousarray(places[order, 0]),
            longitude=np.ascontiguousarray(places[order, 1]),
            shut=column("shut", False),
            kerb=column("kerb", np.uint8(0)),
            crossing=column("crossing", np.uint8(0)),
            wheels=column("wheels", np.uint8(0)),
            foot_wheels=column("foot_wheels", np.uint8(0)),
            width=width[order],
        )

    def metres(self, tail: npt.NDArray[Any], head: npt.NDArray[Any]) -> Floats:
        """Distances between nodes given by their positions."""
        lat, lon = self.latitude, self.longitude
        return metres_between(lat[tail], lon[tail], lat[head], lon[head])
