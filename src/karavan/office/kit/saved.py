"""Kept views of lists: a name for the state that a link carries."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from karavan.kernel.errors import Invalid
from karavan.office import actions
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.kit.listing import Listing
from karavan.office.kit.runs import str_of
from karavan.office.models import DefaultView, SavedView
from karavan.ui.parts import Chip, Link

if TYPE_CHECKING:
    from karavan.office.kit.screen import CrudView


def urls(screen: "CrudView", here: str, named: str) -> list[URLPattern]:
    """Addresses of a screen's kept views."""

    def manage(desk: Desk, request: HttpRequest) -> HttpResponseBase:
        return views_page(screen, desk, request)

    return [path(f"{here}views/", office_page(manage), name=f"{named}-views")]


def visible(screen: "CrudView", desk: Desk) -> QuerySet[SavedView]:
    """One's own views, those of the organisations one works for and of what lies above them, the city's."""
    working = [desk.organisation] if desk.organisation is not None else desk.organisations
    above = {pk for one in working for pk in one.lineage_ids}
    city = Q(person=None, organisation=None)
    mine = Q(person=desk.actor) | Q(organisation__in=above) | city
    return SavedView.objects.filter(mine, screen=screen.name)


def state(listing: Listing) -> str:
    """What is kept of a list: everything but the page, without the question mark."""
    return replace(listing, page=1).query().removeprefix("?")


def list_context(screen: "CrudView", desk: Desk, listing: Listing) -> dict[str, Any]:
    """The kept views above a list, the current one marked, and what is needed to keep one more."""
    now = state(listing)
    address = screen.url()
    found = list(visible(screen, desk).values_list("title", "query"))
    chips = [Chip(title, f"{address}?{query}" if query else address, query == now) for title, query in found]
    return {
        "views": [Chip(_("All"), address, not now), *chips] if chips else [],
        "views_url": reverse(f"office-{screen.name}-views"),
        "view_state": now,
        "may_keep_view": bool(now) and not any(query == now for _title, query in found),
        "view_scopes": scopes(desk),
    }


def scopes(desk: Desk) -> list[tuple[str, str]]:
    """For whom the person may keep a view."""
    found = [(actions.PERSONAL, _("only for me"))]
    if desk.organisation is not None and desk.editing.covers(desk.organisation):
        found.append((actions.OF_ORGANISATION, _("for all of “%(name)s”") % {"name": desk.organisation}))
    if desk.editing.everything:
        found.append((actions.OF_CITY, _("for the whole city")))
    return found


def default_address(screen: "CrudView", desk: Desk, request: HttpRequest) -> str:
    """Where a list opened from elsewhere begins; "" where it begins with everything.

    Whoever takes the last filter away on the list itself wants to see everything.
    """
    if request.GET or urlsplit(request.headers.get("Referer", "")).path == request.path:
        return ""
    chosen = DefaultView.objects.filter(person=desk.actor, screen=screen.name).values_list(
        "view__query", flat=True
    )
    query = next(iter(chosen), "")
    return f"{request.path}?{query}" if query else ""


def views_page(screen: "CrudView", desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """The views of a screen: keep, rename, delete, begin with one."""
    if request.method == "POST":
        return _write(screen, desk, request)
    return _page(screen, desk, request)


def _write(screen: "CrudView", desk: Desk, request: HttpRequest) -> HttpResponseBase:
    step = request.POST.get("step", "")
    title = request.POST.get("title", "")[:200]
    try:
        if step == "save":
            query = QueryDict(request.POST.get("query", "")[:1800])
            kept = state(Listing.read(query, desk, screen.filters, screen.columns))
            view = actions.save_view(
                actor=desk.actor,
                screen=screen.name,
                title=title,
                query=kept,
                scope=request.POST.get("scope", actions.PERSONAL),
                organisation=desk.organisation,
            )
            messages.success(request, _("The view “%(title)s” is kept.") % {"title": view.title})
            return redirect(f"{screen.url()}?{kept}" if kept else screen.url())
        if step == "everything":
            actions.choose_default(actor=desk.actor, screen=screen.name, view=None)
            return redirect(request.path)
        pk = request.POST.get("view", "")
        view = get_object_or_404(visible(screen, desk), pk=pk if pk.isdecimal() and len(pk) < 19 else 0)
        if step == "rename":
            actions.rename_view(actor=desk.actor, view=view, title=title)
        elif step == "remove":
            actions.remove_view(actor=desk.actor, view=view)
            messages.success(request, _("The view “%(title)s” is deleted.") % {"title": view.title})
        elif step == "default":
            actions.choose_default(actor=desk.actor, screen=screen.name, view=view)
    except Invalid as error:
        if step == "save":
            return _page(screen, desk, request, str_of(error))
        messages.error(request, str_of(error))
    return redirect(request.path)


def _page(screen: "CrudView", desk: Desk, request: HttpRequest, problem: str = "") -> HttpResponse:
    begins = DefaultView.objects.filter(person=desk.actor, screen=screen.name).values_list(
        "view_id", flat=True
    )
    default = begins.first()
    rows = [
        {
            "view": view,
            "url": f"{screen.url()}?{view.query}",
            "whose": _whose(view),
            "mine": _may_keep(desk, view),
            "default": view.pk == default,
        }
        for view in visible(screen, desk).select_related("organisation")
    ]
    context = {
        "screen": screen,
        "title": _("Views of the list"),
        "crumbs": [Link(str(screen.title), screen.url()), Link(_("Views"))],
        "rows": rows,
        "default": default,
        # A view that could not be kept: what was typed stands in the form again.
        "problem": problem,
        "typed": {name: request.POST.get(name, "") for name in ("title", "query", "scope")},
        "view_scopes": scopes(desk),
    }
    return render(request, desk, "office/kit/views.html", context)


def _may_keep(desk: Desk, view: SavedView) -> bool:
    """As karavan.office.actions.may_keep, by what the desk knows already."""
    if view.person_id is not None:
        return view.person_id == desk.actor.pk
    return desk.editing.everything or desk.editing.covers(view.organisation)


def _whose(view: SavedView) -> str:
    if view.person_id is not None:
        return _("only for me")
    return str(view.organisation) if view.organisation is not None else _("the whole city")
