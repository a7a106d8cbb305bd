"""Where the answers of a question are: events by building.

A hall stands where its building stands, so that both are one spot: the highest place of a lineage
that has the same coordinates.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from karavan.catalogue.index import bits
from karavan.catalogue.index.directory import Record
from karavan.catalogue.index.plan import Answering, EventPlan
from karavan.catalogue.models import EntryKind


@dataclass
class SpotFound:
    """Events at one spot and in the buildings on it; ``own`` counts those that are in none of these.

    ``kinds`` counts its own sessions' variants by kind of event.
    """

    place_id: int
    events: int = 0
    own: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


@dataclass
class WhereFound:
    """All spots with an event of their own, and how many events have a point and how many have none.

    Of these ``online`` are held online, and of ``untold`` nothing is said about where they are.
    """

    spots: dict[int, SpotFound]
    placed: int = 0
    nowhere: int = 0
    online: int = 0
    untold: int = 0


def spot_of(record: Record, places: Mapping[int, Record]) -> int:
    """Id of the highest place above a place, or itself, that has its coordinates."""
    facts = record.facts
    for place_id in facts.parent_ids:
        above = places.get(place_id)
        if above is not None and (above.facts.lat, above.facts.lon) == (facts.lat, facts.lon):
            return place_id
    return record.object_id


def where_found(plan: EventPlan, directory: Mapping[str, Mapping[int, Record]]) -> WhereFound:
    """Count the events of a question by spot; one that is held in two buildings counts in both."""
    places = directory[EntryKind.PLACE]
    below: dict[int, list[int]] = {
        place_id: [] for place_id, record in places.items() if spot_of(record, places) == place_id
    }
    for place_id in below:
        for above in places[place_id].facts.parent_ids:
            if above != place_id and above in below:
                below[above].append(place_id)
    found = WhereFound({place_id: SpotFound(place_id) for place_id in below})
    for part in plan.parts:
        _take_in(found, part, below, places)
    found.spots = {place_id: spot for place_id, spot in found.spots.items() if spot.own}
    return found


def _take_in(
    found: WhereFound, part: Answering, below: Mapping[int, list[int]], places: Mapping[int, Record]
) -> None:
    segment, mask = part.segment, bits.union(part.tiers)
    if not mask:
        return
    table = segment.by_field.get("place", {})
    by_kind = [(kind, mask & bitmap) for kind, bitmap in segment.by_field.get("kind", {}).items()]
    by_kind = [(kind, bitmap) for kind, bitmap in by_kind if bitmap]
    pointed = 0
    for place_id, spot in found.spots.items():
        whole = here = mask & table.get(str(place_id), 0)
        for lower in below[place_id]:
            here &= ~table.get(str(lower), 0)
        spot.events += segment.count_events(whole)
        if not here:
            continue
        spot.own += segment.count_events(here)
        if places[place_id].facts.lat is not None:
            pointed |= here
        for kind, bitmap in by_kind:
            spot.kinds[kind] += (here & bitmap).bit_count()
    with_point = segment.with_siblings(pointed)
    left = mask & ~with_point
    found.placed += segment.count_events(mask & with_point)
    online = left & segment.with_field("online", ("yes",))
    found.nowhere += segment.count_events(left)
    found.online += segment.count_events(online)
    found.untold += segment.count_events(left & ~online & ~bits.union(table.values()))
