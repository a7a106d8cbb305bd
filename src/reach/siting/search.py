"""Good sites for a p-median: GRASP with path relinking over a fast interchange.

Resende and Werneck, "A hybrid heuristic for the p-median problem", Journal of Heuristics 10 (2004).
"""

import time

import numpy as np

from reach.siting.answer import Int64s
from reach.siting.swaps import greedy, interchange, relink
from reach.times import Int32s

KEPT = 6
"""Solutions that new ones are linked with."""


class Search:
    """The best sites found so far; costs int32[m, n] by site, weights int64[n]."""

    def __init__(self, columns: Int32s, weights: Int64s, p: int, deadline: float, seed: int = 0) -> None:
        self.columns, self.weights, self.p, self.deadline = columns, weights, p, deadline
        self.random = np.random.default_rng(seed)
        self.value = 2**62
        self.sites: Int32s = np.arange(p, dtype=np.int32)
        self.pool: list[tuple[int, Int32s]] = []

    @property
    def late(self) -> bool:
        return time.perf_counter() >= self.deadline

    def improve(self, sites: Int32s) -> int:
        """Change ``sites`` in place to a local optimum, and remember it; its value."""
        order = self.random.permutation(len(self.columns)).astype(np.int32)
        value = 2**62
        # In pieces, so that a time limit is kept on large tables as well.
        step = len(order) if self.columns.size < 10**7 else max(1, 10**7 // self.columns.shape[1])
        if step >= len(order):
            value = int(interchange(self.columns, self.weights, sites, order, 2**40))
        else:
            value = self._in_pieces(sites, order, step)
        self._remember(value, sites)
        return value

    def _in_pieces(self, sites: Int32s, order: Int32s, step: int) -> int:
        value, since, place = 2**62, 0, 0
        while since < len(order) and (value == 2**62 or not self.late):
            part = np.take(order, np.arange(place, place + step), mode="wrap")
            found = int(interchange(self.columns, self.weights, sites, part, step))
            since = since + step if found == value else 0
            value, place = found, (place + step) % len(order)
        return value

    def _remember(self, value: int, sites: Int32s) -> None:
        own = np.sort(sites)
        if value < self.value:
            self.value, self.sites = value, own
        if not any((own == other).all() for _, other in self.pool):
            self.pool = sorted([*self.pool, (value, own)], key=lambda pair: pair[0])[:KEPT]

    def run(self, starts: int) -> None:
        """That many greedy starts, each improved and linked with one found before."""
        sites = len(self.columns)
        sample = max(1, min(sites, int(np.ceil(np.log2(sites / self.p + 1))) + 1))
        for _ in range(starts):
            drawn = self.random.integers(0, sites, (self.p, sample)).astype(np.int32)
            now = greedy(self.columns, self.weights, drawn)
            self.improve(now)
            if self.late:
                return
            self.link(now)

    def reweigh(self, rounds: int) -> None:
        """For covers: whoever stays uncovered weighs more in the next round, until nobody does.

        Morris, "The breakout method for escaping from local minima", AAAI (1993).
        """
        sites, weights = self.sites.astype(np.int32), self.weights.copy()
        for _ in range(rounds):
            missed = self.columns[sites].min(axis=0) > 0
            if not missed.any() or self.late:
                break
            weights[missed] += 1
            order = self.random.permutation(len(self.columns)).astype(np.int32)
            interchange(self.columns, weights, sites, order, 2**40)
        missed = self.columns[sites].min(axis=0) > 0
        self._remember(int(self.weights[missed].sum()), sites)

    def link(self, now: Int32s) -> None:
        """Walk from ``now`` to a solution kept, and improve the best on the way."""
        others = [pair for pair in self.pool if len(np.setdiff1d(pair[1], now)) > 2]
        if others and not self.late:
            aim = others[int(self.random.integers(len(others)))][1]
            self.improve(relink(self.columns, self.weights, np.sort(now), aim))
