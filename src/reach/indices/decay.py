"""How much a place counts by the time it takes: decay functions as tables of one weight a second.

Cutoffs, steps and deviations are seconds. The rates of :func:`decay_exponential` and :func:`decay_power`
belong to minutes, as published ones do. Whatever the function, what cannot be reached has no weight.

Names and definitions follow the R package ``accessibility``; :func:`decay_zones` is the stepped weight of Luo
& Qi (2009, doi:10.1016/j.healthplace.2009.06.002) as PySAL ``access`` has it, :func:`decay_gaussian`
likewise.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from reach.errors import BadInput
from reach.indices.blocks import LONGEST
from reach.indices.checks import Floats, amounts, whole

_CHUNK = 4096
"""Tables are computed in pieces of this many seconds, so that a weight never depends on how long its table
is.
"""


@dataclass(frozen=True)
class Decay:
    """Weights by travel time.

    Any function of minutes will do for ``weigh``: it takes and returns ``float64`` arrays of equal length.
    """

    name: str
    weigh: Callable[[Floats], Floats]
    ends: int | None = None
    """Seconds after which every weight is 0, where there is such an end."""
    binary: bool = False
    """Whether every weight up to the end is 1, so that indices may compare instead of weighing."""
    _known: list[Floats] = field(default_factory=list, repr=False, compare=False)

    @property
    def edge(self) -> np.int32 | None:
        """The longest time that counts, where all that count do so alike."""
        return np.int32(min(self.ends, LONGEST)) if self.binary and self.ends is not None else None

    def table(self, longest: int) -> Floats:
        """Weights of 0, 1, 2 … seconds, at least up to ``longest`` or to the function's end, and 0 for ∞ as
        the last.

        Raises:
            BadInput: the function gives NaN, ∞, something negative, or a wrong number of weights.
        """
        most = longest if self.ends is None else min(longest, self.ends)
        known = self._known[0] if self._known else None
        if known is not None and len(known) >= most + 2:
            return known
        pieces = [self._piece(first) for first in range(0, most + 1, _CHUNK)]
        table = np.concatenate(pieces)
        if self.ends is not None:
            table = table[: self.ends + 1]
        table = np.append(table, 0.0)
        self._known[:] = [table]
        return table

    def at(self, seconds: int) -> float:
        """The weight of one time."""
        table = self.table(min(seconds, LONGEST))
        return float(table[min(seconds, len(table) - 1)])

    def _piece(self, first: int) -> Floats:
        weights = np.asarray(self.weigh(np.arange(first, first + _CHUNK) / 60.0), dtype=np.float64)
        if weights.shape != (_CHUNK,):
            raise BadInput(f"decay {self.name}: {weights.shape} weights for {_CHUNK} times")
        return amounts(f"decay {self.name}", weights, "second")


def decay_binary(cutoff: int) -> Decay:
    """1 up to ``cutoff`` seconds and at it, 0 after."""
    (ends,) = whole("cutoff", cutoff)
    name = f"binary({ends} s)"
    return Decay(name, lambda minutes: (minutes * 60.0 <= ends + 0.5).astype(np.float64), ends, binary=True)


def decay_linear(cutoff: int) -> Decay:
    """1 at once, falling evenly to 0 at ``cutoff`` seconds."""
    (ends,) = whole("cutoff", cutoff, least=1)
    return Decay(f"linear({ends} s)", lambda minutes: np.maximum(1.0 - minutes / (ends / 60.0), 0.0), ends)


def decay_exponential(decay_value: float) -> Decay:
    """exp(−``decay_value`` × minutes)."""
    rate = _rate("decay_value", decay_value)
    return Decay(f"exponential({rate:g} a minute)", lambda minutes: np.exp(-rate * minutes))


def decay_power(decay_value: float) -> Decay:
    """Minutes to the power −``decay_value``, and 1 below one minute, where the power would pass it."""
    rate = _rate("decay_value", decay_value)
    return Decay(f"power({rate:g})", lambda minutes: np.maximum(minutes, 1.0) ** -rate)


def decay_stepped(steps: Sequence[int], weights: Sequence[float]) -> Decay:
    """1 at first, and ``weights[k]`` from ``steps[k]`` seconds on: the step itself has the new weight."""
    starts = whole("steps", steps, least=1)
    falls = _weights(weights, len(starts))
    values = np.concatenate(([1.0], falls))

    def weigh(minutes: Floats) -> Floats:
        return values[np.searchsorted(np.array(starts), np.rint(minutes * 60.0), side="right")]

    return Decay(f"stepped({starts}; {falls})", weigh, starts[-1] if falls[-1] == 0 else None)


def decay_zones(limits: Sequence[int], weights: Sequence[float]) -> Decay:
    """``weights[k]`` up to ``limits[k]`` seconds and at it, 0 beyond the last: the zones of E2SFCA."""
    stops = whole("limits", limits)
    values = np.concatenate((_weights(weights, len(stops)), [0.0]))

    def weigh(minutes: Floats) -> Floats:
        return values[np.searchsorted(np.array(stops), np.rint(minutes * 60.0), side="left")]

    return Decay(f"zones({stops}; {tuple(values[:-1])})", weigh, stops[-1])


def decay_logistic(cutoff: int, sd: float) -> Decay:
    """A falling logistic curve through 1 at once, half-way near ``cutoff`` seconds, its deviation ``sd``
    seconds.

    As adjusted by Bauer & Groneberg (2016, doi:10.1371/journal.pone.0159148).
    """
    (middle,) = whole("cutoff", cutoff, least=1)
    deviation = _rate("sd", sd)
    if not deviation > 0:
        raise BadInput(f"sd: {sd} should be over 0")
    scale = math.pi / (deviation / 60.0 * math.sqrt(3.0))
    whole_at_once = 1.0 + math.exp(-middle / 60.0 * scale)

    def weigh(minutes: Floats) -> Floats:
        # The exponent is held below what overflows; the weight there is under 1e-300 anyway.
        return whole_at_once / (1.0 + np.exp(np.minimum((minutes - middle / 60.0) * scale, 700.0)))

    return Decay(f"logistic({middle} s, {deviation:g} s)", weigh)


def decay_gaussian(sigma: float) -> Decay:
    """exp(−t² / 2σ²), ``sigma`` in seconds; 1 at once."""
    width = _rate("sigma", sigma)
    if not width > 0:
        raise BadInput(f"sigma: {sigma} should be over 0")
    width /= 60.0
    return Decay(f"gaussian({sigma:g} s)", lambda minutes: np.exp(-minutes * minutes / (2 * width**2)))


def cut(decay: Decay, cutoff: int) -> Decay:
    """The same weights up to ``cutoff`` seconds and none after: a catchment with an edge."""
    (ends,) = whole("cutoff", cutoff)
    if ends > LONGEST:
        raise BadInput(f"cutoff: {ends} s is over a week")
    ends = ends if decay.ends is None else min(ends, decay.ends)
    return Decay(f"{decay.name} up to {ends} s", decay.weigh, ends, decay.binary)


def _rate(what: str, value: float) -> float:
    if not (isinstance(value, int | float | np.number) and math.isfinite(value) and value >= 0):
        raise BadInput(f"{what}: {value!r} should be a number from 0 on")
    return float(value)


def _weights(weights: Sequence[float], length: int) -> tuple[float, ...]:
    values = amounts("weights", weights, "step", length)
    if (values > 1).any():
        raise BadInput(f"weights: {tuple(values)} should lie between 0 and 1")
    return tuple(float(value) for value in values)
