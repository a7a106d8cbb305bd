"""One feed on one day."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from reach.errors import BadInput
from reach.transit.gtfs.calendars import Calendars, Span, read_calendars
from reach.transit.gtfs.calls import read_calls
from reach.transit.gtfs.extras import read_changes, read_fares
from reach.transit.gtfs.fill import Interpolation
from reach.transit.gtfs.lines import Trips, read_routes, read_trips
from reach.transit.gtfs.places import read_places
from reach.transit.gtfs.runs import days_back, read_frequencies, report_runs, runs_on, spread
from reach.transit.gtfs.source import Source
from reach.transit.timetable import Timetable


@dataclass(frozen=True)
class Feed:
    """What a feed runs on the day, and between which days it runs at all."""

    name: str
    timetable: Timetable
    span: Span
    timezones: frozenset[str]


def read_feed(source: Source, day: date, interpolation: Interpolation) -> Feed:
    """Read a feed; :class:`BadInput` if the day is outside the days on which it runs."""
    places, routes = read_places(source), read_routes(source)
    calendars = read_calendars(source)
    trips = read_trips(source, routes, calendars)
    span = _span(source, calendars, trips)
    if not span.first <= day <= span.last:
        raise BadInput(f"nothing runs on {day}: {span}; choose a day between", file=source.path)
    calls = read_calls(source, places, trips, interpolation)
    frequencies = read_frequencies(source, trips, calls)
    backs = range(days_back(calls, frequencies) + 1)
    running = [calendars.running(day - timedelta(days=back)) for back in backs]
    runs = runs_on(running, trips, calls, frequencies)
    report_runs(source.report, runs)
    start, entries, moved = spread(calls, runs)
    timetable = Timetable(
        day=day,
        stop_id=places.stop_id,
        stop_name=places.name,
        stop_latitude=places.latitude,
        stop_longitude=places.longitude,
        stop_wheelchair=places.wheelchair,
        stop_parent=places.parent,
        route_id=routes.route_id,
        route_name=routes.name,
        route_type=routes.type,
        trip_id=runs.run_id,
        trip_route=trips.route[runs.trip],
        trip_wheelchair=trips.wheelchair[runs.trip],
        trip_start=start,
        at_stop=calls.stop[entries],
        arrival=calls.arrival[entries] + moved,
        departure=calls.departure[entries] + moved,
        may_board=calls.may_board[entries],
        may_alight=calls.may_alight[entries],
        changes=read_changes(source, places),
        fares=read_fares(source, routes),
    )
    return Feed(source.path.stem, timetable, span, _timezones(source))


def read_span(source: Source) -> Span:
    """Between which days a feed runs, and on which it runs most, without reading its stop times."""
    calendars = read_calendars(source)
    return _span(source, calendars, read_trips(source, read_routes(source), calendars))


def _span(source: Source, calendars: Calendars, trips: Trips) -> Span:
    counts = np.bincount(trips.service, minlength=len(calendars.service_id))
    span = calendars.span(counts.astype(np.int64))
    if span is None:
        raise BadInput("no trip runs on any day of the calendar", file=source.label("trips.txt"))
    return span


def _timezones(source: Source) -> frozenset[str]:
    """Times of a feed are in the one time zone of its agencies."""
    if not source.has("agency.txt"):
        source.report.change("agency.txt is missing, times taken as the city's", source.path.name)
        return frozenset()
    agencies = source.table("agency.txt", "agency_timezone")
    return frozenset(text.strip() for text in agencies["agency_timezone"] if text.strip())
