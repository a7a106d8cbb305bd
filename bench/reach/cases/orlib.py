"""The OR-Library's p-median instances, as p-median and as p-center, each with proof."""

import time

import numpy as np

from bench.reach.inputs import orlib
from bench.reach.shape import Case, Outcome, Plan, Timing, Verdict, say
from bench.reach.siting import p_center, p_median

LIMIT = 60.0
"""Seconds for one instance, after which it counts as not proved."""
QUICK = 6


def measure(plan: Plan) -> Outcome:
    """All instances, one after another; each once a round."""
    instances = list(orlib().items())[: QUICK if plan.quick else None]
    outcome = Outcome()
    for kind in ("median", "center"):
        clock: list[list[float]] = []
        cpu: list[list[float]] = []
        unproved, wrong = [], []
        for name, (costs, sites, optimum) in instances:
            weights = np.ones(len(costs), np.int64)
            clock.append([])
            cpu.append([])
            for _ in range(plan.rounds):
                begun, spent = time.perf_counter(), time.process_time()
                if kind == "median":
                    found = p_median(costs, weights, sites, LIMIT)
                else:
                    found = p_center(costs, sites, LIMIT)
                clock[-1].append(time.perf_counter() - begun)
                cpu[-1].append(time.process_time() - spent)
            if not found.is_proved:
                unproved.append(name)
            if kind == "median" and found.objective != optimum:
                wrong.append(f"{name}: {found.objective} instead of {optimum}")
            say(
                f"  p-{kind} {name}: {np.median(clock[-1]):.2f} s, {found.objective}, "
                f"{'' if found.is_proved else 'not '}proved"
            )
        middles = [float(np.median(one)) for one in clock]
        slowest = instances[int(np.argmax(middles))][0]
        rounds = [
            tuple(float(np.mean(column)) for column in zip(*table, strict=True)) for table in (clock, cpu)
        ]
        outcome.timings.append(Timing(f"p-{kind}, mean of {len(instances)} instances", *rounds))
        proved = len(instances) - len(unproved)
        note = f"not proved: {', '.join(unproved)}" if unproved else f"all of {len(instances)}"
        outcome.verdicts += [
            Verdict(
                f"OR-Library p-{kind}: proved", proved, len(instances), at_least=True, note=note, digits=0
            ),
            Verdict(f"OR-Library p-{kind}: mean of the medians", float(np.mean(middles)), 3, "s"),
            Verdict(f"OR-Library p-{kind}: slowest ({slowest})", max(middles), None, "s"),
        ]
        if kind == "median":
            note = "; ".join(wrong)
            outcome.verdicts.append(
                Verdict(
                    "OR-Library p-median: other than the published optimum",
                    len(wrong),
                    0,
                    note=note,
                    digits=0,
                )
            )
    outcome.remarks.append(
        "Every optimum is accepted by the separate checker (`reach.siting.checker`), which knows no solver; "
        "its time counts. 32 of the 40 instances were to be had."
    )
    return outcome


CASE = Case(
    "orlib", "OR-Library p-median and p-center: every instance proven, ≤ 3 s on average, one thread", measure
)
