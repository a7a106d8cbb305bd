"""The p-median where a place takes only so many people.

Bounds as in Christofides and Beasley, "Extensions to a Lagrangean relaxation approach for the capacitated
warehouse location problem", EJOR 12 (1983): prices of demand and of capacity, here from a linear program and
then rounded to whole numbers.
"""

import time

import highspy
import numpy as np

from reach.errors import BadInput
from reach.siting.answer import Answer, Claim, Int64s, Node, Prices
from reach.siting.linear import Floats, Rows, solver
from reach.siting.median import checked, proved_part, solve
from reach.times import UNREACHED, Int32s

PAIRS = 250_000
"""Demands × sites at most for the linear program; above, capacities are left out of the bound."""

SCALE = 1 << 10


def capacitated(
    costs: Int32s,
    weights: Int64s,
    capacity: Int64s,
    p: int,
    *,
    beyond: int | None = None,
    seconds: float = 60.0,
    seed: int = 0,
) -> tuple[Answer, Int64s]:
    """``p`` sites that serve all demand at least cost, none taking more than its capacity.

    A demand may be divided among sites. capacity int64[m] is in people; the rest is as in
    :func:`reach.siting.median.p_median`. Besides the answer: how many of each demand go to each of its sites,
    int64[n, p].

    Raises:
        BadInput: as there, and where no ``p`` sites take everybody.
    """
    started = time.perf_counter()
    costs, weights, _ = checked(costs, weights, p)
    capacity = np.asarray(capacity)
    if capacity.shape != costs.shape[1:] or capacity.dtype.kind not in "iu" or capacity.min() < 0:
        raise BadInput(f"capacity has to be {costs.shape[1]} whole numbers, none below 0")
    capacity = capacity.astype(np.int64)
    reached = (costs < UNREACHED).any(axis=1)
    rows = np.flatnonzero(reached & (weights > 0))
    table = (
        costs[rows] if beyond is None else np.where(costs[rows] >= UNREACHED, np.int32(beyond), costs[rows])
    )
    people = weights[rows]
    if int(np.sort(capacity)[::-1][:p].sum()) < int(people.sum()):
        raise BadInput(f"no {p} sites take all {people.sum()} people: give more sites or more capacity")
    deadline = started + seconds
    priced = _program(table, people, capacity, p, seconds / 3)
    claim = _claim(table, people, capacity, p, deadline, seed, priced)
    sites, value, flows = _improved(table, people, capacity, p, deadline, seed, priced)
    spent = time.perf_counter() - started
    unserved = int(weights[~reached].sum())
    whole = np.zeros((len(costs), p), np.int64)
    whole[rows] = flows
    proved = claim.bound == value
    answer = Answer("capacity", sites.tolist(), value, claim.bound, proved, spent, unserved, claim)
    return answer, whole


def shipped(costs: Int32s, weights: Int64s, capacity: Int64s, seconds: float = 60.0) -> Int64s | None:
    """The cheapest division of the demand among open sites, int64[n, sites]; None if they cannot."""
    n, m = costs.shape
    if not n:
        return np.zeros((0, m), np.int64)
    rows = Rows(costs.ravel().astype(np.float64), np.full(n * m, np.inf))
    each = np.arange(n * m)
    rows.add(n, each // m, each, 1.0, weights, weights)
    rows.add(m, each % m, each, 1.0, -np.inf, capacity)
    highs = solver(seconds)
    highs.passModel(rows.model())
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    # The basic solutions of a transport problem in whole numbers are whole numbers.
    flows = np.rint(np.array(highs.getSolution().col_value)).astype(np.int64).reshape(n, m)
    fair = (
        (flows >= 0).all() and (flows.sum(axis=1) == weights).all() and (flows.sum(axis=0) <= capacity).all()
    )
    return flows if fair else None


def _program(
    costs: Int32s, weights: Int64s, capacity: Int64s, p: int, seconds: float
) -> tuple[Floats, Floats, Floats] | None:
    """Prices of demand and capacity, and how far open each site is, by the linear relaxation."""
    n, m = costs.shape
    if not 0 < n * m <= PAIRS:
        return None
    rows = Rows(
        np.concatenate([np.zeros(m), (costs * weights[:, None]).ravel().astype(np.float64)]),
        np.ones(m + n * m),
    )
    each = np.arange(n * m)
    rows.add(n, each // m, m + each, 1.0, 1.0, np.inf)
    share = np.concatenate([-np.broadcast_to(weights[:, None], (n, m)).ravel(), capacity]).astype(np.float64)
    rows.add(
        m,
        np.concatenate([each % m, np.arange(m)]),
        np.concatenate([m + each, np.arange(m)]),
        share,
        0.0,
        np.inf,
    )
    rows.add(1, np.zeros(m), np.arange(m), 1.0, -np.inf, p)
    highs = solver(seconds)
    highs.passModel(rows.model())
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = highs.getSolution()
    dual = np.array(found.row_dual)
    return dual[:n], np.maximum(dual[n : n + m], 0.0), np.array(found.col_value)[:m]


def _claim(
    costs: Int32s,
    weights: Int64s,
    capacity: Int64s,
    p: int,
    deadline: float,
    seed: int,
    priced: tuple[Floats, Floats, Floats] | None,
) -> Claim:
    """The better of the bound without capacities and that of the prices."""
    _, _, plain = solve(
        costs, weights, p, time.perf_counter() + max(0.0, deadline - time.perf_counter()) / 3, seed
    )
    best = plain
    if priced is not None:
        site = np.rint(priced[1]).astype(np.int64)
        demand = np.rint(priced[0] * SCALE).astype(np.int64)
        tree = Node([Prices(SCALE, demand, site)])
        none = np.zeros_like(capacity)
        # What the prices give, by the sum that the checker makes again.
        gain = np.minimum((costs + site) * weights[:, None] * SCALE - demand[:, None], 0).sum(axis=0)
        gain = np.minimum(gain - site * capacity * SCALE, 0)
        least = sum(demand.tolist()) + sum(np.sort(gain)[:p].tolist())
        claim = proved_part(Claim(costs, weights, p, max(0, -(-least // SCALE)), tree, capacity, none))
        best = max(best, claim, key=lambda one: one.bound)
    return best


def _improved(
    costs: Int32s,
    weights: Int64s,
    capacity: Int64s,
    p: int,
    deadline: float,
    seed: int,
    priced: tuple[Floats, Floats, Floats] | None,
) -> tuple[Int64s, int, Int64s]:
    """Sites of several starts, each made better by swaps with sites near by while time is left."""
    best: tuple[int, Int64s, Int64s] | None = None
    starts = [np.sort(np.argsort(-capacity, kind="stable")[:p])]
    starts.append(solve(costs, weights, p, time.perf_counter() + 1, seed)[0])
    if priced is not None:
        starts.append(np.sort(np.argsort(-priced[2], kind="stable")[:p]))
    for start in starts:
        best = _better(best, costs, weights, capacity, start)
    if best is None:
        raise BadInput("no division of the demand among the sites was found: give sites of more capacity")
    random = np.random.default_rng(seed)
    failed = 0
    while time.perf_counter() < deadline and failed < 300 and p < costs.shape[1]:
        inside = np.zeros(costs.shape[1], np.bool_)
        inside[best[1]] = True
        entering = int(random.choice(np.flatnonzero(~inside)))
        near = np.abs(costs[:, best[1]].astype(np.int64) - costs[:, [entering]]).sum(axis=0)
        leaving = int(np.argmin(near)) if failed % 2 else int(random.integers(p))
        fresh = np.sort(np.append(np.delete(best[1], leaving), entering))
        found = _better(best, costs, weights, capacity, fresh)
        failed = 0 if found is not best else failed + 1
        best = found if found is not None else best
    value, sites, flows = best
    return sites, value, flows


def _better(
    best: tuple[int, Int64s, Int64s] | None, costs: Int32s, weights: Int64s, capacity: Int64s, sites: Int64s
) -> tuple[int, Int64s, Int64s] | None:
    if int(capacity[sites].sum()) < int(weights.sum()):
        return best
    own = np.ascontiguousarray(costs[:, sites])
    if best is not None and int(own.min(axis=1).astype(np.int64) @ weights) >= best[0]:
        return best
    flows = shipped(own, weights, capacity[sites])
    if flows is None:
        return best
    value = int((flows * own).sum())
    return (value, sites, flows) if best is None or value < best[0] else best
