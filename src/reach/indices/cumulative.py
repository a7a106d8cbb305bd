"""How much is reached within a time, and the time in which as much is reached.

The names are those of the R package ``accessibility``. Its ``active = FALSE`` (how many people reach a place)
is :func:`reach.indices.gravity.catchment` with :func:`~reach.indices.decay.decay_binary`.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.indices import kernels
from reach.indices.blocks import Accumulator, Stretch, Times, collect
from reach.indices.checks import Floats, amounts, whole
from reach.times import UNREACHED, Int32s

SUMMARIES: dict[str, Callable[..., Floats]] = {
    "median": np.median,
    "mean": np.mean,
    "min": np.min,
    "max": np.max,
}
"""Ways to make one number of those at every cutoff of an interval."""


class Supplied(Accumulator):
    """An index of venues each of which offers something: seats, books; one each where nothing is said."""

    def __init__(self, opportunities: npt.ArrayLike | None = None) -> None:
        self.supply = None if opportunities is None else amounts("opportunities", opportunities, "venue")

    def offered(self, stretch: Stretch) -> Floats:
        """What the venues of a block offer.

        Raises:
            BadInput: there are more venues than opportunities.
        """
        if self.supply is None:
            return np.ones(stretch.width)
        if stretch.venues.stop > len(self.supply):
            raise BadInput(
                f"opportunities: {len(self.supply)} numbers, and travel times to {stretch.venues.stop} venues"
            )
        return self.supply[stretch.venues]

    def finish(self, venues: int) -> None:
        if self.supply is not None and len(self.supply) != venues:
            raise BadInput(f"opportunities: {len(self.supply)} numbers for {venues} venues")


class CumulativeCutoff(Supplied):
    """Opportunities within each of ``cutoffs`` seconds, a time equal to the cutoff included.

    Result ``float64[origins, cutoffs]``.
    """

    def __init__(self, cutoffs: int | Sequence[int], opportunities: npt.ArrayLike | None = None) -> None:
        super().__init__(opportunities)
        self.cutoffs = np.array(whole("cutoff", cutoffs), dtype=np.int64)
        if self.cutoffs[-1] >= UNREACHED:
            raise BadInput(f"cutoff: {self.cutoffs[-1]} s would take in what cannot be reached")

    def begin(self, origins: int) -> None:
        self.total = np.zeros((origins, len(self.cutoffs)))

    def add(self, stretch: Stretch, turn: int) -> None:
        kernels.add_within(stretch.times, stretch.width, self.offered(stretch), self.cutoffs, self.total)

    def result(self) -> Floats:
        return self.total


class BalancingCost(Supplied):
    """The least time that reaches more opportunities than people live at the origin.

    Result ``int32[origins]``: a multiple of ``cost_increment`` seconds; 0 where nobody lives, ∞ where it
    never balances.
    Memory: one ``float64`` for each origin and increment up to the longest time.
    """

    def __init__(
        self, demand: npt.ArrayLike, opportunities: npt.ArrayLike | None = None, cost_increment: int = 60
    ) -> None:
        super().__init__(opportunities)
        self.demand = amounts("demand", demand, "origin")
        (self.increment,) = whole("cost_increment", cost_increment, least=1)

    def begin(self, origins: int) -> None:
        if len(self.demand) != origins:
            raise BadInput(f"demand: {len(self.demand)} numbers for {origins} origins")
        self.histogram = np.zeros((origins, 1))

    def add(self, stretch: Stretch, turn: int) -> None:
        bins = -(-stretch.longest // self.increment) + 1
        missing = bins - self.histogram.shape[1]
        if missing > 0:
            self.histogram = np.ascontiguousarray(np.pad(self.histogram, ((0, 0), (0, missing))))
        supply = self.offered(stretch)
        kernels.add_histogram(stretch.times, stretch.width, supply, self.increment, self.histogram)

    def result(self) -> Int32s:
        enough = np.cumsum(self.histogram, axis=1) > self.demand[:, None]
        first: Int32s = enough.argmax(axis=1).astype(np.int32) * np.int32(self.increment)
        first[~enough.any(axis=1)] = UNREACHED
        first[self.demand == 0] = 0
        return first


def cumulative_cutoff(
    times: Times, cutoffs: int | Sequence[int], opportunities: npt.ArrayLike | None = None
) -> Floats:
    """Opportunities within each of ``cutoffs`` seconds: the number of places where ``opportunities`` is not
    given.

    Args:
        times: seconds, see :mod:`reach.indices.blocks`.
        cutoffs: seconds; one, or several in ascending order.
        opportunities: how much each venue offers, ``[venues]``.

    Returns:
        ``float64[origins]`` for one cutoff, ``float64[origins, cutoffs]`` for several. 0 where nothing is in
        reach.

    Raises:
        BadInput: see :func:`~reach.indices.blocks.collect` and :func:`~reach.indices.checks.amounts`.
    """
    index = CumulativeCutoff(cutoffs, opportunities)
    collect(times, index)
    return index.result()[:, 0] if isinstance(cutoffs, int | np.integer) else index.result()


def cumulative_interval(
    times: Times,
    interval: tuple[int, int],
    opportunities: npt.ArrayLike | None = None,
    *,
    interval_increment: int = 60,
    summary: str = "median",
) -> Floats:
    """One number of the opportunities at every cutoff from ``interval[0]`` to ``interval[1]`` seconds.

    Against the arbitrariness of one cutoff: Tomasiello, Herszenhut, Oliveira, Braga & Pereira (2023,
    doi:10.1016/j.apgeog.2023.103007). Rounded down, as in the R package: who reaches 2.8 places reaches two.

    Args:
        times: seconds, see :mod:`reach.indices.blocks`.
        interval: the first and last cutoff, seconds.
        opportunities: how much each venue offers, ``[venues]``.
        interval_increment: seconds from one cutoff to the next.
        summary: ``median``, ``mean``, ``min`` or ``max``.

    Returns:
        ``float64[origins]`` of whole numbers.

    Raises:
        BadInput: see :func:`cumulative_cutoff`; or an unknown summary.
    """
    first, last = whole("interval", interval)
    (step,) = whole("interval_increment", interval_increment, least=1)
    if summary not in SUMMARIES:
        raise BadInput(f"summary: {summary!r} is none of {', '.join(SUMMARIES)}")
    at_cutoffs = cumulative_cutoff(times, tuple(range(first, last + 1, step)), opportunities)
    found: Floats = np.floor(SUMMARIES[summary](at_cutoffs, axis=1))
    return found


def balancing_cost(
    times: Times,
    demand: npt.ArrayLike,
    opportunities: npt.ArrayLike | None = None,
    *,
    cost_increment: int = 60,
) -> Int32s:
    """The least time that reaches more opportunities than people live at the origin.

    Barboza, Carneiro, Falavigna, Luz & Orrico (2021, doi:10.1016/j.jtrangeo.2020.102924). «More», not «as
    many»: so does the R package, whose ``NA`` is ∞ here.

    Args:
        times: seconds, see :mod:`reach.indices.blocks`.
        demand: people at each origin, ``[origins]``.
        opportunities: how much each venue offers, ``[venues]``.
        cost_increment: seconds; the answer is a multiple of it.

    Returns:
        ``int32[origins]`` seconds; 0 where nobody lives, ``UNREACHED`` where it never balances.

    Raises:
        BadInput: see :func:`cumulative_cutoff`.
    """
    index = BalancingCost(demand, opportunities, cost_increment)
    collect(times, index)
    return index.result()
