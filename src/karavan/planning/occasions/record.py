"""What a reader of the diary sees of one thing at one time, and the figures behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from karavan.planning.occasions.columns import Columns

HIDDEN = "hidden:"
"""How the key of an occasion begins whose real key the reader may not learn."""


class SizeBasis(StrEnum):
    """Where the number of people comes from."""

    EXPECTED = "expected"
    CAPACITY = "capacity"
    PLACE = "place"
    KIND = "kind"
    BAND = "band"


class SpotBasis(StrEnum):
    """Where the coordinates come from."""

    PLACE = "place"
    ANCESTOR = "ancestor"
    POINT = "point"
    DISTRICT = "district"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing at one time in the city diary: a date of an event, or a plan that is not one yet.

    ``start`` and ``end`` are aware UTC moments; ``end_assumed`` tells that nobody stated the end. ``size`` is
    a number of people, ``size_basis`` where it comes from. ``lat`` and ``lon`` are degrees. Where
    ``is_known`` is False the reader may learn when it is, what kind, for whom, how loud and about how large;
    all else is empty, and ``key`` is one that means nothing to anybody else.
    """

    key: str
    event_id: int | None
    title: str
    organisation_ids: tuple[int, ...]
    owner_paths: tuple[str, ...]
    owner: str
    kind: str
    audiences: tuple[str, ...]
    size: int
    size_basis: SizeBasis
    start: datetime
    end: datetime
    end_assumed: bool
    place_id: int | None
    place_path: str
    place_level: str
    place_name: str
    district_id: int | None
    lat: float | None
    lon: float | None
    spot_basis: SpotBasis
    is_loud: bool
    is_open_air: bool
    status: str
    is_public: bool
    is_confidential: bool
    is_known: bool
    is_mine: bool
    """Whether the reader may edit it."""
    is_demo: bool


class Sealed(NamedTuple):
    """What a decision about an occasion is kept by, and what it lapses with."""

    key: str
    start: datetime
    end: datetime
    place_id: int | None
    lat: float | None
    lon: float | None


def sealed(occasion: Occasion) -> Sealed:
    """Of an occasion that is known."""
    return Sealed(occasion.key, occasion.start, occasion.end, occasion.place_id, occasion.lat, occasion.lon)


@dataclass(frozen=True, slots=True)
class Scene:
    """The occasions of a span as one reader may know them, in order of start, and what is reckoned with.

    ``columns`` and ``sealed`` stand in the same order and never leave this room. Of what the reader may not
    know the columns hold a coarse place and size, so that nothing reckoned from them tells more than the
    occasion itself, and where it lies in the tree of places, from which only a taken hall of one's own
    occasion is ever told.
    """

    occasions: Sequence[Occasion]
    columns: Columns = field(repr=False)
    sealed: Sequence[Sealed] = field(repr=False)

    def __len__(self) -> int:
        return len(self.occasions)

    def index(self, key: str) -> int | None:
        """Where the occasion with this key stands."""
        return next((number for number, each in enumerate(self.occasions) if each.key == key), None)
