"""Which places to make step-free first, where the money does not last for all.

Khuller, Moss and Naor, "The budgeted maximum coverage problem", Information Processing Letters 70 (1999).
"""

import time
from dataclasses import dataclass

import highspy
import numpy as np

from reach.errors import BadInput
from reach.siting.answer import Answer, Bools, Claim, Int64s, Node, Prices
from reach.siting.cover import merged
from reach.siting.linear import Rows, solver
from reach.siting.median import proved_part
from reach.siting.trees import share

FINE = 1000
"""Parts of a person that prices of money are rounded to."""


@dataclass(frozen=True, eq=False)
class Upgrades:
    """Places to upgrade, the one that gains most for its money first.

    ``answer.value`` is how many people newly have a place within reach; ``gained`` int64[places] how many of
    them each place of ``order`` adds; ``spent`` the money.
    """

    answer: Answer
    order: list[int]
    gained: list[int]
    spent: int


def step_free_first(
    gains: Bools,
    people: Int64s,
    costs: Int64s,
    budget: int,
    *,
    already: Bools | None = None,
    seconds: float = 30.0,
) -> Upgrades:
    """The places to make step-free for ``budget`` so that most people newly have one within reach.

    Args:
        gains: bool[n, m], whether demand i is within reach of place j by the step-free network.
        people: int64[n], each counted once.
        costs: int64[m], money that the upgrade of each place takes.
        budget: money there is.
        already: bool[m], places that are step-free today: whom they serve gains nothing.
        seconds: time limit.

    Raises:
        BadInput: shapes or numbers will not do.
    """
    started = time.perf_counter()
    gains, people, costs = np.asarray(gains), np.asarray(people), np.asarray(costs)
    _check(gains, people, costs, budget)
    today = np.zeros(gains.shape[1], np.bool_) if already is None else np.asarray(already, np.bool_)
    useful = np.flatnonzero(~today & (costs <= budget))
    rows = np.flatnonzero((people > 0) & ~gains[:, today].any(axis=1))
    reach = np.ascontiguousarray(gains[rows][:, useful])
    served = reach.any(axis=1)
    unserved = int(people[rows][~served].sum())
    rows, reach = rows[served], reach[served]
    weights, money = people[rows].astype(np.int64), costs[useful].astype(np.int64)
    total = int(weights.sum())
    if not len(rows):
        answer = Answer("step-free", [], 0, 0, True, time.perf_counter() - started, unserved)
        return Upgrades(answer, [], [], 0)
    first, which = merged(reach)
    summed = np.zeros(len(first), np.int64)
    np.add.at(summed, which, weights)
    sites = _best(reach[first], summed, money, budget, seconds)
    order, gained = _in_order(reach, weights, money, sites)
    missed, claim = _bound(reach, weights, first, which, summed, money, budget, seconds / 3)
    value = sum(gained)
    bound = max(value, total - missed)
    spent = int(money[sites].sum())
    chosen = useful[order].tolist()
    answer = Answer(
        "step-free",
        sorted(chosen),
        value,
        bound,
        bound == value and total - missed == value,
        time.perf_counter() - started,
        unserved,
        claim,
    )
    return Upgrades(answer, chosen, gained, spent)


def _check(gains: Bools, people: Int64s, costs: Int64s, budget: int) -> None:
    if gains.ndim != 2 or gains.dtype != np.bool_ or 0 in gains.shape:
        raise BadInput("gains have to be bool[demands, places], and some of both")
    for name, numbers, size in (("people", people, gains.shape[0]), ("costs", costs, gains.shape[1])):
        if numbers.shape != (size,) or numbers.dtype.kind not in "iu" or numbers.min() < 0:
            raise BadInput(f"{name} have to be {size} whole numbers, none below 0")
    if budget < 0:
        raise BadInput(f"the budget is {budget}, it must not be negative")


def _program(reach: Bools, weights: Int64s, money: Int64s, budget: int) -> Rows:
    n, m = reach.shape
    rows = Rows(np.concatenate([np.zeros(m), weights.astype(np.float64)]), np.ones(m + n))
    row, column = np.nonzero(reach)
    each = np.arange(n)
    rows.add(n, np.concatenate([row, each]), np.concatenate([column, m + each]), 1.0, 1.0, np.inf)
    rows.add(1, np.zeros(m), np.arange(m), money, -np.inf, budget)
    return rows


def _best(reach: Bools, weights: Int64s, money: Int64s, budget: int, seconds: float) -> Int64s:
    """The best of three: by gain for the money, by gain, and what a mixed integer program finds."""
    found = [_greedy(reach, weights, money, budget, by_money) for by_money in (True, False)]
    highs = solver(seconds / 3)
    highs.passModel(_program(reach, weights, money, budget).model(reach.shape[1]))
    highs.run()
    values = np.array(highs.getSolution().col_value)
    if len(values):
        chosen = np.flatnonzero(values[: reach.shape[1]] > 0.5)
        if int(money[chosen].sum()) <= budget:
            found.append(chosen)
    return max(found, key=lambda sites: int(weights[reach[:, sites].any(axis=1)].sum()))


def _greedy(reach: Bools, weights: Int64s, money: Int64s, budget: int, by_money: bool) -> Int64s:
    sites: list[int] = []
    left, rest = weights.copy(), budget
    while True:
        gain = left @ reach
        gain[money > rest] = 0
        if not gain.any():
            return np.array(sorted(sites), np.int64)
        site = int(np.argmax(gain / np.maximum(money, 1)) if by_money else np.argmax(gain))
        sites.append(site)
        rest -= int(money[site])
        left = np.where(reach[:, site], 0, left)


def _in_order(reach: Bools, weights: Int64s, money: Int64s, sites: Int64s) -> tuple[list[int], list[int]]:
    order: list[int] = []
    gained: list[int] = []
    left, others = weights.copy(), sites.tolist()
    while others:
        gains = [int(left[reach[:, site]].sum()) for site in others]
        best = max(range(len(others)), key=lambda one: gains[one] / max(1, int(money[others[one]])))
        order.append(others.pop(best))
        gained.append(gains[best])
        left = np.where(reach[:, order[-1]], 0, left)
    return order, gained


def _bound(
    reach: Bools,
    weights: Int64s,
    first: Int64s,
    which: Int64s,
    summed: Int64s,
    money: Int64s,
    budget: int,
    seconds: float,
) -> tuple[int, Claim | None]:
    """How many stay without a place at least: people and money have prices by the linear relaxation.

    The claim counts people in 1/FINE and adds the price of the money that places cost; the budget at that
    price is taken off its bound.
    """
    m = reach.shape[1]
    highs = solver(seconds)
    highs.passModel(_program(reach[first], summed, money, budget).model())
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return 0, None
    dual = np.array(highs.getSolution().row_dual)
    price = int(np.rint(max(0.0, -dual[-1]) * FINE))
    scale = 1 << 10
    demand = np.clip(np.rint(dual[: len(first)] * FINE * scale).astype(np.int64), 0, summed * FINE * scale)
    tree = Node([Prices(scale, demand, np.zeros(m, np.int64))])
    share(tree, which, weights * FINE)
    table = np.where(reach, np.int32(0), np.int32(1))
    whole = tree.prices[0].demand
    gain = (-whole @ reach).astype(np.int64) + price * money * scale
    least = sum(whole.tolist()) + sum(np.minimum(gain, 0).tolist())
    claim = Claim(table, weights * FINE, m, -(-least // scale), tree, np.zeros(m, np.int64), price * money)
    claim = proved_part(claim)
    return max(0, -(-(claim.bound - price * budget) // FINE)), claim
