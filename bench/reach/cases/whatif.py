"""What one more place would bring: to every cell, for every minute of the window."""

import numpy as np

from bench.reach import poa
from bench.reach.inputs import poa_cells
from bench.reach.shape import Case, Outcome, Plan, Profile, Verdict, alternate
from reach.transit.prepare import Prepared
from reach.travel.times import TravelTimes, one_more

PLACES = 40
LONGEST = 7200


def measure(plan: Plan) -> Outcome:
    """Forty candidate places in Porto Alegre, one at a time, in a process that has the city ready."""
    on = poa.network(LONGEST)
    _, latitude, longitude, _ = poa_cells()
    cells = on.walk.spots(latitude, longitude)
    some = np.random.default_rng(7).choice(len(latitude), PLACES, replace=False)
    on_foot = TravelTimes(on.walk, cells, cells)
    by_transit = TravelTimes(on.walk, cells, cells, network=on)
    sides = {
        "reach, on foot": lambda: [one_more(on_foot, latitude[at], longitude[at]) for at in some],
        "reach, transit": lambda: [one_more(by_transit, latitude[at], longitude[at]) for at in some],
    }
    timings, found = alternate(sides, plan.rounds, warm=2)
    outcome = Outcome(timings=timings)
    for timing, what, limit in zip(timings, ("walking", "transit"), (10, 50), strict=True):
        each = timing.middle / PLACES * 1000
        outcome.verdicts.append(
            Verdict(f"one more venue, all cells × 120 minutes, {what}", each, limit, "ms")
        )
    matrix = by_transit.dense()
    wrong = sum(int((found["reach, transit"][k] != matrix[:, :, at]).sum()) for k, at in enumerate(some))
    outcome.verdicts.append(
        Verdict("one more venue: cells with another time than in the whole matrix", wrong, 0, digits=0)
    )
    outcome.where = _where(by_transit, on.prepared, latitude[some], longitude[some])
    outcome.remarks.append(
        f"Timings are of {PLACES} candidate places one after another, from coordinates on, {len(latitude):,} "
        "cells; the median of 120 departures by transit, the one time on foot."
    )
    return outcome


def _where(
    times: TravelTimes, prepared: Prepared, latitude: np.ndarray, longitude: np.ndarray
) -> list[tuple[str, float]]:
    where, on = Profile(), times.network
    assert on is not None
    for place in range(PLACES):
        with where("snapping"):
            spot = times.walk.spots(latitude[place : place + 1], longitude[place : place + 1])
        with where("walks all the way"):
            block = times.walk.between(times.origins, spot).block(slice(0, 1))[:, 0] // 1000
        with where("walks from stops"):
            egress = on.egress(spot)
        with where("profile scan and medians"):
            prepared.one_venue(times.boardings, egress, block, percentiles=(50,))
    return where.rows()


CASE = Case(
    "whatif",
    "what one more venue brings to all cells × 120 minutes: ≤ 10 ms walking, ≤ 50 ms transit",
    measure,
)
