"""Cells of a city and how many people live in each."""

from dataclasses import dataclass
from pathlib import Path

import h3
import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.population.apportion import Counts
from reach.population.rows import number, read_rows, whole_number

_DISTRICT = ("district", "district_schematic")
_COUNTED, _ESTIMATED = ("residents", "population"), ("residents_estimate", "population_estimate")
_ID = ("h3_cell", "h3", "id")


@dataclass(frozen=True)
class Cells:
    """H3 cells of one resolution, in the order of their file."""

    ids: tuple[str, ...]
    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    district: tuple[str, ...]
    """Empty where the table does not say."""
    residents: Counts
    estimated: bool
    """Whether the numbers of residents are somebody's estimate and no count."""
    source: str
    """The file."""

    def __len__(self) -> int:
        return len(self.ids)


def read_cells(path: str | Path) -> Cells:
    """A table with an H3 cell, residents, and district where known.

    Columns: the cell as ``h3_cell``, ``h3`` or ``id``; ``residents`` or ``population``, or one of them with
    ``_estimate`` behind, which marks every number that comes of it; ``district`` (or ``district_schematic``);
    ``lat`` and ``lon``, the cell's middle if not there.

    Raises:
        BadInput: file and row of what is wrong.
    """
    rows = list(read_rows(path, ()))
    if not rows:
        raise BadInput("has a header and no rows", file=path)
    names = rows[0][1].keys()
    own = _one_of(_ID, names, path)
    people = _one_of((*_COUNTED, *_ESTIMATED), names, path)
    district = next((name for name in _DISTRICT if name in names), None)
    seen: dict[str, int] = {}
    positions, residents = [], []
    for line, row in rows:
        cell = row[own]
        if not h3.is_valid_cell(cell):
            raise BadInput(f"{own} is {cell!r}, which is no H3 cell", file=path, row=line)
        if cell in seen:
            raise BadInput(f"the cell {cell} stands in row {seen[cell]} already", file=path, row=line)
        if seen and h3.get_resolution(cell) != h3.get_resolution(next(iter(seen))):
            raise BadInput(f"the cell {cell} is of another resolution than the first", file=path, row=line)
        seen[cell] = line
        residents.append(whole_number(row[people], people, path, line))
        positions.append(_position(row, cell, path, line))
    return Cells(
        tuple(seen),
        np.array([latitude for latitude, _ in positions]),
        np.array([longitude for _, longitude in positions]),
        tuple(row[district] if district else "" for _, row in rows),
        np.array(residents, np.int64),
        people in _ESTIMATED,
        str(path),
    )


def _position(row: dict[str, str], cell: str, path: str | Path, line: int) -> tuple[float, float]:
    if "lat" in row and "lon" in row:
        return number(row["lat"], "lat", path, line, 90), number(row["lon"], "lon", path, line, 180)
    latitude, longitude = h3.cell_to_latlng(cell)
    return float(latitude), float(longitude)


def _one_of(wanted: tuple[str, ...], names: object, path: str | Path) -> str:
    for name in wanted:
        if name in names:  # type: ignore[operator]
            return name
    raise BadInput(f"has none of the columns {', '.join(wanted)}", file=path, row=1)
