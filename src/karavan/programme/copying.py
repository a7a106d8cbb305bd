"""A new event like an old one: everything but its status, its source keys and what became of its dates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Min, Q, QuerySet

from karavan.kernel.actor import Actor
from karavan.kernel.localtime import at, day_bounds, local
from karavan.people.models import Organisation
from karavan.programme.drafts import (
    DayExceptionDraft,
    EventDraft,
    HoursDraft,
    PerformerDraft,
    SessionDraft,
    TariffDraft,
)
from karavan.programme.enums import EventStatus, OrganiserRole, SessionStatus
from karavan.programme.models import Event
from karavan.programme.queries import visible_to

KEPT: Final = (
    "title",
    "kind",
    "summary",
    "text",
    "easy_text",
    "translations",
    "programme_id",
    "age_mark",
    "languages",
    "audiences",
    "calendar",
    "place_id",
    "online_url",
    "capacity",
    "facilities",
    "price_kind",
    "price_min",
    "price_max",
    "entry",
    "booking_url",
    "pushkin_card",
    "picture_alt",
    "picture_author",
    "picture_source",
    "picture_rights",
    "is_demo",
)
_WEEK: Final = timedelta(days=7)


def same_weekday(day: date, year: int) -> date:
    """The day of another year with the same weekday that lies nearest to the same date."""
    try:
        target = day.replace(year=year)
    except ValueError:  # 29 February
        target = date(year, 2, 28)
    behind = (target.weekday() - day.weekday()) % 7
    earlier = target - timedelta(days=behind)
    return earlier if behind <= 3 else earlier + _WEEK


def draft_of(
    event: Event, *, year: int | None = None, organisers: Sequence[tuple[int, str]] = ()
) -> EventDraft:
    """A loaded event as a draft of a new one.

    Without a year the copy has no dates, only the weekly hours of a period. With one, dates move to the same
    weekday of that year, keep their times, and forget that they were moved, cancelled or sold out.
    ``organisers`` stand in the place of its own where they are given.
    """
    values: dict[str, Any] = {name: getattr(event, name) for name in KEPT}
    lists = {name: list(values[name]) for name in ("languages", "audiences", "facilities")}
    draft = EventDraft(
        **{**values, **lists, "translations": {key: dict(one) for key, one in event.translations.items()}},
        picture=event.picture.name or "",
        organisers=list(organisers) or [(row.organisation_id, row.role) for row in event.organisers.all()],
        performers=[
            PerformerDraft(row.name, row.part, row.organisation_id) for row in event.performers.all()
        ],
        hours=[HoursDraft(row.weekday, row.opens, row.closes) for row in event.hours.all()],
        tariffs=[_tariff(row) for row in event.tariffs.all()],
    )
    return draft if year is None else _dated(draft, event, year)


def _tariff(row: Any) -> TariffDraft:
    return TariffDraft(
        category_id=row.category_id,
        kind=row.kind,
        value=row.value,
        days_of_month=list(row.days_of_month),
        quota=row.quota,
        proof=row.proof,
        companion_free=row.companion_free,
        legal_basis=row.legal_basis,
    )


def _dated(draft: EventDraft, event: Event, year: int) -> EventDraft:
    """The draft with the event's dates in another year; a run over New Year's Eve stays in one piece."""
    first = first_day(event)
    if first is None:
        return draft
    shift = same_weekday(first, year) - first

    def moved(moment: datetime) -> datetime:
        clock = local(moment)
        return at(clock.date() + shift, clock.time())

    sessions = [
        SessionDraft(
            starts_at=moved(row.moved_from or row.starts_at),
            ends_at=None
            if row.ends_at is None
            else moved(row.moved_from or row.starts_at) + (row.ends_at - row.starts_at),
            place_id=row.place_id,
            capacity=row.capacity,
            price_kind=row.price_kind,
            price_min=row.price_min,
            price_max=row.price_max,
            facilities=None if row.facilities is None else list(row.facilities),
        )
        for row in event.sessions.all()
        if row.status != SessionStatus.CANCELLED
    ]
    return replace(
        draft,
        date_from=None if event.date_from is None else event.date_from + shift,
        date_to=None if event.date_to is None else event.date_to + shift,
        sessions=sessions,
        day_exceptions=[
            DayExceptionDraft(row.day + shift, row.opens, row.closes, row.note)
            for row in event.day_exceptions.all()
        ],
    )


def first_day(event: Event) -> date | None:
    """The first local day of a loaded event; None where it has no dates."""
    if event.date_from is not None:
        return event.date_from
    moments = [session.moved_from or session.starts_at for session in event.sessions.all()]
    return local(min(moments)).date() if moments else None


def of_last_year(
    actor: Actor | None, organisation: Organisation | None, around: date, days: int = 21
) -> QuerySet[Event]:
    """Events of the year before around the same day, own ones, in order of time; ``first_at`` is annotated.

    Permanent ones are left out, as nothing of them comes again.
    """
    middle = same_weekday(around, around.year - 1)
    first, last = middle - timedelta(days=days), middle + timedelta(days=days)
    since, until = day_bounds(first)[0], day_bounds(last)[1]
    rows = visible_to(actor).exclude(status=EventStatus.CANCELLED)
    if organisation is not None:
        rows = rows.filter(
            organisers__organisation__path__startswith=organisation.path, organisers__role=OrganiserRole.LEAD
        )
    return (
        rows.filter(
            Q(sessions__starts_at__gte=since, sessions__starts_at__lt=until)
            | Q(date_from__gte=first, date_from__lte=last)
        )
        .annotate(first_at=Min("sessions__starts_at"))
        .order_by("first_at", "date_from", "pk")
        .distinct()
    )
