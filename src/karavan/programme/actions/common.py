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
from karavan.programme.rules import require_edit_event, require_edit_for


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


def hold(actor: Actor, event: Event) -> None:
    """Check that the actor may edit an event that the caller has loaded with its rows and holds already."""
    rows = event.organisers.all()
    require_edit_for(actor, [row.organisation for row in rows if row.role == OrganiserRole.LEAD])


def stamp(event: Event, fields: Sequence[str] = ()) -> None:
    """Write fields of an event with the moment of its change."""
    event.updated_at = timezone.now()
    event.save(update_fields=[*fields, "updated_at"])


def changed(
    actor: Actor,
    event: Event,
    verb: str,
    *,
    subject: Event | Session | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    stamped: bool = False,
    stands: Event | None = None,
    hands_on: bool = False,
) -> None:
    """Stamp the event, see that what is public could be published as it stands now, write and tell.

    ``stamped``: :func:`stamp` did so already. ``stands`` is the event with all its rows as they are after the
    change, where the caller has them at hand. ``hands_on``: the action writes nothing more, and whoever
    hears of the change may read what is loaded. Raises Invalid with what would be missing.
    """
    if not stamped:
        stamp(event)
    if stands is None and event.status == EventStatus.PUBLISHED:
        stands = load_events([event.pk])[0]
    if event.status == EventStatus.PUBLISHED and stands is not None:
        refuse(by_path(missing(stands)))
    record(
        actor,
        verb,
        subject or event,
        organisation_id=owner_id(list((stands or event).organisers.all())),
        before=before,
        after=after,
        reason=reason,
    )
    announce(EventChanged(event.pk, stands if hands_on else None))


def owner_id(organisers: Sequence[EventOrganiser]) -> int | None:
    """The organisation that owns an event: the first lead, else the first organiser."""
    leads = (each.organisation_id for each in organisers if each.role == OrganiserRole.LEAD)
    return next(leads, organisers[0].organisation_id if organisers else None)
