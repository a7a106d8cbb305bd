"""The synthetic twin at the size of Chelyabinsk: all groups, all buildings, all venues, every minute of two
hours.
"""

import json
import subprocess
import sys

from bench.databases import ROOT
from bench.reach.shape import Case, Outcome, Plan, Timing, Verdict, say

GROUPS, THREADS = 8, 2
QUICK = 0.1


def measure(plan: Plan) -> Outcome:
    """Each round in a fresh process: its seconds, and the peak of its memory."""
    runs = []
    for number in range(plan.rounds):
        words = [str(QUICK if plan.quick else 1.0), str(GROUPS), str(THREADS)]
        done = subprocess.run(
            [sys.executable, "-m", "bench.reach.twin_run", *words],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        runs.append(json.loads(done.stdout.splitlines()[-1]))
        say(f"  round {number + 1}: {runs[-1]['seconds']:.1f} s, {runs[-1]['peak_mb']:,.0f} MB")
    clock, cpu = tuple(run["seconds"] for run in runs), tuple(run["cpu"] for run in runs)
    timing = Timing(f"reach, {THREADS} threads", clock, cpu)
    last = runs[-1]
    sizes = last["sizes"]
    pairs = f"{sizes['buildings']:,} buildings × {sizes['venues']} venues"
    what = f"twin, {pairs} × 120 departures × {GROUPS} groups"
    shares = ", ".join(f"{one['group']} {one['reached']:.0%}" for one in last["groups"])
    return Outcome(
        verdicts=[
            Verdict(what, timing.middle, 120, "s", digits=1),
            Verdict(
                "twin: peak of memory of the whole process",
                max(run["peak_mb"] for run in runs) / 1000,
                4,
                "GB",
            ),
        ],
        timings=[timing],
        where=[(one["group"], one["seconds"]) for one in last["groups"]],
        remarks=[
            (
                f"An invented city: {sizes['nodes']:,} street nodes, {sizes['stops']:,} stops, "
                f"{sizes['connections']:,} rides from stop to stop on the day; departures from 16:00 to "
                f"17:59. Building it from files took {last['build_s']:.1f} s and is not counted. For each "
                "group: costs, customising, snapping, walks to and from stops and between them, scans, "
                f"medians. Pairs reached within two hours: {shares}."
            )
        ],
    )


CASE = Case(
    "twin", "the synthetic twin: 120 departures × 8 groups in ≤ 120 s on two cores and ≤ 4 GB", measure
)
