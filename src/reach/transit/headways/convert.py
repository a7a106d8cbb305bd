"""Both tables to a GTFS feed with frequencies."""

from datetime import date
from pathlib import Path

from reach.errors import BadInput
from reach.report import Report
from reach.transit.gtfs.calendars import WEEKDAYS
from reach.transit.gtfs.values import clock
from reach.transit.gtfs.write import WHEELCHAIR, write_feed
from reach.transit.headways.departures import departures, frequencies
from reach.transit.headways.poles import Poles
from reach.transit.headways.tables import DAYS, MODES, read_services, read_stops

SAME_STOP = 60.0

Row = tuple[object, ...]


def headways_to_gtfs(
    stops: Path,
    headways: Path,
    target: Path,
    *,
    first_day: date,
    last_day: date,
    timezone: str,
    agency: str = "City transport",
    same_stop: float = SAME_STOP,
    report: Report | None = None,
) -> Report:
    """Write the feed ``target`` (a zip archive, or a folder if it does not end in ``.zip``) from the tables
    described in :mod:`reach.transit.headways`, for the days from the first to the last.

    Each direction becomes a trip on each group of days, with rows of frequencies.txt that give its departures
    to the second. They are marked ``exact_times`` 0, since a headway is no promise of a minute; our reader
    takes them as they stand. ``same_stop`` is how far apart, in metres, rows of one name may be and still be
    one stop. Raises :class:`BadInput` with file and row and writes nothing if something in a table cannot be
    meant.
    """
    report = Report() if report is None else report
    if last_day < first_day:
        raise BadInput(f"the feed would end on {last_day} before it begins on {first_day}")
    routes = read_stops(stops)
    services = read_services(headways, routes, report)
    poles = Poles(same_stop, report)
    trips: list[Row] = []
    calls: list[Row] = []
    runs: list[Row] = []
    for key, directions in routes.items():
        for number, (direction, along) in enumerate(directions.items()):
            at = [poles.of(call, key, direction) for call in along]
            for service in services.get((key, direction), []):
                leaving = departures(service.first, service.last, service.hours)
                name = f"{_route_id(*key)}-{number + 1}-{service.days}"
                which = number if len(directions) <= 2 else ""
                flag = WHEELCHAIR[service.wheelchair]
                trips.append((_route_id(*key), service.days, name, direction, which, flag))
                for order, (call, pole) in enumerate(zip(along, at, strict=True), start=1):
                    time = "" if call.seconds is None else clock(leaving[0] + call.seconds)
                    calls.append((name, time, time, pole.stop_id, order))
                for start, end, gap in frequencies(leaving):
                    runs.append((name, clock(start), clock(end), gap, 0))
                report.keep("departures in the table", len(leaving))
    used = {str(days) for _, days, *_ in trips}
    report.keep("stops", len(poles.found))
    report.keep("routes", len({key for key, _ in services}))
    _write(target, (agency, timezone, first_day, last_day), poles, used, trips, calls, runs)
    return report


def _route_id(mode: str, route: str) -> str:
    return f"{mode}-{route}"


def _write(
    target: Path,
    about: tuple[str, str, date, date],
    poles: Poles,
    used: set[str],
    trips: list[Row],
    calls: list[Row],
    runs: list[Row],
) -> None:
    agency, timezone, first_day, last_day = about
    named = dict.fromkeys(row[0] for row in trips)
    write_feed(
        target,
        {
            "agency.txt": (
                "agency_id agency_name agency_url agency_timezone",
                [("1", agency, "https://example.org", timezone)],
            ),
            "stops.txt": (
                "stop_id stop_name stop_lat stop_lon wheelchair_boarding",
                [
                    (
                        pole.stop_id,
                        pole.name,
                        repr(pole.latitude),
                        repr(pole.longitude),
                        WHEELCHAIR[pole.wheelchair],
                    )
                    for pole in poles.found
                ],
            ),
            "routes.txt": (
                "route_id agency_id route_short_name route_type",
                [
                    (
                        route_id,
                        "1",
                        str(route_id).partition("-")[2],
                        MODES[str(route_id).partition("-")[0]][0],
                    )
                    for route_id in named
                ],
            ),
            "trips.txt": (
                "route_id service_id trip_id trip_headsign direction_id wheelchair_accessible",
                trips,
            ),
            "stop_times.txt": ("trip_id arrival_time departure_time stop_id stop_sequence", calls),
            "calendar.txt": (
                f"service_id {WEEKDAYS} start_date end_date",
                [
                    (
                        days,
                        *(bits >> day & 1 for day in range(7)),
                        f"{first_day:%Y%m%d}",
                        f"{last_day:%Y%m%d}",
                    )
                    for days, (bits, _) in DAYS.items()
                    if days in used
                ],
            ),
            "frequencies.txt": ("trip_id start_time end_time headway_secs exact_times", runs),
        },
    )
