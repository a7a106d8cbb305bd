"""What a caller hands to the actions: plain values, no records, no status.

Publishing is a step of its own (:func:`karavan.programme.actions.publish_event`), so a draft has no status.
Moments are aware; prices are kopecks; ids are primary keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from karavan.kernel.provenance import Certainty
from karavan.programme.enums import Calendar, Entry, OrganiserRole, PriceKind, SessionStatus


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """One date of an event. What is None (or empty) is that of the event."""

    starts_at: datetime
    ends_at: datetime | None = None
    place_id: int | None = None
    capacity: int | None = None
    price_kind: str = ""
    price_min: int | None = None
    price_max: int | None = None
    facilities: list[str] | None = None
    status: str = SessionStatus.SCHEDULED
    note: str = ""


@dataclass(frozen=True, slots=True)
class HoursDraft:
    """Weekly hours on one weekday (Monday is 0), on the city's clock; several make a break at noon."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class DayExceptionDraft:
    """Other hours on one day; without times it is closed that day."""

    day: date
    opens: time | None = None
    closes: time | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PerformerDraft:
    """A company, ensemble or artist on the poster, by the name they publish."""

    name: str
    part: str = ""
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class TariffDraft:
    """What the event costs a benefit category. ``value`` is percent off, or kopecks of a fixed price."""

    category_id: int
    kind: str
    value: int = 0
    days_of_month: list[int] = field(default_factory=list)
    quota: int | None = None
    proof: str = ""
    companion_free: bool = False
    legal_basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """An event with everything that hangs on it, as it shall be created: always as a draft."""

    title: str
    kind: str
    summary: str = ""
    text: str = ""
    easy_text: str = ""
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    programme_id: int | None = None
    age_mark: int | None = None
    languages: list[str] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)

    calendar: str = Calendar.SINGLE
    date_from: date | None = None
    date_to: date | None = None
    place_id: int | None = None
    online_url: str = ""
    capacity: int | None = None
    facilities: list[str] = field(default_factory=list)

    price_kind: str = PriceKind.UNKNOWN
    price_min: int | None = None
    price_max: int | None = None
    entry: str = Entry.OPEN
    booking_url: str = ""
    pushkin_card: bool | None = None

    picture: Any = ""
    picture_alt: str = ""
    picture_author: str = ""
    picture_source: str = ""
    picture_rights: str = ""

    source: str = ""
    source_id: str = ""
    certainty: str = Certainty.A
    staff_note: str = ""
    is_demo: bool = False

    organisers: Sequence[tuple[int, str]] = ()
    """(organisation id, :class:`~karavan.programme.enums.OrganiserRole`), the owner first."""
    performers: Sequence[PerformerDraft] = ()
    sessions: Sequence[SessionDraft] = ()
    hours: Sequence[HoursDraft] = ()
    day_exceptions: Sequence[DayExceptionDraft] = ()
    tariffs: Sequence[TariffDraft] = ()

    @property
    def owner_id(self) -> int | None:
        """The organisation that owns the record: the first lead, else the first organiser."""
        leads = (pk for pk, role in self.organisers if role == OrganiserRole.LEAD)
        return next(leads, self.organisers[0][0] if self.organisers else None)
