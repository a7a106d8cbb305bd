"""The nearest places and bounded searches hold what trees hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.hierarchy.choice import choose
from reach.times import UNREACHED
from reach_graphs import seeds, town, towns


def expected_nearest(distances, count):
    """Sorted by time, then by root: int64 keys make the order of both plain."""
    roots, nodes = distances.shape
    keys = (distances.astype(np.int64) << 32) + np.arange(roots)[:, None]
    keys[distances >= UNREACHED] = int(UNREACHED) << 32
    missing = np.full((count, nodes), int(UNREACHED) << 32)
    least = np.sort(np.concatenate([keys, missing]), axis=0)[:count].T
    times = (least >> 32).astype(np.int32)
    return times, np.where(times < UNREACHED, least & (2**32 - 1), -1).astype(np.int32)


@given(towns, st.integers(0, 10**6), st.integers(0, 12), st.integers(1, 4), st.booleans())
def test_the_nearest_are_the_least_of_all_trees(town, seed, roots, count, toward):
    given_seeds = seeds(town, seed, roots)
    times, places = town.metric().nearest(*given_seeds, count=count, toward=toward)
    expected = expected_nearest(town.distances(*given_seeds, toward=toward), count)
    assert np.array_equal(times, expected[0])
    assert np.array_equal(places, expected[1])


@given(towns, st.integers(0, 10**6), st.integers(0, 40))
def test_the_nearest_of_a_selection_are_those_of_its_nodes(town, seed, many):
    given_seeds = seeds(town, seed, 6)
    targets = np.random.default_rng(seed).integers(0, town.nodes, many).astype(np.int32)
    metric = town.metric()
    selected = metric.nearest(*given_seeds, count=2, selection=metric.selection(targets))
    whole = metric.nearest(*given_seeds, count=2)
    assert np.array_equal(selected[0], whole[0][targets])
    assert np.array_equal(selected[1], whole[1][targets])


def test_equally_near_places_count_by_number():
    streets = town(1)
    start, node = np.arange(4, dtype=np.int32), np.full(3, 5, np.int32)
    times, places = streets.metric().nearest(start, node, np.full(3, 9, np.int32), count=3)
    assert (times[5].tolist(), places[5].tolist()) == ([9, 9, 9], [0, 1, 2])


@given(towns, st.integers(0, 10**6), st.integers(0, 30_000), st.booleans())
def test_a_bounded_search_holds_what_trees_hold_within_its_limit(town, seed, limit, toward):
    given_seeds = seeds(town, seed, 9)
    start, node, ms = town.metric().bounded(*given_seeds, limit=limit, toward=toward)
    expected = town.distances(*given_seeds, toward=toward)
    roots, nodes = np.nonzero(expected <= limit)
    assert np.array_equal(start, np.searchsorted(roots, np.arange(10)))
    assert np.array_equal(node, nodes)
    assert np.array_equal(ms, expected[roots, nodes])


@given(towns, st.integers(0, 10**6), st.integers(0, 30_000), st.booleans())
def test_searches_for_a_selection_give_its_rows(town, seed, limit, toward):
    given_seeds = seeds(town, seed, 9)
    targets = np.random.default_rng(seed).integers(0, town.nodes, 20).astype(np.int32)
    metric = town.metric()
    selection = metric.selection(targets)
    start, row, ms = metric.bounded(*given_seeds, limit=limit, toward=toward, selection=selection)
    expected = town.distances(*given_seeds, toward=toward)[:, targets]
    roots, rows = np.nonzero(expected <= limit)
    assert np.array_equal(start, np.searchsorted(roots, np.arange(10)))
    assert np.array_equal(row, rows)
    assert np.array_equal(ms, expected[roots, rows])


def test_more_targets_than_first_expected():
    streets = town(2, 25, 25)
    given_seeds = seeds(streets, 3, 40)
    start, node, ms = streets.metric().bounded(*given_seeds, limit=10**9, toward=True)
    expected = streets.distances(*given_seeds, toward=True)
    assert start[-1] > 4096
    assert np.array_equal(np.nonzero(expected <= 10**9)[1], node)
    assert np.array_equal(expected[expected <= 10**9], ms)


@pytest.mark.parametrize("limit", [0, 3000, 20_000, 10**6])
def test_search_and_sweep_answer_alike(limit):
    streets = town(4, 12, 12)
    given_seeds = seeds(streets, 5, 37)
    metric = streets.metric()
    selection = metric.selection(np.arange(0, streets.nodes, 5, dtype=np.int32))
    for chosen in (None, selection):
        found = metric.within(*given_seeds, limit=limit, toward=True, selection=chosen)
        bounded = metric.bounded(*given_seeds, limit=limit, toward=True, selection=chosen)
        assert [array.tobytes() for array in found] == [array.tobytes() for array in bounded]


def test_both_ways_are_taken():
    # In Porto a search for 400 stops pays up to 8 minutes, one for all nodes up to an hour.
    assert choose(0.0003, targets=400, core=5138, all_core=40_767) == "bounded"
    assert choose(0.0017, targets=400, core=5138, all_core=40_767) == "trees"
    assert choose(0.0233, targets=325_228, core=40_767, all_core=40_767) == "bounded"
    assert choose(1.0, targets=325_228, core=40_767, all_core=40_767) == "trees"


def test_without_roots_nothing_is_found():
    none = np.empty(0, np.int32)
    found = town(1).metric().within(np.zeros(1, np.int32), none, none, limit=5, toward=True)
    assert [array.tolist() for array in found] == [[0], [], []]


def test_a_part_of_the_roots():
    streets = town(7)
    given_seeds = seeds(streets, 8, 20)
    metric = streets.metric()
    start, node, ms = metric.bounded(*given_seeds, limit=9000, toward=False)
    part = metric.bounded(*given_seeds, limit=9000, toward=False, block=slice(5, 9))
    assert np.array_equal(part[0], start[5:10] - start[5])
    assert np.array_equal(part[1], node[start[5] : start[9]])
    assert np.array_equal(part[2], ms[start[5] : start[9]])


@pytest.mark.parametrize("limit", [-1, 2**30])
def test_a_limit_beyond_measure_is_refused(limit):
    with pytest.raises(BadInput) as refused:
        town(1).metric().bounded(*seeds(town(1), 1, 1), limit=limit, toward=True)
    assert str(refused.value) == f"a limit of {limit} ms"


def test_the_nearest_none_is_refused():
    with pytest.raises(BadInput) as refused:
        town(1).metric().nearest(*seeds(town(1), 1, 1), count=0)
    assert str(refused.value) == "the nearest 0: at least one is wanted"
