"""Departures by headway, which rows are one stop, and the example of the guide."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.report import Report
from reach.transit.gtfs import read_gtfs
from reach.transit.headways import headways_to_gtfs
from reach.transit.headways.departures import departures, frequencies

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "reach-headways.md"


def at(text):
    hours, minutes, *seconds = map(int, text.split(":"))
    return hours * 3600 + minutes * 60 + sum(seconds)


def clock(*texts):
    return [at(text) for text in texts]


def minutes(**hours):
    return {int(name.lstrip("h")): round(value * 60) for name, value in hours.items()}


def test_one_headway():
    assert departures(None, None, minutes(h6=20)) == clock("6:00", "6:20", "6:40")
    assert departures(at("6:10"), None, minutes(h6=20)) == clock("6:10", "6:30", "6:50")


def test_the_wait_goes_on_in_proportion_where_the_headway_changes():
    # At 7:00 a third of a headway has passed since 6:50; the rest is 4 of 6 minutes.
    found = departures(at("6:20"), None, minutes(h6=30, h7=6))
    assert found[:4] == clock("6:20", "6:50", "7:04", "7:10")
    assert len(found) == 12
    # From seldom to often no gap is as long as the longer headway, and back again likewise.
    assert departures(None, None, minutes(h6=7, h7=45, h8=45))[8:] == clock(
        "6:56", "7:19:17", "8:04:17", "8:49:17"
    )


def test_a_headway_longer_than_an_hour():
    assert departures(None, None, minutes(h6=90, h7=90, h8=90)) == clock("6:00", "7:30")


def test_a_break_ends_with_a_departure():
    assert departures(None, None, minutes(h6=40, h9=30)) == clock("6:00", "6:40", "9:00", "9:30")


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("6:40", ["6:00", "6:20", "6:40"]),
        ("6:49", ["6:00", "6:20", "6:49"]),  # 6:40 gives way
        ("6:50", ["6:00", "6:20", "6:40", "6:50"]),
        ("6:05", ["6:00", "6:05"]),  # the first never gives way
        ("6:00", ["6:00"]),
    ],
)
def test_the_last_departure_is_kept(last, expected):
    assert departures(at("6:00"), at(last), minutes(h6=20)) == clock(*expected)


def test_rows_of_frequencies():
    assert frequencies(clock("6:00", "6:20", "6:40", "7:00", "7:10", "7:20", "7:31")) == [
        (at("6:00"), at("7:10"), 1200),
        (at("7:10"), at("7:30"), 600),
        (at("7:31"), at("7:31") + 1, 3600),
    ]
    assert frequencies([]) == []


@given(moments=st.lists(st.integers(0, 90_000), unique=True, max_size=40).map(sorted))
def test_frequencies_give_exactly_the_departures(moments):
    rows = frequencies(moments)
    assert [moment for start, end, gap in rows for moment in range(start, end, gap)] == moments
    assert all(row[1] <= after[0] for row, after in pairwise(rows))


@given(
    hours=st.dictionaries(st.integers(4, 26), st.integers(30, 9000), min_size=1, max_size=12),
    data=st.data(),
)
def test_departures_rise_and_keep_their_ends(hours, data):
    first = min(hours) * 3600 + data.draw(st.integers(0, 3599))
    last = data.draw(
        st.integers(first, max(max(hours) * 3600 + 3599, first)).filter(lambda t: t // 3600 in hours)
    )
    found = departures(first, last, hours)
    assert (found[0], found[-1]) == (first, last)
    assert all(one < other for one, other in pairwise(found))
    assert all(moment // 3600 in hours for moment in found)


@given(hours=st.dictionaries(st.integers(4, 26), st.integers(30, 3600), min_size=1, max_size=12))
def test_each_hour_has_its_number_of_departures(hours):
    found = departures(None, None, hours)
    for hour, headway in hours.items():
        within = sum(moment // 3600 == hour for moment in found)
        assert abs(within - 3600 / headway) < 1 + 1e-9


STOPS = "route;mode;direction;order;stop;lat;lon;minutes;stop_id;wheelchair\n"


@pytest.fixture
def poles(tmp_path):
    """Rows (route, direction, name, metres north of 55°, code, wheelchair) to stop ids by row, and the
    report."""

    def converting(*rows, **options):
        count: dict[tuple[str, str], int] = {}
        lines = []
        for route, direction, name, north, code, wheelchair in rows:
            order = count[route, direction] = count.get((route, direction), 0) + 1
            place = f"{55 + north / 111_195:.7f};61"
            lines.append(f"{route};bus;{direction};{order};{name};{place};{order - 1};{code};{wheelchair}")
        (tmp_path / "stops.csv").write_text(STOPS + "\n".join(lines))
        routes = dict.fromkeys(row[0] for row in rows)
        (tmp_path / "headways.csv").write_text(
            "route;days;6\n" + "\n".join(f"{route};daily;60" for route in routes)
        )
        report = Report()
        headways_to_gtfs(
            tmp_path / "stops.csv",
            tmp_path / "headways.csv",
            tmp_path / "feed.zip",
            first_day=date(2026, 1, 1),
            last_day=date(2026, 12, 31),
            timezone="UTC",
            report=report,
            **options,
        )
        timetable, _ = read_gtfs([tmp_path / "feed.zip"], date(2026, 1, 14))
        return [timetable.stop_id[stop] for stop in timetable.at_stop.tolist()], report

    return converting


def row(route, direction, name, north=0.0, code="", wheelchair=""):
    return route, direction, name, north, code, wheelchair


def test_rows_of_one_name_near_each_other_are_one_stop(poles):
    found, report = poles(
        row("1", "a", "Площадь"),
        row("1", "a", "Конец", 900),
        row("2", "a", "площадь ", 50),
        row("2", "a", "Конец", 970),
        row("3", "a", "Площадь", 30),
        row("3", "a", "Other", 900),
    )
    assert found == ["stop-1", "stop-2", "stop-1", "stop-3", "stop-1", "stop-4"]
    assert report.changed == {"stop at another row's place, taken as the same": 2}


def test_opposite_poles_stay_two_and_others_go_to_the_nearer(poles):
    found, _ = poles(
        row("1", "there", "Цирк", 0),
        row("1", "there", "Y", 900),
        row("1", "back", "Y", 900),
        row("1", "back", "Цирк", 40),
        row("2", "there", "Цирк", 5),
        row("2", "there", "Z", 800),
        row("2", "back", "Z", 840),
        row("2", "back", "Цирк", 36),
    )
    # Y has one point for both directions, so nothing says that there are two poles.
    assert found == ["stop-1", "stop-2", "stop-2", "stop-3", "stop-1", "stop-4", "stop-5", "stop-3"]


def test_a_loop_may_call_twice_at_one_stop(poles):
    found, _ = poles(row("1", "a", "X"), row("1", "a", "Y", 900), row("1", "a", "X", 10))
    assert found == ["stop-1", "stop-2", "stop-1"]


def test_how_near_is_a_choice(poles):
    rows = (row("1", "a", "X"), row("1", "a", "Y", 900), row("2", "a", "X", 50), row("2", "a", "Y", 900))
    assert poles(*rows)[0] == ["stop-1", "stop-2", "stop-1", "stop-2"]
    assert poles(*rows, same_stop=0)[0] == ["stop-1", "stop-2", "stop-3", "stop-2"]


def test_codes_say_which_stop_it_is(poles):
    found, _ = poles(
        row("1", "a", "X", 0, "n1"),
        row("1", "a", "Y", 900, "n2"),
        row("1", "b", "Y", 900, "n3"),
        row("1", "b", "Ex", 20, "n1"),
    )
    assert found == ["n1", "n2", "n3", "n1"]
    with pytest.raises(BadInput) as caught:
        poles(row("1", "a", "X", 0, "n1"), row("1", "a", "Y", 900, "n1"))
    assert str(caught.value) == (
        "stops.csv, row 3: the stop of code n1 is 900 m away in another row; correct the code or the place"
    )


def test_contrary_answers_about_steps(poles):
    rows = [
        row("1", "a", "X"),
        row("1", "a", "Y", 900),
        row("2", "a", "X", 0, "", "да"),
        row("2", "a", "Y", 900),
    ]
    assert poles(*rows)[0] == ["stop-1", "stop-2"] * 2
    with pytest.raises(BadInput) as caught:
        poles(*rows, row("3", "a", "X", 0, "", "нет"), row("3", "a", "Y", 900))
    assert str(caught.value) == (
        "stops.csv, row 6: X is step-free in one row and not in another; correct one of them"
    )


def test_the_example_of_the_guide(tmp_path):
    stops, headways = re.findall(r"```csv\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    (tmp_path / "stops.csv").write_text(stops, encoding="cp1251")
    (tmp_path / "headways.csv").write_text(headways, encoding="cp1251")
    report = headways_to_gtfs(
        tmp_path / "stops.csv",
        tmp_path / "headways.csv",
        tmp_path / "feed.zip",
        first_day=date(2026, 1, 1),
        last_day=date(2026, 12, 31),
        timezone="Asia/Yekaterinburg",
    )
    assert dict(report.kept) == {"departures in the table": 68, "stops": 5, "routes": 1}
    timetable, _ = read_gtfs([tmp_path / "feed.zip"], date(2026, 1, 14))
    assert timetable.stop_name == ["Площадь", "Цирк", "Вокзал", "Вокзал", "Площадь"]
    out = timetable.at_stop[timetable.trip_start[:-1]] == 0
    leaving = timetable.departure[timetable.trip_start[:-1]][out].tolist()
    assert leaving[:5] == clock("6:00", "6:20", "6:40", "7:00", "7:07:30")
    # The last two are Tuesday's, after midnight.
    assert leaving[-4:] == clock("24:00", "24:30", "0:00", "0:30")
    weekend, _ = read_gtfs([tmp_path / "feed.zip"], date(2026, 1, 18))
    out = (weekend.at_stop[weekend.trip_start[:-1]] == 0) & (
        weekend.departure[weekend.trip_start[:-1]] > 5000
    )
    assert weekend.departure[weekend.trip_start[:-1]][out].tolist() == clock(
        *("7:00", "7:20", "7:40", "8:00", "8:20", "8:40", "9:00", "9:20", "9:45")
    )
