"""Deeds of the working copy with several events: send for release, send back with a reason."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.kernel.errors import KaravanError
from karavan.office.desk import Desk
from karavan.office.programme.programmes.working import seen_in
from karavan.programme import actions
from karavan.programme.models import Event
from karavan.programme.releases.scope import Scope


def send_page(desk: Desk, request: HttpRequest, scope: Scope, back_url: str) -> HttpResponseBase:
    """Send the chosen drafts for release, each by itself; tell of those that were not sent."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])

    def send(event: Event) -> None:
        actions.send_for_release(actor=desk.actor, event=event)

    done = _each(request, _chosen(desk, request, scope), send)
    if done:
        text = ngettext(
            "%(count)d event was sent for release.", "%(count)d events were sent for release.", done
        )
        messages.success(request, text % {"count": done})
    return redirect(back_url)


def send_back_page(desk: Desk, request: HttpRequest, scope: Scope, back_url: str) -> HttpResponseBase:
    """Return the chosen events to their editors with a reason."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    reason = request.POST.get("reason", "")

    def send_back(event: Event) -> None:
        actions.send_back(actor=desk.actor, event=event, reason=reason)

    done = _each(request, _chosen(desk, request, scope), send_back)
    if done:
        text = ngettext("%(count)d event was sent back.", "%(count)d events were sent back.", done)
        messages.success(request, text % {"count": done})
    return redirect(back_url)


def _chosen(desk: Desk, request: HttpRequest, scope: Scope) -> list[Event]:
    ids = [value for value in request.POST.getlist("event") if value.isdecimal() and len(value) < 19]
    return list(seen_in(desk, scope).filter(pk__in=ids[:500]).order_by("pk"))


def _each(request: HttpRequest, events: Sequence[Event], do: Callable[[Event], None]) -> int:
    done = 0
    if not events:
        messages.error(request, _("Choose at least one event."))
    for event in events:
        try:
            do(event)
        except KaravanError as error:
            messages.error(request, f"{event.title}: {error}")
        else:
            done += 1
    return done
