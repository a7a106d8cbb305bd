"""The diary of a span of time: dates of events and plans, read in a constant number of plain queries."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import inf
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from karavan.kernel.actor import Actor
from karavan.kernel.localtime import city_zone
from karavan.kernel.provenance import Certainty
from karavan.people.enums import CITY_WIDE_ROLES, EDITING_ROLES, SEEING_ROLES
from karavan.people.models import Share
from karavan.people.rules import Reach, is_system, reach_of, roles_of
from karavan.places.enums import PlaceLevel
from karavan.places.models import District
from karavan.planning.enums import LIVE_STAGES
from karavan.planning.models import DiaryEntry
from karavan.planning.occasions.columns import Columns, audience_mask, on_flat_ground, weight_of_size
from karavan.planning.occasions.epoch import Epoch
from karavan.planning.occasions.facts import LOUD_KINDS, SHARE_OF_PLACE, length_of, usual_size
from karavan.planning.occasions.ground import NOWHERE, Spot, spots
from karavan.planning.occasions.keys import entry_key, mutual_pairs, owners_of, session_key
from karavan.planning.occasions.parts import part_number
from karavan.planning.occasions.record import Occasion, Scene, Sealed, SizeBasis, SpotBasis, sealed
from karavan.planning.occasions.secrecy import coarse, hidden
from karavan.programme import queries as programme_queries
from karavan.programme.enums import PUBLIC_STATUSES, EventStatus, OrganiserRole, SessionStatus
from karavan.programme.models import EventOrganiser, Session

LONGEST_DATE, LONGEST_PLAN = timedelta(days=7), timedelta(days=31)
"""What began earlier than this before a span is not looked for in it."""
SHOWN_STATUSES: Final = frozenset({EventStatus.DRAFT, EventStatus.READY, EventStatus.PUBLISHED})
HELD_STATUSES: Final = frozenset({SessionStatus.SCHEDULED, SessionStatus.MOVED, SessionStatus.SOLD_OUT})

Row = tuple[float | int | bool, ...]
Found = tuple[Occasion, Row, Sealed]


@dataclass(slots=True)
class _Reader:
    """Who reads, and what is at hand for judging what they may know."""

    actor: Actor | None
    seeing: Reach
    editing: Reach
    grounds: dict[int, Spot]
    districts: dict[int, tuple[float | None, float | None]]
    zone: ZoneInfo

    @property
    def is_staff(self) -> bool:
        return self.seeing.everything or bool(self.seeing.paths)

    def sees(self, paths: Iterable[str]) -> bool:
        return covers(self.seeing, paths)

    def edits(self, paths: Iterable[str]) -> bool:
        return covers(self.editing, paths)


def covers(reach: Reach, paths: Iterable[str]) -> bool:
    """Whether one of these organisations lies within reach."""
    if reach.everything:
        return True
    mine = tuple(reach.paths)
    return any(path.startswith(mine) for path in paths)


def reaches_of(actor: Actor | None) -> tuple[Reach, Reach]:
    """Where the actor sees what is not public, and what they may edit; one query for both."""
    if is_system(actor):
        return Reach(everything=True), Reach(everything=True)
    held = roles_of(actor)
    return reach_of(held, SEEING_ROLES, city=CITY_WIDE_ROLES), reach_of(held, EDITING_ROLES)


_SESSION: Final = (
    "pk", "event_id", Epoch("starts_at"), Epoch("ends_at"), "status", "capacity", "event__title",
    "event__kind", Cast("event__audiences", TextField()), "event__capacity", "event__status",
    "event__certainty", "event__is_demo", "event__programme_id", "place_id", "event__place_id",
)  # fmt: skip
_LONG_ENOUGH: Final = 12 * 3600
"""Seconds after which a date without a stated end is over, whatever its kind."""
EVENT, EVENT_STATUS, PROGRAMME = 1, 10, 13
"""Where they stand in these rows."""
_ENTRY: Final = (
    "pk", "title", "organisation_id", "organisation__path", "organisation__name", "kind",
    Cast("audiences", TextField()), "expected", Epoch("starts_at"), Epoch("ends_at"), "district_id", "lat",
    "lon", "is_loud", "is_confidential", "stage", "is_demo", "place_id",
)  # fmt: skip


def held_between(start: datetime, end: datetime) -> QuerySet[Session]:
    """Dates that take place, of events that are not over and done with, and touch a span."""
    touches = Q(ends_at__gt=start) | Q(ends_at__isnull=True, starts_at__gt=start - timedelta(days=1))
    return Session.objects.filter(
        touches,
        starts_at__gt=start - LONGEST_DATE,
        starts_at__lt=end,
        status__in=HELD_STATUSES,
        event__status__in=SHOWN_STATUSES,
    )


def live_between(start: datetime, end: datetime) -> QuerySet[DiaryEntry]:
    """Plans that are neither dropped nor events yet and touch a span."""
    return DiaryEntry.objects.filter(
        ends_at__gt=start, starts_at__gt=start - LONGEST_PLAN, starts_at__lt=end, stage__in=LIVE_STAGES
    )


def occasions(start: datetime, end: datetime, *, actor: Actor | None) -> list[Occasion]:
    """What lies in the diary in a span, in order of start, as the actor may know it: see :func:`scene`."""
    return list(scene(start, end, actor=actor).occasions)


def scene(start: datetime, end: datetime, *, actor: Actor | None) -> Scene:
    """The same with the figures to reckon clashes with.

    Somebody without a role gets what is public and what was shared with them; staff get the rest too,
    without name, owner and place where it is another organisation's secret. At most ten queries.
    """
    return scene_beside(start, end, (), actor=actor)[0]


def scene_beside(
    start: datetime,
    end: datetime,
    ids: Collection[int],
    *,
    actor: Actor | None,
    within: Sequence[tuple[datetime, datetime]] = (),
) -> tuple[Scene, dict[int, Spot]]:
    """A scene and places to set something beside it, by id: both are numbered by one order of the tree.

    ``within`` leaves out what touches none of these spans.
    """
    wanted = _touching(within)
    rows: Iterable[tuple[Any, ...]] = held_between(start, end).order_by().values_list(*_SESSION)
    sessions = [row for row in rows if wanted(row[2], row[3] or row[2] + _LONG_ENOUGH)]
    rows = live_between(start, end).order_by().values_list(*_ENTRY)
    entries = [row for row in rows if wanted(row[8], row[9])]
    places = {own or of_event or 0 for *_rest, own, of_event in sessions} | {row[-1] or 0 for row in entries}
    places.update(ids)
    seeing, editing = reaches_of(actor)
    reader = _Reader(
        actor,
        seeing,
        editing,
        spots(places),
        {pk: (lat, lon) for pk, lat, lon in District.objects.values_list("pk", "lat", "lon")},
        city_zone(),
    )
    found = [*_of_sessions(reader, sessions, start), *_of_entries(reader, entries)]
    found = _veiled(reader, found)
    found.sort(key=lambda pair: (pair[0].start, pair[0].key))
    seen = Scene(
        [each for each, _row, _sealed in found],
        Columns.of([row for _each, row, _sealed in found]),
        [sealed for _each, _row, sealed in found],
    )
    return seen, reader.grounds


def _touching(spans: Sequence[tuple[datetime, datetime]]) -> Callable[[float, float], bool]:
    """Whether something between two seconds of the epoch touches one of the spans, if there are any."""
    if not spans:
        return lambda _start, _end: True
    starts: list[float] = []
    ends: list[float] = []
    for start, end in sorted((start.timestamp(), end.timestamp()) for start, end in spans):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    starts.append(inf)
    return lambda start, end: starts[bisect_right(ends, start)] < end


def _of_sessions(reader: _Reader, rows: Sequence[tuple[Any, ...]], start: datetime) -> Iterator[Found]:
    owners = _owners({row[EVENT] for row in rows})
    known = _known_events(reader, rows, owners)
    for (
        pk, event, starts, ends, status, own_capacity, title, kind, audiences, capacity, event_status,
        certainty, is_demo, _programme, own_place, place,
    ) in rows:  # fmt: skip
        begin = datetime.fromtimestamp(starts, UTC)
        finish = begin + length_of(kind) if ends is None else datetime.fromtimestamp(ends, UTC)
        if finish <= start:
            continue
        is_public = event_status in PUBLIC_STATUSES and certainty != Certainty.C
        spot = reader.grounds.get(own_place or place or 0, NOWHERE)
        leads = [each for each, role in owners.get(event, ()) if role == OrganiserRole.LEAD]
        size, basis = _size(None, own_capacity or capacity, spot, kind)
        ids, paths, names = zip(*leads, strict=True) if leads else ((), (), ())
        occasion = Occasion(
            session_key(pk),
            event,
            title,
            ids,
            paths,
            ", ".join(names),
            kind,
            _words(audiences),
            size,
            basis,
            begin,
            finish,
            ends is None,
            spot.pk or None,
            spot.path,
            spot.level,
            spot.name,
            spot.district_id,
            spot.lat,
            spot.lon,
            spot.basis,
            spot.open_air and kind in LOUD_KINDS,
            spot.open_air,
            status if is_public else event_status,
            is_public,
            False,
            is_public or event in known,
            reader.edits(paths),
            is_demo,
        )
        part = part_number(begin.astimezone(reader.zone))
        row = _row(occasion, starts, finish.timestamp(), spot, spot.ground, event, part)
        yield occasion, row, Sealed(occasion.key, begin, finish, spot.pk or None, spot.lat, spot.lon)


def _of_entries(reader: _Reader, rows: Sequence[tuple[Any, ...]]) -> Iterator[Found]:
    for (
        pk, title, organisation, path, name, kind, audiences, expected, starts, ends, district, lat, lon,
        is_loud, is_confidential, stage, is_demo, place,
    ) in rows:  # fmt: skip
        spot = reader.grounds.get(place or 0, NOWHERE)
        basis = spot.basis
        if lat is not None:
            basis = SpotBasis.POINT
        elif spot.lat is not None:
            lat, lon = spot.lat, spot.lon
        elif district is not None and reader.districts[district][0] is not None:
            (lat, lon), basis = reader.districts[district], SpotBasis.DISTRICT
        size, size_basis = _size(expected, None, spot, kind)
        occasion = Occasion(
            entry_key(pk),
            None,
            title,
            (organisation,),
            (path,),
            name,
            kind,
            _words(audiences),
            size,
            size_basis,
            datetime.fromtimestamp(starts, UTC),
            datetime.fromtimestamp(ends, UTC),
            False,
            spot.pk or None,
            spot.path,
            spot.level,
            spot.name,
            district if district is not None else spot.district_id,
            lat,
            lon,
            basis,
            is_loud,
            spot.open_air,
            stage,
            False,
            is_confidential,
            reader.sees((path,)) or (reader.is_staff and not is_confidential),
            reader.edits((path,)),
            is_demo,
        )
        part = part_number(occasion.start.astimezone(reader.zone))
        ground = on_flat_ground(lat, lon)
        yield occasion, _row(occasion, starts, ends, spot, ground, -pk, part), sealed(occasion)


def _row(
    occasion: Occasion,
    starts: int,
    ends: float,
    spot: Spot,
    ground: tuple[float, float],
    event: int,
    part: int,
) -> Row:
    """The figures of an occasion, in the order of :class:`Columns`."""
    return (
        starts,
        ends,
        *ground,
        weight_of_size(occasion.size),
        audience_mask(occasion.audiences),
        part,
        spot.left,
        spot.right,
        event,
        spot.level == PlaceLevel.HALL,
        False,
    )


def _veiled(reader: _Reader, found: list[Found]) -> list[Found]:
    """What may not be known: told after a mutual disclosure, else hidden; left out for who is no staff."""
    secret = {each.key for each, _row, _sealed in found if not each.is_known}
    if not secret:
        return found
    if not reader.is_staff:
        return [pair for pair in found if pair[0].is_known]
    told = told_keys(reader.seeing, secret)
    return [
        pair
        if pair[0].is_known
        else (replace(pair[0], is_known=True), *pair[1:])
        if pair[0].key in told
        else _hidden(reader.actor, *pair)
        for pair in found
    ]


def _hidden(actor: Actor | None, occasion: Occasion, row: Row, facts: Sealed) -> Found:
    """What a stranger gets; also the figures are of the middle of a cell and of a band of sizes."""
    north, to_east = on_flat_ground(coarse(occasion.lat), coarse(occasion.lon))
    veiled = hidden(occasion, actor)
    return veiled, (row[0], row[1], north, to_east, weight_of_size(veiled.size), *row[5:-1], True), facts


def told_keys(seeing: Reach, among: Collection[str] | None = None) -> set[str]:
    """Keys that a mutual disclosure opens to whoever sees the other side; at most four queries."""
    pairs = [pair for pair in mutual_pairs() if among is None or pair[0] in among or pair[1] in among]
    if not pairs:
        return set()
    owners = owners_of({key for pair in pairs for key in pair})
    return {
        theirs
        for one, other in pairs
        for mine, theirs in ((one, other), (other, one))
        if covers(seeing, owners.get(mine, ()))
    }


Owner = tuple[int, str, str]


def _owners(events: set[int]) -> dict[int, list[tuple[Owner, str]]]:
    """Organisers by event: id, path and name of each, and its role; one query."""
    found: dict[int, list[tuple[Owner, str]]] = defaultdict(list)
    if events:
        rows = EventOrganiser.objects.filter(event__in=events).values_list(
            "event_id", "organisation_id", "organisation__path", "organisation__name", "role"
        )
        for event, pk, path, name, role in rows:
            found[event].append(((pk, path, name), role))
    return found


def _known_events(
    reader: _Reader, rows: Sequence[tuple[Any, ...]], owners: dict[int, list[tuple[Owner, str]]]
) -> set[int]:
    """Ids of events that are not public and that the reader may see; mostly one query.

    Says what ``programme.queries.visible_to`` says. That is asked only where one's own organisations do not
    decide it: where something is shared with the reader, or waits for release in a programme.
    """
    events = {row[EVENT] for row in rows}
    if reader.seeing.everything:
        return events
    own = {
        event for event in events if reader.sees(path for (_pk, path, _name), _role in owners.get(event, ()))
    }
    secret = {
        row[EVENT]: row
        for row in rows
        if row[EVENT] not in own and row[EVENT_STATUS] != EventStatus.PUBLISHED
    }
    if not secret or reader.actor is None:
        return own
    waits = any(row[EVENT_STATUS] == EventStatus.READY and row[PROGRAMME] for row in secret.values())
    if waits or Share.objects.filter(person=reader.actor.pk).exists():
        visible = programme_queries.visible_to(reader.actor).filter(pk__in=secret)
        own.update(visible.values_list("pk", flat=True))
    return own


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """A list of words as it is stored: the same few come again and again."""
    return tuple(json.loads(text))


def _size(expected: int | None, capacity: int | None, spot: Spot, kind: str) -> tuple[int, SizeBasis]:
    if expected is not None:
        return expected, SizeBasis.EXPECTED
    if capacity is not None:
        return capacity, SizeBasis.CAPACITY
    if spot.capacity is not None:
        return round(spot.capacity * SHARE_OF_PLACE), SizeBasis.PLACE
    return usual_size(kind), SizeBasis.KIND
