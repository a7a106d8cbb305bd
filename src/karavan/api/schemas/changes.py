"""The change feed."""

from typing import Annotated, Literal

from pydantic import Field

from karavan.api.schemas.common import Id, Moment, Shape
from karavan.api.schemas.directory import OrganisationCard, PlaceCard, ProgrammeCard
from karavan.api.schemas.events import EventCard

Position = Annotated[str, Field(pattern=r"^[0-9]+$", description="Position in the feed.")]


class Change(Shape):
    """One change. A record may come more than once; it is always shown as it is now."""

    position: Position
    type: Literal["event", "place", "organisation", "programme"]
    id: Id
    at: Moment
    deleted: Annotated[bool, Field(description="The record is no longer public: forget it.")]
    record: EventCard | PlaceCard | OrganisationCard | ProgrammeCard | None


class ChangeList(Shape):
    """A page of the change feed."""

    items: list[Change]
    next: Annotated[Position, Field(description="Give it as `since` next time.")]
    more: Annotated[bool, Field(description="There are more changes already: ask at once.")]
