"""Every address of the installation, one that fails, and the door poster as a picture instead of a PDF."""

from dataclasses import replace

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from karavan.catalogue import queries
from karavan.config.urls import handler400, handler403, handler404, handler500
from karavan.config.urls import urlpatterns as installation
from karavan.portal.printed.door import door_sheet
from karavan.portal.site import language

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class Broken(Exception):
    """What the page for 500 is photographed with."""


def broken(request: HttpRequest) -> HttpResponse:
    raise Broken


def door(request: HttpRequest, event_id: int, size: str) -> HttpResponse:
    """The sheet that goes on a door, as PNG."""
    found = queries.detail("event", event_id, lang=language())
    if found is None:
        raise Http404
    sheet = door_sheet(msgspec.json.decode(found.payload), timezone.now(), size)
    drawn = replace(sheet, form="png", scale=1.5).bytes()
    return HttpResponse(drawn, content_type="image/png")


urlpatterns = [
    path("pictures/broken/", broken),
    path("pictures/door/<int:event_id>-<str:size>.png", door),
    *installation,
]
