"""How much there is to choose from: different kinds of places within a time, and the time to as many kinds.

Ten libraries are less of a choice than a library, a theatre and a museum. Hill numbers (Hill 1973,
doi:10.2307/1934352; Jost 2006, doi:10.1111/j.2006.0030-1299.14714.x) count kinds so that this shows: the
number of equally common kinds that would be as varied. Order 0 counts every kind alike, order 1 by its share
of places, order 2 mostly the common ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.indices import kernels
from reach.indices.blocks import Accumulator, Stretch, Times, collect
from reach.indices.checks import Floats, whole
from reach.times import UNREACHED, Int32s


@dataclass(frozen=True)
class Choice:
    """What is within reach of each origin."""

    codes: Int32s
    """The kinds there are, ascending: ``[kinds]``."""
    counts: Int32s
    """Places of each kind, ``[origins, kinds]``."""

    @property
    def places(self) -> Int32s:
        """Places of any kind, ``[origins]``."""
        found: Int32s = self.counts.sum(axis=1, dtype=np.int32)
        return found

    @property
    def kinds(self) -> Int32s:
        """Different kinds, ``[origins]``."""
        found: Int32s = (self.counts > 0).sum(axis=1, dtype=np.int32)
        return found

    def hill(self, order: int) -> Floats:
        """Hill numbers of order 0, 1 or 2, ``float64[origins]``; 0 where nothing is in reach.

        Raises:
            BadInput: another order.
        """
        return hill_numbers(self.counts, order)


def hill_numbers(counts: npt.NDArray[np.integer], order: int) -> Floats:
    """Hill numbers of counts ``[…, kinds]`` of order 0, 1 or 2; 0 where every count is. Falling with the
    order, exactly.

    Raises:
        BadInput: another order, or a negative count.
    """
    if order not in (0, 1, 2):
        raise BadInput(f"order: {order!r} is not 0, 1 or 2")
    many = np.asarray(counts).astype(np.int64)
    if (many < 0).any():
        raise BadInput("counts: one is negative")
    richness: Floats = (many > 0).sum(axis=-1).astype(np.float64)
    if order == 0:
        return richness
    everything = many.sum(axis=-1)
    squares = (many * many).sum(axis=-1)
    simpson: Floats = (everything * everything) / np.maximum(squares, 1)
    if order == 2:
        return simpson
    share = many / np.maximum(everything, 1)[..., None]
    entropy = -(share * np.log(np.where(many > 0, share, 1.0))).sum(axis=-1)
    # Rounding must not put order 1 outside the orders beside it: equally common kinds make all three equal.
    found: Floats = np.clip(np.exp(entropy), simpson, richness)
    return found


class _OfKinds(Accumulator):
    """An index of venues of different kinds."""

    def __init__(self, kinds: npt.ArrayLike) -> None:
        given = np.asarray(kinds)
        if given.ndim != 1 or (given.size and not np.issubdtype(given.dtype, np.integer)):
            raise BadInput("kinds: one whole number for each venue is needed")
        if (given < 0).any():
            raise BadInput(f"kinds: venue {int(np.argmax(given < 0))} (counted from 0) has none")
        codes, own = np.unique(given, return_inverse=True)
        self.codes = codes.astype(np.int32)
        self.own = own.astype(np.int32)

    def kinds_of(self, stretch: Stretch) -> Int32s:
        if stretch.venues.stop > len(self.own):
            raise BadInput(
                f"kinds: {len(self.own)} numbers, and travel times to {stretch.venues.stop} venues"
            )
        return self.own[stretch.venues]

    def finish(self, venues: int) -> None:
        if len(self.own) != venues:
            raise BadInput(f"kinds: {len(self.own)} numbers for {venues} venues")


class ChoiceWithin(_OfKinds):
    """Places of each kind within ``cutoff`` seconds; result :class:`Choice`."""

    def __init__(self, kinds: npt.ArrayLike, cutoff: int) -> None:
        super().__init__(kinds)
        (self.cutoff,) = whole("cutoff", cutoff)
        if self.cutoff >= UNREACHED:
            raise BadInput(f"cutoff: {self.cutoff} s would take in what cannot be reached")

    def begin(self, origins: int) -> None:
        self.counts = np.zeros((origins, len(self.codes)), np.int32)

    def add(self, stretch: Stretch, turn: int) -> None:
        kernels.count_kinds(stretch.times, stretch.width, self.kinds_of(stretch), self.cutoff, self.counts)

    def result(self) -> Choice:
        return Choice(self.codes, self.counts)


class TimeToKinds(_OfKinds):
    """The least time to a place of each kind; result ``int32[origins, kinds]``, kinds as in ``codes``."""

    def begin(self, origins: int) -> None:
        self.best = np.full((origins, len(self.codes)), UNREACHED, np.int32)

    def add(self, stretch: Stretch, turn: int) -> None:
        kernels.nearest_kinds(stretch.times, stretch.width, self.kinds_of(stretch), self.best)

    def result(self) -> Int32s:
        return self.best

    def to(self, k: int) -> Int32s:
        """The time within which ``k`` different kinds are in reach, ``int32[origins]``; ∞ where there are
        fewer.
        """
        (number,) = whole("k", k, least=1)
        if number > len(self.codes):
            return np.full(len(self.best), UNREACHED, np.int32)
        return np.ascontiguousarray(np.sort(self.best, axis=1)[:, number - 1])


def choice_within(times: Times, kinds: npt.ArrayLike, cutoff: int) -> Choice:
    """Places, kinds and their variety within ``cutoff`` seconds.

    Args:
        times: seconds, see :mod:`reach.indices.blocks`.
        kinds: a code from 0 on for each venue, ``[venues]``.
        cutoff: seconds; a time equal to it counts.

    Raises:
        BadInput: see :func:`~reach.indices.blocks.collect`; or a venue without a kind.
    """
    index = ChoiceWithin(kinds, cutoff)
    collect(times, index)
    return index.result()


def time_to_kinds(times: Times, kinds: npt.ArrayLike, k: int | Sequence[int]) -> Int32s:
    """The time within which ``k`` different kinds are in reach.

    Args:
        times: seconds, see :mod:`reach.indices.blocks`.
        kinds: a code from 0 on for each venue, ``[venues]``.
        k: how many kinds; one number, or several in ascending order.

    Returns:
        ``int32[origins]`` seconds for one ``k``, ``int32[origins, k]`` for several; ``UNREACHED`` where there
        are fewer.

    Raises:
        BadInput: see :func:`choice_within`.
    """
    numbers = whole("k", k, least=1)
    index = TimeToKinds(kinds)
    collect(times, index)
    found = np.stack([index.to(number) for number in numbers], axis=1)
    return found[:, 0] if isinstance(k, int | np.integer) else found
