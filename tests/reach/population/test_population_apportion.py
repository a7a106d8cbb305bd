"""Whole people for fractions of them."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.population.apportion import apportion, apportion_table

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=30)


@given(st.integers(0, 10**6), WEIGHTS)
def test_the_sum_is_kept_and_no_share_is_off_by_one(total, weights):
    assume(sum(weights) > 0)
    found = apportion(total, weights)
    assert int(found.sum()) == total
    for share, weight in zip(found.tolist(), weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1
        assert weight > 0 or share == 0


@given(st.integers(0, 10**4), WEIGHTS)
def test_more_weight_never_means_less(total, weights):
    assume(sum(weights) > 0)
    found = apportion(total, weights).tolist()
    for (light, less), (heavy, more) in pairwise(sorted(zip(weights, found, strict=True))):
        assert more >= less or (light == heavy and more == less - 1)


def test_by_hand():
    assert apportion(10, [1, 1, 1]).tolist() == [4, 3, 3]
    assert apportion(7, [50, 30, 20]).tolist() == [4, 2, 1]
    assert apportion(0, [0, 0]).tolist() == [0, 0]
    assert apportion(0, []).tolist() == []


@st.composite
def margins(draw):
    rows = draw(st.lists(st.integers(0, 60), min_size=1, max_size=12))
    cuts = draw(st.lists(st.integers(0, sum(rows)), max_size=9))
    edges = [0, *sorted(cuts), sum(rows)]
    return rows, np.diff(edges).tolist()


@given(margins())
def test_both_margins_are_kept(both):
    rows, columns = both
    table = apportion_table(rows, columns)
    assert table.sum(axis=1).tolist() == rows
    assert table.sum(axis=0).tolist() == columns
    assert (table >= 0).all()


@pytest.mark.parametrize("columns", [[1] * 900 + [900], [3] * 600, [900, 1, 2, 3] * 2 + [1] * 600])
def test_small_columns_beside_large_ones_get_of_everything(columns):
    everybody = sum(columns)
    table = apportion_table(apportion(everybody, [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]), columns)
    rows = table.sum(axis=1)
    for first in range(10):
        for last in range(first + 1, 11):
            due = np.array(columns) * rows[first:last].sum() / everybody
            assert (np.abs(table[first:last].sum(axis=0) - due) <= 2).all()
    singles = np.array(columns) <= 3
    due = rows * table[:, singles].sum() / everybody
    np.testing.assert_allclose(table[:, singles].sum(axis=1), due, atol=6)


def test_small_columns_get_of_everything():
    table = apportion_table([40, 40, 40], [3] * 40)
    assert table.max() <= 2
    assert (table == 1).sum() >= 110


@pytest.mark.parametrize(
    ("total", "weights", "message"),
    [
        (3, [0, 0], "nothing to divide it by"),
        (3, [], "nothing to divide it by"),
        (-1, [1], "negative"),
        (1, [1, -1], "negative"),
        (1, [0.5], "whole"),
        (2**40, [2**40], "too large"),
    ],
)
def test_refused(total, weights, message):
    with pytest.raises(BadInput, match=message):
        apportion(total, weights)


@pytest.mark.parametrize(
    ("rows", "columns", "message"), [([1, 2], [2], "rows hold 3 and columns 2"), ([-1, 2], [1], "negative")]
)
def test_tables_refused(rows, columns, message):
    with pytest.raises(BadInput, match=message):
        apportion_table(rows, columns)
