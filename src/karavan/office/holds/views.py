"""Pages of holds: those of a place, a new one, one that is confirmed, changed or released."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karavan.assets.models import Asset
from karavan.assets.queries import visible_to as assets_visible_to
from karavan.kernel.errors import Conflict, Invalid, KaravanError, NotAllowed
from karavan.office.desk import Desk, office_page
from karavan.office.frame import editors, render
from karavan.office.holds.forms import HoldForm, TimesForm, initial_of
from karavan.office.holds.rows import buffers_of, lines_of, state_of, what_for
from karavan.office.kit import editing
from karavan.office.places.pages import SCREEN, crumbs, show
from karavan.people.models import Organisation
from karavan.people.queries import editable_by
from karavan.places.models import Place
from karavan.planning import actions, queries
from karavan.planning.holds.rules import can_change_hold, owns
from karavan.planning.holds.wording import thing_of, when
from karavan.planning.models import Hold
from karavan.ui.parts import Fact, Link

MOST = 200


@office_page
def of_place(desk: Desk, request: HttpRequest, pk: int) -> HttpResponse:
    """What holds a place from now on."""
    record = SCREEN.get(desk, pk)
    found = queries.holds_of(record, timezone.now(), actor=desk.actor)
    context = {
        "lines": lines_of(found[:MOST], here=record.pk),
        "more": max(0, len(found) - MOST),
        "hold_url": reverse("office-places-hold", args=[pk]) if editors(desk) else "",
    }
    return show(desk, request, record, "holds.html", context)


@office_page
def new_of_place(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hold a place."""
    record = SCREEN.get(desk, pk)
    back = reverse("office-places-holds", args=[pk])
    return _new(desk, request, record, crumbs(record, _("Hold it")), back)


@office_page
def new_of_asset(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hold units of an asset."""
    asset = get_object_or_404(assets_visible_to(desk.actor), pk=pk)
    back = reverse("office-assets-detail", args=[pk])
    way = [Link(_("Assets"), reverse("office-assets")), Link(asset.name, back), Link(_("Hold it"))]
    return _new(desk, request, asset, way, back)


def _new(
    desk: Desk, request: HttpRequest, thing: Place | Asset, way: list[Link], back: str
) -> HttpResponseBase:
    if not editors(desk):
        raise NotAllowed(_("Only editors of an organisation can hold something for it."))
    form = HoldForm(request.POST if request.method == "POST" else None, initial=_asked(request, desk, thing))
    field: Any = form.fields["organisation"]
    field.queryset = _organisations(desk)
    if isinstance(thing, Place) or thing.units == 1:
        del form.fields["quantity"]
    if form.is_bound and form.is_valid():
        values = form.arguments() | {"organisation": form.cleaned_data["organisation"]}
        try:
            if isinstance(thing, Place):
                actions.hold_place(actor=desk.actor, place=thing, **values)
            else:
                units = form.cleaned_data.get("quantity") or 1
                actions.hold_asset(actor=desk.actor, asset=thing, quantity=units, **values)
        except (Invalid, Conflict, NotAllowed) as error:
            _refused(form, error)
        else:
            messages.success(request, _("It is held."))
            return redirect(back)
    title = _("Hold: %(what)s") % {"what": thing.name}
    return _form(desk, request, form, title=title, crumbs=way, back_url=back)


def _organisations(desk: Desk) -> QuerySet[Organisation]:
    rows = editable_by(desk.actor)
    if desk.organisation is not None:
        within = rows.filter(path__startswith=desk.organisation.path)
        rows = within if within.exists() else rows
    return rows.order_by("path")


def _asked(request: HttpRequest, desk: Desk, thing: Place | Asset) -> dict[str, Any]:
    """What the address proposes: a day and clocks from the week of the halls."""
    names = ("day", "starts", "ends", "last_day")
    asked: dict[str, Any] = {name: request.GET[name] for name in names if name in request.GET}
    return asked | {"organisation": desk.organisation or thing.organisation}


def _form(desk: Desk, request: HttpRequest, form: TimesForm, **given: Any) -> HttpResponse:
    context = {"form": form, "groups": editing.groups(form, ()), **given}
    return render(request, desk, "office/kit/form.html", context)


def _refused(form: TimesForm, error: KaravanError) -> None:
    """Show what an action refuses at the fields that this form asks with."""
    if isinstance(error, Invalid):
        error = Invalid({form.PATHS.get(path, path): said for path, said in error.problems.items()})
    editing.show(form, error)


def _get(desk: Desk, pk: int) -> Hold:
    rows = queries.visible_to(desk.actor).select_related(
        "place__organisation",
        "asset__organisation",
        "role__organisation",
        "organisation",
        "session__event",
        "entry",
    )
    return get_object_or_404(rows, pk=pk)


@office_page
def detail(desk: Desk, request: HttpRequest, pk: int) -> HttpResponse:
    """One hold, and what can be done with it."""
    hold = _get(desk, pk)
    live = queries.is_live(hold) and can_change_hold(desk.actor, hold)
    follows = hold.session is not None and hold.expires_at is None
    facts = [
        Fact(_("What"), [_link(hold)]),
        Fact(_("When"), [when(hold.starts_at, hold.ends_at)]),
        Fact(_("For whom"), [str(hold.organisation)]),
        Fact(_("What for"), [what_for(hold)]),
    ]
    if buffers_of(hold):
        facts.insert(2, Fact(_("Build-up and clearing"), [buffers_of(hold)]))
    if hold.asset is not None:
        facts.insert(1, Fact(_("How many"), [str(hold.quantity)]))
    context = {
        "title": thing_of(hold),
        "crumbs": _way(hold),
        "hold": hold,
        "state": state_of(hold),
        "facts": facts,
        "event_url": reverse("office-events-detail", args=[hold.session.event_id]) if hold.session else "",
        "may_change": live,
        "may_release": live and not follows,
        "may_confirm": live and hold.expires_at is not None and owns(desk.actor, hold),
    }
    return render(request, desk, "office/holds/hold.html", context)


def _link(hold: Hold) -> Link | str:
    return Link(thing_of(hold), _home(hold)) if _home(hold) else thing_of(hold)


def _home(hold: Hold) -> str:
    """The page of what is held."""
    if hold.place_id is not None:
        return reverse("office-places-holds", args=[hold.place_id])
    return reverse("office-assets-detail", args=[hold.asset_id]) if hold.asset_id is not None else ""


def _way(hold: Hold) -> list[Link]:
    if hold.place is not None:
        return crumbs(hold.place, _("Hold"))
    if hold.asset is not None:
        return [
            Link(_("Assets"), reverse("office-assets")),
            Link(hold.asset.name, _home(hold)),
            Link(_("Hold")),
        ]
    return [Link(_("Hold"))]


@office_page
def change(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Another time, other minutes, another day until which it is tentative."""
    hold = _get(desk, pk)
    if not can_change_hold(desk.actor, hold):
        raise NotAllowed(_("Only those who hold it, and those whose it is, may do this."))
    form = TimesForm(request.POST if request.method == "POST" else None, initial=initial_of(hold))
    if hold.session is not None:
        for name in ("day", "starts", "ends", "last_day"):
            form.fields[name].disabled = True
    if hold.expires_at is None:
        del form.fields["expires"]
    back = reverse("office-holds-detail", args=[pk])
    if form.is_bound and form.is_valid():
        values = form.arguments()
        if hold.session is not None:
            values.pop("starts_at"), values.pop("ends_at")
        if hold.expires_at is None or form.cleaned_data.get("expires") == initial_of(hold)["expires"]:
            values.pop("expires_at")
        try:
            actions.move_hold(actor=desk.actor, hold=hold, **values)
        except (Invalid, Conflict, NotAllowed) as error:
            _refused(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    title = _("Change the hold: %(what)s") % {"what": thing_of(hold)}
    return _form(desk, request, form, title=title, crumbs=_way(hold), back_url=back)


def _deed(act: Callable[..., Hold], told: Callable[[], str]) -> Any:
    @require_POST
    @office_page
    def page(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        hold = _get(desk, pk)
        try:
            act(actor=desk.actor, hold=hold)
        except Conflict as error:
            messages.error(request, str(error))
        else:
            messages.success(request, told())
        return redirect("office-holds-detail", pk)

    return page


confirm = _deed(actions.confirm_hold, lambda: _("The hold is firm now."))
release = _deed(actions.release_hold, lambda: _("Released: others can have it."))
