"""Copies: of any event, and of what was held a year ago."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.localtime import is_sensible, local, today
from karavan.office.desk import Desk
from karavan.office.frame import render
from karavan.programme import actions
from karavan.programme.copying import of_last_year, same_weekday
from karavan.programme.models import Event
from karavan.programme.queries import visible_to
from karavan.ui import typography
from karavan.ui.parts import Link

MOST = 200


def copy_page(screen: Any, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Copy an event with one tap; ``year`` takes its dates along."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    event = get_object_or_404(visible_to(desk.actor), pk=pk)
    text = request.POST.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else None
    try:
        copy = actions.copy_event(actor=desk.actor, event=event, year=year, organisation=desk.organisation)
    except (Conflict, Invalid, NotAllowed) as error:
        messages.error(request, str(error))
        return redirect(screen.url("detail", event))
    if year is None:
        messages.success(request, _("This is the copy, a draft. It has no date yet: add one."))
    else:
        messages.success(
            request, _("This is the copy, a draft, on the same weekdays of this year. Check the dates.")
        )
    return redirect(screen.url("edit", copy))


def last_year_page(screen: Any, desk: Desk, request: HttpRequest) -> HttpResponse:
    """What was held in the same weeks of last year, each to be copied with one tap."""
    if not screen.may_create(desk):
        raise NotAllowed(_("You may not add a record here."))
    month = month_of(request.GET.get("month", ""))
    middle = month.replace(day=15)
    rows = of_last_year(desk.actor, desk.organisation, middle).select_related("place")[:MOST]
    found = [_line(event, month.year) for event in rows]
    after, before = _shifted(month, 1), _shifted(month, -1)
    context = {
        "screen": screen,
        "title": _("As last year"),
        "crumbs": [Link(str(screen.title), screen.url()), Link(_("As last year"))],
        "month": month,
        "month_words": f"{typography.capitalised(typography.month_name(month))} {month.year}",
        "lines": found,
        "year": month.year,
        "next_url": f"?month={after:%Y-%m}",
        "previous_url": f"?month={before:%Y-%m}",
    }
    return render(request, desk, "office/events/last_year.html", context)


def month_of(text: str) -> date:
    """The month of the address; the next one where it is none."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = date.min
    return month if is_sensible(month) else _shifted(today().replace(day=1), 1)


def _shifted(month: date, by: int) -> date:
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def _line(event: Event, year: int) -> dict[str, Any]:
    """An event of last year with the day it would have this year."""
    begins = local(event.first_at) if event.first_at else None  # type: ignore[attr-defined]
    was = begins.date() if begins else event.date_from
    if was is None:
        return {"event": event, "was": None, "day": None, "time": ""}
    # A run that began the year before keeps its distance to the month asked for.
    day = same_weekday(was, was.year + 1)
    return {
        "event": event,
        "was": was,
        "day": day,
        "time": typography.time_text(begins) if begins else "",
        "year": day.year if day.year != year + 1 else year,
    }
