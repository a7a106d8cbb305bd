"""Shared reads of releases: who may make them, what waits for them, what was made."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from karavan.kernel.actor import Actor
from karavan.people.rules import managing_reach
from karavan.programme.enums import EventStatus, OrganiserRole
from karavan.programme.models import Event, EventOrganiser, Release, ReleasesOnly
from karavan.programme.queries import held


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


def last_releases(programme_ids: Collection[int]) -> dict[int, tuple[int, datetime]]:
    """Number and moment of the last release of each of the programmes that was released; one query."""
    rows = Release.objects.filter(programme__in=programme_ids).order_by("number")
    return {
        pk: (number, moment)
        for pk, number, moment in rows.values_list("programme_id", "number", "released_at")
        if pk is not None
    }


def programme_releases(programme_id: int) -> QuerySet[Release]:
    """The releases of a programme, newest first, without the states they froze."""
    return Release.objects.filter(programme=programme_id).defer("state").order_by("-pk")


def playbill_releases(organisation_id: int, month: date | None = None) -> QuerySet[Release]:
    """The releases of an organisation's months, or of one, newest first, without the states they froze."""
    found = Release.objects.filter(organisation=organisation_id).defer("state").order_by("-pk")
    return found if month is None else found.filter(month=month)
