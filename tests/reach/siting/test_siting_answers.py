import time

import numpy as np
import pytest

from reach.siting.branch import Bound
from reach.siting.checker import holds
from reach.siting.cover import mclp
from reach.siting.equity import equity_sites, marginal
from reach.siting.median import claimed, p_median
from reach.siting.search import Search
from reach.siting.upgrades import step_free_first
from reach.siting.warm import warm
from reach.times import UNREACHED


@pytest.fixture(scope="module")
def plane():
    """Distances between 400 demands and 60 sites in a unit square."""
    random = np.random.default_rng(11)
    people, sites = random.random((400, 2)), random.random((60, 2))
    return np.hypot(*(people[:, None] - sites[None]).transpose(2, 0, 1)), random.integers(1, 50, 400)


def test_warm_runs():
    warm()


def test_who_reaches_no_place_costs_what_is_said():
    costs = np.array([[0, UNREACHED], [0, UNREACHED], [UNREACHED, 7], [UNREACHED, UNREACHED]], np.int32)
    people = np.array([1, 1, 3, 5], np.int64)
    assert p_median(costs, people, 1).sites == [1]
    near = p_median(costs, people, 1, beyond=5)
    # 3 × 5 by the first site, 2 × 5 + 3 × 7 by the second; the last five have none at all.
    assert (near.sites, near.value, near.unserved, near.proved) == ([0], 15, 5, True)


def test_a_place_that_is_there_counts(plane):
    costs = (plane[0] * 1000).astype(np.int32)
    free, given = p_median(costs, plane[1], 4), p_median(costs, plane[1], 3, existing=[7])
    assert free.proved
    assert given.proved
    assert free.value <= given.value
    assert 7 not in given.sites
    best = costs[:, [*given.sites, 7]].min(axis=1).astype(np.int64) @ plane[1]
    assert given.value == best


def test_more_places_never_hurt(plane):
    costs = (plane[0] * 1000).astype(np.int32)
    covered = [mclp(costs, plane[1], p, 120) for p in range(1, 8)]
    assert all(answer.proved for answer in covered)
    values = [answer.value for answer in covered]
    assert values == sorted(values)
    assert all(holds(answer.certificate) for answer in covered)


def test_grasp_finds_what_swaps_cannot_better(plane):
    columns = np.ascontiguousarray((plane[0] * 1000).astype(np.int32).T)
    search = Search(columns, plane[1], 6, np.inf, seed=2)
    search.run(3)
    assert search.value == columns[search.sites].min(axis=0).astype(np.int64) @ plane[1]
    for place in range(6):
        for site in range(60):
            sites = search.sites.copy()
            sites[place] = site
            assert columns[sites].min(axis=0).astype(np.int64) @ plane[1] >= search.value


def test_equity_lifts_the_worst_group_first():
    # Two sites for the many of the first group, one for the few of the second.
    covered = np.array([[[1, 0, 0], [0, 1, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 0], [0, 0, 1]]], np.bool_)
    people = np.array([[50, 50, 0], [0, 0, 4]])
    found = equity_sites(covered, people, 2, floor=0.9)
    assert found.answer.sites in ([0, 2], [1, 2])
    assert (found.answer.value, found.after.tolist()) == (500_000, [50, 4])
    assert found.missing.tolist() == [40, 0]
    assert found.answer.bound < 900_000
    assert not found.attainable
    assert equity_sites(covered, people, 3, floor=0.9).attainable
    assert equity_sites(covered, people, 3, floor=0.9).missing.tolist() == [0, 0]


def test_equity_of_a_city(plane):
    covered = np.stack([plane[0] < radius for radius in (0.15, 0.1, 0.12)])
    people = np.random.default_rng(3).integers(0, 50, (3, 400))
    found = equity_sites(covered, people, 8, existing=[0, 1], floor=0.9, seconds=8)
    shares = found.after / found.people
    assert found.answer.value == int(shares.min() * 1e6)
    assert 0 <= found.answer.gap < 0.05
    steps = marginal(covered, people, found.answer.sites, existing=[0, 1])
    assert (found.before + sum(step.gained for step in steps) == found.after).all()
    assert sorted(step.site for step in steps) == found.answer.sites
    gains = [int(step.gained.sum()) for step in steps]
    assert gains == sorted(gains, reverse=True)


def test_step_free_counts_each_person_once():
    gains = np.array([[1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1]], np.bool_)
    people, money = np.array([10, 10, 5, 1]), np.array([2, 3, 2])
    found = step_free_first(gains, people, money, 4)
    assert (found.order, found.gained, found.spent) == ([0, 2], [20, 6], 4)
    assert (found.answer.value, found.answer.bound) == (26, 26)
    assert found.answer.proved
    assert holds(found.answer.certificate)
    assert step_free_first(gains, people, money, 1).answer.sites == []


def test_what_was_proved_before_time_was_up_is_held():
    random = np.random.default_rng(1)
    places = random.random((1500, 2))
    costs = np.hypot(*(places[:, None] - places[None, :300]).transpose(2, 0, 1) * 9000).astype(np.int32)
    weights = random.integers(1, 100, len(costs))
    search = Search(np.ascontiguousarray(costs.T), weights, 20, time.perf_counter() + 60)
    search.run(2)
    proof = Bound(costs, search)
    proof.prove(nodes=2)
    assert 0 < proof.bound < search.value
    assert holds(claimed(costs, weights, 20, proof.bound, proof.tree))


def test_an_answer_without_a_certificate_cannot_be_called_proved():
    from reach.errors import NotProved
    from reach.siting.answer import Answer

    with pytest.raises(NotProved, match="5 is claimed to be the best without a certificate"):
        Answer("p-median", [0], 5, 5, True, 0.0)
    with pytest.raises(NotProved):
        Answer("p-median", [0], 5, 4, True, 0.0)


def test_a_group_nobody_can_help_does_not_hide_the_others():
    covered = np.array([[[True, False], [False, True]], [[False, False], [False, False]]])
    found = equity_sites(covered, np.array([[1, 9], [5, 5]]), 1)
    assert found.answer.sites == [1]
    assert found.answer.value == 900_000
    assert found.answer.unserved == 10
