"""What each day of a question holds: counts of the whole day and its first sessions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from karavan.catalogue.index import bits
from karavan.catalogue.index.plan import EventPlan
from karavan.catalogue.index.segment import Segment
from karavan.catalogue.index.timewalk import SESSION, Match


@dataclass
class DayFound:
    """A local day (an ordinal): its distinct events, sessions, first sessions, and by kind what is open."""

    day: int
    events: int = 0
    sessions: int = 0
    opened: Counter[str] = field(default_factory=Counter)
    first: list[Match] = field(default_factory=list)


def days_found(plan: EventPlan, days: Sequence[int], limit: int) -> list[DayFound]:
    """The days one by one, each with its first ``limit`` sessions; a session over midnight is of both days.

    The window of the plan must hold all of the days, whole.
    """
    found = []
    for day in days:
        here = DayFound(day)
        for part in plan.parts:
            todays = bits.union(part.tiers) & part.segment.by_day.get(day, 0)
            if todays:
                _take_in(here, part.segment, todays, limit)
        here.first = sorted(here.first)[:limit]
        found.append(here)
    return found


def _take_in(here: DayFound, segment: Segment, todays: int, limit: int) -> None:
    moments, table = segment.moments, bits.members(todays, segment.size)
    timed = [number for number in segment.timed.get(here.day, ()) if bits.has(table, moments.docs[number])]
    opened = 0
    for _opens, _closes, docs in segment.openings(here.day):
        opened |= docs
    here.events += segment.count_events(todays)
    here.sessions += len(timed)
    for kind, bitmap in segment.by_field.get("kind", {}).items() if opened & todays else ():
        here.opened[kind] += segment.count_events(opened & todays & bitmap)
    for number in timed[:limit]:
        moment = moments[number]
        key = (here.day, SESSION, moment.start, segment.event_ids[moment.doc], moment.session_id)
        here.first.append(Match(key, moment))
