"""What is assumed of an occasion where nobody said it."""

from datetime import timedelta
from typing import Final

from karavan.places.enums import PlaceKind, PlaceLevel
from karavan.programme.enums import EventKind

LENGTH: Final = timedelta(hours=2)
"""How long what has no end lasts."""
LENGTHS: Final = {
    EventKind.PERFORMANCE: timedelta(hours=2, minutes=30),
    EventKind.PUPPET_SHOW: timedelta(hours=1),
    EventKind.EXCURSION: timedelta(hours=1, minutes=30),
    EventKind.FESTIVAL: timedelta(hours=6),
    EventKind.CELEBRATION: timedelta(hours=4),
    EventKind.FOLK_FEAST: timedelta(hours=5),
    EventKind.MEMORY: timedelta(hours=1),
    EventKind.CLUB: timedelta(hours=1, minutes=30),
    EventKind.READING: timedelta(hours=1),
}

SHARE_OF_PLACE: Final = 0.6
"""How full a place of known capacity is taken to be."""
SIZE: Final = 40
SIZES: Final = {
    EventKind.PERFORMANCE: 200,
    EventKind.PUPPET_SHOW: 80,
    EventKind.DANCE: 200,
    EventKind.CONCERT: 200,
    EventKind.FILM: 60,
    EventKind.EXHIBITION: 50,
    EventKind.EXCURSION: 20,
    EventKind.FESTIVAL: 1000,
    EventKind.CELEBRATION: 500,
    EventKind.FOLK_FEAST: 1500,
    EventKind.MEMORY: 100,
    EventKind.CONTEST: 80,
    EventKind.WORKSHOP: 15,
    EventKind.CLUB: 15,
    EventKind.READING: 20,
}

OPEN_KINDS: Final = frozenset(
    {
        PlaceKind.PARK,
        PlaceKind.ZOO,
        PlaceKind.OPEN_AIR_VENUE,
        PlaceKind.MONUMENT,
        PlaceKind.MEMORIAL,
        PlaceKind.NATURE,
        PlaceKind.LANDMARK,
    }
)
OPEN_LEVELS: Final = frozenset({PlaceLevel.OPEN_AIR, PlaceLevel.MONUMENT})
INDOOR_LEVELS: Final = frozenset({PlaceLevel.BUILDING, PlaceLevel.HALL})

LOUD_KINDS: Final = frozenset(
    {EventKind.CONCERT, EventKind.DANCE, EventKind.FESTIVAL, EventKind.CELEBRATION, EventKind.FOLK_FEAST}
)
"""Loud where they take place in the open; an event says nothing of its sound itself."""

MERRY_KINDS: Final = LOUD_KINDS | {EventKind.GAME, EventKind.CONTEST}
"""Kinds that do not befit a day of mourning."""


def length_of(kind: str) -> timedelta:
    """How long an occasion of a kind lasts when nobody said it."""
    return LENGTHS.get(EventKind(kind), LENGTH)


def usual_size(kind: str) -> int:
    """How many people an occasion of a kind has when nobody said it."""
    return SIZES.get(EventKind(kind), SIZE)


def is_open_air(place_kind: str, place_level: str) -> bool:
    """Whether a place lies under the sky: a hall in a park does not."""
    if place_level in OPEN_LEVELS:
        return True
    return place_kind in OPEN_KINDS and place_level not in INDOOR_LEVELS
