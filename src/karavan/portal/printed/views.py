"""Addresses of what is printed."""

from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from karavan.catalogue import queries
from karavan.portal import site
from karavan.portal.answer import slot_start
from karavan.portal.printed import previews
from karavan.portal.printed.door import WIDTHS, door_sheet
from karavan.portal.printed.sheets import MARK, Sheet, answer

ICONS = {"icon-192": (192, 0.72), "icon-512": (512, 0.72), "maskable-512": (512, 0.5)}
"""Name → side in pixels and the share of it that the mark takes; a mask may cut away a fifth on each side."""


def _record(kind: str, number: int) -> dict[str, Any]:
    found = queries.detail(kind, number, lang=site.language())
    if found is None:
        raise Http404
    record: dict[str, Any] = msgspec.json.decode(found.payload)
    return record


@require_safe
def door_poster(request: HttpRequest, event_id: int, size: str) -> HttpResponse:
    """The poster of an event for a door."""
    if size not in WIDTHS:
        raise Http404
    record = _record("event", event_id)
    return answer(request, door_sheet(record, slot_start(timezone.now()), size))


@require_safe
def record_picture(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The picture of a link to a record."""
    if kind not in previews.RECORDS:
        raise Http404
    record = _record(kind, number)
    return answer(request, previews.RECORDS[kind](record, slot_start(timezone.now())))


@require_safe
def page_picture(request: HttpRequest, name: str) -> HttpResponse:
    """The picture of a link to a page."""
    if name not in previews.PAGES:
        raise Http404
    return answer(request, previews.page_preview(name, slot_start(timezone.now())))


@require_safe
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """An icon of the installed portal."""
    if name not in ICONS:
        raise Http404
    side, room = ICONS[name]
    data = {"side": side, "room": room, "mark": MARK, "ground": "#fbfaf7"}
    response = answer(request, Sheet("icon", "png", data))
    if response.status_code in {200, 304}:
        response["Cache-Control"] = "public, max-age=604800"
    return response
