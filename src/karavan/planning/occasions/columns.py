"""Figures of many occasions side by side, for reckoning with all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from math import cos, log10, radians
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from karavan.programme.enums import Audience

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

# Groups of people, a bit each; an audience is one or several of them.
_CHILDREN, _TEENAGERS, _YOUTH, _ADULTS, _SENIORS, _VISITORS = (1 << bit for bit in range(6))
EVERYONE_BIT = 1 << 6
MASKS = 1 << 7
_GROUPS: dict[str, int] = {
    Audience.EVERYONE: EVERYONE_BIT,
    Audience.FAMILY: _CHILDREN | _ADULTS,
    Audience.CHILDREN: _CHILDREN,
    Audience.SCHOOL: _CHILDREN | _TEENAGERS,
    Audience.TEENAGERS: _TEENAGERS,
    Audience.YOUTH: _YOUTH,
    Audience.ADULTS: _ADULTS,
    Audience.SENIORS: _SENIORS,
    Audience.VISITORS: _VISITORS,
}

KM_PER_DEGREE = 111.195
SMALL, LARGE = 10, 1000
"""People: as few do not weigh at all, as many weigh in full."""


def audience_mask(audiences: Sequence[str]) -> int:
    """Groups of people as bits; who states no audience means everyone."""
    return _mask(tuple(audiences))


@lru_cache(maxsize=4096)
def _mask(audiences: tuple[str, ...]) -> int:
    mask = 0
    for each in audiences:
        mask |= _GROUPS.get(each, EVERYONE_BIT)
    return mask or EVERYONE_BIT


@lru_cache(maxsize=4096)
def weight_of_size(people: int) -> float:
    """0 for ten people or fewer, 1 for a thousand or more, by the logarithm between."""
    if people <= SMALL:
        return 0.0
    return min(1.0, log10(people / SMALL) / log10(LARGE / SMALL))


def on_flat_ground(lat: float | None, lon: float | None) -> tuple[float, float]:
    """Kilometres north and east, the ground taken as flat: good to a percent within a city."""
    if lat is None or lon is None:
        return float("nan"), float("nan")
    return lat * KM_PER_DEGREE, lon * KM_PER_DEGREE * cos(radians(round(lat)))


_TYPES: Final[dict[str, Any]] = {
    **dict.fromkeys(("start", "end", "north", "east", "weight"), np.float64),
    **dict.fromkeys(("audience", "part", "left", "right", "event"), np.int64),
    **dict.fromkeys(("hall", "coarse"), np.bool_),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """One row an occasion, in order of start.

    ``start`` and ``end`` are seconds since the epoch; ``north`` and ``east`` kilometres (NaN: unknown);
    ``part`` numbers the part of a local day; ``left`` and ``right`` enclose a place and all below it (-1: no
    place); ``event`` is the id of an event, or a negative number of its own; ``hall`` tells that the place
    serves one occasion at a time, ``coarse`` that the reader may not know it.
    """

    start: Floats
    end: Floats
    north: Floats
    east: Floats
    weight: Floats
    audience: Whole
    part: Whole
    left: Whole
    right: Whole
    event: Whole
    hall: npt.NDArray[np.bool_]
    coarse: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, rows: Sequence[tuple[float | int | bool, ...]]) -> "Columns":
        """From tuples in the order of the fields."""
        names = [each.name for each in fields(cls)]
        lists = list(zip(*rows, strict=True)) if rows else [()] * len(names)
        columns: Any = (np.array(values, _TYPES[name]) for name, values in zip(names, lists, strict=True))
        return cls(*columns)

    def take(self, order: npt.NDArray[np.intp]) -> "Columns":
        """The rows in another order."""
        return Columns(*(getattr(self, each.name)[order] for each in fields(self)))

    def followed_by(self, others: "Columns") -> "Columns":
        """These rows and then those of another, whatever their order of start."""
        return Columns(
            *(np.concatenate((getattr(self, each.name), getattr(others, each.name))) for each in fields(self))
        )
