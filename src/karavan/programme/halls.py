"""Halls for a date: which of an organisation's are free then, what holds the others, what they offer."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q

from karavan.kernel.actor import Actor
from karavan.kernel.localtime import at, local
from karavan.people.models import Organisation
from karavan.people.rules import seeing_reach
from karavan.places.enums import Access, AccessProfile, PlaceLevel
from karavan.places.hours import CLOSING_STATES, Schedule, state_on
from karavan.places.models import Place
from karavan.places.queries import access_summaries, schedules_of
from karavan.programme.enums import PUBLIC_STATUSES
from karavan.programme.models import EventOrganiser, Session
from karavan.programme.occupancy import ASSUMED_LENGTH, end_of, place_id_of, sessions_at

MOST: Final = 200
"""Places looked at for one question."""

Span = tuple[datetime, datetime | None]


@dataclass(frozen=True)
class Holding:
    """A date that holds a hall; ``title`` "" where the person may not know of the event yet.

    ``event_id`` 0 is a hold for something else than an event.
    """

    event_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place_id: int


@dataclass(frozen=True)
class Hall:
    """A place for the dates asked: ``busy`` is what holds it then, ``closed`` why it is shut.

    ``above`` are the names of the places it lies in, the site first; ``nearby`` are dates somewhere in these,
    which may or may not need the hall.
    """

    place: Place
    above: tuple[str, ...]
    capacity: int | None
    step_free: Access
    busy: tuple[Holding, ...] = ()
    nearby: tuple[Holding, ...] = ()
    closed: str = ""
    is_closed: bool = field(default=False)

    @property
    def free(self) -> bool:
        """Whether nothing is known against it."""
        return not self.busy and not self.is_closed


def halls_of(
    actor: Actor | None,
    organisation: Organisation | None,
    spans: Sequence[Span],
    *,
    without: int | None = None,
) -> list[Hall]:
    """Places of an organisation and of what lies below it, those free at all the spans first, busy ones last.

    ``without`` is an event whose own dates do not count. Fifteen queries at most whatever the number of
    halls; four where no span is asked.
    """
    places = Place.objects.none()
    if organisation is not None:
        places = Place.objects.filter(organisation__path__startswith=organisation.path)
    return judge(actor, places.order_by("path")[:MOST], spans, without=without)


def judge(
    actor: Actor | None, places: Iterable[Place], spans: Sequence[Span], *, without: int | None = None
) -> list[Hall]:
    """These places for the spans, free ones first; see :func:`halls_of`."""
    rows = list(places)
    if not rows:
        return []
    ids = [place.pk for place in rows]
    names = dict(Place.objects.filter(pk__in=_above(rows)).values_list("pk", "name"))
    access = access_summaries(ids)
    held = holdings(actor, ids, spans, without=without) if spans else {}
    schedules = schedules_of(ids, from_day=min(local(start).date() for start, _ in spans)) if spans else {}
    halls = [_hall(place, names, access, held, schedules, spans) for place in rows]
    return sorted(halls, key=_rank)


def also_busy(halls: Sequence[Hall], held: Mapping[int, Sequence[Holding]]) -> list[Hall]:
    """The same halls, in their order, with what holds them beside dates, by place.

    Of an event that holds one already nothing more is said.
    """
    found = []
    for hall in halls:
        known = {one.event_id for one in hall.busy} - {0}
        more = [one for one in held.get(hall.place.pk, ()) if one.event_id not in known]
        found.append(replace(hall, busy=(*hall.busy, *more)) if more else hall)
    return sorted(found, key=_rank)


def _above(places: Iterable[Place]) -> set[int]:
    return {step for place in places for step in place.ancestor_ids}


def _hall(
    place: Place,
    names: Mapping[int, str],
    access: Mapping[int, Mapping[AccessProfile, Access]],
    held: Mapping[int, Sequence[Holding]],
    schedules: Mapping[int, Schedule],
    spans: Sequence[Span],
) -> Hall:
    found = held.get(place.pk, ())
    above = set(place.ancestor_ids)
    shut = [state_on(local(start).date(), schedules[place.pk].states) for start, _ in spans]
    closing = next((span for span in shut if span.state in CLOSING_STATES), None)
    return Hall(
        place=place,
        above=tuple(names[step] for step in place.ancestor_ids if step in names),
        capacity=place.capacity,
        step_free=access[place.pk][AccessProfile.WHEELCHAIR],
        busy=tuple(one for one in found if one.place_id not in above),
        nearby=tuple(one for one in found if one.place_id in above),
        closed="" if closing is None else closing.reason or str(closing.state.label),
        is_closed=closing is not None,
    )


def _rank(hall: Hall) -> tuple[int, int, int, str]:
    """Free before busy before shut; halls before buildings and sites; larger ones first."""
    state = 2 if hall.is_closed else 1 if hall.busy else 0
    return state, int(hall.place.level != PlaceLevel.HALL), -(hall.capacity or 0), hall.place.name


def holdings(
    actor: Actor | None, place_ids: Collection[int], spans: Sequence[Span], *, without: int | None = None
) -> dict[int, list[Holding]]:
    """Dates that touch the spans in these places, below or above them, by place; seven queries at most.

    Drafts count as well: whoever enters them first has the hall. Titles of what the actor may not see are "".
    """
    paths = dict(Place.objects.filter(pk__in=place_ids).values_list("pk", "path"))
    around = Q(pk__in=[int(step) for path in paths.values() for step in path.split("/") if step])
    for path in paths.values():
        around |= Q(path__startswith=path)
    near = dict(Place.objects.filter(around).values_list("pk", "path"))
    rows = [row for row in _dates(set(near), spans) if row.event_id != without]
    known = _titles_seen(actor, rows)
    found: dict[int, list[Holding]] = defaultdict(list)
    for session in rows:
        place_id = place_id_of(session) or 0
        title = session.event.title if session.event_id in known else ""
        holding = Holding(session.event_id, title, session.starts_at, end_of(session), place_id)
        for pk, path in paths.items():
            if near[place_id].startswith(path) or path.startswith(near[place_id]):
                found[pk].append(holding)
    return dict(found)


def _dates(place_ids: Collection[int], spans: Sequence[Span]) -> list[Session]:
    """Dates in these places that touch one of the spans, in order of time."""
    wanted = [
        (start, end if end is not None and end > start else start + ASSUMED_LENGTH) for start, end in spans
    ]
    rows = sessions_at(place_ids, min(start for start, _ in wanted), max(end for _, end in wanted))
    return [row for row in rows if any(start < end_of(row) and row.starts_at < end for start, end in wanted)]


def _titles_seen(actor: Actor | None, sessions: Sequence[Session]) -> set[int]:
    """Events of these dates that the actor may know of."""
    public = {row.event_id for row in sessions if row.event.status in PUBLIC_STATUSES}
    hidden = {row.event_id for row in sessions} - public
    if not hidden:
        return public
    reach = seeing_reach(actor)
    own = EventOrganiser.objects.filter(reach.query("organisation__"), event__in=hidden)
    return public | (hidden if reach.everything else set(own.values_list("event_id", flat=True)))


def days_of(first: date, last: date) -> Span:
    """The span of whole days, both inclusive: for a period such as an exhibition."""
    return at(first, datetime.min.time()), at(last + timedelta(days=1), datetime.min.time())
