"""What a feed is made of: archives, folders, text files and their faults."""

import zipfile
from datetime import date

import pytest

from reach.errors import BadInput
from reach.transit.gtfs import read_gtfs
from reach.transit.gtfs.values import Clocks, Decimals, Ids, Numbers, clock, day_number

WEDNESDAY = date(2026, 1, 14)

STOPS = "stop_id,stop_name,stop_lat,stop_lon\n"


def read(*paths, day=WEDNESDAY, **options):
    return read_gtfs(list(paths), day, **options)


def test_tiny_feed(feed):
    timetable, report = read(feed())
    assert timetable.day == WEDNESDAY
    assert timetable.stop_id == ["A", "B", "C"]
    assert timetable.stop_name == ["Square", "Circus", "Station"]
    assert timetable.stop_latitude.tolist() == [55.0, 55.01, 55.04]
    assert timetable.route_id == ["r"]
    assert timetable.route_name == ["5"]
    assert timetable.route_type.tolist() == [0]
    assert timetable.trip_id == ["t"]
    assert timetable.trip_start.tolist() == [0, 3]
    assert timetable.at_stop.tolist() == [0, 1, 2]
    assert timetable.arrival.tolist() == [28800, 29100, 29400]
    assert timetable.departure.tolist() == [28800, 29160, 29400]
    assert timetable.connections == 2
    assert timetable.changes is None
    assert timetable.fares is None
    assert dict(report.kept) == {
        "stops": 3,
        "routes": 1,
        "trips in the feed": 1,
        "trips on the day": 1,
        "trips of the day before that go on past midnight": 0,
        "connections": 2,
    }
    assert not report.dropped
    assert not report.changed


def test_kinds_of_arrays(feed):
    timetable, _ = read(feed())
    kinds = {name: values.dtype.name for name, values in vars(timetable).items() if hasattr(values, "dtype")}
    assert kinds == {
        "stop_latitude": "float64",
        "stop_longitude": "float64",
        "stop_wheelchair": "int8",
        "stop_parent": "int32",
        "route_type": "int16",
        "trip_route": "int32",
        "trip_wheelchair": "int8",
        "trip_start": "int32",
        "at_stop": "int32",
        "arrival": "int32",
        "departure": "int32",
        "may_board": "bool",
        "may_alight": "bool",
    }
    arrays = [values for values in vars(timetable).values() if hasattr(values, "flags")]
    assert all(values.flags.c_contiguous and values.flags.writeable for values in arrays)


def test_folder_and_nested_archive_read_alike(feed, tmp_path):
    path = feed()
    folder = tmp_path / "folder"
    nested = tmp_path / "nested.zip"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(nested, "w") as other:
        archive.extractall(folder)
        for name in archive.namelist():
            other.writestr(f"city/gtfs/{name}", archive.read(name))
            other.writestr(f"__MACOSX/city/gtfs/._{name}", b"\0\1")
    digests = {read(each)[0].digest for each in (path, folder, nested)}
    assert len(digests) == 1


def test_text_as_spreadsheets_save_it(feed):
    plain = read(feed())[0]
    stops = '\ufeffstop_id, stop_lat ,"stop_lon",note,stop_name\r\n'
    stops += (
        'A,55.0,61.0,"one, two",Square\r\n\r\n B ,"55.01", 61.0,,Circus\r\nC,55.04,61.0,"a\r\nb",Station\r\n'
    )
    other, report = read(feed(stops=stops.encode()))
    assert other.digest == plain.digest
    assert not report.changed


def test_quoted_quote_and_comma(feed):
    stops = STOPS + 'A,"The ""Old"" Square, North",55,61\nB,,55.01,61\nC,Вокзал,55.04,61\n'
    assert read(feed(stops=stops.encode()))[0].stop_name == ['The "Old" Square, North', "", "Вокзал"]


def test_ragged_rows(feed):
    stops = STOPS + "A,Square,55,61\nB,Circus,55.01,61,,\nC,Station,55.04,61,surplus\nD,,55,61.1\n"
    timetable, report = read(feed(stops=stops.encode()))
    assert timetable.stop_id == ["A", "B", "D"]
    assert report.dropped["row longer than the header"] == 1
    assert report.examples["row longer than the header"] == ["stops.txt, row 4"]
    routes = "route_id,route_type,route_short_name\nr,0\n"
    timetable, report = read(feed(routes=routes.encode()))
    assert timetable.route_name == [""]
    assert report.examples["row shorter than the header, the rest taken as blank"] == ["routes.txt, row 2"]


def test_many_rows_keep_their_numbers(feed):
    rows = [f"t,,,B,{number}" for number in range(2, 5000)]
    rows[3000] = "t,,,nowhere,3002"
    text = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,8:00:00,8:00:00,A,1\n"
    text += "\n".join([*rows, "t,9:00:00,9:00:00,C,5000"]) + "\n"
    timetable, report = read(feed(stop_times=text.encode()))
    assert timetable.connections == 4998
    assert report.examples["stop time at an unknown stop_id"] == ["stop_times.txt, row 3003"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"stops": None}, "stops.txt is missing; is this a GTFS feed?"),
        ({"routes": None}, "routes.txt: the file is missing from the feed"),
        ({"trips": None}, "trips.txt: the file is missing from the feed"),
        ({"stop_times": None}, "stop_times.txt: the file is missing from the feed"),
        (
            {"calendar": None},
            (
                "calendar.txt: neither calendar.txt nor calendar_dates.txt says on which days anything runs; "
                "one of them must"
            ),
        ),
        ({"stops": b""}, "stops.txt, row 1: is empty; the first row names the columns"),
        ({"stops": b"stop_id,stop_lat\nA,55\n"}, "stops.txt, row 1: has no column stop_lon"),
        (
            {"stops": (STOPS + "A,Площадь,55,61\n").encode("cp1251")},
            "stops.txt, row 2: is not in UTF-8; save it as UTF-8",
        ),
        (
            {"stops": (STOPS + 'A,,55,61\nB,"open,55,61\nC,,55,61\n').encode()},
            (
                "stops.txt, row 3: cannot be split into columns (unexpected end of data); "
                "a quote inside quotes is written twice"
            ),
        ),
        (
            {"stops": (STOPS + "A,,55,61\nB,,nan,61\n").encode()},
            "stops.txt, row 3: stop_lat 'nan' is no number from -90 to 90; correct it",
        ),
        (
            {"stops": (STOPS + "A,,55,181\n").encode()},
            "stops.txt, row 2: stop_lon '181' is no number from -180 to 180; correct it",
        ),
        (
            {"stops": (STOPS + "A,,5_5,61\n").encode()},
            "stops.txt, row 2: stop_lat '5_5' is no number from -90 to 90; correct it",
        ),
        ({"stops": STOPS.encode()}, "stops.txt: no stop has coordinates"),
        (
            {"trips": b"route_id,service_id,trip_id\n"},
            "trips.txt: no trip runs on any day of the calendar",
        ),
        (
            {"stop_times": b"trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"},
            (
                "nothing runs on 2026-01-14: the feed runs from 2026-01-05 to 2026-01-30, "
                "with most trips (1) on Monday 2026-01-05"
            ),
        ),
    ],
)
def test_feeds_that_cannot_be_used(feed, files, message):
    path = feed(**files)
    with pytest.raises(BadInput) as caught:
        read(path)
    assert str(caught.value).removeprefix(f"{path}: ") == message


def test_not_a_feed_at_all(tmp_path):
    with pytest.raises(BadInput, match="no feed given"):
        read()
    with pytest.raises(BadInput, match=r"absent\.zip: there is no such file or folder"):
        read(tmp_path / "absent.zip")
    (tmp_path / "text.zip").write_text("no archive")
    with pytest.raises(BadInput, match=r"text\.zip: is neither a zip archive nor a folder with GTFS files"):
        read(tmp_path / "text.zip")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match=r"empty: stops\.txt is missing"):
        read(tmp_path / "empty")


def test_damaged_archive(feed):
    path = feed()
    content = bytearray(path.read_bytes())
    content[content.index(b"Circus")] ^= 1
    path.write_bytes(content)
    with pytest.raises(
        BadInput, match=r"stops\.txt: cannot be unpacked \(Bad CRC-32 .*\); get the feed anew"
    ):
        read(path)


def test_clock():
    clocks = Clocks()
    texts = ["0:00:00", "08:05:09", " 8:05:09 ", "25:00:00", "100:59:59", "", "  "]
    assert [clocks[text] for text in texts] == [0, 29109, 29109, 90000, 363599, -1, -1]
    assert [clocks[text] for text in ["25:61:00", "8:00", "8:00:60", "-1:00:00", "noon", "8.00.00"]] == [
        -2
    ] * 6
    assert [clock(seconds) for seconds in (0, 29109, 90000, 363599)] == [
        "00:00:00",
        "08:05:09",
        "25:00:00",
        "100:59:59",
    ]


def test_other_values():
    numbers = Numbers()
    assert [numbers[text] for text in ["0", "007", " 12 ", "", "2147483647"]] == [0, 7, 12, -1, 2147483647]
    assert [numbers[text] for text in ["2147483648", "-1", "1.0", "x", "٣"]] == [-2] * 5
    assert Decimals()["1.5"] == 1.5
    assert str(Decimals()["inf"]) == "nan"
    ids = Ids(["a", "b"])
    assert [ids[name] for name in ["b", " a", "c"]] == [1, 0, -1]
    assert [day_number(text) for text in ["20260114", "20260230", "14.01.2026", ""]] == [
        WEDNESDAY.toordinal(),
        -2,
        -2,
        -1,
    ]
