"""``map``: a column of a table, such as ``indices`` writes, as a picture with legend, source and table."""

import argparse
import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h3
import numpy as np

from reach import release
from reach.drawing.frame import Floats
from reach.drawing.ground import Ground
from reach.drawing.maps import Drawing, Venues, draw_cells, draw_points
from reach.drawing.measures import Measure, measure_of
from reach.drawing.sheet import Sheet
from reach.drawing.words import WORDS, Words, words_of
from reach.errors import BadInput
from reach.streets import store
from reach.travel.city import STREETS
from reach.travel.tables import Origins, read_origins, read_venues

NAME = "map"
HELP = "draw a table of values as a map"

BESIDE = "indices.json"
"""What ``indices`` says of all its tables."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Told:
    """What a release, or the file beside a table, says of where values come from."""

    basis: str = ""
    licences: tuple[str, ...] = ()
    date: str = ""
    synthetic: bool = False


def arguments(parser: argparse.ArgumentParser) -> None:
    """This command's own arguments."""
    parser.add_argument(
        "--table", type=Path, required=True, help="CSV: id (H3 cells or any), lat, lon, residents, values"
    )
    parser.add_argument(
        "--value", required=True, metavar="COLUMN", help="what to draw: nearest_s, kinds, places, …"
    )
    parser.add_argument("--venues", type=Path, help="CSV of venues, to be shown as dots")
    parser.add_argument("--home", type=Path, help="release whose streets lie beneath, and its licences")
    parser.add_argument("--title", help="instead of the one that goes with the column")
    parser.add_argument("--subtitle", default="", help="a line beneath it: which city, whose time")
    parser.add_argument(
        "--bands",
        type=float,
        nargs="+",
        metavar="BOUND",
        help="upper bounds, in minutes for columns that end in _s (round numbers)",
    )
    parser.add_argument("--dark", action="store_true", help="on a dark ground")
    parser.add_argument("--tall", action="store_true", help="for the width of a phone")
    parser.add_argument("--language", choices=sorted(WORDS), default="en", help="of the legend (en)")
    parser.add_argument("--licence", action="append", default=[], help="a licence line (may be repeated)")
    parser.add_argument("--geojson", action="store_true", help="write the map as GeoJSON, too")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE.svg", help="the map; a table goes beside it as .csv"
    )


def run(asked: argparse.Namespace, say: Say) -> None:
    """Read, draw, write the map with its table beside it."""
    _check_out(asked)
    words = words_of(asked.language)
    measure = measure_of(asked.value, words)
    origins = read_origins(asked.table)
    values = read_values(asked.table, measure)
    # The engine writes ones where nobody told how many live where.
    counted = origins.counted and bool((origins.residents != 1).any() and origins.residents.any())
    if not counted:
        say(f"{asked.table.name} does not say how many live where: shares are of {words.origins}")
    sheet = _sheet(asked, measure, words, values, counted=counted)
    venues = None if asked.venues is None else read_venues(asked.venues)
    drawing = draw(
        origins,
        values,
        sheet,
        weights=origins.residents if counted else None,
        venues=None if venues is None else (venues.latitude, venues.longitude),
        ground=_ground(asked.home),
    )
    for path in drawing.save(asked.out, geojson=asked.geojson):
        say(f"wrote {path}")


def draw(
    origins: Origins,
    values: Floats,
    sheet: Sheet,
    *,
    weights: Floats | None,
    venues: Venues | None,
    ground: Ground,
) -> Drawing:
    """Hexagons where every origin is an H3 cell, dots otherwise."""
    if all(h3.is_valid_cell(one) for one in origins.ids):
        return draw_cells(origins.ids, values, sheet, weights=weights, venues=venues, ground=ground)
    return draw_points(
        origins.latitude,
        origins.longitude,
        values,
        sheet,
        names=origins.ids,
        weights=weights,
        venues=venues,
        ground=ground,
    )


def read_values(path: Path, measure: Measure) -> Floats:
    """A column of a table that :func:`read_origins` has read, as it is drawn; an empty time is ∞.

    :raises BadInput: no such column, an entry that is no number or, where only times may be, empty.
    """
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    separator = ";" if lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.DictReader(lines, delimiter=separator)
    names = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    own = names.get(measure.name.lower())
    if own is None:
        raise BadInput(f"no column {measure.name!r}: there are {', '.join(names)}", file=path)
    found = [_value(path, reader.line_num, row[own], measure) for row in reader]
    return measure.drawn(np.array(found, dtype=np.float64))


def _value(path: Path, number: int, text: str | None, measure: Measure) -> float:
    if text is None:
        # A row that was cut off must not read as a place that cannot be reached.
        raise BadInput("has fewer fields than the header", file=path, row=number)
    text = text.strip()
    if not text and measure.time:
        return float("inf")
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise BadInput(f"{measure.name} is {text!r}, a number is needed", file=path, row=number) from None
    if not np.isfinite(value) or (measure.time and value < 0):
        least = " of at least 0" if measure.time else ""
        raise BadInput(f"{measure.name} is {text}, a number{least} is needed", file=path, row=number)
    return value


def _check_out(asked: argparse.Namespace) -> None:
    """The map's own table must not fall on what it is drawn from."""
    if asked.out.suffix != ".svg":
        raise BadInput("a map is written as .svg", file=asked.out)
    beside = asked.out.with_suffix(".csv").resolve()
    for path in (asked.table, asked.venues):
        if path is not None and path.resolve() == beside:
            raise BadInput(
                "the table beside the map would overwrite this file; give --out another name", file=path
            )


def _sheet(
    asked: argparse.Namespace, measure: Measure, words: Words, values: Floats, *, counted: bool
) -> Sheet:
    beside, base = _beside(asked.table), _of_release(asked.home)
    licences = list(dict.fromkeys((*beside.licences, *base.licences, *asked.licence)))
    synthetic = beside.synthetic or base.synthetic
    if not licences:
        licences = [words.invented if synthetic else words.no_source]
    bands: Sequence[float] = tuple(asked.bands) if asked.bands else measure.bounds(values)
    return Sheet(
        measure.title(words) if asked.title is None else asked.title,
        bands=bands,
        unit=measure.unit,
        subtitle=asked.subtitle,
        palette=measure.palette,
        theme="dark" if asked.dark else "light",
        layout="tall" if asked.tall else "wide",
        strong=measure.strong,
        whom=words.residents if counted else words.origins,
        venues=words.venues,
        licence=" · ".join(licences),
        date=words.read.format(base.date) if base.date else "",
        basis=beside.basis,
        synthetic=synthetic,
        language=asked.language,
    )


def _beside(table: Path) -> Told:
    """What ``indices`` wrote of the tables in a folder, for the profile that this one is of."""
    path = table.with_name(BESIDE)
    if not path.is_file():
        return Told()
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        basis, mark = str(told["basis"]), f"{table.stem.removeprefix('indices-')}: basis: "
        basis = next((note.removeprefix(mark) for note in told["notes"] if note.startswith(mark)), basis)
        if ";" in basis:
            basis += f", percentile {told['percentile']:g}"
        return Told(basis, tuple(told["licences"]), synthetic=bool(told["synthetic"]))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadInput(f"is not what `reach indices` writes ({problem!r})", file=path) from problem


def _of_release(home: Path | None) -> Told:
    if home is None:
        return Told()
    manifest = release.current(home).manifest
    # The day on which the data were read: a map drawn again from the same release has the same bytes.
    return Told(
        licences=tuple(manifest.get("licences", ())),
        date=str(manifest.get("built", ""))[:10],
        synthetic=bool(manifest.get("synthetic", False)),
    )


def _ground(home: Path | None) -> Ground:
    """The streets of a release, if it has some."""
    if home is None:
        return Ground()
    path = release.current(home).folder / STREETS
    return Ground(streets=store.load(path)) if path.exists() else Ground()
