"""The page that makes a release: what waits, what the log will say, one button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.localtime import today
from karavan.office.desk import Desk
from karavan.office.frame import render
from karavan.office.programme.programmes.working import Row, row_of
from karavan.people.models import Organisation
from karavan.programme import actions
from karavan.programme.models import Event, Release
from karavan.programme.queries import load_events
from karavan.programme.releases.log import differences
from karavan.programme.releases.scope import Scope
from karavan.programme.releases.state import state_of
from karavan.programme.releases.words import Group, grouped
from karavan.ui import typography
from karavan.ui.parts import Link

MOST: Final = 500
"""Events of one release."""


class ReleaseForm(forms.Form):
    """How the release is called, and what visitors read above its list."""

    name = forms.CharField(label=gettext_lazy("Name of the release"), max_length=200)
    note = forms.CharField(
        label=gettext_lazy("Note for visitors"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Candidate:
    """An event that waits, whether it goes along, and what stands in the way."""

    row: Row
    chosen: bool
    problems: Sequence[str]


def may_release(desk: Desk, scope: Scope) -> bool:
    """Whether the person releases this; as :mod:`karavan.programme.rules` says, by the roles of the desk."""
    if desk.managing.everything or not desk.managing.paths:
        return desk.managing.everything
    if scope.programme is None:
        return desk.managing.covers(scope.organisation)
    holders = Organisation.objects.filter(programmes__in=scope.programme.lineage_ids)
    return any(desk.managing.covers(one) for one in holders)


def release_page(
    desk: Desk, request: HttpRequest, scope: Scope, *, heading: str, crumbs: Sequence[Link], back_url: str
) -> HttpResponseBase:
    """Look at what would be told, then release."""
    if not may_release(desk, scope):
        raise NotAllowed(_("Only a director of its organisation or a city coordinator makes a release."))
    last = scope.releases().first()
    rows = [row_of(desk, event) for event in _waiting(scope)]
    sound = {row.event.pk for row in rows if not row.problems}
    chosen = sound if request.method != "POST" else sound & _asked(request)
    form = ReleaseForm(
        request.POST if request.method == "POST" else None,
        initial={"after": last.number if last else 0, "name": suggested(scope, last)},
    )
    problems: Mapping[int, Sequence[str]] = {}
    if request.method == "POST" and request.POST.get("do") == "release" and form.is_valid():
        events = [row.event for row in rows if row.event.pk in chosen]
        try:
            release = _release(desk, scope, events, form.cleaned_data)
        except Invalid as error:
            problems = _put(form, error, events)
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Released: residents read it now."))
            return redirect(f"{back_url}#release-{release.pk}")
    context = {
        "title": _("Release"),
        "heading": heading,
        "crumbs": [*crumbs, Link(_("Release"))],
        "form": form,
        "last": last,
        "candidates": [
            Candidate(row, row.event.pk in chosen, [*row.problems, *problems.get(row.event.pk, ())])
            for row in rows
        ],
        "groups": preview(scope, last, chosen),
        "hidden": scope.programme is not None and not scope.programme.is_public,
        "back_url": back_url,
    }
    return render(request, desk, "office/programmes/release.html", context)


def suggested(scope: Scope, last: Release | None) -> str:
    """«Программа», «Афиша: март 2027», «Изменения от 5 марта»."""
    if last is not None:
        return _("Changes of %(day)s") % {"day": typography.date_short(today()).replace("\u00a0", " ")}
    if scope.month is not None:
        return _("Playbill: %(month)s %(year)s") % {
            "month": typography.month_name(scope.month),
            "year": scope.month.year,
        }
    return _("The programme")


def preview(scope: Scope, last: Release | None, chosen: set[int]) -> list[Group]:
    """The log that a release with these events would have now."""
    before = last.state if last else {}
    return grouped(differences(before, state_of(scope, before, chosen)))


def _waiting(scope: Scope) -> list[Event]:
    ids = list(scope.waiting().values_list("pk", flat=True)[:MOST])
    loaded = {event.pk: event for event in load_events(ids)}
    return [loaded[pk] for pk in ids if pk in loaded]


def _asked(request: HttpRequest) -> set[int]:
    return {int(value) for value in request.POST.getlist("event") if value.isdecimal() and len(value) < 19}


def _release(desk: Desk, scope: Scope, events: Sequence[Event], values: Mapping[str, Any]) -> Release:
    told = {"name": values["name"], "note": values["note"], "after": values["after"], "events": events}
    if scope.programme is not None:
        return actions.release_programme(actor=desk.actor, programme=scope.programme, **told)
    assert scope.organisation is not None
    assert scope.month is not None
    return actions.release_month(actor=desk.actor, organisation=scope.organisation, month=scope.month, **told)


def _put(form: forms.Form, error: Invalid, events: Sequence[Event]) -> dict[int, list[str]]:
    """Messages of a refusal at their fields; those of events by event."""
    found: dict[int, list[str]] = {}
    for path, told in error.problems.items():
        index = path.partition(".")[0]
        if path in form.fields:
            form.add_error(path, told)
        elif index.isdecimal() and int(index) < len(events):
            found.setdefault(events[int(index)].pk, []).extend(told)
        else:
            form.add_error(None, told)
    return found
