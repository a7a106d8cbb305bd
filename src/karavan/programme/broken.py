"""What closed places break: sessions, and periods held in them.

A session is broken where its place, or one above it, is closed on a day when the session is on. A period that
keeps the hours of its place closes with it and needs nothing done, unless the place stays closed to its end.
One with hours of its own does not close by itself: residents would read that it is open.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Final

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from karavan.kernel.actor import Actor
from karavan.kernel.localtime import at, local
from karavan.kernel.periods import Span, span_of
from karavan.people.rules import Reach, editing_reach
from karavan.places.hours import CLOSING_STATES
from karavan.places.models import Place, PlaceStateRow
from karavan.programme.calendars import period_openings, schedule
from karavan.programme.enums import Calendar, Entry, EventStatus, OrganiserRole, SessionStatus
from karavan.programme.models import Event, EventOrganiser, Session
from karavan.programme.occupancy import end_of, place_id_of, ranges_at, sessions_at

NIGHT_ENDS: Final = time(6)
"""What began before the first closed day and is over by then is not broken."""
LONG_AGO: Final = date(1970, 1, 1)
FORESEEN: Final = timedelta(days=365)
"""How far openings of a period without an end are looked for."""


@dataclass(frozen=True)
class Closing:
    """A stretch of days on which a place is closed, both inclusive; None is an open end."""

    place: Place
    days: Span
    state: str
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Broken:
    """A session, or a period (``session`` None), that cannot take place as announced, and what closes it.

    ``settled``: a period that closes and opens with its place. ``editable``: whether the one who asked may
    change it.
    """

    event: Event
    session: Session | None
    place: Place
    closing: Closing
    settled: bool
    editable: bool

    @property
    def key(self) -> str:
        """A name for it in a form: ``s<id of the session>`` or ``e<id of the event>``."""
        return f"e{self.event.pk}" if self.session is None else f"s{self.session.pk}"

    @property
    def moment(self) -> datetime:
        """When the trouble begins: the session's start, or the first closed moment of the period."""
        if self.session is not None:
            return self.session.starts_at
        return at(self.days.start or LONG_AGO, time.min)

    @property
    def days(self) -> Span:
        """The closed days of a period within its own first and last day."""
        first, last = self.closing.days.start, self.closing.days.end
        starts = [day for day in (first, self.event.date_from) if day is not None]
        ends = [day for day in (last, self.event.date_to) if day is not None]
        return Span(max(starts, default=None), min(ends, default=None))

    @property
    def owns_hours(self) -> bool:
        """Whether it is a period with weekly hours of its own."""
        return self.session is None and bool(self.event.hours.all())

    @property
    def sells(self) -> bool:
        """Whether somebody may hold a ticket or have registered: they are to be told."""
        return self.event.entry in (Entry.TICKET, Entry.REGISTRATION) or bool(self.event.booking_url)

    @property
    def is_public(self) -> bool:
        """Whether residents were told of it."""
        return self.event.status == EventStatus.PUBLISHED


def broken_by(
    place: Place,
    days: Span,
    *,
    actor: Actor | None,
    state: str = "",
    reason: str = "",
    now: datetime | None = None,
) -> list[Broken]:
    """What a closing of the place, and so of all below it, on these days breaks; what is over is left out.

    Sessions and periods of whatever organisation, in order of time. Ten queries at most.
    """
    now = now or timezone.now()
    below = {one.pk: one for one in Place.objects.under(place)}
    closing = Closing(below.get(place.pk, place), days, state, reason)
    closings = {pk: [closing] for pk in below}
    return _broken(closings, below, Event.objects.all(), editing_reach(actor), now)


def broken_sessions(actor: Actor | None, *, now: datetime | None = None) -> list[Broken]:
    """What stands in closed places, is the actor's to mend, and does not mend itself; in order of time.

    Sessions, and periods whose hours still promise an opening. Eleven queries at most, two where nothing is
    closed.
    """
    now = now or timezone.now()
    reach = editing_reach(actor)
    closings, places = _closings(local(now).date())
    if not closings:
        return []
    found = _broken(closings, places, Event.objects.all(), reach, now)
    return [each for each in found if each.editable and not each.settled]


def _closings(today: date) -> tuple[dict[int, list[Closing]], dict[int, Place]]:
    """What closes places from today on, by id of every place that is closed with them; two queries."""
    rows = PlaceStateRow.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), state__in=CLOSING_STATES
    ).select_related("place")
    closings = [Closing(row.place, span_of(row), row.state, row.reason) for row in rows.order_by("pk")]
    if not closings:
        return {}, {}
    under = Q()
    for path in sorted({closing.place.path for closing in closings}):
        under |= Q(path__startswith=path)
    places = {place.pk: place for place in Place.objects.filter(under)}
    found: dict[int, list[Closing]] = defaultdict(list)
    for place in places.values():
        found[place.pk] = [each for each in closings if place.path.startswith(each.place.path)]
    return found, places


def _broken(
    closings: Mapping[int, Sequence[Closing]],
    places: Mapping[int, Place],
    events: QuerySet[Event],
    reach: Reach,
    now: datetime,
) -> list[Broken]:
    today = local(now).date()
    every = list(chain.from_iterable(closings.values()))
    first = min((each.days.start or today for each in every), default=today)
    last = (
        None
        if any(each.days.end is None for each in every)
        else max(each.days.end or today for each in every)
    )
    start = max(now, at(first, time.min))
    end = None if last is None else at(last + timedelta(days=1), time.min)
    if end is not None and end <= start:
        return []
    organisers = Prefetch("organisers", EventOrganiser.objects.select_related("organisation"))
    found = []
    events = events.prefetch_related(organisers)
    for session in sessions_at(list(places), start, end, events=events):
        place = places[place_id_of(session) or 0]
        closing = next((each for each in closings[place.pk] if _is_on(session, each.days)), None)
        if closing is not None:
            found.append(
                Broken(session.event, session, place, closing, False, _editable(session.event, reach))
            )
    events = events.prefetch_related("hours", "day_exceptions")
    for event in ranges_at(list(places), Span(max(first, today), last), events=events):
        place = places[event.place_id or 0]
        closing = next((each for each in closings[place.pk] if each.days.meets(_period(event))), None)
        broken = None if closing is None else _range(event, place, closing, today, reach)
        if broken is not None:
            found.append(broken)
    return sorted(found, key=lambda each: (each.moment, each.key))


def _is_on(session: Session, days: Span) -> bool:
    """Whether a session is on during these days; a night that ran into the first of them is not counted."""
    if session.status == SessionStatus.CANCELLED:
        return False
    first = local(session.starts_at).date()
    if first in days:
        return True
    last = local(end_of(session))
    last_day = last.date() if last.time() > NIGHT_ENDS else last.date() - timedelta(days=1)
    return last_day > first and days.meets(Span(first, last_day))


def _period(event: Event) -> Span:
    return Span(event.date_from, event.date_to)


def _range(event: Event, place: Place, closing: Closing, today: date, reach: Reach) -> Broken | None:
    """A period in a closed place; None where its own hours promise nothing on the closed days."""
    found = Broken(event, None, place, closing, False, _editable(event, reach))
    days = found.days
    start, end = max(days.start or today, today), days.end or today + FORESEEN
    if end < start:
        return None
    if not found.owns_hours:
        lasting = closing.days.end is None or (
            event.date_to is not None and event.date_to <= closing.days.end
        )
        return Broken(event, None, place, closing, not lasting, found.editable)
    kept = schedule(event.hours.all(), event.day_exceptions.all())
    if event.calendar == Calendar.PERIODIC and (event.date_from is None or event.date_to is None):
        return found
    promised = period_openings(event.date_from, event.date_to, kept, start, end)
    return found if next(promised, None) is not None else None


def _editable(event: Event, reach: Reach) -> bool:
    if reach.everything:
        return True
    leads: Iterable[EventOrganiser] = event.organisers.all()
    return any(each.role == OrganiserRole.LEAD and reach.covers(each.organisation) for each in leads)
