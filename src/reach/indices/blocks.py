"""Travel times on their way into the indices: a matrix, or a stream of blocks that never are a matrix.

Every index is an :class:`Accumulator`; :func:`collect` goes through the times once (twice, where an index
needs the sum of an origin's weights first) and feeds all of them, so that a city's matrix need never exist::

    places, closest = CumulativeCutoff((900, 1800)), CostToClosest((1, 3))
    collect(blocks, places, closest)
    places.result(), closest.result()
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.indices import kernels
from reach.times import UNREACHED, Int32s

Block = tuple[slice, Int32s]
"""Which venues, and the times from every origin to them: ``int32[origins, width]``, further columns are
padding.
"""

Times = Int32s | Iterable[Block]
"""Seconds ``int32[origins, venues]``, or blocks of them in the order of the venues; ``UNREACHED`` is ∞."""

LONGEST = 7 * 86_400
"""Seconds. A longer time that is not ∞ is a mistake of units: milliseconds as a rule."""


@dataclass
class Stretch:
    """A block of times.

    Whether they can be seconds is looked at once: by ``longest``, by an index that goes over them anyway and
    calls ``settle``, or by :func:`collect` at the end. Until then an index may compare times, no more.
    """

    venues: slice
    times: Int32s
    """C order, writable, at least ``width`` columns."""
    _longest: int | None = None

    @property
    def longest(self) -> int:
        """Seconds of the longest time in it that is not ∞.

        Raises:
            BadInput: see :func:`collect`.
        """
        self.check()
        return self._longest or 0

    def check(self) -> None:
        """Look at the times unless that has been done.

        Raises:
            BadInput: see :func:`collect`.
        """
        if self._longest is None:
            self.settle(*kernels.span(self.times, self.width))

    def settle(self, lowest: int, longest: int) -> None:
        """Note the extremes, as :func:`reach.indices.kernels.span` has them.

        Raises:
            BadInput: see :func:`collect`.
        """
        if lowest < 0 or longest > LONGEST:
            raise self._refusal(lowest < 0)
        self._longest = int(longest)

    def _refusal(self, negative: bool) -> BadInput:
        used = self.times[:, : self.width]
        wrong = used < 0 if negative else (used > LONGEST) & (used < UNREACHED)
        origin, venue = (int(axis[0]) for axis in wrong.nonzero())
        why = "is negative" if negative else "is over a week: are these seconds?"
        return BadInput(
            f"travel times: from origin {origin} to venue {self.venues.start + venue} (counted from 0) the"
            f" time {int(used[origin, venue])} {why}"
        )

    @property
    def width(self) -> int:
        return int(self.venues.stop - self.venues.start)

    @property
    def origins(self) -> int:
        return int(self.times.shape[0])


class Accumulator(ABC):
    """An index that takes times block by block.

    Use :func:`collect`; ``passes`` says how often it must see all blocks.
    """

    passes = 1

    @abstractmethod
    def begin(self, origins: int) -> None:
        """Make room; called once, before the first block."""

    @abstractmethod
    def add(self, stretch: Stretch, turn: int) -> None:
        """Take a block in; ``turn`` counts the passes from 0."""

    @abstractmethod
    def finish(self, venues: int) -> None:
        """See that there were as many venues as expected; called once, after the last block."""


def collect(times: Times, *indices: Accumulator) -> None:
    """Feed all blocks of ``times`` to all ``indices``.

    Raises:
        BadInput: times are not int32 seconds, negative, or too long to be seconds; blocks out of order or of
            different heights; or an index needs two passes and ``times`` is an iterator that can be gone
            through once.
    """
    passes = max((index.passes for index in indices), default=1)
    if passes > 1 and not isinstance(times, np.ndarray) and iter(times) is times:
        raise BadInput(
            "travel times: this index goes through all blocks twice, so a plain iterator will not do"
        )
    for turn in range(passes):
        origins, venues = -1, 0
        for stretch in stretches(times):
            if origins < 0 and turn == 0:
                for index in indices:
                    index.begin(stretch.origins)
            origins, venues = stretch.origins, stretch.venues.stop
            for index in indices:
                if turn < index.passes:
                    index.add(stretch, turn)
            stretch.check()
        if origins < 0:
            raise BadInput("travel times: there is not a single block")
    for index in indices:
        index.finish(venues)


def stretches(times: Times) -> Iterator[Stretch]:
    """The blocks, their times still to be looked at; a matrix is one block.

    Raises:
        BadInput: see :func:`collect`.
    """
    if isinstance(times, np.ndarray):
        width = times.shape[1] if times.ndim == 2 else 0
        times = ((slice(0, width), times),)
    origins, expected = -1, 0
    for venues, block in times:
        if not isinstance(block, np.ndarray) or block.dtype != np.int32 or block.ndim != 2:
            kind = getattr(block, "dtype", type(block).__name__)
            raise BadInput(
                "travel times: int32 seconds [origins, venues] are needed,"
                f" not {kind} of {np.ndim(block)} dimensions; from_minutes() converts"
            )
        if venues.start != expected or not venues.start <= venues.stop <= venues.start + block.shape[1]:
            raise BadInput(f"travel times: a block from venue {expected} is due, not {venues}")
        if origins not in (-1, block.shape[0]):
            raise BadInput(f"travel times: a block of {block.shape[0]} origins after one of {origins}")
        origins, expected = block.shape[0], venues.stop
        yield Stretch(venues, np.require(block, np.int32, ["C", "W"]))


def from_minutes(minutes: npt.ArrayLike) -> Int32s:
    """Seconds out of the minutes of another tool, ``[origins, venues]``: ``inf`` becomes ∞, the rest the
    nearest second.

    Raises:
        BadInput: NaN (say ``inf`` for what cannot be reached, so that nothing unknown passes for it), a
            negative time, or one over a week.
    """
    given = np.asarray(minutes, dtype=np.float64)
    if given.ndim != 2:
        raise BadInput(f"travel times: [origins, venues] are needed, this has the shape {given.shape}")
    for wrong, why in (
        (np.isnan(given), "is not a number (NaN); inf says that a place cannot be reached"),
        (given < 0, "is negative"),
        ((given > LONGEST / 60) & np.isfinite(given), "is over a week: are these minutes?"),
    ):
        if wrong.any():
            origin, venue = (int(axis[0]) for axis in wrong.nonzero())
            raise BadInput(
                f"travel times: from origin {origin} to venue {venue} (counted from 0) the time"
                f" {given[origin, venue]} {why}"
            )
    reached = np.isfinite(given)
    seconds = np.full(given.shape, UNREACHED, np.int32)
    seconds[reached] = np.rint(given[reached] * 60.0)
    return seconds
