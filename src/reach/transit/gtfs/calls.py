"""When trips call at stops: stop_times.txt, put in order, blanks filled, broken trips left out."""

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from reach.times import Int32s
from reach.transit.gtfs.fill import Interpolation, fill
from reach.transit.gtfs.lines import Trips
from reach.transit.gtfs.places import Places
from reach.transit.gtfs.source import Source, Table, change, drop
from reach.transit.gtfs.values import BAD, BLANK, Clocks, Decimals, Numbers, decimals, each

FILE = "stop_times.txt"


@dataclass(frozen=True)
class Calls:
    """Stop times of whole trips, by trip and along each trip; a trip's are ``start[t]`` up to ``start[t +
    1]``.

    Trips that were left out have none.
    """

    start: Int32s
    stop: Int32s
    arrival: Int32s
    departure: Int32s
    may_board: npt.NDArray[np.bool_]
    may_alight: npt.NDArray[np.bool_]


@dataclass
class Entries:
    """Rows of the file as arrays, while they are checked."""

    trip: Int32s
    stop: Int32s
    arrival: Int32s
    departure: Int32s
    sequence: Int32s
    pickup: Int32s
    drop_off: Int32s
    travelled: npt.NDArray[np.float64]
    row: Int32s

    def pick(self, which: npt.NDArray[Any]) -> "Entries":
        return Entries(*(getattr(self, field.name)[which] for field in fields(self)))

    def __len__(self) -> int:
        return len(self.row)


def read_calls(source: Source, places: Places, trips: Trips, interpolation: Interpolation) -> Calls:
    """Stop times of every trip of the feed, whatever its day; nothing is dropped without a line in the
    report.
    """
    entries = _known(source, _read(source, places, trips), places)
    # Stable, so that of equal sequence numbers the later row is the second.
    entries = entries.pick(np.lexsort((entries.sequence, entries.trip)))
    entries = _whole(source, entries)
    _complete(entries)
    entries = _timed(source, entries, trips)
    if filled := fill(
        entries.stop, entries.arrival, entries.departure, entries.travelled, places, interpolation
    ):
        source.report.change(f"blank time filled in by {interpolation}", count=filled)
    entries = _rising(source, entries)
    _report_types(source, entries)
    counts = np.bincount(entries.trip, minlength=len(trips.trip_id))
    return Calls(
        np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        entries.stop,
        entries.arrival,
        entries.departure,
        entries.pickup != 1,
        entries.drop_off != 1,
    )


def _read(source: Source, places: Places, trips: Trips) -> Entries:
    clocks, numbers, lengths = Clocks(), Numbers(), Decimals()
    columns: dict[str, list[npt.NDArray[Any]]] = defaultdict(list)
    for table in source.chunks(
        FILE,
        "trip_id stop_id stop_sequence arrival_time departure_time",
        "pickup_type drop_off_type shape_dist_traveled",
    ):
        columns["trip"].append(each(trips.index, table["trip_id"]))
        columns["stop"].append(each(places.index, table["stop_id"]))
        columns["arrival"].append(each(clocks, table["arrival_time"]))
        columns["departure"].append(each(clocks, table["departure_time"]))
        columns["sequence"].append(each(numbers, table["stop_sequence"]))
        columns["pickup"].append(_codes(table, "pickup_type", numbers))
        columns["drop_off"].append(_codes(table, "drop_off_type", numbers))
        columns["travelled"].append(_travelled(table, lengths))
        columns["row"].append(table.row)
        lengths.clear()
    return Entries(**{name: np.concatenate(parts) for name, parts in columns.items()})


def _codes(table: Table, column: str, numbers: Numbers) -> Int32s:
    if column not in table.present:
        return np.zeros(len(table), dtype=np.int32)
    codes = each(numbers, table[column])
    codes[codes == BLANK] = 0
    return codes


def _travelled(table: Table, lengths: Decimals) -> npt.NDArray[np.float64]:
    if "shape_dist_traveled" not in table.present:
        return np.full(len(table), np.nan)
    return decimals(lengths, table["shape_dist_traveled"])


def _known(source: Source, entries: Entries, places: Places) -> Entries:
    """Without rows of unknown trips, stops and sequence numbers."""
    kept = np.ones(len(entries), dtype=np.bool_)
    boardable = np.append(places.boardable, True)
    for why, wrong in (
        ("stop time of an unknown trip_id", entries.trip < 0),
        ("stop time at an unknown stop_id", entries.stop < 0),
        ("stop time at a station instead of a platform", ~boardable[entries.stop]),
        ("stop time with an unreadable stop_sequence", entries.sequence < 0),
    ):
        drop(source.report, why, source.label(FILE), entries.row[kept & wrong])
        kept &= ~wrong
    return entries.pick(kept)


def _without(source: Source, entries: Entries, why: str, wrong: npt.NDArray[np.bool_]) -> Entries:
    """Without the trips of the wrong rows; each trip is counted once and its first wrong row quoted."""
    if not wrong.any():
        return entries
    at = np.flatnonzero(wrong)
    trips, first = np.unique(entries.trip[at], return_index=True)
    drop(source.report, why, source.label(FILE), np.sort(entries.row[at[first]]))
    return entries.pick(~np.isin(entries.trip, trips))


def _whole(source: Source, entries: Entries) -> Entries:
    repeated = np.zeros(len(entries), dtype=np.bool_)
    repeated[1:] = _same_trip(entries) & (entries.sequence[1:] == entries.sequence[:-1])
    entries = _without(source, entries, "trip with a stop_sequence given twice", repeated)
    bad = (entries.arrival == BAD) | (entries.departure == BAD)
    entries = _without(source, entries, "trip with an unreadable time", bad)
    counts = np.bincount(entries.trip, minlength=1) if len(entries) else np.zeros(1, dtype=np.intp)
    return _without(source, entries, "trip with fewer than two stops", counts[entries.trip] < 2)


def _complete(entries: Entries) -> None:
    """Where one of arrival and departure is given, it is both."""
    for blank, given in ((entries.arrival, entries.departure), (entries.departure, entries.arrival)):
        np.copyto(blank, given, where=blank == BLANK)


def _timed(source: Source, entries: Entries, trips: Trips) -> Entries:
    ends = np.ones(len(entries), dtype=np.bool_)
    same = _same_trip(entries)
    ends[1:-1] = ~(same[:-1] & same[1:])
    untimed = ends & (entries.departure == BLANK)
    entries = _without(source, entries, "trip without a time at its first or last stop", untimed)
    empty = np.ones(len(trips.trip_id), dtype=np.bool_)
    empty[entries.trip] = False
    source.report.keep("trips in the feed", int(np.count_nonzero(~empty)))
    return entries


def _rising(source: Source, entries: Entries) -> Entries:
    falls = entries.departure < entries.arrival
    falls[1:] |= _same_trip(entries) & (entries.arrival[1:] < entries.departure[:-1])
    return _without(source, entries, "trip along which time runs backwards", falls)


def _same_trip(entries: Entries) -> npt.NDArray[np.bool_]:
    """Whether each entry but the first goes on the trip of the one before."""
    return np.equal(entries.trip[1:], entries.trip[:-1])


def _report_types(source: Source, entries: Entries) -> None:
    for name, codes in (("pickup_type", entries.pickup), ("drop_off_type", entries.drop_off)):
        odd = (codes < 0) | (codes > 3)
        change(source.report, f"unknown {name}, taken as regular", source.label(FILE), entries.row[odd])
        if asked := int(np.count_nonzero(codes >= 2) - np.count_nonzero(codes > 3)):
            source.report.keep(f"stop times with {name} by arrangement, taken as regular", asked)
