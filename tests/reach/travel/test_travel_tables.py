import h3
import numpy as np
import pytest

from reach.errors import BadInput
from reach.times import UNREACHED
from reach.travel.tables import clock, read_origins, read_venues


def written(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "table.csv"
    file.write_bytes(text.encode(encoding))
    return file


def test_origins(tmp_path):
    file = written(
        tmp_path,
        "id,lat,lon,residents,district,under_14,note\na,55.1,61.4,10,Центральный,2,x\nb,55.2,61.5,20.5,Ленинский,3,y\n",
    )
    found = read_origins(file)
    assert found.ids == ["a", "b"]
    assert found.latitude.tolist() == [55.1, 55.2]
    assert found.residents.tolist() == [10, 20.5]
    assert found.district == ["Центральный", "Ленинский"]
    assert {name: values.tolist() for name, values in found.columns.items()} == {"under_14": [2, 3]}
    assert found.counted


def test_a_russian_office_writes_semicolons_and_commas(tmp_path):
    found = read_origins(written(tmp_path, "\ufeffid;lat;lon;residents\r\na;55,1;61,4;10,5\r\n"))
    assert (found.latitude[0], found.longitude[0], found.residents[0]) == (55.1, 61.4, 10.5)


def test_cells_need_no_coordinates(tmp_path):
    cell = h3.latlng_to_cell(55.16, 61.4, 9)
    found = read_origins(written(tmp_path, f"id,population\n{cell},7\n"))
    assert (found.latitude[0], found.longitude[0]) == h3.cell_to_latlng(cell)
    assert found.residents.tolist() == [7]


def test_residents_that_nobody_counted_are_said_to_be_so(tmp_path):
    assert not read_origins(written(tmp_path, "id,lat,lon\na,1,2\n")).counted


def test_venues(tmp_path):
    file = written(
        tmp_path,
        "id,name,kind,lat,lon,capacity,wheelchair,opens,last_entry\n"
        "a,Library 1,library,1,2,40,yes,10:00,18:30\nb,,,1,2,,,,\nc,Hall,theatre,1,2,5,limited,19:00,26:00\n",
    )
    found = read_venues(file)
    assert found.names == ["Library 1", "b", "Hall"]
    assert found.kinds == ["library", "place", "theatre"]
    assert found.capacity.tolist() == [40, 1, 5]
    assert found.step_free.tolist() == [1, -1, 0]
    assert found.opens.tolist() == [36000, 0, 68400]
    assert found.last_entry.tolist() == [66600, UNREACHED, 93600]
    codes, kinds = found.kind_codes()
    assert [kinds[code] for code in codes] == found.kinds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("id,lat,lon\n", "has a header and no rows"),
        ("id,lat,lon\na,x,2\n", "row 2: lat is 'x', a number is needed"),
        ("id,lat,lon\na,1,2\na,1,2\n", "row 3: the id 'a' stands in row 2 already"),
        ("id,lat,lon\na,nan,2\n", "row 2: lat is nan, at least -90 is needed"),
        ("id,lat,lon\na,61.4,181\n", r"row 2: \(61.4, 181.0\) is no place on Earth"),
        ("id,lat,lon,residents\na,1,2,-3\n", "row 2: residents is -3, at least 0 is needed"),
        ("id,name\na,b\n", "row 2: columns lat and lon, or an H3 cell as id, are needed"),
        ("id,lat,lon\na,1,2,3\n", "row 2: has more fields than the header"),
    ],
)
def test_bad_origins_are_named(tmp_path, text, message):
    with pytest.raises(BadInput, match=message):
        read_origins(written(tmp_path, text))


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("maybe,10:00", "row 2: wheelchair is 'maybe': yes, no, limited or unknown"),
        ("yes,25 o'clock", 'row 2: opens is "25 o\'clock", a time like 10:00 is needed'),
        ("yes,10:60", "row 2: opens is '10:60', a time like 10:00 is needed"),
    ],
)
def test_bad_venues_are_named(tmp_path, cell, message):
    with pytest.raises(BadInput, match=message):
        read_venues(written(tmp_path, f"id,lat,lon,wheelchair,opens\na,1,2,{cell}\n"))


def test_files_that_cannot_be_read_are_named(tmp_path):
    with pytest.raises(BadInput, match="No such file"):
        read_origins(tmp_path / "none.csv")
    with pytest.raises(BadInput, match="is not UTF-8"):
        read_origins(written(tmp_path, "id,lat,lon\nДК,1,2\n", "cp1251"))


def test_clock():
    assert (clock("8:05"), clock("26:00"), clock("10:00:30")) == (29100, 93600, 36030)
    assert np.int32(clock("47:59")) == 172740
