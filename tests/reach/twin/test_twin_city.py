import csv
import json
from fractions import Fraction
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.streets.components import components, largest_component
from reach.streets.osm import read_osm
from reach.streets.tags import Kerb, Kind, Wheelchair
from reach.transit.timetable import NO, UNKNOWN, YES
from reach.twin.city import make_city
from reach.twin.files import write_city
from reach.twin.outlines import inside
from reach.twin.people import FEMALE, MALE, apportion
from reach.twin.venues import CLOSED, KINDS, opening_hours

TINY = 0.0065


@pytest.fixture(scope="module")
def tiny():
    return make_city(TINY, seed=7)


@pytest.fixture(scope="module")
def town():
    return make_city(0.05, seed=7)


@pytest.fixture(scope="module")
def written(tiny, tmp_path_factory):
    folder = tmp_path_factory.mktemp("city")
    write_city(tiny, folder)
    return folder


def prints(folder):
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_same_seed_gives_the_same_bytes(written, tmp_path):
    write_city(make_city(TINY, seed=7), tmp_path)
    assert prints(tmp_path) == prints(written)


def test_another_seed_gives_another_city(tiny):
    other = make_city(TINY, seed=8)
    assert other.streets.digest() != tiny.streets.digest()
    assert other.buildings.residents.tolist() != tiny.buildings.residents.tolist()


def test_counts_follow_the_scale(tiny, town):
    assert len(tiny.buildings) == 200
    assert tiny.lines.ways == 311
    assert len(town.buildings) == 1542
    assert town.lines.ways == 2396
    assert len(town.venues) == 20
    assert len(town.districts) == 7
    assert np.unique(town.streets.osm_way).tolist() == list(range(1, 2397))


@pytest.mark.parametrize("seed", range(8))
def test_every_seed_gives_a_whole_city(seed):
    city = make_city(0.005, seed=seed)
    assert city.lines.ways == 250
    assert len(city.bridges) > 0
    assert len(city.underpasses) > 0
    assert city.service.routes == 8


def test_residents_sum_exactly_in_total_by_building_and_by_group(town):
    buildings = town.buildings
    assert buildings.residents.sum() == 59_000
    assert buildings.groups.sum(axis=(1, 2)).tolist() == buildings.residents.tolist()
    groups = apportion(np.stack((MALE, FEMALE), axis=1).reshape(-1), 59_000)
    assert buildings.groups.sum(axis=0).reshape(-1).tolist() == groups.tolist()
    assert buildings.residents.min() >= 1
    assert sum(MALE) + sum(FEMALE) == 1000


def test_houses_are_small_and_blocks_are_large(town):
    zone, residents = town.buildings.zone, town.buildings.residents
    assert np.median(residents[zone == 2]) < 5
    assert np.median(residents[zone == 1]) > 50


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30), st.integers(0, 10**6))
@example([5e-324], 10**6)
@example([5e-324, 0.0, 1e-320], 7)
def test_apportioning_keeps_the_total_and_stays_within_one(weights, total):
    if sum(weights) <= 0:
        with pytest.raises(BadInput):
            apportion(weights, total)
        return
    parts = apportion(weights, total)
    assert parts.sum() == total
    known = [Fraction(weight) for weight in weights]
    exact = [weight * total / sum(known) for weight in known]
    assert max(abs(int(part) - one) for part, one in zip(parts, exact, strict=True)) < 1 + Fraction(
        1, 1_000_000
    )


@pytest.mark.parametrize("weights", [[], [0.0], [-1.0, 2.0], [np.nan], [[1.0]]])
def test_weights_that_cannot_be_meant_are_refused(weights):
    with pytest.raises(BadInput, match="weights must be finite"):
        apportion(weights, 10)


@pytest.mark.parametrize("seed", [3, 7])
def test_streets_hang_together_but_for_a_few_yards(seed):
    streets = make_city(0.05, seed=seed).streets
    nodes, _ = largest_component(streets)
    assert 0.99 < nodes.mean() < 1


def test_read_back_from_openstreetmap_data_the_graph_is_the_same(tiny, written):
    graph, report = read_osm(written / "streets.osm.pbf")
    assert graph.digest() == tiny.streets.digest()
    assert report.dropped == {}
    assert report.changed == {}


def sides(city, line, by):
    """-1 or 1 by the side of a line on which each node lies; the line is a function of ``by``."""
    along, across = (line[:, 1], line[:, 0]) if by == "longitude" else (line[:, 0], line[:, 1])
    streets = city.streets
    here, there = (streets.longitude, streets.latitude) if by == "longitude" else (
        streets.latitude, streets.longitude)  # fmt: skip
    return np.sign(there - np.interp(here, along, across))


@pytest.mark.parametrize(
    ("line", "by", "ways"), [("river", "longitude", "bridges"), ("railway", "latitude", "underpasses")]
)
def test_only_bridges_and_underpasses_cross(town, line, by, ways):
    side = sides(town, getattr(town, line), by)
    streets = town.streets
    crosses = side[streets.tail] != side[streets.head]
    assert set(streets.osm_way[crosses].tolist()) == set(getattr(town, ways).tolist())


def test_without_bridges_the_city_falls_apart(town):
    streets = town.streets
    side = sides(town, town.river, "longitude")
    labels = components(streets, ~np.isin(streets.osm_way, town.bridges))
    north, south = np.unique(labels[side > 0]), np.unique(labels[side < 0])
    assert np.intersect1d(north, south).tolist() == []


def test_some_crossings_of_the_river_have_steps_and_some_have_none(town):
    streets = town.streets
    level, steps = (
        np.unique(components(streets, kept)).size for kept in (~streets.steps, streets.steps | True)
    )
    assert level > steps
    side = sides(town, town.river, "longitude")
    inner, _ = largest_component(streets, ~streets.steps)
    assert set(side[inner].tolist()) == {-1.0, 1.0}


def test_what_is_unknown_is_left_unknown(town):
    streets = town.streets
    crossing = streets.kind == Kind.CROSSING
    assert {Kerb.UNKNOWN, Kerb.LOWERED, Kerb.RAISED} <= set(streets.kerb[crossing].tolist())
    assert np.bincount(streets.wheelchair).argmax() == Wheelchair.UNKNOWN
    assert 0.5 < np.isnan(streets.incline).mean() < 1
    assert {YES, NO, UNKNOWN} == set(town.venues.wheelchair.tolist()) | {YES, NO, UNKNOWN}
    assert set(town.venues.wheelchair.tolist()) <= {YES, NO, UNKNOWN}


def test_nobody_lives_in_the_water(town):
    buildings = town.buildings
    assert not inside(town.reservoir, buildings.latitude, buildings.longitude).any()


def test_districts_part_the_city(town):
    buildings, outlines = town.buildings, [one.outline for one in town.districts]
    found = np.array([inside(ring, buildings.latitude, buildings.longitude) for ring in outlines])
    assert (found.sum(axis=0) <= 1).all()
    # A house may stand a few metres beyond the edge of the city.
    assert (found.sum(axis=0) == 1).mean() > 0.99
    lies = found.any(axis=0)
    assert found.argmax(axis=0)[lies].tolist() == buildings.district[lies].tolist()
    assert all((ring[0] == ring[-1]).all() for ring in outlines)


def test_all_kinds_of_places_are_there_with_a_week_each(tiny, town):
    assert sorted(set(tiny.venues.kind)) == sorted(KINDS)
    venues = town.venues
    closed = venues.opens == CLOSED
    assert ((venues.closes == CLOSED) == closed).all()
    assert (venues.closes[~closed] > venues.opens[~closed]).all()
    assert not closed.all(axis=1).any()
    museum = venues.kind.index("museum")
    assert closed[museum].sum() == 1
    assert venues.capacity.min() >= 20


def test_opening_hours_join_equal_days():
    opens = np.array([CLOSED, 36000, 36000, 36000, 36000, 39600, 39600], dtype=np.int32)
    closes = np.array([CLOSED, 64800, 64800, 64800, 64800, 70200, 70200], dtype=np.int32)
    assert opening_hours(opens, closes) == "Tu-Fr 10:00-18:00; Sa-Su 11:00-19:30"


def test_everything_written_says_that_it_is_synthetic(written):
    tables = sorted(path.name for path in written.glob("*.csv"))
    assert tables == ["buildings.csv", "headways.csv", "residents.csv", "stops.csv", "venues.csv"]
    for name in tables:
        assert {row["synthetic"] for row in rows(written / name)} == {"true"}
    about = json.loads((written / "city.json").read_text())
    assert about["synthetic"] is True
    assert about["note"].startswith("Synthetic city")
    for path in written.glob("*.geojson"):
        collection = json.loads(path.read_text())
        assert collection["synthetic"] is True
        assert {feature["properties"]["synthetic"] for feature in collection["features"]} == {True}
        assert all(one["properties"]["name"].startswith("Synthetic ") for one in collection["features"])
    assert all(row["name"].startswith("Synthetic ") for row in rows(written / "venues.csv"))
    assert all(row["stop"].startswith("Synthetic stop ") for row in rows(written / "stops.csv"))
    assert all(row["route"].startswith("Synthetic ") for row in rows(written / "headways.csv"))


def test_it_lies_in_the_open_sea(town):
    assert 54.5 < town.streets.latitude.min() < town.streets.latitude.max() < 55.8
    assert 2.0 < town.streets.longitude.min() < town.streets.longitude.max() < 4.0


@pytest.mark.parametrize("scale", [0.0, -1.0, 0.001, 100.0, float("nan")])
def test_scales_out_of_bounds_are_refused(scale):
    with pytest.raises(BadInput, match="scale"):
        make_city(scale)


def test_a_negative_seed_is_refused():
    with pytest.raises(BadInput, match="seed -1 is negative"):
        make_city(TINY, seed=-1)


@pytest.mark.slow
def test_the_whole_city_has_the_size_of_chelyabinsk():
    city = make_city(1.0)
    assert len(city.buildings) == 30_830
    assert city.lines.ways == 47_920
    assert len(city.venues) == 400
    assert city.buildings.residents.sum() == 1_180_000
    assert city.service.routes == 80
    assert 250_000 <= city.streets.nodes <= 320_000
    assert largest_component(city.streets)[0].mean() > 0.99
    timetable = city.timetable()
    assert 190_000 <= timetable.connections <= 220_000
    assert {kind: city.venues.kind.count(kind) for kind in KINDS} == {
        kind: one.many for kind, one in KINDS.items()
    }
