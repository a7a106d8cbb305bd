"""The lines of a synthetic city as headway tables, like a real city's, and the way to a timetable."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reach.tables import table
from reach.transit.gtfs import read_gtfs
from reach.transit.headways import headways_to_gtfs
from reach.transit.timetable import NO, UNKNOWN, YES, Timetable
from reach.twin.service import BUSY, Line, Service

STOPS_HEADER = "route,mode,direction,order,stop,lat,lon,minutes,stop_id,wheelchair,synthetic"
HOURS = sorted(BUSY)
HEADWAYS_HEADER = ",".join(["route,mode,days,first,last,low_floor", *map(str, HOURS), "synthetic"])
FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2026, 12, 31)
WEEKDAY = date(2026, 4, 15)
"""A Wednesday."""
TIMEZONE = "Etc/GMT-5"
AGENCY = "Synthetic transport"
WEEKENDS = 1.5
"""How much longer one waits on Saturdays and Sundays."""

ANSWER = {YES: "yes", NO: "no", UNKNOWN: ""}
LOW_FLOOR = {YES: "1", NO: "0", UNKNOWN: ""}


def stop_rows(service: Service) -> Iterator[list[Any]]:
    """Rows under ``STOPS_HEADER``."""
    stops = service.stops
    for line in service.lines:
        passed = 0
        for order, stop in enumerate(line.stops):
            passed += line.running[order - 1] if order else 0
            yield [
                line.name,
                line.mode,
                ("there", "back")[line.direction],
                order + 1,
                stops.name[stop],
                float(stops.latitude[stop]),
                float(stops.longitude[stop]),
                f"{passed / 60:g}",
                stops.stop_id[stop],
                ANSWER[int(stops.wheelchair[stop])],
                "true",
            ]


def headway_rows(service: Service) -> Iterator[list[Any]]:
    """Rows under ``HEADWAYS_HEADER``: one a line for working days and one for weekends."""
    for number, line in enumerate(service.lines):
        if line.direction:
            continue
        for days, factor in (("weekdays", 1.0), ("weekend", WEEKENDS)):
            yield _headways(line, days, factor, number)


def _headways(line: Line, days: str, factor: float, number: int) -> list[Any]:
    hours = sorted(line.headway)
    gaps = [min(round(line.headway[hour] * factor), 60) if hour in line.headway else "" for hour in HOURS]
    first, last = f"{hours[0]}:{5 + number % 20:02d}", f"{hours[-1]}:55"
    return [line.name, line.mode, days, first, last, LOW_FLOOR[line.wheelchair], *gaps, "true"]


def to_gtfs(stops: Path, headways: Path, target: Path) -> None:
    """Turn the two tables into a feed for the year 2026."""
    headways_to_gtfs(
        stops, headways, target, first_day=FIRST_DAY, last_day=LAST_DAY, timezone=TIMEZONE, agency=AGENCY
    )


def to_timetable(service: Service, day: date = WEEKDAY) -> Timetable:
    """One day of the lines, by way of the tables and of GTFS."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        stops, headways, feed = folder / "stops.csv", folder / "headways.csv", folder / "gtfs.zip"
        stops.write_text(table(STOPS_HEADER, stop_rows(service)), encoding="utf-8", newline="")
        headways.write_text(table(HEADWAYS_HEADER, headway_rows(service)), encoding="utf-8", newline="")
        to_gtfs(stops, headways, feed)
        timetable, _ = read_gtfs([feed], day)
    return timetable
