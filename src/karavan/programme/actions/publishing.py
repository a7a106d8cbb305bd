"""The public life of an event: publish, withdraw, cancel."""

from collections.abc import Sequence

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict
from karavan.programme.actions.rows import Problems, merge, refuse
from karavan.programme.checks import by_path, missing
from karavan.programme.enums import EventStatus
from karavan.programme.events import EventChanged
from karavan.programme.models import Event
from karavan.programme.queries import load_events

CHUNK = 500


@action
def publish_event(*, actor: Actor, event: Event) -> Event:
    """Make an event public. Raises :class:`Invalid` with what is missing, by field path."""
    (loaded,) = load_events([event.pk])
    refuse(by_path(missing(loaded)))
    _publish(actor, [loaded])
    event.refresh_from_db()
    return event


@action
def publish_events(*, actor: Actor, events: Sequence[Event]) -> list[Event]:
    """Make many events public, all or none.

    Problems stand at ``"<index of the event>.<field path>"``. Returns the events freshly loaded, in the
    order given.
    """
    loaded = {event.pk: event for event in load_events([event.pk for event in events])}
    problems: Problems = {}
    for index, event in enumerate(events):
        merge(problems, by_path(missing(loaded[event.pk])), str(index))
    refuse(problems)
    fresh = list(loaded.values())
    for start in range(0, len(fresh), CHUNK):
        _publish(actor, fresh[start : start + CHUNK])
    return [loaded[event.pk] for event in events]


def _publish(actor: Actor, events: Sequence[Event]) -> None:
    """Publish loaded, checked events; those that are public already are left alone."""
    moment = timezone.now()
    todo = [event for event in events if event.status != EventStatus.PUBLISHED]
    for event in todo:
        if event.status == EventStatus.CANCELLED:
            raise Conflict(_("A cancelled event cannot be published again. Create a new one."))
    before = {event.pk: event.status for event in todo}
    for event in todo:
        event.status, event.status_reason, event.updated_at = EventStatus.PUBLISHED, "", moment
        event.published_at = event.published_at or moment
    rows = Event.objects.filter(pk__in=[event.pk for event in todo])
    rows.update(
        status=EventStatus.PUBLISHED,
        status_reason="",
        published_at=Coalesce("published_at", Value(moment)),
        updated_at=moment,
    )
    for event in todo:
        record(
            actor,
            "event.published",
            event,
            organisation_id=owner_id(event),
            before={"status": before[event.pk]},
            after={"status": event.status},
        )
        announce(EventChanged(event.pk))


def owner_id(event: Event) -> int | None:
    """The organisation that owns a loaded event: the first lead, else the first organiser."""
    organisers = list(event.organisers.all())
    leads = [each for each in organisers if each.role == "lead"]
    return (leads or organisers)[0].organisation_id if organisers else None
