"""The files of a synthetic city.

| file | what |
| --- | --- |
| ``city.json`` | that it is synthetic, scale, seed, counts, ways over river and railway |
| ``streets.osm.pbf`` | streets, houses and places as OpenStreetMap has them |
| ``buildings.csv`` | origins for :func:`reach.travel.tables.read_origins`, with four groups by age |
| ``residents.csv`` | residents of each building by five-year age band and sex |
| ``venues.csv`` | places for :func:`reach.travel.tables.read_venues`, as they open on a Wednesday |
| ``districts.geojson``, ``barriers.geojson`` | schematic districts; river, reservoir, railway |
| ``stops.csv``, ``headways.csv`` | lines in the tables of :mod:`reach.transit.headways` |
| ``gtfs.zip`` | what these tables become |

Each of them says in every row or object that it is synthetic.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from reach.tables import table
from reach.transit.timetable import NO, UNKNOWN, YES
from reach.twin.city import City
from reach.twin.headways import HEADWAYS_HEADER, STOPS_HEADER, WEEKDAY, headway_rows, stop_rows, to_gtfs
from reach.twin.osm import write_osm
from reach.twin.people import BANDS
from reach.twin.plan import Floats, Zone
from reach.twin.venues import clock, opening_hours

VENUES_HEADER = "id,name,kind,lat,lon,capacity,wheelchair,opens,last_entry,opening_hours,district,synthetic"
LAST_ENTRY = 30 * 60
"""Seconds before closing."""
GROUPS = {
    "aged_0_14": slice(0, 3),
    "aged_15_24": slice(3, 5),
    "aged_25_64": slice(5, 13),
    "aged_65_and_over": slice(13, None),
}
"""Columns of ``buildings.csv`` and the five-year bands in them."""
WHEELCHAIR = {YES: "yes", NO: "no", UNKNOWN: "unknown"}


def write_city(city: City, folder: Path) -> list[Path]:
    """Write all files into ``folder``, which is made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {
        "synthetic": True,
        "note": city.note,
        "scale": city.scale,
        "seed": city.seed,
        "counts": city.counts(),
        "ways_over_the_river": city.bridges.tolist(),
        "ways_under_the_railway": city.underpasses.tolist(),
    }
    texts = {
        "city.json": json.dumps(about, indent=1) + "\n",
        "buildings.csv": _buildings(city),
        "residents.csv": _residents(city),
        "venues.csv": _venues(city),
        "stops.csv": table(STOPS_HEADER, stop_rows(city.service)),
        "headways.csv": table(HEADWAYS_HEADER, headway_rows(city.service)),
        "districts.geojson": _districts(city),
        "barriers.geojson": _barriers(city),
    }
    written = []
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
        written.append(folder / name)
    to_gtfs(folder / "stops.csv", folder / "headways.csv", folder / "gtfs.zip")
    write_osm(city, folder / "streets.osm.pbf")
    return [*written, folder / "gtfs.zip", folder / "streets.osm.pbf"]


def _buildings(city: City) -> str:
    buildings = city.buildings
    ages = buildings.groups.sum(axis=2)
    columns = zip(
        range(1, len(buildings) + 1),
        buildings.latitude.tolist(),
        buildings.longitude.tolist(),
        buildings.residents.tolist(),
        [city.districts[number].name for number in buildings.district.tolist()],
        *(ages[:, bands].sum(axis=1).tolist() for bands in GROUPS.values()),
        [Zone(number).name.lower() for number in buildings.zone.tolist()],
        buildings.levels.tolist(),
        ["true"] * len(buildings),
        strict=True,
    )
    return table(f"id,lat,lon,residents,district,{','.join(GROUPS)},zone,levels,synthetic", columns)


def _residents(city: City) -> str:
    titles = [f"{sex}_{band}" for band in BANDS for sex in ("men", "women")]
    groups = city.buildings.groups.reshape(len(city.buildings), -1)
    numbered = np.column_stack((np.arange(1, len(groups) + 1), groups)).tolist()
    return table(",".join(["id", *titles, "synthetic"]), ([*row, "true"] for row in numbered))


def _venues(city: City) -> str:
    venues = city.venues
    today = WEEKDAY.weekday()
    rows = (
        (
            number + 1,
            venues.name[number],
            venues.kind[number],
            float(venues.latitude[number]),
            float(venues.longitude[number]),
            int(venues.capacity[number]),
            WHEELCHAIR[int(venues.wheelchair[number])],
            clock(int(venues.opens[number, today])),
            clock(int(venues.closes[number, today]) - LAST_ENTRY),
            opening_hours(venues.opens[number], venues.closes[number]),
            city.districts[venues.district[number]].name,
            "true",
        )
        for number in range(len(venues))
    )
    return table(VENUES_HEADER, rows)


def _feature(kind: str, places: Floats, **properties: Any) -> dict[str, Any]:
    line = places[:, ::-1].tolist()
    return {
        "type": "Feature",
        "properties": {"synthetic": True, "schematic": True, **properties},
        "geometry": {"type": kind, "coordinates": [line] if kind == "Polygon" else line},
    }


def _collection(features: list[dict[str, Any]]) -> str:
    return json.dumps({"type": "FeatureCollection", "synthetic": True, "features": features}) + "\n"


def _districts(city: City) -> str:
    living = np.bincount(city.buildings.district, city.buildings.residents, len(city.districts)).astype(int)
    return _collection(
        [
            _feature(
                "Polygon",
                one.outline,
                name=one.name,
                residents=int(living[number]),
                square_kilometres=round(one.area, 3),
            )
            for number, one in enumerate(city.districts)
        ]
    )


def _barriers(city: City) -> str:
    return _collection(
        [
            _feature("LineString", city.river, name="Synthetic river", waterway="river"),
            _feature("Polygon", city.reservoir, name="Synthetic reservoir", natural="water"),
            _feature("LineString", city.railway, name="Synthetic railway", railway="rail"),
        ]
    )
