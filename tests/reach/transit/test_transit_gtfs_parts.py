"""Stops, routes, changes, fares, and several feeds together."""

from datetime import date

import pytest

from reach.errors import BadInput
from reach.times import UNREACHED
from reach.transit.gtfs import read_gtfs
from reach.transit.gtfs.lines import basic_type

DAY = date(2026, 1, 14)


def read(*paths):
    return read_gtfs(list(paths), DAY)


def lines(*rows):
    return "\n".join(rows)


def test_kinds_of_stops_and_what_they_inherit(feed):
    path = feed(
        stops=lines(
            "stop_id,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding",
            "S,55,61,1,,1",
            "A,55,61,0,S,",
            "B,55.01,61,,S,2",
            "C,55.04,61,,,0",
            "E,55,61,2,S,1",
            "N,,,3,S,",
            "P,55,61,0,A,",
            "Q,55,61,0,gone,1",
            "R,,61,0,,1",
            "Z,0,0,,,1",
            "A,55,61,0,,1",
            ",55,61,0,,1",
            "W,55,61,7,,9",
        )
    )
    timetable, report = read(path)
    assert timetable.stop_id == ["S", "A", "B", "C", "P", "Q", "W"]
    assert timetable.stop_parent.tolist() == [-1, 0, 0, -1, -1, -1, -1]
    assert timetable.stop_wheelchair.tolist() == [1, 1, 0, -1, -1, 1, -1]
    assert timetable.served.tolist() == [False, True, True, True, False, False, False]
    assert report.kept["stops"] == 6
    assert report.examples == {
        "unknown location_type, taken as a stop": ["stops.txt, row 14"],
        "second stop of the same stop_id": ["stops.txt, row 12"],
        "entrance, junction or boarding area, of no use here": ["stops.txt, row 6", "stops.txt, row 7"],
        "stop without coordinates": ["stops.txt, row 10", "stops.txt, row 11"],
        "parent_station that is no station, taken as none": ["stops.txt, row 8", "stops.txt, row 9"],
        "unknown wheelchair_boarding, taken as not known": ["stops.txt, row 14"],
    }


@pytest.mark.parametrize(
    ("codes", "basic"),
    [
        ((0, 900, 906), 0),
        ((1, 400, 401, 500, 600), 1),
        ((2, 100, 109, 300), 2),
        ((3, 200, 700, 704, 716, 1501), 3),
        ((4, 1000, 1200), 4),
        ((5,), 5),
        ((6, 1300), 6),
        ((7, 1400), 7),
        ((11, 800), 11),
        ((12, 405), 12),
        ((-1, -2, 8, 13, 99, 1100, 1700), None),
    ],
)
def test_route_types(codes, basic):
    assert {basic_type(code) for code in codes} == {basic}


def test_routes(feed):
    path = feed(
        routes=lines(
            "route_id,route_short_name,route_long_name,route_type",
            "r,,Square to station,800",
            "s,7,Elsewhere,1100",
            "r,9,,3",
            "u,8,,",
        )
    )
    timetable, report = read(path)
    assert timetable.route_id == ["r", "s", "u"]
    assert timetable.route_name == ["Square to station", "7", "8"]
    assert timetable.route_type.tolist() == [11, 3, 3]
    assert report.examples == {
        "second route of the same route_id": ["routes.txt, row 4"],
        "unknown route_type, taken as a bus": ["routes.txt, row 3", "routes.txt, row 5"],
    }


@pytest.mark.parametrize(("code", "value"), [("", -1), ("0", -1), ("1", 1), ("2", 0), ("x", -1)])
def test_wheelchairs_on_trips(feed, code, value):
    path = feed(trips=lines("route_id,service_id,trip_id,wheelchair_accessible", f"r,week,t,{code}"))
    timetable, report = read(path)
    assert timetable.trip_wheelchair.tolist() == [value]
    assert dict(report.changed) == (
        {"unknown wheelchair_accessible, taken as not known": 1} if code == "x" else {}
    )


def test_changes(feed):
    path = feed(
        stops=lines(
            "stop_id,stop_lat,stop_lon,location_type,parent_station",
            "A,55,61,0,",
            "B,55.01,61,0,S",
            "C,55.04,61,0,S",
            "S,55,61,1,",
        ),
        transfers=lines(
            "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id",
            "B,C,2,90,",
            "S,S,2,240,",
            "A,A,2,0,",
            "S,A,3,,",
            "A,B,0,,",
            "A,B,1,,",
            "A,C,2,,",
            "A,X,2,60,",
            "A,C,2,60,t",
            "A,C,7,60,",
        ),
    )
    timetable, report = read(path)
    changes = timetable.changes
    assert changes.start.tolist() == [0, 1, 4, 7, 7]
    assert changes.stop.tolist() == [0, 0, 1, 2, 0, 1, 2]
    # The row for the platforms B and C comes before the one for their station.
    assert changes.seconds.tolist() == [0, UNREACHED, 240, 90, UNREACHED, 240, 240]
    assert {values.dtype.name for values in vars(changes).values()} == {"int32"}
    assert report.examples == {
        "change without a readable min_transfer_time": ["transfers.txt, row 8"],
        "change at an unknown stop_id": ["transfers.txt, row 9"],
        "change for certain routes or trips only": ["transfers.txt, row 10"],
        "change of an unknown transfer_type": ["transfers.txt, row 11"],
    }


def test_changes_that_say_nothing(feed):
    assert read(feed(transfers="from_stop_id,to_stop_id,transfer_type\nA,B,0"))[0].changes is None


FARES = "fare_id,price,currency_type,payment_method,transfers"
RULES = "fare_id,route_id,origin_id,destination_id,contains_id"
ROUTES = lines("route_id,route_short_name,route_type", "r,5,0", "s,6,3", "q,7,3")


def test_the_cheapest_fare_of_each_route(feed):
    path = feed(
        routes=ROUTES,
        fare_attributes=lines(
            FARES, "cash,1.30,EUR,0,0", "ahead,0.7,EUR,1,1", "zoned,0.10,EUR,0,0", "odd,much,EUR,0,0"
        ),
        fare_rules=lines(RULES, "cash,r,,,", "ahead,r,,,", "cash,s,,,", "zoned,s,1,2,", "odd,q,,,"),
    )
    timetable, report = read(path)
    assert timetable.fares.route_price.tolist() == [7, 13, -1]
    assert timetable.fares.route_price.dtype.name == "int16"
    assert (timetable.fares.unit, timetable.fares.currency) == (10, "EUR")
    assert report.examples == {
        "fare without a readable price": ["fare_attributes.txt, row 5"],
        "fare between certain zones only": ["fare_rules.txt, row 5"],
        "rule of an unknown fare_id or route_id": ["fare_rules.txt, row 6"],
    }


def test_a_fare_without_rules_holds_everywhere(feed):
    path = feed(routes=ROUTES, fare_attributes=lines(FARES, "one,40,RUB,0,0"))
    fares = read(path)[0].fares
    assert (fares.route_price.tolist(), fares.unit, fares.currency) == ([1, 1, 1], 4000, "RUB")


def test_free_rides_and_too_many_currencies(feed):
    fares = read(feed(fare_attributes=lines(FARES, "free,0,RUB,0,0")))[0].fares
    assert (fares.route_price.tolist(), fares.unit) == ([0], 1)
    path = feed(fare_attributes=lines(FARES, "a,1,EUR,0,0", "b,1,USD,0,0"))
    timetable, report = read(path)
    assert timetable.fares is None
    assert report.dropped["fares in several currencies, all prices left out"] == 2


def test_two_feeds(feed):
    first = feed("tram.zip", fare_attributes=lines(FARES, "x,0.60,EUR,0,0"))
    second = feed(
        "metro.zip",
        routes="route_id,route_type\nm,1",
        trips="route_id,service_id,trip_id\nm,week,t\nm,week,x",
        stops="stop_id,stop_lat,stop_lon,location_type,parent_station\nS,55,61,1,\nA,55,61,0,S\nD,55,61.1,0,S",
        stop_times=lines(
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence",
            "t,9:00:00,9:00:00,A,1",
            "t,9:10:00,9:10:00,D,2",
            "x,9:00:00,9:00:00,D,1",
            "x,9:10:00,9:10:00,A,2",
            "x,9:20:00,9:20:00,Q,3",
        ),
        transfers="from_stop_id,to_stop_id,transfer_type,min_transfer_time\nA,D,2,60",
        fare_attributes=lines(FARES, "x,0.40,EUR,0,0"),
    )
    timetable, report = read(first, second)
    assert timetable.stop_id == ["A", "B", "C", "S", "metro:A", "D"]
    assert timetable.stop_parent.tolist() == [-1, -1, -1, -1, 3, 3]
    assert timetable.route_id == ["r", "m"]
    assert timetable.trip_id == ["t", "metro:t", "x"]
    assert timetable.trip_route.tolist() == [0, 1, 1]
    assert timetable.trip_start.tolist() == [0, 3, 5, 7]
    assert timetable.at_stop.tolist() == [0, 1, 2, 4, 5, 5, 4]
    assert timetable.changes.start.tolist() == [0, 0, 0, 0, 0, 1, 1]
    assert timetable.changes.stop.tolist() == [5]
    assert (timetable.fares.route_price.tolist(), timetable.fares.unit) == ([3, 2], 20)
    assert report.kept["stops"] == 5
    assert report.kept["connections"] == 4
    assert report.examples == {
        "stop time at an unknown stop_id": ["metro.zip/stop_times.txt, row 6"],
        "stop_id that an earlier feed has, renamed": ["A to metro:A"],
        "trip_id that an earlier feed has, renamed": ["t to metro:t"],
    }


def test_the_same_feed_three_times(feed):
    path = feed("city.zip")
    timetable, _ = read(path, path, path)
    assert timetable.trip_id == ["t", "city:t", "city:t#2"]
    assert timetable.at_stop.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8]


def test_feeds_that_do_not_fit(feed):
    agency = "agency_id,agency_name,agency_url,agency_timezone\n1,x,http://a.b,Europe/Moscow"
    with pytest.raises(BadInput) as caught:
        read(feed("here.zip"), feed("there.zip", agency=agency))
    assert str(caught.value) == (
        "the feeds keep their times in different zones (Asia/Yekaterinburg, Europe/Moscow); "
        "give feeds of one time zone"
    )
    fares = [f"{FARES}\nx,1,{currency},0,0" for currency in ("EUR", "USD")]
    paths = [feed(f"{at}.zip", fare_attributes=text) for at, text in enumerate(fares)]
    timetable, report = read(*paths)
    assert timetable.fares is None
    assert report.dropped == {"fares in several currencies (EUR, USD), all prices left out": 1}


def test_one_feed_rests(feed):
    rests = feed(
        "rests.zip",
        calendar=None,
        calendar_dates="service_id,date,exception_type\nweek,20260113,1\nweek,20260115,1",
    )
    timetable, report = read(feed("runs.zip"), rests)
    assert timetable.trip_id == ["t"]
    assert report.examples["feed that rests on the day"] == [
        "rests: the feed runs from 2026-01-13 to 2026-01-15, with most trips (1) on Tuesday 2026-01-13"
    ]


def test_without_agency(feed):
    timetable, report = read(feed(agency=None))
    assert timetable.trips == 1
    assert report.examples == {"agency.txt is missing, times taken as the city's": ["feed.zip"]}
