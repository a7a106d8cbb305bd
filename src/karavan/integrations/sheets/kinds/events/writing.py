"""Writing of events: by the actions of the programme only."""

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _

from karavan.integrations.sheets.enums import Outcome
from karavan.integrations.sheets.kinds.base import Planned, Progress, in_chunks
from karavan.integrations.sheets.kinds.events.dates import Dates, from_plain, pairs
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict
from karavan.kernel.localtime import local
from karavan.kernel.trash.models import TrashedRecord
from karavan.people.models import Organisation
from karavan.programme import actions
from karavan.programme.actions.build import Built
from karavan.programme.actions.creation import create_events
from karavan.programme.actions.many import discard_events, update_events
from karavan.programme.actions.unsaved import unsaved
from karavan.programme.drafts import HoursDraft, SessionDraft
from karavan.programme.enums import Calendar, EventStatus
from karavan.programme.models import Event, EventOrganiser, Session
from karavan.programme.queries import load_events

if TYPE_CHECKING:
    from karavan.integrations.sheets.kinds.events.importer import Events

CHUNK: Final = 500
ROWS: Final = frozenset({"organisers", "performers", "hours", "sessions"})
"""What does not stand in the event's own row."""


def write(importer: "Events", planned: Sequence[Planned], *, publish: bool, progress: Progress) -> None:
    """Create, change and publish as planned; sets ids and results."""
    actor = importer.ground.actor
    done = 0
    fresh = [row for row in planned if row.outcome == Outcome.NEW]
    for public in (True, False):
        some = [row for row in fresh if (publish and row.is_ready) == public]
        for start in range(0, len(some), CHUNK):
            progress(done, len(planned))
            part = some[start : start + CHUNK]
            created = create_events(
                actor=actor,
                drafts=[row.work[0] for row in part],
                sound=[(row.work[1], row.work[2]) for row in part],
                publish=public,
            )
            for row, event in zip(part, created, strict=True):
                row.record_id, row.result = event.pk, "published" if public else "created"
                row.work = None
            done += len(part)
    progress(done, len(planned))
    _change_many(importer, [row for row in planned if row.outcome == Outcome.CHANGED])


def _change_many(importer: "Events", changed: Sequence[Planned]) -> None:
    """Plain fields of many events together, what hangs on an event one by one."""
    _require_unchanged(importer, changed)
    plain = {row.record_id: own for row in changed if row.record_id and (own := typed(row.values))}
    single = [row for row in changed if is_single(row.values)]
    for row in single:
        plain.pop(row.record_id or 0, None)
    update_events(actor=importer.ground.actor, values=plain)
    for row in single:
        change(importer.ground.actor, row.work, row.values, importer.organisation)
    for row in changed:
        row.result = "changed"


def is_single(values: Mapping[str, Any]) -> bool:
    """Whether values of an event touch more than its own row, or how it lies in time."""
    return bool(ROWS & values.keys()) or "date_to" in values


def _require_unchanged(importer: "Events", changed: Sequence[Planned]) -> None:
    """Raise Conflict where somebody changed a field since the plan was made."""
    now = importer.current([row.record_id for row in changed if row.record_id])
    for row in changed:
        values = now.get(row.record_id or 0)
        if values is None or any(values[name] != pair[0] for name, pair in row.changes.items()):
            raise Conflict(
                _("“%(title)s” was changed by somebody meanwhile. Check the upload again.")
                % {"title": row.title}
            )


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of the event's own row from plain values."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in ROWS:
            continue
        if name == "price":
            found |= dict(zip(("price_kind", "price_min", "price_max"), value, strict=True))
        elif name in ("date_from", "date_to"):
            found[name] = parse_date(value) if value else None
        else:
            found[name] = value
    return found


def change(
    actor: Actor,
    event: Event,
    values: Mapping[str, Any],
    organisation: Callable[[int], Organisation],
) -> None:
    """Set plain values of one event, whatever they stand in."""
    own = typed(values)
    dates = from_plain(values["sessions"]) if "sessions" in values else None
    if dates is not None and not event.is_range:
        own["calendar"] = Calendar.DATES if len(dates) > 1 else Calendar.SINGLE
    elif "date_to" in own:
        own["calendar"] = Calendar.PERIODIC if own["date_to"] else Calendar.PERMANENT
    later = {}
    if own.get("calendar") == Calendar.SINGLE and event.calendar != Calendar.SINGLE:
        later["calendar"] = own.pop("calendar")  # first the dates go, then there is one
    if own:
        actions.update_event(actor=actor, event=event, **own)
    if "organisers" in values:
        pairs_ = [(organisation(pk), role) for pk, role in values["organisers"]]
        actions.set_organisers(actor=actor, event=event, organisers=pairs_)
    if "performers" in values:
        actions.set_performers(actor=actor, event=event, performers=values["performers"])
    if "hours" in values:
        hours = [HoursDraft(day, _clock(opens), _clock(closes)) for day, opens, closes in values["hours"]]
        actions.set_hours(actor=actor, event=event, hours=hours)
    if dates is not None:
        set_dates(actor, event, dates)
    if later:
        actions.update_event(actor=actor, event=event, **later)


def _clock(said: str) -> Any:
    return parse_time(said)


def set_dates(actor: Actor, event: Event, wanted: Dates) -> None:
    """Let an event have these dates; what was public moves, and is never removed."""
    sessions = list(Session.objects.filter(event=event))
    keep, fresh, lost = pairs(sessions, wanted)
    for start, end in fresh:
        actions.add_session(actor=actor, event=event, session=SessionDraft(start, end))
    for session, (start, end) in keep:
        session.event = event
        if session.starts_at == start:
            if session.ends_at != end:
                actions.update_session(actor=actor, session=session, ends_at=end)
        elif event.status == EventStatus.PUBLISHED:
            actions.move_session(actor=actor, session=session, starts_at=start, ends_at=end)
        else:
            actions.update_session(actor=actor, session=session, starts_at=start, ends_at=end)
    for session in lost:
        session.event = event
        actions.remove_session(actor=actor, session=session)


def as_changed(event: Event, values: Mapping[str, Any]) -> Event:
    """A loaded event as it would be, for the checks; the event itself stays as it is."""
    after = copy(event)
    for name, value in typed(values).items():
        setattr(after, name, value)
    sessions = list(event.sessions.all())
    if "sessions" in values:
        wanted = from_plain(values["sessions"])
        after.calendar = Calendar.DATES if len(wanted) > 1 else Calendar.SINGLE
        sessions = [Session(starts_at=start, ends_at=end) for start, end in wanted]
    organisers = list(event.organisers.all())
    if "organisers" in values:
        organisers = [EventOrganiser(organisation_id=pk, role=role) for pk, role in values["organisers"]]
    built = Built(
        after,
        organisers=organisers,
        performers=list(event.performers.all()),
        sessions=sessions,
        hours=list(event.hours.all()),
        day_exceptions=list(event.day_exceptions.all()),
        tariffs=list(event.tariffs.all()),
    )
    return unsaved(built, event.place_schedule)


def ahead(ids: Collection[int], today: date) -> set[int]:
    """Those of the events that are drafts or public and not over."""
    found: set[int] = set()
    for some in in_chunks(ids):
        rows = Event.objects.filter(pk__in=some, status__in=(EventStatus.DRAFT, EventStatus.PUBLISHED))
        last: dict[int, date] = {}
        for event_id, moment in Session.objects.filter(event__in=some).values_list("event_id", "starts_at"):
            last[event_id] = max(last.get(event_id, date.min), local(moment).date())
        for pk, calendar, end in rows.values_list("pk", "calendar", "date_to"):
            final = last.get(pk) if calendar in (Calendar.SINGLE, Calendar.DATES) else end
            if final is None or final >= today:
                found.add(pk)
    return found


def remove(actor: Actor, ids: Collection[int], reason: str) -> dict[int, str]:
    """Take events back that an upload made."""
    return discard_events(actor=actor, ids=ids, reason=reason)


def withdraw(actor: Actor, planned: Sequence[Planned], reason: str) -> None:
    """What a full list no longer names: drafts go to the trash, public events are taken off the pages."""
    for row in planned:
        event = Event.objects.filter(pk=row.record_id or 0).first()
        if event is None:
            continue
        if event.published_at is None:
            actions.remove_event(actor=actor, event=event, reason=reason)
            row.result = "trashed"
        elif event.status == EventStatus.PUBLISHED:
            actions.withdraw_event(actor=actor, event=event, reason=reason)
            row.result = "withdrawn"


def bring_back(actor: Actor, record_id: int, result: str) -> None:
    """Undo a withdrawal."""
    if result == "trashed":
        trashed = TrashedRecord.objects.filter(model=Event._meta.label_lower, subject_id=record_id).first()
        if trashed is None:
            raise Conflict(_("It is no longer in the trash."))
        actions.restore_event(actor=actor, trashed=trashed)
    elif result == "withdrawn":
        actions.publish_event(actor=actor, event=Event.objects.get(pk=record_id))


__all__ = [
    "ahead",
    "as_changed",
    "bring_back",
    "change",
    "load_events",
    "remove",
    "set_dates",
    "typed",
    "withdraw",
    "write",
]
