"""On the way to a release: send an event, take it back, send it back with a reason."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.html import plain_text
from karavan.people.models import Organisation, User
from karavan.people.rules import require_manage
from karavan.programme.actions.common import changed, lock
from karavan.programme.actions.rows import refuse
from karavan.programme.checks import by_path, missing
from karavan.programme.enums import EventStatus
from karavan.programme.events import EventSent, EventSentBack
from karavan.programme.models import Event, ReleasesOnly
from karavan.programme.queries import load_events
from karavan.programme.releases.queries import waiting_for_release
from karavan.programme.rules import can_edit_event

SENDABLE = frozenset({EventStatus.DRAFT, EventStatus.WITHDRAWN})


@action
def send_for_release(*, actor: Actor, event: Event) -> Event:
    """Send a complete draft for the next release. Raises Invalid with what is missing, by field path."""
    lock(actor, event)
    if event.status == EventStatus.READY:
        return event
    if event.status not in SENDABLE:
        raise Conflict(_("This event is public already: what you change in it is seen at once."))
    refuse(by_path(missing(load_events([event.pk])[0])))
    before = str(event.status)
    event.sent_at = timezone.now()
    event.sent_by = actor if isinstance(actor, User) else None
    _set(actor, event, EventStatus.READY, before, "event.sent_for_release")
    announce(EventSent(event.pk))
    return event


@action
def take_back(*, actor: Actor, event: Event) -> Event:
    """Make what was sent for release a draft again, by its own editors."""
    lock(actor, event)
    _require_sent(event)
    _draft_again(actor, event, "event.taken_back")
    return event


@action
def send_back(*, actor: Actor, event: Event, reason: str) -> Event:
    """Return what was sent for release to its editors with a reason, by who may release it."""
    event.refresh_from_db(from_queryset=Event.objects.select_for_update())
    if not can_edit_event(actor, event) and not waiting_for_release(actor).filter(pk=event.pk).exists():
        raise NotAllowed(_("Only who may release the event sends it back."))
    _require_sent(event)
    reason = plain_text(reason)
    if not reason:
        raise Invalid({"reason": [_("Say what to mend: its editors will read it.")]})
    if len(reason) > 300:
        raise Invalid({"reason": [_("Shorten the text to %(limit)d characters.") % {"limit": 300}]})
    _draft_again(actor, event, "event.sent_back", reason)
    announce(EventSentBack(event.pk))
    return event


@action
def set_releases_only(*, actor: Actor, organisation: Organisation, only: bool) -> None:
    """Say whether editors of an organisation and of all below it publish by releases only."""
    require_manage(actor, organisation)
    held = ReleasesOnly.objects.filter(organisation=organisation)
    if held.exists() == only:
        return
    if only:
        ReleasesOnly.objects.create(organisation=organisation)
    else:
        held.delete()
    record(
        actor,
        "organisation.releases_only_set",
        organisation,
        organisation_id=organisation.pk,
        before={"releases_only": not only},
        after={"releases_only": only},
    )


def _require_sent(event: Event) -> None:
    if event.status != EventStatus.READY:
        raise Conflict(_("This event does not wait for a release any more."))


def _draft_again(actor: Actor, event: Event, verb: str, reason: str = "") -> None:
    event.sent_at = event.sent_by = None
    _set(actor, event, EventStatus.DRAFT, str(EventStatus.READY), verb, reason)


def _set(actor: Actor, event: Event, status: EventStatus, before: str, verb: str, reason: str = "") -> None:
    event.status, event.status_reason = status, reason
    fields: Sequence[str] = ("status", "status_reason", "sent_at", "sent_by")
    event.save(update_fields=fields)
    changed(actor, event, verb, before={"status": before}, after={"status": str(status)}, reason=reason)
