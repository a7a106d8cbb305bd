"""Tables of origins and venues: CSV with a header, UTF-8; every refusal names file and row."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import h3
import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.transit.timetable import NO, UNKNOWN, YES

Floats = npt.NDArray[np.float64]

_TRI = {"yes": YES, "no": NO, "": UNKNOWN, "unknown": UNKNOWN, "limited": NO, "да": YES, "нет": NO}


@dataclass(frozen=True)
class Origins:
    """Where people set out: cells or buildings, ``o`` of them."""

    ids: list[str]
    latitude: Floats
    longitude: Floats
    residents: Floats
    """How many people live there; ones where the table does not say, and then ``counted`` is false."""
    district: list[str]
    counted: bool
    columns: dict[str, Floats] = field(default_factory=dict)
    """Every other column that holds numbers only, by name: groups of people as a rule."""

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Venues:
    """Where culture is: ``v`` places."""

    ids: list[str]
    names: list[str]
    kinds: list[str]
    latitude: Floats
    longitude: Floats
    capacity: Floats
    """Seats or places a day; ones where the table does not say."""
    step_free: npt.NDArray[np.int8]
    opens: npt.NDArray[np.int32]
    """Seconds after midnight; 0 where unknown."""
    last_entry: npt.NDArray[np.int32]
    """Seconds after midnight; :data:`ALWAYS` where unknown."""
    columns: dict[str, Floats] = field(default_factory=dict)
    """Every other column that holds numbers only, by name."""

    def __len__(self) -> int:
        return len(self.ids)

    def kind_codes(self) -> tuple[npt.NDArray[np.int32], list[str]]:
        """A code for each venue's kind, and the kinds in the order of their codes."""
        names = sorted(set(self.kinds))
        number = {name: code for code, name in enumerate(names)}
        return np.array([number[kind] for kind in self.kinds], np.int32), names


ALWAYS = np.int32(2**30)

PLACED = ("id", "h3", "h3_address", "lat", "lon", "latitude", "longitude")
"""Columns that say which and where."""


def read_origins(path: Path) -> Origins:
    """Origins from ``lat, lon`` or an H3 cell as ``id``/``h3``; ``residents`` (or ``population``) and
    ``district`` if there.

    Raises:
        BadInput: no such file, no usable columns, a number that is none, a place off the globe, an id twice.
    """
    rows = list(_rows(path))
    ids, latitude, longitude = _identified(path, rows)
    people = next((name for name in ("residents", "population") if name in rows[0][1]), None)
    counts = (
        [_number(path, number, row, people, least=0) for number, row in rows] if people else [1.0] * len(rows)
    )
    return Origins(
        ids,
        latitude,
        longitude,
        np.array(counts),
        [row.get("district", "") for _, row in rows],
        people is not None,
        _numbers(rows, {*PLACED, "district", people or ""}),
    )


def read_venues(path: Path) -> Venues:
    """Venues from ``lat, lon``; ``id``, ``name``, ``kind``, ``capacity``, ``wheelchair``, ``opens`` and
    ``last_entry`` if there.

    Times are ``HH:MM``; a place that closes after midnight closes at e.g. ``26:00``.

    Raises:
        BadInput: as :func:`read_origins`; besides, a time or an access value that is none.
    """
    rows = list(_rows(path))
    ids, latitude, longitude = _identified(path, rows)
    return Venues(
        ids,
        [row.get("name", "") or one for one, (_, row) in zip(ids, rows, strict=True)],
        [row.get("kind", "") or "place" for _, row in rows],
        latitude,
        longitude,
        np.array([_number(path, number, row, "capacity", least=0, empty=1.0) for number, row in rows]),
        np.array([_tri(path, number, row) for number, row in rows], np.int8),
        np.array([_clock(path, number, row, "opens", 0) for number, row in rows], np.int32),
        np.array([_clock(path, number, row, "last_entry", int(ALWAYS)) for number, row in rows], np.int32),
        _numbers(
            rows, {*PLACED, "name", "kind", "capacity", "wheelchair", "step_free", "opens", "last_entry"}
        ),
    )


def _numbers(rows: list[tuple[int, dict[str, str]]], taken: set[str]) -> dict[str, Floats]:
    """The columns of numbers that have no meaning of their own."""
    columns = {}
    for name in rows[0][1].keys() - taken:
        with suppress(ValueError):
            columns[name] = np.array([float(row[name].replace(",", ".")) for _, row in rows])
    return columns


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their number in the file, names in lower case and stripped."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise BadInput(problem.strerror or "cannot be read", file=path) from problem
    except UnicodeDecodeError as problem:
        raise BadInput("is not UTF-8: save the table as «CSV UTF-8»", file=path) from problem
    lines = text.splitlines()
    separator = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.DictReader(lines, delimiter=separator)
    if not reader.fieldnames:
        raise BadInput("is empty", file=path)
    found = False
    for row in reader:
        if None in row:
            raise BadInput("has more fields than the header", file=path, row=reader.line_num)
        found = True
        yield (
            reader.line_num,
            {(name or "").strip().lower(): (value or "").strip() for name, value in row.items()},
        )
    if not found:
        raise BadInput("has a header and no rows", file=path)


def _identified(path: Path, rows: list[tuple[int, dict[str, str]]]) -> tuple[list[str], Floats, Floats]:
    ids, latitude, longitude = [], [], []
    seen: dict[str, int] = {}
    for number, row in rows:
        own = row.get("id") or row.get("h3_address") or row.get("h3") or str(number - 1)
        if own in seen:
            raise BadInput(f"the id {own!r} stands in row {seen[own]} already", file=path, row=number)
        seen[own] = number
        lat, lon = _position(path, number, row, own)
        ids.append(own)
        latitude.append(lat)
        longitude.append(lon)
    return ids, np.array(latitude), np.array(longitude)


def _position(path: Path, number: int, row: dict[str, str], own: str) -> tuple[float, float]:
    names = ("lat", "lon") if "lat" in row else ("latitude", "longitude")
    if names[0] in row:
        lat = _number(path, number, row, names[0], least=-90)
        lon = _number(path, number, row, names[1], least=-180)
        if lat > 90 or lon > 180:
            raise BadInput(f"({lat}, {lon}) is no place on Earth (lat, lon)", file=path, row=number)
        return lat, lon
    if h3.is_valid_cell(own):
        lat, lon = h3.cell_to_latlng(own)
        return lat, lon
    raise BadInput("columns lat and lon, or an H3 cell as id, are needed", file=path, row=number)


def _number(
    path: Path, number: int, row: dict[str, str], name: str, *, least: float, empty: float | None = None
) -> float:
    text = row.get(name, "")
    if not text and empty is not None:
        return empty
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise BadInput(f"{name} is {text!r}, a number is needed", file=path, row=number) from None
    if not (np.isfinite(value) and value >= least):
        raise BadInput(f"{name} is {text}, at least {least:g} is needed", file=path, row=number)
    return value


def _tri(path: Path, number: int, row: dict[str, str]) -> int:
    text = row.get("wheelchair", row.get("step_free", "")).lower()
    if text not in _TRI:
        raise BadInput(f"wheelchair is {text!r}: yes, no, limited or unknown", file=path, row=number)
    return _TRI[text]


def clock(text: str) -> int:
    """Seconds after midnight of ``HH:MM`` or ``HH:MM:SS``; hours may pass 24.

    Raises:
        ValueError: it is no time of day.
    """
    parts = [int(part) for part in text.split(":")]
    if not 2 <= len(parts) <= 3 or not (0 <= parts[0] < 48 and all(0 <= part < 60 for part in parts[1:])):
        raise ValueError(text)
    hours, minutes, seconds = (*parts, 0)[:3]
    return hours * 3600 + minutes * 60 + seconds


def _clock(path: Path, number: int, row: dict[str, str], name: str, empty: int) -> int:
    text = row.get(name, "")
    if not text:
        return empty
    try:
        return clock(text)
    except ValueError:
        raise BadInput(f"{name} is {text!r}, a time like 10:00 is needed", file=path, row=number) from None
