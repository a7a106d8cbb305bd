"""Homes and places of culture from OpenStreetMap, for a city that has no better register of its own."""

import math
from array import array
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import osmium

from reach.errors import BadInput
from reach.report import Report
from reach.streets.osm import objects, shown
from reach.streets.sphere import METRES_A_DEGREE
from reach.streets.tags import wheelchair_of
from reach.streets.values import Tags, first

Floats = npt.NDArray[np.float64]

HOMES = frozenset(
    "yes residential apartments house detached semidetached_house terrace bungalow dormitory farm cabin "
    "static_caravan houseboat block villa".split()
)
"""Values of building=* that people may live in. ``yes`` says nothing, and most such buildings are homes."""

OTHER_USES = ("amenity", "shop", "office", "tourism", "leisure", "industrial", "craft", "man_made", "power")
"""Keys that say what a plain building=yes is, if not a home."""

CULTURE = {
    "amenity": frozenset(
        "library theatre cinema arts_centre community_centre concert_hall planetarium".split()
    ),
    "tourism": frozenset("museum gallery".split()),
}


@dataclass(frozen=True)
class Buildings:
    """``k`` buildings that look like homes."""

    latitude: Floats
    longitude: Floats
    """The centre of gravity of the outline."""
    osm_id: list[str]
    """``way/123`` or ``relation/45``."""
    footprint: Floats
    """m² inside the outline."""
    levels: npt.NDArray[np.float32]
    """NaN where unknown."""
    flats: npt.NDArray[np.int32]
    """-1 where unknown."""


@dataclass(frozen=True)
class Venues:
    """``k`` places of culture."""

    latitude: Floats
    longitude: Floats
    osm_id: list[str]
    kind: list[str]
    """The value of amenity=* or tourism=*."""
    name: list[str]
    """Empty where unknown."""
    wheelchair: npt.NDArray[np.uint8]
    """:class:`reach.streets.tags.Wheelchair`."""


class _Points:
    """Columns while a file is read."""

    def __init__(self) -> None:
        self.place = array("d")
        self.osm_id: list[str] = []
        self.rows: list[tuple[Any, ...]] = []

    def add(self, osm_id: str, latitude: float, longitude: float, *row: Any) -> None:
        self.osm_id.append(osm_id)
        self.place.extend((latitude, longitude))
        self.rows.append(row)

    def coordinates(self) -> tuple[Floats, Floats]:
        places = np.array(self.place, dtype=np.float64).reshape(-1, 2)
        return np.ascontiguousarray(places[:, 0]), np.ascontiguousarray(places[:, 1])

    def column(self, at: int) -> list[Any]:
        return [row[at] for row in self.rows]


def read_points(
    path: str | Path, report: Report | None = None, *, progress: bool = False
) -> tuple[Buildings, Venues, Report]:
    """Homes (outlines of ways and multipolygons) and places of culture (nodes and outlines), in the file's
    order.

    :raises BadInput: no such file, a broken or cut off one, or one with neither homes nor places of culture.
    """
    report = Report() if report is None else report
    buildings, venues = _Points(), _Points()
    other: Counter[str] = Counter()
    drawn: dict[str, None] = {}
    keys = osmium.filter.KeyFilter("building", *CULTURE)
    for thing in shown(objects(path, osmium.osm.ALL, keys, areas=True), "points", progress):
        if thing.is_node():
            _venue(venues, dict(thing.tags), f"node/{thing.id}", thing.location.lat, thing.location.lon)
        elif thing.is_area():
            osm_id = f"{'way' if thing.from_way() else 'relation'}/{thing.orig_id()}"
            drawn.pop(osm_id, None)
            _outline(buildings, venues, thing, osm_id, other, report)
        elif _matters(dict(thing.tags)):
            drawn[f"{'way' if thing.is_way() else 'relation'}/{thing.id}"] = None
    for osm_id in drawn:
        report.drop("outline that is open or misses nodes", osm_id)
    for value, count in other.most_common():
        report.drop("building that is no home", f"{value}: {count:,}", count)
    report.keep("homes", len(buildings.rows))
    report.keep("places of culture", len(venues.rows))
    if not buildings.rows and not venues.rows:
        raise BadInput("neither homes nor places of culture here", file=path)
    return (
        Buildings(
            *buildings.coordinates(),
            osm_id=buildings.osm_id,
            footprint=np.array(buildings.column(0), dtype=np.float64),
            levels=np.array(buildings.column(1), dtype=np.float32),
            flats=np.array(buildings.column(2), dtype=np.int32),
        ),
        Venues(
            *venues.coordinates(),
            osm_id=venues.osm_id,
            kind=venues.column(0),
            name=venues.column(1),
            wheelchair=np.array(venues.column(2), dtype=np.uint8),
        ),
        report,
    )


def _matters(tags: Tags) -> bool:
    """Whether an outline would be a home or a place of culture."""
    home = tags.get("building", "no") != "no" and not _other_use(tags)
    return home or any(first(tags.get(key, "")) in kinds for key, kinds in CULTURE.items())


def _outline(
    buildings: _Points, venues: _Points, area: Any, osm_id: str, other: Counter[str], report: Report
) -> None:
    tags = dict(area.tags)
    centre = _centre([[(node.lat, node.lon) for node in ring] for ring in area.outer_rings()])
    if centre is None:
        report.drop("outline without an area", osm_id)
        return
    latitude, longitude, footprint = centre
    _venue(venues, tags, osm_id, latitude, longitude)
    use = _other_use(tags)
    if use:
        other[use] += 1
    elif tags.get("building", "no") != "no":
        flats = _number(tags.get("building:flats", ""))
        levels = _number(tags.get("building:levels", ""))
        buildings.add(osm_id, latitude, longitude, footprint, levels, -1 if math.isnan(flats) else int(flats))


def _venue(venues: _Points, tags: Tags, osm_id: str, latitude: float, longitude: float) -> None:
    for key, kinds in CULTURE.items():
        kind = first(tags.get(key, ""))
        if kind in kinds:
            venues.add(osm_id, latitude, longitude, kind, tags.get("name", ""), wheelchair_of(tags))
            return


def _other_use(tags: Tags) -> str:
    """What a building is that nobody lives in; empty for homes and for what is no building."""
    building = first(tags.get("building", "no"))
    if building == "no" or tags.get("building:use") == "residential":
        return ""
    if _number(tags.get("building:flats", "")) > 0:
        return ""
    if building not in HOMES:
        return f"building={building}"
    if building == "yes":
        return next((f"building=yes with {key}" for key in OTHER_USES if key in tags), "")
    return ""


def _number(value: str) -> float:
    """A count; NaN for what is none, the highest of several."""
    try:
        number = max(float(one.replace(",", ".")) for one in value.split(";"))
    except ValueError:
        return math.nan
    return number if 0 <= number < 10_000 else math.nan


def _centre(rings: list[list[tuple[float, float]]]) -> tuple[float, float, float] | None:
    """Latitude, longitude and m² of the rings' centre of gravity (shoelace formula); None without area."""
    total = north = east = 0.0
    origin_lat, origin_lon = rings[0][0]
    for ring in rings:
        doubled = up = right = 0.0
        for (lat, lon), (next_lat, next_lon) in zip(ring, ring[1:] + ring[:1], strict=True):
            y, x = lat - origin_lat, lon - origin_lon
            next_y, next_x = next_lat - origin_lat, next_lon - origin_lon
            cross = x * next_y - next_x * y
            doubled += cross
            up += (y + next_y) * cross
            right += (x + next_x) * cross
        sign = -1.0 if doubled < 0 else 1.0
        total += sign * doubled
        north += sign * up
        east += sign * right
    if total <= 0:
        return None
    square = METRES_A_DEGREE**2 * math.cos(math.radians(origin_lat))
    return origin_lat + north / (3 * total), origin_lon + east / (3 * total), total / 2 * square
