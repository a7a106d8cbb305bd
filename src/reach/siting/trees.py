"""Prices of fewer rows as prices of all rows, so that a proof speaks of the problem as it was given."""

from collections.abc import Callable

import numpy as np

from reach.siting.answer import Int64s, Node, Prices


def change(tree: Node, changed: Callable[[Prices], Int64s]) -> None:
    """Give each node of a tree other prices of demand."""
    stack = [tree]
    while stack:
        node = stack.pop()
        node.prices = [Prices(prices.scale, changed(prices), prices.site) for prices in node.prices]
        stack += [child for child in (node.shut, node.opened) if child is not None]


def spread(tree: Node, rows: Int64s, n: int) -> None:
    """Prices of ``rows`` as prices of ``n`` rows; the others have 0, which is right for any cost."""
    if len(rows) == n:
        return

    def changed(prices: Prices) -> Int64s:
        demand = np.zeros(n, np.int64)
        demand[rows] = prices.demand
        return demand

    change(tree, changed)


def share(tree: Node, which: Int64s, weights: Int64s) -> None:
    """Prices of merged rows as prices of the rows they stand for; costs are 0 and 1.

    Row i was merged into ``which[i]``. The price of a merged row fills its rows one after the other up to
    their weights, so that the same sites pay the same.
    """
    order = np.argsort(which, kind="stable")
    filled = np.cumsum(weights[order]) - weights[order]
    first = np.searchsorted(which[order], np.arange(int(which.max(initial=-1)) + 1))
    before = filled - filled[first][which[order]]

    def changed(prices: Prices) -> Int64s:
        demand = np.empty(len(which), np.int64)
        left = prices.demand[which[order]] - before * prices.scale
        demand[order] = np.clip(left, 0, weights[order] * prices.scale)
        return demand

    change(tree, changed)
