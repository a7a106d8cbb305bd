"""2SFCA by PySAL ``access``, from travel costs as it wants them: one row a pair."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def prepared(
    costs: npt.NDArray[Any], demand: Floats, supply: Floats, limit: float, ids: Sequence[str] | None = None
) -> Callable[[], Floats]:
    """Lay out the tables (not timed) and return the call, which gets all pairs, as the engine does.

    ``access`` takes one column of ids for origins and places alike. Without ``ids``, those of the origins
    followed by those of the places, they are whole numbers, which pandas joins fastest.
    """
    import pandas as pd  # noqa: PLC0415
    from access.fca import two_stage_fca  # noqa: PLC0415

    origins, places = costs.shape
    names = pd.Index(range(origins + places) if ids is None else list(ids), name="geoid")
    origin = np.repeat(np.arange(origins), places)
    place = np.tile(np.arange(origins, origins + places), origins)
    pairs = pd.DataFrame(
        {"origin": names.take(origin), "dest": names.take(place), "cost": costs.ravel().astype(np.float64)}
    )
    people = pd.DataFrame({"demand": demand}, index=names[:origins])
    offers = pd.DataFrame({"supply": supply}, index=names[origins:])

    def run() -> Floats:
        result: Any = two_stage_fca(
            people,
            offers,
            pairs,
            max_cost=limit,
            demand_name="demand",
            supply_name="supply",
            cost_origin="origin",
            cost_dest="dest",
            cost_name="cost",
        )
        found: Floats = result.reindex(people.index).fillna(0).to_numpy()
        return found

    return run
