"""Sessions: the single dates of an event."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.html import plain_text
from karavan.kernel.journal.queries import last_of
from karavan.places.models import Place
from karavan.programme.actions.build import session_from, session_problems
from karavan.programme.actions.common import changed, lock, lock_session
from karavan.programme.actions.creation import with_ids
from karavan.programme.actions.rows import plain, refuse, stated, unknown_ids
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import EventStatus, SessionStatus
from karavan.programme.models import Event, Session

UPDATABLE = frozenset(
    {
        "starts_at",
        "ends_at",
        "place_id",
        "capacity",
        "price_kind",
        "price_min",
        "price_max",
        "facilities",
        "note",
    }
)


@action
def add_session(*, actor: Actor, event: Event, session: SessionDraft) -> Session:
    """Add a date to an event. Raises Invalid by field of the session."""
    lock(actor, event)
    row = session_from(event, session)
    _check(row)
    row.save()
    changed(actor, event, "session.added", subject=row, after=stated(row))
    return row


@action
def update_session(*, actor: Actor, session: Session, **values: Any) -> Session:
    """Change fields of a session; ``place`` may be a record.

    The start of a session that is public is not changed but moved (:func:`move_session`), so that visitors
    see from when.
    """
    values = with_ids(values)
    if unknown := sorted(set(values) - UPDATABLE):
        raise TypeError(f"unexpected fields: {', '.join(unknown)}")
    event = lock_session(actor, session)
    if (
        event.status == EventStatus.PUBLISHED
        and values.get("starts_at", session.starts_at) != session.starts_at
    ):
        raise Invalid({"starts_at": [_("This date is public. Move it, so that visitors see from when.")]})
    _change(actor, session, "session.changed", values)
    return session


@action
def move_session(
    *,
    actor: Actor,
    session: Session,
    starts_at: datetime,
    ends_at: datetime | None = None,
    place: Place | None = None,
    note: str = "",
) -> Session:
    """Move a session to another moment or place; it keeps its length where no end is given.

    ``moved_from`` keeps the moment that was announced first; back at it, the session is scheduled again.
    """
    lock_session(actor, session)
    if session.status == SessionStatus.CANCELLED:
        raise Conflict(_("A cancelled date cannot be moved. Add a new one."))
    if ends_at is None and session.ends_at is not None:
        ends_at = starts_at + (session.ends_at - session.starts_at)
    place_id = session.place_id if place is None else place.pk
    announced = session.moved_from or session.starts_at
    back = starts_at == announced != session.starts_at and place_id == session.place_id
    values = {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "place_id": place_id,
        "note": note,
        "moved_from": None if back else announced,
        "status": SessionStatus.SCHEDULED if back else SessionStatus.MOVED,
    }
    _change(actor, session, "session.moved", values, reason=note)
    return session


@action
def cancel_session(*, actor: Actor, session: Session, note: str, closed_for: Place | None = None) -> Session:
    """Cancel a session; it stays visible with the note that says why.

    ``closed_for`` is the place whose closing is the cause: the session is offered again when it reopens.
    """
    lock_session(actor, session)
    if not plain_text(note):
        raise Invalid({"note": [_("Say why it is cancelled: visitors will read it.")]})
    _change(
        actor, session, "session.cancelled", {"status": SessionStatus.CANCELLED, "note": note}, reason=note
    )
    _set_closed_for(session, closed_for)
    return session


@action
def restore_session(*, actor: Actor, session: Session) -> Session:
    """Let a cancelled session take place after all, in the state and with the note it had before.

    Whether its place is open and free is the caller's to look at.
    """
    lock_session(actor, session)
    if session.status != SessionStatus.CANCELLED:
        raise Conflict(_("This date is not cancelled any more."))
    if session.starts_at <= timezone.now():
        raise Conflict(_("This date is over."))
    line = last_of("programme.session", session.pk, "session.cancelled")
    before = {} if line is None else line.before
    usual = SessionStatus.MOVED if session.moved_from is not None else SessionStatus.SCHEDULED
    values = {"status": SessionStatus(before.get("status", usual)), "note": before.get("note", "")}
    _change(actor, session, "session.restored", values)
    _set_closed_for(session, None)
    return session


def _set_closed_for(session: Session, place: Place | None) -> None:
    session.closed_for = place
    session.save(update_fields=["closed_for"])


@action
def mark_sold_out(*, actor: Actor, session: Session, sold_out: bool = True) -> Session:
    """Say that no ticket is left, or that there are some again."""
    lock_session(actor, session)
    if session.status == SessionStatus.CANCELLED:
        raise Conflict(_("This date is cancelled."))
    usual = SessionStatus.MOVED if session.moved_from is not None else SessionStatus.SCHEDULED
    status = SessionStatus.SOLD_OUT if sold_out else usual
    if sold_out or session.status == SessionStatus.SOLD_OUT:
        verb = "session.sold_out" if sold_out else "session.on_sale_again"
        _change(actor, session, verb, {"status": status})
    return session


@action
def remove_session(*, actor: Actor, session: Session) -> None:
    """Remove a date of an event that was never public; a public one is cancelled instead."""
    event = lock_session(actor, session)
    if event.published_at is not None:
        raise Conflict(_("This date was public. Cancel it, so that visitors learn of it."))
    changed(actor, event, "session.removed", subject=session, before=stated(session))
    session.delete()


def _change(actor: Actor, session: Session, verb: str, values: dict[str, Any], reason: str = "") -> None:
    """Set, check and save what differs; nothing is written where nothing does."""
    before = {name: plain(getattr(session, name)) for name in values}
    for name, value in values.items():
        setattr(session, name, value)
    _check(session)
    after = {name: plain(getattr(session, name)) for name in values}
    differing = [name for name in values if before[name] != after[name]]
    if differing:
        session.save(update_fields=differing)
        changed(
            actor,
            session.event,
            verb,
            subject=session,
            before={name: before[name] for name in differing},
            after={name: after[name] for name in differing},
            reason=plain_text(reason),
        )


def _check(session: Session) -> None:
    problems = session_problems(session)
    unknown_ids(problems, [(Place, "place_id", session.place_id)])
    refuse(problems)
