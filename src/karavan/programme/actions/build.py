"""Builds and checks the records of an event from its drafts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext as _

from karavan.people.models import Organisation
from karavan.places.models import Place
from karavan.programme.actions.rows import Problems, add, field_problems, merge
from karavan.programme.drafts import (
    DayExceptionDraft,
    EventDraft,
    HoursDraft,
    PerformerDraft,
    SessionDraft,
    TariffDraft,
)
from karavan.programme.enums import PriceKind, TariffKind
from karavan.programme.models import (
    BenefitCategory,
    Event,
    EventDayException,
    EventHours,
    EventOrganiser,
    EventPerformer,
    Programme,
    Session,
    Tariff,
)
from karavan.programme.validators import CARD_NEEDS_A_PRICE

CHILDREN = ("organisers", "performers", "sessions", "hours", "day_exceptions", "tariffs")
EVENT_FIELDS = tuple(each.name for each in fields(EventDraft) if each.name not in CHILDREN)
Reference = tuple[type[models.Model], str, int | None]


@dataclass(slots=True)
class Built:
    """The unsaved records of one event."""

    event: Event
    organisers: list[EventOrganiser] = field(default_factory=list)
    performers: list[EventPerformer] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    hours: list[EventHours] = field(default_factory=list)
    day_exceptions: list[EventDayException] = field(default_factory=list)
    tariffs: list[Tariff] = field(default_factory=list)

    def rows(self) -> Iterator[list[models.Model]]:
        """The lists of records that hang on the event."""
        for name in CHILDREN:
            yield getattr(self, name)


def build(draft: EventDraft) -> tuple[Built, Problems, list[Reference]]:
    """Records of a draft, what is wrong with them, and the ids that must exist. No query."""
    event = Event(**{name: getattr(draft, name) for name in EVENT_FIELDS})
    built = Built(event)
    problems = event_problems(event)
    references: list[Reference] = [
        (Programme, "programme_id", draft.programme_id),
        (Place, "place_id", draft.place_id),
    ]
    built.organisers = organiser_rows(event, draft.organisers, problems, references)
    built.performers = performer_rows(event, draft.performers, problems, references)
    built.sessions = session_rows(event, draft.sessions, problems, references)
    built.hours = hours_rows(event, draft.hours, problems)
    built.day_exceptions = day_exception_rows(event, draft.day_exceptions, problems)
    built.tariffs = tariff_rows(event, draft.tariffs, problems, references)
    return built, problems, references


def event_problems(event: Event) -> Problems:
    """What the event's own fields break."""
    problems = field_problems(event)
    _url_problems(event, problems, "online_url", "booking_url")
    _price_problems(event, problems)
    _card_problems(event, problems)
    first, last = event.date_from, event.date_to
    if isinstance(first, date) and isinstance(last, date) and first > last:
        add(problems, "date_to", _("The last day lies before the first. Swap them or correct one."))
    return problems


def session_problems(session: Session) -> Problems:
    """What a session's fields break; brings its moments to UTC."""
    problems: Problems = {}
    for name in ("starts_at", "ends_at", "moved_from"):
        moment = getattr(session, name)
        if isinstance(moment, datetime):
            if moment.tzinfo is None:
                add(problems, name, _("State the time zone of the moment."))
            else:
                setattr(session, name, moment.astimezone(UTC))
        elif moment is not None:
            add(problems, name, _("State a date and a time."))
    if problems:
        return problems
    problems = field_problems(session)
    _price_problems(session, problems)
    if not session.price_kind and (session.price_min is not None or session.price_max is not None):
        add(problems, "price_kind", _("Choose the kind of price for this date, or clear its prices."))
    if session.ends_at is not None and session.starts_at is not None and session.ends_at <= session.starts_at:
        add(problems, "ends_at", _("The end lies before the start. Correct one of the two."))
    return problems


def session_from(event: Event, draft: SessionDraft) -> Session:
    """An unsaved session."""
    return Session(
        event=event,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        place_id=draft.place_id,
        capacity=draft.capacity,
        price_kind=draft.price_kind,
        price_min=draft.price_min,
        price_max=draft.price_max,
        facilities=draft.facilities,
        status=draft.status,
        note=draft.note,
    )


def session_rows(
    event: Event, drafts: Sequence[SessionDraft], problems: Problems, references: list[Reference]
) -> list[Session]:
    """Unsaved sessions in the order given."""
    rows = []
    for number, draft in enumerate(drafts):
        row = session_from(event, draft)
        if found := session_problems(row):
            merge(problems, found, f"sessions.{number}")
        references.append((Place, f"sessions.{number}.place_id", draft.place_id))
        rows.append(row)
    return rows


def organiser_rows(
    event: Event, organisers: Sequence[tuple[int, str]], problems: Problems, references: list[Reference]
) -> list[EventOrganiser]:
    """Unsaved organisers in the order given."""
    rows = []
    seen: set[int] = set()
    for position, (organisation_id, role) in enumerate(organisers):
        path = f"organisers.{position}"
        row = EventOrganiser(event=event, organisation_id=organisation_id, role=role, position=position)
        merge(problems, field_problems(row), path)
        if organisation_id in seen:
            add(problems, f"{path}.organisation_id", _("This organisation is named twice. Keep one line."))
        seen.add(organisation_id)
        references.append((Organisation, f"{path}.organisation_id", organisation_id or 0))
        rows.append(row)
    return rows


def performer_rows(
    event: Event, drafts: Sequence[PerformerDraft], problems: Problems, references: list[Reference]
) -> list[EventPerformer]:
    """Unsaved performers in the order given."""
    rows = []
    for position, draft in enumerate(drafts):
        row = EventPerformer(
            event=event,
            name=draft.name,
            part=draft.part,
            organisation_id=draft.organisation_id,
            position=position,
        )
        merge(problems, field_problems(row), f"performers.{position}")
        references.append((Organisation, f"performers.{position}.organisation_id", draft.organisation_id))
        rows.append(row)
    return rows


def hours_rows(event: Event, drafts: Sequence[HoursDraft], problems: Problems) -> list[EventHours]:
    """Unsaved weekly hours; those of one weekday must not overlap."""
    rows: list[EventHours] = []
    for number, draft in enumerate(drafts):
        path = f"hours.{number}"
        row = EventHours(event=event, weekday=draft.weekday, opens=draft.opens, closes=draft.closes)
        found = field_problems(row)
        if not found:
            if row.weekday > 6:
                add(found, "weekday", _("Weekdays are 0 (Monday) to 6 (Sunday)."))
            if row.opens >= row.closes:
                add(found, "closes", _("It closes before it opens. Correct one of the two."))
            elif any(
                other.weekday == row.weekday and other.opens < row.closes and row.opens < other.closes
                for other in rows
            ):
                add(found, "opens", _("These hours overlap others of the same day."))
        merge(problems, found, path)
        if not found:
            rows.append(row)
    return rows


def day_exception_rows(
    event: Event, drafts: Sequence[DayExceptionDraft], problems: Problems
) -> list[EventDayException]:
    """Unsaved exceptions, one a day."""
    rows = []
    seen: set[date] = set()
    for number, draft in enumerate(drafts):
        row = EventDayException(
            event=event, day=draft.day, opens=draft.opens, closes=draft.closes, note=draft.note
        )
        found = field_problems(row)
        if not found:
            if (row.opens is None) != (row.closes is None):
                add(found, "closes", _("State both times, or none for a closed day."))
            elif row.opens is not None and row.closes is not None and row.opens >= row.closes:
                add(found, "closes", _("It closes before it opens. Correct one of the two."))
            if row.day in seen:
                add(found, "day", _("This day is named twice. Keep one line."))
            seen.add(row.day)
        merge(problems, found, f"day_exceptions.{number}")
        rows.append(row)
    return rows


def tariff_rows(
    event: Event, drafts: Sequence[TariffDraft], problems: Problems, references: list[Reference]
) -> list[Tariff]:
    """Unsaved tariffs, one a benefit category."""
    rows = []
    seen: set[int] = set()
    for number, draft in enumerate(drafts):
        path = f"tariffs.{number}"
        row = Tariff(
            event=event,
            category_id=draft.category_id,
            kind=draft.kind,
            value=draft.value,
            legal_basis=draft.legal_basis,
            days_of_month=list(draft.days_of_month),
            quota=draft.quota,
            proof=draft.proof,
            companion_free=draft.companion_free,
        )
        found = field_problems(row)
        if not found and row.kind == TariffKind.PERCENT and row.value > 100:
            add(found, "value", _("At most 100 percent can be taken off."))
        if draft.category_id in seen:
            add(found, "category_id", _("This category is named twice. Keep one line."))
        seen.add(draft.category_id)
        merge(problems, found, path)
        references.append((BenefitCategory, f"{path}.category_id", draft.category_id or 0))
        rows.append(row)
    return rows


def _url_problems(event: Event, problems: Problems, *names: str) -> None:
    for name in names:
        url = getattr(event, name)
        if url and name not in problems and urlsplit(url).scheme not in ("http", "https"):
            add(problems, name, _("The address must begin with https:// or http://."))


def _card_problems(event: Event, problems: Problems) -> None:
    """Free events cannot be on the Pushkin card; an unknown price may stay so until it is published."""
    if event.pushkin_card and event.price_kind in (PriceKind.FREE, PriceKind.DONATION):
        add(problems, "pushkin_card", CARD_NEEDS_A_PRICE)


def _price_problems(record: Event | Session, problems: Problems) -> None:
    low, high = record.price_min, record.price_max
    if isinstance(low, int) and isinstance(high, int) and low > high:
        add(problems, "price_max", _("The highest price lies below the lowest. Swap them or correct one."))
    if record.price_kind == PriceKind.FREE and (low or high):
        add(problems, "price_min", _("What is free has no price. Clear the price or choose “Paid”."))
