"""One resident, setting out now: all of 400 venues on foot or by transit."""

import time

import numpy as np

from bench.reach import poa
from bench.reach.inputs import POA_START, poa_cells
from bench.reach.shape import Case, Outcome, Plan, Profile, Timing, Verdict
from reach.times import UNREACHED
from reach.travel.resident import Outings

VENUES, RESIDENTS = 400, 200


def measure(plan: Plan) -> Outcome:
    """Residents of Porto Alegre at random, each at another moment, in a process that has venues and day
    ready.
    """
    _, latitude, longitude, _ = poa_cells()
    random = np.random.default_rng(8)
    some = random.choice(len(latitude), VENUES, replace=False)
    where = Profile()
    with where("making venues and day ready (once)"):
        ready = Outings(poa.streets(), poa.timetable(), latitude[some], longitude[some])
    clock, cpu, reached = [], [], []
    for number in range(-10, RESIDENTS):
        home, moment = int(random.integers(len(latitude))), int(POA_START + random.integers(7200))
        if not poa.streets().spots(latitude[home : home + 1], longitude[home : home + 1]).placed[0]:
            continue
        begun, spent = time.perf_counter(), time.process_time()
        with where("questions"):
            found = ready.arrivals(latitude[home], longitude[home], moment)
        seconds, used = time.perf_counter() - begun, time.process_time() - spent
        if number >= 0:
            clock.append(seconds)
            cpu.append(used)
            reached.append(int((found < UNREACHED).sum()))
    timing = Timing("reach", tuple(clock), tuple(cpu), note="a question each round")
    return Outcome(
        verdicts=[
            Verdict(
                "one resident, 400 venues on foot or by transit, CPU", timing.middle_cpu * 1000, 20, "ms"
            ),
            Verdict("one resident, the slowest of all asked, CPU", max(cpu) * 1000, None, "ms"),
        ],
        timings=[timing],
        remarks=[
            (
                f"{len(clock)} questions from random cells at random seconds, warm process; "
                f"{np.mean(reached):.0f} of {VENUES} venues are reached within two hours on average. Making "
                f"venues and day ready took {where.seconds['making venues and day ready (once)']:.2f} s."
            )
        ],
    )


CASE = Case(
    "resident",
    "one resident: all of 400 venues by foot or transit at one departure time, ≤ 20 ms CPU",
    measure,
)
