"""How much is known of who can get where: what the accessibility statement tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from karavan.catalogue.filters import EventFilter
from karavan.catalogue.index import bits, store
from karavan.catalogue.index.directory import Record
from karavan.catalogue.index.plan import EventPlan
from karavan.catalogue.models import EntryKind
from karavan.places.enums import Access, AccessProfile


@dataclass(frozen=True)
class Known:
    """How many can be used by a profile for sure, cannot, and are not known."""

    yes: int
    no: int
    unknown: int


@dataclass(frozen=True)
class Coverage:
    """Of public places where something is still to come, and of coming events, by profile.

    ``surveyed`` are places of which anything at all is known. A place counts where an event is held in
    itself, not only in a hall of it.
    """

    places: int
    surveyed: int
    of_places: Mapping[AccessProfile, Known]
    events: int
    of_events: Mapping[AccessProfile, Known]


def coverage(now: datetime) -> Coverage:
    """The figures of a moment, out of the index: one query, for its version."""
    snapshot = store.current()
    plan = EventPlan.of(snapshot, EventFilter(), now, None)
    places = snapshot.directory[EntryKind.PLACE]
    busy: set[int] = set()
    for part in plan.parts:
        busy |= _held_in(part.segment.by_field.get("place", {}), bits.union(part.tiers), places)
    records = [places[key] for key in busy]
    answers = {profile: [_answer(record, profile) for record in records] for profile in AccessProfile}
    surveyed = sum(
        any(answers[profile][number] != Access.UNKNOWN for profile in AccessProfile)
        for number in range(len(records))
    )
    counts = plan.facets()["access"]
    return Coverage(
        places=len(records),
        surveyed=surveyed,
        of_places={
            profile: Known(*(found.count(value) for value in (Access.YES, Access.NO, Access.UNKNOWN)))
            for profile, found in answers.items()
        },
        events=plan.total,
        of_events={
            profile: Known(
                yes=counts[profile.value],
                no=plan.total - counts[f"{profile.value}~"],
                unknown=counts[f"{profile.value}~"] - counts[profile.value],
            )
            for profile in AccessProfile
        },
    )


def _held_in(table: Mapping[str, int], coming: int, places: Mapping[int, Record]) -> set[int]:
    """Places that hold events themselves: documents are filed under the places above them too."""
    below: dict[int, int] = {}
    for key, record in places.items():
        for above in record.facts.parent_ids:
            if above != key:
                below[above] = below.get(above, 0) | table.get(str(key), 0)
    return {key for key in places if table.get(str(key), 0) & coming & ~below.get(key, 0)}


def _answer(record: Record, profile: AccessProfile) -> Access:
    if profile in record.facts.access_yes:
        return Access.YES
    return Access.UNKNOWN if profile in record.facts.access_unknown else Access.NO
