"""Percentiles by people, not by cells."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.indices.checks import Floats, amounts, inhabitants
from reach.times import UNREACHED, Int32s


def time_percentiles(times: Int32s, population: npt.ArrayLike, shares: Sequence[float]) -> Int32s:
    """The least times within which at least these shares of the people are: ∞ where so many are not served at
    all.

    Never between two times, so that ∞ needs no arithmetic: with three people at 5, 10 and ∞ minutes the
    median is 10.

    Args:
        times: seconds, ``int32[cells]``.
        population: people, ``[cells]``.
        shares: each over 0 and at most 1.

    Returns:
        ``int32[shares]`` seconds.

    Raises:
        BadInput: a share out of range, times that are not int32 seconds, nobody there.
    """
    if not isinstance(times, np.ndarray) or times.dtype != np.int32 or times.ndim != 1:
        raise BadInput("travel times: int32 seconds [cells] are needed")
    if (times < 0).any():
        raise BadInput(f"travel times: cell {int(np.argmax(times < 0))} (counted from 0) is negative")
    people, everybody = inhabitants(population, len(times))
    if any(not 0 < share <= 1 for share in shares):
        raise BadInput(f"shares: {tuple(shares)} should lie over 0 and at most at 1")
    order = np.argsort(times, kind="stable")
    order = order[people[order] > 0]
    served = np.cumsum(people[order])
    # A hair below the share's number, so that a sum that missed it by rounding still holds it.
    places = [int(np.searchsorted(served, share * everybody * (1 - 1e-12))) for share in shares]
    found = np.minimum(times[order][np.minimum(places, len(order) - 1)], UNREACHED)
    return found.astype(np.int32)


def weighted_quantile(values: npt.ArrayLike, weights: npt.ArrayLike, share: float) -> float:
    """The quantile of whole people lined up by their value, between two neighbours in proportion.

    As R's ``Hmisc::wtd.quantile`` of type ``quantile`` gives it, by which the R package cuts off the poorest
    40 % and the wealthiest 10 %.

    Raises:
        BadInput: see :func:`~reach.indices.checks.amounts`; or a share not between 0 and 1.
    """
    values = amounts("values", values, "cell")
    people, everybody = inhabitants(weights, len(values))
    if not 0 <= share <= 1:
        raise BadInput(f"share: {share} should lie between 0 and 1")
    lived_in = people > 0
    order = np.argsort(values[lived_in], kind="stable")
    values, lined_up = values[lived_in][order], np.cumsum(people[lived_in][order])
    position = 1 + (everybody - 1) * share
    low = max(np.floor(position), 1.0)
    high = min(low + 1, everybody)
    rest = position % 1
    return float((1 - rest) * _held_by(values, lined_up, low) + rest * _held_by(values, lined_up, high))


def _held_by(values: Floats, lined_up: Floats, position: float) -> float:
    return float(values[min(int(np.searchsorted(lined_up, position)), len(values) - 1)])
