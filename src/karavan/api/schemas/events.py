"""Events and their sessions."""

from typing import Annotated, Literal

from pydantic import Field

from karavan.api.schemas.common import (
    AccessDemo,
    Accessibility,
    Day,
    DayException,
    Demo,
    FacilityCode,
    Html,
    Id,
    Label,
    ListOf,
    Moment,
    PlaceReference,
    Price,
    ProgrammeReference,
    Reference,
    Shape,
    Updated,
    Url,
    WeeklyHours,
    one_of,
)
from karavan.programme.enums import (
    Audience,
    Calendar,
    Entry,
    EventKind,
    Language,
    OrganiserRole,
    SessionStatus,
    StateCategory,
    TariffKind,
)

MomentStatus = Literal["scheduled", "moved", "cancelled", "sold_out", "open"]
SessionEnd = Annotated[Moment | None, Field(description="Planned end; null where unknown.")]


class NextMoment(Shape):
    """The first session or opening day of an event that answers the question."""

    session: Annotated[
        Id | None, Field(description="Id of the session; null for an opening day of a period.")
    ]
    start: Moment
    end: SessionEnd
    status: Annotated[MomentStatus, Field(description="`open` is an opening day of a period.")]


class Picture(Shape):
    """A picture with its rights."""

    url: str
    alt: Annotated[str, Field(description="What it shows.")]
    author: str
    source: str


class EventCard(Shape):
    """An event as lists show it."""

    id: Id
    type: Literal["event"]
    kind: Annotated[str, one_of(EventKind)]
    kind_label: Label
    title: str
    summary: Annotated[str, Field(description="Plain text, cut to 140 characters in lists.")]
    age_mark: Annotated[
        str | None, Field(pattern=r"^\d+\+$", description="Age mark of the law 436-ФЗ: 0+ … 18+.")
    ]
    languages: list[Annotated[str, one_of(Language)]]
    audiences: list[Annotated[str, one_of(Audience)]]
    programme: ProgrammeReference | None
    organisations: list[Reference]
    place: Annotated[PlaceReference | None, Field(description="The main place; null online.")]
    online_url: Annotated[str, Field(description="Broadcast or virtual resource; empty for none.")]
    calendar: Annotated[
        Annotated[str, one_of(Calendar)],
        Field(description="How it lies in time; periods have `from` and `to`."),
    ]
    from_: Annotated[Day | None, Field(alias="from", description="First day of a period.")]
    to: Annotated[Day | None, Field(description="Last day of a period.")]
    price: Price
    entry: Annotated[str, one_of(Entry)]
    pushkin_card: Annotated[
        bool | None,
        Field(
            description="Whether the state's Pushkin card pays for tickets; null, and absent in lists, where "
            "nobody has said."
        ),
    ] = None
    access: Accessibility
    access_demo: AccessDemo
    facilities: Annotated[list[FacilityCode], Field(description="What the event offers beside the place.")]
    easy: Annotated[bool, Field(description="Whether there is a summary in simple words, `easy_text`.")]
    picture: Annotated[Picture | None, Field(description="Only with author, source and rights known.")]
    status: Literal["published", "cancelled"]
    demo: Demo
    url: Url
    updated: Updated


class EventItem(EventCard):
    """An event in a list, with the moment it was found for as `next`."""

    next: NextMoment


class SessionOfEvent(Shape):
    """One date of an event."""

    id: Id
    start: Moment
    end: SessionEnd
    status: Annotated[str, one_of(SessionStatus)]
    note: Annotated[str, Field(description="Why it moved or was cancelled.")]
    moved_from: Annotated[Moment | None, Field(description="Where it stood before it moved.")]
    place: PlaceReference | None
    price: Price
    capacity: Annotated[int | None, Field(ge=0)]
    facilities: list[FacilityCode]


class SessionItem(Shape):
    """One session, or one opening day of a period, with the card of its event.

    An opening day has no id, and nothing of its own beside its hours.
    """

    id: Id | None
    start: Moment
    end: SessionEnd
    status: MomentStatus
    note: str = ""
    moved_from: Moment | None = None
    place: PlaceReference | None = None
    price: Price | None = None
    capacity: int | None = None
    facilities: list[FacilityCode] = []
    event: EventCard


class Performer(Shape):
    """A company, ensemble or artist on the poster."""

    name: str
    part: str


class Organiser(Reference):
    """An organisation's part in an event."""

    role: Annotated[str, one_of(OrganiserRole)]
    role_label: Label


class Tariff(Shape):
    """What the event costs people of a benefit category, and under which conditions."""

    benefit: str
    name: str
    kind: Annotated[str, one_of(TariffKind)]
    value: Annotated[float, Field(description="Percent off, or roubles of a fixed price.")]
    price: Annotated[float | None, Field(description="Roubles, from the lowest base price.")]
    days_of_month: Annotated[list[int], Field(description="Days on which it holds; empty for every day.")]
    quota: Annotated[int | None, Field(description="Tickets per session.")]
    proof: str
    companion_free: bool
    legal_basis: Annotated[str, Field(description="Number and date of the act.")]
    check_with_city: Annotated[bool, Field(description="Not yet confirmed by the city.")]
    from_: Annotated[Day, Field(alias="from", description="First day on which the benefit is in force.")]
    to: Annotated[Day | None, Field(description="Last day on which it is in force; null where open.")]


class Survey(Shape):
    """The accessibility survey that `access` comes from."""

    date: Day
    surveyor: str
    demo: bool


class EventDetail(EventCard):
    """A whole event."""

    category: Annotated[
        Annotated[str, one_of(StateCategory)],
        Field(description="Category of the state catalogue PRO.Культура.РФ."),
    ]
    status_reason: Annotated[str, Field(description="Why it was cancelled; empty otherwise.")]
    text: Html
    easy_text: Annotated[str, Field(description="The same in easy reading; empty for none.")]
    lang: Annotated[str, Field(description="Language the texts are really in.")]
    translations: list[str]
    other_titles: dict[str, str]
    performers: list[Performer]
    organisers: list[Organiser]
    programmes: Annotated[list[ProgrammeReference], Field(description="Its line of programmes, root first.")]
    places: list[PlaceReference]
    sessions: list[SessionOfEvent]
    hours: list[WeeklyHours]
    exceptions: list[DayException]
    tariffs: list[Tariff]
    booking_url: str
    capacity: int | None
    survey: Survey | None


class EventList(ListOf[EventItem]):
    """A page of events."""


class SessionList(ListOf[SessionItem]):
    """A page of sessions."""
