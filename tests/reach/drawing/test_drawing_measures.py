import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.drawing.bands import band
from reach.drawing.colour import MOST
from reach.drawing.column import value_text
from reach.drawing.measures import MINUTES, measure_of, round_bounds
from reach.drawing.words import WORDS
from reach.errors import BadInput

ENGLISH = WORDS["en"]


def test_seconds_are_drawn_as_minutes_the_shortest_strongest():
    measure = measure_of("third_s", ENGLISH)
    assert (measure.time, measure.unit) == (True, None)
    assert (measure.strong, measure.palette) == ("low", "steel")
    assert measure.bounds(np.array([3.0, np.inf])) == MINUTES
    whole = np.arange(10_000.0)
    assert measure.drawn(whole * 60).tolist() == whole.tolist()
    assert measure.drawn(np.array([np.inf])).tolist() == [np.inf]
    assert measure.title(ENGLISH) == "To the third nearest place of culture"


def test_amounts_are_strongest_where_there_is_most():
    measure = measure_of("kinds", ENGLISH)
    assert (measure.time, measure.factor, measure.unit) == (False, 1, "")
    assert (measure.strong, measure.palette) == ("high", "malachite")
    assert measure_of("supply_per_head", ENGLISH).drawn(np.array([0.5])).tolist() == [500.0]
    assert measure_of("anything", ENGLISH).title(ENGLISH) == "anything"


def test_every_language_has_a_title_for_every_column():
    assert {tuple(words.titles) for words in WORDS.values()} == {tuple(ENGLISH.titles)}


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([0, 1, 3], (0, 1, 2)),
        ([0, 8], (0, 1, 2, 3, 4, 5, 6, 7)),
        ([2, 12], (0, 1, 2, 5, 10)),
        ([0, 100], (0, 1, 2, 5, 10, 20, 50)),
        ([0, 5000], (0, 50, 100, 200, 500, 1000, 2000)),
        ([0, 0.3], (0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)),
        ([0, 0], (0,)),
        ([], (0,)),
    ],
)
def test_bands_are_round(values, bounds):
    assert round_bounds(np.array(values, dtype=np.float64)) == bounds


@given(st.lists(st.floats(0, 1e9, allow_subnormal=False), min_size=1, max_size=30))
def test_the_last_band_is_not_empty_and_all_have_a_colour(values):
    known = np.array(values)
    bounds = round_bounds(known)
    found = band(known, bounds, np.ones(len(known)), "over {}", counts=True)
    assert len(found.labels) <= MOST
    assert found.shares[-1] == 0
    assert (found.shares[-2] > 0) == (known.max() > 0)


def test_values_below_zero_have_no_bands_of_their_own():
    with pytest.raises(BadInput, match=r"change has values below zero, .*: give --bands"):
        measure_of("change", ENGLISH).bounds(np.array([-1.0, 1.0]))


def test_the_large_figure_has_as_many_digits_as_it_needs():
    told = [value_text(value) for value in (0.0, 0.0412, 0.62, 1.0, 3.5, 14.6, np.inf)]
    assert told == ["0", "0.041", "0.62", "1", "3.5", "15", "∞"]
