"""The diary of a span of time: dates of events and plans, read in a constant number of plain queries."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from karavan.kernel.actor import Actor
from karavan.kernel.localtime import local
from karavan.kernel.provenance import Certainty
from karavan.people.enums import CITY_WIDE_ROLES, EDITING_ROLES, SEEING_ROLES
from karavan.people.rules import Reach, is_system, reach_of, roles_of
from karavan.places.models import District
from karavan.planning.enums import LIVE_STAGES
from karavan.planning.models import DiaryEntry
from karavan.planning.occasions.columns import Columns, audience_mask, on_flat_ground, weight_of_size
from karavan.planning.occasions.facts import LOUD_KINDS, SHARE_OF_PLACE, length_of, usual_size
from karavan.planning.occasions.ground import NOWHERE, Spot, spots
from karavan.planning.occasions.keys import entry_key, mutual_pairs, owners_of, session_key
from karavan.planning.occasions.parts import part_number
from karavan.planning.occasions.record import Occasion, Scene, SizeBasis, SpotBasis
from karavan.planning.occasions.secrecy import coarse, hidden
from karavan.programme import queries as programme_queries
from karavan.programme.enums import PUBLIC_STATUSES, EventStatus, OrganiserRole, SessionStatus
from karavan.programme.models import EventOrganiser, Session

LONGEST: Final = timedelta(days=31)
"""What began earlier than this before a span is not looked for in it."""
SHOWN_STATUSES: Final = frozenset({EventStatus.DRAFT, EventStatus.READY, EventStatus.PUBLISHED})
HELD_STATUSES: Final = frozenset({SessionStatus.SCHEDULED, SessionStatus.MOVED, SessionStatus.SOLD_OUT})

Row = tuple[float | int | bool, ...]
Found = tuple[Occasion, Row]


@dataclass(slots=True)
class _Reader:
    """Who reads, and what is at hand for judging what they may know."""

    actor: Actor | None
    seeing: Reach
    editing: Reach
    grounds: dict[int, Spot]
    districts: dict[int, tuple[float | None, float | None]]

    @property
    def is_staff(self) -> bool:
        return self.seeing.everything or bool(self.seeing.paths)

    def sees(self, paths: Collection[str]) -> bool:
        return _covers(self.seeing, paths)

    def edits(self, paths: Collection[str]) -> bool:
        return _covers(self.editing, paths)


def _covers(reach: Reach, paths: Collection[str]) -> bool:
    if reach.everything:
        return True
    return any(path.startswith(mine) for path in paths for mine in reach.paths)


def reaches_of(actor: Actor | None) -> tuple[Reach, Reach]:
    """Where the actor sees what is not public, and what they may edit; one query for both."""
    if is_system(actor):
        return Reach(everything=True), Reach(everything=True)
    held = roles_of(actor)
    return reach_of(held, SEEING_ROLES, city=CITY_WIDE_ROLES), reach_of(held, EDITING_ROLES)


def held_between(start: datetime, end: datetime) -> QuerySet[Session]:
    """Dates that take place, of events that are not over and done with, and touch a span."""
    touches = Q(ends_at__gt=start) | Q(ends_at__isnull=True, starts_at__gt=start - timedelta(days=1))
    return Session.objects.filter(
        touches,
        starts_at__gt=start - LONGEST,
        starts_at__lt=end,
        status__in=HELD_STATUSES,
        event__status__in=SHOWN_STATUSES,
    )


def live_between(start: datetime, end: datetime) -> QuerySet[DiaryEntry]:
    """Plans that are neither dropped nor events yet and touch a span."""
    return DiaryEntry.objects.filter(
        ends_at__gt=start, starts_at__gt=start - LONGEST, starts_at__lt=end, stage__in=LIVE_STAGES
    )


def occasions(start: datetime, end: datetime, *, actor: Actor | None) -> list[Occasion]:
    """What lies in the diary in a span, in order of start, as the actor may know it: see :func:`scene`."""
    return list(scene(start, end, actor=actor).occasions)


def scene(start: datetime, end: datetime, *, actor: Actor | None) -> Scene:
    """The same with the figures to reckon clashes with.

    Somebody without a role gets what is public and what was shared with them; staff get the rest too,
    without name, owner and place where it is another organisation's secret. At most ten queries.
    """
    reader = _Reader(
        actor,
        *reaches_of(actor),
        spots(),
        {pk: (lat, lon) for pk, lat, lon in District.objects.values_list("pk", "lat", "lon")},
    )
    sessions, entries = held_between(start, end), live_between(start, end)
    found = [*_of_sessions(reader, sessions, start), *_of_entries(reader, entries)]
    found = _veiled(reader, found)
    found.sort(key=lambda pair: (pair[0].start, pair[0].key))
    return Scene([each for each, _row in found], Columns.of([row for _each, row in found]))


def _of_sessions(reader: _Reader, sessions: QuerySet[Session], start: datetime) -> Iterator[Found]:
    rows = list(
        sessions.values_list(
            "pk", "starts_at", "ends_at", "status", "capacity", "place_id", "event_id", "event__title",
            "event__kind", "event__audiences", "event__capacity", "event__place_id", "event__status",
            "event__certainty", "event__is_demo",
        )
    )  # fmt: skip
    if not rows:
        return
    owners = _owners(sessions)
    known = None if reader.seeing.everything else _known_events(reader.actor, sessions)
    for (
        pk, starts, ends, status, own_capacity, own_place, event, title, kind, audiences, capacity, place,
        event_status, certainty, is_demo,
    ) in rows:  # fmt: skip
        finish = ends or starts + length_of(kind)
        if finish <= start:
            continue
        is_public = event_status in PUBLIC_STATUSES and certainty != Certainty.C
        spot = reader.grounds.get(own_place or place or 0, NOWHERE)
        leads = owners.get(event, ())
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
            tuple(audiences),
            size,
            basis,
            starts,
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
            is_public or known is None or event in known,
            reader.edits(paths),
            is_demo,
        )
        yield occasion, _row(occasion, spot, event)


def _of_entries(reader: _Reader, entries: QuerySet[DiaryEntry]) -> Iterator[Found]:
    rows = entries.values_list(
        "pk", "title", "organisation_id", "organisation__path", "organisation__name", "kind", "audiences",
        "expected", "starts_at", "ends_at", "place_id", "district_id", "lat", "lon", "is_loud",
        "is_confidential", "stage", "is_demo",
    )  # fmt: skip
    for (
        pk, title, organisation, path, name, kind, audiences, expected, starts, ends, place, district, lat,
        lon, is_loud, is_confidential, stage, is_demo,
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
            tuple(audiences),
            size,
            size_basis,
            starts,
            ends,
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
        yield occasion, _row(occasion, spot, -pk)


def _row(occasion: Occasion, spot: Spot, event: int) -> Row:
    """The figures of an occasion, in the order of :class:`Columns`."""
    north, to_east = on_flat_ground(occasion.lat, occasion.lon)
    return (
        occasion.start.timestamp(),
        occasion.end.timestamp(),
        north,
        to_east,
        weight_of_size(occasion.size),
        audience_mask(occasion.audiences),
        part_number(local(occasion.start)),
        spot.left,
        spot.right,
        event,
        False,
    )


def _veiled(reader: _Reader, found: list[Found]) -> list[Found]:
    """What may not be known: told after a mutual disclosure, else hidden; left out for who is no staff."""
    secret = {each.key for each, _row in found if not each.is_known}
    if not secret:
        return found
    if not reader.is_staff:
        return [pair for pair in found if pair[0].is_known]
    told = told_keys(reader.seeing, secret)
    return [
        pair
        if pair[0].is_known
        else (replace(pair[0], is_known=True), pair[1])
        if pair[0].key in told
        else _hidden(reader.actor, *pair)
        for pair in found
    ]


def _hidden(actor: Actor | None, occasion: Occasion, row: Row) -> Found:
    """What a stranger gets; also the figures are of the middle of a cell and of a band of sizes."""
    north, to_east = on_flat_ground(coarse(occasion.lat), coarse(occasion.lon))
    veiled = hidden(occasion, actor)
    return veiled, (row[0], row[1], north, to_east, weight_of_size(veiled.size), *row[5:10], True)


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
        if _covers(seeing, owners.get(mine, ()))
    }


def _owners(sessions: QuerySet[Session]) -> dict[int, list[tuple[int, str, str]]]:
    """Lead organisers by event: id, path and name of each; one query."""
    leads = EventOrganiser.objects.filter(
        role=OrganiserRole.LEAD, event__in=sessions.order_by().values("event_id")
    )
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for event, pk, path, name in leads.values_list(
        "event_id", "organisation_id", "organisation__path", "organisation__name"
    ):
        found[event].append((pk, path, name))
    return found


def _known_events(actor: Actor | None, sessions: QuerySet[Session]) -> set[int]:
    """Ids of events of these dates that are not public and that the actor may see; one query."""
    unpublished = programme_queries.visible_to(actor).exclude(programme_queries.PUBLIC)
    return set(unpublished.filter(pk__in=sessions.order_by().values("event_id")).values_list("pk", flat=True))


def _size(expected: int | None, capacity: int | None, spot: Spot, kind: str) -> tuple[int, SizeBasis]:
    if expected is not None:
        return expected, SizeBasis.EXPECTED
    if capacity is not None:
        return capacity, SizeBasis.CAPACITY
    if spot.capacity is not None:
        return round(spot.capacity * SHARE_OF_PLACE), SizeBasis.PLACE
    return usual_size(kind), SizeBasis.KIND
