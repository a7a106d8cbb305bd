"""From points to streets: the nearest piece, and what it costs to get onto it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.report import EXAMPLES, Report
from reach.streets.components import largest_component
from reach.streets.graph import StreetGraph
from reach.streets.grid import build_grid, snap_points
from reach.streets.profiles import Profile
from reach.streets.sphere import METRES_A_DEGREE
from reach.times import UNREACHED, Int32s

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SMALLEST_CELL = 25.0
"""Metres; finer cells cost more memory than they save time."""
MOST_CELLS = 4_000_000
ANY_DISTANCE = 1e8


@dataclass(frozen=True)
class Snaps:
    """Where each of ``k`` points meets the streets."""

    piece: Int32s
    """-1 where no usable street lies within the limit."""
    fraction: Floats
    """Of the piece, from its tail; 0 where there is none."""
    distance: Floats
    """Metres between point and street; ∞ where there is none."""

    @property
    def found(self) -> Flags:
        found: Flags = self.piece >= 0
        return found


@dataclass(frozen=True)
class Seeds:
    """Costs between points and nodes of the graph, as CSR: point ``i`` has the entries ``start[i]:start[i
    + 1]``.

    A point on a street has two, the piece's tail and its head; one without a street has none.
    """

    start: Int32s
    node: Int32s
    cost: Int32s
    """Milliseconds; UNREACHED where the piece is closed in that direction."""


@dataclass(frozen=True)
class Direct:
    """Pairs of an origin and a venue on one piece of street, and the cost along it; sorted by origin."""

    origin: Int32s
    venue: Int32s
    cost: Int32s


class SnapIndex:
    """A grid over the pieces of a graph.

    Only its largest connected part is in it, unless ``everywhere``: from an islet of the map nobody gets
    anywhere.
    """

    def __init__(self, graph: StreetGraph, *, everywhere: bool = False) -> None:
        kept = np.ones(graph.pieces, dtype=np.bool_) if everywhere else largest_component(graph)[1]
        if not kept.any():
            raise BadInput("a street graph without a piece of street: nothing to snap to")
        lat, lon = graph.latitude, graph.longitude
        self._ends = (lat[graph.tail], lon[graph.tail], lat[graph.head], lon[graph.head])
        south, north, west, east = lat.min(), lat.max(), lon.min(), lon.max()
        wide = METRES_A_DEGREE * math.cos(math.radians((south + north) / 2))
        area = max((north - south) * METRES_A_DEGREE, 1.0) * max((east - west) * wide, 1.0)
        side = max(SMALLEST_CELL, math.sqrt(area / min(int(kept.sum()), MOST_CELLS)))
        height, width = side / METRES_A_DEGREE, side / wide
        rows, columns = int((north - south) / height) + 1, int((east - west) / width) + 1
        self._shape = (float(south), float(west), float(height), float(width), rows, columns)
        boxes = np.empty((4, graph.pieces), dtype=np.int32)
        for at, (low, size, count) in enumerate(((south, height, rows), (west, width, columns))):
            one, two = self._ends[at], self._ends[at + 2]
            for side_of, end in enumerate((np.minimum(one, two), np.maximum(one, two))):
                boxes[2 * at + side_of] = np.floor((end - low) / size).clip(0, count - 1)
        self._grid = build_grid(rows * columns, columns, boxes, kept)
        self._pieces = graph.pieces

    def snap(
        self,
        latitude: Floats,
        longitude: Floats,
        *,
        limit: float,
        usable: Flags | None = None,
        names: Sequence[str] | None = None,
        report: Report | None = None,
    ) -> Snaps:
        """The nearest piece of street to each point, at most ``limit`` metres away.

        ``usable`` (shape ``(pieces,)``, see :func:`reach.streets.profiles.usable`) leaves the other pieces
        out, so that no wheelchair is put onto stairs. What lies too far off gets -1 and is told in the
        ``report``, by its name if there are ``names``. Of pieces equally near the first counts.

        :raises BadInput: points that are no coordinates, a mask of another length, a limit that is no
        distance.
        """
        lat = np.ascontiguousarray(latitude, dtype=np.float64)
        lon = np.ascontiguousarray(longitude, dtype=np.float64)
        if lat.shape != lon.shape or lat.ndim != 1:
            raise BadInput(f"latitudes of shape {lat.shape} do not fit longitudes of shape {lon.shape}")
        wrong = np.flatnonzero(~((np.abs(lat) < 90) & (np.abs(lon) <= 180)))
        if len(wrong):
            name = names[int(wrong[0])] if names is not None else f"point {wrong[0]}"
            raise BadInput(f"{name} has no coordinates: {lat[wrong[0]]}, {lon[wrong[0]]} (of {len(wrong)})")
        if not limit >= 0:
            raise BadInput(f"a limit of {limit} m is no distance")
        if usable is None:
            usable = np.ones(self._pieces, dtype=np.bool_)
        elif usable.shape != (self._pieces,):
            raise BadInput(f"a mask of shape {usable.shape} does not fit {self._pieces} pieces")
        snaps = self._nearest(lat, lon, limit, usable)
        if report is not None:
            self._tell(lat, lon, limit, usable, snaps, names, report)
        return snaps

    def _nearest(self, lat: Floats, lon: Floats, limit: float, usable: Flags) -> Snaps:
        reach = min(float(limit), ANY_DISTANCE)
        return Snaps(*snap_points(self._shape, self._grid, self._ends, usable, (lat, lon), reach))

    def _tell(
        self,
        lat: Floats,
        lon: Floats,
        limit: float,
        usable: Flags,
        snaps: Snaps,
        names: Sequence[str] | None,
        report: Report,
    ) -> None:
        report.keep("points on a street", int(snaps.found.sum()))
        lost = np.flatnonzero(~snaps.found)
        if not len(lost):
            return
        shown = lost[:EXAMPLES]
        farther = self._nearest(lat[shown], lon[shown], ANY_DISTANCE, usable)
        for place, point in enumerate(lost.tolist()):
            example = ""
            if place < len(shown):
                name = names[point] if names is not None else f"point {point}"
                example = f"{name} at {lat[point]:.5f}, {lon[point]:.5f}: {_metres(farther.distance[place])}"
            report.drop(f"point farther than {limit:g} m from any usable street", example)


def _metres(distance: float) -> str:
    return f"{distance:,.0f} m" if math.isfinite(distance) else "no such street"


def seeds(
    snaps: Snaps,
    graph: StreetGraph,
    profile: Profile,
    forward_ms: Int32s,
    backward_ms: Int32s,
    *,
    leaving: bool,
) -> Seeds:
    """What it costs to get from the points to the ends of their pieces, or with ``leaving=False`` from
    there to them.

    The way from the point to the street counts at the profile's speed, the part of the piece as its share
    of the piece's cost. Both parts of a piece sum to its cost exactly, so leaving and arriving cost the
    same where both directions do.
    """
    at = np.flatnonzero(snaps.found)
    piece, fraction = snaps.piece[at], snaps.fraction[at]
    forward, backward = forward_ms[piece], backward_ms[piece]
    to_tail, to_head = (backward, forward) if leaving else (forward, backward)
    off = profile.off_street(snaps.distance[at])
    nodes = np.stack((graph.tail[piece], graph.head[piece]), axis=1)
    near = np.where(fraction <= 0, 0, _from_tail(to_tail, fraction))
    far = np.where(fraction >= 1, 0, _to_head(to_head, fraction))
    costs = np.stack((near, far), axis=1).astype(np.int64) + off[:, None]
    start = np.zeros(len(snaps.piece) + 1, dtype=np.int32)
    np.cumsum(2 * snaps.found, out=start[1:])
    return Seeds(
        start=start,
        node=np.ascontiguousarray(nodes.reshape(-1), dtype=np.int32),
        cost=np.minimum(costs, UNREACHED).astype(np.int32).reshape(-1),
    )


def same_piece(
    origins: Snaps, venues: Snaps, profile: Profile, forward_ms: Int32s, backward_ms: Int32s
) -> Direct:
    """The way along the piece for origins and venues that share one, where going over its ends would be a
    detour.

    Pairs whose direction is closed are left out.
    """
    order = np.argsort(venues.piece, kind="stable")
    pieces = venues.piece[order]
    first = np.searchsorted(pieces, origins.piece, side="left")
    counts = np.searchsorted(pieces, origins.piece, side="right") - first
    counts[~origins.found] = 0
    origin = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    venue = order[np.repeat(first, counts) + within]
    piece = origins.piece[origin]
    one, two = origins.fraction[origin], venues.fraction[venue]
    ahead = two >= one
    cost = np.where(ahead, forward_ms[piece], backward_ms[piece])
    part = np.abs(_from_tail(cost, two).astype(np.int64) - _from_tail(cost, one))
    part += profile.off_street(origins.distance[origin])
    part += profile.off_street(venues.distance[venue])
    open_ = (cost < UNREACHED) & (part < UNREACHED)
    return Direct(*(column[open_].astype(np.int32) for column in (origin, venue, part)))


def _from_tail(cost: Int32s, fraction: Floats) -> Int32s:
    """The tail's part of a cost; ∞ stays ∞."""
    part = np.rint(fraction * cost).astype(np.int32)
    return np.where(cost >= UNREACHED, UNREACHED, part)


def _to_head(cost: Int32s, fraction: Floats) -> Int32s:
    return np.where(cost >= UNREACHED, UNREACHED, cost - _from_tail(cost, fraction))
