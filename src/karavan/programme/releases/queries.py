"""Shared reads of releases: who may make them, what waits for them, what was made."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from karavan.kernel.actor import Actor
from karavan.people.models import Organisation
from karavan.people.rules import managing_reach
from karavan.programme.enums import EventStatus, OrganiserRole
from karavan.programme.models import Event, EventOrganiser, Programme, Release, ReleasesOnly
from karavan.programme.queries import held


def releasable_by(actor: Actor | None) -> QuerySet[Programme]:
    """Programmes the actor may release: agrees with :func:`karavan.programme.rules.can_release_programme`."""
    return held(managing_reach(actor))


def waiting_for_release(actor: Actor | None) -> QuerySet[Event]:
    """Events sent for a release that the actor may make: of a programme, or of their lead's playbill."""
    reach = managing_reach(actor)
    waiting = Event.objects.filter(status=EventStatus.READY)
    if reach.everything:
        return waiting
    led = EventOrganiser.objects.filter(reach.query("organisation__"), role=OrganiserRole.LEAD)
    return waiting.filter(Q(programme__in=held(reach).values("pk")) | Q(pk__in=led.values("event_id")))


def releases_only(paths: Iterable[str]) -> bool:
    """Whether organisations at these paths publish by releases only; one query."""
    steps = {int(step) for path in paths for step in path.split("/") if step}
    return ReleasesOnly.objects.filter(organisation__in=steps).exists()


def publishes_directly(actor: Actor | None, event: Event) -> bool:
    """Whether the actor may publish the event by itself, without a release; two queries at most.

    An editor of an organisation that publishes by releases only may not; its director may.
    """
    leads = event.organisers.filter(role=OrganiserRole.LEAD).select_related("organisation")
    return not barred(actor, [[each.organisation.path for each in leads]])


def barred(actor: Actor | None, events: Iterable[Collection[str]]) -> bool:
    """Whether one of the events, told by the paths of their leads, is for releases only and led by no
    organisation that the actor manages; two queries at most.
    """
    reach = managing_reach(actor)
    if reach.everything:
        return False
    others = [
        paths for paths in events if not any(path.startswith(own) for path in paths for own in reach.paths)
    ]
    return bool(others) and releases_only(path for paths in others for path in paths)


def releases_of(programme: Programme) -> QuerySet[Release]:
    """The releases of a programme, newest first, without the states they froze."""
    return programme.releases.defer("state").order_by("-number")


def releases_of_month(organisation: Organisation, month: date) -> QuerySet[Release]:
    """The releases of an organisation's month, newest first, without the states they froze."""
    return organisation.releases.filter(month=month).defer("state").order_by("-number")
