"""What others may show of a place: plain, frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from karavan.places.enums import Access, AccessProfile, Category, PlaceState, Zone, ZoneState
from karavan.places.hours import Schedule


@dataclass(frozen=True)
class Photo:
    """A picture that may be shown; ``name`` is its path under the media address."""

    name: str
    alt: str
    author: str
    source: str
    rights: str
    is_demo: bool


@dataclass(frozen=True)
class Heritage:
    """Protection as its source words it, number in the state register, years built; each may be empty."""

    protection: str
    register_number: str
    built: str


@dataclass(frozen=True)
class AccessReport:
    """Accessibility by profile, and the survey it rests on; without one all is unknown and the rest empty.

    ``with_help`` are profiles that cannot pass alone but can with the help of staff. ``surveyed_place_id`` is
    the place surveyed: this one, or the building or site it lies in.
    """

    access: Mapping[AccessProfile, Access]
    with_help: frozenset[AccessProfile] = frozenset()
    surveyed_place_id: int | None = None
    surveyed_on: date | None = None
    surveyor: str = ""
    is_demo: bool = False
    assessments: Mapping[tuple[Zone, Category], ZoneState] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaceView:
    """A place as of a day. ``lineage_ids`` run from the site to the place itself; degrees are WGS 84.

    ``schedule`` is all that decides its hours from that day on (:mod:`karavan.places.hours`),
    ``weekly_hours`` the week of that day as (weekday, opens, closes), Monday is 0. ``is_public`` counts the
    places above it too; ``organisation_id`` may be of an organisation that is not public.
    """

    id: int
    lineage_ids: tuple[int, ...]
    name: str
    name_en: str
    kind: str
    category: str
    level: str
    address: str
    district_id: int | None
    district_code: str
    district_name: str
    district_name_en: str
    lat: float | None
    lon: float | None
    coord_accuracy: str
    state: PlaceState
    state_reason: str
    state_until: date | None
    capacity: int | None
    report: AccessReport
    schedule: Schedule
    weekly_hours: tuple[tuple[int, time, time], ...]
    photos: tuple[Photo, ...]
    heritage: Heritage | None
    organisation_id: int | None
    website: str
    how_to_get_in: str
    description: str
    description_en: str
    certainty: str
    is_public: bool
    is_demo: bool

    @property
    def access(self) -> Mapping[AccessProfile, Access]:
        """The three-valued answer for every profile."""
        return self.report.access

    @property
    def hours_are_demo(self) -> bool:
        """Whether any of the week's hours was invented for demonstration."""
        return any(row.is_demo for row in self.schedule.weekly)

    @property
    def exceptions(self) -> dict[date, tuple[time, time] | None]:
        """Days from that day on with other hours; None is closed."""
        return {
            other.day: None if other.opens is None or other.closes is None else (other.opens, other.closes)
            for other in self.schedule.exceptions
        }
