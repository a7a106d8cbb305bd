"""Hill numbers: how many equally common kinds would be as varied."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.indices.choice import choice_within, hill_numbers, time_to_kinds
from reach.times import UNREACHED

COUNTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=12)


@given(COUNTS)
def test_falling_with_the_order(counts):
    found = [float(hill_numbers(np.array([counts]), order)[0]) for order in (0, 1, 2)]
    assert found[0] >= found[1] >= found[2]
    assert found[0] == sum(count > 0 for count in counts)
    assert (found[2] > 0) == (sum(counts) > 0)


@given(COUNTS)
def test_the_order_of_kinds_is_nothing(counts):
    forth, back = np.array([counts]), np.array([counts[::-1]])
    for order in (0, 2):
        assert hill_numbers(forth, order).tolist() == hill_numbers(back, order).tolist()
    np.testing.assert_allclose(hill_numbers(forth, 1), hill_numbers(back, 1), rtol=1e-12)


@given(st.integers(1, 40), st.integers(1, 1000))
def test_equally_common_kinds_count_as_many(kinds, places):
    counts = np.full((1, kinds), places)
    assert [hill_numbers(counts, order).tolist() for order in (0, 1, 2)] == [[kinds]] * 3


def test_by_hand():
    counts = np.array([[8, 1, 1, 0], [0, 0, 0, 0]])
    entropy = -(0.8 * math.log(0.8) + 2 * 0.1 * math.log(0.1))
    assert hill_numbers(counts, 0).tolist() == [3, 0]
    np.testing.assert_allclose(hill_numbers(counts, 1), [math.exp(entropy), 0], rtol=1e-15)
    assert hill_numbers(counts, 2).tolist() == [100 / 66, 0]


def test_ten_libraries_are_less_of_a_choice():
    times = np.full((1, 13), 300, np.int32)
    libraries = choice_within(times, [0] * 10 + [1, 2, 3], 600)
    mixed = choice_within(times[:, :4], [0, 1, 2, 3], 600)
    assert (libraries.places.tolist(), mixed.places.tolist()) == ([13], [4])
    assert libraries.kinds.tolist() == mixed.kinds.tolist() == [4]
    assert libraries.hill(1)[0] < libraries.hill(0)[0] == mixed.hill(1)[0] == 4


def test_kinds_need_not_be_numbered_in_a_row():
    times = np.array([[60, 120, 60, int(UNREACHED)]], np.int32)
    found = choice_within(times, [70, 5, 70, 900], 120)
    assert found.codes.tolist() == [5, 70, 900]
    assert found.counts.tolist() == [[1, 2, 0]]
    assert time_to_kinds(times, [70, 5, 70, 900], (1, 2, 3, 9)).tolist() == [[60, 120, UNREACHED, UNREACHED]]


@pytest.mark.parametrize(
    ("kinds", "message"),
    [
        ([0, -1], r"venue 1 .* has none"),
        ([0.5, 1], "whole number"),
        ([0], "1 numbers"),
        ([0, 1, 2], "3 numbers for 2"),
    ],
)
def test_kinds_refused(kinds, message):
    with pytest.raises(BadInput, match=message):
        choice_within(np.zeros((1, 2), np.int32), kinds, 60)


@pytest.mark.parametrize(("counts", "order"), [([[1]], 3), ([[-1]], 1)])
def test_hill_refused(counts, order):
    with pytest.raises(BadInput, match=r"order|negative"):
        hill_numbers(np.array(counts), order)
