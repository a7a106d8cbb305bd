"""What a clash is weighed by. The figures are settings of the city, not constants of the code."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.conf import settings

from karavan.planning.occasions.columns import EVERYONE_BIT, MASKS, Floats


@dataclass(frozen=True, slots=True)
class Scale:
    """Score = 100 × shared audience × nearness × size × part of day, each of them 0 to 1.

    ``everyone``: what an event for everyone shares with one for somebody. ``near``: kilometres at which
    nearness is a half. ``nowhere``: nearness where one of the places is unknown. ``buffer``: minutes between
    the end of one and the start of the other within which people, crews and transport still meet.
    ``buffered`` and ``same_part``: what the part of day counts where only the buffers, or only the part of
    the day, meet. ``serious`` and ``notice``: scores from which a clash is one.
    """

    everyone: float = 0.5
    near: float = 3.0
    nowhere: float = 0.5
    buffer: int = 60
    buffered: float = 0.6
    same_part: float = 0.4
    serious: int = 35
    notice: int = 15


def city_scale() -> Scale:
    """The scale of this city."""
    return Scale(
        buffer=settings.CLASH_BUFFER_MINUTES, serious=settings.CLASH_SERIOUS, notice=settings.CLASH_NOTICE
    )


def shared_audience(one: int, other: int, everyone: float) -> float:
    """Share of groups that two masks have in common (Jaccard); everyone shares a set part with anybody."""
    if one & EVERYONE_BIT and other & EVERYONE_BIT:
        return 1.0
    if (one | other) & EVERYONE_BIT:
        return everyone
    return (one & other).bit_count() / (one | other).bit_count()


@lru_cache(maxsize=8)
def audience_table(everyone: float) -> Floats:
    """The same for any two masks at once; row and column 0 mean nothing."""
    table = np.zeros((MASKS, MASKS))
    for one in range(1, MASKS):
        for other in range(1, MASKS):
            table[one, other] = shared_audience(one, other, everyone)
    table.setflags(write=False)
    return table
