"""Walking between points: along the streets that a profile can use, or by distance × detour.

Both ways answer alike, so whoever asks need not know which it is; ``basis`` says what the answer rests on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from reach.compiled import kernel
from reach.hierarchy.hierarchy import Hierarchy
from reach.hierarchy.metric import Metric, Selection
from reach.streets.graph import StreetGraph
from reach.streets.profiles import Profile, usable
from reach.streets.snap import Seeds, SnapIndex, Snaps, same_piece, seeds
from reach.streets.sphere import metres_between
from reach.times import LANES, UNREACHED, Int32s, seconds_up
from reach.transit.legs import Legs

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

DETOUR = 1.3
"""Street distance over straight distance where no network tells: usual for cities, shown with every result.
"""


class Spots(Protocol):
    """Points made ready by a way of walking."""

    def __len__(self) -> int: ...

    @property
    def placed(self) -> Flags:
        """Which points are near enough to something that one can walk on."""


class Ways(Protocol):
    """All ways on foot from some origins to some places."""

    def __len__(self) -> int:
        """The number of places."""

    def block(self, part: slice) -> Int32s:
        """Milliseconds to at most 16 places: int32[origins, 16], ∞ in the lanes beyond ``part``.

        Any number of threads may ask at once.
        """


class Walk(Protocol):
    """A way of walking."""

    @property
    def basis(self) -> str:
        """What times rest on, in words."""

    def spots(self, latitude: Floats, longitude: Floats) -> Spots:
        """Points made ready: snapped to streets, or taken as they are."""

    def between(self, origins: Spots, places: Spots) -> Ways:
        """Ways from many origins, 16 places at a time."""

    def fan(self, origins: Spots, places: Spots) -> Int32s:
        """Milliseconds from a few origins to all places, int32[origins, places]; equal to the ways."""


class Ends(NamedTuple):
    """The nodes at which points come onto the streets or leave them."""

    seeds: Seeds
    row: Int32s
    """For each seed, the row of its node in the selection."""
    selection: Selection


class StreetSpots:
    """Points on a street graph, as one profile gets to them."""

    def __init__(self, walk: "StreetWalk", snaps: Snaps) -> None:
        self.walk = walk
        self.snaps = snaps

    def __len__(self) -> int:
        return len(self.snaps.piece)

    @property
    def placed(self) -> Flags:
        return self.snaps.found

    @cached_property
    def leaving(self) -> Ends:
        return self._ends(leaving=True)

    @cached_property
    def arriving(self) -> Ends:
        return self._ends(leaving=False)

    def _ends(self, *, leaving: bool) -> Ends:
        walk = self.walk
        found = seeds(self.snaps, walk.graph, walk.profile, walk.forward, walk.backward, leaving=leaving)
        nodes, row = np.unique(found.node, return_inverse=True)
        return Ends(found, row.astype(np.int32), walk.metric.selection(nodes.astype(np.int32)))


class StreetWalk:
    """Walking along streets as ``profile`` can use them, from points at most ``limit`` metres off them.

    Making one weighs every piece and customises the hierarchy: tens of milliseconds for a city.
    """

    def __init__(
        self,
        graph: StreetGraph,
        hierarchy: Hierarchy,
        profile: Profile,
        *,
        index: SnapIndex | None = None,
        limit: float = 200.0,
    ) -> None:
        self.graph = graph
        self.profile = profile
        self.limit = limit
        self.forward, self.backward = profile.costs(graph)
        self.metric: Metric = hierarchy.customise(self.forward, self.backward)
        self.usable = usable(self.forward, self.backward)
        self.index = SnapIndex(graph) if index is None else index

    @property
    def basis(self) -> str:
        return f"streets, {self.profile.name}"

    def spots(self, latitude: Floats, longitude: Floats) -> StreetSpots:
        return StreetSpots(self, self.index.snap(latitude, longitude, limit=self.limit, usable=self.usable))

    def between(self, origins: Spots, places: Spots) -> "StreetWays":
        assert isinstance(origins, StreetSpots)
        assert isinstance(places, StreetSpots)
        return StreetWays(self, origins, places)

    def fan(self, origins: Spots, places: Spots) -> Int32s:
        assert isinstance(origins, StreetSpots)
        assert isinstance(places, StreetSpots)
        times = np.empty((len(origins), len(places)), np.int32)
        ends = places.arriving
        joined = np.empty((len(places), LANES), np.int32)
        for part, trees in self.metric.trees(
            *_parts(origins.leaving.seeds), toward=False, selection=ends.selection
        ):
            _join(ends.seeds.start, ends.row, ends.seeds.cost, trees, joined)
            times[part] = joined[:, : part.stop - part.start].T
        pairs = same_piece(origins.snaps, places.snaps, self.profile, self.forward, self.backward)
        np.minimum.at(times, (pairs.origin, pairs.venue), pairs.cost)
        return times


class StreetWays:
    """Ways along streets: trees rooted in the places, since there are fewer of them than origins."""

    def __init__(self, walk: StreetWalk, origins: StreetSpots, places: StreetSpots) -> None:
        self.walk = walk
        self.origins = origins
        self.places = places
        pairs = same_piece(origins.snaps, places.snaps, walk.profile, walk.forward, walk.backward)
        order = np.argsort(pairs.venue, kind="stable")
        self._near = (pairs.venue[order], pairs.origin[order], pairs.cost[order])

    def __len__(self) -> int:
        return len(self.places)

    def block(self, part: slice) -> Int32s:
        ends = self.origins.leaving
        trees = self.walk.metric.trees(
            *_parts(self.places.arriving.seeds), toward=True, selection=ends.selection, block=part
        )
        _, found = next(iter(trees))
        block = np.empty((len(self.origins), LANES), np.int32)
        _join(ends.seeds.start, ends.row, ends.seeds.cost, found, block)
        venue, origin, cost = self._near
        low, high = np.searchsorted(venue, (part.start, part.stop))
        np.minimum.at(block, (origin[low:high], venue[low:high] - part.start), cost[low:high])
        return block


@dataclass(frozen=True)
class StraightSpots:
    """Points on the globe."""

    latitude: Floats
    longitude: Floats

    def __len__(self) -> int:
        return len(self.latitude)

    @property
    def placed(self) -> Flags:
        return np.ones(len(self), np.bool_)


@dataclass(frozen=True)
class StraightWalk:
    """Great-circle distance × ``detour`` at ``speed`` metres a second, where streets are not at hand."""

    speed: float
    detour: float = DETOUR

    @property
    def basis(self) -> str:
        return f"straight line × {self.detour:g} at {self.speed * 3.6:.1f} km/h, for want of streets"

    def spots(self, latitude: Floats, longitude: Floats) -> StraightSpots:
        return StraightSpots(latitude, longitude)

    def between(self, origins: Spots, places: Spots) -> "StraightWays":
        assert isinstance(origins, StraightSpots)
        assert isinstance(places, StraightSpots)
        return StraightWays(self, origins, places)

    def fan(self, origins: Spots, places: Spots) -> Int32s:
        ways = self.between(origins, places)
        parts = [ways.block(part)[:, : part.stop - part.start] for part in blocks_of(len(places))]
        return np.concatenate(parts, axis=1)


@dataclass(frozen=True)
class StraightWays:
    """Ways as the crow flies."""

    walk: StraightWalk
    origins: StraightSpots
    places: StraightSpots

    def __len__(self) -> int:
        return len(self.places)

    def block(self, part: slice) -> Int32s:
        metres = metres_between(
            self.origins.latitude[:, None],
            self.origins.longitude[:, None],
            self.places.latitude[None, part],
            self.places.longitude[None, part],
        )
        block = np.full((len(self.origins), LANES), UNREACHED, np.int32)
        block[:, : part.stop - part.start] = np.minimum(
            np.ceil(metres * self.walk.detour / self.walk.speed * 1000), int(UNREACHED)
        )
        return block


def blocks_of(places: int, first: int = 0, last: int | None = None) -> Iterator[slice]:
    """Ranges of 16 from ``first`` up to ``last``, all ``places`` if not told."""
    end = places if last is None else min(last, places)
    for low in range(first, end, LANES):
        yield slice(low, min(low + LANES, end))


def legs(walk: Walk, rows: Spots, places: Spots, most_seconds: int) -> Legs:
    """Legs from each of ``rows`` to the ``places`` within ``most_seconds`` on foot, places ascending in a
    row.
    """
    found_row, found_place, found_seconds = [], [], []
    ways = walk.between(rows, places)
    for part in blocks_of(len(places)):
        block = ways.block(part)
        row, lane = (block <= most_seconds * 1000).nonzero()
        found_row.append(row.astype(np.int32))
        found_place.append((lane + part.start).astype(np.int32))
        found_seconds.append(seconds_up(block[row, lane]))
    if not found_row:
        return Legs(np.zeros(len(rows) + 1, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int32))
    row = np.concatenate(found_row)
    order = np.argsort(row, kind="stable")
    start = np.zeros(len(rows) + 1, np.int32)
    np.cumsum(np.bincount(row, minlength=len(rows)), out=start[1:])
    return Legs(start, np.concatenate(found_place)[order], np.concatenate(found_seconds)[order])


def _parts(found: Seeds) -> tuple[Int32s, Int32s, Int32s]:
    return found.start, found.node, found.cost


@kernel
def _join(start, row, cost, trees, block):  # type: ignore[no-untyped-def]
    """Times of points out of the times of the nodes at which they meet the streets."""
    for point in range(len(start) - 1):
        for lane in range(16):
            block[point, lane] = 1 << 30
        for seed in range(start[point], start[point + 1]):
            node, own = row[seed], cost[seed]
            for lane in range(16):
                block[point, lane] = min(block[point, lane], trees[node, lane] + own)
