"""Plans of the diary: written down, moved, dropped, and made into events."""

from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, changes, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.trash.actions import restore, throw_away
from karavan.kernel.trash.models import TrashedRecord
from karavan.kernel.validation import check, plain_values
from karavan.people.models import Organisation
from karavan.people.rules import require_edit
from karavan.planning.enums import LIVE_STAGES, Stage
from karavan.planning.events import DiaryChanged
from karavan.planning.models import DiaryEntry
from karavan.planning.rules import require_edit_entry
from karavan.programme.actions import create_event
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import OrganiserRole
from karavan.programme.models import Event

FIELDS: Final = frozenset(
    {
        "title",
        "note",
        "kind",
        "audiences",
        "expected",
        "starts_at",
        "ends_at",
        "place",
        "district",
        "lat",
        "lon",
        "is_loud",
        "is_confidential",
        "stage",
    }
)

ORIGIN: Final = frozenset({"source", "source_id", "is_demo"})
"""What is said of a plan once, when it is written down."""


@action
def add_entry(*, actor: Actor, organisation: Organisation, **fields: Any) -> DiaryEntry:
    """Write a plan of an organisation into the diary. Raises Invalid by field."""
    require_edit(actor, organisation)
    values = plain_values(fields, FIELDS | ORIGIN, lines={"note"})
    entry = DiaryEntry(organisation=organisation, **{"is_demo": organisation.is_demo, **values})
    _check(entry)
    entry.save()
    _told(
        actor,
        "entry.added",
        entry,
        after={name: _plain(entry, name) for name in sorted(values.keys() & FIELDS)},
    )
    return entry


@action
def update_entry(*, actor: Actor, entry: DiaryEntry, **fields: Any) -> DiaryEntry:
    """Change what is said of a plan. Raises Invalid by field, Conflict where it is gone or an event."""
    _lock(actor, entry)
    _change(actor, entry, "entry.changed", plain_values(fields, FIELDS, lines={"note"}))
    return entry


@action
def move_entry(
    *, actor: Actor, entry: DiaryEntry, starts_at: datetime, ends_at: datetime | None = None
) -> DiaryEntry:
    """Move a plan to another moment; it keeps its length where no end is given."""
    _lock(actor, entry)
    ends_at = ends_at or starts_at + (entry.ends_at - entry.starts_at)
    _change(actor, entry, "entry.moved", {"starts_at": starts_at, "ends_at": ends_at})
    return entry


@action
def drop_entry(*, actor: Actor, entry: DiaryEntry, reason: str = "") -> DiaryEntry:
    """Give a plan up: it stays in the diary's history and clashes with nothing any more."""
    _lock(actor, entry)
    _change(actor, entry, "entry.dropped", {"stage": Stage.DROPPED}, reason)
    return entry


@action
def take_up_entry(*, actor: Actor, entry: DiaryEntry) -> DiaryEntry:
    """Plan again what was dropped."""
    _lock(actor, entry, stages=frozenset({Stage.DROPPED}))
    _change(actor, entry, "entry.taken_up", {"stage": Stage.PLANNED})
    return entry


@action
def make_event(*, actor: Actor, entry: DiaryEntry) -> Event:
    """Make a draft event of a plan, with its date and place; from then on the diary shows the event's date.

    Raises Invalid by field of the event.
    """
    _lock(actor, entry)
    event = create_event(
        actor=actor,
        organisers=[(entry.organisation, OrganiserRole.LEAD)],
        sessions=[SessionDraft(entry.starts_at, entry.ends_at)],
        title=entry.title,
        kind=entry.kind,
        audiences=list(entry.audiences),
        place=entry.place,
        capacity=entry.expected,
        staff_note=entry.note,
        is_demo=entry.is_demo,
    )
    entry.event = event
    _change(actor, entry, "entry.became_event", {"stage": Stage.EVENT}, also=("event",))
    return event


@action
def remove_entry(*, actor: Actor, entry: DiaryEntry, reason: str = "") -> TrashedRecord:
    """Put a plan into the trash, for what was written by mistake."""
    _lock(actor, entry, stages=frozenset(Stage))
    trashed = throw_away(actor=actor, subject=entry, organisation_id=entry.organisation_id, reason=reason)
    _told(actor, "entry.removed", entry, before={"title": entry.title}, reason=reason)
    return trashed


@action
def restore_entry(*, actor: Actor, trashed: TrashedRecord) -> DiaryEntry:
    """Take a plan back out of the trash. Raises Conflict with what stands in the way."""
    entry = restore(actor=actor, trashed=trashed, kind=DiaryEntry)
    require_edit_entry(actor, entry)
    _told(actor, "entry.restored", entry, after={"title": entry.title})
    return entry


def _lock(actor: Actor, entry: DiaryEntry, stages: frozenset[str] = LIVE_STAGES) -> None:
    """Bring the plan up to date and keep it for this transaction, if it is at one of these stages."""
    try:
        entry.refresh_from_db(from_queryset=DiaryEntry.objects.select_for_update())
    except DiaryEntry.DoesNotExist:
        raise Conflict(_("This plan is gone. Go back to the diary.")) from None
    require_edit_entry(actor, entry)
    if entry.stage not in stages:
        if entry.stage == Stage.EVENT:
            raise Conflict(_("This plan became an event: change the event."))
        raise Conflict(_("This plan was dropped. Plan it again first."))


def _change(
    actor: Actor,
    entry: DiaryEntry,
    verb: str,
    values: dict[str, Any],
    reason: str = "",
    *,
    also: tuple[str, ...] = (),
) -> None:
    """Set, check and save what differs; nothing is written where nothing does."""
    before, after = changes(entry, values)
    if not after:
        return
    _check(entry)
    entry.updated_at = timezone.now()
    entry.save(update_fields=[*after, *also, "updated_at"])
    _told(actor, verb, entry, before=before, after=after, reason=reason)


def _told(actor: Actor, verb: str, entry: DiaryEntry, **line: Any) -> None:
    record(actor, verb, entry, organisation_id=entry.organisation_id, **line)
    announce(DiaryChanged(entry.pk))


def _check(entry: DiaryEntry) -> None:
    problems: dict[str, list[str]] = {}
    if entry.starts_at is not None and entry.ends_at is not None and entry.ends_at <= entry.starts_at:
        problems["ends_at"] = [_("The end lies before the start.")]
    if not entry.title:
        problems["title"] = [_("Give it a name: nobody else sees it while the plan is confidential.")]
    if problems:
        raise Invalid(problems)
    check(entry)


def _plain(entry: DiaryEntry, name: str) -> Any:
    value = getattr(entry, name)
    if value is None or isinstance(value, str | int | float | bool | list):
        return value
    return getattr(value, "pk", None) or str(value)
