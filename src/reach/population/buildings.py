"""People of cells in their buildings, by how much there is to live in."""

from dataclasses import dataclass, replace

import h3
import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.population.apportion import Counts, apportion, apportion_table
from reach.population.cells import Cells
from reach.population.spread import Groups
from reach.report import Report

FLAT = 55
"""Square metres of floor taken for a flat, corridors and stairs included."""
IN_BUILDINGS = "people of a cell spread over its buildings by flats or floor area"


@dataclass(frozen=True)
class Housed:
    """People of each group in each building."""

    groups: Groups
    """``counts`` and ``people`` are by building."""
    cell: npt.NDArray[np.int32]
    """The cell of each building; -1 outside all of them, where nobody lives as far as is known."""
    unhoused: npt.NDArray[np.float64]
    """``[groups, cells]``: people of cells without any dwelling; with the buildings' they make the cells'
    sums.
    """


def dwellings(
    flats: npt.ArrayLike, levels: npt.ArrayLike | None = None, area: npt.ArrayLike | None = None
) -> Counts:
    """How much there is to live in, in hundredths of a flat.

    The number of flats where it is known (over 0); otherwise ground ``area`` in m² × ``levels`` (1 where 0 or
    unknown) by :data:`FLAT`; otherwise one flat.

    Args:
        flats: ``[buildings]``, 0 where unknown.
        levels: ``[buildings]``, 0 where unknown.
        area: ``[buildings]``, 0 where unknown.

    Raises:
        BadInput: a negative number or NaN, with the building's place.
    """
    known = _known("flats", flats)
    storeys = np.ones(len(known)) if levels is None else np.maximum(_known("levels", levels, len(known)), 1.0)
    ground = np.zeros(len(known)) if area is None else _known("area", area, len(known))
    by_floor = np.maximum(np.rint(100.0 * ground * storeys / FLAT), 1.0)
    found = np.where(known > 0, np.rint(100.0 * known), np.where(ground > 0, by_floor, 100.0))
    return found.astype(np.int64)


def cells_of(cells: Cells, latitude: npt.ArrayLike, longitude: npt.ArrayLike) -> npt.NDArray[np.int32]:
    """The cell that each building stands in, -1 where it stands in none of them: ``int32[buildings]``.

    Raises:
        BadInput: a place that is none on Earth, or not as many latitudes as longitudes.
    """
    lat, lon = np.array(latitude, dtype=np.float64), np.array(longitude, dtype=np.float64)
    if lat.ndim != 1 or lat.shape != lon.shape:
        raise BadInput(f"buildings: {lat.size} latitudes and {lon.size} longitudes")
    wrong = ~((np.abs(lat) <= 90) & (np.abs(lon) <= 180))
    if wrong.any():
        place = int(np.argmax(wrong))
        raise BadInput(f"buildings: building {place} (counted from 0) is at ({lat[place]}, {lon[place]})")
    number = {cell: place for place, cell in enumerate(cells.ids)}
    resolution = h3.get_resolution(cells.ids[0])
    places = zip(lat.tolist(), lon.tolist(), strict=True)
    return np.array([number.get(h3.latlng_to_cell(*place, resolution), -1) for place in places], np.int32)


def house(
    groups: Groups, cell: npt.NDArray[np.int32], weight: Counts, report: Report | None = None
) -> Housed:
    """People of each group in each building.

    Within each cell residents are divided by ``weight``, and everybody keeps age and sex: each building gets
    of all ages in proportion, as far as whole people allow, and every sum of a cell is kept.

    Args:
        groups: people of cells.
        cell: the cell of each building, -1 where none (:func:`cells_of`).
        weight: how much there is to live in, whole numbers (:func:`dwellings`).
        report: where to say who could not be housed.

    Raises:
        BadInput: not one weight for each building, or a cell that is none.
    """
    cells = groups.counts.shape[1]
    if len(weight) != len(cell) or (len(cell) and not -1 <= cell.min() <= cell.max() < cells):
        raise BadInput(
            f"buildings: {len(weight)} weights and {len(cell)} cells, which should be -1 to {cells - 1}"
        )
    finest = np.zeros((len(groups.people.age), len(cell)), np.int32)
    unhoused = groups.counts.copy()
    dwelt_in = [(place, here) for place, here in enumerate(_inside(cell, cells)) if weight[here].any()]
    for place, here in dwelt_in:
        everybody = groups.people.counts[:, place]
        finest[:, here] = apportion_table(everybody, apportion(int(everybody.sum()), weight[here]))
        unhoused[:, place] = 0
    counts = np.array([finest[members].sum(axis=0) for members in groups.members], dtype=np.float64)
    for group, derived in enumerate(groups.derived):
        if derived:
            among = counts[group].astype(np.int64)
            counts[group] = 0
            for place, here in dwelt_in:
                counts[group, here] = apportion(int(groups.counts[group, place]), among[here])
    if report is not None:
        report.keep("buildings with residents", int((finest.sum(axis=0) > 0).sum()))
        for bare in np.flatnonzero(unhoused.any(axis=0)).tolist():
            residents = int(groups.people.counts[:, bare].sum())
            report.drop("residents of cells without dwellings", f"cell {bare}: {residents}", residents)
    reasons = tuple((*told, IN_BUILDINGS) for told in groups.estimates)
    people = replace(groups.people, counts=finest)
    return Housed(replace(groups, counts=counts, estimates=reasons, people=people), cell, unhoused)


def _inside(cell: npt.NDArray[np.int32], cells: int) -> list[npt.NDArray[np.int64]]:
    """The buildings of each cell."""
    order = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[order], np.arange(cells + 1))
    return [order[starts[place] : starts[place + 1]] for place in range(cells)]


def _known(what: str, values: npt.ArrayLike, length: int | None = None) -> npt.NDArray[np.float64]:
    given = np.array(values, dtype=np.float64)
    if given.ndim != 1 or (length is not None and len(given) != length):
        raise BadInput(f"{what}: one number for each building is needed, this has the shape {given.shape}")
    wrong = ~(np.isfinite(given) & (given >= 0))
    if wrong.any():
        place = int(np.argmax(wrong))
        raise BadInput(f"{what}: building {place} (counted from 0) has {given[place]}")
    return given
