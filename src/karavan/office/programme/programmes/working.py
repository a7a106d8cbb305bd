"""The working copy: what is not public yet in a programme or a month, and what each event lacks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from karavan.kernel.localtime import local
from karavan.office.desk import Desk
from karavan.programme.checks import missing
from karavan.programme.enums import EventStatus, OrganiserRole
from karavan.programme.models import Event
from karavan.programme.queries import load_events, visible_to
from karavan.programme.releases.scope import Scope
from karavan.ui import typography

MOST: Final = 200
"""Events of a working copy on one page; more are in the list of events."""
UNPUBLISHED: Final = (EventStatus.READY, EventStatus.DRAFT)


@dataclass(frozen=True)
class Row:
    """An event that is not public: what it lacks, who leads it, and what may be done with it."""

    event: Event
    when: str
    place: str
    owner: str
    problems: Sequence[str] = field(default_factory=tuple)
    editable: bool = False

    @property
    def waits(self) -> bool:
        """Whether it was sent for release."""
        return self.event.status == EventStatus.READY

    @property
    def sendable(self) -> bool:
        """Whether this person can send it for release now."""
        return self.editable and not self.waits and not self.problems


def seen_in(desk: Desk, scope: Scope) -> QuerySet[Event]:
    """The scope's events that the person may see."""
    return visible_to(desk.actor).filter(pk__in=scope.events().values("pk"))


def rows_of(desk: Desk, seen: QuerySet[Event], most: int = MOST) -> list[Row]:
    """What waits first, then drafts, each in the order of their dates; nine queries."""
    wanted = seen.filter(status__in=UNPUBLISHED)
    first = Case(When(status=EventStatus.READY, then=Value(0)), default=Value(1), output_field=IntegerField())
    ids = list(wanted.order_by(first, "pk").values_list("pk", flat=True)[:most])
    rows = [row_of(desk, event) for event in load_events(ids)]
    return sorted(rows, key=lambda row: (not row.waits, bool(row.problems), _first(row.event), row.event.pk))


def row_of(desk: Desk, event: Event) -> Row:
    """One loaded event."""
    leads = [each.organisation for each in event.organisers.all() if each.role == OrganiserRole.LEAD]
    return Row(
        event=event,
        when=when(event),
        place=event.place.name if event.place else "",
        owner=str(leads[0]) if leads else "",
        problems=[problem.message for problem in missing(event)],
        editable=desk.editing.everything or any(desk.editing.covers(each) for each in leads),
    )


def _first(event: Event) -> str:
    sessions = event.sessions.all()
    if sessions:
        return min(session.starts_at for session in sessions).isoformat()
    return event.date_from.isoformat() if event.date_from else "9999"


def when(event: Event) -> str:
    """«5 марта, 19:00», «5 марта, 19:00 и ещё 3», «1–20 марта»."""
    if event.is_range and event.date_from and event.date_to:
        return typography.date_range(event.date_from, event.date_to)
    sessions = sorted(session.starts_at for session in event.sessions.all())
    if not sessions:
        return ""
    begins = local(sessions[0])
    more = f" +{len(sessions) - 1}" if len(sessions) > 1 else ""
    return f"{typography.date_short(begins.date())}, {typography.time_text(begins)}{more}"


def counts(seen: QuerySet[Event]) -> dict[str, int]:
    """How many of the events are in which status; one query."""
    rows: Any = seen.order_by().values_list("status").annotate(count=Count("pk"))
    return dict(rows)
