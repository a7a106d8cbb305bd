"""Looks for a better month with CP-SAT, within a time limit, and says how far the answer is proved."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, Final

from karavan.planning.balance.greedy import greedy
from karavan.planning.balance.problem import Pair, Problem, penalty

SECONDS: Final = 5.0


@dataclass(frozen=True)
class Found:
    """A plan, its points with those of its moves, and the least that any plan must cost.

    ``is_proved``: nothing better exists. Otherwise the plan is merely the best that was found in time.
    """

    plan: tuple[int, ...]
    points: int
    bound: int
    is_proved: bool
    solver: str


def is_there() -> bool:
    """Whether the solver can be loaded at all."""
    return find_spec("ortools") is not None


def solve(
    problem: Problem, *, seconds: float = SECONDS, repeatable: bool = False, begin_greedily: bool = True
) -> Found:
    """The best plan found in ``seconds``: to stay as it is, if nothing better was seen.

    Raises ValueError where staying is impossible: what clashes already is a cost, not an impossibility.

    ``repeatable`` looks with one worker, a fixed seed and a measure of work in place of the clock: the same
    problem gets the same answer on every machine. ``begin_greedily``: of a month as large as a city's greed
    finds in no time what the solver alone does not reach within its limit; the solver begins with that plan,
    and the better of both is the answer.
    """
    # Half a second and 60 MB: only where somebody asks for a proposal.
    from ortools.sat.python import cp_model  # noqa: PLC0415

    stay = (0,) * len(problem.items)
    penalty(problem, stay)
    begin = greedy(problem) if begin_greedily else stay
    least = penalty(problem, begin) + problem.move_cost * sum(map(bool, begin))
    name = f"CP-SAT {version('ortools')}"
    model = cp_model.CpModel()
    chosen = [
        [model.new_bool_var(f"{number}:{option}") for option in range(len(options))]
        for number, options in enumerate(problem.items)
    ]
    for variables in chosen:
        model.add_exactly_one(variables)
    model.add(sum(1 - variables[0] for variables in chosen) <= problem.most_moves)
    for first, option, second, other in problem.impossible:
        model.add_bool_or(chosen[first][option].negated(), chosen[second][other].negated())
    points = [
        (option.cost + (problem.move_cost if number else 0)) * variable
        for options, variables in zip(problem.items, chosen, strict=True)
        for number, (option, variable) in enumerate(zip(options, variables, strict=True))
    ]
    points += _meetings(model, chosen, problem.pairs)
    points += _loads(model, chosen, problem)
    model.minimize(sum(points))
    for variables, option in zip(chosen, begin, strict=True):
        for number, variable in enumerate(variables):
            model.add_hint(variable, number == option)
    solver = cp_model.CpSolver()
    if repeatable:
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = seconds
    else:
        solver.parameters.num_workers = 2
        solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(begin, least, 0, False, name)
    bound = round(solver.best_objective_bound)
    plan = tuple(
        next(number for number, variable in enumerate(variables) if solver.boolean_value(variable))
        for variables in chosen
    )
    # Cut off by the clock the solver's own sum may lie above what its plan costs.
    points_found = penalty(problem, plan) + problem.move_cost * sum(map(bool, plan))
    if least < points_found:
        return Found(begin, least, bound, False, name)
    return Found(
        plan=plan,
        points=points_found,
        bound=bound,
        is_proved=status == cp_model.OPTIMAL,
        solver=name,
    )


def _meetings(model: Any, chosen: list[list[Any]], pairs: Mapping[Pair, int]) -> list[Any]:
    """Points of two items that meet. Costs are never negative, so the lower side needs no constraint."""
    found: list[Any] = []
    for (first, option, second, other), cost in pairs.items():
        if cost < 0:
            raise ValueError("a meeting costs nothing or something")
        if cost:
            both = model.new_bool_var("")
            model.add(both >= chosen[first][option] + chosen[second][other] - 1)
            found.append(cost * both)
    return found


def _loads(model: Any, chosen: list[list[Any]], problem: Problem) -> list[Any]:
    """Points of the cells: an excess for each step and a shortage, as they are convex in the load."""
    loading: dict[int, list[Any]] = defaultdict(list)
    most: dict[int, int] = defaultdict(int)
    for options, variables in zip(problem.items, chosen, strict=True):
        heaviest: dict[int, int] = defaultdict(int)
        for option, variable in zip(options, variables, strict=True):
            weights: Counter[int] = Counter()
            for cell, weight in option.cells:
                loading[cell].append(weight * variable)
                weights[cell] += weight
            for cell, weight in weights.items():
                heaviest[cell] = max(heaviest[cell], weight)
        for cell, weight in heaviest.items():
            most[cell] += weight
    found: list[Any] = []
    for number, each in enumerate(problem.cells):
        if number not in loading:
            found.append(each.cost(each.load))
            continue
        load = each.load + sum(loading[number])
        for threshold, cost in each.steps:
            excess = model.new_int_var(0, max(0, each.load + most[number] - threshold), "")
            model.add(excess >= load - threshold)
            found.append(cost * excess)
        if each.floor_cost:
            shortage = model.new_int_var(0, max(0, each.floor - each.load), "")
            model.add(shortage >= each.floor - load)
            found.append(each.floor_cost * shortage)
    return found
