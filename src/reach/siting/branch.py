"""Branch and bound for the p-median over sites open or shut, with the Lagrangian bound at every node.

What closes a node and what rules sites in or out is kept as prices in whole numbers, so that the checker can
find it again.
"""

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.siting.answer import Bools, Int64s, Node, Prices
from reach.siting.linear import prices
from reach.siting.relax import ascend, kept
from reach.siting.search import Search
from reach.times import Int32s

Floats = npt.NDArray[np.float64]

ROUNDS_AT_ROOT = 150
ROUNDS = 60
MARGIN = 1e-3
"""What is left for rounding of prices."""


@dataclass
class Branch:
    """A node with all it takes to work on it: sites still free, those open, lists of near sites, prices."""

    node: Node
    free: Bools
    opened: Bools
    near: Int32s
    dear: Floats
    length: Int32s
    price: Floats
    bound: float
    depth: int = 0


class Bound:
    """Proves how good the sites of ``search`` are; ``bound`` and ``tree`` hold what is proved so far."""

    def __init__(
        self,
        costs: Int32s,
        search: Search,
        *,
        width: int | None = None,
        enough: int = 2**62,
        most: int = 15_000,
    ) -> None:
        """``width`` is how many near sites of each demand are listed; a bound of ``enough`` will do; a linear
        program is tried up to ``most`` entries.
        """
        self.n, self.m = costs.shape
        self.search = search
        self.enough, self.most = enough, most
        self.weights = search.weights
        self.near, self.dear = nearest(costs, self.weights, width or self.m)
        self.length = np.full(self.n, self.near.shape[1], np.int32)
        self.cap = self.dear[:, -1].copy()
        most = 2 * max(1, int(costs.max(initial=0))) * max(1, int(self.weights.sum())) * (search.p + 3)
        self.scale = 1 << max(0, min(20, 61 - most.bit_length()))
        self.gain, self.often = np.zeros(self.m), np.zeros(self.m)
        self.tree = Node()
        self.bound = 0
        self.nodes = 0

    @property
    def goal(self) -> float:
        return min(self.search.value, self.enough) - 1 + MARGIN

    def prove(self, nodes: int = 2**40) -> None:
        """Branch until all is closed, time is up, or so many nodes have been looked at."""
        root = self.root()
        self.tree = root.node
        stack, open_bounds = [root], []
        while stack and self.search.value:
            branch = stack.pop()
            if branch.depth and (self.search.late or self.nodes >= nodes):
                open_bounds.append(branch.bound)
                continue
            self.nodes += 1
            if self._closed(branch) or self._closed_by_program(branch):
                continue
            # These prices earned the bound: children that are never looked at stand on them.
            self._keep(branch)
            if self.search.late or self.nodes >= nodes or not self._split(branch, stack):
                open_bounds.append(branch.bound)
        least = min(open_bounds, default=float(min(self.search.value, self.enough)))
        self.bound = max(0, min(self.search.value, int(np.ceil(least - MARGIN))))

    def root(self) -> Branch:
        """The whole problem, with prices that the best sites known suggest."""
        first = np.partition(self.search.columns[self.search.sites], min(1, self.search.p - 1), axis=0)
        price = self.weights * first[: min(2, self.search.p)].mean(axis=0)
        price = np.clip(price, self.dear[:, 0], self.cap)
        everything = np.ones(self.m, np.bool_)
        return Branch(Node(), everything, ~everything, self.near, self.dear, self.length, price, -np.inf)

    def _closed(self, branch: Branch) -> bool:
        """Raise the bound of a node and rule sites in and out as long as that gets on."""
        if not branch.free.any():
            return self._decided(branch)
        rounds = ROUNDS if branch.depth else ROUNDS_AT_ROOT
        theta = 1.0
        for turn in range(8 if not branch.depth else 3):
            best = self.ascend(branch, rounds, theta)
            branch.bound = max(branch.bound, best)
            if best >= self.goal:
                self._keep(branch)
                return True
            if branch.depth == 0 or self.nodes % 8 == 0:
                self._primal(branch)
            before = int(branch.free.sum())
            decided = self._decide(branch, best)
            if best >= self.goal:
                return self._keep(branch)
            if not branch.free.any():
                return self._decided(branch)
            if self.search.late or (branch.depth and decided < 0.1 * before):
                break
            theta = max(0.5 * theta, 0.15)
            if turn > 3 and decided < 0.02 * before:
                break
        return False

    def _decided(self, branch: Branch) -> bool:
        """Close a node that leaves no choice: its own sites are the best there are in it."""
        opened = np.flatnonzero(branch.opened)
        others = np.flatnonzero(~branch.opened)[: self.search.p - len(opened)]
        self.search.improve(np.concatenate([opened, others]).astype(np.int32))
        if len(opened):
            branch.price = (self.search.columns[opened].min(axis=0) * self.weights).astype(np.float64)
        else:
            branch.price = self.dear[:, -1].copy()
        return self._keep(branch)

    def _closed_by_program(self, branch: Branch) -> bool:
        """The same from the duals of the linear program, where that is small enough."""
        if self.search.late or branch.depth > 0:
            return False
        found = prices(
            branch.near,
            branch.dear,
            branch.length,
            self.cap,
            branch.price,
            np.flatnonzero(branch.free),
            np.flatnonzero(branch.opened),
            self.search.p - int(branch.opened.sum()),
            self.search.deadline - time.perf_counter(),
            most=self.most,
        )
        if found is None:
            return False
        branch.price = np.minimum(found, self.cap)
        best = self.ascend(branch, 1, 0.1)
        branch.bound = max(branch.bound, best)
        self._primal(branch)
        if best >= self.goal:
            return self._keep(branch)
        self._decide(branch, best)
        return self._closed(branch) if branch.free.any() else self._decided(branch)

    def ascend(self, branch: Branch, rounds: int, theta: float) -> float:
        """Raise the bound of a node by its prices; the best bound."""
        free, opened = np.flatnonzero(branch.free), np.flatnonzero(branch.opened)
        found: float = ascend(
            branch.near,
            branch.dear,
            branch.length,
            self.cap,
            branch.price,
            free,
            opened,
            self.search.p - len(opened),
            float(self.search.value),
            self.goal,
            rounds,
            theta,
            12,
            self.gain,
            self.often,
        )
        return found

    def _keep(self, branch: Branch) -> bool:
        demand = np.rint(branch.price * self.scale).astype(np.int64)
        branch.node.prices.append(Prices(self.scale, demand, np.zeros(self.m, np.int64)))
        return True

    def _primal(self, branch: Branch) -> None:
        """Improve the sites that the relaxed problem opens."""
        opened = np.flatnonzero(branch.opened)
        free = np.flatnonzero(branch.free)
        room = self.search.p - len(opened)
        chosen = free[np.argsort(self.gain[free], kind="stable")[:room]]
        sites = np.concatenate([opened, chosen]).astype(np.int32)
        if len(sites) == self.search.p:
            self.search.improve(sites)

    def _decide(self, branch: Branch, best: float) -> int:
        """Rule sites in and out by reduced cost, with the prices kept so that the checker can do the same."""
        room = self.search.p - int(branch.opened.sum())
        limit = self.goal + MARGIN
        if room <= 0:
            return 0
        gain = self.gain
        left = np.concatenate([np.sort(gain[branch.free]), np.zeros(room + 1)])
        shut = branch.free & (best - left[room - 1] + gain > limit) & (gain > left[room - 1])
        open_ = branch.free & (gain < left[room]) & (best - gain + left[room] > limit)
        count = int(shut.sum() + open_.sum())
        if count:
            self._keep(branch)
            branch.free = branch.free & ~(shut | open_)
            branch.opened = branch.opened | open_
            if int(branch.opened.sum()) == self.search.p:
                branch.free = np.zeros(self.m, np.bool_)
            if shut.any() or not branch.free.any():
                self.shrink(branch)
        return count

    def shrink(self, branch: Branch) -> None:
        """Take the sites that are shut out of the lists of a node."""
        alive = (branch.free | branch.opened).astype(np.uint8)
        branch.near, branch.dear, branch.length = kept(branch.near, branch.dear, branch.length, alive)

    def _split(self, branch: Branch, stack: list[Branch]) -> bool:
        free = np.flatnonzero(branch.free)
        site = int(free[np.argmin(np.abs(self.often[free] - 0.5))])
        branch.node.site = site
        one = np.arange(self.m) == site
        for is_open in (False, True):
            child = Branch(
                Node(),
                branch.free & ~one,
                branch.opened | one if is_open else branch.opened,
                branch.near,
                branch.dear,
                branch.length,
                branch.price.copy(),
                branch.bound,
                branch.depth + 1,
            )
            if is_open:
                branch.node.opened = child.node
                if int(child.opened.sum()) == self.search.p:
                    child.free = np.zeros(self.m, np.bool_)
            else:
                branch.node.shut = child.node
            self.shrink(child)
            # Not worked on yet, it proves what its parent proves.
            child.node.prices.extend(branch.node.prices[-1:])
            stack.append(child)
        return True


def nearest(costs: Int32s, weights: Int64s, width: int) -> tuple[Int32s, Floats]:
    """The ``width`` nearest sites of each demand, in order, and weight × cost to them."""
    n, m = costs.shape
    width = min(width, m)
    near = np.empty((n, width), np.int32)
    dear = np.empty((n, width), np.float64)
    for first in range(0, n, 1024):
        part = slice(first, first + 1024)
        block = costs[part]
        if width < m:
            some = np.argpartition(block, width - 1, axis=1)[:, :width]
            some.sort(axis=1)
            block = np.take_along_axis(block, some, axis=1)
            order = np.argsort(block, axis=1, kind="stable")
            near[part] = np.take_along_axis(some, order, axis=1)
        else:
            order = np.argsort(block, axis=1, kind="stable")
            near[part] = order
        dear[part] = np.take_along_axis(block, order, axis=1) * weights[part, None]
    return near, dear
