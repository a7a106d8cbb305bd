"""From outcomes to a figure. Pure.

The figure is the weighted share of what could be judged; what could not be told counts neither way and shows
in ``known``. A share inside an item counts as such: 3 of 4 places with hours are 3/4 of its weight.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

GOOD_ENOUGH: Final = 90
"""From here on an organisation is counted as well told of."""


class Weighed(Protocol):
    """An item of the norms, as far as the figure cares."""

    @property
    def code(self) -> str: ...

    @property
    def weight(self) -> int: ...


class Counted(Protocol):
    """What a check gave."""

    @property
    def code(self) -> str: ...

    @property
    def good(self) -> int: ...

    @property
    def of(self) -> int: ...


@dataclass(frozen=True)
class Part:
    """One item behind the figure: ``good`` of ``of`` have it, 0 of 0 is not known."""

    code: str
    weight: int
    good: int
    of: int

    @property
    def is_known(self) -> bool:
        """Whether it could be judged."""
        return self.of > 0

    @property
    def lost(self) -> float:
        """Weight that it costs."""
        return self.weight * (self.of - self.good) / self.of if self.of else 0.0


@dataclass(frozen=True)
class Figure:
    """The figure 0 to 100, the percent of weight that could be judged, and the parts behind both."""

    value: int
    known: int
    parts: tuple[Part, ...]


def figure(items: Sequence[Weighed], outcomes: Iterable[Counted]) -> Figure:
    """The figure of one organisation; an item without an outcome is not known."""
    found: Mapping[str, Counted] = {one.code: one for one in outcomes}
    parts = tuple(
        Part(
            item.code,
            item.weight,
            found[item.code].good if item.code in found else 0,
            max(0, found[item.code].of) if item.code in found else 0,
        )
        for item in items
    )
    whole = sum(part.weight for part in parts)
    known = sum(part.weight for part in parts if part.is_known)
    lost = sum(part.lost for part in parts)
    if not known:
        return Figure(0, 0, parts)
    # Rounded down: 100 is said only where nothing is missing.
    return Figure(int(100 * (known - lost) / known + 1e-9), round(100 * known / whole), parts)


def digits(phone: str) -> str:
    """The last ten digits of a Russian number, "" where there are fewer than six."""
    found = "".join(each for each in phone if each.isdigit())
    return found[-10:] if len(found) >= 6 else ""
