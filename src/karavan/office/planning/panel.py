"""What the page of an event says of the diary: what its coming dates clash with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from karavan.office.desk import Desk
from karavan.office.planning.links import clashes_url
from karavan.office.planning.moving import ClashRow, clash_row
from karavan.planning.clashes import clashes_of
from karavan.planning.clashes.watching import MEETING, USUAL
from karavan.planning.enums import Level
from karavan.planning.occasions.keys import session_key
from karavan.planning.occasions.reading import HELD_STATUSES, SHOWN_STATUSES, scene_beside
from karavan.programme.models import Event

WEEK: Final = timedelta(days=7)
DATES: Final = 3
MOST: Final = 5


@dataclass(frozen=True)
class Panel:
    """The gravest clashes of the next dates, and the list where all of those days stand."""

    rows: Sequence[ClashRow]
    url: str


def clashes_panel(desk: Desk, event: Event, now: datetime) -> Panel | None:
    """Of the next few dates within a week; None where nothing clashes. The event's sessions are loaded."""
    if event.status not in SHOWN_STATUSES:
        return None
    coming = sorted(
        (one for one in event.sessions.all() if one.starts_at > now and one.status in HELD_STATUSES),
        key=lambda one: one.starts_at,
    )
    dates = [one for one in coming[:DATES] if one.starts_at < coming[0].starts_at + WEEK]
    if not dates:
        return None
    spans = [(one.starts_at - MEETING, (one.ends_at or one.starts_at + USUAL) + MEETING) for one in dates]
    first, last = spans[0][0], max(end for _start, end in spans)
    seen, _spots = scene_beside(first, last, (), actor=desk.actor, within=spans)
    found: list[Any] = []
    for one in dates:
        key = session_key(one.pk)
        found += [(each, key) for each in clashes_of(key, seen) if each.level != Level.IGNORED]
    if not found:
        return None
    rows = [clash_row(each, key) for each, key in found[:MOST]]
    return Panel(rows, clashes_url(dates[0].starts_at, dates[-1].starts_at))
