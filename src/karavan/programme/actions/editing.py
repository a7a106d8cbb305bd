"""One save of the whole form of an event: its fields and every list that hangs on it, one journal line."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.people.models import Organisation
from karavan.places.models import Place
from karavan.programme.actions.build import (
    EVENT_FIELDS,
    Reference,
    day_exception_rows,
    hours_rows,
    organiser_rows,
    performer_rows,
    session_from,
    session_problems,
    tariff_rows,
)
from karavan.programme.actions.common import changed, hold, lock, stamp
from karavan.programme.actions.creation import as_performers, with_ids
from karavan.programme.actions.events import set_fields
from karavan.programme.actions.rows import Problems, add, merge, plain, refuse, unknown_ids
from karavan.programme.drafts import SessionDraft, TariffDraft
from karavan.programme.enums import EventStatus, SessionStatus
from karavan.programme.models import Event, Session

LISTS: Final = ("organisers", "performers", "sessions", "hours", "day_exceptions", "tariffs")
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "organisers": ("organisation_id", "role"),
    "performers": ("name", "part", "organisation_id"),
    "hours": ("weekday", "opens", "closes"),
    "day_exceptions": ("day", "opens", "closes", "note"),
    "tariffs": tuple(each.name for each in fields(TariffDraft)),
}
SESSION_FIELDS: Final = (
    "starts_at",
    "ends_at",
    "place_id",
    "capacity",
    "price_kind",
    "price_min",
    "price_max",
    "facilities",
    "note",
)


@dataclass(frozen=True, slots=True)
class SessionEdit:
    """A date as a form leaves it: ``pk`` None is a new one; the status of an old one stays its own."""

    pk: int | None
    draft: SessionDraft


@dataclass
class _Lines:
    """What stood there before and after, by field and list; ``todo`` is written when all is sound."""

    before: dict[str, Any]
    after: dict[str, Any]
    todo: list[Any]
    moved: bool = False
    """Whether a date that residents know of got another start."""
    stamped: bool = False


@action
def edit_event(*, actor: Actor, event: Event, held: bool = False, reason: str = "", **values: Any) -> Event:
    """Change fields of an event and replace any of its lists, as one save of its form.

    ``values`` are fields of :class:`~karavan.programme.drafts.EventDraft` (``place`` and ``programme`` may be
    records) and the lists ``organisers`` (pairs of Organisation and role), ``performers``, ``hours``,
    ``day_exceptions``, ``tariffs`` (drafts) and ``sessions`` (:class:`SessionEdit`; one that is not named is
    removed). The start of a date that is public is moved, so that visitors see from when; a public date is
    never removed. One journal line holds all: ``event.sessions_moved`` where a public date got another start,
    else ``event.changed``. Raises Invalid by field path.

    ``held``: the caller holds the event in this transaction, and it stands as
    :func:`~karavan.programme.queries.load_events` gave it. Then nothing is read twice.
    """
    lists = {name: values.pop(name) for name in LISTS if name in values}
    values = with_ids(values)
    if unknown := sorted(set(values) - set(EVENT_FIELDS)):
        raise TypeError(f"unexpected fields: {', '.join(unknown)}")
    if held:
        hold(actor, event)
    else:
        lock(actor, event)
    lines = _Lines({}, {}, [])
    problems = _fields(event, values, lines)
    references: list[Reference] = []
    for name, given in lists.items():
        if name == "sessions":
            _sessions(event, given, problems, references, lines)
        else:
            _list(event, name, _rows(event, name, given, problems, references), lines)
    unknown_ids(problems, references)
    refuse(problems)
    if lines.after or lines.todo:
        for write in lines.todo:
            write()
        if held:
            # Forgotten, so that whoever asks next finds what was written.
            event.refresh_from_db(fields=[name for name in lists if name in lines.before])
        changed(
            actor,
            event,
            "event.sessions_moved" if lines.moved else "event.changed",
            before=lines.before,
            after=lines.after,
            reason=reason,
            stamped=lines.stamped,
            stands=event if held and _rows_stand(lines) else None,
            hands_on=True,
        )
    return event


def _rows_stand(lines: _Lines) -> bool:
    """Whether what is loaded of an event beside its fields is as before: lists, place, programme."""
    return lines.after.keys().isdisjoint((*LISTS, "place_id", "programme_id", "calendar"))


def _fields(event: Event, values: dict[str, Any], lines: _Lines) -> Problems:
    if not values:
        return {}
    problems, before = set_fields(event, values)
    if before:

        def write() -> None:
            stamp(event, list(before))
            lines.stamped = True
            lines.after |= {name: plain(getattr(event, name)) for name in before}

        lines.before |= before
        lines.todo.append(write)
    return problems


def _rows(
    event: Event, name: str, given: Sequence[Any], problems: Problems, references: list[Reference]
) -> Sequence[models.Model]:
    """Checked, unsaved rows of a list."""
    if name == "organisers":
        pairs = [(organisation.pk, role) for organisation, role in _organisations(given)]
        return organiser_rows(event, pairs, problems, [])
    if name == "performers":
        return performer_rows(event, as_performers(given), problems, references)
    if name == "hours":
        return hours_rows(event, given, problems)
    if name == "day_exceptions":
        return day_exception_rows(event, given, problems)
    return tariff_rows(event, given, problems, references)


def _organisations(given: Sequence[tuple[Organisation, str]]) -> Sequence[tuple[Organisation, str]]:
    return given


def _list(event: Event, name: str, rows: Sequence[models.Model], lines: _Lines) -> None:
    """Put new rows in the place of the old ones, where they differ."""
    manager = getattr(event, name)
    before = [_values(row, NAMES[name]) for row in manager.all()]
    after = [_values(row, NAMES[name]) for row in rows]
    if before == after:
        return

    def write() -> None:
        manager.all().delete()
        manager.bulk_create(rows)

    lines.before[name], lines.after[name] = before, after
    lines.todo.append(write)


def _values(row: models.Model, names: Sequence[str]) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}


def _sessions(
    event: Event,
    edits: Sequence[SessionEdit],
    problems: Problems,
    references: list[Reference],
    lines: _Lines,
) -> None:
    """Bring the dates in step with the form; only rows that differ are written and journaled."""
    known = {session.pk: session for session in event.sessions.all()}
    before: list[dict[str, Any]] = []
    after: list[dict[str, Any]] = []
    for number, edit in enumerate(edits):
        references.append((Place, f"sessions.{number}.place_id", edit.draft.place_id))
        session = known.pop(edit.pk, None) if edit.pk is not None else None
        if edit.pk is not None and session is None:
            add(problems, f"sessions.{number}", _("This date is gone. Go back to the event."))
            continue
        old = None if session is None else journaled(session)
        row = session or session_from(event, edit.draft)
        row.event = event
        if session is not None:
            lines.moved = _change(event, row, edit.draft) or lines.moved
        merge(problems, session_problems(row), f"sessions.{number}")
        new = journaled(row)
        if old != new:
            before += [old] if old else []
            after.append(new)
            lines.todo.append(row.save)
    for session in known.values():
        if event.published_at is not None:
            add(problems, "sessions", _("This date was public. Cancel it, so that visitors learn of it."))
        before.append(journaled(session))
        lines.todo.append(session.delete)
    if before or after:
        lines.before["sessions"], lines.after["sessions"] = before, after


def _change(event: Event, session: Session, draft: SessionDraft) -> bool:
    """Set what a draft says; on a public event another start is a move, which is told."""
    moved = event.status == EventStatus.PUBLISHED and draft.starts_at != session.starts_at
    if moved:
        move(session, draft.starts_at)
    for name in SESSION_FIELDS:
        setattr(session, name, getattr(draft, name))
    return moved


def move(session: Session, starts_at: Any) -> None:
    """Set another start; ``moved_from`` keeps the moment announced first, and is cleared back at it."""
    announced = session.moved_from or session.starts_at
    back = starts_at == announced
    session.moved_from = None if back else announced
    if session.status in (SessionStatus.SCHEDULED, SessionStatus.MOVED):
        session.status = SessionStatus.SCHEDULED if back else SessionStatus.MOVED
    session.starts_at = starts_at


def journaled(session: Session) -> dict[str, Any]:
    """A date as the journal keeps it: its number, and what it says beyond the event."""
    found = {name: plain(getattr(session, name)) for name in (*SESSION_FIELDS, "status", "moved_from")}
    kept = {name: value for name, value in found.items() if value not in (None, "")}
    return ({"id": session.pk} if session.pk else {}) | kept
