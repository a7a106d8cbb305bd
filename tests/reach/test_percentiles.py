"""Nearest-rank percentiles with ∞."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.percentiles import SCRATCH, padded, percentiles_of, ranks, select
from reach.times import LANES, UNREACHED


def plain(values, percentile):
    """The least value that at least ``percentile`` per cent of all do not exceed."""
    return min(
        value
        for value in values
        if 100 * sum(one <= value for one in values) >= Fraction(str(percentile)) * len(values)
    )


@given(
    st.integers(1, 40).flatmap(
        lambda count: st.lists(
            st.lists(st.one_of(st.integers(0, 9), st.integers(0, 2**30)), min_size=count, max_size=count),
            min_size=1,
            max_size=19,
        )
    ),
    st.lists(st.sampled_from([0.5, 5, 12.5, 33.3, 50, 95, 99.9, 100]), min_size=1, max_size=4),
)
def test_percentiles_are_values_at_their_rank(places, asked):
    found = percentiles_of(np.array(places, dtype=np.int32).T, asked)
    assert found.tolist() == [[plain(values, percentile) for values in places] for percentile in asked]


def test_ranks_are_exact():
    assert ranks((5, 50, 95, 100), 120).tolist() == [6, 60, 114, 120]
    assert ranks((5, 50, 95, 100), 1).tolist() == [1, 1, 1, 1]
    # Three times 0.1 is more than 0.3 in binary fractions; the rank is 3 all the same.
    assert ranks((0.3,), 1000).tolist() == [3]


def test_what_is_never_reached_counts_as_longest():
    times = np.array([[600, UNREACHED], [UNREACHED, UNREACHED], [300, 60]], dtype=np.int32)
    assert percentiles_of(times, (33, 50, 67)).tolist() == [
        [300, 60],
        [600, UNREACHED],
        [UNREACHED, UNREACHED],
    ]


@pytest.mark.parametrize("percentile", [0, -5, 100.1])
def test_percentiles_outside_are_refused(percentile):
    with pytest.raises(ValueError, match=rf"^a percentile lies above 0 and up to 100, not at {percentile}$"):
        ranks((50, percentile), 120)


def test_percentiles_of_nothing_are_refused():
    with pytest.raises(ValueError, match=r"^there are no percentiles of nothing$"):
        percentiles_of(np.zeros((0, 3), dtype=np.int32), (50,))


@pytest.mark.parametrize("kind", [np.int16, np.int32])
def test_short_and_long_numbers_give_the_same(kind):
    drawn = np.random.default_rng(5).integers(0, 2**15, (120, LANES)).astype(kind)
    buffer = np.full((padded(120), LANES), np.iinfo(kind).max, dtype=kind)
    buffer[:120] = drawn
    wanted = np.array([1, 6, 60, 114, 120], dtype=np.int32)
    chosen = np.empty((5, LANES), dtype=np.int32)
    select(buffer, 120, wanted, np.empty((SCRATCH, LANES), dtype=kind), chosen)
    assert np.array_equal(chosen, np.sort(drawn, axis=0)[wanted - 1])
