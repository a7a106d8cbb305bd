"""What is coloured, as cells or as points, and what is told of it in tables and as data."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import h3
import numpy as np

from reach.drawing.frame import Floats
from reach.drawing.sheet import Sheet
from reach.errors import BadInput


@dataclass(frozen=True)
class Places:
    """Names and middles, with outlines of (lat, lon), each of shape ``(k, 2)``; none for points."""

    names: list[str]
    latitude: Floats
    longitude: Floats
    outlines: list[Floats] | None

    def extent(self, sheet: Sheet) -> tuple[Floats, Floats]:
        """Latitudes and longitudes that the map has to show."""
        if sheet.extent is not None:
            south, west, north, east = sheet.extent
            return np.array([south, north]), np.array([west, east])
        if not self.outlines:
            return self.latitude, self.longitude
        corners = np.concatenate(self.outlines)
        return corners[:, 0], corners[:, 1]


def cells(given: Sequence[Any]) -> Places:
    """H3 cells (text or numbers) or outlines.

    :raises BadInput: what is neither.
    """
    names: list[str] = []
    outlines: list[Floats] = []
    for number, cell in enumerate(given, start=1):
        if isinstance(cell, str | int | np.integer):
            name = cell if isinstance(cell, str) else h3.int_to_str(int(cell))
            if not h3.is_valid_cell(name):
                raise BadInput(f"cell {number} is {cell!r}, which is no H3 cell")
            names.append(name)
            outlines.append(np.array(h3.cell_to_boundary(name)))
            continue
        outline = np.asarray(cell, dtype=np.float64)
        if outline.ndim != 2 or outline.shape[1] != 2 or len(outline) < 3 or not np.isfinite(outline).all():
            raise BadInput(
                f"outline {number} is no ring of three or more (lat, lon): its shape is {outline.shape}"
            )
        names.append(str(number))
        outlines.append(outline)
    middles = np.array([outline.mean(axis=0) for outline in outlines]).reshape(-1, 2)
    return Places(names, middles[:, 0].copy(), middles[:, 1].copy(), outlines)


def points(latitude: Any, longitude: Any, names: Sequence[str] | None) -> Places:
    """Points, numbered from 1 where they have no names.

    :raises BadInput: lengths that differ.
    """
    lat = np.asarray(latitude, dtype=np.float64).reshape(-1)
    lon = np.asarray(longitude, dtype=np.float64).reshape(-1)
    if len(lat) != len(lon):
        raise BadInput(
            f"there are {len(lat)} latitudes and {len(lon)} longitudes; each point has one of each"
        )
    told = [str(number + 1) for number in range(len(lat))] if names is None else [str(name) for name in names]
    if len(told) != len(lat):
        raise BadInput(f"there are {len(told)} names for {len(lat)} points")
    return Places(told, lat, lon, None)


def table(places: Places, values: Floats, told: list[str], weights: Floats | None, sheet: Sheet) -> str:
    """The map as CSV: a row for each place, its value left out where it cannot be reached."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    first = "point" if places.outlines is None else "cell"
    extra = ["weight"] if weights is not None else []
    label = ["synthetic"] if sheet.synthetic else []
    writer.writerow([first, "latitude", "longitude", "value", "band", *extra, *label])
    middles = zip(places.latitude.tolist(), places.longitude.tolist(), values.tolist(), strict=True)
    for number, (latitude, longitude, value) in enumerate(middles):
        row = [places.names[number], f"{latitude:.6f}", f"{longitude:.6f}"]
        row += [f"{value:.6g}" if np.isfinite(value) else "", told[number]]
        row += [f"{weights[number]:g}"] if weights is not None else []
        writer.writerow(row + (["true"] if sheet.synthetic else []))
    return text.getvalue()


def geojson(places: Places, values: Floats, told: list[str], sheet: Sheet) -> str:
    """The map as GeoJSON: ``value`` is null where it cannot be reached."""
    features: list[dict[str, Any]] = []
    for number, name in enumerate(places.names):
        value = float(values[number])
        if places.outlines is None:
            place = [round(float(places.longitude[number]), 6), round(float(places.latitude[number]), 6)]
            geometry: dict[str, Any] = {"type": "Point", "coordinates": place}
        else:
            ring = np.round(places.outlines[number][:, ::-1], 6).tolist()
            closed = ring if ring[0] == ring[-1] else [*ring, ring[0]]
            geometry = {"type": "Polygon", "coordinates": [closed]}
        properties = {"name": name, "value": value if np.isfinite(value) else None, "band": told[number]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    about = {
        "type": "FeatureCollection",
        "title": sheet.title,
        "unit": sheet.unit_name,
        "basis": sheet.basis,
        "licence": sheet.licence,
        "synthetic": sheet.synthetic,
        "features": features,
    }
    return json.dumps(about, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
