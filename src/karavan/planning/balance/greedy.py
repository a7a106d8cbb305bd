"""A good plan at once, without the solver: where the solver begins, and what it must not fall below."""

from collections import Counter, defaultdict

from karavan.planning.balance.problem import Plan, Problem


def greedy(problem: Problem) -> tuple[int, ...]:
    """The best single move, then the best after it, until none saves more than moving costs.

    Each round looks at every option of every item by differences.
    """
    plan = [0] * len(problem.items)
    for _round in range(problem.most_moves):
        best = min(_saving(problem, plan), default=None)
        if best is None or best[0] + problem.move_cost >= 0:
            break
        plan[best[1]] = best[2]
    return tuple(plan)


def _saving(problem: Problem, plan: Plan) -> list[tuple[int, int, int]]:
    """Change of the points, item and option of every possible single move."""
    met = _met(problem, plan)
    loads = [cell.load for cell in problem.cells]
    for options, chosen in zip(problem.items, plan, strict=True):
        for cell, weight in options[chosen].cells:
            loads[cell] += weight
    found = []
    for item, options in enumerate(problem.items):
        for number, option in enumerate(options):
            if plan[item] or not number or met[item, number] is None:
                continue
            change: Counter[int] = Counter(dict(option.cells))
            change.subtract(dict(options[0].cells))
            crowded = sum(
                problem.cells[cell].cost(loads[cell] + by) - problem.cells[cell].cost(loads[cell])
                for cell, by in change.items()
            )
            meets = (met[item, number] or 0) - (met[item, 0] or 0)
            found.append((option.cost - options[0].cost + meets + crowded, item, number))
    return found


def _met(problem: Problem, plan: Plan) -> dict[tuple[int, int], int | None]:
    """What each option meets of the others where the plan has them, in points; None: it cannot be."""
    met: dict[tuple[int, int], int | None] = defaultdict(int)
    for (first, option, second, other), cost in problem.pairs.items():
        if plan[second] == other:
            met[first, option] = (met[first, option] or 0) + cost
        if plan[first] == option:
            met[second, other] = (met[second, other] or 0) + cost
    for first, option, second, other in problem.impossible:
        if plan[second] == other:
            met[first, option] = None
        if plan[first] == option:
            met[second, other] = None
    return met
