"""The synthetic city as OpenStreetMap data, so that it can go the whole road a real one goes."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import osmium

from reach.transit.timetable import NO, YES
from reach.twin.city import City
from reach.twin.streets import kerb_tags
from reach.twin.venues import opening_hours

LABEL = {"synthetic": "yes"}
TAGS = {
    "theatre": {"amenity": "theatre"},
    "museum": {"tourism": "museum"},
    "library": {"amenity": "library"},
    "culture_house": {"amenity": "community_centre", "community_centre": "cultural_centre"},
    "art_school": {"amenity": "arts_centre"},
    "cinema": {"amenity": "cinema"},
    "concert_hall": {"amenity": "concert_hall"},
    "gallery": {"tourism": "gallery"},
    "park": {"leisure": "park"},
    "children_creativity": {"amenity": "arts_centre", "community_centre:for": "child"},
    "ethnocultural_centre": {"amenity": "community_centre", "community_centre:for": "immigrant"},
    "open_air_venue": {"amenity": "theatre", "theatre:type": "open_air"},
}
HALF_HOUSE = np.array([(-0.00005, -0.0001), (-0.00005, 0.0001), (0.00005, 0.0001), (0.00005, -0.0001)])
"""Corners of a house of 11 × 13 m around its middle, in degrees."""
PERSONS_A_FLAT = 2.4


def write_osm(city: City, path: Path) -> None:
    """Streets, houses as closed ways and places of culture as nodes; everything carries ``synthetic=yes``.

    Ids count from 1, streets first, so that :func:`reach.streets.osm.read_osm` finds the very graph of
    ``city.streets``.
    """
    path.unlink(missing_ok=True)
    header = osmium.io.Header()
    header.set("generator", "reach twin (synthetic city)")
    with osmium.SimpleWriter(str(path), header=header) as writer:
        for node in _nodes(city):
            writer.add_node(node)
        for way in _ways(city):
            writer.add_way(way)


def _nodes(city: City) -> Iterator[osmium.osm.mutable.Node]:
    lines, venues = city.lines, city.venues
    node = osmium.osm.mutable.Node
    tags = [kerb_tags(code) | ({"barrier": "kerb", **LABEL} if kerb_tags(code) else {}) for code in range(5)]
    places = zip(lines.longitude.tolist(), lines.latitude.tolist(), strict=True)
    for number, (place, code) in enumerate(zip(places, lines.kerb.tolist(), strict=True), start=1):
        yield node(id=number, version=1, location=place, tags=tags[code])
    number = len(lines.latitude)
    for latitude, longitude in zip(city.buildings.latitude, city.buildings.longitude, strict=True):
        for up, right in HALF_HOUSE.tolist():
            number += 1
            place = (round(float(longitude) + right, 7), round(float(latitude) + up, 7))
            yield node(id=number, version=1, location=place)
    for venue in range(len(venues)):
        told = TAGS[venues.kind[venue]] | {
            "name": venues.name[venue],
            "opening_hours": opening_hours(venues.opens[venue], venues.closes[venue]),
            "capacity": str(venues.capacity[venue]),
        }
        if venues.wheelchair[venue] in (YES, NO):
            told["wheelchair"] = "yes" if venues.wheelchair[venue] == YES else "no"
        place = (float(venues.longitude[venue]), float(venues.latitude[venue]))
        yield node(id=number + 1 + venue, version=1, location=place, tags=told | LABEL)


def _ways(city: City) -> Iterator[osmium.osm.mutable.Way]:
    lines, buildings = city.lines, city.buildings
    way = osmium.osm.mutable.Way
    tags = [told | LABEL for told in lines.tagged.tags]
    refs = (lines.nodes.astype(np.int64) + 1).tolist()
    first = lines.first.tolist()
    for number, sort in enumerate(lines.tagged.sort.tolist()):
        nodes = refs[first[number] : first[number + 1]]
        yield way(id=number + 1, version=1, nodes=nodes, tags=tags[sort])
    corner = len(lines.latitude) + 1
    flats = np.ceil(buildings.residents / PERSONS_A_FLAT).astype(int).tolist()
    for house, levels in enumerate(buildings.levels.tolist()):
        told = {
            "building": "house" if levels < 3 else "apartments",
            "building:levels": str(levels),
            "building:flats": str(flats[house]),
        }
        ring = [corner, corner + 1, corner + 2, corner + 3, corner]
        corner += 4
        yield way(id=lines.ways + 1 + house, version=1, nodes=ring, tags=told | LABEL)
