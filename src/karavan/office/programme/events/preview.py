"""An event as residents will see it, on a phone and on a desk."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from karavan.office.desk import Desk
from karavan.office.frame import render

FRAMES: Final = ("phone", "desktop")


def page(screen: Any, desk: Desk, request: HttpRequest, pk: int) -> HttpResponse:
    """The residents' page of an event in a frame as wide as a phone, or as a desk."""
    event = screen.get(desk, pk)
    chosen = request.GET.get("frame", "")
    frame = chosen if chosen in FRAMES else "phone"
    context = screen.record_context(desk, event, "preview") | {
        "event": event,
        "frame": frame,
        "framed_url": f"/events/{event.pk}/preview/",
    }
    return render(request, desk, "office/events/preview.html", context)
