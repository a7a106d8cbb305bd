from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reach.siting.capacity import capacitated, shipped
from reach.siting.center import p_center
from reach.siting.checker import holds
from reach.siting.cover import lscp, mclp, merged, smallest
from reach.siting.equity import equity_sites
from reach.siting.median import p_median
from reach.siting.upgrades import step_free_first
from reach.times import UNREACHED


@st.composite
def problems(draw):
    """Costs with ties and places out of reach, weights with zeros, number of sites, existing ones."""
    n, m = draw(st.integers(1, 9)), draw(st.integers(1, 7))
    few = st.sampled_from([0, 1, 1, 2, 3, 5, 8, int(UNREACHED)])
    costs = draw(st.lists(few, min_size=n * m, max_size=n * m))
    weights = draw(st.lists(st.sampled_from([0, 1, 1, 2, 7]), min_size=n, max_size=n))
    existing = draw(st.lists(st.integers(0, m - 1), max_size=min(2, m - 1), unique=True))
    p = draw(st.integers(1, m - len(existing)))
    return np.array(costs, np.int32).reshape(n, m), np.array(weights, np.int64), p, existing


def choices(m, p, existing):
    others = [site for site in range(m) if site not in existing]
    return [[*existing, *chosen] for chosen in combinations(others, p)]


def fair(answer, p, existing):
    assert len(answer.sites) == p
    assert sorted(set(answer.sites) - set(existing)) == answer.sites
    assert answer.certificate is None or holds(answer.certificate) or answer.certificate.bound == 0


@given(problems())
def test_p_median(problem):
    costs, weights, p, existing = problem
    served = (costs < UNREACHED).any(axis=1)
    best = min(
        int(costs[served][:, sites].min(axis=1).astype(np.int64) @ weights[served])
        for sites in choices(costs.shape[1], p, existing)
    )
    answer = p_median(costs, weights, p, existing=existing)
    fair(answer, p, existing)
    assert (answer.value, answer.bound, answer.proved, answer.gap) == (best, best, True, 0)
    assert answer.unserved == weights[~served].sum()
    sites = [*answer.sites, *existing]
    assert int(costs[served][:, sites].min(axis=1).astype(np.int64) @ weights[served]) == best


@given(problems(), st.integers(0, 6))
def test_mclp(problem, limit):
    costs, weights, p, existing = problem
    best = max(
        int(weights[(costs[:, sites] <= limit).any(axis=1)].sum())
        for sites in choices(costs.shape[1], p, existing)
    )
    answer = mclp(costs, weights, p, limit, existing=existing)
    fair(answer, p, existing)
    assert (answer.value, answer.bound, answer.proved) == (best, best, True)
    assert int(weights[(costs[:, [*answer.sites, *existing]] <= limit).any(axis=1)].sum()) == best


@given(problems(), st.integers(0, 6))
def test_lscp(problem, limit):
    costs, weights, _, existing = problem
    covered = (costs <= limit) & (weights > 0)[:, None]
    needed = covered.any(axis=1)
    m = costs.shape[1]
    fewest = next(
        k
        for k in range(m + 1)
        if any(covered[needed][:, sites].any(axis=1).all() for sites in choices(m, k, existing))
    )
    answer = lscp(costs, weights, limit, existing=existing)
    fair(answer, fewest, existing)
    assert (answer.value, answer.bound, answer.proved) == (fewest, fewest, True)
    assert covered[needed][:, [*answer.sites, *existing]].any(axis=1).all()


@given(problems())
def test_p_center(problem):
    costs, weights, p, existing = problem
    counted = costs[(costs < UNREACHED).any(axis=1) & (weights > 0)]
    best = min(
        int(counted[:, sites].min(axis=1).max(initial=0)) for sites in choices(costs.shape[1], p, existing)
    )
    answer = p_center(costs, p, weights=weights, existing=existing)
    fair(answer, p, existing)
    assert (answer.value, answer.bound, answer.proved) == (best, best, True)
    assert counted[:, [*answer.sites, *existing]].min(axis=1).max(initial=0) == best


@given(problems(), st.integers(0, 2**32))
def test_capacity(problem, seed):
    costs, weights, p, _ = problem
    served = (costs < UNREACHED).any(axis=1) & (weights > 0)
    people = int(weights[served].sum())
    capacity = np.random.default_rng(seed).integers(people // p + 1, people + 2, costs.shape[1])
    table = np.minimum(costs, 20)
    values = []
    for sites in choices(costs.shape[1], p, []):
        if served.any() and capacity[sites].sum() >= people:
            own = np.ascontiguousarray(table[served][:, sites])
            values.append(int((shipped(own, weights[served], capacity[sites]) * own).sum()))
    answer, flows = capacitated(costs, weights, capacity, p, beyond=20, seconds=1)
    best = min(values, default=0)
    assert answer.bound <= best <= answer.value
    assert answer.proved == (answer.bound == answer.value)
    assert (flows.sum(axis=1) == np.where(served, weights, 0)).all()
    assert (flows.sum(axis=0) <= capacity[answer.sites]).all()
    assert (flows * table[:, answer.sites]).sum() == answer.value


@given(problems(), st.integers(0, 6), st.integers(0, 2**32))
def test_equity(problem, limit, seed):
    costs, weights, k, existing = problem
    groups = 1 + seed % 3
    random = np.random.default_rng(seed)
    people = random.integers(0, 4, (groups, len(weights))) * (weights > 0)
    covered = np.stack([costs <= limit - group for group in range(groups)])
    # Whom no site can cover does not count.
    people = people * covered.any(axis=2)
    total = people.sum(axis=1)

    def shares(sites):
        got = (people * covered[:, :, sites].any(axis=2)).sum(axis=1)
        return [int(one) * 1_000_000 // int(all_) for one, all_ in zip(got, total, strict=True) if all_]

    best = max(min(shares(sites), default=1_000_000) for sites in choices(costs.shape[1], k, existing))
    found = equity_sites(covered, people, k, existing=existing)
    fair(found.answer, k, existing)
    assert found.answer.value == best <= found.answer.bound
    assert min(shares([*found.answer.sites, *existing]), default=1_000_000) == best
    assert found.answer.bound == best or not found.answer.proved
    assert (found.after >= found.before).all()
    assert (found.after + found.missing == total).all()


@given(problems(), st.integers(0, 6), st.integers(0, 12), st.integers(0, 2**32))
def test_step_free_first(problem, limit, budget, seed):
    costs, weights, _, existing = problem
    m = costs.shape[1]
    money = np.random.default_rng(seed).integers(0, 7, m)
    gains, today = costs <= limit, np.isin(np.arange(m), existing)
    before = gains[:, today].any(axis=1)
    best = 0
    for size in range(m + 1):
        for chosen in combinations(np.flatnonzero(~today), size):
            if money[list(chosen)].sum() <= budget:
                best = max(best, int(weights[gains[:, list(chosen)].any(axis=1) & ~before].sum()))
    found = step_free_first(gains, weights, money, budget, already=today)
    assert found.answer.value == best == sum(found.gained) <= found.answer.bound
    assert sorted(found.order) == found.answer.sites
    assert found.spent == money[found.order].sum() <= budget
    assert not today[found.order].any()
    assert found.answer.proved == (found.answer.bound == best)


@given(problems(), st.integers(0, 6))
def test_fewer_rows_say_the_same(problem, limit):
    covered = problem[0] <= limit
    first, which = merged(covered)
    assert (covered[first][which] == covered).all()
    rows = smallest(covered)
    for sites in choices(covered.shape[1], 1 + covered.shape[1] // 2, []):
        assert covered[rows][:, sites].any(axis=1).all() == covered[:, sites].any(axis=1).all()
