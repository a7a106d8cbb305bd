"""Sessions that a closing cancelled and that could take place after all, for it was ended or taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from karavan.kernel.actor import Actor
from karavan.kernel.localtime import local
from karavan.people.rules import editing_reach
from karavan.places.hours import CLOSING_STATES, Schedule, state_on
from karavan.places.models import Place
from karavan.places.queries import schedules_of
from karavan.programme.enums import OrganiserRole, SessionStatus
from karavan.programme.models import EventOrganiser, Session
from karavan.programme.occupancy import PLANNED, place_id_of


@dataclass(frozen=True)
class Offer:
    """A cancelled session to come, and the place it stood in, which is open then."""

    session: Session
    place: Place


def offers(actor: Actor | None, place: Place, *, now: datetime | None = None) -> list[Offer]:
    """What closings of the place cancelled, is the actor's to restore and would find the place open.

    In order of time; eight queries at most, one where nothing was cancelled.
    """
    leads = EventOrganiser.objects.filter(role=OrganiserRole.LEAD).select_related("organisation")
    rows = Session.objects.filter(
        closed_for=place, status=SessionStatus.CANCELLED, starts_at__gt=now or timezone.now()
    ).select_related("event")
    rows = rows.filter(event__status__in=PLANNED).prefetch_related(Prefetch("event__organisers", leads))
    found = list(rows.order_by("starts_at", "pk"))
    if not found:
        return []
    reach = editing_reach(actor)
    mine = [
        session
        for session in found
        if reach.everything or any(reach.covers(each.organisation) for each in session.event.organisers.all())
    ]
    places = Place.objects.in_bulk({place_id_of(session) for session in mine} - {None})
    open_then = _open(mine, places)
    return [Offer(session, places[place_id_of(session) or 0]) for session in mine if session.pk in open_then]


def is_open(schedule: Schedule, moment: datetime) -> bool:
    """Whether nothing closes a place on the day of a moment."""
    return state_on(local(moment).date(), schedule.states).state not in CLOSING_STATES


def _open(sessions: Collection[Session], places: dict[int, Place]) -> set[int]:
    if not sessions:
        return set()
    first = min(local(session.starts_at).date() for session in sessions)
    schedules = schedules_of(list(places), from_day=first)
    return {
        session.pk
        for session in sessions
        if place_id_of(session) in places and is_open(schedules[place_id_of(session) or 0], session.starts_at)
    }
