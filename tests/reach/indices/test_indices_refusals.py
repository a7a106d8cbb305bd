"""Numbers that cannot be meant, and what is said about them."""

import math

import numpy as np
import pytest

from reach.errors import BadInput
from reach.indices import decay as decays
from reach.indices.blocks import collect, from_minutes
from reach.indices.closest import cost_to_closest
from reach.indices.competition import floating_catchment_area, spatial_availability
from reach.indices.cumulative import balancing_cost, cumulative_cutoff, cumulative_interval
from reach.indices.gravity import catchment, gravity
from reach.indices.warm import warm
from reach.times import UNREACHED

TIMES = np.array([[60, 120], [180, UNREACHED]], np.int32)
NEAR = decays.decay_binary(600)


@pytest.mark.parametrize(
    ("times", "message"),
    [
        (TIMES.astype(np.float64), "int32 seconds .* not float64 of 2 dimensions; from_minutes"),
        (TIMES[0], "of 1 dimensions"),
        (np.array([[60, -1]], np.int32), r"from origin 0 to venue 1 .* -1 is negative"),
        (np.array([[60], [3_600_000]], np.int32), r"from origin 1 to venue 0 .* 3600000 is over a week"),
        ([(slice(0, 1), [[60]])], "not list"),
    ],
)
def test_times(times, message):
    with pytest.raises(BadInput, match=message):
        cumulative_cutoff(times, 60)


@pytest.mark.parametrize(
    ("minutes", "message"),
    [
        ([[1, math.nan]], r"origin 0 to venue 1 .* \(NaN\)"),
        ([[1], [-1]], r"origin 1 to venue 0 .* negative"),
        ([[20_000]], "over a week"),
        ([1, 2], "shape"),
    ],
)
def test_minutes(minutes, message):
    with pytest.raises(BadInput, match=message):
        from_minutes(minutes)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: cumulative_cutoff(TIMES, -1), "cutoff: -1"),
        (lambda: cumulative_cutoff(TIMES, ()), "at least one"),
        (lambda: cumulative_cutoff(TIMES, (600, 60)), "ascend"),
        (lambda: cumulative_cutoff(TIMES, int(UNREACHED)), "cannot be reached"),
        (lambda: cumulative_cutoff(TIMES, 60, [1]), "opportunities: 1 numbers"),
        (lambda: cumulative_cutoff(TIMES, 60, [1, 2, 3]), "opportunities: 3 numbers for 2 venues"),
        (lambda: cumulative_cutoff(TIMES, 60, [1, math.nan]), r"opportunities: venue 1 .* \(NaN\)"),
        (lambda: cumulative_interval(TIMES, (0, 60), summary="mode"), "summary"),
        (lambda: cumulative_interval(TIMES, (60, 0)), "interval"),
        (lambda: cumulative_interval(TIMES, (0, 60), interval_increment=0), "interval_increment"),
        (lambda: cost_to_closest(TIMES, 0), "n: 0"),
        (lambda: cost_to_closest(TIMES, math.nan), "n: nan"),
        (lambda: cost_to_closest(TIMES, (3, 1)), "ascend"),
        (lambda: balancing_cost(TIMES, [1]), "demand: 1 numbers for 2 origins"),
        (lambda: balancing_cost(TIMES, [1, -1]), r"demand: origin 1 .* negative"),
        (lambda: gravity(TIMES, NEAR, [-1, 1]), r"opportunities: venue 0 .* negative"),
        (lambda: catchment(TIMES, NEAR, [1]), "population: 1 numbers for 2 origins"),
        (lambda: floating_catchment_area(TIMES, "4sfca", NEAR, [1, 1]), "'4sfca' is none of 2sfca"),
        (lambda: floating_catchment_area(TIMES, "2sfca", NEAR, [1]), "demand: 1 numbers"),
        (lambda: floating_catchment_area(TIMES, "2sfca", NEAR, [math.inf, 1]), r"origin 0 .* infinite"),
        (lambda: spatial_availability(TIMES, NEAR, [1, 1], alpha=math.nan), "alpha"),
        (lambda: spatial_availability(TIMES, NEAR, [1, 1, 1]), "demand: 3 numbers"),
        (lambda: decays.decay_linear(0), "cutoff"),
        (lambda: decays.decay_binary(True), "cutoff: True"),
        (lambda: decays.decay_exponential(-1), "decay_value"),
        (lambda: decays.decay_stepped((60, 120), (0.5,)), "weights: 1 numbers"),
        (lambda: decays.decay_zones((60,), (1.5,)), "between 0 and 1"),
        (lambda: decays.decay_logistic(60, 0), "sd"),
        (lambda: decays.decay_gaussian(0), "sigma"),
        (lambda: decays.cut(NEAR, 700_000), "week"),
        (lambda: gravity(TIMES, decays.Decay("odd", lambda m: -m)), r"decay odd: second 1 .* negative"),
        (lambda: gravity(TIMES, decays.Decay("odd", lambda m: m[:1])), "weights for"),
        (lambda: gravity(TIMES, decays.Decay("odd", lambda m: m / 0 * 0)), "NaN"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_arguments(ask, message):
    with pytest.raises(BadInput, match=message):
        ask()


def test_no_index_at_all_still_reads_the_times():
    collect(TIMES)
    with pytest.raises(BadInput, match="negative"):
        collect(-TIMES)


def test_nobody_reaches_a_venue():
    assert floating_catchment_area(TIMES, "2sfca", NEAR, [0, 0], [5, 5]).tolist() == [0, 0]
    assert spatial_availability(TIMES, NEAR, [0, 1], [5, 5]).tolist() == [0, 5]


def test_no_venues():
    none = np.zeros((2, 0), np.int32)
    assert cumulative_cutoff(none, 60).tolist() == [0, 0]
    assert cost_to_closest(none, 1, []).tolist() == [UNREACHED, UNREACHED]
    assert floating_catchment_area(none, "bfca", NEAR, [1, 1]).tolist() == [0, 0]


def test_warming_up():
    warm()
