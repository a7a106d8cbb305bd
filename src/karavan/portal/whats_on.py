"""The address of what's on: one question, shown as a list, on a map or in the days of a week."""

from collections.abc import Callable

from django.http import HttpResponse

from karavan.catalogue.filters import EventFilter
from karavan.portal import events, spots, week
from karavan.portal.answer import Visit, page
from karavan.portal.asking import Asked, ask_events
from karavan.portal.site import here

SHOWN: dict[str, Callable[[Visit, Asked[EventFilter]], HttpResponse]] = {
    "": events.list_view,
    "map": spots.map_view,
    "week": week.week_view,
}


@page
def event_list(visit: Visit) -> HttpResponse:
    """What answers the question in the address, in the way it asks for."""
    asked = ask_events(visit, here("/events/"))
    return SHOWN[asked.view](visit, asked)
