"""The OR-Library's p-median instances, as p-median and as p-center, each with proof."""

import time
from statistics import mean, median

import numpy as np

from bench.reach.inputs import Ints, orlib
from bench.reach.shape import Case, NotMeasured, Outcome, Plan, Timing, Verdict, say
from bench.reach.siting import Solved, p_center, p_median

LIMIT = 60.0
"""Seconds for one instance, after which it counts as not proved."""
QUICK = 6


def solve(kind: str, costs: Ints, sites: int) -> Solved:
    """One instance; every node is one inhabitant."""
    if kind == "center":
        return p_center(costs, sites, LIMIT)
    return p_median(costs, np.ones(len(costs), np.int64), sites, LIMIT)


def measure(plan: Plan) -> Outcome:
    """All instances, one after another; each as often as there are rounds."""
    outcome = Outcome()
    for kind in ("median", "center"):
        try:
            _of_kind(kind, plan, outcome)
        except NotMeasured as why:
            outcome.verdicts.append(Verdict(f"OR-Library p-{kind}: proved", None, None, note=str(why)))
    outcome.remarks.append(
        "Every optimum is accepted by the separate checker (`reach.siting.checker`), which knows no solver; "
        "its time counts. What the sites are worth is worked out here once more. 32 of the 40 instances "
        "were to be had."
    )
    return outcome


def _of_kind(kind: str, plan: Plan, outcome: Outcome) -> None:
    instances = list(orlib().items())[: QUICK if plan.quick else None]
    solve(kind, *instances[0][1][:2])  # loads what is compiled
    clock: dict[str, list[float]] = {}
    cpu: dict[str, list[float]] = {}
    unproved, wrong = [], []
    for name, (costs, sites, optimum) in instances:
        clock[name], cpu[name] = [], []
        for _ in range(plan.rounds):
            begun, spent = time.perf_counter(), time.process_time()
            found = solve(kind, costs, sites)
            clock[name].append(time.perf_counter() - begun)
            cpu[name].append(time.process_time() - spent)
        if not found.is_proved:
            unproved.append(f"{name} (gap {found.gap:.2%})")
        if kind == "median" and found.objective != optimum:
            wrong.append(f"{name}: {found.objective} instead of {optimum}")
        word = "proved" if found.is_proved else "not proved"
        say(f"  p-{kind} {name}: {median(clock[name]):.2f} s, {found.objective}, {word}")
    _tell(kind, clock, cpu, unproved, outcome)
    if kind == "median":
        what = "OR-Library p-median: instances with another value than the published optimum"
        outcome.verdicts.append(Verdict(what, len(wrong), 0, note="; ".join(wrong), digits=0))


def _tell(
    kind: str,
    clock: dict[str, list[float]],
    cpu: dict[str, list[float]],
    unproved: list[str],
    outcome: Outcome,
) -> None:
    many = len(clock)
    middles = {name: median(seconds) for name, seconds in clock.items()}
    slowest = max(middles, key=lambda name: middles[name])
    by_round = [tuple(mean(column) for column in zip(*side.values(), strict=True)) for side in (clock, cpu)]
    outcome.timings.append(Timing(f"reach, p-{kind}", *by_round, note=f"mean of {many} instances"))
    note = f"not proved: {', '.join(unproved)}" if unproved else ""
    head = f"OR-Library p-{kind}:"
    outcome.verdicts += [
        Verdict(f"{head} proved, of {many}", many - len(unproved), many, at_least=True, note=note, digits=0),
        Verdict(f"{head} mean", mean(middles.values()), 3, "s"),
        Verdict(f"{head} slowest, {slowest}", middles[slowest], None, "s"),
    ]


CASE = Case(
    "orlib", "OR-Library p-median and p-center: every instance proven, ≤ 3 s on average, one thread", measure
)
