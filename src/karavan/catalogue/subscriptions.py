"""Keeps the catalogue in step: a change below refreshes, in its own transaction, the entries it shows in."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from karavan.catalogue.actions import hold, refresh
from karavan.catalogue.facts import DirectoryFacts, decode_directory
from karavan.catalogue.loading import chunks
from karavan.catalogue.models import Entry, EntryKind
from karavan.kernel.events import subscribe_in_transaction
from karavan.people.events import OrganisationChanged
from karavan.people.models import Organisation
from karavan.places.events import DistrictChanged, PlaceChanged
from karavan.places.models import Place
from karavan.programme.events import BenefitsChanged, EventChanged, ProgrammeChanged
from karavan.programme.models import Programme
from karavan.programme.queries import (
    event_ids_at_places,
    event_ids_of_organisations,
    event_ids_of_programmes,
    event_ids_with_benefits,
)

KINDS = (EventChanged, PlaceChanged, DistrictChanged, OrganisationChanged, ProgrammeChanged, BenefitsChanged)


def connect() -> None:
    """Subscribe to everything that residents can see the effect of."""
    subscribe_in_transaction(KINDS, follow)


def follow(events: Sequence[Any]) -> None:
    """Refresh every entry that the events of one action touch."""
    # Before anything is read: of two changes at a time the later one must see what the earlier one wrote.
    state = hold()
    told: dict[type, set[int]] = defaultdict(set)
    elsewhere: dict[type, set[int]] = defaultdict(set)
    for event in events:
        # The id comes first; only the change of benefits names nothing.
        named = list(vars(event).values())[:1]
        told[type(event)].update(named)
        if getattr(event, "elsewhere", False):
            elsewhere[type(event)].update(named)
    touched: dict[str, set[int]] = {kind: set() for kind in EntryKind.values}
    touched[EntryKind.EVENT] |= told[EventChanged]
    # What is loaded holds good where nothing but events changed.
    loaded = {one.event_id: one.loaded for one in events if isinstance(one, EventChanged) and one.loaded}
    if told.keys() != {EventChanged}:
        loaded = {}
    moved = _places_of_districts(told[DistrictChanged])
    _follow_places(told[PlaceChanged] | moved, touched)
    _follow_organisations(told[OrganisationChanged], touched)
    touched[EntryKind.EVENT] |= event_ids_at_places(elsewhere[PlaceChanged] | moved)
    touched[EntryKind.EVENT] |= event_ids_of_organisations(elsewhere[OrganisationChanged])
    _follow_programmes(told[ProgrammeChanged], touched)
    if BenefitsChanged in told:
        touched[EntryKind.EVENT] |= event_ids_with_benefits()
    for kind, ids in touched.items():
        if ids:
            refresh(kind, ids, state=state, loaded=loaded if kind == EntryKind.EVENT else None)


def _shown_before(kind: str, ids: set[int]) -> list[DirectoryFacts]:
    """Facts as they stand in the catalogue, before the change: they tell where a record was shown."""
    return [
        decode_directory(bytes(data))
        for some in chunks(sorted(ids))
        for data in Entry.objects.filter(kind=kind, object_id__in=some).values_list("facts", flat=True)
    ]


def _parents_before(facts: list[DirectoryFacts]) -> set[int]:
    """The records that these lay directly under; ``parent_ids`` ends with the record itself."""
    return {line[-2] for line in (item.parent_ids for item in facts) if len(line) > 1}


def _places_of_districts(ids: set[int]) -> set[int]:
    if not ids:
        return set()
    return set(Place.objects.filter(district_id__in=ids).values_list("pk", flat=True))


def _follow_places(ids: set[int], touched: dict[str, set[int]]) -> None:
    """A place shows in itself, what lies below, the place above and its organisation, and in its events.

    The place above and the organisation are also those from which it was taken.
    """
    if not ids:
        return
    before = _shown_before(EntryKind.PLACE, ids)
    touched[EntryKind.PLACE] |= _parents_before(before)
    touched[EntryKind.ORGANISATION] |= {item.organisation_id for item in before if item.organisation_id}
    places = Place.objects.values_list("pk", "path", "parent_id", "organisation_id")
    rows = [
        (pk, parent, organisation)
        for pk, path, parent, organisation in places
        if not ids.isdisjoint(int(step) for step in path.split("/") if step)
    ]
    touched[EntryKind.PLACE] |= ids | {pk for pk, _, _ in rows} | {parent for _, parent, _ in rows if parent}
    touched[EntryKind.ORGANISATION] |= {organisation for _, _, organisation in rows if organisation}


def _follow_organisations(ids: set[int], touched: dict[str, set[int]]) -> None:
    """An organisation shows in itself, its branches, the one above, its places, programmes, and events."""
    if not ids:
        return
    near = Organisation.objects.filter(Q(pk__in=ids) | Q(parent_id__in=ids)).values_list("pk", "parent_id")
    for pk, parent in near:
        touched[EntryKind.ORGANISATION] |= {pk, parent} if parent else {pk}
    touched[EntryKind.ORGANISATION] |= ids | _parents_before(_shown_before(EntryKind.ORGANISATION, ids))
    touched[EntryKind.PLACE] |= set(
        Place.objects.filter(organisation_id__in=ids).values_list("pk", flat=True)
    )
    known = set(Organisation.objects.filter(pk__in=ids).values_list("pk", flat=True))
    # Of one that was removed nothing tells in which programmes it took part: there are few of them.
    theirs = Programme.objects.filter(organisations__in=ids) if ids == known else Programme.objects.all()
    touched[EntryKind.PROGRAMME] |= set(theirs.values_list("pk", flat=True))


def _follow_programmes(ids: set[int], touched: dict[str, set[int]]) -> None:
    """A programme shows in itself, everything below it, the one above and its events."""
    if not ids:
        return
    for pk, path, parent in Programme.objects.values_list("pk", "path", "parent_id"):
        if ids.isdisjoint(int(step) for step in path.split("/") if step):
            continue
        touched[EntryKind.PROGRAMME] |= {pk, parent} if parent else {pk}
    touched[EntryKind.PROGRAMME] |= ids | _parents_before(_shown_before(EntryKind.PROGRAMME, ids))
    touched[EntryKind.EVENT] |= event_ids_of_programmes(ids)
