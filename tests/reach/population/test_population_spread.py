"""People laid over cells and buildings: every sum kept, every estimate marked."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from reach.errors import BadInput
from reach.population.ages import AgeSex, read_age_sex
from reach.population.benefits import add_benefits, read_benefits
from reach.population.buildings import IN_BUILDINGS, cells_of, dwellings, house
from reach.population.cells import Cells
from reach.population.groups import load_groups
from reach.population.spread import CELLS_ESTIMATED, EVEN_YEARS, SAME_AGES, spread
from reach.report import Report

DATA = Path(__file__).parents[1] / "data"
IDS = ("8910de1162bffff", "8910de116c3ffff", "8910de116d3ffff")


def small(residents, districts=("a", "a", "b"), *, estimated=False):
    return Cells(
        IDS,
        np.array([55.3] * 3),
        np.array([61.4] * 3),
        districts,
        np.array(residents),
        estimated,
        "cells.csv",
    )


def table(counts, districts=("",), bands=None):
    bands = bands or (*((age, age) for age in range(85)), (85, 10_000))
    return AgeSex(date(2024, 1, 1), districts, bands, np.array(counts, np.int64), "ages.csv")


def exact(ages, cells, first, last):
    """People between two ages in each cell, were people divisible."""
    years = ages.by_age().sum(axis=(0, 1))
    share = Fraction(int(years[first : last + 1].sum()), int(years.sum()))
    return [int(residents) * share for residents in cells.residents]


def test_every_cell_keeps_its_residents(groups, cells):
    assert groups.of("residents").tolist() == cells.residents.tolist()
    assert groups.people.counts.sum(axis=0).tolist() == cells.residents.tolist()
    parted = groups.of("children_0_6") + groups.of("school_7_17") + groups.of("adults")
    assert parted.tolist() == cells.residents.tolist()


def test_every_age_keeps_its_number_where_the_sums_agree(ages, cells):
    residents = cells.residents.copy()
    residents[int(np.argmax(residents))] -= 19
    agreeing = replace(cells, residents=residents)
    report = Report()
    found = spread(ages, agreeing, report=report)
    assert report.changed == {}
    assert found.of("residents").sum() == 1_182_517
    years = ages.by_age()[0]
    for age in (0, 17, 40, 85):
        for sex in (0, 1):
            rows = (found.people.age == age) & (found.people.sex == sex)
            assert int(found.people.counts[rows].sum()) == years[sex, age]
    assert found.of("older_65").sum() == ages.counts[0, :, 13:].sum()
    assert found.of("youth_14_22").sum() == years[:, 14:23].sum()


def test_another_year_is_scaled_and_said(cells):
    report = Report()
    spread(read_age_sex(DATA / "chelyabinsk_age_sex.csv"), cells, report=report)
    scaled = "people by age scaled to the residents of cells"
    sums = "all: 1,177,058 on 2024-01-01, 1,182,536 in cells"
    assert report.lines() == ["residents: 1,182,536", f"changed 1: {scaled} ({sums})"]


@pytest.mark.parametrize(("group", "first", "last"), [("children_0_6", 0, 6), ("youth_14_35", 14, 35)])
def test_ages_of_a_cell_are_within_two_of_their_proportion(ages, cells, groups, group, first, last):
    for found, due in zip(groups.of(group).tolist(), exact(ages, cells, first, last), strict=True):
        assert abs(Fraction(found) - due) <= 2


def test_the_same_again(ages, cells, groups):
    again = spread(ages, cells)
    assert again.counts.tobytes() == groups.counts.tobytes()
    assert again.people.counts.tobytes() == groups.people.counts.tobytes()


def test_estimated_groups_are_rounded_once(groups):
    children, residents = groups.of("children_0_6").sum(), groups.of("residents").sum()
    assert groups.of("families_small_children").sum() == int(children * 0.77 + 0.5)
    assert groups.of("wheelchair_users").sum() == int(residents * 0.01 + 0.5) == 11_825
    assert (groups.of("wheelchair_users") <= groups.of("residents")).all()
    for key in ("wheelchair_users", "families_small_children", "people_with_disabilities"):
        assert (groups.of(key) == groups.of(key).round()).all()


def test_every_estimate_says_so(ages, groups):
    told = dict(zip(groups.keys, groups.estimates, strict=True))
    assert told["residents"] == (CELLS_ESTIMATED,)
    assert told["school_7_17"] == (SAME_AGES, EVEN_YEARS, CELLS_ESTIMATED)
    assert told["pensioners"][-1].endswith("(verify)")
    assert told["families_small_children"][-1].endswith("(assumption)")
    counted = spread(ages, small([10, 20, 30]))
    told = dict(zip(counted.keys, counted.estimates, strict=True))
    assert told["residents"] == ()
    assert all(told[key] for key in counted.keys if key != "residents")


def test_by_district():
    counts = np.zeros((2, 2, 86), np.int64)
    counts[0, 0, 3] = 30
    counts[1, 1, 70] = 12
    found = spread(table(counts, ("a", "b")), small([10, 20, 12]))
    assert found.of("children_0_6").tolist() == [10, 20, 0]
    assert found.of("older_65").tolist() == [0, 0, 12]
    assert found.of("pensioners").tolist() == [0, 0, 12]


def test_pensions_begin_within_a_year():
    counts = np.zeros((1, 2, 86), np.int64)
    counts[0, 0, 60] = 12
    midsummer = replace(table(counts), day=date(2020, 7, 1))
    found = spread(midsummer, small([4, 4, 4]))
    assert found.of("pensioners").tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    ("ages", "cells", "message"),
    [
        (
            table(np.ones((1, 2, 86))),
            small([0, 0, 0]),
            "the city: 172 people by age in ages.csv, 0 in cells.csv",
        ),
        (table(np.zeros((1, 2, 86))), small([1, 0, 0]), "the city: 0 people"),
        (table(np.ones((1, 2, 86)), ("a",)), small([1, 1, 1]), "cells.csv: cells of the district 'b'"),
        (table(np.ones((3, 2, 86)), ("a", "b", "c")), small([1, 1, 1]), "c: 172 people .* 0 in cells.csv"),
        (
            table([[[5], [5]]], bands=((0, 10_000),)),
            small([1, 1, 1]),
            r"children_0_6 ends or begins within 0\+",
        ),
    ],
)
def test_refused(ages, cells, message):
    with pytest.raises(BadInput, match=message):
        spread(ages, cells)


def test_pensions_within_the_open_band_are_refused(tmp_path):
    path = tmp_path / "groups.toml"
    own = (Path(load_groups.__code__.co_filename).parent / "groups.toml").read_text(encoding="utf-8")
    head, pensioners = (
        own.split("[group.residents]")[0],
        own.split("[group.pensioners]")[1].split("[group")[0],
    )
    path.write_text(f"{head}[group.pensioners]{pensioners}", encoding="utf-8")
    bands = ((0, 49), (50, 10_000))
    counts = np.ones((1, 2, 2))
    with pytest.raises(BadInput, match=r"pensions of the group pensioners begin within 50\+"):
        spread(table(counts, bands=bands), small([1, 1, 1]), load_groups(path))


def benefits(tmp_path, rows):
    path = tmp_path / "benefits.csv"
    path.write_text("category,base,count,as_of,source\n" + rows, encoding="utf-8")
    return read_benefits(path)


def test_benefits_are_spread_like_their_group(tmp_path, groups):
    found = add_benefits(groups, benefits(tmp_path, "veterans,older_65,1832,2026-01-01,register\n"))
    assert found.keys[-1] == "veterans"
    assert found.profiles[-1] == "senior"
    assert found.of("veterans").sum() == 1832
    older = groups.of("older_65")
    np.testing.assert_allclose(found.of("veterans"), older * 1832 / older.sum(), atol=1)
    assert found.estimates[-1][-1] == "register, 2026-01-01: the city's number, spread like older_65"
    assert found.counts[:-1].tobytes() == groups.counts.tobytes()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x,nobody,5,2026-01-01,r\n", "benefits.csv, row 2: no group 'nobody'"),
        ("adults,adults,5,2026-01-01,r\n", "benefits.csv, row 2: 'adults' is a group already"),
        ("x,children_0_6,2000000,2026-01-01,r\n", "benefits.csv, row 2: 2,000,000 of x, and only"),
    ],
)
def test_benefits_refused(tmp_path, groups, row, message):
    with pytest.raises(BadInput, match=message):
        add_benefits(groups, benefits(tmp_path, row))


def test_no_such_group(groups):
    with pytest.raises(BadInput, match="no group 'martians'; there are residents, children_0_6"):
        groups.of("martians")


class TestBuildings:
    def test_what_there_is_to_live_in(self):
        found = dwellings([10, 0, 0, 0], [5, 9, 0, 0], [300, 550, 110, 0])
        assert found.tolist() == [1000, 9000, 200, 100]
        assert dwellings([0, 3]).tolist() == [100, 300]

    def test_cells_of_buildings(self, cells):
        latitude, longitude = [*cells.latitude[:3].tolist(), 0.0], [*cells.longitude[:3].tolist(), 0.0]
        assert cells_of(cells, latitude, longitude).tolist() == [0, 1, 2, -1]

    def test_sums_of_cells_are_kept(self, tmp_path, groups):
        random = np.random.default_rng(5)
        some = add_benefits(groups, benefits(tmp_path, "veterans,older_65,1832,2026-01-01,register\n"))
        cell = random.integers(-1, 400, 3000).astype(np.int32)
        cell[cell == 7] = -1
        report = Report()
        found = house(some, cell, random.integers(1, 9000, 3000), report)
        held = cell >= 0
        for by_building, unhoused, by_cell in zip(
            found.groups.counts, found.unhoused, some.counts, strict=True
        ):
            summed = np.bincount(cell[held], by_building[held], minlength=len(by_cell))
            assert (summed + unhoused).tolist() == by_cell.tolist()
        assert not found.groups.counts[:, ~held].any()
        assert found.unhoused[:, 7].tolist() == some.counts[:, 7].tolist()
        assert not found.unhoused[:, np.unique(cell[held])].any()
        assert sum(report.dropped.values()) == found.unhoused[0].sum()
        assert all(reasons[-1] == IN_BUILDINGS for reasons in found.groups.estimates)
        residents, children = found.groups.of("residents"), found.groups.of("school_7_17")
        assert (children <= residents).all()

    def test_by_weight_and_the_ages_are_mixed(self):
        counts = np.zeros((1, 2, 86), np.int64)
        counts[0, :, 3], counts[0, :, 40] = 30, 60
        groups = spread(table(counts), small([90, 90, 0]))
        found = house(groups, np.array([0, 0, 0, 1], np.int32), np.array([100, 100, 100, 100]))
        assert found.groups.of("residents").tolist() == [30, 30, 30, 90]
        assert found.groups.of("children_0_6").tolist() == [10, 10, 10, 30]

    def test_nothing_to_live_in(self, groups):
        found = house(groups, np.zeros(2, np.int32), np.zeros(2, np.int64))
        assert not found.groups.counts.any()
        assert found.unhoused.tobytes() == groups.counts.tobytes()

    @pytest.mark.parametrize(
        ("ask", "message"),
        [
            (
                lambda groups: house(groups, np.zeros(2, np.int32), np.ones(1, np.int64)),
                "1 weights and 2 cells",
            ),
            (lambda groups: house(groups, np.array([9999], np.int32), np.ones(1, np.int64)), "-1 to 1873"),
            (lambda groups: dwellings([1, float("nan")]), "flats: building 1 .* nan"),
            (lambda groups: dwellings([1, 1], [1]), "levels: one number for each building"),
            (lambda groups: dwellings([1], area=[-4]), "area: building 0 .* -4"),
        ],
    )
    def test_refused(self, groups, ask, message):
        with pytest.raises(BadInput, match=message):
            ask(groups)

    def test_no_place_on_earth(self, cells):
        with pytest.raises(BadInput, match=r"building 1 .*95"):
            cells_of(cells, [55, 95], [61, 61])
        with pytest.raises(BadInput, match="1 latitudes and 2 longitudes"):
            cells_of(cells, [55], [61, 61])
