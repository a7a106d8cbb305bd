"""Values → bands with labels and shares."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.times import UNREACHED

Floats = npt.NDArray[np.float64]
UNREACHABLE = -1


@dataclass(frozen=True)
class Banded:
    """The band of each value (-1: cannot be reached), labels of all bands and the share that falls into each.

    ``shares`` has one entry more than ``labels``: the last is of what cannot be reached.
    """

    band: npt.NDArray[np.int64]
    labels: list[str]
    shares: Floats
    median: float
    """The weighted median, inf where at least half cannot be reached."""


def minutes(seconds: npt.NDArray[np.int32]) -> Floats:
    """Seconds of the engine as minutes: ``UNREACHED`` becomes inf."""
    return np.where(seconds >= UNREACHED, np.inf, seconds / 60)


def checked(values: npt.ArrayLike, count: int, what: str) -> Floats:
    """The values as floats.

    :raises BadInput: not one for each place, or one that is no number or minus infinity.
    """
    known = np.asarray(values, dtype=np.float64)
    if known.shape != (count,):
        raise BadInput(f"{what} must be {count} numbers, one for each place, not of shape {known.shape}")
    wrong = np.flatnonzero(np.isnan(known) | (known == -np.inf))
    if len(wrong):
        raise BadInput(
            f"{what} number {wrong[0] + 1} of {count} is {known[wrong[0]]}; give inf for what is not reached"
        )
    return known


def weights_of(weights: npt.ArrayLike | None, count: int) -> Floats:
    """Equal weights where none are given.

    :raises BadInput: weights that are negative, infinite, all zero or of another number.
    """
    if weights is None:
        return np.ones(count)
    known = checked(weights, count, "weights")
    if (known < 0).any() or np.isinf(known).any() or (count and not known.any()):
        raise BadInput("weights must be finite, not negative, and not all zero")
    return known


def band(values: Floats, bounds: Sequence[float], weights: Floats, above: str, *, counts: bool) -> Banded:
    """Sort values into bands: the first up to ``bounds[0]`` inclusive, the last above ``bounds[-1]``.

    Labels of ``counts`` are whole, if all values and bounds are: 0–1, 2–3, 4–5.

    :raises BadInput: bounds that do not rise.
    """
    edges = np.asarray(bounds, dtype=np.float64)
    if edges.ndim != 1 or not len(edges) or not np.isfinite(edges).all() or (np.diff(edges) <= 0).any():
        raise BadInput("bands must be finite numbers that rise, such as 10, 20, 30, 45, 60")
    reached = np.isfinite(values)
    numbers = np.where(reached, np.searchsorted(edges, values, side="left"), UNREACHABLE)
    known = np.concatenate((values[reached], edges))
    whole = counts and bool((known == np.rint(known)).all())
    low = float(min(0.0, np.floor(values[reached].min()))) if reached.any() else 0.0
    labels: list[str] = []
    for begin, end in zip([low, *edges[:-1].tolist()], edges.tolist(), strict=True):
        start = begin + 1 if whole and (labels or begin < 0) else begin
        labels.append(f"{end:g}" if start == end else f"{start:g}–{end:g}")
    labels.append(above.format(f"{edges[-1]:g}"))
    total = float(weights.sum()) or 1.0
    counted = np.bincount(np.where(reached, numbers, len(labels)), weights, len(labels) + 1)
    return Banded(numbers, labels, counted / total, _median(values, weights))


def _median(values: Floats, weights: Floats) -> float:
    """The least value that at least half of the weight does not exceed."""
    if not len(values):
        return float("inf")
    order = np.argsort(values, kind="stable")
    passed = np.cumsum(weights[order])
    return float(values[order][int(np.searchsorted(passed, passed[-1] / 2))])
