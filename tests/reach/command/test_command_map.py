import csv
import json
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import h3
import numpy as np
import pytest

from reach import release
from reach.command import main
from reach.streets import store
from reach.streets.graph import COLUMNS, OF_NODES, StreetGraph
from reach.travel.city import STREETS

SVG = "{http://www.w3.org/2000/svg}"
OSM = "© OpenStreetMap contributors, ODbL 1.0"
CELLS = sorted(h3.grid_disk(h3.latlng_to_cell(55.16, 61.4, 9), 3))
TIMES = ["" if number % 5 == 0 else str(97 * number) for number in range(len(CELLS))]


def write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.fixture
def table(tmp_path):
    """Indices of 37 cells, and what the engine says of them beside."""
    rows = [
        (cell, *h3.cell_to_latlng(cell), number + 1, time, number % 4, number / 7, -number)
        for number, (cell, time) in enumerate(zip(CELLS, TIMES, strict=True))
    ]
    header = ("id", "lat", "lon", "residents", "nearest_s", "kinds", "gravity", "change")
    told = {
        "basis": "streets, senior",
        "percentile": 50.0,
        "notes": ["senior: basis: streets, senior", "adult: basis: streets, adult; timetable of a day"],
        "licences": ["timetable: CC0"],
        "synthetic": False,
    }
    (tmp_path / "evening").mkdir()
    (tmp_path / "evening" / "indices.json").write_text(json.dumps(told))
    return write(tmp_path / "evening" / "indices-adult.csv", header, rows)


def streets(side):
    """A wobbly lattice of ``side`` × ``side`` nodes around the cells."""
    rng = np.random.default_rng(1)
    row, column = np.divmod(np.arange(side * side, dtype=np.int32), side)
    node = np.arange(side * side, dtype=np.int32).reshape(side, side)
    tail = np.concatenate((node[:, :-1].ravel(), node[:-1].ravel()))
    head = np.concatenate((node[:, 1:].ravel(), node[1:].ravel()))
    wobble = rng.uniform(-0.3, 0.3, (2, side * side))
    arrays = {
        name: np.zeros(side * side if name in OF_NODES else len(tail), kind) for name, kind in COLUMNS.items()
    }
    arrays["latitude"] = 55.15 + (row + wobble[0]) * 0.02 / side
    arrays["longitude"] = 61.38 + (column + wobble[1]) * 0.04 / side
    return StreetGraph(**(arrays | {"tail": tail, "head": head}))


def released(home, graph, **manifest):
    with release.building(home, manifest) as folder:
        store.save(graph, folder / STREETS)
    return home


def drawn(table, out, *words, value="nearest_s"):
    assert main(["map", "--table", str(table), "--value", value, "--out", str(out), *map(str, words)]) == 0
    return ET.parse(out).getroot()


def refused(capsys, *words):
    assert main(["map", *map(str, words)]) == 2
    return capsys.readouterr().err


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_class(root, name):
    return [part for part in root.iter() if part.get("class") == name]


def texts(root):
    return [part.text for part in root.iter(f"{SVG}text")]


def small_print(root):
    return " ".join(part.text for part in of_class(root, "source"))


def test_the_table_beside_a_map_holds_what_is_drawn(table, tmp_path):
    root = drawn(table, tmp_path / "map.svg")
    rows = rows_of(tmp_path / "map.csv")
    assert [row["cell"] for row in rows] == CELLS
    minutes = [f"{int(time) / 60:.6g}" if time else "" for time in TIMES]
    assert [row["value"] for row in rows] == minutes
    labels = [part.text for part in of_class(root, "label")]
    assert labels[-1] == "cannot be reached"
    bands = [label.removesuffix(" min") for label in labels]
    paths = {
        part.get("class"): part.get("d").count("z")
        for part in root.iter(f"{SVG}path")
        if (part.get("class") or "").startswith(("band-", "unreached"))
    }
    drawn_in = {f"band-{number}": name for number, name in enumerate(bands[:-1])} | {"unreached": bands[-1]}
    in_table = [row["band"] for row in rows]
    assert {drawn_in[name]: count for name, count in paths.items()} == {
        name: in_table.count(name) for name in bands if name in in_table
    }
    assert sum(paths.values()) == len(rows)


def test_shares_are_of_residents(table, tmp_path):
    root = drawn(table, tmp_path / "map.svg")
    rows = rows_of(tmp_path / "map.csv")
    people = sum(float(row["weight"]) for row in rows)
    assert people == sum(range(1, 38))
    left = sum(float(row["weight"]) for row in rows if row["band"] == "cannot be reached")
    said = texts(root)
    assert "share of residents" in said
    assert said[said.index("cannot be reached") + 1] == f"{100 * left / people:.0f} %"


def test_where_nobody_counted_shares_are_of_starting_points(table, tmp_path, capsys):
    rows = [(row["id"], 1.0, row["nearest_s"]) for row in rows_of(table)]
    plain = write(tmp_path / "plain.csv", ("id", "residents", "nearest_s"), rows)
    root = drawn(plain, tmp_path / "map.svg")
    assert "share of starting points" in texts(root)
    assert "does not say how many live where" in capsys.readouterr().err
    assert "weight" not in rows_of(tmp_path / "map.csv")[0]
    assert small_print(root) == "source not stated"


def test_the_small_print_is_that_of_the_profile_and_of_both_sources(table, tmp_path):
    home = released(tmp_path / "city", streets(5), licences=[OSM])
    day = release.current(home).manifest["built"][:10]
    root = drawn(table, tmp_path / "map.svg", "--home", home, "--licence", "by hand")
    assert small_print(root) == (
        "Rests on streets, adult; timetable of a day, percentile 50. "
        f"Data read on {day} · timetable: CC0 · {OSM} · by hand"
    )
    assert len(of_class(root, "streets")) == 1
    assert of_class(root, "synthetic") == []


def test_a_synthetic_release_makes_a_synthetic_map(table, tmp_path):
    home = released(tmp_path / "twin", streets(5), licences=[], synthetic=True)
    (table.parent / "indices.json").unlink()
    root = drawn(table, tmp_path / "map.svg", "--home", home, "--geojson")
    assert len(of_class(root, "synthetic")) == 1
    assert small_print(root).endswith("no real place, drawn by a program")
    assert {row["synthetic"] for row in rows_of(tmp_path / "map.csv")} == {"true"}
    assert json.loads((tmp_path / "map.geojson").read_text())["synthetic"] is True


def test_geojson_comes_only_when_asked(table, tmp_path):
    drawn(table, tmp_path / "map.svg")
    assert sorted(path.name for path in tmp_path.glob("map.*")) == ["map.csv", "map.svg"]
    drawn(table, tmp_path / "map.svg", "--geojson")
    data = json.loads((tmp_path / "map.geojson").read_text())
    assert data["basis"] == "streets, adult; timetable of a day, percentile 50"
    values = [feature["properties"]["value"] for feature in data["features"]]
    assert values == [int(time) / 60 if time else None for time in TIMES]


def test_kinds_have_a_band_each_the_most_first(table, tmp_path):
    root = drawn(table, tmp_path / "map.svg", value="kinds")
    assert [part.text for part in of_class(root, "label")] == ["over 2", "2", "1", "0"]
    assert root.find(f"{SVG}title").text == "Kinds of culture within reach"


def test_bands_title_venues_and_language_are_as_asked(table, tmp_path):
    venues = write(tmp_path / "venues.csv", ("id", "kind", "lat", "lon"), [("a", "opera", 55.16, 61.4)])
    words = ("--bands", 12, 24, "--title", "Опера", "--venues", venues, "--language", "ru")
    root = drawn(table, tmp_path / "map.svg", *words)
    assert root.find(f"{SVG}title").text == "Опера"
    labels = [part.text for part in of_class(root, "label")]
    assert labels == ["0–12 мин", "12–24 мин", "больше 24 мин", "не добраться"]
    assert "места культуры: 1" in texts(root)
    assert len(of_class(root, "venues")) == 1


def test_buildings_are_dots(table, tmp_path):
    rows = [(f"b{n}", 55 + n / 999, 61.4, 2, n) for n in range(9)]
    homes = write(tmp_path / "homes.csv", ("id", "lat", "lon", "residents", "places"), rows)
    root = drawn(homes, tmp_path / "map.svg", value="places")
    assert sum(part.get("d").count("h0") for n in range(9) for part in of_class(root, f"band-{n}")) == 9
    assert [row["point"] for row in rows_of(tmp_path / "map.csv")] == [f"b{n}" for n in range(9)]


@pytest.mark.parametrize("words", [(), ("--dark",), ("--tall",), ("--dark", "--tall")])
def test_the_same_table_gives_the_same_bytes(words, table, tmp_path):
    home = released(tmp_path / "city", streets(9), licences=[OSM])
    made = []
    for name in ("one", "two"):
        drawn(table, tmp_path / f"{name}.svg", "--home", home, "--geojson", *words)
        made.append([(tmp_path / f"{name}{end}").read_bytes() for end in (".svg", ".csv", ".geojson")])
    assert made[0] == made[1]
    assert not any(re.search(rb"\b(nan|NaN|inf|Infinity)\b", part) for part in made[0])


def test_a_hundred_thousand_pieces_of_street_stay_small(table, tmp_path):
    graph = streets(225)
    assert graph.pieces > 100_000
    home = released(tmp_path / "city", graph, licences=[OSM])
    drawn(table, tmp_path / "map.svg", "--home", home)
    assert 100_000 < (tmp_path / "map.svg").stat().st_size < 1_000_000


def test_an_unknown_column_is_named_with_those_there_are(table, tmp_path, capsys):
    said = refused(capsys, "--table", table, "--value", "joy", "--out", tmp_path / "map.svg")
    assert said == (
        f"reach: {table}: no column 'joy': "
        "there are id, lat, lon, residents, nearest_s, kinds, gravity, change\n"
    )
    assert list(tmp_path.glob("map.*")) == []


@pytest.mark.parametrize(
    ("value", "row", "message"),
    [
        ("nearest_s", "x,55,61,3,soon,1", "row 3: nearest_s is 'soon', a number is needed"),
        ("nearest_s", "x,55,61,3,-1,1", "row 3: nearest_s is -1, a number of at least 0 is needed"),
        ("nearest_s", "x,55,61,3,nan,1", "row 3: nearest_s is nan, a number of at least 0 is needed"),
        ("nearest_s", "x,55,61,3", "row 3: has fewer fields than the header"),
        ("kinds", "x,55,61,3,60,", "row 3: kinds is '', a number is needed"),
        ("kinds", "x,55,61,3,60,inf", "row 3: kinds is inf, a number is needed"),
        ("kinds", "x,55,61,3,60,1,9", "row 3: has more fields than the header"),
        ("kinds", "x,155,61,3,60,1", "row 3: (155.0, 61.0) is no place on Earth (lat, lon)"),
    ],
)
def test_a_wrong_row_is_named(value, row, message, tmp_path, capsys):
    path = tmp_path / "table.csv"
    path.write_text(f"id,lat,lon,residents,nearest_s,kinds\na,55,61,3,60,1\n{row}\n")
    said = refused(capsys, "--table", path, "--value", value, "--out", tmp_path / "map.svg")
    assert said == f"reach: {path}, {message}\n"


def test_what_cannot_be_drawn_is_refused(table, tmp_path, capsys):
    given = ("--table", table, "--value")
    empty = write(tmp_path / "empty.csv", ("id", "lat", "lon", "kinds"), [])
    out = ("--out", tmp_path / "map.svg")
    (tmp_path / "no-release").mkdir()
    for words, message in [
        (("--table", empty, "--value", "kinds", *out), f"{empty}: has a header and no rows"),
        ((*given, "kinds", "--out", table.with_suffix(".svg")), "would overwrite this file"),
        ((*given, "kinds", "--out", tmp_path / "map.png"), "a map is written as .svg"),
        ((*given, "change", *out), "change has values below zero"),
        ((*given, "kinds", *out, "--bands", "3", "2"), "bands must be finite numbers that rise"),
        ((*given, "kinds", *out, "--home", tmp_path / "no-release"), "no release here"),
        ((*given, "kinds", *out, "--title", " "), "a map wants a title"),
    ]:
        assert message in refused(capsys, *words)
    assert list(tmp_path.glob("map.*")) == []
    (table.parent / "indices.json").write_text('{"basis": 1}')
    assert "is not what `reach indices` writes" in refused(capsys, *given, "kinds", *out)


def test_a_table_with_semicolons_and_commas_for_points(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("ID;Lat;Lon;Gravity\na;55,1;61,1;0,5\nb;55,2;61,2;1,5\n", encoding="utf-8-sig")
    drawn(path, tmp_path / "map.svg", value="gravity")
    assert [row["value"] for row in rows_of(tmp_path / "map.csv")] == ["0.5", "1.5"]


def test_writing_goes_down_the_sheet(table, tmp_path):
    root = drawn(table, tmp_path / "map.svg", "--tall")
    bottom = float(root.get("viewBox").split()[3])
    baselines = [float(part.get("y")) for part in of_class(root, "source")]
    assert all(one < two for one, two in pairwise(baselines))
    assert max(baselines) < bottom
