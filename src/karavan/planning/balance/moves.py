"""What each move of a plan is worth, and which of them are worth proposing."""

from dataclasses import dataclass

from karavan.planning.balance.problem import Plan, Problem, is_possible, penalty


@dataclass(frozen=True, slots=True)
class Move:
    """An item and its new option, and what the move saves, in points.

    ``alone`` is what it saves by itself, ``gain`` what it saves after the moves before it in the list.
    """

    item: int
    option: int
    alone: int
    gain: int


def moves(problem: Problem, plan: Plan) -> list[Move]:
    """The moves of a plan in the order in which they are worth making, each possible after those before it.

    The most saving one comes first. What saves no more than moving costs is left out, whatever the solver
    thought of the whole: a person accepts rows, not plans.
    """
    stay = [0] * len(plan)
    start = penalty(problem, stay)
    waiting = [item for item, option in enumerate(plan) if option]
    alone = {
        item: start - penalty(problem, _with(stay, item, plan[item]))
        for item in _possible(problem, stay, plan, waiting)
    }
    found: list[Move] = []
    current, points = stay, start
    while waiting:
        tried = {
            item: points - penalty(problem, _with(current, item, plan[item]))
            for item in _possible(problem, current, plan, waiting)
        }
        best = max(tried, key=lambda item: (tried[item], -item), default=None)
        if best is None or tried[best] <= problem.move_cost:
            break
        found.append(Move(best, plan[best], alone.get(best, 0), tried[best]))
        current, points = _with(current, best, plan[best]), points - tried[best]
        waiting.remove(best)
    return found


def _possible(problem: Problem, current: Plan, plan: Plan, waiting: list[int]) -> list[int]:
    return [item for item in waiting if is_possible(problem, _with(current, item, plan[item]))]


def _with(plan: Plan, item: int, option: int) -> list[int]:
    changed = list(plan)
    changed[item] = option
    return changed
