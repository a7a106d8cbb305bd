"""Random triples of origin, venue and minute against a plain forward connection scan."""

import time

import numpy as np

from bench.reach import oracle, poa
from bench.reach.shape import Case, Outcome, Plan, Verdict, say
from reach.times import UNREACHED

TRIPLES = 100_000
QUICK = 5_000


def measure(plan: Plan) -> Outcome:
    """The walks are given to both; the search in the timetable is each one's own."""
    count = QUICK if plan.quick else TRIPLES
    walks = poa.own_walks()
    on = poa.prepared(walks, longest=7200)
    random = np.random.default_rng(4)
    cells = len(walks.walk)
    triples = np.stack(
        [
            random.integers(0, cells, count),
            random.integers(0, cells, count),
            random.integers(0, poa.MINUTES, count),
        ],
        axis=1,
    ).astype(np.int32)
    say("  ours, every minute")
    found = np.empty(count, np.int32)
    begun = time.perf_counter()
    for part, times in on.every_minute(on.boardings(walks.access), walks.egress, walks.walk):
        here = np.flatnonzero((triples[:, 1] >= part.start) & (triples[:, 1] < part.stop))
        found[here] = times[triples[here, 0], triples[here, 2], triples[here, 1] - part.start]
    ours = time.perf_counter() - begun
    say(f"  the plain scan, {count:,} times")
    asked = triples.copy()
    asked[:, 2] = on.start + 60 * triples[:, 2]
    begun = time.perf_counter()
    arrival = oracle.arrivals(poa.timetable(), walks.access, walks.footpaths, walks.egress, asked, walks.walk)
    plain = time.perf_counter() - begun
    took = np.where(arrival < UNREACHED, arrival - asked[:, 2], UNREACHED)
    took = np.where(took > on.max_seconds, UNREACHED, took)
    wrong = int((took != found).sum())
    reached = int((found < UNREACHED).sum())
    by_ride = int(((found < UNREACHED) & (found < walks.walk[triples[:, 0], triples[:, 1]])).sum())
    return Outcome(
        verdicts=[
            Verdict(
                f"of {count:,} random triples not equal to a plain forward connection scan",
                wrong,
                0,
                digits=0,
            ),
        ],
        remarks=[
            (
                f"{reached:,} of them are reached within two hours, {by_ride:,} by vehicle. All {cells:,} × "
                f"{cells:,} × {poa.MINUTES} times of the engine took {ours:.1f} s, the {count:,} plain scans "
                f"{plain:.0f} s (`bench/reach/oracle.py`, one departure at a time)."
            )
        ],
    )


CASE = Case("scan", "Porto Alegre: 100,000 random triples equal to a plain forward connection scan", measure)
