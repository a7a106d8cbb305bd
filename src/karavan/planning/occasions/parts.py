"""Parts of a day: people choose one thing for a morning, a day or an evening."""

from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final


class Part(IntEnum):
    """A part of a local day; the night after midnight belongs to the day before."""

    MORNING = 0
    DAY = 1
    EVENING = 2
    NIGHT = 3


NIGHT_ENDS, NOON, EVENING_FROM, NIGHT_FROM = 6, 12, 17, 23

WEIGHTS: Final = {Part.MORNING: 0.7, Part.DAY: 0.85, Part.EVENING: 1.0, Part.NIGHT: 0.9}
"""How many of the people are free then: on working days; on Saturdays and Sundays all of them."""
PARTS: Final = len(Part)
_BY_HOUR: Final = (
    *(Part.NIGHT for _hour in range(NIGHT_ENDS)),
    *(Part.MORNING for _hour in range(NIGHT_ENDS, NOON)),
    *(Part.DAY for _hour in range(NOON, EVENING_FROM)),
    *(Part.EVENING for _hour in range(EVENING_FROM, NIGHT_FROM)),
    Part.NIGHT,
)


def part_number(clock: datetime) -> int:
    """A number for the part of the local day of a local moment: it grows with time."""
    hour = clock.hour
    day = clock.toordinal() - (hour < NIGHT_ENDS)
    return day * PARTS + _BY_HOUR[hour]


def bounds_of(clock: datetime) -> tuple[datetime, datetime]:
    """When the part of a local moment begins and ends, on the same clock."""
    day = (clock - timedelta(days=clock.hour < NIGHT_ENDS)).replace(hour=0, minute=0, second=0, microsecond=0)
    begins = (NIGHT_ENDS, NOON, EVENING_FROM, NIGHT_FROM, 24 + NIGHT_ENDS)
    part = part_number(clock) % PARTS
    first, last = (day + timedelta(hours=hour) for hour in begins[part : part + 2])
    return first, last


def part_of(number: int) -> Part:
    """The part that a number stands for."""
    return Part(number % PARTS)


def weight_of_part(number: int) -> float:
    """How many of the people are free in a part, 0 to 1."""
    # Ordinal 1 is a Monday.
    return 1.0 if (number // PARTS - 1) % 7 >= 5 else WEIGHTS[part_of(number)]
