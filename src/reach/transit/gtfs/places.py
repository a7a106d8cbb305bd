"""Stops and the stations they belong to: stops.txt."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.times import Int32s
from reach.transit.gtfs.source import Source, Table, change, drop
from reach.transit.gtfs.values import BLANK, Ids, Numbers, decimal, each, first_of_each
from reach.transit.timetable import NO, UNKNOWN, YES

STOP, STATION = 0, 1


@dataclass(frozen=True)
class Places:
    """The stops and stations of a feed, in the order of stops.txt."""

    stop_id: list[str]
    name: list[str]
    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    wheelchair: npt.NDArray[np.int8]
    parent: Int32s
    boardable: npt.NDArray[np.bool_]
    """Stops and platforms; stations are not."""

    @cached_property
    def index(self) -> Ids:
        return Ids(self.stop_id)


def read_places(source: Source) -> Places:
    """Stops and stations; entrances, junctions and boarding areas are left out.

    A stop without coordinates is left out too; coordinates that are no place on Earth are a
    :class:`BadInput`.
    """
    table = source.table(
        "stops.txt",
        "stop_id stop_lat stop_lon",
        "stop_name location_type parent_station wheelchair_boarding",
    )
    kind = _kinds(source, table)
    latitude, longitude, known = _coordinates(table, kind)
    rows = table.row
    kept = np.zeros(len(table), dtype=np.bool_)
    first, again = first_of_each([name.strip() for name in table["stop_id"]])
    kept[first] = True
    kept[[at for at in first if not table["stop_id"][at].strip()]] = False
    drop(source.report, "second stop of the same stop_id", table.file, rows[again])
    other = kept & (kind > STATION)
    drop(source.report, "entrance, junction or boarding area, of no use here", table.file, rows[other])
    kept &= kind <= STATION
    drop(source.report, "stop without coordinates", table.file, rows[kept & ~known])
    picked = np.flatnonzero(kept & known)
    ids = [table["stop_id"][at].strip() for at in picked.tolist()]
    parent = _parents(source, table, picked, ids, kind)
    source.report.keep("stops", int(np.count_nonzero(kind[picked] == STOP)))
    return Places(
        ids,
        [table["stop_name"][at].strip() for at in picked.tolist()],
        latitude[picked],
        longitude[picked],
        _wheelchair(source, table, picked, parent),
        parent,
        kind[picked] == STOP,
    )


def _kinds(source: Source, table: Table) -> Int32s:
    kind = each(Numbers(), table["location_type"])
    kind[kind == BLANK] = STOP
    odd = (kind < 0) | (kind > 4)
    change(source.report, "unknown location_type, taken as a stop", table.file, table.row[odd])
    kind[odd] = STOP
    return kind


def _coordinates(
    table: Table, kind: Int32s
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    found: list[npt.NDArray[np.float64]] = []
    known = np.ones(len(table), dtype=np.bool_)
    for column, limit in (("stop_lat", 90.0), ("stop_lon", 180.0)):
        texts = table[column]
        values = np.array([decimal(text) for text in texts], dtype=np.float64)
        blank = np.array([not text.strip() for text in texts], dtype=np.bool_)
        # Written so that NaN is wrong too.
        wrong = ~(np.abs(values) <= limit) & ~blank & (kind <= STATION)
        if wrong.any():
            at = int(np.argmax(wrong))
            raise table.bad(
                f"{column} {texts[at].strip()!r} is no number from -{limit:g} to {limit:g}; correct it", at
            )
        known &= ~blank
        found.append(values)
    # Feeds write 0, 0 for "not known"; no vehicle calls in the Gulf of Guinea.
    known &= (found[0] != 0) | (found[1] != 0)
    return found[0], found[1], known


def _parents(
    source: Source, table: Table, picked: npt.NDArray[np.intp], ids: list[str], kind: Int32s
) -> Int32s:
    texts = [table["parent_station"][at].strip() for at in picked.tolist()]
    parent = each(Ids(ids), texts)
    named = np.array([bool(text) for text in texts], dtype=np.bool_)
    parent[~named] = -1
    station = kind[picked] == STATION
    good = (parent >= 0) & station[parent] & ~station
    change(
        source.report,
        "parent_station that is no station, taken as none",
        table.file,
        table.row[picked[named & ~good]],
    )
    return np.where(good, parent, -1).astype(np.int32)


def wheelchair_values(
    source: Source, table: Table, column: str, picked: Sequence[int]
) -> npt.NDArray[np.int8]:
    """GTFS 0 or blank, 1, 2 as unknown, yes, no."""
    codes = each(Numbers(), [table[column][at] for at in picked])
    odd = (codes != BLANK) & ((codes < 0) | (codes > 2))
    rows = table.row[np.asarray(picked, dtype=np.intp)]
    change(source.report, f"unknown {column}, taken as not known", table.file, rows[odd])
    return np.where(codes == 1, YES, np.where(codes == 2, NO, UNKNOWN)).astype(np.int8)


def _wheelchair(
    source: Source, table: Table, picked: npt.NDArray[np.intp], parent: Int32s
) -> npt.NDArray[np.int8]:
    """What is not known of a platform is what its station says."""
    own = wheelchair_values(source, table, "wheelchair_boarding", picked.tolist())
    if not len(own):
        raise BadInput("no stop has coordinates", file=table.file)
    inherited = (own == UNKNOWN) & (parent >= 0)
    return np.where(inherited, own[parent], own).astype(np.int8)
