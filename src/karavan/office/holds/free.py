"""Halls that dates leave free and that are held for something else."""

from collections.abc import Sequence

from karavan.office.desk import Desk
from karavan.office.holds.rows import what_for
from karavan.places.models import Place
from karavan.planning.queries import Kept, taken
from karavan.planning.queries.holds import spans_held
from karavan.programme.alternatives import Busy
from karavan.programme.broken import Broken
from karavan.programme.halls import Hall, Holding, Span, also_busy
from karavan.programme.models import Session
from karavan.programme.occupancy import end_of


def with_holds(desk: Desk, halls: Sequence[Hall], spans: Sequence[Span], without: int | None) -> list[Hall]:
    """Halls with what holds them at the spans, those free at all of them first; three queries at most.

    ``without`` is the event that is asked for: its own holds do not count.
    """
    if not halls or not spans:
        return list(halls)
    own = [] if without is None else Session.objects.filter(event=without).values_list("pk", flat=True)
    found = taken([hall.place for hall in halls], spans, actor=desk.actor, without=set(own))
    return also_busy(halls, {pk: [_holding(kept) for kept in some] for pk, some in found.items()})


def _holding(kept: Kept) -> Holding:
    hold = kept.hold
    event_id = 0 if hold.session is None else hold.session.event_id
    title = what_for(hold) if kept.known else ""
    return Holding(event_id, title, kept.start, kept.end, hold.place_id or 0)


def held_spans(broken: Sequence[Broken], candidates: Sequence[Place]) -> Busy:
    """When places are held around the times of sessions that look for another place; one query at most.

    What dates take is not among it: whoever looks for a free place sees the dates by themselves.
    """
    sessions = [each.session for each in broken if each.session is not None]
    if not sessions:
        return {}
    first, last = min(one.starts_at for one in sessions), max(end_of(one) for one in sessions)
    return spans_held(candidates, first, last)
