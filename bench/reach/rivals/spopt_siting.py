"""p-median and p-center by spopt, solved by HiGHS through PuLP, one thread."""

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Claim:
    """What spopt says after its time limit, and what its sites are worth."""

    build: float
    """Seconds to write the model."""
    solve: float
    status: str
    """PuLP's word, which spopt checks and its users read; "Not Solved" makes spopt raise an error."""
    claimed: float | None
    """The objective of the model it stopped with."""
    worth: float | None
    """The objective of its sites, worked out anew: each demand goes to its nearest."""
    is_bound_reached: bool
    """Whether the solver itself thinks it proved anything; spopt does not look at this."""


def solve(kind: str, costs: Floats, weights: Floats, sites: int, limit: float) -> Claim:
    """``kind`` is "median" or "center"; ``limit`` in seconds."""
    import pulp  # noqa: PLC0415
    from spopt.locate import PCenter, PMedian  # noqa: PLC0415

    begun = time.perf_counter()
    if kind == "median":
        model = PMedian.from_cost_matrix(costs, weights, sites)
    else:
        model = PCenter.from_cost_matrix(costs, sites)
    built = time.perf_counter()
    try:
        model.solve(pulp.HiGHS(msg=False, timeLimit=limit, threads=1), results=False)
        status = pulp.LpStatus[model.problem.status]
    except RuntimeError:
        status = "Not Solved"
    solved = time.perf_counter()
    chosen = [at for at, variable in enumerate(model.fac_vars) if (variable.value() or 0) > 0.5]
    worth = None
    if chosen:
        least = costs[:, chosen].min(axis=1)
        worth = float(least @ weights) if kind == "median" else float(least.max())
    return Claim(
        built - begun,
        solved - built,
        status,
        model.problem.objective.value() if chosen else None,
        worth,
        model.problem.sol_status == pulp.constants.LpSolutionOptimal,
    )
