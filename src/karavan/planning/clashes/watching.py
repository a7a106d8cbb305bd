"""Grave clashes ahead of what some organisations hold."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from karavan.kernel.actor import Actor
from karavan.planning.clashes.finding import clashes_among
from karavan.planning.clashes.record import Clash
from karavan.planning.enums import Level
from karavan.planning.occasions.reading import held_between, live_between, scene_beside
from karavan.programme.enums import OrganiserRole
from karavan.programme.models import EventOrganiser

GRAVE: Final = frozenset({Level.BLOCK, Level.SERIOUS})
MEETING: Final = timedelta(hours=12)
"""What is further from an occasion than this is in another part of the day."""
USUAL: Final = timedelta(hours=4)

Spans = Sequence[tuple[datetime, datetime]]


def grave_clashes(paths: Sequence[str], start: datetime, end: datetime, *, actor: Actor) -> list[Clash]:
    """Impossible and serious clashes of a span that organisations of these paths are concerned by.

    Fifteen queries at most; three where they hold nothing then.
    """
    spans = _own_spans(paths, start, end)
    if not spans:
        return []
    near = [(begins - MEETING, ends + MEETING) for begins, ends in spans]
    first, last = min(begins for begins, _ends in near), max(ends for _begins, ends in near)
    seen, _spots = scene_beside(first, last, (), actor=actor, within=near)
    mine = tuple(paths)
    return [
        clash
        for clash in clashes_among(seen)
        if clash.level in GRAVE
        and any(
            path.startswith(mine) and start <= each.start < end
            for each in (clash.first, clash.second)
            for path in each.owner_paths
        )
    ]


def _own_spans(paths: Sequence[str], start: datetime, end: datetime) -> Spans:
    """When something of these organisations is on."""
    own = Q(pk__in=())
    for path in paths:
        own |= Q(organisation__path__startswith=path)
    leads = EventOrganiser.objects.filter(own, role=OrganiserRole.LEAD).values("event_id")
    rows = [
        *held_between(start, end)
        .filter(event__in=leads, starts_at__gte=start)
        .values_list("starts_at", "ends_at"),
        *live_between(start, end).filter(own, starts_at__gte=start).values_list("starts_at", "ends_at"),
    ]
    return [(begins, ends or begins + USUAL) for begins, ends in rows]
