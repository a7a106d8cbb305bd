"""Pages of the repertoire: the grid, the plan as a file, the release of a month."""

from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.kernel.localtime import is_sensible, today
from karavan.office.desk import Desk, office_page
from karavan.office.frame import editors, render
from karavan.office.kit.exporting import XLSX
from karavan.office.programme.calendar import grid, plan
from karavan.office.programme.calendar.asking import STATUSES, VIEWS, Asked, halls
from karavan.office.programme.calendar.month import Month, read_month
from karavan.office.programme.programmes.releasing import may_release, release_page
from karavan.office.programme.programmes.screen import shown_release
from karavan.people.models import Organisation
from karavan.programme import actions
from karavan.programme.enums import EventKind
from karavan.programme.releases.queries import playbill_releases, releases_only
from karavan.programme.releases.scope import Scope
from karavan.ui import typography
from karavan.ui.parts import Chip, Link
from karavan.ui.typeset import Busy


def calendar_page(desk: Desk, request: HttpRequest) -> HttpResponse:
    """One month."""
    asked = Asked.read(request)
    month = read_month(desk, asked)
    here = reverse("office-calendar")
    own = list(halls(desk).values_list("pk", "name")[:300])
    may_create = editors(desk)
    if asked.view == "halls":
        body = grid.halls_grid(month, grid.halls_of(month, _in_buildings(own, month)), may_create=may_create)
    else:
        body = grid.days_grid(month, may_create=may_create)
    context = {
        "title": _("Repertoire"),
        "asked": asked,
        "month": month,
        "month_name": typography.month_name(asked.month),
        "body": body,
        "total": len(month.dates),
        "total_words": ngettext("date in the month", "dates in the month", len(month.dates)),
        "totals": [(label, month.counts[key], key) for key, label in STATUSES if month.counts[key]],
        "views": [Chip(str(label), here + asked.link(view=key), asked.view == key) for key, label in VIEWS],
        "today_url": here + asked.link(month=today().replace(day=1)) + "#today",
        "before_url": here + asked.link(month=asked.before),
        "after_url": here + asked.link(month=asked.following),
        "all_url": here + Asked(asked.month, asked.view).link(),
        "questions": _questions(month, own),
        "pdf_url": reverse("office-calendar-pdf") + asked.link(),
        "xlsx_url": reverse("office-calendar-xlsx") + asked.link(),
        "permanent_url": f"{reverse('office-events')}?calendar=permanent",
        **_release_context(desk, asked),
    }
    return render(request, desk, "office/calendar/month.html", context)


def _in_buildings(own: list[tuple[int, str]], month: Month) -> list[tuple[int, str]]:
    """Own places that stand beside those with dates; where there are very many, none."""
    return own if len(own) <= 40 else []


def _questions(month: Month, own: list[tuple[int, str]]) -> list[dict[str, Any]]:
    """The filters: name, words, choices, what is chosen."""
    asked = month.asked
    return [
        {"key": key, "label": label, "options": options, "value": getattr(asked, key)}
        for key, label, options in (
            ("place", _("Place"), [(str(pk), name) for pk, name in own]),
            ("kind", _("Kind"), [(value, str(label)) for value, label in EventKind.choices]),
            ("programme", _("Programme"), list(month.programmes)),
            ("status", _("Status"), [(value, str(label)) for value, label in STATUSES]),
        )
        if options
    ]


def _release_context(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The releases of this month's playbill, and whether one can be made."""
    if desk.organisation is None:
        return {"releases": [], "release_url": "", "changes_url": ""}
    scope = Scope(organisation=desk.organisation, month=asked.month)
    address = reverse("office-calendar-release", args=[desk.organisation.pk, f"{asked.month:%Y-%m}"])
    releases = [shown_release(one) for one in playbill_releases(desk.organisation.pk, asked.month)[:5]]
    may = may_release(desk, scope)
    only = desk.organisation.pk
    return {
        "releases": releases,
        "release_url": address if may else "",
        "only_url": reverse("office-calendar-releases-only", args=[only]) if may else "",
        "releases_only": may and releases_only([f"/{only}/"]),
        "changes_url": f"/organisations/{desk.organisation.pk}/changes/" if releases else "",
    }


def plan_page(desk: Desk, request: HttpRequest, kind: str) -> HttpResponseBase:
    """The month as a file to print or to hand in."""
    asked = Asked.read(request)
    made = plan.plan_of(desk, read_month(desk, asked))
    name = f"{made.heading}.{kind}"
    if kind == "xlsx":
        return FileResponse(plan.as_xlsx(made), as_attachment=True, filename=name, content_type=XLSX)
    try:
        content = plan.as_pdf(made)
    except Busy:
        messages.error(request, _("Too many sheets are being set just now. Try again in a minute."))
        return redirect(reverse("office-calendar") + asked.link())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return response


def month_release_page(
    desk: Desk, request: HttpRequest, organisation_id: int, month: str
) -> HttpResponseBase:
    """Release an organisation's month."""
    organisation = Organisation.objects.filter(desk.seeing.query(), pk=organisation_id).first()
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Http404 from None
    if organisation is None or not is_sensible(first):
        raise Http404
    back = f"{reverse('office-calendar')}?month={month}"
    heading = f"{organisation}, {typography.month_name(first)} {first.year}"
    return release_page(
        desk,
        request,
        Scope(organisation=organisation, month=first),
        heading=heading,
        crumbs=[Link(_("Repertoire"), back)],
        back_url=back,
    )


def releases_only_page(desk: Desk, request: HttpRequest, organisation_id: int) -> HttpResponseBase:
    """Say whether editors of an organisation publish by releases only."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    organisation = Organisation.objects.filter(desk.seeing.query(), pk=organisation_id).first()
    if organisation is None:
        raise Http404
    only = request.POST.get("only") == "1"
    actions.set_releases_only(actor=desk.actor, organisation=organisation, only=only)
    messages.success(
        request,
        _("From now on editors publish by releases only.")
        if only
        else _("Editors may publish directly again."),
    )
    return redirect("office-calendar")


def urls() -> list[URLPattern]:
    """The addresses of the repertoire."""
    return [
        path("office/calendar/", office_page(calendar_page), name="office-calendar"),
        path("office/calendar/plan.pdf", office_page(plan_page), {"kind": "pdf"}, name="office-calendar-pdf"),
        path(
            "office/calendar/plan.xlsx", office_page(plan_page), {"kind": "xlsx"}, name="office-calendar-xlsx"
        ),
        path(
            "office/calendar/<int:organisation_id>/<str:month>/release/",
            office_page(month_release_page),
            name="office-calendar-release",
        ),
        path(
            "office/calendar/<int:organisation_id>/releases-only/",
            office_page(releases_only_page),
            name="office-calendar-releases-only",
        ),
    ]
