import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import h3
import numpy as np
import pytest

from reach.drawing.bands import minutes
from reach.drawing.colour import THEMES, contrast
from reach.drawing.ground import Ground
from reach.drawing.maps import draw_cells, draw_points
from reach.drawing.sheet import OSM, Sheet
from reach.errors import BadInput
from reach.times import UNREACHED
from reach.twin.city import make_city

SVG = "{http://www.w3.org/2000/svg}"
CELLS = sorted(h3.grid_disk(h3.latlng_to_cell(55.16, 3.0, 9), 4))
TIMES = np.array([np.inf if number % 7 == 0 else 3.0 * number % 70 for number in range(len(CELLS))])


@pytest.fixture(scope="module")
def city():
    return make_city(0.0065, seed=2)


@pytest.fixture(scope="module")
def ground(city):
    return Ground(streets=city.streets, rivers=[city.river], water=[city.reservoir], railways=[city.railway])


def drawn(**manner):
    return draw_cells(CELLS, TIMES, Sheet("To the nearest library", **manner))


def tree(drawing):
    return ET.fromstring(drawing.svg)


def of_class(root, name):
    return [part for part in root.iter() if part.get("class") == name]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("layout", ["wide", "tall"])
@pytest.mark.parametrize("palette", ["steel", "malachite", "ink"])
def test_every_manner_of_map_is_well_formed(theme, layout, palette, ground):
    sheet = Sheet("Books & <films>", subtitle='a "b" & c', theme=theme, layout=layout, palette=palette)
    drawing = draw_cells(CELLS, TIMES, sheet, venues=([55.16], [3.0]), ground=ground)
    root = tree(drawing)
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title").text == "Books & <films>"
    assert root.get("role") == "img"
    told = {root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")}
    assert set(root.get("aria-labelledby").split()) == told
    identities = [part.get("id") for part in root.iter() if part.get("id")]
    assert len(identities) == len(set(identities))
    for used in re.findall(r'(?:url\(|href=")#([\w-]+)', drawing.svg):
        assert used in identities


def test_the_same_input_gives_the_same_bytes(ground):
    again = [draw_cells(CELLS, TIMES, Sheet("A map"), ground=ground) for _ in range(2)]
    assert again[0] == again[1]


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_no_number_is_missing_or_infinite(layout, ground):
    drawing = draw_cells(
        CELLS, TIMES, Sheet("A map", layout=layout), ground=ground, weights=np.arange(len(CELLS))
    )
    for text in (drawing.svg, drawing.table, drawing.geojson):
        assert re.search(r"\b(nan|inf|NaN|Infinity|None)\b", text) is None
    for _, path in re.findall(r'<path ([^>]*) d="([^"]*)"', drawing.svg):
        assert re.fullmatch(r"[MmLlHhVvCcQqZz0-9 .,\-]*", path)


def test_what_cannot_be_reached_is_hatched_and_said():
    drawing = drawn()
    root = tree(drawing)
    (path,) = of_class(root, "unreached")
    assert path.get("fill").startswith("url(#hatch-")
    assert path.get("d").count("z") == np.isinf(TIMES).sum()
    labels = [part.text for part in of_class(root, "label")]
    expected = "0–10 min,10–20 min,20–30 min,30–45 min,45–60 min,over 60 min,cannot be reached"
    assert labels == expected.split(",")
    assert "cannot be reached: 15 %." in root.find(f"{SVG}desc").text


def test_where_all_is_reached_nothing_is_hatched():
    root = tree(draw_cells(CELLS, np.zeros(len(CELLS)), Sheet("A map")))
    assert of_class(root, "unreached") == []
    assert [part.text for part in of_class(root, "label")][-1] == "over 60 min"


def test_each_cell_is_drawn_once_in_its_band():
    root = tree(drawn())
    bounds = [-1, 10, 20, 30, 45, 60, np.inf]
    for number in range(6):
        inside = (bounds[number] < TIMES) & (bounds[number + 1] >= TIMES) & np.isfinite(TIMES)
        (path,) = of_class(root, f"band-{number}")
        assert path.get("d").count("z") == inside.sum()


def test_strong_high_turns_colours_and_legend_round():
    low, high = tree(drawn()), tree(drawn(strong="high"))
    fills = [[of_class(root, f"band-{number}")[0].get("fill") for number in range(6)] for root in (low, high)]
    assert fills[0] == fills[1][::-1]
    assert of_class(high, "label")[0].text == "over 60 min"


def test_the_large_figure_is_the_weighted_median():
    weights = np.zeros(len(CELLS))
    weights[[1, 2, 3]] = 10, 1, 1
    root = tree(draw_cells(CELLS, TIMES, Sheet("A map", whom="residents"), weights=weights))
    assert "Half of the residents need no longer than 3 min." in root.find(f"{SVG}desc").text
    weights = np.isinf(TIMES) * 2.0 + 0.1
    root = tree(draw_cells(CELLS, TIMES, Sheet("A map", whom="residents"), weights=weights))
    assert "At least half of the residents cannot get there." in root.find(f"{SVG}desc").text


def test_only_times_are_said_to_take_no_longer():
    root = tree(drawn(unit="km", whom="residents"))
    assert "Half of the residents have 36 km or less." in root.find(f"{SVG}desc").text


def test_a_figure_of_ones_own_stands_instead():
    root = tree(drawn(figure="83 %", note="live within half an hour"))
    assert "live within half an hour" in root.find(f"{SVG}desc").text
    assert of_class(tree(drawn(figure="")), "figure") == []


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_all_writing_stands_out_from_the_paper(theme, layout):
    sheet = Sheet("A map", subtitle="of a city", theme=theme, layout=layout, date="2026", whom="residents")
    root = tree(draw_cells(CELLS, TIMES, sheet, venues=([55.16], [3.0])))
    texts = list(root.iter(f"{SVG}text"))
    assert len(texts) > 15
    paper = THEMES[theme].paper
    assert min(contrast(part.get("fill"), paper) for part in texts) >= 4.5
    assert contrast(of_class(root, "figure")[0].get("fill"), paper) >= 3
    assert min(float(part.get("font-size")) for part in texts) >= 12


def test_licence_and_date_are_on_the_sheet():
    root = tree(drawn(date="26 November 2026"))
    assert " ".join(part.text for part in of_class(root, "source")) == f"26 November 2026 · {OSM}"


def test_a_synthetic_city_says_so_on_map_table_and_data(city, ground):
    sheet = Sheet("To a library", synthetic=True, licence="Synthetic city, drawn by a program")
    buildings = city.buildings
    values = np.arange(len(buildings)) % 80
    drawing = draw_points(buildings.latitude, buildings.longitude, values, sheet, ground=ground)
    root = tree(drawing)
    assert len(of_class(root, "synthetic")) == 1
    assert root.find(f"{SVG}desc").text.startswith("Synthetic city.")
    assert {row["synthetic"] for row in csv.DictReader(io.StringIO(drawing.table))} == {"true"}
    assert json.loads(drawing.geojson)["synthetic"] is True
    assert of_class(tree(drawn()), "synthetic") == []


def test_streets_water_and_railway_lie_under_and_over_the_values(city, ground):
    root = tree(draw_points(city.buildings.latitude, city.buildings.longitude, city.buildings.residents,
                            Sheet("A map"), ground=ground))  # fmt: skip
    (layer,) = (part for part in root.iter(f"{SVG}g") if part.get("clip-path"))
    order = [part.get("class") for part in layer]
    values = [name for name in order if name and name.startswith("band")]
    assert order[:3] == ["water", "river", "streets"]
    assert order[-2:] == ["scratches", "railway"]
    assert order[3:-2] == values


def test_points_become_dots_and_unreached_ones_rings():
    values = [5.0, 25.0, np.inf]
    root = tree(draw_points([55.1, 55.2, 55.3], [3.0, 3.1, 3.2], values, Sheet("A map")))
    assert [of_class(root, name)[0].get("d").count("h0") for name in ("band-0", "band-2", "unreached")] == [
        1,
        1,
        1,
    ]
    assert of_class(root, "band-0")[0].get("stroke-linecap") == "round"


def test_the_table_holds_every_value():
    drawing = draw_cells(CELLS, TIMES, Sheet("A map"), weights=np.arange(len(CELLS)))
    rows = list(csv.DictReader(io.StringIO(drawing.table)))
    assert [row["cell"] for row in rows] == CELLS
    assert [row["value"] for row in rows] == [f"{value:g}" if np.isfinite(value) else "" for value in TIMES]
    assert rows[0]["band"] == "cannot be reached"
    assert [float(row["weight"]) for row in rows] == list(range(len(CELLS)))
    assert (float(rows[5]["latitude"]), float(rows[5]["longitude"])) == pytest.approx(
        h3.cell_to_latlng(CELLS[5]), abs=1e-4
    )


def test_geojson_has_closed_rings_with_longitude_first():
    data = json.loads(drawn().geojson)
    assert len(data["features"]) == len(CELLS)
    ring = data["features"][1]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert all(2 < longitude < 4 and 54 < latitude < 56 for longitude, latitude in ring)
    assert data["features"][0]["properties"]["value"] is None


def test_saving_writes_three_files_side_by_side(tmp_path):
    drawing = drawn()
    written = drawing.save(tmp_path / "maps" / "library.svg")
    assert [path.name for path in written] == ["library.svg", "library.csv", "library.geojson"]
    assert written[0].read_text(encoding="utf-8") == drawing.svg


def test_cells_may_be_numbers_or_outlines():
    as_numbers = draw_cells([h3.str_to_int(cell) for cell in CELLS], TIMES, Sheet("A map"))
    assert as_numbers == draw_cells(CELLS, TIMES, Sheet("A map"))
    outlines = draw_cells([h3.cell_to_boundary(cell) for cell in CELLS], TIMES, Sheet("A map"))
    assert outlines.svg == as_numbers.svg


def test_an_extent_enlarges_the_map():
    near = drawn(extent=(55.155, 2.99, 55.165, 3.01))
    bar = [re.search(r">(\d+) (m|km)<", drawing.svg).groups() for drawing in (drawn(), near)]
    assert bar == [("500", "m"), ("200", "m")]


def test_russian_maps_speak_russian():
    sheet = Sheet("До ближайшей библиотеки", language="ru", whom="жители", venues="библиотеки", date="2026")
    root = tree(draw_cells(CELLS, TIMES, sheet, venues=([55.16], [3.0])))
    said = [part.text for part in root.iter(f"{SVG}text")]
    assert {
        "0–10 мин",
        "больше 60 мин",
        "не добраться",
        "библиотеки: 1",
        "доля, жители",
        "С",
        "500 м",
    } <= set(said)


def test_engine_seconds_become_minutes():
    seconds = np.array([0, 90, UNREACHED, UNREACHED + 5], dtype=np.int32)
    assert minutes(seconds).tolist() == [0, 1.5, np.inf, np.inf]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"palette": "rainbow"}, "palette 'rainbow' is not known"),
        ({"theme": "sepia"}, "theme 'sepia' is not known"),
        ({"layout": "round"}, "layout 'round' is not known"),
        ({"strong": "middle"}, "strong is 'middle'"),
        ({"language": "xx"}, "maps do not speak 'xx'"),
        ({"bands": (10, 10)}, "bands must be finite numbers that rise"),
        ({"bands": ()}, "bands must be finite numbers that rise"),
        ({"bands": (10, np.inf)}, "bands must be finite numbers that rise"),
        ({"bands": tuple(range(1, 12))}, "12 colours cannot be told apart"),
        ({"extent": (3, 55, 2, 56)}, "is not south, west, north, east"),
    ],
)
def test_manners_that_cannot_be_meant_are_refused(change, message):
    with pytest.raises(BadInput, match=re.escape(message)):
        drawn(**change)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (TIMES[:-1], "values must be 61 numbers"),
        (np.where(np.arange(61) == 4, np.nan, 1.0), "values number 5 of 61 is nan"),
        (np.full(61, -np.inf), "values number 1 of 61 is -inf"),
        (np.ones((61, 2)), "values must be 61 numbers"),
    ],
)
def test_values_that_cannot_be_meant_are_refused(values, message):
    with pytest.raises(BadInput, match=message):
        draw_cells(CELLS, values, Sheet("A map"))


@pytest.mark.parametrize("weights", [np.ones(3), np.zeros(61), np.full(61, -1.0), np.full(61, np.inf)])
def test_weights_that_cannot_be_meant_are_refused(weights):
    with pytest.raises(BadInput, match="weights"):
        draw_cells(CELLS, TIMES, Sheet("A map"), weights=weights)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: draw_cells(["8910000"], [1.0], Sheet("A")), "cell 1 is '8910000', which is no H3 cell"),
        (lambda: draw_cells([np.ones((2, 2))], [1.0], Sheet("A")), "outline 1 is no ring"),
        (lambda: draw_cells([], [], Sheet("A")), "there is nothing to draw"),
        (lambda: draw_points([1.0, 2.0], [1.0], [1.0], Sheet("A")), "2 latitudes and 1 longitudes"),
        (lambda: draw_points([1.0], [1.0], [1.0], Sheet("A"), names=[]), "0 names for 1 points"),
        (lambda: draw_points([95.0], [1.0], [1.0], Sheet("A")), "are lat and lon swapped"),
        (lambda: draw_points([np.nan], [1.0], [1.0], Sheet("A")), "are lat and lon swapped"),
        (
            lambda: draw_points([1.0], [1.0], [1.0], Sheet("A"), venues=([1.0], [])),
            "1 latitudes and 0 longitudes",
        ),
        (lambda: draw_points([1.0], [1.0], [1.0], Sheet("A"), venues=([np.nan], [1.0])), "no numbers"),
        (lambda: Sheet("  "), "a map wants a title"),
    ],
)
def test_places_that_cannot_be_meant_are_refused(draw, message):
    with pytest.raises(BadInput, match=re.escape(message)):
        draw()


@pytest.mark.slow
def test_a_whole_city_stays_below_a_megabyte_and_a_half():
    city = make_city(1.0)
    sheet = Sheet("To a library", synthetic=True)
    values = city.buildings.residents % 80
    drawing = draw_points(city.buildings.latitude, city.buildings.longitude, values, sheet,
                          ground=Ground(streets=city.streets))  # fmt: skip
    assert len(drawing.svg.encode()) < 1_500_000
