"""What waits for those who keep events: drafts whose day comes near, what was sent for a release, the week.

Made for the first page of the office: few queries, whatever the number of events.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects

from karavan.kernel.localtime import at, local
from karavan.kernel.periods import span_of
from karavan.people.models import Organisation
from karavan.people.rules import Reach
from karavan.places.hours import CLOSING_STATES
from karavan.places.models import Place, PlaceStateRow
from karavan.programme.checks import Problem, missing
from karavan.programme.enums import EventStatus, OrganiserRole, SessionStatus
from karavan.programme.models import Event, EventOrganiser, Session
from karavan.programme.queries import held

READ = (
    "kind title age_mark calendar date_from date_to place_id online_url price_kind price_min price_max "
    "pushkin_card picture picture_alt picture_author picture_source picture_rights certainty status "
    "status_reason created_at updated_at sent_at sent_by__name"
).split()
"""Fields of an event that the checks and the page read."""
AHEAD = timedelta(days=30)
"""How far before its day a draft begins to wait."""
BEHIND = timedelta(days=14)
"""How long after its day a forgotten draft is still told of."""


def _led_by(reach: Reach, within: Organisation | None, event: str = "pk") -> Q:
    """The condition that an organisation within reach, and below ``within``, leads the event.

    Asked of an event at a time: the list of all events of a network is longer than what is wanted.
    """
    reach = reach.within(within)
    if reach.everything:
        return Q()
    leads = EventOrganiser.objects.filter(event=OuterRef(event), role=OrganiserRole.LEAD)
    return Q(Exists(leads.filter(reach.query("organisation__"))))


@dataclass(frozen=True)
class Unfinished:
    """An event that is not public yet: when it begins (None: nobody said), and what it lacks to be public.

    ``lead_path`` is the place of its first lead in the network, "" where it has none.
    """

    event: Event
    starts_at: datetime | None
    lead_path: str
    problems: Sequence[Problem]

    @property
    def path(self) -> str:
        """The same, for :meth:`karavan.people.rules.Reach.covers`."""
        return self.lead_path

    @property
    def is_sent(self) -> bool:
        """Whether it waits for a release rather than for its editors."""
        return self.event.status == EventStatus.READY


def unfinished(
    editing: Reach, managing: Reach, *, now: datetime, within: Organisation | None = None, most: int = 50
) -> list[Unfinished]:
    """Events that want something done before they are public, the nearest day first.

    Drafts whose day is near or just over, drafts that came back with a reason, and what was sent for a
    release, also within the programmes that ``managing`` releases. Two queries.
    """
    starts = Session.objects.filter(event=OuterRef("pk")).order_by("starts_at").values("starts_at")[:1]
    today = local(now).date()
    near = Q(soonest__range=(now - BEHIND, now + AHEAD)) | Q(
        soonest__isnull=True, date_from__range=(today - BEHIND, today + AHEAD)
    )
    mine = _led_by(editing, within)
    wanted = mine & (Q(status=EventStatus.READY) | near | ~Q(status_reason=""))
    if within is None and not managing.everything and managing.paths:
        wanted |= Q(status=EventStatus.READY, programme__in=held(managing).values("pk"))
    rows = Event.objects.filter(status__in=(EventStatus.DRAFT, EventStatus.READY))
    leads = EventOrganiser.objects.filter(event=OuterRef("pk"), role=OrganiserRole.LEAD)
    lead_path = Subquery(leads.order_by("position", "pk").values("organisation__path")[:1])
    rows = rows.annotate(soonest=Subquery(starts), lead_path=lead_path).filter(wanted)
    rows = rows.select_related("sent_by")
    rows = rows.only(*READ)
    events = list(rows.order_by(F("soonest").asc(nulls_last=True), "date_from", "pk")[:most])
    prefetch_related_objects(events, "sessions")
    return [
        Unfinished(
            event,
            _start_of(event),
            event.lead_path or "",
            () if event.status == EventStatus.READY else _lacks(event),
        )
        for event in events
    ]


def _lacks(event: Event) -> list[Problem]:
    """What is missing, of what can be known without more queries.

    Of organisers the checks ask whether there is one. Hours are left to the page of the event: its place, or
    what that lies in, may lend them.
    """
    lead = [EventOrganiser(event=event)] if event.lead_path else []  # type: ignore[attr-defined]
    event._prefetched_objects_cache |= {"organisers": lead, "hours": []}  # type: ignore[attr-defined]
    event.place_schedule = None
    return [each for each in missing(event) if each.code != "hours_missing"]


def _start_of(event: Event) -> datetime | None:
    soonest: datetime | None = event.soonest  # type: ignore[attr-defined]
    if soonest is not None or event.date_from is None:
        return soonest
    return at(event.date_from, time.min)


@dataclass(frozen=True)
class Coming:
    """A date of a public event, as far as a list of the week tells it; ``place_path`` "" is online."""

    session_id: int
    event_id: int
    title: str
    kind: str
    starts_at: datetime
    status: str
    place: str
    place_path: str


def coming(
    reach: Reach, *, now: datetime, until: datetime, within: Organisation | None = None
) -> list[Coming]:
    """Dates of public events between two moments, cancelled ones left out; one query."""
    return _read(_led(reach, within).filter(starts_at__gte=now, starts_at__lt=until))


def shut_out(
    reach: Reach, *, now: datetime, within: Organisation | None = None, most: int = 50
) -> list[tuple[Coming, PlaceStateRow]]:
    """Dates in places that are closed on their day, with what closes them; three queries at most.

    Periods with hours are left to :func:`karavan.programme.broken.broken_sessions`.
    """
    today = local(now).date()
    closed = PlaceStateRow.objects.filter(state__in=CLOSING_STATES).select_related("place")
    closed = closed.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    closings = list(closed.order_by("valid_from", "pk"))
    if not closings:
        return []
    below = Q()
    for path in sorted({row.place.path for row in closings}):
        below |= Q(path__startswith=path)
    # Written out: a condition of conditions takes longer to put into words than to answer.
    there = list(Place.objects.filter(below).values_list("pk", flat=True))
    ahead = Session.objects.filter(starts_at__gte=now).order_by()
    # Each way by an index of its own: asked as one condition, every date ahead would be looked at.
    either = (
        ahead.filter(place__in=there).values("pk").union(ahead.filter(event__place__in=there).values("pk"))
    )
    rows = _read(_led(reach, within).filter(pk__in=either)[: 10 * most])
    found = ((row, _closing_of(row, closings)) for row in rows)
    return [(row, closing) for row, closing in found if closing is not None][:most]


def _led(reach: Reach, within: Organisation | None) -> QuerySet[Session]:
    rows = Session.objects.filter(_led_by(reach, within, "event_id"))
    return rows.exclude(status=SessionStatus.CANCELLED).order_by("starts_at", "pk")


def _read(rows: QuerySet[Session]) -> list[Coming]:
    """Those of public events; asked here, as the database would begin with all that is public."""
    columns = ("pk", "event_id", "event__title", "event__kind", "starts_at", "status")
    places = ("place__name", "place__path", "event__place__name", "event__place__path")
    found = []
    for row in rows.values_list(*columns, *places, "event__status"):
        pk, event, title, kind, starts_at, status, name, path, above, path_above, state = row
        if state == EventStatus.PUBLISHED:
            place, where = name or above or "", path or path_above or ""
            found.append(Coming(pk, event, title, kind, starts_at, status, place, where))
    return found


def _closing_of(row: Coming, closed: Iterable[PlaceStateRow]) -> PlaceStateRow | None:
    day = local(row.starts_at).date()
    return next(
        (
            closing
            for closing in closed
            if row.place_path.startswith(closing.place.path) and day in span_of(closing)
        ),
        None,
    )
