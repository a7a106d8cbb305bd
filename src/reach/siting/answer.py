"""What a siting problem is answered with, and what proves a bound."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from reach.errors import NotProved
from reach.times import Int32s

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Prices:
    """Multipliers of a Lagrangian relaxation.

    ``demand`` int64[n] is for each demand being served, in 1/``scale`` of the objective's unit; ``site``
    int64[m] for a unit of each site's capacity, in the unit of costs (zeros where nothing limits the sites).
    """

    scale: int
    demand: Int64s
    site: Int64s


@dataclass(eq=False)
class Node:
    """A node of the tree that proves a bound.

    Its prices, one after the other, rule sites in and out and should close the node; where they do not, the
    children stand for ``site`` shut and open. A child that is missing proves nothing.
    """

    prices: list[Prices] = field(default_factory=list)
    site: int = -1
    shut: "Node | None" = None
    opened: "Node | None" = None

    def __len__(self) -> int:
        count, stack = 0, [self]
        while stack:
            node = stack.pop()
            count += 1
            stack += [child for child in (node.shut, node.opened) if child is not None]
        return count


@dataclass(frozen=True, eq=False)
class Claim:
    """That at most ``p`` sites never serve the demand for less than ``bound``: weights × costs, and what the
    sites cost to open.

    costs int32[n, m], weights int64[n] and opening int64[m], none negative; ``capacity`` int64[m] is how much
    weight a site can take, and counts only where prices have a ``site`` above 0.
    """

    costs: Int32s
    weights: Int64s
    p: int
    bound: int
    tree: Node
    capacity: Int64s
    opening: Int64s


@dataclass(frozen=True, eq=False)
class Answer:
    """Where the places should be, how good that is, and how good it could be at most.

    ``sites`` are column numbers in increasing order. ``value`` is exact, ``bound`` is a proved bound on the
    best possible value (from below where less is better, else from above), and ``gap`` their distance as a
    share of the larger one. ``proved`` says that they meet and that the separate checker has accepted
    ``certificate``. ``unserved`` people are out of reach of every candidate and do not stand in the value.
    """

    method: str
    sites: list[int]
    value: int
    bound: int
    proved: bool
    seconds: float
    unserved: int = 0
    certificate: Claim | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.proved and (self.value != self.bound or (self.value and self.certificate is None)):
            raise NotProved(f"{self.method}: {self.value} is claimed to be the best without a certificate")

    @property
    def gap(self) -> float:
        most = max(abs(self.value), abs(self.bound))
        return abs(self.value - self.bound) / most if most else 0.0

    def told(self) -> str:
        """How sure the answer is, in words."""
        if self.proved:
            return "optimal: a separate check has proved it"
        return f"best found; nothing can be better than {self.bound:,} (gap {self.gap:.2%})"
