"""Headway tables: how offices save them, what each column means, and what cannot be meant."""

from datetime import date

import pytest

from reach.errors import BadInput
from reach.transit.gtfs import read_gtfs
from reach.transit.headways import headways_to_gtfs

STOPS = """\
route;mode;direction;order;stop;lat;lon;minutes
5;tram;out;1;Square;55,16;61,40;0
5;tram;out;2;Circus;55,17;61,40;2,5
5;tram;out;3;Station;55,20;61,40;10
"""

HEADWAYS = """\
route;days;6;7
5;weekdays;20;30
"""

WEDNESDAY, SATURDAY = date(2026, 1, 14), date(2026, 1, 17)


@pytest.fixture
def convert(tmp_path):
    def converting(stops=STOPS, headways=HEADWAYS, target="feed.zip", encoding="utf-8", **options):
        paths = []
        for name, text in (("stops.csv", stops), ("headways.csv", headways)):
            paths.append(tmp_path / name)
            paths[-1].write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        days = {"first_day": date(2026, 1, 1), "last_day": date(2026, 12, 31)}
        about = {"timezone": "Asia/Yekaterinburg", **days}
        report = headways_to_gtfs(*paths, tmp_path / target, **about | options)
        return tmp_path / target, report

    return converting


def read(convert, *args, day=WEDNESDAY, **options):
    path, _ = convert(*args, **options)
    timetable, report = read_gtfs([path], day)
    assert not report.dropped
    return timetable


def departures(timetable):
    return timetable.departure[timetable.trip_start[:-1]].tolist()


def test_both_tables_become_a_feed(convert):
    timetable = read(convert)
    assert timetable.stop_name == ["Square", "Circus", "Station"]
    assert timetable.stop_latitude.tolist() == [55.16, 55.17, 55.2]
    assert timetable.route_id == ["tram-5"]
    assert timetable.route_name == ["5"]
    assert timetable.route_type.tolist() == [0]
    assert departures(timetable) == [21600, 22800, 24000, 25200, 27000]
    assert timetable.trip_id[0] == "tram-5-1-weekdays@06:00:00"
    assert (timetable.arrival[:3] - timetable.arrival[0]).tolist() == [0, 150, 600]
    assert timetable.trip_wheelchair.tolist() == [-1] * 5
    with pytest.raises(BadInput, match=f"nothing runs on {SATURDAY}"):
        read(convert, day=SATURDAY)


def test_report(convert):
    stops = STOPS + "9;bus;x;1;A;55;61;0\n9;bus;x;2;B;55;62;9\n"
    _, report = convert(stops, HEADWAYS + "5;sunday;;\n")
    assert dict(report.kept) == {"departures in the table": 5, "stops": 5, "routes": 1}
    assert report.examples == {
        "headways of a route that has none in any hour": ["headways.csv, row 3"],
        "direction without headways": ["bus 9, x"],
    }


RUSSIAN_STOPS = """\
№ п/п;Номер маршрута;Вид транспорта;Направление;Название;Широта (град.);Долгота;Время в пути, мин;Заметки
3;5;Трамвай;туда;Вокзал;55,20;61,40;10;

1;5;Трамвай;туда;Площадь;55,16;61,40;0;
2;5;Трамвай;туда;Цирк;55,17;61,40;2,5;ремонт
"""
RUSSIAN_HEADWAYS = """\
Маршрут;Вид;Дни недели;Первый рейс;6-7;07:00;Доля низкопольных
5;трамвай;Будни;;20;30;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_as_a_russian_office_saves_it(convert, encoding):
    english = read(convert)
    russian = read(convert, RUSSIAN_STOPS, RUSSIAN_HEADWAYS, encoding=encoding)
    assert russian.stop_name == ["Площадь", "Цирк", "Вокзал"]
    assert departures(russian) == departures(english)
    assert russian.arrival.tolist() == english.arrival.tolist()


def test_commas_and_points(convert):
    stops = STOPS.replace(",", ".").replace(";", ",")
    quoted = STOPS.replace(";", '","').replace("\n", '"\n"').rstrip('"')
    one = read(convert, stops, HEADWAYS.replace(";", ","))
    other = read(convert, f'"{quoted}', HEADWAYS.replace(";", "\t"))
    assert one.digest == other.digest == read(convert).digest


@pytest.mark.parametrize(
    ("mode", "kind", "route_id"),
    [
        ("троллейбус", 11, "trolleybus-5"),
        ("Автобус", 3, "bus-5"),
        ("маршрутное такси", 3, "minibus-5"),
        ("Метро", 1, "metro-5"),
        ("Фуникулёр", 7, "funicular-5"),
        ("train", 2, "rail-5"),
    ],
)
def test_modes(convert, mode, kind, route_id):
    timetable = read(convert, STOPS.replace("tram", mode))
    assert (timetable.route_type.tolist(), timetable.route_id) == ([kind], [route_id])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(("100 %", 1), ("1", 1), ("да", 1), ("0", 0), ("0%", 0), ("нет", 0)),
        *(("", -1), ("0,4", -1), ("40%", -1), ("неизвестно", -1)),
    ],
)
def test_share_of_low_floors(convert, cell, value):
    headways = f"route;days;low_floor;6\n5;daily;{cell};60\n"
    assert read(convert, headways=headways).trip_wheelchair.tolist() == [value]


@pytest.mark.parametrize(("cell", "value"), [("да", 1), ("No", 0), ("", -1), ("не обследовано", -1)])
def test_stops_without_steps(convert, cell, value):
    stops = "\n".join(
        f"{line};{end}" for line, end in zip(STOPS.splitlines(), ["wheelchair", cell, "", ""], strict=True)
    )
    assert read(convert, stops).stop_wheelchair.tolist() == [value, -1, -1]


@pytest.mark.parametrize(
    ("days", "running"),
    [
        ("будни", "1111100"),
        ("суббота", "0000010"),
        ("воскресенье", "0000001"),
        ("выходные", "0000011"),
        ("ежедневно", "1111111"),
    ],
)
def test_days(convert, days, running):
    path, _ = convert(headways=f"route;days;6\n5;{days};60\n")
    found = ""
    for day in range(12, 19):
        try:
            read_gtfs([path], date(2026, 1, day))
        except BadInput:
            found += "0"
        else:
            found += "1"
    assert found == running


def test_a_row_for_one_direction_comes_before_the_row_for_all(convert):
    stops = STOPS + "5;tram;back;1;Station;55,2;61,4;0\n5;tram;back;2;Square;55,16;61,4;9\n"
    headways = "route;direction;days;6\n5;;weekdays;30\n5;back;weekdays;60\n5;;weekend;20\n"
    week = read(convert, stops, headways)
    assert week.trip_id == [
        "tram-5-1-weekdays@06:00:00",
        "tram-5-1-weekdays@06:30:00",
        "tram-5-2-weekdays@06:00:00",
    ]
    assert read(convert, stops, headways, day=SATURDAY).trips == 6


def test_blank_minutes_are_shared_out_by_distance(convert):
    timetable = read(convert, STOPS.replace("2,5", ""))
    assert (timetable.arrival[:3] - timetable.arrival[0]).tolist() == [0, 150, 600]


def test_a_tram_and_a_bus_of_one_number(convert):
    stops = STOPS + "5;bus;x;1;A;55;61;0\n5;bus;x;2;B;55;62;9\n"
    with pytest.raises(BadInput) as caught:
        convert(stops)
    assert str(caught.value) == (
        "headways.csv, row 2: route 5 is one of several modes (tram, bus); add the column mode"
    )
    timetable = read(convert, stops, "route;mode;days;6\n5;bus;daily;60\n5;tram;daily;60\n")
    assert timetable.route_id == ["tram-5", "bus-5"]


def stops_with(row, text):
    lines = STOPS.splitlines()
    lines[row - 1] = text
    return "\n".join(lines)


BAD_STOPS = [
    ("", "row 1: is empty; the first row names the columns"),
    ("route;mode\n", "row 1: has no column direction; it may be called direction, направление"),
    (STOPS.splitlines()[0], "has no rows; give the stops of at least one route"),
    (STOPS.replace("stop;", "lat;", 1), "row 1: has no column stop; it may be called stop, stop name, "),
    (STOPS.replace("minutes", "minutes;Время в пути"), "row 1: has two columns for minutes; leave one"),
    (stops_with(3, "5;tram;out;2;;55;61;1"), "row 3: stop is blank; fill it in"),
    (
        stops_with(3, "5;rocket;out;2;B;55;61;1"),
        "row 3: mode 'rocket' is not known; write one of tram (трамвай), ",
    ),
    (stops_with(3, "5;tram;out;2;B;NaN;61;1"), "row 3: lat 'NaN' is no number; write it like 12,5"),
    (stops_with(3, "5;tram;out;2;B;x;61;1"), "row 3: lat 'x' is no number; write it like 12,5"),
    (stops_with(3, "5;tram;out;2;B;1e400;61;1"), "row 3: lat '1e400' is no number; write it like 12,5"),
    (
        stops_with(4, "5;tram;out;3;B;55;61;1441"),
        "row 4: minutes are more than a day; give minutes, not seconds",
    ),
    (stops_with(3, "5;tram;out;2;B;161;55;1"), "row 3: lat 161 is beyond 90; are lat and lon swapped?"),
    (stops_with(3, "5;tram;out;2,5;B;55;61;1"), "row 3: order '2,5' is no whole number"),
    (stops_with(3, "5;tram;out;1;B;55;61;1"), "row 3: order 1 is given twice in this direction"),
    (
        stops_with(3, "5;tram;out;2;B;55;61;-1"),
        "row 3: minutes are below 0; count them from the first stop",
    ),
    (
        stops_with(4, "5;tram;out;3;B;55;61;2"),
        "row 4: minutes fall; count them from the first stop, not from the stop before",
    ),
    (
        stops_with(2, "5;tram;out;1;A;55;61;1"),
        "row 2: minutes are not 0 at the first stop; count them from there",
    ),
    (
        stops_with(4, "5;tram;out;3;B;55;61;"),
        "row 4: minutes are blank at the end of a direction; give them there",
    ),
    (
        STOPS + "5;tram;back;1;B;55;61;0\n",
        "row 5: is the only stop of its direction; a direction has two at least",
    ),
]


@pytest.mark.parametrize(("stops", "message"), BAD_STOPS)
def test_stops_that_cannot_be_meant(convert, tmp_path, stops, message):
    with pytest.raises(BadInput) as caught:
        convert(stops)
    told = str(caught.value).removeprefix("stops.csv").lstrip(",: ")
    assert told[: len(message)] == message
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["headways.csv", "stops.csv"]


BAD_HEADWAYS = [
    ("route;6\n5;20\n", "row 1: has no column days; it may be called days, дни, дни недели"),
    ("route;days;6\n", "gives no headway; fill in minutes between departures by hour"),
    ("route;days\n5;daily\n", "gives no headway; fill in minutes between departures by hour"),
    (
        "route;days;6\n7;daily;20\n",
        "row 2: route 7 has no stops; add them to the table of stops, or correct the number",
    ),
    (
        "route;direction;days;6\n5;in;daily;20\n",
        "row 2: direction 'in' has no stops; the route's directions are 'out'",
    ),
    ("route;days;6\n5;пасха;20\n", "row 2: days 'пасха' are not known; write one of weekdays (будни), "),
    (
        "route;days;6\n5;daily;0\n",
        "row 2: the headway in the hour 6 is not above 0; leave it blank where nothing leaves",
    ),
    ("route;days;6\n5;daily;часто\n", "row 2: 6 'часто' is no number; write it like 12,5"),
    ("route;days;6;6:00\n5;daily;9;9\n", "row 1: has two columns for 6; leave one"),
    (
        "route;days;first;6\n5;daily;рано;9\n",
        "row 2: first 'рано' is no time of the day; write it like 5:40",
    ),
    (
        "route;days;first;6\n5;daily;5:59;9\n",
        "row 2: the first departure is in an hour without a headway; fill in the hour",
    ),
    (
        "route;days;last;6\n5;daily;7:00;9\n",
        "row 2: the last departure is in an hour without a headway; fill in the hour",
    ),
    (
        "route;days;low_floor;6\n5;daily;40;9\n",
        "row 2: low_floor is not between 0 and 1; write a share like 0,4 or 40 %",
    ),
    (
        "route;days;6\n5;daily;9\n5;sunday;9\n",
        "row 3: another row has some of these days already; leave one of the two",
    ),
    (
        "route;direction;days;6\n5;;daily;9\n5;out;sunday;9\n",
        "row 2: the days overlap those of a row for one direction in part; split the row into equal days",
    ),
]


@pytest.mark.parametrize(("headways", "message"), BAD_HEADWAYS)
def test_headways_that_cannot_be_meant(convert, tmp_path, headways, message):
    with pytest.raises(BadInput) as caught:
        convert(headways=headways)
    told = str(caught.value).removeprefix("headways.csv").lstrip(",: ")
    assert told[: len(message)] == message
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["headways.csv", "stops.csv"]


def test_files_that_cannot_be_read(convert, tmp_path):
    with pytest.raises(BadInput, match=r"stops\.csv: is neither in UTF-8 nor in Windows-1251"):
        convert(b"\xff\x98\x98")
    with pytest.raises(BadInput, match=r"absent\.csv: cannot be read \(No such file or directory\)"):
        headways_to_gtfs(
            tmp_path / "absent.csv",
            tmp_path / "headways.csv",
            tmp_path / "feed.zip",
            first_day=WEDNESDAY,
            last_day=WEDNESDAY,
            timezone="UTC",
        )
    with pytest.raises(BadInput, match="the feed would end on 2025-01-01 before it begins on 2026-01-01"):
        convert(last_day=date(2025, 1, 1))


def test_order_may_start_anywhere(convert):
    assert read(convert, STOPS.replace("out;1", "out;-7")).digest == read(convert).digest


def test_a_folder_holds_the_same(convert):
    one, other = convert()[0], convert(target="feed")[0]
    assert {entry.name for entry in other.iterdir()} == {
        *("agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt"),
        *("calendar.txt", "frequencies.txt"),
    }
    assert read_gtfs([one], WEDNESDAY)[0].digest == read_gtfs([other], WEDNESDAY)[0].digest
