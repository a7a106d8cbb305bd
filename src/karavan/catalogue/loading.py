"""Loads records in batches and projects them. Reading only."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from karavan.catalogue.models import EntryKind
from karavan.catalogue.projection import Projection
from karavan.catalogue.projection.directory_json import (
    Network,
    project_organisation,
    project_place,
    project_programme,
)
from karavan.catalogue.projection.event_json import project_event
from karavan.catalogue.projection.events import Surroundings
from karavan.people.models import Organisation
from karavan.people.queries import OrganisationView, load_organisations
from karavan.people.queries import public as public_organisations
from karavan.places.models import Place
from karavan.places.queries import load_places
from karavan.places.queries import public as public_places
from karavan.places.views import PlaceView
from karavan.programme.models import Event, Programme
from karavan.programme.queries import EventRows, load_public_rows, public_programmes, rows_of
from karavan.programme.queries import public as public_events
from karavan.programme.releases.queries import last_releases

CHUNK = 500

T = TypeVar("T")


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The items in runs of ``size``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def public_ids(kind: str) -> list[int]:
    """Ids of all records of a kind that residents may see, ascending."""
    public: dict[str, QuerySet[Any]] = {
        EntryKind.EVENT: public_events(),
        EntryKind.PLACE: public_places(),
        EntryKind.ORGANISATION: public_organisations(),
        EntryKind.PROGRAMME: public_programmes(),
    }
    return sorted(public[kind].values_list("pk", flat=True))


def project_events(ids: Collection[int], loaded: Mapping[int, Event] | None = None) -> list[Projection]:
    """Public forms of those of the events that residents may see; ``loaded``: with all rows, by id."""
    known = {pk: loaded[pk] for pk in ids if pk in loaded} if loaded else {}
    found = load_public_rows([pk for pk in ids if pk not in known])
    found += [rows for event in known.values() if (rows := rows_of(event)) is not None]
    around = surroundings(found)
    return [project_event(rows, around) for rows in found]


def surroundings(found: Sequence[EventRows]) -> Surroundings:
    """What these events refer to: places, and the public ones among their programmes."""
    place_ids = {rows.event.place_id for rows in found if rows.event.place_id}
    programme_ids: set[int] = set()
    for rows in found:
        place_ids.update(session.place_id for session in rows.sessions if session.place_id)
        if rows.event.programme is not None:
            programme_ids.update(rows.event.programme.lineage_ids)
    return Surroundings(load_places(place_ids), public_programmes().in_bulk(programme_ids))


def project_directory(kind: str, ids: Collection[int]) -> list[Projection]:
    """Public forms of those of the places, organisations or programmes that residents may see."""
    net = load_network(kind, ids)
    if kind == EntryKind.PLACE:
        return [project_place(net.places[pk], net) for pk in sorted(ids) if pk in net.places]
    if kind == EntryKind.ORGANISATION:
        return [
            project_organisation(net.organisations[pk], net) for pk in sorted(ids) if pk in net.organisations
        ]
    return [project_programme(net.programmes[pk], net) for pk in sorted(ids) if pk in net.programmes]


def load_network(kind: str, ids: Collection[int]) -> Network:
    """The records of a kind with the public places, organisations and programmes next to them."""
    place_ids, organisation_ids, programme_ids = set[int](), set[int](), set[int]()
    pairs: list[tuple[int, int]] = []
    if kind == EntryKind.PLACE:
        place_ids, organisation_ids = _around_places(ids)
    elif kind == EntryKind.ORGANISATION:
        near = Organisation.objects.filter(Q(pk__in=ids) | Q(parent_id__in=ids))
        organisation_ids = _both(near.values_list("pk", "parent_id"))
        place_ids = set(Place.objects.filter(organisation_id__in=ids).values_list("pk", flat=True))
    else:
        near_programmes = Programme.objects.filter(Q(pk__in=ids) | Q(parent_id__in=ids))
        for programme in near_programmes:
            programme_ids.update(programme.lineage_ids)
        through = Programme.organisations.through.objects.filter(programme_id__in=ids).order_by("pk")
        pairs = list(through.values_list("programme_id", "organisation_id"))
        organisation_ids = {organisation_id for _, organisation_id in pairs}
    places = {pk: view for pk, view in load_places(place_ids).items() if view.is_public}
    seen = set(public_organisations().filter(pk__in=organisation_ids).values_list("pk", flat=True))
    organisations = load_organisations(seen)
    programmes = public_programmes().in_bulk(programme_ids)
    # A database that is not told an order gives another one after a record was taken out and put back.
    by_name = sorted(places.values(), key=_name)
    return Network(
        places=places,
        organisations=organisations,
        programmes=programmes,
        halls=_below(by_name, lambda view: _last_but_one(view.lineage_ids)),
        branches=_below(
            sorted(organisations.values(), key=_name), lambda view: _last_but_one(view.lineage_ids)
        ),
        places_of=_below(by_name, lambda view: view.organisation_id),
        parts_of=_below(sorted(programmes.values(), key=_first_day), lambda part: part.parent_id),
        organisers_of=_groups(pairs),
        released=last_releases(ids) if kind == EntryKind.PROGRAMME else {},
    )


def _around_places(ids: Collection[int]) -> tuple[set[int], set[int]]:
    """Ids of the places with those directly above and below, and of the organisations of the places."""
    near = Place.objects.filter(Q(pk__in=ids) | Q(parent_id__in=ids))
    organisations = Place.objects.filter(pk__in=ids, organisation_id__isnull=False)
    return (
        _both(near.values_list("pk", "parent_id")),
        {pk for pk in organisations.values_list("organisation_id", flat=True) if pk is not None},
    )


def _both(pairs: Iterable[tuple[int, int | None]]) -> set[int]:
    return {pk for pair in pairs for pk in pair if pk is not None}


def _last_but_one(line: Sequence[int]) -> int | None:
    return line[-2] if len(line) > 1 else None


def _name(view: PlaceView | OrganisationView) -> tuple[str, int]:
    return view.name, view.id


def _first_day(programme: Programme) -> tuple[str, str, int]:
    return str(programme.date_from or ""), programme.title, programme.pk


def _groups(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    groups: dict[int, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def _below(items: Iterable[T], above: Callable[[T], int | None]) -> dict[int, list[T]]:
    return _groups((key, item) for item in items if (key := above(item)) is not None)
