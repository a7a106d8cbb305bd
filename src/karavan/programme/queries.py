"""Shared reads of programmes, events, sessions and benefit categories."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.lookups import StartsWith

from karavan.kernel.actor import Actor
from karavan.kernel.provenance import Certainty
from karavan.people.queries import is_public
from karavan.people.queries import public as public_organisations
from karavan.people.rules import Reach, editing_reach, seeing_reach
from karavan.people.sharing import shared_ids
from karavan.places.models import Place
from karavan.places.queries import schedules_of
from karavan.programme.enums import PUBLIC_STATUSES, EventStatus, OrganiserRole
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

CHUNK = 500
EVENT_TYPE, PROGRAMME_TYPE = "programme.event", "programme.programme"
"""What they are called in :mod:`karavan.people.sharing`."""

PUBLIC = Q(status__in=PUBLIC_STATUSES) & ~Q(certainty=Certainty.C)
PUBLIC_PROGRAMME = Q(is_public=True) & ~Q(certainty=Certainty.C)


def public() -> QuerySet[Event]:
    """Events that residents see: published or cancelled, and not waiting for a check."""
    return Event.objects.filter(PUBLIC)


def title_once_public(event_id: int) -> str | None:
    """The title of an event that residents could once see, for finding what is like it."""
    titles = Event.objects.filter(pk=event_id, published_at__isnull=False).exclude(certainty=Certainty.C)
    return titles.values_list("title", flat=True).first()


def visible_to(actor: Actor | None) -> QuerySet[Event]:
    """Events the actor may see: the public ones, all of organisations where the actor holds a role, what was
    sent for release in the programmes of these, and those shared with the actor, by themselves or with their
    programme.
    """
    reach = seeing_reach(actor)
    if reach.everything:
        return Event.objects.all()
    # Subqueries and not joins: an event of several organisers must not come twice.
    own = EventOrganiser.objects.filter(reach.query("organisation__")).values("event_id")
    shared = Q(pk__in=shared_ids(actor, EVENT_TYPE)) | Q(programme__in=_programmes_shared(actor))
    mine = PUBLIC | Q(pk__in=own) | shared
    if reach.paths:
        mine |= Q(status=EventStatus.READY, programme__in=held(reach).values("pk"))
    return Event.objects.filter(mine)


def held(reach: Reach) -> QuerySet[Programme]:
    """Programmes of the organisations within reach, and all programmes below them."""
    if reach.everything:
        return Programme.objects.all()
    own = Programme.objects.filter(reach.query("organisations__"), organisations__isnull=False)
    return Programme.objects.filter(Exists(own.filter(StartsWith(OuterRef("path"), F("path")))))


def _programmes_shared(actor: Actor | None) -> QuerySet[Any]:
    """Ids of programmes shared with the actor and of all below them."""
    shared = Programme.objects.filter(pk__in=shared_ids(actor, PROGRAMME_TYPE))
    below = shared.filter(StartsWith(OuterRef("path"), F("path")))
    return Programme.objects.filter(Exists(below)).values("pk")


def editable_by(actor: Actor | None) -> QuerySet[Event]:
    """Events the actor may edit: agrees with :func:`karavan.programme.rules.can_edit_event`."""
    reach = editing_reach(actor)
    if reach.everything:
        return Event.objects.all()
    leads = EventOrganiser.objects.filter(reach.query("organisation__"), role=OrganiserRole.LEAD)
    return Event.objects.filter(pk__in=leads.values("event_id"))


def public_programmes() -> QuerySet[Programme]:
    """Programmes that residents see."""
    return Programme.objects.filter(PUBLIC_PROGRAMME)


def programmes_visible_to(actor: Actor | None) -> QuerySet[Programme]:
    """Programmes the actor may see: the public ones, those of organisations where they hold a role, and those
    shared with them, with all below.
    """
    reach = seeing_reach(actor)
    if reach.everything:
        return Programme.objects.all()
    own = Programme.objects.filter(reach.query("organisations__"), organisations__isnull=False).values("pk")
    return Programme.objects.filter(PUBLIC_PROGRAMME | Q(pk__in=own) | Q(pk__in=_programmes_shared(actor)))


def programmes_editable_by(actor: Actor | None) -> QuerySet[Programme]:
    """Programmes the actor may edit: agrees with :func:`karavan.programme.rules.can_edit_programme`."""
    reach = editing_reach(actor)
    if reach.everything:
        return Programme.objects.all()
    own = Programme.organisations.through.objects.filter(reach.query("organisation__"))
    return Programme.objects.filter(pk__in=own.values("programme_id"))


def benefits_on(day: date) -> QuerySet[BenefitCategory]:
    """The versions of benefit categories in force on a day, in their order."""
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return BenefitCategory.objects.filter(not_over, valid_from__lte=day)


def loaded() -> QuerySet[Event]:
    """Events with all rows that hang on them: seven queries, whatever the number of events."""
    return Event.objects.select_related("programme", "place__district").prefetch_related(
        Prefetch("organisers", EventOrganiser.objects.select_related("organisation")),
        Prefetch("performers", EventPerformer.objects.select_related("organisation")),
        Prefetch("sessions", Session.objects.select_related("place__district")),
        "hours",
        "day_exceptions",
        Prefetch("tariffs", Tariff.objects.select_related("category").order_by("category__position", "id")),
    )


def load_events(ids: Collection[int]) -> list[Event]:
    """Events by id, in the order of their ids, with all that a projection, a check or a price needs.

    Rows as in :func:`loaded`, ``lineage`` and ``place_schedule`` set: eight queries for every 500 events, and
    four more where a period keeps the hours of its place. Unknown ids are left out.
    """
    return [event for some in _chunks(ids) for event in _load(some)]


def _load(ids: Sequence[int]) -> list[Event]:
    events = list(loaded().filter(pk__in=ids).order_by("pk"))
    lineages = lineages_of([event.programme for event in events if event.programme is not None])
    borrowed = {
        event.pk: event.place_id for event in events if event.place_id and _keeps_hours_of_place(event)
    }
    # The past too: whoever asks for the openings of a month gone by shall have them.
    schedules = schedules_of(set(borrowed.values()), from_day=date.min) if borrowed else {}
    for event in events:
        event.lineage = [] if event.programme is None else lineages[event.programme.pk]
        event.place_schedule = schedules.get(borrowed.get(event.pk, 0))
    return events


@dataclass(frozen=True)
class EventRows:
    """An event with the rows that hang on it, each list in its order."""

    event: Event
    organisers: Sequence[EventOrganiser]
    performers: Sequence[EventPerformer]
    sessions: Sequence[Session]
    hours: Sequence[EventHours]
    day_exceptions: Sequence[EventDayException]
    tariffs: Sequence[Tariff]


def load_public_rows(ids: Collection[int]) -> list[EventRows]:
    """Those of the events that residents see, in the order of their ids; organisers only public ones.

    For reading many at once: half the cost of :func:`load_events`, as rows stay plain lists and the events
    share one object of every programme, organisation and benefit category. Places are not loaded. Ten
    queries for every 500 events.
    """
    return [
        rows
        for some in _chunks(ids)
        for rows in _load_rows(list(public().filter(pk__in=some).order_by("pk")))
    ]


def rows_of(event: Event) -> EventRows | None:
    """What :func:`load_public_rows` would give of an event that :func:`load_events` gave; no query."""
    if event.status not in PUBLIC_STATUSES or event.certainty == Certainty.C:
        return None
    return EventRows(
        event,
        [row for row in event.organisers.all() if is_public(row.organisation)],
        list(event.performers.all()),
        list(event.sessions.all()),
        list(event.hours.all()),
        list(event.day_exceptions.all()),
        list(event.tariffs.all()),
    )


def load_rows(event_id: int) -> EventRows | None:
    """One event whatever its status, with its rows as :func:`load_public_rows` gives them: for a preview."""
    return next(iter(_load_rows(list(Event.objects.filter(pk=event_id)))), None)


def _load_rows(events: list[Event]) -> list[EventRows]:
    _share(events, "programme", Programme.objects.all())
    known = [event.pk for event in events]
    organisers = EventOrganiser.objects.filter(event__in=known)
    tariffs = Tariff.objects.filter(event__in=known).order_by("category__position", "id")
    by_event = [
        _by_event(rows)
        for rows in (
            _share(organisers, "organisation", public_organisations()),
            EventPerformer.objects.filter(event__in=known),
            Session.objects.filter(event__in=known),
            EventHours.objects.filter(event__in=known),
            EventDayException.objects.filter(event__in=known),
            _share(tariffs, "category", BenefitCategory.objects.all()),
        )
    ]
    return [EventRows(event, *(rows.get(event.pk, ()) for rows in by_event)) for event in events]


def _share(rows: Iterable[Any], name: str, related: QuerySet[Any]) -> list[Any]:
    """The rows that point to one of the related records, those of the same record with the same object."""
    found = [(getattr(row, f"{name}_id"), row) for row in rows]
    known = related.in_bulk({key for key, _ in found if key is not None})
    for key, row in found:
        if key in known:
            setattr(row, name, known[key])
    return [row for key, row in found if key in known]


def _by_event(rows: Iterable[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.event_id].append(row)
    return groups


def _keeps_hours_of_place(event: Event) -> bool:
    return event.is_range and not event.hours.all()


def lineages_of(programmes: Iterable[Programme]) -> dict[int, list[Programme]]:
    """For each programme the way from the root of its tree down to itself; one query."""
    ways = {programme.pk: programme.lineage_ids for programme in programmes}
    known = Programme.objects.in_bulk({pk for way in ways.values() for pk in way}) if ways else {}
    return {pk: [known[step] for step in way] for pk, way in ways.items()}


def event_ids_at_places(place_ids: Collection[int]) -> set[int]:
    """Events held, as a whole or in one session, at these places or anywhere below them."""
    found: set[int] = set()
    for places in _chunks(_ids_under(Place.objects.all(), place_ids)):
        found.update(Event.objects.filter(place__in=places).values_list("pk", flat=True))
        found.update(Session.objects.filter(place__in=places).values_list("event_id", flat=True))
    return found


def event_ids_of_organisations(organisation_ids: Collection[int]) -> set[int]:
    """Events that these organisations organise or perform at."""
    found: set[int] = set()
    for ids in _chunks(organisation_ids):
        for rows in (EventOrganiser.objects.all(), EventPerformer.objects.all()):
            found.update(rows.filter(organisation__in=ids).values_list("event_id", flat=True))
    return found


def event_ids_of_programmes(programme_ids: Collection[int]) -> set[int]:
    """Events of these programmes and of all programmes below them."""
    found: set[int] = set()
    for programmes in _chunks(_ids_under(Programme.objects.all(), programme_ids)):
        found.update(Event.objects.filter(programme__in=programmes).values_list("pk", flat=True))
    return found


def event_ids_with_benefits(category_ids: Collection[int] | None = None) -> set[int]:
    """Events with tariffs for these benefit categories, or for any."""
    tariffs = Tariff.objects.all()
    if category_ids is not None:
        tariffs = tariffs.filter(category__in=category_ids)
    return set(tariffs.values_list("event_id", flat=True))


def days_of_tariffs(codes: Collection[str]) -> dict[int, set[int]]:
    """Events by the days of the month on which alone they have a tariff for any of these categories."""
    rows = Tariff.objects.filter(category__code__in=list(codes)).exclude(days_of_month=[])
    found: dict[int, set[int]] = defaultdict(set)
    for event_id, days in rows.values_list("event_id", "days_of_month"):
        for day in days:
            found[day].add(event_id)
    return dict(found)


def _ids_under(nodes: QuerySet[Any], ids: Collection[int]) -> set[int]:
    """Ids of these nodes of a tree and of all below them."""
    found: set[int] = set()
    for some in _chunks(ids):
        paths = nodes.filter(pk__in=some).values_list("path", flat=True)
        below = [Q(path__startswith=path) for path in paths if path]
        # SQLite limits how deep a condition may nest.
        for start in range(0, len(below), 100):
            found.update(nodes.filter(reduce(or_, below[start : start + 100])).values_list("pk", flat=True))
    return found


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]
