"""GTFS feeds to a :class:`~reach.transit.timetable.Timetable`.

The reader is strict: what it cannot use it leaves out and reports with file and row, what it cannot do
without is a :class:`~reach.errors.BadInput`. The reference it follows is
gtfs.org/documentation/schedule/reference.

* Times are counted from noon minus twelve hours, which is midnight but for the two days a year on which
clocks change;
  trips of the days before are moved by 86,400 s a day on those days too.
* Blank stop times are filled in by :mod:`reach.transit.gtfs.fill`; frequencies are written out by
  :mod:`reach.transit.gtfs.runs`.
* ``block_id`` (staying seated from one trip to the next) and ``pathways.txt`` are not read.
* Rows are counted as records: a line break inside quotes does not start a row, and an empty line is one.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from reach.errors import BadInput
from reach.report import Report
from reach.transit.gtfs.calendars import Span
from reach.transit.gtfs.feed import read_feed, read_span
from reach.transit.gtfs.fill import Interpolation
from reach.transit.gtfs.merge import merge
from reach.transit.gtfs.source import Source
from reach.transit.timetable import Timetable


def read_gtfs(
    paths: Sequence[Path],
    day: date,
    report: Report | None = None,
    *,
    interpolation: Interpolation = "distance",
) -> tuple[Timetable, Report]:
    """What runs on ``day`` by all of the feeds, zip archives or folders, together.

    Trips stand in the order of their files, those of the day before those of the days before that, and runs
    of a frequency by departure. Raises :class:`BadInput` if a feed lacks a file or column it must have, has
    coordinates that are no place on Earth, or does not run on the day: the message then tells its first, last
    and busiest day. A feed that rests on a day within its span is reported only, as long as another runs.
    """
    report = Report() if report is None else report
    if not paths:
        raise BadInput("no feed given; name at least one GTFS archive or folder")
    feeds = [
        read_feed(Source(path, report, prefix), day, interpolation)
        for path, prefix in zip(paths, _prefixes(paths), strict=True)
    ]
    for feed in feeds:
        if not feed.timetable.trips:
            report.drop("feed that rests on the day", f"{feed.name}: {feed.span}")
    if not any(feed.timetable.trips for feed in feeds):
        raise BadInput(f"nothing runs on {day}: {feeds[0].span}", file=paths[0])
    timetable = merge(feeds, report)
    report.keep("connections", timetable.connections)
    return timetable, report


def service_span(path: Path) -> Span:
    """The first, last and busiest day of a feed, for a caller who has to choose one."""
    return read_span(Source(path, Report()))


def _prefixes(paths: Sequence[Path]) -> list[str]:
    return [""] if len(paths) == 1 else [f"{path.name}/" for path in paths]
