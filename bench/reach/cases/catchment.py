"""Two-step floating catchment areas beside PySAL ``access``, from travel times in memory."""

import numpy as np

from bench.reach import poa
from bench.reach.inputs import poa_cells
from bench.reach.rivals import access_2sfca
from bench.reach.shape import Case, Outcome, Plan, Verdict, alternate, installed
from reach.indices.competition import floating_catchment_area
from reach.indices.decay import decay_binary

LIMIT = 1800
TEXTS = "access, ids as text"
NUMBERS = "access, ids as whole numbers"


def measure(plan: Plan) -> Outcome:
    """The medians of Porto Alegre, its residents as demand and as many places as cells."""
    names, _, _, residents = poa_cells()
    seconds = poa.own_matrix(poa.network())
    seats = np.random.default_rng(6).integers(10, 900, len(names)).astype(np.float64)
    people = residents + 1.0  # nobody at all around a place is what both treat differently
    decay = decay_binary(LIMIT)
    sides = {"reach": lambda: floating_catchment_area(seconds, "2sfca", decay, people, seats)}
    missing = installed("access", "pandas")
    if not missing:
        ids = [*names, *(f"place {name}" for name in names)]
        sides[TEXTS] = access_2sfca.prepared(seconds, people, seats, float(LIMIT), ids)
        sides[NUMBERS] = access_2sfca.prepared(seconds, people, seats, float(LIMIT))
    timings, found = alternate(sides, plan.rounds, warm=2)
    outcome = Outcome(timings=timings)
    outcome.ratio("2SFCA: PySAL access / reach, ids as H3 cells have them", 40, TEXTS, note=missing)
    outcome.ratio("2SFCA: the same with ids made whole numbers", 40, NUMBERS, note=missing)
    if not missing:
        ours, theirs = found["reach"], found[TEXTS]
        known = theirs > 0
        off = float(np.abs(ours[known] / theirs[known] - 1).max()) if (ours[~known] == 0).all() else np.inf
        outcome.verdicts.append(Verdict("2SFCA: largest relative difference from PySAL access", off, 1e-12))
    outcome.remarks.append(
        f"{len(names):,} × {len(names):,} medians of Porto Alegre, {np.mean(seconds <= LIMIT):.0%} of pairs "
        f"within {LIMIT // 60} minutes. Both get all pairs from memory, access as the rows of a data frame "
        "made beforehand. Its time hangs on what pandas has to join by."
    )
    return outcome


CASE = Case("catchment", "2SFCA against PySAL access, ≥ 40 ×, equal to 1e-12", measure)
