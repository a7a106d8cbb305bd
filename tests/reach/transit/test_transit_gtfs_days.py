"""Which trips run on a day: calendars, nights, frequencies."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.transit.gtfs import read_gtfs, service_span

MONDAY = date(2026, 1, 12)
WEEK = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date"
DATES = "service_id,date,exception_type"
TRIPS = "route_id,service_id,trip_id"
CALLS = "trip_id,arrival_time,departure_time,stop_id,stop_sequence"
OFTEN = "trip_id,start_time,end_time,headway_secs"


def lines(*rows):
    return "\n".join(rows)


def trips_on(path, *days):
    return [read_gtfs([path], day)[0].trip_id for day in days]


def test_days_of_the_week_and_exceptions(feed):
    path = feed(
        calendar=lines(WEEK, "week,1,1,1,1,1,0,0,20260105,20260130", "end,0,0,0,0,0,1,1,20260105,20260201"),
        calendar_dates=lines(
            DATES, "week,20260114,2", "end,20260114,1", "feast,20260115,1", "feast,20260203,1"
        ),
        trips=lines(TRIPS, "r,week,t", "r,end,e", "r,feast,f"),
        stop_times=lines(
            CALLS, *(f"{trip},8:00:00,8:00:00,A,1\n{trip},8:10:00,8:10:00,C,2" for trip in "tef")
        ),
    )
    days = [MONDAY + timedelta(days=later) for later in (0, 2, 3, 5, 22)]
    assert trips_on(path, *days) == [["t"], ["e"], ["t", "f"], ["e"], ["f"]]
    span = service_span(path)
    assert (span.first, span.last) == (date(2026, 1, 5), date(2026, 2, 3))
    assert (span.busiest, span.trips) == (date(2026, 1, 15), 2)


def test_only_exceptions(feed):
    path = feed(calendar=None, calendar_dates=lines(DATES, "week,20260112,1", "week,20260120,1"))
    assert trips_on(path, MONDAY) == [["t"]]
    with pytest.raises(BadInput) as caught:
        trips_on(path, date(2026, 1, 13))
    assert str(caught.value) == (
        f"{path}: nothing runs on 2026-01-13: the feed runs from 2026-01-12 to 2026-01-20, "
        "with most trips (1) on Monday 2026-01-12"
    )


@pytest.mark.parametrize("day", [date(2026, 1, 4), date(2026, 1, 31)])
def test_a_day_outside_the_calendars(feed, day):
    path = feed()
    with pytest.raises(BadInput) as caught:
        read_gtfs([path], day)
    assert str(caught.value) == (
        f"{path}: nothing runs on {day}: the feed runs from 2026-01-05 to 2026-01-30, "
        "with most trips (1) on Monday 2026-01-05; choose a day between"
    )


def test_broken_rows_of_calendars_are_named(feed):
    path = feed(
        calendar=lines(
            WEEK,
            "week,1,1,1,1,1,0,0,20260105,20260130",
            "week,0,0,0,0,0,1,1,20260105,20260130",
            "a,1,1,1,1,1,0,2,20260105,20260130",
            "b,1,1,1,1,1,0,0,20260130,20260105",
            "c,1,1,1,1,1,0,0,20260105,20260231",
        ),
        calendar_dates=lines(
            DATES, "week,20260113,2", "week,20260113,1", "week,2026-01-14,2", "week,20260115,3"
        ),
        trips=lines(TRIPS, "r,week,t", "r,week,t", "r,a,u", "x,week,v"),
    )
    _, report = read_gtfs([path], MONDAY)
    assert report.examples == {
        "week of a service with unreadable days or dates": [f"calendar.txt, row {row}" for row in (4, 5, 6)],
        "second week of a service": ["calendar.txt, row 3"],
        "exception of a service with an unreadable date or type": [
            "calendar_dates.txt, row 4",
            "calendar_dates.txt, row 5",
        ],
        "second exception of a service on one day": ["calendar_dates.txt, row 3"],
        "second trip of the same trip_id": ["trips.txt, row 3"],
        "trip of an unknown service_id": ["trips.txt, row 4"],
        "trip of an unknown route_id": ["trips.txt, row 5"],
    }
    with pytest.raises(BadInput, match="nothing runs on 2026-01-13"):
        read_gtfs([path], date(2026, 1, 13))


@given(
    weeks=st.lists(
        st.tuples(st.lists(st.booleans(), min_size=7, max_size=7), st.integers(0, 20), st.integers(0, 20)),
        min_size=1,
        max_size=4,
    ),
    exceptions=st.dictionaries(
        st.tuples(st.integers(0, 5), st.integers(0, 25)), st.sampled_from("12"), max_size=8
    ),
    trips=st.lists(st.integers(0, 3), min_size=6, max_size=6),
)
def test_span_equals_day_by_day(tmp_path_factory, weeks, exceptions, trips):
    """The counts of :meth:`Calendars.span` against asking each day."""
    import numpy as np

    from reach.report import Report
    from reach.transit.gtfs.calendars import read_calendars
    from reach.transit.gtfs.source import Source

    folder = tmp_path_factory.mktemp("calendars")
    begin = date(2026, 2, 20)
    week = [
        f"{at},{','.join('01'[day] for day in days)},{begin + timedelta(days=first):%Y%m%d},"
        f"{begin + timedelta(days=first + length):%Y%m%d}"
        for at, (days, first, length) in enumerate(weeks)
    ]
    dates = [
        f"{service},{begin + timedelta(days=later):%Y%m%d},{kind}"
        for (service, later), kind in exceptions.items()
    ]
    (folder / "stops.txt").write_text("stop_id\n")
    (folder / "calendar.txt").write_text(lines(WEEK, *week))
    (folder / "calendar_dates.txt").write_text(lines(DATES, *dates))
    calendars = read_calendars(Source(folder, Report()))
    counts = np.array([trips[int(name)] for name in calendars.service_id], dtype=np.int64)
    days = [begin + timedelta(days=later) for later in range(-2, 60)]
    daily = {day: int(counts[calendars.running(day)].sum()) for day in days}
    running = [day for day in days if daily[day]]
    span = calendars.span(counts)
    if not running:
        assert span is None
    else:
        busiest = max(running, key=lambda day: (daily[day], -day.toordinal()))
        assert span is not None
        assert (span.first, span.last) == (running[0], running[-1])
        assert (span.busiest, span.trips) == (busiest, daily[busiest])


def test_a_feed_that_ends_in_the_year_9999(feed):
    path = feed(calendar=lines(WEEK, "week,1,1,1,1,1,0,0,20260105,99991231"))
    assert trips_on(path, date(2026, 5, 4)) == [["t"]]


NIGHT = lines(
    CALLS,
    "t,23:50:00,23:50:00,A,1",
    "t,24:00:00,24:01:00,B,2",
    "t,24:10:00,24:10:00,C,3",
    "u,23:40:00,23:40:00,A,1",
    "u,23:59:59,23:59:59,C,2",
    "v,48:30:00,48:30:00,A,1",
    "v,48:40:00,48:40:00,C,2",
)


def test_trips_of_the_days_before(feed):
    path = feed(trips=lines(TRIPS, "r,week,t", "r,week,u", "r,week,v"), stop_times=NIGHT)
    timetable, report = read_gtfs([path], date(2026, 1, 14))
    assert timetable.trip_id == ["t", "u", "v", "t@-1", "v@-1", "v@-2"]
    assert timetable.trip_start.tolist() == [0, 3, 5, 7, 10, 12, 14]
    assert timetable.arrival.tolist()[7:10] == [-600, 0, 600]
    assert timetable.departure.tolist()[7:10] == [-600, 60, 600]
    assert timetable.arrival.tolist()[10:] == [88200, 88800, 1800, 2400]
    assert report.kept["trips on the day"] == 3
    assert report.kept["trips of the day before that go on past midnight"] == 3
    # Friday's last trips run on Saturday, though the service does not.
    assert trips_on(path, date(2026, 1, 10)) == [["t@-1", "v@-1", "v@-2"]]
    assert trips_on(path, MONDAY) == [["t", "u", "v"]]


def departures(timetable):
    return timetable.departure[timetable.trip_start[:-1]].tolist()


def test_frequencies_are_written_out(feed):
    path = feed(frequencies=lines(OFTEN, "t,07:00:00,07:30:00,600", "t,6:00:00,06:25:01,1500"))
    timetable, report = read_gtfs([path], MONDAY)
    # Before the end: 7:20 runs, 7:30 does not; 6:25:00 is before 6:25:01.
    assert departures(timetable) == [21600, 23100, 25200, 25800, 26400]
    assert timetable.trip_id == ["t@06:00:00", "t@06:25:00", "t@07:00:00", "t@07:10:00", "t@07:20:00"]
    assert (timetable.arrival.reshape(5, 3) - timetable.arrival.reshape(5, 3)[:, :1]).tolist() == [
        [0, 300, 600]
    ] * 5
    assert timetable.departure.reshape(5, 3)[:, 1].tolist() == [t + 360 for t in departures(timetable)]
    assert report.kept["departures by frequency in the feed"] == 5


@pytest.mark.parametrize("exact", ["0", "1", ""])
def test_exact_times_make_no_difference(feed, exact):
    path = feed(frequencies=lines(OFTEN + ",exact_times", f"t,06:00:00,07:00:00,1800,{exact}"))
    assert departures(read_gtfs([path], MONDAY)[0]) == [21600, 23400]


def test_frequencies_past_midnight(feed):
    path = feed(frequencies=lines(OFTEN, "t,23:30:00,25:00:00,1800"))
    timetable, _ = read_gtfs([path], date(2026, 1, 13))
    assert timetable.trip_id == [
        *("t@23:30:00", "t@24:00:00", "t@24:30:00"),
        *("t@24:00:00@-1", "t@24:30:00@-1"),
    ]
    assert departures(timetable) == [84600, 86400, 88200, 0, 1800]


def test_overlapping_and_broken_frequencies(feed):
    path = feed(
        trips=lines(TRIPS, "r,week,t", "r,week,u"),
        stop_times=lines(
            CALLS, *(f"{trip},8:00:00,8:00:00,A,1\n{trip},8:10:00,8:10:00,C,2" for trip in "tu")
        ),
        frequencies=lines(
            OFTEN,
            "t,06:00:00,07:00:00,1800",
            "t,06:30:00,07:00:00,600",
            "x,06:00:00,07:00:00,600",
            "u,06:00:00,07:00:00,0",
            "u,06:00:00,05:00:00,600",
            "u,06:60:00,07:00:00,600",
        ),
    )
    timetable, report = read_gtfs([path], MONDAY)
    # u is run by frequency only: no plain trip stands in for its broken rows.
    assert departures(timetable) == [21600, 23400, 24000, 24600]
    assert set(timetable.trip_route.tolist()) == {0}
    assert report.examples == {
        "frequency that overlaps another of its trip, equal departures taken once": [
            "frequencies.txt, row 3"
        ],
        "frequency of an unknown trip_id": ["frequencies.txt, row 4"],
        "frequency with unreadable times or headway": [f"frequencies.txt, row {row}" for row in (5, 6, 7)],
    }


def test_departure_of_a_frequency_is_the_departure_of_the_first_stop(feed):
    path = feed(
        stop_times=lines(CALLS, "t,7:58:00,8:00:00,A,1", "t,8:10:00,8:10:00,C,2"),
        frequencies=lines(OFTEN, "t,06:00:00,06:01:00,600"),
    )
    timetable, _ = read_gtfs([path], MONDAY)
    assert timetable.arrival.tolist() == [21480, 22200]
    assert timetable.departure.tolist() == [21600, 22200]
