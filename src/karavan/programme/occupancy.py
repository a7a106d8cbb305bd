"""What takes up places in time: sessions by their place, whoever organises them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from karavan.kernel.periods import Span
from karavan.places.models import Place
from karavan.programme.enums import RANGE_CALENDARS, EventStatus, SessionStatus
from karavan.programme.models import Event, Session

ASSUMED_LENGTH: Final = timedelta(hours=2)
"""How long a session without a known end is taken to last."""

PLANNED: Final = frozenset({EventStatus.DRAFT, EventStatus.READY, EventStatus.PUBLISHED})
"""States of events that are to take place, or may be."""


def end_of(session: Session) -> datetime:
    """The end of a session, assumed where it is not known."""
    return session.ends_at or session.starts_at + ASSUMED_LENGTH


def place_id_of(session: Session) -> int | None:
    """The place of a session: its own, else the event's (which must be loaded)."""
    return session.place_id if session.place_id is not None else session.event.place_id


def sessions_at(
    place_ids: Collection[int],
    start: datetime,
    end: datetime | None,
    *,
    cancelled: bool = False,
    events: QuerySet[Event] | None = None,
) -> list[Session]:
    """Sessions of planned events at exactly these places that are on between two moments, in order of time.

    With their events; cancelled ones only where asked for, and of those ``events`` only. ``end`` None is
    open. Three queries, and those of what ``events`` prefetches.
    """
    still = Q(ends_at__gt=start) | Q(ends_at__isnull=True, starts_at__gt=start - ASSUMED_LENGTH)
    rows = Session.objects.filter(still)
    if end is not None:
        rows = rows.filter(starts_at__lt=end)
    if not cancelled:
        rows = rows.exclude(status=SessionStatus.CANCELLED)
    # Two queries, each of which an index answers, and the states of events apart: one condition over sessions
    # and events together would read every session of the city, as would asking for those without a place.
    own = rows.filter(place__in=place_ids)
    borrowed = rows.filter(event__in=_events_at(place_ids).values("pk"))
    found = [*own, *(session for session in borrowed if session.place_id is None)]
    planned = (Event.objects.all() if events is None else events).filter(status__in=PLANNED)
    known = planned.in_bulk({row.event_id for row in found})
    for session in found:
        if session.event_id in known:
            session.event = known[session.event_id]
    found = [session for session in found if session.event_id in known]
    return sorted(found, key=lambda session: (session.starts_at, session.pk))


def _events_at(place_ids: Collection[int]) -> QuerySet[Event]:
    return Event.objects.filter(place__in=place_ids)


def ranges_at(
    place_ids: Collection[int], days: Span, *, events: QuerySet[Event] | None = None
) -> list[Event]:
    """Planned periods and permanent events at exactly these places that have a day among these, in order."""
    rows = Event.objects.all() if events is None else events
    rows = rows.filter(place__in=place_ids, calendar__in=RANGE_CALENDARS)
    if days.end is not None:
        rows = rows.filter(Q(date_from__isnull=True) | Q(date_from__lte=days.end))
    if days.start is not None:
        rows = rows.filter(Q(date_to__isnull=True) | Q(date_to__gte=days.start))
    # The state is looked at here: a database would rather read all events of a state than those of a place.
    return [event for event in rows.order_by("date_from", "pk") if event.status in PLANNED]


def clashing(place: Place, start: datetime, end: datetime, *, without: int | None = None) -> list[Session]:
    """Sessions in the place, or in a part of it, between two moments, but the one with the id ``without``.

    What is held somewhere in the building above may or may not need the hall: it does not count.
    """
    ids = list(Place.objects.under(place).values_list("pk", flat=True))
    return [session for session in sessions_at(ids, start, end) if session.pk != without]
