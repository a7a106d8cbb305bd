"""Trees by sweeping equal Dijkstra on every node, whatever the graph, seeds, blocks and threads."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.times import LANES, UNREACHED
from reach_graphs import Town, matrix, seeds, town, towns


@given(towns, st.integers(0, 10**6), st.integers(0, 20), st.booleans())
def test_trees_equal_dijkstra(town, seed, roots, toward):
    given_seeds = seeds(town, seed, roots)
    found = matrix(town.metric().trees(*given_seeds, toward=toward), roots, town.nodes)
    assert np.array_equal(found, town.distances(*given_seeds, toward=toward))


@given(towns, st.integers(0, 10**6))
def test_basic_and_perfect_customisation_give_the_same_trees(town, seed):
    given_seeds = seeds(town, seed, 5)
    hierarchy = town.hierarchy()
    found = [
        matrix(
            hierarchy.customise(town.forward, town.backward, perfect=perfect).trees(
                *given_seeds, toward=True
            ),
            5,
            town.nodes,
        )
        for perfect in (False, True)
    ]
    assert np.array_equal(*found)


def test_perfect_customisation_drops_arcs():
    streets = town(3, 12, 12)
    basic, perfect = streets.metric(perfect=False), streets.metric()
    assert len(perfect.up_arcs) < len(basic.up_arcs)
    assert len(perfect.down_arcs) < len(basic.down_arcs)


@given(towns)
def test_from_one_node_to_another_is_the_same_either_way(town):
    every = np.arange(town.nodes, dtype=np.int32)
    start, cost = np.arange(town.nodes + 1, dtype=np.int32), np.zeros(town.nodes, np.int32)
    metric = town.metric()
    toward = matrix(metric.trees(start, every, cost, toward=True), town.nodes, town.nodes)
    away = matrix(metric.trees(start, every, cost, toward=False), town.nodes, town.nodes)
    assert np.array_equal(toward, away.T)
    assert (np.diag(away) == 0).all()


@given(towns, st.integers(0, 10**6), st.integers(0, 60), st.booleans())
def test_a_selection_holds_the_same_times_in_its_own_order(town, seed, many, toward):
    given_seeds = seeds(town, seed, 4)
    metric = town.metric()
    targets = np.random.default_rng(seed).integers(0, town.nodes, many).astype(np.int32)
    selection = metric.selection(targets)
    assert len(selection) == many
    selected = matrix(metric.trees(*given_seeds, toward=toward, selection=selection), 4, many)
    whole = matrix(metric.trees(*given_seeds, toward=toward), 4, town.nodes)
    assert np.array_equal(selected, whole[:, targets])


@given(st.lists(st.integers(0, 40), max_size=4))
def test_any_division_into_blocks_gives_the_same_bytes(cuts):
    streets = town(11)
    given_seeds = seeds(streets, 12, 40)
    metric = streets.metric()
    bounds = [0, *sorted(cuts), 40]
    parts = np.full((40, streets.nodes), -1, np.int32)
    for first, last in itertools.pairwise(bounds):
        for part, block in metric.trees(*given_seeds, toward=True, block=slice(first, last)):
            parts[part] = block[:, : part.stop - part.start].T
    assert np.array_equal(parts, matrix(metric.trees(*given_seeds, toward=True), 40, streets.nodes))


def test_two_threads_give_the_same_bytes():
    streets = town(21, 20, 20)
    given_seeds = seeds(streets, 22, 320)
    metric = streets.metric()
    selection = metric.selection(np.arange(0, streets.nodes, 3, dtype=np.int32))

    def part(first):
        block = slice(first, first + LANES)
        trees = metric.trees(*given_seeds, toward=False, selection=selection, block=block)
        return np.concatenate([block[:, : roots.stop - roots.start].T for roots, block in trees])

    with ThreadPoolExecutor(2) as pool:
        threads = np.concatenate(list(pool.map(part, range(0, 320, LANES))))
    alone = matrix(metric.trees(*given_seeds, toward=False, selection=selection), 320, len(selection))
    assert threads.tobytes() == alone.tobytes()


def test_lanes_without_a_root_are_unreached():
    streets = town(31)
    ((_, block),) = streets.metric().trees(*seeds(streets, 32, 3), toward=True)
    assert block.shape == (streets.nodes, LANES)
    assert (block[:, 3:] == UNREACHED).all()


def test_trees_that_are_left_half_way_do_not_disturb_the_next():
    streets = town(41)
    given_seeds = seeds(streets, 42, 40)
    metric = streets.metric()
    next(iter(metric.trees(*given_seeds, toward=True)))
    found = matrix(metric.trees(*given_seeds, toward=True), 40, streets.nodes)
    assert np.array_equal(found, streets.distances(*given_seeds, toward=True))


def test_times_beyond_measure_are_unreached():
    chain = np.arange(9, dtype=np.int32)
    costs = np.full(9, 2**29 - 1, np.int32)
    streets = Town(10, chain, chain + np.int32(1), costs, costs)
    start, node, cost = np.array([0, 1], np.int32), np.array([0], np.int32), np.array([1], np.int32)
    ((_, block),) = streets.metric().trees(start, node, cost, toward=False)
    assert block[:, 0].tolist() == [1, 2**29, 2**30 - 1, *[2**30] * 7]


@pytest.mark.slow
def test_a_larger_town_equals_dijkstra():
    streets = town(51, 90, 90)
    given_seeds = seeds(streets, 52, 40)
    metric = streets.metric()
    for toward in (False, True):
        found = matrix(metric.trees(*given_seeds, toward=toward), 40, streets.nodes)
        assert np.array_equal(found, streets.distances(*given_seeds, toward=toward))


@pytest.mark.parametrize(
    ("start", "node", "cost", "message"),
    [
        ([0, 1], [10**6], [0], "seed 0: 1000000 is none of the"),
        ([0, 1], [0], [-1], "seed 0: a cost of -1 ms"),
        ([0, 1], [0], [2**30 + 1], "seed 0: a cost of 1073741825 ms"),
        ([0, 1], [0], [0, 0], "1 seeds with 2 costs"),
        ([0, 2], [0], [0], "the starts of the roots do not span the 1 seeds"),
        ([0, 2, 1, 2], [0, 0], [0, 0], "the starts of the roots descend"),
        ([], [], [], "the starts of the roots do not span the 0 seeds"),
    ],
)
def test_seeds_that_do_not_fit_are_refused(start, node, cost, message):
    arrays = [np.array(array, np.int32) for array in (start, node, cost)]
    with pytest.raises(BadInput) as refused:
        next(town(1).metric().trees(*arrays, toward=True))
    assert str(refused.value).startswith(message)


def test_a_target_that_is_no_node_is_refused():
    streets = town(1)
    with pytest.raises(BadInput) as refused:
        streets.metric().selection(np.array([0, -1], np.int32))
    assert str(refused.value) == f"target 1: -1 is none of the {streets.nodes} nodes"
