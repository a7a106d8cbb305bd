"""A month of 3,000 with 400 that may move: run by :mod:`bench.planning.balance` once Django is set up."""

from datetime import timedelta
from time import perf_counter, process_time

from bench.planning.filling import FIRST, fill
from bench.planning.measuring import MONTH_COUNT
from karavan.kernel.actor import SYSTEM
from karavan.planning.balance.building import MOVE, build
from karavan.planning.balance.greedy import greedy
from karavan.planning.balance.moves import moves
from karavan.planning.balance.problem import Plan, Problem, is_possible, penalty
from karavan.planning.balance.solver import SECONDS, solve
from karavan.programme.enums import EventStatus
from karavan.programme.models import Event

MOVABLE = 400


def measure() -> None:
    """Build, solve within the limit, and do the same by plain greed, in one run."""
    fill(MONTH_COUNT, per_month=MONTH_COUNT)
    drafts = Event.objects.filter(status=EventStatus.DRAFT).order_by("pk").values_list("pk", flat=True)
    Event.objects.filter(pk__in=list(drafts[MOVABLE - 1 :])).update(status=EventStatus.PUBLISHED)
    began = process_time()
    built = build(FIRST.date(), actor=SYSTEM, now=FIRST - timedelta(days=60))
    spent = process_time() - began
    problem = built.problem
    options = sum(len(each) for each in problem.items)
    print(
        f"{len(built.scene)} occasions, {len(problem.items)} may move, {options} moments, "
        f"{len(problem.pairs)} pairs, {len(problem.impossible)} impossible, {len(problem.cells)} cells: "
        f"built in {spent:.1f} s CPU"
    )
    before = penalty(problem, [0] * len(problem.items))
    for name, greed in (("without greed's plan to begin with", False), ("beginning with greed's plan", True)):
        clock, began = perf_counter(), process_time()
        found = solve(problem, begin_greedily=greed)
        clock, spent = perf_counter() - clock, process_time() - began
        listed = moves(problem, found.plan)
        after = penalty(problem, _plan(problem, {each.item: each.option for each in listed}))
        proved = "proved to be the best" if found.is_proved else "not proved to be the best"
        print(
            f"{found.solver}, limit {SECONDS:g} s, {name}: {clock:.1f} s by the clock, {spent:.1f} s CPU; "
            f"points {before} → {after} with {len(listed)} moves, {proved}; with what moves cost "
            f"{found.points}, bound {found.bound}"
        )
    began = process_time()
    plan = greedy(problem)
    spent = process_time() - began
    print(
        f"plain greed, one best move after the other: {spent:.1f} s CPU; points {before} → "
        f"{penalty(problem, plan)} with {sum(map(bool, plan))} moves; with what moves cost "
        f"{penalty(problem, plan) + MOVE * sum(map(bool, plan))}"
    )


def _plan(problem: Problem, moved: dict[int, int]) -> Plan:
    plan = [moved.get(item, 0) for item in range(len(problem.items))]
    assert is_possible(problem, plan)
    return plan
