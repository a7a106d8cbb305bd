"""What the pages of one place share."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from karavan.office.desk import Desk
from karavan.office.frame import render
from karavan.office.places.screen import Places
from karavan.ui.parts import Link

SCREEN = Places()


def show(
    desk: Desk, request: HttpRequest, record: Any, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of a place with its heading and tabs."""
    whole = SCREEN.record_context(desk, record, "") | context
    return render(request, desk, f"office/places/{template}", whole, status=status)


def crumbs(record: Any, *more: str) -> list[Link]:
    """The way to a page below a place."""
    url = SCREEN.url("detail", record)
    return [Link(str(SCREEN.title), SCREEN.url()), Link(record.name, url), *(Link(each) for each in more)]
