"""Where broken sessions could go: other places that are open and free at their time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from karavan.kernel.localtime import local
from karavan.places.hours import CLOSING_STATES, Schedule, state_on
from karavan.places.models import Place
from karavan.places.queries import schedules_of
from karavan.programme.broken import Broken
from karavan.programme.models import Session
from karavan.programme.occupancy import end_of, place_id_of, sessions_at

Busy = Mapping[int, Sequence[tuple[datetime, datetime]]]


def free_for(
    broken: Sequence[Broken], candidates: Sequence[Place], held: Busy | None = None
) -> dict[str, list[Place]]:
    """By the key of each broken session the candidates that are open that day and free at its very time.

    ``held`` is when candidates are taken by other things than dates. Those large enough come first, then the
    nearest in the tree of places. Nine queries at most, whatever the numbers; none where there is nothing to
    place or no candidate.
    """
    sessions = [each for each in broken if each.session is not None]
    if not sessions or not candidates:
        return {}
    start = min(each.moment for each in sessions)
    busy = dict(_busy(candidates, start, max(_end(each) for each in sessions)))
    for pk, spans in (held or {}).items():
        busy[pk] = [*busy.get(pk, ()), *spans]
    schedules = schedules_of([place.pk for place in candidates], from_day=local(start).date())
    return {each.key: _ranked(each, _free(each, candidates, busy, schedules)) for each in sessions}


def _end(broken: Broken) -> datetime:
    assert broken.session is not None
    return end_of(broken.session)


def _busy(candidates: Sequence[Place], start: datetime, end: datetime) -> Busy:
    """When each candidate, or a part of it, is taken."""
    under = reduce(or_, (Q(path__startswith=place.path) for place in candidates))
    paths = dict(Place.objects.filter(under).values_list("pk", "path"))
    taken: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    rows: list[Session] = sessions_at(list(paths), start, end)
    for session in rows:
        path = paths[place_id_of(session) or 0]
        for step in path.split("/"):
            if step:
                taken[int(step)].append((session.starts_at, end_of(session)))
    return taken


def _free(
    broken: Broken, candidates: Sequence[Place], busy: Busy, schedules: Mapping[int, Schedule]
) -> list[Place]:
    day = local(broken.moment).date()
    start, end = broken.moment, _end(broken)
    closing = broken.closing
    return [
        place
        for place in candidates
        if not (day in closing.days and place.path.startswith(closing.place.path))
        and state_on(day, schedules[place.pk].states).state not in CLOSING_STATES
        and not any(begins < end and start < ends for begins, ends in busy.get(place.pk, ()))
    ]


def _ranked(broken: Broken, places: Sequence[Place]) -> list[Place]:
    assert broken.session is not None
    needed = broken.session.capacity or broken.event.capacity or broken.place.capacity or 0
    way = broken.place.lineage_ids

    def rank(place: Place) -> tuple[bool, int, str, int]:
        shared = len(set(way) & set(place.lineage_ids))
        return (place.capacity or 0) < needed, -shared, place.name, place.pk

    return sorted(places, key=rank)
