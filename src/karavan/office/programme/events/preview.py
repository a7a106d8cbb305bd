"""An event as residents will see it, on a phone and on a desk."""

from typing import Any, Final

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse

from karavan.office.desk import Desk
from karavan.office.frame import render

FRAMES: Final = ("phone", "desktop")


@csp_update({"frame-src": ["'self'"]})  # type: ignore[untyped-decorator]
def framed(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer, allowed to hold pages of this site in frames."""
    return answer


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
    return framed(request, render(request, desk, "office/events/preview.html", context))
