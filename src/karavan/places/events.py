from dataclasses import dataclass


@dataclass(frozen=True)
class PlaceChanged:
    """A place, or what hangs on it (hours, state, survey, photo), was created, changed or removed."""

    place_id: int


@dataclass(frozen=True)
class DistrictChanged:
    """A district was created, renamed or removed."""

    district_id: int
