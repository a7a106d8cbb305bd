"""Order, storage and customisation: what is refused, what stays the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.hierarchy.hierarchy import Hierarchy
from reach.hierarchy.order import Order, components, digest_of, neighbours, nested_dissection
from reach.hierarchy.warm import warm
from reach.times import UNREACHED
from reach_graphs import Town, matrix, seeds, town, towns


@given(towns)
def test_an_order_ranks_each_node_once_and_is_the_same_each_time(town):
    order = nested_dissection(town.nodes, town.tail, town.head)
    assert np.array_equal(np.sort(order.rank), np.arange(town.nodes))
    again = nested_dissection(town.nodes, town.tail, town.head)
    assert (again.rank.tobytes(), again.digest) == (order.rank.tobytes(), order.digest)


@given(towns, st.integers(0, 10**6))
def test_any_order_gives_the_same_trees(town, seed):
    rank = np.random.default_rng(seed).permutation(town.nodes).astype(np.int32)
    order = Order(rank, digest_of(town.nodes, town.tail, town.head))
    metric = Hierarchy.build(town.nodes, town.tail, town.head, order).customise(town.forward, town.backward)
    given_seeds = seeds(town, seed, 4)
    found = matrix(metric.trees(*given_seeds, toward=False), 4, town.nodes)
    assert np.array_equal(found, town.distances(*given_seeds, toward=False))


@given(towns, st.integers(0, 10**6))
def test_another_metric_equals_dijkstra_on_the_filtered_graph(town, seed):
    closed = np.random.default_rng(seed).random(len(town.tail)) < 0.3
    forward, backward = town.forward.copy(), town.backward.copy()
    forward[closed] = backward[closed] = UNREACHED
    hierarchy = town.hierarchy()
    hierarchy.customise(town.forward, town.backward)
    metric = hierarchy.customise(forward, backward)
    open_ = ~closed
    filtered = Town(town.nodes, town.tail[open_], town.head[open_], town.forward[open_], town.backward[open_])
    given_seeds = seeds(town, seed, 4)
    found = matrix(metric.trees(*given_seeds, toward=True), 4, town.nodes)
    assert np.array_equal(found, filtered.distances(*given_seeds, toward=True))


@given(towns)
def test_the_fringe_hangs_on_at_most_two_nodes_of_the_core(town):
    layout = town.hierarchy().layout
    fringe = layout.fringe
    number = np.where(
        fringe.place_of < 0, 0, 1 + fringe.part_of[fringe.place_of] if len(fringe.part_of) else 0
    )
    for tail, head in zip(town.tail, town.head, strict=True):
        if number[tail] and number[head]:
            assert number[tail] == number[head]
        elif number[tail] or number[head]:
            inner, outer = (tail, head) if number[tail] else (head, tail)
            assert fringe.ends[outer, 0] in fringe.ends[inner].tolist()
    assert np.array_equal(np.sort(layout.node_of_core), np.flatnonzero(fringe.place_of < 0))


def test_a_street_without_junctions_leaves_one_node_in_the_core():
    chain = np.arange(99, dtype=np.int32)
    order = nested_dissection(100, chain, chain + np.int32(1))
    layout = Hierarchy.build(100, chain, chain + np.int32(1), order).layout
    assert (len(layout.fringe.node_of), len(layout.node_of_core)) == (99, 1)


def test_a_graph_without_nodes_and_one_without_pieces():
    none = np.empty(0, np.int32)
    empty = Town(0, none, none, none, none).metric()
    assert list(empty.trees(np.zeros(1, np.int32), none, none, toward=True)) == []
    lonely = Town(3, none, none, none, none).metric()
    start, node, cost = np.array([0, 1], np.int32), np.array([1], np.int32), np.array([7], np.int32)
    ((_, block),) = lonely.trees(start, node, cost, toward=True)
    assert block[:, 0].tolist() == [UNREACHED, 7, UNREACHED]


@given(towns)
def test_parts_are_numbered_by_their_lowest_node(town):
    part, parts = components(*neighbours(town.nodes, town.tail, town.head))
    firsts = [int(np.flatnonzero(part == number)[0]) for number in range(parts)]
    assert firsts == sorted(firsts)
    assert np.array_equal(part[town.tail], part[town.head])


def test_saved_and_loaded_is_the_same(tmp_path):
    streets = town(5)
    hierarchy = streets.hierarchy()
    hierarchy.save(tmp_path / "a.npz")
    loaded = Hierarchy.load(tmp_path / "a.npz", hierarchy.order.digest)
    loaded.save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    given_seeds = seeds(streets, 6, 3)
    found = [
        matrix(
            one.customise(streets.forward, streets.backward).trees(*given_seeds, toward=True),
            3,
            streets.nodes,
        )
        for one in (hierarchy, loaded)
    ]
    assert np.array_equal(*found)


def test_another_graphs_hierarchy_is_refused(tmp_path):
    path = tmp_path / "streets.npz"
    town(5).hierarchy().save(path)
    with pytest.raises(BadInput) as refused:
        Hierarchy.load(path, town(6).hierarchy().order.digest)
    assert str(refused.value) == f"{path}: the hierarchy belongs to another street graph; build it anew"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", None])
def test_a_broken_file_is_refused_by_name(tmp_path, content):
    path = tmp_path / "streets.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        Hierarchy.load(path, "")
    assert refused.value.file == str(path)


def test_a_file_whose_topology_was_changed_is_refused(tmp_path):
    path = tmp_path / "streets.npz"
    hierarchy = town(5).hierarchy()
    hierarchy.save(path)
    with np.load(path) as stored:
        arrays = dict(stored)
    arrays["tail"][0] = arrays["head"][1]
    np.savez(path, **arrays)
    with pytest.raises(BadInput) as refused:
        Hierarchy.load(path, hierarchy.order.digest)
    assert str(refused.value) == f"{path}: the order was made for another street graph; order this one anew"


def test_an_order_that_is_no_permutation_is_refused():
    streets = town(5)
    digest = digest_of(streets.nodes, streets.tail, streets.head)
    with pytest.raises(BadInput) as refused:
        Hierarchy.build(
            streets.nodes, streets.tail, streets.head, Order(np.zeros(streets.nodes, np.int32), digest)
        )
    assert str(refused.value) == f"the order does not rank each of the {streets.nodes} nodes once"


@pytest.mark.parametrize(
    ("tail", "head", "message"),
    [
        ([0], [1, 2], "1 tails and 2 heads: a piece needs one of each"),
        ([0, 3], [1, 2], "piece 1: tail 3 is none of the 3 nodes"),
        ([0, 1], [-1, 2], "piece 0: head -1 is none of the 3 nodes"),
    ],
)
def test_pieces_that_do_not_fit_are_refused(tail, head, message):
    with pytest.raises(BadInput) as refused:
        nested_dissection(3, np.array(tail, np.int32), np.array(head, np.int32))
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("costs", "message"),
    [
        ([1], "1 forward costs for 2 pieces"),
        ([1, -5], "piece 1: a forward cost of -5 ms"),
        ([2**30 + 1, 0], "piece 0: a forward cost of 1073741825 ms"),
        ([0.5, 1.0], "forward costs are float64: whole milliseconds are wanted"),
    ],
)
def test_costs_that_do_not_fit_are_refused(costs, message):
    tail, head = np.array([0, 1], np.int32), np.array([1, 2], np.int32)
    hierarchy = Hierarchy.build(3, tail, head, nested_dissection(3, tail, head))
    with pytest.raises(BadInput) as refused:
        hierarchy.customise(np.array(costs), np.array([1, 1], np.int32))
    assert str(refused.value) == message


def test_costs_that_may_not_be_written_are_taken():
    streets = town(5)
    forward = streets.forward.copy()
    forward.flags.writeable = False
    frozen = streets.hierarchy().customise(forward, streets.backward)
    assert np.array_equal(frozen.up_arcs, streets.metric().up_arcs)


def test_everything_is_warm():
    warm()
