"""What is in reach, weighed by the time it takes; and, from the other side, the people who reach a place."""

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.indices.blocks import Accumulator, Stretch, Times, collect
from reach.indices.checks import Floats, amounts
from reach.indices.cumulative import Supplied
from reach.indices.decay import Decay
from reach.indices.sums import OriginSums, venue_sums


class Gravity(Supplied):
    """Opportunities by the weight of their times; result ``float64[origins]``."""

    def __init__(self, decay: Decay, opportunities: npt.ArrayLike | None = None) -> None:
        super().__init__(opportunities)
        self.decay = decay

    def begin(self, origins: int) -> None:
        self.total = OriginSums(self.decay, origins)

    def add(self, stretch: Stretch, turn: int) -> None:
        self.total.add(stretch, self.offered(stretch))

    def result(self) -> Floats:
        return self.total.result()


class Catchment(Accumulator):
    """People by the weight of their times, for each venue; result ``float64[venues]``."""

    def __init__(self, decay: Decay, population: npt.ArrayLike) -> None:
        self.decay = decay
        self.people = amounts("population", population, "origin")
        self.parts: list[Floats] = []

    def begin(self, origins: int) -> None:
        if len(self.people) != origins:
            raise BadInput(f"population: {len(self.people)} numbers for {origins} origins")

    def add(self, stretch: Stretch, turn: int) -> None:
        self.parts.append(venue_sums(stretch, self.decay, self.people))

    def finish(self, venues: int) -> None:
        """Any number of venues will do."""

    def result(self) -> Floats:
        return np.concatenate(self.parts)


def gravity(times: Times, decay: Decay, opportunities: npt.ArrayLike | None = None) -> Floats:
    """Opportunities by the weight of their times (Hansen 1959, doi:10.1080/01944365908978307).

    Args:
        times: seconds, see :mod:`reach.indices.blocks`.
        decay: see :mod:`reach.indices.decay`.
        opportunities: how much each venue offers, ``[venues]``; one each where not given.

    Returns:
        ``float64[origins]``.

    Raises:
        BadInput: see :func:`~reach.indices.cumulative.cumulative_cutoff`.
    """
    index = Gravity(decay, opportunities)
    collect(times, index)
    return index.result()


def catchment(times: Times, decay: Decay, population: npt.ArrayLike) -> Floats:
    """People by the weight of their times to each venue: how many can come, with a binary decay.

    The R package's ``active = FALSE``.

    Args:
        times: seconds, see :mod:`reach.indices.blocks`.
        decay: see :mod:`reach.indices.decay`.
        population: ``[origins]``.

    Returns:
        ``float64[venues]``.

    Raises:
        BadInput: see :func:`~reach.indices.cumulative.cumulative_cutoff`.
    """
    index = Catchment(decay, population)
    collect(times, index)
    return index.result()
