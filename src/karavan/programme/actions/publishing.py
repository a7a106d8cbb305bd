"""The public life of an event: publish, withdraw, cancel."""

from collections.abc import Sequence

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.html import plain_text
from karavan.people.rules import editing_reach
from karavan.programme.actions.common import changed, lock, owner_id
from karavan.programme.actions.rows import Problems, merge, refuse
from karavan.programme.checks import by_path, missing
from karavan.programme.enums import PUBLIC_STATUSES, EventStatus, OrganiserRole
from karavan.programme.events import EventChanged
from karavan.programme.models import Event
from karavan.programme.queries import load_events
from karavan.programme.releases.queries import barred

CHUNK = 500


@action
def publish_event(*, actor: Actor, event: Event) -> Event:
    """Make an event public. Raises Invalid with what is missing, by field path."""
    lock(actor, event)
    loaded = load_events([event.pk])
    _require_direct(actor, loaded)
    refuse(by_path(missing(loaded[0])))
    make_public(actor, loaded)
    event.refresh_from_db()
    return event


@action
def publish_events(*, actor: Actor, events: Sequence[Event]) -> list[Event]:
    """Make many events public, all or none.

    Problems stand at ``"<index of the event>.<field path>"``. Returns the events freshly loaded, in the
    order given.
    """
    ids = sorted({event.pk for event in events})
    for start in range(0, len(ids), CHUNK):
        # Held until the end of the transaction, so that what is checked is what becomes public.
        list(Event.objects.select_for_update().filter(pk__in=ids[start : start + CHUNK]).values_list("pk"))
    loaded = {event.pk: event for event in load_events(ids)}
    _require_all(actor, list(loaded.values()))
    problems: Problems = {}
    for index, event in enumerate(events):
        if event.pk not in loaded:
            merge(problems, {"": [_("This event is gone. Go back to the list.")]}, str(index))
        else:
            merge(problems, by_path(missing(loaded[event.pk])), str(index))
    refuse(problems)
    fresh = list(loaded.values())
    for start in range(0, len(fresh), CHUNK):
        make_public(actor, fresh[start : start + CHUNK])
    return [loaded[event.pk] for event in events]


@action
def withdraw_event(*, actor: Actor, event: Event, reason: str = "") -> Event:
    """Take an event off the public pages; it can be published again. For what residents should know of,
    cancel it instead.
    """
    lock(actor, event)
    if event.status not in PUBLIC_STATUSES:
        raise Conflict(_("Only a public event can be withdrawn."))
    _set_status(actor, event, EventStatus.WITHDRAWN, reason, "event.withdrawn")
    return event


@action
def cancel_event(*, actor: Actor, event: Event, reason: str) -> Event:
    """Cancel a published event: it stays visible and says why. Its sessions keep their own states."""
    lock(actor, event)
    if event.status != EventStatus.PUBLISHED:
        raise Conflict(_("Only a published event can be cancelled."))
    if not plain_text(reason):
        raise Invalid({"reason": [_("Say why it is cancelled: visitors will read it.")]})
    _set_status(actor, event, EventStatus.CANCELLED, reason, "event.cancelled")
    return event


def _set_status(actor: Actor, event: Event, status: EventStatus, reason: str, verb: str) -> None:
    reason = plain_text(reason)
    if len(reason) > 300:
        raise Invalid({"reason": [_("Shorten the text to %(limit)d characters.") % {"limit": 300}]})
    before = {"status": str(event.status)}
    event.status, event.status_reason = status, reason
    event.save(update_fields=["status", "status_reason"])
    changed(actor, event, verb, before=before, after={"status": str(status)}, reason=reason)


def make_public(actor: Actor, events: Sequence[Event]) -> None:
    """Publish loaded, checked events; those that are public already are left alone."""
    moment = timezone.now()
    todo = [event for event in events if event.status != EventStatus.PUBLISHED]
    if any(event.status == EventStatus.CANCELLED for event in todo):
        raise Conflict(_("A cancelled event cannot be published again. Create a new one."))
    before = {event.pk: str(event.status) for event in todo}
    for event in todo:
        event.status, event.status_reason, event.updated_at = EventStatus.PUBLISHED, "", moment
        event.sent_at = event.sent_by = None
        event.published_at = event.published_at or moment
    Event.objects.filter(pk__in=[event.pk for event in todo]).update(
        status=EventStatus.PUBLISHED,
        status_reason="",
        sent_at=None,
        sent_by=None,
        published_at=Coalesce("published_at", Value(moment)),
        updated_at=moment,
    )
    for event in todo:
        record(
            actor,
            "event.published",
            event,
            organisation_id=owner_id(list(event.organisers.all())),
            before={"status": before[event.pk]},
            after={"status": str(event.status)},
        )
        announce(EventChanged(event.pk))


def _require_all(actor: Actor, events: Sequence[Event]) -> None:
    """Raise NotAllowed unless the actor may edit every loaded event; one query whatever their number."""
    reach = editing_reach(actor)
    if reach.everything:
        return
    for event in events:
        leads = [each for each in event.organisers.all() if each.role == OrganiserRole.LEAD]
        if not any(reach.covers(each.organisation) for each in leads):
            raise NotAllowed(_("Only an editor of one of the lead organisers may do this."))
    _require_direct(actor, events)


def _require_direct(actor: Actor, events: Sequence[Event]) -> None:
    """Raise NotAllowed where an event's organisation publishes by releases only."""
    leads = [
        [each.organisation.path for each in event.organisers.all() if each.role == OrganiserRole.LEAD]
        for event in events
        if event.status != EventStatus.PUBLISHED
    ]
    if leads and barred(actor, leads):
        raise NotAllowed(_("Your organisation publishes by releases. Send the event for release."))
