"""Inequality by closed forms, by plain Python, and by what must hold for any numbers."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.indices.inequality import concentration_index, fgt_poverty, gini_index, palma_ratio, theil_t
from reach.indices.quantiles import time_percentiles, weighted_quantile
from reach.times import UNREACHED

INFINITE = int(UNREACHED)


@st.composite
def cells(draw, most=12):
    size = draw(st.integers(1, most))
    access = draw(st.lists(st.integers(0, 1000), min_size=size, max_size=size))
    people = draw(st.lists(st.integers(0, 60), min_size=size, max_size=size))
    assume(sum(people) > 0)
    return access, people


def persons(access, people):
    """One number a person."""
    return [reached for reached, number in zip(access, people, strict=True) for _ in range(number)]


@given(cells())
def test_gini_is_half_the_relative_mean_difference(city):
    found = gini_index(*city)
    everyone = persons(*city)
    mean = sum(everyone) / len(everyone)
    differences = sum(abs(one - other) for one in everyone for other in everyone) / len(everyone) ** 2
    assert found == pytest.approx(differences / (2 * mean) if mean else 0.0, abs=1e-12)
    assert 0 <= found <= 1


@given(cells())
def test_theil_by_person(city):
    everyone = persons(*city)
    mean = sum(everyone) / len(everyone)
    parts = [one / mean * math.log(one / mean) for one in everyone if one] if mean else [0.0]
    assert theil_t(*city).total == pytest.approx(math.fsum(parts) / len(everyone), abs=1e-12)


@given(cells())
def test_palma_by_person(city):
    access, people = city
    tenfold = [number * 10 for number in people]
    everyone = sorted(persons(access, tenfold))
    poorest, wealthiest = everyone[: len(everyone) * 4 // 10], everyone[-(len(everyone) // 10) :]
    least, most = sum(poorest) / len(poorest), sum(wealthiest) / len(wealthiest)
    expected = most / least if least else (math.inf if most else 1.0)
    assert palma_ratio(access, tenfold) == pytest.approx(expected, rel=1e-12)


@given(cells(), st.floats(1, 1000))
def test_poverty_by_person(city, line):
    everyone = persons(*city)
    gaps = [max(0.0, (line - one) / line) for one in everyone]
    found = fgt_poverty(*city, line)
    assert found.fgt0 == pytest.approx(sum(one < line for one in everyone) / len(everyone), abs=1e-12)
    assert found.fgt1 == pytest.approx(math.fsum(gaps) / len(everyone), abs=1e-12)
    assert found.fgt2 == pytest.approx(math.fsum(gap * gap for gap in gaps) / len(everyone), abs=1e-12)
    assert 1 >= found.fgt0 >= found.fgt1 >= found.fgt2 >= 0


@given(cells(), st.integers(0, 10**6))
def test_scale_order_and_empty_cells_are_nothing(city, seed):
    access, people = city
    order = np.random.default_rng(seed).permutation(len(access))
    incomes = np.random.default_rng(seed).integers(1, 5, len(access)).astype(float)
    moved = [*np.array(access)[order].tolist(), 500], [*np.array(people)[order].tolist(), 0]
    moved_incomes = [*incomes[order].tolist(), math.nan]
    larger = [reached * 8 for reached in access], [number * 4 for number in people]
    for index in (gini_index, lambda *both: theil_t(*both).total, palma_ratio):
        assert index(*moved) == pytest.approx(index(*city), rel=1e-9, abs=1e-12)
        assert index(*larger) == pytest.approx(index(*city), rel=1e-9, abs=1e-12)
    for variant in ("standard", "corrected"):
        assert concentration_index(*moved, moved_incomes, variant) == pytest.approx(
            concentration_index(*city, incomes, variant), abs=1e-12
        )


@given(cells(), st.integers(0, 10**6))
def test_within_and_between_make_the_total(city, seed):
    access, people = city
    groups = np.random.default_rng(seed).integers(0, 3, len(access)).tolist()
    found = theil_t(access, people, groups)
    assert found.between_group + found.within_group == pytest.approx(theil_t(access, people).total, abs=1e-12)
    assert found.between_group_component.sum() == pytest.approx(found.between_group, abs=1e-12)
    assert found.within_group_component.sum() == pytest.approx(found.within_group, abs=1e-12)
    assert (found.within_group_component >= 0).all()
    assert found.between_group >= -1e-12
    assert set(found.groups) == set(groups)


@given(cells(), st.integers(1, 60), st.integers(0, 1000), st.integers(1, 100), st.integers(0, 1000))
def test_taking_from_the_better_off_lessens_inequality(city, here, low, gift, more):
    access, people = city
    people = [*people, here, here]
    before = gini_index([*access, low, low + 2 * gift + more], people)
    assert gini_index([*access, low + gift, low + gift + more], people) < before
    before = theil_t([*access, low, low + 2 * gift + more], people).total
    assert theil_t([*access, low + gift, low + gift + more], people).total < before


def test_closed_forms():
    assert gini_index([0, 0, 0, 100], [1, 1, 1, 1]) == 0.75
    assert gini_index([0, 100], [99, 1]) == pytest.approx(0.99, abs=1e-15)
    assert theil_t([0, 0, 0, 100], [1, 1, 1, 1]).total == pytest.approx(math.log(4), abs=1e-15)
    assert concentration_index([0, 0, 0, 100], [1, 1, 1, 1], [1, 2, 3, 4]) == 0.75
    assert concentration_index([100, 0, 0, 0], [1, 1, 1, 1], [1, 2, 3, 4]) == -0.75
    assert concentration_index([100, 0, 0, 0], [1, 1, 1, 1], [7, 7, 7, 7]) == 0
    assert concentration_index([0, 0, 1, 1], [1, 1, 1, 1], [1, 2, 3, 4], "corrected") == 1
    assert palma_ratio([1, 1, 1, 1, 2, 2, 2, 2, 2, 8], [1] * 10) == pytest.approx(8, rel=1e-12)
    assert fgt_poverty([0, 5, 10], [1, 1, 2], 10).fgt0 == 0.5


@pytest.mark.parametrize("level", [0, 7])
def test_all_alike(level):
    access, people, income = [level] * 11, [1] * 9 + [2, 1], list(range(11))
    assert gini_index(access, people) == pytest.approx(0, abs=1e-15)
    assert theil_t(access, people, "abcabcabcab").total == 0
    assert palma_ratio(access, people) == pytest.approx(1, abs=1e-15)
    assert palma_ratio(access, people, income) == 1
    assert concentration_index(access, people, income) == 0
    assert concentration_index(access, people, income, "corrected") == 0


def test_the_worst_served_have_nothing():
    assert palma_ratio([0, 10], [1, 1]) == math.inf


@pytest.mark.parametrize("index", [gini_index, theil_t, palma_ratio, lambda *both: fgt_poverty(*both, 5)])
@pytest.mark.parametrize(
    ("access", "people", "message"),
    [
        ([1, math.nan], [1, 1], r"access: cell 1 .* not a number"),
        ([math.inf, 1], [1, 1], r"access: cell 0 .* infinite"),
        ([1, -2], [1, 1], r"access: cell 1 .* negative: -2"),
        ([1, 2], [1, math.nan], r"population: cell 1 .* not a number"),
        ([1, 2], [-1, 1], r"population: cell 0 .* negative"),
        ([1, 2], [1], "population: 1 numbers for 2 cells"),
        ([1, 2], [0, 0], "nobody lives here"),
        ([], [], "nobody lives here"),
        ([[1, 2]], [1, 2], "shape"),
        (["far"], [1], "numbers are needed"),
    ],
)
def test_refused(index, access, people, message):
    with pytest.raises(BadInput, match=message):
        index(access, people)


def test_more_refused():
    with pytest.raises(BadInput, match="poverty_line"):
        fgt_poverty([1], [1], 0)
    with pytest.raises(BadInput, match="variant"):
        concentration_index([1], [1], [1], "other")
    with pytest.raises(BadInput, match="income: 2 numbers for 1 cells"):
        concentration_index([1], [1], [1, 2])
    with pytest.raises(BadInput, match=r"income: cell 0 .* not a number"):
        palma_ratio([1, 2], [1, 1], [math.nan, 1])
    with pytest.raises(BadInput, match="groups: 1 labels"):
        theil_t([1, 2], [1, 1], ["north"])


@given(cells(), st.lists(st.sampled_from([0.1, 0.25, 0.5, 0.9, 1.0]), min_size=1, max_size=4))
def test_percentiles_by_person(city, shares):
    minutes, people = city
    times = np.array([INFINITE if minute > 800 else minute for minute in minutes], np.int32)
    everyone = sorted(persons(times.tolist(), people))
    # Tenths and quarters of whole people, in whole numbers.
    expected = [everyone[-(-len(everyone) * round(share * 20) // 20) - 1] for share in shares]
    assert time_percentiles(times, people, shares).tolist() == expected


def test_percentiles_refused():
    times = np.array([1, 2], np.int32)
    with pytest.raises(BadInput, match="shares"):
        time_percentiles(times, [1, 1], [0])
    with pytest.raises(BadInput, match="int32"):
        time_percentiles(times.astype(float), [1, 1], [0.5])
    with pytest.raises(BadInput, match="cell 1"):
        time_percentiles(np.array([1, -2], np.int32), [1, 1], [0.5])


@given(cells())
def test_quantile_of_people_in_a_row(city):
    values, people = city
    for share in (0.0, 0.4, 0.9, 1.0):
        expected = float(np.quantile(persons(values, people), share))
        assert weighted_quantile(values, people, share) == pytest.approx(expected, rel=1e-9, abs=1e-9)
