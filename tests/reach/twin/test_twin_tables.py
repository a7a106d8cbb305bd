import csv

import numpy as np
import pytest

from reach.transit.headways import headways_to_gtfs
from reach.travel.tables import read_origins, read_venues
from reach.twin.city import make_city
from reach.twin.files import GROUPS, LAST_ENTRY, write_city
from reach.twin.headways import FIRST_DAY, LAST_DAY, TIMEZONE, WEEKDAY
from reach.twin.venues import CLOSED, KINDS


@pytest.fixture(scope="module")
def town():
    return make_city(0.02, seed=11)


@pytest.fixture(scope="module")
def folder(town, tmp_path_factory):
    made = tmp_path_factory.mktemp("town")
    write_city(town, made)
    return made


def test_the_table_of_buildings_is_one_of_origins(town, folder):
    origins = read_origins(folder / "buildings.csv")
    assert len(origins) == len(town.buildings) == 617
    assert origins.counted
    assert origins.residents.sum() == 23_600
    assert origins.latitude.tolist() == town.buildings.latitude.tolist()
    assert origins.longitude.tolist() == town.buildings.longitude.tolist()
    assert set(origins.district) <= {one.name for one in town.districts}
    assert all(name.startswith("Synthetic ") for name in origins.district)


def test_the_groups_of_the_buildings_are_all_their_residents(town, folder):
    origins = read_origins(folder / "buildings.csv")
    assert set(origins.columns) == {*GROUPS, "levels"}
    assert sum(origins.columns[name] for name in GROUPS).tolist() == origins.residents.tolist()
    children = town.buildings.groups[:, :3].sum(axis=(1, 2))
    assert origins.columns["aged_0_14"].tolist() == children.tolist()


def test_the_table_of_places_is_one_of_venues(town, folder):
    venues = read_venues(folder / "venues.csv")
    places = town.venues
    assert venues.names == places.name
    assert venues.names[venues.kinds.index("library")] == "Synthetic library 1"
    assert venues.kind_codes()[1] == sorted(KINDS)
    assert venues.latitude.tolist() == places.latitude.tolist()
    assert venues.capacity.tolist() == places.capacity.tolist()
    assert venues.step_free.tolist() == places.wheelchair.tolist()
    today = WEEKDAY.weekday()
    assert venues.opens.tolist() == places.opens[:, today].tolist()
    assert venues.last_entry.tolist() == (places.closes[:, today] - LAST_ENTRY).tolist()


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_shut_on_the_weekday_of_the_tables(seed):
    assert (make_city(0.005, seed=seed).venues.opens[:, WEEKDAY.weekday()] != CLOSED).all()


def test_the_headway_tables_are_a_citys_own(folder, tmp_path):
    report = headways_to_gtfs(
        folder / "stops.csv",
        folder / "headways.csv",
        tmp_path / "again.zip",
        first_day=FIRST_DAY,
        last_day=LAST_DAY,
        timezone=TIMEZONE,
    )
    assert report.dropped == {}


def test_nearly_everybody_lives_by_a_stop():
    city = make_city(0.3, seed=2)
    homes, stops = city.buildings, city.service.stops
    metres = 111_195 * np.array([1.0, np.cos(np.radians(55.16))])
    here = np.stack((homes.latitude, homes.longitude), axis=1) * metres
    there = np.stack((stops.latitude, stops.longitude), axis=1) * metres
    away = np.array([np.hypot(*(there - one).T).min() for one in here])
    assert homes.residents[away < 1000].sum() > 0.95 * homes.residents.sum()


def test_residents_have_a_row_a_building(town, folder):
    with (folder / "residents.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["id"] for row in rows] == [str(number + 1) for number in range(len(town.buildings))]
    people = [sum(int(row[name]) for name in row if name not in ("id", "synthetic")) for row in rows]
    assert people == town.buildings.residents.tolist()
