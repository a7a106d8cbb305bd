"""Access to what others want too: floating catchment areas and spatial availability.

Groups that walk by different profiles compete for the same seats: lay their travel times under each other,
``[groups × origins, venues]``, and their numbers likewise.

A venue that no inhabitant reaches serves nobody and adds nothing. (The R package and PySAL ``access`` divide
by 0 there: an uninhabited origin that reaches such a venue gets ∞.) An origin without people gets what one
person there would.
"""

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.indices.blocks import Stretch, Times, collect
from reach.indices.checks import Floats, amounts
from reach.indices.cumulative import Supplied
from reach.indices.decay import Decay
from reach.indices.sums import OriginSums, venue_sums

METHODS = ("2sfca", "e2sfca", "3sfca", "bfca")


class FloatingCatchmentArea(Supplied):
    """Supply per head, within reach of the head; result ``float64[origins]``.

    2SFCA needs one pass over the blocks, 3SFCA and BFCA two: their weights are shares of all an origin can
    choose.
    """

    def __init__(
        self, method: str, decay: Decay, demand: npt.ArrayLike, supply: npt.ArrayLike | None = None
    ) -> None:
        super().__init__(supply)
        if method not in METHODS:
            raise BadInput(f"method: {method!r} is none of {', '.join(METHODS)}")
        self.method = method
        self.decay = decay
        self.people = amounts("demand", demand, "origin")
        self.passes = 1 if method in ("2sfca", "e2sfca") else 2

    def begin(self, origins: int) -> None:
        if len(self.people) != origins:
            raise BadInput(f"demand: {len(self.people)} numbers for {origins} origins")
        self.squared = self.method == "3sfca"
        self.total = OriginSums(self.decay, origins, squared=self.squared)
        self.choice = OriginSums(self.decay, origins)
        self.shared = self.people

    def add(self, stretch: Stretch, turn: int) -> None:
        if turn + 1 < self.passes:
            self.choice.add(stretch, np.ones(stretch.width))
            return
        if stretch.venues.start == 0 and self.passes == 2:
            self.shared = _divided(self.people, self.choice.result())
        demand = venue_sums(stretch, self.decay, self.shared, squared=self.squared)
        ratio = _divided(self.offered(stretch), demand)
        if self.method == "bfca":
            ratio = _divided(ratio, venue_sums(stretch, self.decay, np.ones(stretch.origins)))
        self.total.add(stretch, ratio)

    def result(self) -> Floats:
        total = self.total.result()
        return _divided(total, self.choice.result()) if self.method == "3sfca" else total


class SpatialAvailability(Supplied):
    """The part of all supply that falls to the people of an origin; result ``float64[origins]``."""

    def __init__(
        self, decay: Decay, demand: npt.ArrayLike, supply: npt.ArrayLike | None = None, alpha: float = 1.0
    ) -> None:
        super().__init__(supply)
        if not (np.isfinite(alpha) and alpha >= 0):
            raise BadInput(f"alpha: {alpha!r} should be a number from 0 on")
        self.decay = decay
        self.people = amounts("demand", demand, "origin") ** alpha

    def begin(self, origins: int) -> None:
        if len(self.people) != origins:
            raise BadInput(f"demand: {len(self.people)} numbers for {origins} origins")
        self.total = OriginSums(self.decay, origins)

    def add(self, stretch: Stretch, turn: int) -> None:
        ratio = _divided(self.offered(stretch), venue_sums(stretch, self.decay, self.people))
        self.total.add(stretch, ratio)

    def result(self) -> Floats:
        return self.total.result() * self.people


def floating_catchment_area(
    times: Times, method: str, decay: Decay, demand: npt.ArrayLike, supply: npt.ArrayLike | None = None
) -> Floats:
    """Supply per head within reach, shared with everybody else who reaches it.

    ``2sfca``: Luo & Wang (2003, doi:10.1068/b29120). ``e2sfca``: the same with weights, Luo & Qi (2009,
    doi:10.1016/j.healthplace.2009.06.002); which of the two it is depends on ``decay`` alone. ``3sfca``:
    demand split by the weights of what one can choose from, Wan, Zou & Sternberg (2012,
    doi:10.1080/13658816.2011.624987), with every weight taken from ``decay``; PySAL ``access`` agrees where
    its ``max_cost`` cuts nothing off. ``bfca``: demand and supply both split, Páez, Higgins & Vivona (2019,
    doi:10.1371/journal.pone.0218773).

    Args:
        times: seconds, see :mod:`reach.indices.blocks`; for 3SFCA and BFCA no plain iterator.
        method: one of :data:`METHODS`.
        decay: see :mod:`reach.indices.decay`.
        demand: people at each origin, ``[origins]``.
        supply: what each venue offers, ``[venues]``; one each where not given.

    Returns:
        ``float64[origins]``; 0 where nothing is in reach.

    Raises:
        BadInput: see :func:`~reach.indices.cumulative.cumulative_cutoff`; or an unknown method.
    """
    index = FloatingCatchmentArea(method, decay, demand, supply)
    collect(times, index)
    return index.result()


def spatial_availability(
    times: Times,
    decay: Decay,
    demand: npt.ArrayLike,
    supply: npt.ArrayLike | None = None,
    *,
    alpha: float = 1.0,
) -> Floats:
    """The part of all supply that falls to the people of each origin; the parts add up to all that anybody
    reaches.

    Soukhov, Páez, Higgins & Mohamed (2023, doi:10.1371/journal.pone.0278468).

    Args:
        times: seconds, see :mod:`reach.indices.blocks`.
        decay: see :mod:`reach.indices.decay`.
        demand: people at each origin, ``[origins]``.
        supply: what each venue offers, ``[venues]``; one each where not given.
        alpha: exponent of demand.

    Returns:
        ``float64[origins]``.

    Raises:
        BadInput: see :func:`~reach.indices.cumulative.cumulative_cutoff`.
    """
    index = SpatialAvailability(decay, demand, supply, alpha)
    collect(times, index)
    return index.result()


def _divided(above: Floats, below: Floats) -> Floats:
    """0 where nothing stands below."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)
