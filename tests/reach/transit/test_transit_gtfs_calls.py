"""Stop times: their order, their blanks, and what breaks a trip."""

from datetime import date

import numpy as np
import pytest

from reach.transit.gtfs import read_gtfs

DAY = date(2026, 1, 14)
HEADER = "trip_id,arrival_time,departure_time,stop_id,stop_sequence"


def two_trips(rows, header=HEADER):
    """Stop times of ``t`` as given, and a sound trip ``u`` beside it, so that something always runs."""
    sound = ["u,10:00:00,10:00:00,A,1", "u,10:10:00,10:10:00,C,2"]
    surplus = "," * (header.count(",") - HEADER.count(","))
    return "\n".join([header, *rows, *(row + surplus for row in sound)])


@pytest.fixture
def read(feed):
    def reading(rows, header=HEADER, **options):
        files = options.pop("files", {})
        trips = "route_id,service_id,trip_id\nr,week,t\nr,week,u"
        path = feed(**{"trips": trips, "stop_times": two_trips(rows, header), **files})
        return read_gtfs([path], DAY, **options)

    return reading


def times(timetable, trip="t"):
    at = timetable.trip_id.index(trip)
    return timetable.arrival[timetable.trip_start[at] : timetable.trip_start[at + 1]].tolist()


def test_rows_in_any_order_follow_the_sequence(read):
    timetable, report = read(["t,8:10:00,8:10:00,C,30", "t,8:00:00,8:00:00,A,4", "t,8:05:00,8:05:00,B,7"])
    assert timetable.at_stop.tolist() == [0, 1, 2, 0, 2]
    assert times(timetable) == [28800, 29100, 29400]
    assert not report.dropped
    assert not report.changed


@pytest.mark.parametrize(
    ("rows", "why", "row"),
    [
        (["t,8:00:00,8:00:00,A,1", "t,7:59:59,8:05:00,C,2"], "trip along which time runs backwards", 3),
        (["t,8:00:00,8:00:00,A,1", "t,8:10:00,8:05:00,C,2"], "trip along which time runs backwards", 3),
        (["t,8:00:00,8:00:00,A,1", "t,25:61:00,25:61:00,C,2"], "trip with an unreadable time", 3),
        (["t,8:00:00,8:00:00,A,1", "t,8:10:00,8:10:00,C,1"], "trip with a stop_sequence given twice", 3),
        (["t,8:00:00,8:00:00,A,1"], "trip with fewer than two stops", 2),
        (["t,,,A,1", "t,8:10:00,8:10:00,C,2"], "trip without a time at its first or last stop", 2),
        (["t,8:00:00,8:00:00,A,1", "t,,,C,2"], "trip without a time at its first or last stop", 3),
    ],
)
def test_a_broken_trip_is_left_out_and_its_row_named(read, rows, why, row):
    timetable, report = read(rows)
    assert timetable.trip_id == ["u"]
    assert dict(report.dropped) == {why: 1}
    assert report.examples[why] == [f"stop_times.txt, row {row}"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("x,8:05:00,8:05:00,B,2", "stop time of an unknown trip_id"),
        ("t,8:05:00,8:05:00,X,2", "stop time at an unknown stop_id"),
        ("t,8:05:00,8:05:00,B,two", "stop time with an unreadable stop_sequence"),
    ],
)
def test_a_row_that_leads_nowhere_is_left_out_and_named(read, row, why):
    timetable, report = read(["t,8:00:00,8:00:00,A,1", row, "t,8:10:00,8:10:00,C,3"])
    assert times(timetable) == [28800, 29400]
    assert dict(report.dropped) == {why: 1}
    assert report.examples[why] == ["stop_times.txt, row 3"]


def test_nobody_boards_at_a_station(read):
    stops = "stop_id,stop_lat,stop_lon,location_type\nA,55,61,\nB,55.01,61,1\nC,55.04,61,0"
    rows = ["t,8:00:00,8:00:00,A,1", "t,8:05:00,8:05:00,B,2", "t,8:10:00,8:10:00,C,3"]
    timetable, report = read(rows, files={"stops": stops})
    assert timetable.at_stop.tolist() == [0, 2, 0, 2]
    assert report.examples["stop time at a station instead of a platform"] == ["stop_times.txt, row 3"]


def test_one_of_arrival_and_departure_is_both(read):
    timetable, report = read(["t,,8:00:00,A,1", "t,8:05:00,,B,2", "t,8:10:00,,C,3"])
    assert times(timetable) == [28800, 29100, 29400]
    assert timetable.departure.tolist() == timetable.arrival.tolist()
    assert not report.changed


BLANK_MIDDLE = ["t,8:00:00,8:00:00,A,1", "t,,,B,2", "t,8:10:00,8:10:00,C,3"]
MEASURED = HEADER + ",shape_dist_traveled"


def test_blanks_by_distance_and_evenly(read):
    by_way, report = read(BLANK_MIDDLE)
    # B lies a quarter of the way from A to C.
    assert times(by_way) == [28800, 28950, 29400]
    assert dict(report.changed) == {"blank time filled in by distance": 1}
    evenly, report = read(BLANK_MIDDLE, interpolation="even")
    assert times(evenly) == [28800, 29100, 29400]
    assert dict(report.changed) == {"blank time filled in by even": 1}


@pytest.mark.parametrize(
    ("travelled", "middle"),
    [
        (("0", "9", "10"), 29340),
        (("7", "8.5", "10"), 29100),
        (("0", "", "10"), 28950),  # not given throughout
        (("0", "11", "10"), 28950),  # falls
        (("10", "10", "10"), 28950),  # nothing is travelled
        (("0", "nan", "10"), 28950),
    ],
)
def test_blanks_by_the_distance_given(read, travelled, middle):
    rows = [f"{row},{way}" for row, way in zip(BLANK_MIDDLE, travelled, strict=True)]
    assert times(read(rows, MEASURED)[0]) == [28800, middle, 29400]


def test_blanks_where_nothing_moves_are_even(read):
    rows = ["t,8:00:00,8:00:00,A,1", "t,,,A,2", "t,,,A,3", "t,8:10:00,8:10:00,A,4"]
    assert times(read(rows)[0]) == [28800, 29000, 29200, 29400]


def test_blanks_start_at_the_departure_and_round_down(read):
    rows = [
        "t,8:00:00,8:00:10,A,1",
        "t,,,B,2",
        "t,,,B,3",
        "t,8:00:20,8:00:30,C,4",
        "t,,,B,5",
        "t,8:01:00,,C,6",
    ]
    timetable, _ = read(rows, interpolation="even")
    assert times(timetable) == [28800, 28813, 28816, 28820, 28845, 28860]


def test_equal_stops_get_equal_times_wherever_they_stand(feed):
    random = np.random.default_rng(1)
    stops = ["stop_id,stop_lat,stop_lon"]
    stops += [f"s{at},{55 + random.random() / 10:.6f},{61 + random.random() / 10:.6f}" for at in range(30)]
    trips = ["route_id,service_id,trip_id", *(f"r,week,{trip}" for trip in range(40))]
    calls = [HEADER]
    for trip in range(40):
        calls.append(f"{trip},8:00:00,8:00:00,s0,0")
        calls += [f"{trip},,,s{at},{at}" for at in range(1, 29)]
        calls.append(f"{trip},9:00:00,9:00:00,s29,29")
    path = feed(stops="\n".join(stops), trips="\n".join(trips), stop_times="\n".join(calls))
    timetable, _ = read_gtfs([path], DAY)
    assert len(set(map(tuple, timetable.arrival.reshape(40, 30).tolist()))) == 1


def test_boarding_and_alighting(read):
    header = HEADER + ",pickup_type,drop_off_type"
    rows = ["t,8:00:00,8:00:00,A,1,,1", "t,8:05:00,8:05:00,B,2,1,2", "t,8:10:00,8:10:00,C,3,3,9"]
    timetable, report = read(rows, header)
    assert timetable.may_board.tolist() == [True, False, True, True, True]
    assert timetable.may_alight.tolist() == [False, True, True, True, True]
    assert report.kept["stop times with pickup_type by arrangement, taken as regular"] == 1
    assert report.kept["stop times with drop_off_type by arrangement, taken as regular"] == 1
    assert report.examples["unknown drop_off_type, taken as regular"] == ["stop_times.txt, row 4"]
