"""Places, organisations, programmes."""

from typing import Annotated, Literal

from pydantic import Field

from karavan.api.schemas.common import (
    AccessDemo,
    Accessibility,
    Day,
    DayException,
    Demo,
    District,
    Html,
    Id,
    Label,
    Lat,
    ListOf,
    Lon,
    Moment,
    ProgrammeReference,
    Reference,
    Shape,
    Url,
    WeeklyHours,
    one_of,
)
from karavan.api.schemas.events import Survey
from karavan.people.enums import FounderLevel, OrganisationKind
from karavan.places.enums import (
    AccessProfile,
    CoordAccuracy,
    PlaceCategory,
    PlaceKind,
    PlaceState,
    Rights,
)

ProfileCode = Annotated[str, one_of(AccessProfile)]


class PlaceCard(Shape):
    """A place as lists show it."""

    id: Id
    type: Literal["place"]
    kind: Annotated[str, one_of(PlaceKind)]
    kind_label: Label
    category: Annotated[str, one_of(PlaceCategory)]
    name: str
    address: str
    district: District
    district_name: str
    lat: Lat
    lon: Lon
    coord_accuracy: Annotated[str, one_of(CoordAccuracy)]
    state: Annotated[str, one_of(PlaceState)]
    state_reason: str
    state_until: Day | None
    capacity: int | None
    access: Accessibility
    access_demo: AccessDemo
    organisation: Reference | None
    parent: Annotated[Reference | None, Field(description="The place it lies in.")]
    demo: Demo
    url: Url


class SurveyedZone(Shape):
    """States of one zone by category of visitors, in the codes of the accessibility passport."""

    zone: Annotated[int, Field(ge=1, le=7)]
    label: Label
    states: dict[str, str]


class PlaceSurvey(Survey):
    """The accessibility survey of a place."""

    zones: list[SurveyedZone]


class PlacePhoto(Shape):
    """A photo with its rights."""

    url: str
    alt: str
    author: str
    source: str
    rights: Annotated[str, one_of(Rights)]
    demo: bool


class Heritage(Shape):
    """Protection as cultural heritage."""

    protection: str
    register_number: str
    built: str


class Hall(Reference):
    """A hall of the place."""

    capacity: int | None


class PlaceDetail(PlaceCard):
    """A whole place."""

    description: Html
    how_to_get_in: str
    website: str
    hours: list[WeeklyHours]
    hours_demo: Annotated[bool, Field(description="The weekly hours are invented for demonstration.")]
    hours_exceptions: list[DayException]
    survey: PlaceSurvey | None
    help: Annotated[list[ProfileCode], Field(description="Needs met with help of the staff.")]
    photos: list[PlacePhoto]
    heritage: Heritage | None
    halls: list[Hall]


class OrganisationCard(Shape):
    """An organisation as lists show it."""

    id: Id
    type: Literal["organisation"]
    kind: Annotated[str, one_of(OrganisationKind)]
    kind_label: Label
    founder_level: Annotated[str, one_of(FounderLevel)]
    founder_label: Label
    name: str
    short_name: str
    parent: Reference | None
    country: Annotated[str, Field(description="Code of the country, ISO 3166-1 alpha-2.")]
    since: str
    website: str
    demo: Demo
    url: Url


class PlaceOfOrganisation(Reference):
    """A place that an organisation runs."""

    address: str


class FormerName(Shape):
    """A name of the past."""

    name: str
    from_: Annotated[Day | None, Field(alias="from")]
    to: Day | None


class OrganisationDetail(OrganisationCard):
    """A whole organisation."""

    description: Html
    branches: list[Reference]
    places: list[PlaceOfOrganisation]
    former_names: list[FormerName]


class ProgrammeCard(Shape):
    """A programme as lists show it."""

    id: Id
    type: Literal["programme"]
    slug: Annotated[str, Field(description="Stable word of its address.")]
    title: str
    summary: str
    from_: Annotated[Day | None, Field(alias="from")]
    to: Day | None
    parent: ProgrammeReference | None
    demo: Demo
    url: Url


class LastRelease(Shape):
    """The last release of a programme: its number and its moment."""

    number: int
    at: Moment


class ProgrammeDetail(ProgrammeCard):
    """A whole programme."""

    text: Html
    lineage: Annotated[list[ProgrammeCard], Field(description="Programmes above it, root first.")]
    children: list[ProgrammeCard]
    organisations: list[Reference]
    released: Annotated[
        LastRelease | None, Field(description="Null before the first; `changes/` below its page tells more.")
    ]


class PlaceList(ListOf[PlaceCard]):
    """A page of places."""


class OrganisationList(ListOf[OrganisationCard]):
    """A page of organisations."""


class ProgrammeList(ListOf[ProgrammeCard]):
    """A page of programmes."""
