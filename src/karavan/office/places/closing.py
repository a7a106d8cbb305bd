"""Closing a place for days, with what becomes of everything it breaks; reopening; what stayed broken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.localtime import today
from karavan.kernel.periods import Span, span_of
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.kit import editing
from karavan.office.places.deciding import (
    Row,
    candidates_for,
    decisions_of,
    for_all,
    keep_results,
    rows_of,
    take_results,
)
from karavan.office.places.forms import day_field
from karavan.office.places.pages import SCREEN, crumbs, show
from karavan.office.places.wording import event_url, moment_words, span_words
from karavan.places import actions as places
from karavan.places.enums import PlaceState
from karavan.places.hours import CLOSING_STATES
from karavan.places.models import Place
from karavan.places.queries import state_mark
from karavan.programme import actions as programme
from karavan.programme.broken import Broken, broken_by, broken_sessions
from karavan.programme.reopening import offers


class ClosingForm(forms.Form):
    """Why a place is closed, and when."""

    state = forms.ChoiceField(
        label=gettext_lazy("What closes it"),
        choices=[(state.value, state.label) for state in PlaceState if state in CLOSING_STATES],
        widget=forms.RadioSelect,
        initial=PlaceState.PAUSED,
    )
    valid_from = day_field(gettext_lazy("From which day"))
    valid_to = day_field(
        gettext_lazy("Until which day"),
        required=False,
        help_text=gettext_lazy("The last closed day. Empty: it is not known yet."),
    )
    reason = forms.CharField(
        label=gettext_lazy("What residents read"),
        max_length=300,
        help_text=gettext_lazy(
            "Why, and what to do instead: “A pipe burst. The readings are at the branch in Lenin Avenue 64”."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        values = super().clean() or {}
        first, last = values.get("valid_from"), values.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day lies before the first."))
        return values


@dataclass(frozen=True)
class Closing:
    """A state of a place with its days, in words; ``reopen`` is the day to offer for reopening."""

    days: str
    state: str
    reason: str
    current: bool
    over: bool
    reopen: date | None
    closes: bool


def _closings(place: Place, day: date) -> list[Closing]:
    """The states of a place, the newest first."""
    rows = sorted(place.states.all(), key=lambda row: (row.valid_from or date.min, row.pk), reverse=True)
    found = []
    for row in rows:
        over = row.valid_to is not None and row.valid_to < day
        closes = row.state in CLOSING_STATES
        first = max(row.valid_from or day, day)
        found.append(
            Closing(
                span_words(span_of(row)) or _("always"),
                row.get_state_display(),
                row.reason,
                day in span_of(row),
                over,
                first if closes and not over else None,
                closes,
            )
        )
    return found


@office_page
def closings(desk: Desk, request: HttpRequest, pk: int) -> HttpResponse:
    """When a place was, is and will be closed; what became of the last closing, once."""
    record = SCREEN.get(desk, pk)
    return _closings_page(desk, request, record, {})


def _closings_page(
    desk: Desk, request: HttpRequest, record: Place, problems: Mapping[str, Sequence[str]]
) -> HttpResponse:
    offered = [
        {
            "pk": each.session.pk,
            "title": each.session.event.title,
            "url": event_url(each.session.event_id),
            "when": moment_words(each.session.starts_at),
            "place": "" if each.place.pk == record.pk else each.place.name,
            "note": each.session.note,
            "problems": problems.get(f"rows.s{each.session.pk}", ()),
        }
        for each in offers(desk.actor, record)
    ]
    context = {
        "closings": _closings(record, today()),
        "results": take_results(request),
        "offered": offered,
        "bad": bool(problems),
    }
    return show(desk, request, record, "closings.html", context)


@require_POST
@office_page
def restore(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let one session that a closing cancelled, or all that are listed, take place after all."""
    record = SCREEN.get(desk, pk)
    asked = request.POST.getlist("one") or request.POST.getlist("all")
    ids = [int(value) for value in asked if value.isdecimal() and len(value) < 19]
    try:
        settled = programme.restore_cancelled(actor=desk.actor, place=record, session_ids=ids)
    except Invalid as error:
        known = {f"rows.s{each.session.pk}" for each in offers(desk.actor, record)}
        gone = [said for path, found in error.problems.items() if path not in known for said in found]
        for said in dict.fromkeys(gone):
            messages.error(request, said)
        return _closings_page(desk, request, record, error.problems)
    if settled:
        keep_results(request, settled)
        messages.success(request, _("Saved. Residents read it already."))
    return redirect("office-places-closings", pk)


@office_page
def reopen(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Open a place before its closing ends, or take back a closing to come."""
    record = SCREEN.get_editable(desk, pk)
    if request.method == "POST":
        try:
            day = date.fromisoformat(request.POST.get("day", ""))
            places.reopen_place(actor=desk.actor, place=record, day=day)
        except ValueError:
            messages.error(request, _("Choose the day from which it is open."))
        except (Invalid, Conflict) as error:
            said = [message for found in getattr(error, "problems", {}).values() for message in found]
            messages.error(request, " ".join(said) or str(error))
        else:
            messages.success(request, _("Saved. What was moved stays so: change it by hand."))
    return redirect("office-places-closings", pk)


@office_page
def close(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Close a place in two steps: the days and the reason, then a decision about everything this breaks."""
    record = SCREEN.get_editable(desk, pk)
    form = ClosingForm(request.POST if request.method == "POST" else None, initial={"valid_from": today()})
    if not (form.is_bound and form.is_valid()):
        return _first_step(desk, request, record, form)
    do = request.POST.get("do", "list")
    if do == "back":
        return _first_step(desk, request, record, ClosingForm(initial=form.cleaned_data))
    broken = _broken(desk, record, form.cleaned_data)
    rows = rows_of(broken, candidates_for(desk, [record]), request.POST)
    if do == "all":
        rows = rows_of(broken, candidates_for(desk, [record]), for_all(request.POST, rows, broken))
    if do != "close":
        return _second_step(desk, request, record, form, rows)
    return _close(desk, request, record, form, broken)


def _broken(desk: Desk, record: Place, values: Mapping[str, Any]) -> list[Broken]:
    days = Span(values["valid_from"], values["valid_to"])
    state, reason = values["state"], values["reason"]
    return broken_by(record, days, actor=desk.actor, state=state, reason=reason)


def _close(
    desk: Desk, request: HttpRequest, record: Place, form: ClosingForm, broken: Sequence[Broken]
) -> HttpResponseBase:
    problems: dict[str, list[str]] = {}
    try:
        settled = programme.close_place(
            actor=desk.actor,
            place=record,
            decisions=decisions_of(desk, request.POST),
            seen=request.POST.get("seen", ""),
            **form.cleaned_data,
        )
    except Invalid as error:
        problems = {path: said for path, said in error.problems.items() if path.startswith("rows.")}
        rest = {path: said for path, said in error.problems.items() if path not in problems}
        if rest:
            editing.show(form, Invalid(rest))
    except (Conflict, NotAllowed) as error:
        form.add_error(None, str(error))
    else:
        keep_results(request, settled)
        messages.success(request, _("Closed: %(days)s. Residents read it already.") % {"days": _days(form)})
        return redirect("office-places-closings", record.pk)
    rows = rows_of(broken, candidates_for(desk, [record]), request.POST, problems)
    return _second_step(desk, request, record, form, rows, bad=bool(problems))


def _days(form: ClosingForm) -> str:
    return span_words(Span(form.cleaned_data["valid_from"], form.cleaned_data["valid_to"]))


def _first_step(desk: Desk, request: HttpRequest, record: Place, form: ClosingForm) -> HttpResponse:
    context = {
        "title": _("Close “%(place)s”") % {"place": record.name},
        "crumbs": crumbs(record, _("Closing")),
        "form": form,
        "back_url": reverse("office-places-closings", args=[record.pk]),
    }
    return render(request, desk, "office/places/close.html", context)


def _second_step(
    desk: Desk,
    request: HttpRequest,
    record: Place,
    form: ClosingForm,
    rows: Sequence[Row],
    *,
    bad: bool = False,
) -> HttpResponse:
    """The list of what breaks. A mark of the states goes with it, so that nobody decides by a stale list."""
    context = {
        "title": _("Close “%(place)s”") % {"place": record.name},
        "crumbs": crumbs(record, _("Closing")),
        "place": record,
        "form": form,
        "days": _days(form),
        "state": PlaceState(form.cleaned_data["state"]).label,
        "rows": rows,
        "open_rows": sum(row.open for row in rows),
        "seen": state_mark(record),
        "bad": bad,
        "reason": form.cleaned_data["reason"],
    }
    return render(request, desk, "office/places/broken_by.html", context)


@office_page
def broken(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Sessions and periods in closed places that wait for a decision of this person."""
    found = broken_sessions(desk.actor)
    problems: dict[str, list[str]] = {}
    data: Mapping[str, Any] = {}
    if request.method == "POST":
        data = request.POST
        do = request.POST.get("do", "mend")
        if do == "all":
            data = for_all(request.POST, _rows(desk, found, request.POST, {}), found)
        else:
            try:
                settled = programme.mend_broken(actor=desk.actor, decisions=decisions_of(desk, request.POST))
            except Invalid as error:
                problems = error.problems
            else:
                keep_results(request, settled)
                messages.success(request, _("Saved. Residents read it already."))
                return redirect("office-broken")
    context = {
        "title": _("Sessions in closed places"),
        "rows": _rows(desk, found, data, problems),
        "results": take_results(request),
        "bad": bool(problems),
    }
    return render(request, desk, "office/places/broken.html", context)


def _rows(
    desk: Desk, found: Sequence[Broken], data: Mapping[str, Any], problems: Mapping[str, Sequence[str]]
) -> list[Row]:
    if not found:
        return []
    return rows_of(found, candidates_for(desk, [each.place for each in found]), data, problems)
