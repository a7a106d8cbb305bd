"""Parts that several answers share."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Choices
from pydantic import BaseModel, ConfigDict, Field

from karavan.places.enums import Access
from karavan.programme.enums import Facility, PriceKind


def one_of(choices: type[Choices]) -> Any:
    """Marks a string as one of the values of a Django enumeration."""
    return Field(json_schema_extra={"enum": list(choices.values)})


class Shape(BaseModel):
    """An object with exactly these members, all of them present."""

    model_config = ConfigDict(extra="forbid")


Id = Annotated[str, Field(pattern=r"^[1-9][0-9]*$", description="Id, stable for the life of the record.")]
Moment = Annotated[datetime, Field(description="Moment with its zone (RFC 3339).")]
Day = Annotated[date, Field(description="Day in the city.")]
Clock = Annotated[str, Field(pattern=r"^\d{2}:\d{2}$", description="Clock time in the city.")]
Lat = Annotated[float | None, Field(description="Latitude in degrees; null where unknown.")]
Lon = Annotated[float | None, Field(description="Longitude in degrees; null where unknown.")]
Demo = Annotated[bool, Field(description="A generated record of a demonstration, not a real announcement.")]
Url = Annotated[str, Field(description="Address of the page for people.")]
Updated = Annotated[datetime, Field(description="When the record changed last.")]
Label = Annotated[str, Field(description="Name of the code before it, in the language asked for.")]
Html = Annotated[str, Field(description="Clean HTML: paragraphs, lists, links, emphasis; empty for none.")]
District = Annotated[str, Field(description="Code of the district of the city; empty where unknown.")]
AccessDemo = Annotated[bool, Field(description="The accessibility survey is generated for a demonstration.")]
AccessValue = Annotated[str, one_of(Access)]
FacilityCode = Annotated[str, one_of(Facility)]


class Accessibility(Shape):
    """What the survey says for six needs. `unknown` must never be shown as accessible."""

    wheelchair: AccessValue
    rollator: AccessValue
    low_vision: AccessValue
    blind: AccessValue
    hearing: AccessValue
    intellectual: AccessValue


class Reference(Shape):
    """Another record by id and name."""

    id: Id
    name: str


class ProgrammeReference(Shape):
    """A programme by id, slug and title."""

    id: Id
    slug: str
    title: str


class PlaceReference(Shape):
    """A place as events name it."""

    id: Id
    name: str
    address: str
    district: District
    district_name: str
    lat: Lat
    lon: Lon


class Price(Shape):
    """Price in roubles; `min` and `max` are null where not stated."""

    kind: Annotated[str, one_of(PriceKind)]
    min: float | None
    max: float | None


class WeeklyHours(Shape):
    """Hours on one weekday; several rows of a weekday leave a break between them."""

    weekday: Annotated[int, Field(ge=0, le=6, description="Monday is 0.")]
    opens: Clock
    closes: Clock


class DayException(Shape):
    """Other hours on one day; without times it is closed that day."""

    day: Day
    opens: Clock | None
    closes: Clock | None
    note: str


class FacetValue(Shape):
    """A value that the list could be narrowed to, and how many results it would leave."""

    value: str
    label: str
    count: Annotated[int, Field(ge=0)]


Item = TypeVar("Item", bound=BaseModel)


class ListOf(Shape, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next: Annotated[str | None, Field(description="Cursor of the next page; null on the last one.")]
    total: Annotated[int | None, Field(ge=0, description="Number of all results; null where not counted.")]
    facets: Annotated[
        dict[str, list[FacetValue]] | None,
        Field(description="Facet → values, each counted without its own condition; null if not asked for."),
    ]


class ParameterProblem(Shape):
    """What is wrong with one parameter, and what it takes."""

    parameter: str
    message: str


class ProblemDetails(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "/api/v1/docs#problems-400",
                "title": "Bad Request",
                "status": 400,
                "detail": "2 parameters cannot be understood.",
                "instance": "/api/v1/events?age=x&colour=red",
                "errors": [
                    {"parameter": "age", "message": "Expected a whole number from 0 to 120."},
                    {"parameter": "colour", "message": "There is no such parameter. Known: q, from, to, …"},
                ],
            }
        }
    )
    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[ParameterProblem] | None = None
