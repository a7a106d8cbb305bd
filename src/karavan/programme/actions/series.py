"""Several dates of one event at once: one transaction, and one journal line that tells of all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.html import plain_text
from karavan.kernel.localtime import at, local
from karavan.places.models import Place
from karavan.programme.actions.build import session_from, session_problems
from karavan.programme.actions.common import changed, lock
from karavan.programme.actions.creation import with_ids
from karavan.programme.actions.editing import journaled, move
from karavan.programme.actions.rows import Problems, merge, refuse, unknown_ids
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import Calendar, EventStatus, SessionStatus
from karavan.programme.models import Event, Session

CHANGEABLE: Final = frozenset(
    {"place_id", "capacity", "price_kind", "price_min", "price_max", "facilities", "note"}
)


@dataclass(frozen=True)
class Shift:
    """How dates move: by whole days, and to other clock times of the city; ``ends`` needs ``starts``.

    Without ``ends`` a date keeps its length.
    """

    days: int = 0
    starts: time | None = None
    ends: time | None = None

    def of(self, session: Session) -> tuple[datetime, datetime | None]:
        """The new start and end of a date, on the city's clock."""
        begins = local(session.starts_at)
        day = begins.date() + timedelta(days=self.days)
        starts_at = at(day, self.starts or begins.time())
        if self.ends is not None:
            after = self.ends <= (self.starts or begins.time())
            return starts_at, at(day + timedelta(days=int(after)), self.ends)
        length = None if session.ends_at is None else session.ends_at - session.starts_at
        return starts_at, None if length is None else starts_at + length


@action
def move_sessions(
    *,
    actor: Actor,
    event: Event,
    sessions: Sequence[int],
    shift: Shift,
    place: Place | None = None,
    note: str = "",
) -> list[Session]:
    """Move dates of an event, in their order, and to another place where one is given.

    On a public event visitors see from when each was moved, and the note. Cancelled dates are left alone.
    """

    def change(session: Session) -> None:
        starts_at, ends_at = shift.of(session)
        if event.status == EventStatus.PUBLISHED:
            if starts_at != session.starts_at or (place is not None and place.pk != session.place_id):
                move(session, starts_at)
                if session.status == SessionStatus.SCHEDULED and place is not None:
                    session.moved_from, session.status = session.starts_at, SessionStatus.MOVED
            session.note = plain_text(note)
        else:
            session.starts_at = starts_at
            session.note = plain_text(note) or session.note
        session.ends_at = ends_at
        session.place_id = session.place_id if place is None else place.pk

    return _each(actor, event, sessions, change, "event.sessions_moved", reason=note)


@action
def change_sessions(*, actor: Actor, event: Event, sessions: Sequence[int], **values: Any) -> list[Session]:
    """Give dates of an event the same place, price, capacity, facilities or note."""
    values = with_ids(values)
    if unknown := sorted(set(values) - CHANGEABLE):
        raise TypeError(f"unexpected fields: {', '.join(unknown)}")

    def change(session: Session) -> None:
        for name, value in values.items():
            setattr(session, name, value)

    return _each(actor, event, sessions, change, "event.sessions_changed")


@action
def cancel_sessions(*, actor: Actor, event: Event, sessions: Sequence[int], note: str) -> list[Session]:
    """Cancel dates of an event; they stay visible with the note that says why."""
    if not plain_text(note):
        raise Invalid({"note": [_("Say why it is cancelled: visitors will read it.")]})

    def change(session: Session) -> None:
        session.status, session.note = SessionStatus.CANCELLED, plain_text(note)

    return _each(actor, event, sessions, change, "event.sessions_cancelled", reason=note)


@action
def add_sessions(*, actor: Actor, event: Event, sessions: Sequence[SessionDraft]) -> list[Session]:
    """Add dates to an event that has dates; one that had a single date has several from then on."""
    lock(actor, event)
    if event.is_range:
        raise Conflict(_("This event has a period and no single dates. Change its calendar first."))
    known = set(event.sessions.values_list("starts_at", "place_id"))
    rows = [session_from(event, draft) for draft in sessions]
    problems: Problems = {}
    for number, row in enumerate(rows):
        merge(problems, session_problems(row), f"sessions.{number}")
    unknown_ids(problems, [(Place, f"sessions.{n}.place_id", row.place_id) for n, row in enumerate(rows)])
    refuse(problems)
    rows = [row for row in rows if (row.starts_at, row.place_id) not in known]
    if not rows:
        return []
    if event.calendar == Calendar.SINGLE and len(rows) + len(known) > 1:
        event.calendar = Calendar.DATES
        event.save(update_fields=["calendar"])
    for row in rows:
        row.save()
    changed(actor, event, "event.sessions_added", after={"sessions": [journaled(row) for row in rows]})
    return rows


def _each(
    actor: Actor,
    event: Event,
    ids: Sequence[int],
    change: Callable[[Session], None],
    verb: str,
    reason: str = "",
) -> list[Session]:
    """Change these dates of an event; one journal line tells what stood there before and after."""
    lock(actor, event)
    rows = list(event.sessions.filter(pk__in=list(ids)))
    if len(rows) != len(set(ids)):
        raise Conflict(_("Some of these dates are gone. Look at the event anew."))
    problems: Problems = {}
    before, after, differing = [], [], []
    for row in rows:
        row.event = event
        if row.status == SessionStatus.CANCELLED:
            continue
        old = journaled(row)
        change(row)
        merge(problems, session_problems(row), f"sessions.{row.pk}")
        new = journaled(row)
        if old != new:
            before.append(old)
            after.append(new)
            differing.append(row)
    unknown_ids(problems, [(Place, "place", row.place_id) for row in differing])
    refuse(problems)
    if differing:
        for row in differing:
            row.save()
        changed(
            actor,
            event,
            verb,
            before={"sessions": before},
            after={"sessions": after},
            reason=plain_text(reason),
        )
    return differing
