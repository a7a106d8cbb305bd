"""What runs on one day: trips of the day and of the days before, with frequencies.txt written out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.report import Report
from reach.times import Int32s
from reach.transit.gtfs.calls import Calls
from reach.transit.gtfs.lines import Trips
from reach.transit.gtfs.source import Source, change, drop
from reach.transit.gtfs.values import Clocks, Numbers, clock, each

DAY = 86_400
FILE = "frequencies.txt"


@dataclass(frozen=True)
class Runs:
    """Each run is a trip with its stop times moved by some seconds."""

    trip: Int32s
    moved: Int32s
    run_id: list[str]
    today: int
    """How many are of the day itself; they come first."""


@dataclass(frozen=True)
class Frequencies:
    """Departures from the first stop, written out, by trip; trips in ``frequent`` run by these only."""

    trip: Int32s
    departure: Int32s
    frequent: npt.NDArray[np.bool_]


def read_frequencies(source: Source, trips: Trips, calls: Calls) -> Frequencies:
    """Every departure from start_time, each headway_secs, while it is before end_time.

    exact_times makes no difference: without it the departures are as good an example of the headway as any.
    """
    frequent = np.zeros(len(trips.trip_id), dtype=np.bool_)
    nothing = np.zeros(0, dtype=np.int32)
    if not source.has(FILE):
        return Frequencies(nothing, nothing, frequent)
    table = source.table(FILE, "trip_id start_time end_time headway_secs")
    clocks = Clocks()
    trip = each(trips.index, table["trip_id"])
    start, end = each(clocks, table["start_time"]), each(clocks, table["end_time"])
    headway = each(Numbers(), table["headway_secs"])
    unknown = trip < 0
    drop(source.report, "frequency of an unknown trip_id", table.file, table.row[unknown])
    # A trip with a broken row stays a frequent one: its stop times are no timetable.
    frequent[trip[~unknown]] = True
    broken = ~unknown & ((start < 0) | (end < start) | (headway <= 0))
    drop(source.report, "frequency with unreadable times or headway", table.file, table.row[broken])
    kept = np.flatnonzero(~unknown & ~broken)
    kept = kept[np.lexsort((start[kept], trip[kept]))]
    overlap = (trip[kept][1:] == trip[kept][:-1]) & (start[kept][1:] < end[kept][:-1])
    change(
        source.report,
        "frequency that overlaps another of its trip, equal departures taken once",
        table.file,
        table.row[kept[1:][overlap]],
    )
    counts = -(-(end - start)[kept] // headway[kept])
    order = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    departure = np.repeat(start[kept], counts) + order * np.repeat(headway[kept], counts)
    pairs = np.unique(np.repeat(trip[kept], counts).astype(np.int64) << 32 | departure)
    source.report.keep("departures by frequency in the feed", len(pairs))
    return Frequencies((pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32), frequent)


def runs_on(
    running: list[npt.NDArray[np.bool_]], trips: Trips, calls: Calls, frequencies: Frequencies
) -> Runs:
    """Runs of the day and, after them, those of the days before that go on past midnight.

    ``running[b]`` tells which services run ``b`` days before the day. A run of ``b`` days before stays if it
    ends at the day's midnight or later.
    """
    whole = np.diff(calls.start) > 0
    first = np.zeros(len(trips.trip_id), dtype=np.int32)
    last = np.zeros(len(trips.trip_id), dtype=np.int32)
    first[whole] = calls.departure[calls.start[:-1][whole]]
    last[whole] = calls.arrival[calls.start[1:][whole] - 1]
    single = np.flatnonzero(whole & ~frequencies.frequent)
    often = whole[frequencies.trip]
    trip = np.concatenate((single, frequencies.trip[often])).astype(np.int32)
    by_frequency = (frequencies.departure - first[frequencies.trip])[often]
    moved = np.concatenate((np.zeros(len(single), dtype=np.int32), by_frequency))
    # By trip, and along each by departure.
    order = np.lexsort((moved, trip))
    trip, moved = trip[order], moved[order]
    parts: list[Int32s] = []
    names: list[str] = []
    for back, services in enumerate(running):
        late = last[trip] + moved >= back * DAY if back else np.ones(len(trip), dtype=np.bool_)
        at = np.flatnonzero(services[trips.service[trip]] & late)
        parts.append(np.stack((trip[at], moved[at] - back * DAY)))
        names += _names(trip[at], first[trip[at]] + moved[at], back, trips, frequencies)
    picked = np.concatenate(parts, axis=1)
    return Runs(picked[0], picked[1], names, parts[0].shape[1])


def days_back(calls: Calls, frequencies: Frequencies) -> int:
    """How many days before the day may still be running on it."""
    if not len(calls.arrival):
        return 0
    latest = int(calls.arrival.max())
    if len(frequencies.departure):
        latest += int(frequencies.departure.max())
    return latest // DAY


def _names(
    trip: npt.NDArray[np.integer],
    departure: npt.NDArray[np.integer],
    back: int,
    trips: Trips,
    frequencies: Frequencies,
) -> list[str]:
    # A feed that a timetable was written to has the ending already.
    ending = f"@-{back}" if back else ""
    return [
        trips.trip_id[at].removesuffix(ending) + (f"@{clock(leaves)}" if often else "") + ending
        for at, leaves, often in zip(
            trip.tolist(), departure.tolist(), frequencies.frequent[trip].tolist(), strict=True
        )
    ]


def spread(calls: Calls, runs: Runs) -> tuple[Int32s, npt.NDArray[np.intp], Int32s]:
    """Where the stop times of each run start, which entries of ``calls`` they are, and by how much each is
    moved.
    """
    lengths = np.diff(calls.start)[runs.trip]
    start = np.concatenate(([0], np.cumsum(lengths)))
    entries = np.arange(int(start[-1])) - np.repeat(start[:-1] - calls.start[:-1][runs.trip], lengths)
    return start.astype(np.int32), entries, np.repeat(runs.moved, lengths)


def report_runs(report: Report, runs: Runs) -> None:
    report.keep("trips on the day", runs.today)
    report.keep("trips of the day before that go on past midnight", len(runs.trip) - runs.today)
