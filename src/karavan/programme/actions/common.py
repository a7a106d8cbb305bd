"""The frame of every change of an event: lock, check the right, keep what is public publishable, tell."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict
from karavan.programme.actions.rows import refuse
from karavan.programme.checks import by_path, missing
from karavan.programme.enums import EventStatus, OrganiserRole
from karavan.programme.events import EventChanged
from karavan.programme.models import Event, EventOrganiser, Session
from karavan.programme.queries import load_events
from karavan.programme.rules import require_edit_event


def lock(actor: Actor, event: Event, expected_updated_at: datetime | None = None) -> None:
    """Bring the event up to date, hold it for this transaction, and check that the actor may edit it.

    Raises Conflict when it is gone, or changed after ``expected_updated_at``.
    """
    try:
        event.refresh_from_db(from_queryset=Event.objects.select_for_update())
    except Event.DoesNotExist:
        raise Conflict(_("This event is gone. Go back to the list.")) from None
    require_edit_event(actor, event)
    if expected_updated_at is not None and event.updated_at != expected_updated_at:
        raise Conflict(_("Somebody changed this event meanwhile. Look at it anew and repeat your change."))


def lock_session(actor: Actor, session: Session) -> Event:
    """Lock a session's event, then bring the session up to date; returns the event."""
    event = session.event
    lock(actor, event)
    try:
        session.refresh_from_db()
    except Session.DoesNotExist:
        raise Conflict(_("This date is gone. Go back to the event.")) from None
    session.event = event
    return event


def changed(
    actor: Actor,
    event: Event,
    verb: str,
    *,
    subject: Event | Session | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Stamp the event, see that what is public could be published as it stands now, write and tell.

    Raises Invalid with what would be missing.
    """
    event.updated_at = timezone.now()
    Event.objects.filter(pk=event.pk).update(updated_at=event.updated_at)
    if event.status == EventStatus.PUBLISHED:
        refuse(by_path(missing(load_events([event.pk])[0])))
    record(
        actor,
        verb,
        subject or event,
        organisation_id=owner_id(list(event.organisers.all())),
        before=before,
        after=after,
        reason=reason,
    )
    announce(EventChanged(event.pk))


def owner_id(organisers: Sequence[EventOrganiser]) -> int | None:
    """The organisation that owns an event: the first lead, else the first organiser."""
    leads = (each.organisation_id for each in organisers if each.role == OrganiserRole.LEAD)
    return next(leads, organisers[0].organisation_id if organisers else None)
