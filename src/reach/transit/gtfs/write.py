"""Tables to a GTFS feed, and a timetable to one of a single day."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np

from reach.times import UNREACHED
from reach.transit.gtfs.extras import FORBIDDEN, LEAST_TIME
from reach.transit.gtfs.places import STATION, STOP
from reach.transit.gtfs.runs import DAY
from reach.transit.gtfs.values import clock
from reach.transit.timetable import NO, UNKNOWN, YES, Timetable

Rows = Iterable[Sequence[object]]

BEFORE = re.compile(r"@-(\d)$")
"""Behind the id of a trip of a day before."""

WHEELCHAIR = {UNKNOWN: 0, YES: 1, NO: 2}


def write_feed(target: Path, files: Mapping[str, tuple[str, Rows]]) -> None:
    """Write tables, each by its file name with its columns and rows, to a zip archive or, without ``.zip``, a
    folder.

    Equal tables give equal bytes. An archive is there whole or not at all.
    """
    if target.suffix != ".zip":
        target.mkdir(parents=True, exist_ok=True)
        for name, (columns, rows) in files.items():
            (target / name).write_bytes(_text(columns, rows))
        return
    begun = target.with_name(target.name + ".part")
    with zipfile.ZipFile(begun, "w") as archive:
        for name, (columns, rows) in files.items():
            # Named by ZipInfo, a member bears 1980 instead of the hour at which it was written.
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, _text(columns, rows))
    begun.replace(target)


def _text(columns: str, rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns.split())
    writer.writerows(rows)
    return text.getvalue().encode()


def write_gtfs(timetable: Timetable, target: Path, *, timezone: str = "UTC", agency: str = "Reach") -> None:
    """Write a timetable as a feed that runs on its day only; :func:`~reach.transit.gtfs.read_gtfs` reads it
    back.

    Trips of a day before (their ids end in ``@-1``, or they have times before midnight) are written as such.
    A feed of nothing else ends the day before, and the reader says so. Names are kept without blanks around
    them.
    """
    backs = _backs(timetable)
    files: dict[str, tuple[str, Rows]] = {
        "agency.txt": (
            "agency_id agency_name agency_url agency_timezone",
            [("1", agency, "https://example.org", timezone)],
        ),
        "stops.txt": (
            "stop_id stop_name stop_lat stop_lon location_type parent_station wheelchair_boarding",
            _stops(timetable),
        ),
        "routes.txt": (
            "route_id agency_id route_short_name route_type",
            [
                (name, "1", title, kind)
                for name, title, kind in zip(
                    timetable.route_id, timetable.route_name, timetable.route_type.tolist(), strict=True
                )
            ],
        ),
        "calendar_dates.txt": (
            "service_id date exception_type",
            [
                (f"day-{back}", f"{timetable.day - timedelta(days=back):%Y%m%d}", 1)
                for back in range(max(backs, default=0) + 1)
            ],
        ),
        "trips.txt": ("route_id service_id trip_id wheelchair_accessible", _trips(timetable, backs)),
        "stop_times.txt": (
            "trip_id arrival_time departure_time stop_id stop_sequence pickup_type drop_off_type",
            _calls(timetable, backs),
        ),
    }
    if timetable.changes is not None:
        columns = "from_stop_id to_stop_id transfer_type min_transfer_time"
        files["transfers.txt"] = (columns, _changes(timetable))
    if timetable.fares is not None:
        prices = sorted(set(timetable.fares.route_price.tolist()) - {-1})
        unit, currency = timetable.fares.unit, timetable.fares.currency
        files["fare_attributes.txt"] = (
            "fare_id price currency_type payment_method transfers",
            [(price, f"{price * unit // 100}.{price * unit % 100:02}", currency, 0, 0) for price in prices],
        )
        named = zip(timetable.fares.route_price.tolist(), timetable.route_id, strict=True)
        files["fare_rules.txt"] = (
            "fare_id route_id",
            [(price, route) for price, route in named if price >= 0],
        )
    write_feed(target, files)


def _backs(timetable: Timetable) -> list[int]:
    """How many days before the day each trip starts: what its id says, and enough that no time is
    negative.
    """
    earliest = timetable.arrival[timetable.trip_start[:-1]]
    needed: list[int] = np.maximum(-(earliest // DAY), 0).tolist()
    endings = map(BEFORE.search, timetable.trip_id)
    return [max(back, int(ending[1]) if ending else 0) for back, ending in zip(needed, endings, strict=True)]


def _stops(timetable: Timetable) -> Iterator[tuple[object, ...]]:
    stations = set(timetable.stop_parent.tolist())
    for at, name in enumerate(timetable.stop_id):
        parent = int(timetable.stop_parent[at])
        yield (
            name,
            timetable.stop_name[at],
            repr(float(timetable.stop_latitude[at])),
            repr(float(timetable.stop_longitude[at])),
            STATION if at in stations else STOP,
            "" if parent < 0 else timetable.stop_id[parent],
            WHEELCHAIR[int(timetable.stop_wheelchair[at])],
        )


def _trips(timetable: Timetable, backs: list[int]) -> Iterator[tuple[object, ...]]:
    for at, name in enumerate(timetable.trip_id):
        route = timetable.route_id[timetable.trip_route[at]]
        yield route, f"day-{backs[at]}", name, WHEELCHAIR[int(timetable.trip_wheelchair[at])]


def _calls(timetable: Timetable, backs: list[int]) -> Iterator[tuple[object, ...]]:
    for trip, name in enumerate(timetable.trip_id):
        later = backs[trip] * DAY
        first, last = timetable.trip_start[trip : trip + 2].tolist()
        for at in range(first, last):
            yield (
                name,
                clock(int(timetable.arrival[at]) + later),
                clock(int(timetable.departure[at]) + later),
                timetable.stop_id[timetable.at_stop[at]],
                at - first + 1,
                int(not timetable.may_board[at]),
                int(not timetable.may_alight[at]),
            )


def _changes(timetable: Timetable) -> Iterator[tuple[object, ...]]:
    changes = timetable.changes
    assert changes is not None
    origin = np.repeat(np.arange(timetable.stops), np.diff(changes.start))
    for one, other, seconds in zip(
        origin.tolist(), changes.stop.tolist(), changes.seconds.tolist(), strict=True
    ):
        forbidden = seconds >= UNREACHED
        yield (
            timetable.stop_id[one],
            timetable.stop_id[other],
            FORBIDDEN if forbidden else LEAST_TIME,
            "" if forbidden else seconds,
        )
