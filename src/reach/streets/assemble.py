"""Ways and nodes → the columns of a street graph."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reach.report import Report
from reach.streets.graph import COLUMNS, StreetGraph
from reach.streets.parts import Nodes, Ways
from reach.streets.sphere import metres_between
from reach.streets.tags import FOOT_KINDS, Crossing, Kerb, Kind

Ints = npt.NDArray[np.int64]

_OF_WAYS = "kind direction steps kerb crossing wheelchair surface lit incline width".split()
_TURNED = ("direction", "incline")
_PASSED_ON_FOOT = (Kind.FOOTWAY, Kind.SIDEWALK, Kind.PEDESTRIAN, Kind.PATH, Kind.CYCLEWAY)


@dataclass
class _Pieces:
    """Pieces while they are put together: ends are positions among the nodes, attributes the way's."""

    tail: Ints
    head: Ints
    way: Ints
    columns: dict[str, npt.NDArray[Any]]

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self.columns[name]

    def ends(self) -> Ints:
        """Nodes of all ends, shape ``(2 * pieces,)``: tails first, then heads."""
        return np.concatenate((self.tail, self.head))

    def ways(self) -> int:
        """One more than the highest way."""
        return int(self.way.max(initial=-1)) + 1

    def keep(self, flags: npt.NDArray[np.bool_]) -> None:
        self.tail, self.head, self.way = self.tail[flags], self.head[flags], self.way[flags]
        self.columns = {name: column[flags] for name, column in self.columns.items()}


def assemble(ways: Ways, nodes: Nodes, report: Report) -> StreetGraph:
    """Join neighbouring nodes, hand down to pieces what stands on their nodes, take locked gates apart."""
    pieces = _join(ways, nodes, report)
    _cross(pieces, nodes)
    _lower(pieces, nodes)
    _narrow(pieces, nodes)
    pieces.keep(~_repeated(pieces, report))
    used, ends = _split(pieces, nodes, report)
    latitude, longitude = nodes.latitude[used], nodes.longitude[used]
    tail, head = ends
    pieces.columns["osm_way"] = np.array(ways.identity, dtype=np.int64)[pieces.way]
    pieces.columns["length"] = metres_between(
        latitude[tail], longitude[tail], latitude[head], longitude[head]
    )
    columns = {
        **pieces.columns,
        "latitude": latitude,
        "longitude": longitude,
        "osm_node": nodes.identity[used],
        "tail": tail,
        "head": head,
    }
    return StreetGraph(
        **{name: np.ascontiguousarray(columns[name], dtype=kind) for name, kind in COLUMNS.items()}
    )


def _join(ways: Ways, nodes: Nodes, report: Report) -> _Pieces:
    refs = np.array(ways.refs, dtype=np.int64)
    ends = np.array(ways.ends, dtype=np.int64)
    way = np.repeat(np.arange(len(ends)), np.ediff1d(ends, to_begin=ends[0]))
    place = np.searchsorted(nodes.identity, refs).clip(0, max(len(nodes.identity) - 1, 0))
    there = nodes.identity[place] == refs if len(nodes.identity) else np.zeros(len(refs), dtype=np.bool_)
    missing = np.flatnonzero(~there)
    if len(missing):
        example = f"way {ways.identity[way[missing[0]]]}: node {refs[missing[0]]}"
        report.drop("node of a street that the file does not hold", example, len(missing))
    tail, head = place[:-1], place[1:]
    joined = (way[:-1] == way[1:]) & there[:-1] & there[1:] & (tail != head)
    way = way[:-1][joined]
    columns = {name: np.array(getattr(ways, name), dtype=COLUMNS[name])[way] for name in _OF_WAYS}
    return _Pieces(tail[joined], head[joined], way, columns)


def _cross(pieces: _Pieces, nodes: Nodes) -> None:
    """Put each crossing's wait on one piece of it.

    A crossing drawn as a node: of the pieces beside the carriageway that meet there, all but one wait, so
    that who goes over pays once; those pieces are the crossing. One drawn as a way only: its longest piece
    waits.
    """
    kind, crossing = pieces["kind"], pieces["crossing"]
    on_way = crossing.copy()
    crossing[:] = Crossing.NONE
    at, told, waits = _meeting(pieces, nodes)
    told = np.where(told == Crossing.UNKNOWN, np.maximum(on_way[at], np.uint8(Crossing.UNKNOWN)), told)
    crossing[at[waits]] = told[waits]
    road = at[told != Crossing.LIFT]
    kind[road[np.isin(kind[road], _PASSED_ON_FOOT)]] = Kind.CROSSING

    counted = np.zeros(pieces.ways(), dtype=np.bool_)
    counted[pieces.way[at]] = True
    alone = np.flatnonzero((on_way != Crossing.NONE) & ~counted[pieces.way])
    span = nodes.metres(pieces.tail[alone], pieces.head[alone])
    alone = alone[np.lexsort((alone, -span, pieces.way[alone]))]
    _, longest = np.unique(pieces.way[alone], return_index=True)
    crossing[alone[longest]] = on_way[alone[longest]]


def _meeting(pieces: _Pieces, nodes: Nodes) -> tuple[Ints, npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """Pieces that end at a crossing or an elevator, what it is, and whether the piece is one that waits."""
    ends = pieces.ends()
    piece = np.tile(np.arange(len(pieces.way)), 2)
    told = nodes.crossing[ends]
    beside = np.isin(pieces["kind"], list(FOOT_KINDS))[piece]
    sites = np.flatnonzero((told == Crossing.LIFT) | ((told != Crossing.NONE) & beside))
    sites = sites[np.lexsort((piece[sites], ends[sites]))]
    _, first, counts = np.unique(ends[sites], return_index=True, return_counts=True)
    rank = np.arange(len(sites)) - np.repeat(first, counts)
    return piece[sites], told[sites], rank < np.maximum(np.repeat(counts, counts) - 1, 1)


def _lower(pieces: _Pieces, nodes: Nodes) -> None:
    """Hand the worst kerb of its nodes down to each piece.

    Where a crossing begins at a kerb, only the crossing goes over it: who stays on the pavement does not.
    A crossing knows its kerbs only when all are mapped (or the way says it): two, or one for a way that
    begins or ends in the middle of the carriageway. A bad one is enough to spoil it.
    """
    kerb = pieces["kerb"]
    of_way = kerb.copy()
    crosses = pieces["kind"] == Kind.CROSSING
    begins = np.zeros(len(nodes.identity), dtype=np.bool_)
    begins[pieces.ends()[np.tile(crosses, 2)]] = True
    for end in (pieces.tail, pieces.head):
        told = np.where(begins[end] & ~crosses, np.uint8(Kerb.UNKNOWN), nodes.kerb[end])
        np.maximum(kerb, told, out=kerb)

    way = pieces.way[crosses]
    worst = np.zeros(pieces.ways(), dtype=np.uint8)
    np.maximum.at(worst, way, kerb[crosses])
    members = np.stack((np.tile(pieces.way, 2), pieces.ends()))[:, np.tile(crosses, 2)]
    (owner, node), counts = np.unique(members, axis=1, return_counts=True)
    mapped = np.bincount(owner[nodes.kerb[node] != Kerb.UNKNOWN], minlength=pieces.ways())
    midway = (counts == 1) & (nodes.crossing[node] != Crossing.NONE)
    wanted = np.maximum(2 - np.bincount(owner[midway], minlength=pieces.ways()), 1)
    worst[(mapped < wanted) & (worst <= Kerb.LOWERED)] = Kerb.UNKNOWN
    kerb[crosses] = np.maximum(worst[way], of_way[crosses])


def _narrow(pieces: _Pieces, nodes: Nodes) -> None:
    """Hand down what barriers, elevators and crossings say of wheels and of width."""
    wheelchair, width = pieces["wheelchair"], pieces["width"]
    on_foot = np.isin(pieces["kind"], list(FOOT_KINDS))
    for end in (pieces.tail, pieces.head):
        told = np.maximum(nodes.wheels[end], np.where(on_foot, nodes.foot_wheels[end], np.uint8(0)))
        worse = told > 1
        wheelchair[worse] = np.maximum(wheelchair[worse], told[worse])
        np.fmin(width, nodes.width[end], out=width)


def _repeated(pieces: _Pieces, report: Report) -> npt.NDArray[np.bool_]:
    """Flags of pieces that say the very same as one before, such as two squares' common border."""
    low, high = np.minimum(pieces.tail, pieces.head), np.maximum(pieces.tail, pieces.head)
    order = np.lexsort((low, high))
    again = np.zeros(len(order), dtype=np.bool_)
    again[1:] = (low[order][1:] == low[order][:-1]) & (high[order][1:] == high[order][:-1])
    suspects = np.flatnonzero(again | np.append(again[1:], False))
    seen: set[tuple[Any, ...]] = set()
    repeated = np.zeros(len(order), dtype=np.bool_)
    for piece in np.sort(order[suspects]):
        turned = -1 if pieces.tail[piece] > pieces.head[piece] else 1
        directed = (turned * int(pieces["direction"][piece]), repr(turned * float(pieces["incline"][piece])))
        alike = tuple(repr(column[piece]) for name, column in pieces.columns.items() if name not in _TURNED)
        told = (int(low[piece]), int(high[piece]), *directed, *alike)
        repeated[piece] = told in seen
        seen.add(told)
    if repeated.any():
        report.drop("piece that repeats another one", count=int(repeated.sum()))
    return repeated


def _split(pieces: _Pieces, nodes: Nodes, report: Report) -> tuple[Ints, tuple[Ints, Ints]]:
    """The nodes in use (as positions among ``nodes``) and the pieces' ends among them.

    Each piece that ends at a locked gate gets an end of its own there: the street stays on both sides, the
    way through does not.
    """
    ends = pieces.ends()
    shut = nodes.shut[ends]
    size = len(nodes.identity)
    apart = np.where(shut, size + np.cumsum(shut), ends)
    _, first, place = np.unique(apart, return_index=True, return_inverse=True)
    used = ends[first]
    order = np.argsort(used, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    gates = np.unique(ends[shut])
    if len(gates):
        report.change(
            "gate or barrier that nobody passes on foot", f"node {nodes.identity[gates[0]]}", len(gates)
        )
    place = rank[place.reshape(-1)]
    half = len(pieces.way)
    return used[order], (place[:half], place[half:])
