"""How each column of a table of indices is drawn: in what unit, from which end, in which bands."""

from dataclasses import dataclass

import numpy as np

from reach.drawing.frame import Floats
from reach.drawing.words import Words
from reach.errors import BadInput

MINUTES = (5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0)
MOST_BOUNDS = 7
"""With these the legend can still be told apart and read aloud."""
FEW = 8
"""Counts up to this have a band each."""


@dataclass(frozen=True)
class Measure:
    """What a column holds: times in seconds, or amounts of which ``factor`` times as much is drawn.

    ``unit`` is that of :class:`reach.drawing.sheet.Sheet`: None for minutes, empty for a bare number.
    """

    name: str
    time: bool
    factor: float
    unit: str | None

    @property
    def strong(self) -> str:
        """The end that has the strongest colour: what is near, or what is much."""
        return "low" if self.time else "high"

    @property
    def palette(self) -> str:
        """Times and amounts look different at a glance."""
        return "steel" if self.time else "malachite"

    def drawn(self, values: Floats) -> Floats:
        """Values of the table as they are drawn."""
        # Divided, not multiplied: 900 s have to be 15 min and not a bit more, which is another band.
        return values / 60 if self.time else values * self.factor

    def title(self, words: Words) -> str:
        """What the map is called if nobody says otherwise."""
        return words.titles.get(self.name, self.name)

    def bounds(self, drawn: Floats) -> tuple[float, ...]:
        """Bands for the values at hand, as drawn: round numbers, not quantiles, so that maps of two cities or
        years can be laid side by side.

        :raises BadInput: values below zero.
        """
        if not self.time and len(drawn) and drawn.min() < 0:
            raise BadInput(f"{self.name} has values below zero, which have no bands by default: give --bands")
        return MINUTES if self.time else round_bounds(drawn)


def measure_of(column: str, words: Words) -> Measure:
    """Seconds (``*_s``) become minutes, supply becomes that of a thousand people, all else stays."""
    if column.endswith("_s"):
        return Measure(column, time=True, factor=1.0, unit=None)
    if column == "supply_per_head":
        return Measure(column, time=False, factor=1000.0, unit=words.thousand)
    return Measure(column, time=False, factor=1.0, unit="")


def round_bounds(values: Floats) -> tuple[float, ...]:
    """0, and then 1, 2, 5, 10, … up to below the largest of ``values``, which are finite and not negative;
    every number for small counts.
    """
    most = float(values.max(initial=0.0))
    if (values == np.rint(values)).all() and most <= FEW:
        return tuple(float(bound) for bound in range(max(int(most), 1)))
    steps: list[float] = []
    power = int(np.floor(np.log10(most)))
    while len(steps) < MOST_BOUNDS - 1:
        # Written as text and read again, so that 0.2 is 0.2 and not 0.2 and a bit.
        steps += [bound for digit in (5, 2, 1) if (bound := float(f"{digit}e{power}")) < most]
        power -= 1
    whole = bool((values == np.rint(values)).all())
    kept = [bound for bound in steps[: MOST_BOUNDS - 1] if not whole or bound >= 1]
    return (0.0, *reversed(kept))
