from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PlaceChanged:
    """A place, or what hangs on it (hours, state, survey, photo), was created, changed or removed.

    ``elsewhere``: also what events at the place show of it, as its name, address, hours and accessibility.
    """

    place_id: int
    elsewhere: bool = True


@dataclass(frozen=True)
class PlaceClosed:
    """A place was closed for days (both inclusive, None: no end known): what it breaks is to be mended.

    ``state`` is the closing :class:`~karavan.places.enums.PlaceState`, ``reason`` what residents read.
    """

    place_id: int
    state: str
    first: date | None
    last: date | None
    reason: str


@dataclass(frozen=True)
class PlaceReopened:
    """A place that was closed is open again from a day on."""

    place_id: int
    first: date


@dataclass(frozen=True)
class DistrictChanged:
    """A district was created, renamed or removed."""

    district_id: int
