"""Numbers that the R package ``accessibility`` 1.4.0 prints in its README or holds itself to in tests."""

import numpy as np
import pytest

from reach.indices.closest import cost_to_closest
from reach.indices.competition import floating_catchment_area, spatial_availability
from reach.indices.cumulative import balancing_cost, cumulative_cutoff, cumulative_interval
from reach.indices.decay import Decay, decay_binary, decay_exponential
from reach.indices.gravity import catchment, gravity
from reach.indices.inequality import concentration_index, fgt_poverty, gini_index, palma_ratio, theil_t
from reach.indices.quantiles import weighted_quantile
from reach.times import UNREACHED

FIVE = ("b57bffff", "b597ffff", "b5b3ffff", "b5cfffff", "909bffff")
SIX = (*FIVE, "90b7ffff")
EVEN = Decay("even", np.ones_like)


def test_jobs_within_half_an_hour(city):
    assert cumulative_cutoff(city.seconds, 1800, city.jobs)[:6].tolist() == [
        14561,
        29452,
        16647,
        10700,
        6669,
        37029,
    ]


def test_schools_by_gravity(city):
    found = gravity(city.seconds, decay_exponential(0.2), city.schools)[city.rows(*SIX)]
    assert found.round(8).tolist() == [0.03041853, 1.15549493, 0.56519126, 0.19852152, 0.41378042, 0.95737555]


def test_jobs_a_head(city):
    found = floating_catchment_area(city.seconds, "2sfca", decay_binary(3000), city.population, city.jobs)[
        city.rows(*SIX)
    ]
    assert found.round(7).tolist() == [0.4278111, 0.3863614, 0.4501725, 0.5366707, 0.4280401, 0.5176583]


def test_palma_and_poverty_of_the_whole_city(city):
    access = cumulative_cutoff(city.seconds, 1800, city.jobs)
    assert round(palma_ratio(access, city.population, city.income), 6) == 3.800465
    poverty = fgt_poverty(access, city.population, 95_368)
    found = [round(order, 7) for order in (poverty.fgt0, poverty.fgt1, poverty.fgt2)]
    assert found == [0.5745378, 0.3277383, 0.2218769]


def test_cumulative_access_among_five_cells(city):
    rows = city.rows("909bffff", "b57bffff", "b597ffff", "b5b3ffff", "b5cfffff")
    times = city.among(rows)
    assert cumulative_cutoff(times, 1800, city.jobs[rows]).tolist() == [0, 82, 408, 408, 109]
    assert catchment(times, decay_binary(2700), city.population[rows]).tolist() == [0, 5404, 4552, 2363, 4552]


def test_gravity_from_two_cells(city):
    rows = city.rows("b57bffff", "b597ffff")
    times = np.ascontiguousarray(city.seconds[rows])
    assert gravity(times, decay_exponential(0.5), city.jobs).round(2).tolist() == [14.11, 28.02]
    assert gravity(times, decay_exponential(0.6), city.jobs).round(2).tolist() == [6.59, 13.4]
    assert cumulative_cutoff(times, 1800, city.jobs).tolist() == [22239, 36567]


@pytest.mark.parametrize(
    ("last", "summary", "jobs"),
    [
        (45, "median", [82, 517, 517, 304, 0]),
        (50, "median", [82, 599, 599, 499, 0]),
        (45, "min", [82, 408, 408, 109, 0]),
        (45, "mean", [82, 512, 508, 304, 0]),
    ],
)
def test_intervals(city, last, summary, jobs):
    rows = city.rows(*FIVE)
    found = cumulative_interval(city.among(rows), (40 * 60, last * 60), city.jobs[rows], summary=summary)
    assert found.tolist() == jobs


def test_the_closest_school_and_the_closest_people(city):
    rows = city.rows(*FIVE)
    times = city.among(rows)
    assert (cost_to_closest(times, 1, city.schools[rows]) / 60).tolist() == [47, 5.8, 13, 43, 70]
    back = np.ascontiguousarray(times.T)
    assert (cost_to_closest(back, 1, city.population[rows]) / 60).tolist() == [5.8, 5.8, 5.8, 5.8, 58]
    assert cost_to_closest(times, 3, city.schools[rows]).tolist() == [UNREACHED] * 5


def test_balancing_cost(city):
    rows = city.rows("a64fffff", "b027ffff", "b12bffff", "b287ffff", "b67bffff")
    found = balancing_cost(city.among(rows), city.population[rows], city.jobs[rows])
    assert (found // 60).tolist() == [42, 6, 27, 6, 20]
    by_two = balancing_cost(city.among(rows), city.population[rows], city.jobs[rows], cost_increment=120)
    assert (by_two // 60).tolist() == [42, 6, 28, 6, 20]


@pytest.mark.parametrize(
    ("method", "jobs"),
    [("2sfca", [0.0152, 0.1491, 0.1491, 0.1068, 0]), ("bfca", [0.0094, 0.1993, 0.1993, 0.1147, 0])],
)
def test_catchments_of_five_cells(city, method, jobs):
    rows = city.rows(*FIVE)
    found = floating_catchment_area(
        city.among(rows), method, decay_binary(2700), city.population[rows], city.jobs[rows]
    )
    assert found.round(4).tolist() == jobs


def test_a_decay_of_ones_shares_evenly(city):
    rows = city.rows(*FIVE)
    times, people, jobs = city.among(rows), city.population[rows], city.jobs[rows]
    assert floating_catchment_area(times, "2sfca", EVEN, people, jobs).round(4).tolist() == [0.1108] * 5
    assert spatial_availability(times, EVEN, people, jobs).round(0).tolist() == [94, 44, 218, 243, 0]


def test_catchments_from_two_cells_to_all(city):
    rows = city.rows("b57bffff", "b597ffff")
    times, people = np.ascontiguousarray(city.seconds[rows]), city.population[rows]
    found = floating_catchment_area(times, "2sfca", decay_binary(2700), people, city.jobs)
    assert np.floor(found).tolist() == [233, 195]


def test_spatial_availability_from_two_cells_to_all(city):
    rows = city.rows("b57bffff", "b597ffff")
    times, people = np.ascontiguousarray(city.seconds[rows]), city.population[rows]
    slow = spatial_availability(times, decay_exponential(0.5), people, city.jobs)
    assert slow.round(1).tolist() == [388780.8, 107272.2]
    assert spatial_availability(times, decay_exponential(0.6), people, city.jobs).round(1).tolist() == [
        389238.9,
        106814.1,
    ]
    assert np.floor(spatial_availability(times, decay_exponential(0.1), people, city.jobs)).tolist() == [
        362330,
        133722,
    ]


def test_spatial_availability_of_its_paper():
    times = np.array([[15, 30, 100], [30, 15, 100], [100, 100, 15]], np.int32) * np.int32(60)
    found = spatial_availability(
        times, decay_exponential(0.1), [50_000, 150_000, 10_000], [100_000, 100_000, 10_000]
    )
    assert found.round(0).tolist() == [66833, 133203, 9963]


class TestFiveCells:
    """Inequality of jobs within half an hour; the order of cells is that of the package's tests."""

    ENDS = ("909bffff", "b57bffff", "b597ffff", "b5b3ffff", "b5cfffff")

    def held(self, city, ends):
        rows = city.rows(*ends)
        access = cumulative_cutoff(np.ascontiguousarray(city.seconds[rows]), 1800, city.jobs)
        return access, city.population[rows], city.income[rows], rows

    def limits(self, city):
        lived_in = city.population > 0
        incomes, people = city.income[lived_in], city.population[lived_in]
        return weighted_quantile(incomes, people, 0.4), weighted_quantile(incomes, people, 0.9)

    def test_gini(self, city):
        access, people, _, _ = self.held(city, self.ENDS)
        assert round(gini_index(access, people), 4) == 0.1386
        assert round(gini_index(access[:4], people[:4]), 4) == 0.1148

    def test_palma(self, city):
        access, people, income, _ = self.held(city, self.ENDS)
        limits = self.limits(city)
        assert round(palma_ratio(access, people, income, limits=limits), 4) == 1.0911
        assert round(palma_ratio(access[:4], people[:4], income[:4], limits=limits), 4) == 0.5249
        assert np.isnan(palma_ratio(access[1:2], people[1:2], income[1:2], limits=limits))

    def test_concentration(self, city):
        access, people, income, _ = self.held(city, self.ENDS)
        assert round(concentration_index(access, people, income), 4) == -0.0248
        assert round(concentration_index(access, people, income, "corrected"), 4) == -0.1314
        assert round(concentration_index(access[:4], people[:4], income[:4]), 4) == -0.1148
        assert round(concentration_index(access[:4], people[:4], income[:4], "corrected"), 4) == -0.8282

    def test_poverty(self, city):
        access, people, _, _ = self.held(city, self.ENDS)
        none = fgt_poverty(access, people, 10_000)
        assert (none.fgt0, none.fgt1, none.fgt2) == (0, 0, 0)
        poor = fgt_poverty(access, people, 100_000)
        assert (poor.fgt0, round(poor.fgt1, 4), round(poor.fgt2, 4)) == (1, 0.5588, 0.3256)
        poor = fgt_poverty(access[:4], people[:4], 100_000)
        assert (poor.fgt0, round(poor.fgt1, 4), round(poor.fgt2, 4)) == (1, 0.6367, 0.4129)

    def test_theil(self, city):
        access, people, _, rows = self.held(city, ("900bffff", *self.ENDS[1:]))
        deciles = city.decile[rows].tolist()
        found = theil_t(access, people, deciles)
        parts = (found.between_group, found.within_group, found.total)
        assert [round(part, 4) for part in parts] == [0.0515, 0.0337, 0.0852]
        between = dict(zip(found.groups, found.between_group_component.round(4).tolist(), strict=True))
        assert between == {1: 0.0243, 3: -0.0579, 6: -0.0042, 10: 0.0894}
        within = dict(zip(found.groups, found.within_group_component.round(4).tolist(), strict=True))
        assert within == {1: 0, 3: 0, 6: 0, 10: 0.0337}
        assert round(theil_t(access, people).total, 4) == 0.0852
        assert round(theil_t(access[:4], people[:4]).total, 4) == 0.0839

    def test_theil_without_the_third_decile(self, city):
        access, people, _, rows = self.held(city, self.ENDS[1:])
        found = theil_t(access, people, city.decile[rows].tolist())
        parts = (found.between_group, found.within_group, found.total)
        assert [round(part, 4) for part in parts] == [0.0021, 0.0357, 0.0378]
