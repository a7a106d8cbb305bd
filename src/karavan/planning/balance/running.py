"""One run of spreading a month: reads, looks for a better month, and says in data what each move does.

The look takes seconds and stands outside of any transaction; only its result is written, by an action.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone

from karavan.planning.actions.balance import Proposal, Result
from karavan.planning.balance import solver
from karavan.planning.balance.building import Built, build
from karavan.planning.balance.moves import Move, moves
from karavan.planning.balance.problem import penalty
from karavan.planning.models import BalanceRun
from karavan.planning.occasions.record import Occasion
from karavan.planning.occasions.words import described

TOLD = 3
"""Clashes of a move that are named."""
OFF, MISSING, BROKE = "solver_off", "solver_missing", "broke"
"""Why a run failed."""


def result_of(run: BalanceRun, *, seconds: float = solver.SECONDS, repeatable: bool = False) -> Result:
    """What a run comes to, read and weighed as whoever asked for it may know the diary."""
    if not settings.SOLVER:
        return Result("failed", OFF)
    if not solver.is_there():
        return Result("failed", MISSING)
    built = build(run.month, actor=run.requested_by, now=timezone.now(), organisation=run.organisation)
    found = solver.solve(built.problem, seconds=seconds, repeatable=repeatable)
    listed = moves(built.problem, found.plan)
    plan = [0] * len(found.plan)
    for each in listed:
        plan[each.item] = each.option
    after = penalty(built.problem, plan) + built.problem.move_cost * len(listed)
    proved = found.is_proved and after == found.bound
    return Result(
        "nothing" if not listed else "optimal" if proved else "feasible",
        inputs=built.digest,
        solver=found.solver,
        before=penalty(built.problem, [0] * len(plan)),
        after=after,
        bound=found.bound,
        parameters={
            "seconds": seconds,
            "most_moves": built.problem.most_moves,
            "move_cost": built.problem.move_cost,
            "movable": len(plan),
            "occasions": len(built.scene),
            "proved": proved,
        },
        proposals=[_proposal(built, each) for each in listed],
    )


def _proposal(built: Built, move: Move) -> Proposal:
    occasion = built.occasion(move.item)
    to = built.starts[move.item][move.option]
    return Proposal(occasion.key, occasion.start, to, move.gain, _reasons(built, move))


def _reasons(built: Built, move: Move) -> list[dict[str, Any]]:
    """Clashes that go and those that come, by points as things stand now; then what the rest is."""
    here, there = built.met[move.item, 0], built.met[move.item, move.option]
    gone, come = here.keys() - there.keys(), there.keys() - here.keys()
    found: list[dict[str, Any]] = []
    for what, rows, points in (("gone", gone, here), ("come", come, there)):
        heaviest = sorted(rows, key=lambda row: (-points[row], row))
        found += [
            {"what": what, **_other(built.scene.occasions[row]), "points": points[row]}
            for row in heaviest[:TOLD]
        ]
        if rest := heaviest[TOLD:]:
            found.append({"what": f"{what}_more", "count": len(rest)})
    if move.gain > sum(here.values()) - sum(there.values()):
        found.append({"what": "lighter"})
    return found


def _other(occasion: Occasion) -> dict[str, str]:
    """Who else it is about: by key, as each reader of the run is told what they may know and no more.

    What is hidden from whoever asked has no key to others; its veiled words tell nothing that is secret.
    """
    return {"key": occasion.key} if occasion.is_known else {"words": described(occasion)}
