"""What a plan of a month costs, in whole points: the same sum for the solver, for people and for tests.

Every item that may move has options; option 0 is to stay. Everything else stands where it is and is part of
the costs of the options and of the loads of the cells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Pair = tuple[int, int, int, int]
"""An item, its option, another item (of a higher number), its option."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of the city and the month that can be crowded or empty: an audience on a day, a district's week.

    ``load`` is what stands there for certain. Above each threshold of ``steps`` every further unit costs that
    step's points as well, so that crowding grows dearer; every unit that is missing to ``floor`` costs
    ``floor_cost``.
    """

    load: int = 0
    steps: tuple[tuple[int, int], ...] = ()
    floor: int = 0
    floor_cost: int = 0

    def cost(self, load: int) -> int:
        """Points of the cell under a load."""
        crowded = sum(cost * max(0, load - threshold) for threshold, cost in self.steps)
        return crowded + self.floor_cost * max(0, self.floor - load)


@dataclass(frozen=True, slots=True)
class Option:
    """One moment at which an item may stand: what it costs there by itself, and the cells it loads."""

    cost: int
    cells: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Problem:
    """A month to spread.

    ``pairs`` gives points where two items that may both move meet in these options; ``impossible`` holds
    those that cannot both be: one hall at one time. ``move_cost`` is what moving anything costs by itself, so
    that nothing is moved for a trifle; at most ``most_moves`` items move.
    """

    items: Sequence[Sequence[Option]]
    cells: Sequence[Cell] = ()
    pairs: Mapping[Pair, int] = field(default_factory=dict)
    impossible: frozenset[Pair] = frozenset()
    move_cost: int = 0
    most_moves: int = 10


Plan = Sequence[int]
"""The option of each item."""


def penalty(problem: Problem, plan: Plan) -> int:
    """Points of a plan, without what the moves themselves cost. Raises ValueError where it is impossible."""
    if len(plan) != len(problem.items):
        raise ValueError("a plan has one option for each item")
    if clash := next((pair for pair in problem.impossible if _meets(plan, pair)), None):
        raise ValueError(f"items {clash[0]} and {clash[2]} cannot both stand there")
    total = sum(cost for pair, cost in problem.pairs.items() if _meets(plan, pair))
    loads = [cell.load for cell in problem.cells]
    for options, chosen in zip(problem.items, plan, strict=True):
        option = options[chosen]
        total += option.cost
        for cell, weight in option.cells:
            loads[cell] += weight
    return total + sum(cell.cost(load) for cell, load in zip(problem.cells, loads, strict=True))


def is_possible(problem: Problem, plan: Plan) -> bool:
    """Whether no two items of the plan stand in each other's way."""
    return not any(_meets(plan, pair) for pair in problem.impossible)


def _meets(plan: Plan, pair: Pair) -> bool:
    first, option, second, other = pair
    return plan[first] == option and plan[second] == other
