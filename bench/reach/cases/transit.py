"""The travel-time matrix of Porto Alegre beside cafein, each from coordinates on."""

import numpy as np

from bench.reach import poa
from bench.reach.inputs import poa_cells
from bench.reach.rivals import cafein_poa
from bench.reach.shape import Case, Outcome, Plan, Profile, Verdict, alternate, installed
from reach.times import UNREACHED
from reach.transit.prepare import prepare
from reach.travel.times import TravelTimes
from reach.travel.walk import legs

PUBLISHED = 37.9
"""Seconds that were published for R5 on this city; another machine, several threads."""
QUICK = 100


def profile() -> list[tuple[str, float]]:
    """Where our seconds go: the parts of :func:`bench.reach.poa.own_matrix`, one after another."""
    where, on = Profile(), poa.network()
    _, latitude, longitude, _ = poa_cells()
    with where("preparing the window (for any origins and venues)"):
        ride = on.ride
        prepare(ride.timetable, on.footpaths, start=ride.start, minutes=ride.minutes, max_seconds=ride.most)
    with where("snapping cells, their ends on the streets"):
        cells = on.walk.spots(latitude, longitude)
        times = TravelTimes(on.walk, cells, cells, network=on, percentiles=(poa.MEDIAN,))
    with where("walks to stops"):
        access = legs(on.walk, cells, on.stops, on.ride.access)
    with where("walks from stops"):
        egress = on.egress(cells)
    with where("walks all the way"):
        walk = np.concatenate([times._seconds(part) for part in _parts(len(cells))], axis=1)
    with where("what each cell can board"):
        boardings = on.prepared.boardings(access)
    with where("profile scans and medians"):
        for _ in on.prepared.blocks(boardings, egress, walk, percentiles=(poa.MEDIAN,)):
            pass
    return where.rows()


def _parts(count: int) -> list[slice]:
    return [slice(low, min(low + 16, count)) for low in range(0, count, 16)]


def measure(plan: Plan) -> Outcome:
    """All cells to all cells; cafein with every cell as an origin, or with some of them for a quick run."""
    on = poa.network()
    sides = {"reach": lambda: poa.own_matrix(on)}
    shares = {}
    missing = installed("cafein")
    if not missing:
        net, cells = poa.rival()
        origins = cells.iloc[:: len(cells) // QUICK] if plan.quick else cells
        shares["cafein"] = len(origins) / len(cells)
        sides["cafein"] = lambda: cafein_poa.matrix(net, origins, cells)
    # cafein loads nothing at the first call; a round for warming up would cost a minute.
    sides["reach"]()
    timings, found = alternate(sides, plan.rounds, work=shares, warm=0)
    outcome = Outcome(timings=timings, where=profile())
    outcome.ratio(
        "Porto Alegre, 1,227 × 1,227 cells × 120 departures: cafein / reach", 25, "cafein", note=missing
    )
    middle = timings[0].middle
    outcome.verdicts.append(
        Verdict(
            "Porto Alegre: our seconds",
            middle,
            None,
            "s",
            note=f"R5 published {PUBLISHED} s on another machine",
        )
    )
    medians = found["reach"]
    outcome.remarks.append(
        f"{(medians < UNREACHED).mean():.1%} of pairs have a median, it is "
        f"{np.median(medians[medians < UNREACHED]) / 60:.0f} minutes in the middle. Both start from the "
        "coordinates of the cells and end with medians; networks are built before (streets, footpaths "
        "between stops, our window, cafein's transfers of the day)."
    )
    outcome.remarks.append(
        "cafein: router «tbtr», its fastest, `workers=1`; its own data frame is left out. Parameters are the "
        "same and stand in `bench/reach/poa.py`."
    )
    return outcome


CASE = Case(
    "transit",
    "Porto Alegre, 1,227 × 1,227 cells × 120 departures, one thread, ≥ 25 × cafein in the same run",
    measure,
)
