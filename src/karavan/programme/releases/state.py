"""What residents are told of the events of a release, as plain data that is kept with it.

A state is a dict of JSON values by event id. An event is told by its title, place, price, days and hours,
whether it is cancelled, and its sessions by id; places carry their names, as they may be renamed later.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from karavan.places.models import Place
from karavan.places.queries import public as public_places
from karavan.programme.enums import EventStatus, SessionStatus
from karavan.programme.models import Event, EventDayException, EventHours, Session
from karavan.programme.queries import PUBLIC
from karavan.programme.releases.scope import Scope

Fact = dict[str, Any]
State = dict[str, Fact]

CHUNK = 500


def state_of(scope: Scope, before: State | None = None, coming: Collection[int] = ()) -> State:
    """The public state of a scope, as if the events ``coming`` were public already.

    What the state ``before`` told of a month is told of still where it has moved out of the month. Five
    queries for every 500 events and one; for a month one more.
    """
    known = before or {}
    ids = set(scope.public().values_list("pk", flat=True)) | set(coming)
    if scope.month is None:
        known = {}
    for some in _chunks(set(map(int, known)) - ids):
        ids.update(Event.objects.filter(PUBLIC, pk__in=some).values_list("pk", flat=True))
    found: State = {}
    for some in _chunks(ids):
        told = [int(pk) for key in map(str, some) if key in known for pk in known[key]["sessions"]]
        found |= _facts(some, scope.sessions() | Q(pk__in=told) if told else scope.sessions())
    return found


def _facts(ids: list[int], wanted: Q) -> State:
    events = list(Event.objects.filter(pk__in=ids).order_by("pk"))
    sessions: dict[int, list[Session]] = defaultdict(list)
    for session in Session.objects.filter(wanted, event__in=ids).order_by("pk"):
        sessions[session.event_id].append(session)
    hours: dict[int, list[EventHours]] = defaultdict(list)
    for row in EventHours.objects.filter(event__in=ids).order_by("weekday", "opens", "pk"):
        hours[row.event_id].append(row)
    others: dict[int, list[EventDayException]] = defaultdict(list)
    for other in EventDayException.objects.filter(event__in=ids).order_by("day"):
        others[other.event_id].append(other)
    places = _places(events, (each for rows in sessions.values() for each in rows))
    return {
        str(event.pk): _event(event, sessions[event.pk], hours[event.pk], others[event.pk], places)
        for event in events
    }


def _places(events: Iterable[Event], sessions: Iterable[Session]) -> dict[int, Fact]:
    """The names of places by id; what residents may not see has none."""
    rows_with_place: list[Event | Session] = [*events, *sessions]
    ids = {row.place_id for row in rows_with_place if row.place_id is not None}
    rows = public_places().filter(pk__in=ids).only("name", "name_en")
    return {place.pk: _place(place) for place in rows}


def _place(place: Place) -> Fact:
    return {"id": place.pk, "name": place.name, "en": place.name_en}


def _event(
    event: Event,
    sessions: list[Session],
    hours: list[EventHours],
    others: list[EventDayException],
    places: dict[int, Fact],
) -> Fact:
    titles = {lang: texts["title"] for lang, texts in event.translations.items() if texts.get("title")}
    return {
        "title": event.title,
        "titles": titles,
        "kind": event.kind,
        "demo": event.is_demo,
        "place": places.get(event.place_id or 0),
        "price": [event.price_kind, event.price_min, event.price_max],
        "from": event.date_from and event.date_from.isoformat(),
        "to": event.date_to and event.date_to.isoformat(),
        "hours": [[row.weekday, f"{row.opens:%H:%M}", f"{row.closes:%H:%M}"] for row in hours],
        "days": {
            row.day.isoformat(): [f"{row.opens:%H:%M}", f"{row.closes:%H:%M}"]
            if row.opens and row.closes
            else None
            for row in others
        },
        "cancelled": event.status == EventStatus.CANCELLED,
        "note": event.status_reason if event.status == EventStatus.CANCELLED else "",
        "sessions": {str(each.pk): _session(each, places) for each in sessions},
    }


def _session(session: Session, places: dict[int, Fact]) -> Fact:
    own_price = [session.price_kind, session.price_min, session.price_max] if session.price_kind else None
    return {
        "starts": _moment(session.starts_at),
        "ends": session.ends_at and _moment(session.ends_at),
        "place": places.get(session.place_id or 0),
        "price": own_price,
        "cancelled": session.status == SessionStatus.CANCELLED,
        "note": session.note,
    }


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="minutes")


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    wanted = sorted(ids)
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]
