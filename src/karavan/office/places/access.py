"""The accessibility passport: what it says, and a new survey entered zone by zone, on a phone if need be.

A survey in the making is kept with the person and the place: it outlasts the connection and the session.
What nobody assessed stays unknown: there is no default.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.kernel.drafts.actions import forget_draft, keep_draft
from karavan.kernel.drafts.queries import content_of
from karavan.kernel.errors import Conflict, Invalid
from karavan.office.desk import Desk, office_page
from karavan.office.kit import editing
from karavan.office.places.forms import day_field
from karavan.office.places.pages import SCREEN, crumbs, show
from karavan.office.places.screen import profiles_of, shown_profiles
from karavan.places import actions
from karavan.places.enums import AccessProfile, Category, Zone, ZoneState
from karavan.places.models import AccessSurvey, Place
from karavan.places.rules import assessments_of, needs_help, summarise
from karavan.ui.parts import Access, Link

ORDER: Final = (
    Zone.ROUTE,
    Zone.TERRITORY,
    Zone.ENTRANCE,
    Zone.WAYS,
    Zone.SERVICE,
    Zone.SANITARY,
    Zone.INFORMATION,
)
"""Zones as a visitor meets them; the passport numbers them otherwise."""

LOOK_AT: Final = {
    Zone.ROUTE: gettext_lazy("The way from the stop: distance, kerbs, crossings, surface, signs."),
    Zone.TERRITORY: gettext_lazy(
        "The grounds: gate, paths, steps, a parking place for people with disabilities."
    ),
    Zone.ENTRANCE: gettext_lazy(
        "The entrance: steps or ramp, handrails, width of the door, threshold, bell."
    ),
    Zone.WAYS: gettext_lazy("Inside: corridors, stairs, lift, doors, tactile marks."),
    Zone.SERVICE: gettext_lazy("Where visitors are served: hall, places for wheelchairs, desk, cash desk."),
    Zone.SANITARY: gettext_lazy("Toilets: width, handrails, a call button."),
    Zone.INFORMATION: gettext_lazy("Signs, sound, Braille, induction loop, site for people with low vision."),
}

Answers = dict[tuple[Zone, Category], ZoneState]


class SurveyForm(forms.Form):
    """Who looked, and when."""

    surveyed_on = day_field(gettext_lazy("Day of the survey"))
    surveyor = forms.CharField(
        label=gettext_lazy("Who surveyed"),
        max_length=200,
        help_text=gettext_lazy("An organisation or a commission, not a person."),
    )
    variant = forms.ChoiceField(
        label=gettext_lazy("Variant"),
        required=False,
        choices=[
            ("", gettext_lazy("not stated")),
            ("А", gettext_lazy("А: all zones and rooms")),
            ("Б", gettext_lazy("Б: parts allotted to people with disabilities")),
        ],
    )
    next_control = day_field(gettext_lazy("Next control"), required=False)


class ZoneForm(forms.Form):
    """One zone: a state for each category of visitors, or nothing where it was not looked at."""

    def __init__(
        self, zone: Zone, answers: Mapping[tuple[Zone, Category], ZoneState], data: Any = None
    ) -> None:
        super().__init__(data, initial={_field(each): answers.get((zone, each), "") for each in Category})
        choices = [("", _("— not surveyed —"))]
        choices += [(state.value, f"{state.value} — {state.label}") for state in ZoneState]
        for each in Category:
            self.fields[_field(each)] = forms.ChoiceField(
                label=str(each.label).capitalize(), choices=choices, required=False
            )

    def states(self) -> dict[Category, ZoneState]:
        """What was stated."""
        given = {each: self.cleaned_data.get(_field(each)) for each in Category}
        return {each: ZoneState(state) for each, state in given.items() if state}


def _field(category: Category) -> str:
    return f"state_{category.name.lower()}"


@dataclass(frozen=True)
class ZoneRow:
    """A zone of the passport and its states in the order of the categories; "" is unknown."""

    zone: str
    states: list[str]


KIND: Final = "places.survey"


@dataclass
class Draft:
    """A survey in the making."""

    head: dict[str, str]
    answers: Answers

    @classmethod
    def of(cls, desk: Desk, pk: int) -> "Draft | None":
        """The person's own of a place, if any; what cannot be read is left out."""
        kept = content_of(desk.actor, KIND, pk)
        if kept is None:
            return None
        rows = [(int(zone), category, state) for zone, category, state in kept.get("answers", [])]
        return cls(dict(kept.get("head", {})), assessments_of(rows))

    def keep(self, desk: Desk, pk: int) -> None:
        """Keep what it says so far."""
        rows = [(int(zone), str(category), str(state)) for (zone, category), state in self.answers.items()]
        content = {"head": self.head, "answers": rows}
        keep_draft(actor=desk.actor, kind=KIND, subject_id=pk, content=content)


def profiles(answers: Mapping[tuple[Zone, Category], ZoneState]) -> list[Access]:
    """The six profiles that the answers so far make."""
    helped = needs_help(answers)
    return shown_profiles(summarise(answers), [profile for profile in AccessProfile if helped[profile]])


def _table(answers: Mapping[tuple[Zone, Category], ZoneState]) -> list[ZoneRow]:
    return [
        ZoneRow(str(zone.label), [str(answers.get((zone, each), "")) for each in Category]) for zone in ORDER
    ]


@office_page
def passport(desk: Desk, request: HttpRequest, pk: int) -> HttpResponse:
    """What residents read of a place's accessibility, the survey it rests on, and earlier ones."""
    record = SCREEN.get(desk, pk)
    report = record.view.report
    context = {
        "profiles": profiles_of(record.view),
        "report": report,
        "borrowed": report.surveyed_place_id not in (None, record.pk),
        "categories": [str(each.label).capitalize() for each in Category],
        "zones": _table(report.assessments),
        "surveys": AccessSurvey.objects.filter(place=record),
        "draft": Draft.of(desk, pk),
        "states": [(state.value, state.label) for state in ZoneState],
    }
    return show(desk, request, record, "access.html", context)


@office_page
def survey_head(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Begin a survey, or go on with it: who looked, and when."""
    record = SCREEN.get_editable(desk, pk)
    draft = Draft.of(desk, pk)
    if request.method == "POST":
        form = SurveyForm(request.POST)
        if form.is_valid():
            head = {name: str(value or "") for name, value in form.cleaned_data.items()}
            answers = draft.answers if draft is not None else {}
            if request.POST.get("from") == "last":
                answers = _last(record)
            Draft(head, answers).keep(desk, pk)
            return redirect("office-places-survey-zone", pk, 1)
    else:
        form = SurveyForm(initial={} if draft is None else draft.head)
    context = {
        "title": _("New survey"),
        "crumbs": _crumbs(record),
        "form": form,
        "last": record.surveys.first(),
        "step": 0,
        "steps": _steps(pk, 0),
        "profiles": profiles({} if draft is None else draft.answers),
    }
    return show(desk, request, record, "survey.html", context)


def _last(place: Place) -> Answers:
    survey = place.surveys.first()
    if survey is None:
        return {}
    return assessments_of(survey.assessments.values_list("zone", "category", "state"))


@office_page
def survey_zone(desk: Desk, request: HttpRequest, pk: int, step: int) -> HttpResponseBase:
    """One zone of a survey; an answer to a live question is the six profiles alone."""
    record = SCREEN.get_editable(desk, pk)
    draft = Draft.of(desk, pk)
    if draft is None or not 1 <= step <= len(ORDER):
        return redirect("office-places-survey", pk)
    zone = ORDER[step - 1]
    form = ZoneForm(zone, draft.answers, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        states = form.states()
        if request.POST.get("do") == "same" and states:
            states = dict.fromkeys(Category, next(iter(states.values())))
        others = {key: state for key, state in draft.answers.items() if key[0] != zone}
        draft.answers = {**others, **{(zone, each): state for each, state in states.items()}}
        if request.headers.get("X-Live"):
            return render(request, "office/places/profiles.html", {"profiles": profiles(draft.answers)})
        draft.keep(desk, pk)
        if request.POST.get("do") == "same":
            return redirect("office-places-survey-zone", pk, step)
        return redirect(*_after(pk, step, request.POST.get("do", "on")))
    context = {
        "title": str(zone.label),
        "crumbs": _crumbs(record),
        "form": form,
        "look_at": LOOK_AT[zone],
        "step": step,
        "steps": _steps(pk, step),
        "profiles": profiles(draft.answers),
        "back_url": _address(pk, step - 1),
    }
    return show(desk, request, record, "survey.html", context)


def _crumbs(record: Place) -> list[Link]:
    """The way back to the passport."""
    return [
        *crumbs(record),
        Link(_("Accessibility"), reverse("office-places-access", args=[record.pk])),
        Link(_("New survey")),
    ]


def _after(pk: int, step: int, do: str) -> tuple[Any, ...]:
    if do == "back":
        return ("office-places-survey-zone", pk, step - 1) if step > 1 else ("office-places-survey", pk)
    if do == "end" or step == len(ORDER):
        return ("office-places-survey-end", pk)
    return ("office-places-survey-zone", pk, step + 1)


def _address(pk: int, step: int) -> str:
    if step == 0:
        return reverse("office-places-survey", args=[pk])
    if step > len(ORDER):
        return reverse("office-places-survey-end", args=[pk])
    return reverse("office-places-survey-zone", args=[pk, step])


def _steps(pk: int, current: int) -> list[tuple[str, str, bool]]:
    """Every step of a survey: its name, its address, whether it is the one shown."""
    names = [_("Who and when"), *(str(zone.label) for zone in ORDER), _("Check")]
    return [(name, _address(pk, number), number == current) for number, name in enumerate(names)]


@office_page
def survey_end(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Look at the whole survey, and record it."""
    record = SCREEN.get_editable(desk, pk)
    draft = Draft.of(desk, pk)
    if draft is None:
        return redirect("office-places-survey", pk)
    if request.method == "POST" and request.POST.get("do") == "forget":
        forget_draft(actor=desk.actor, kind=KIND, subject_id=pk)
        messages.info(request, _("The unfinished survey is gone; the earlier one stands."))
        return redirect("office-places-access", pk)
    form = SurveyForm(draft.head)
    if request.method == "POST" and form.is_valid():
        if not draft.answers:
            form.add_error(None, _("Assess one zone at least: an empty survey tells nobody anything."))
        else:
            try:
                actions.record_survey(
                    actor=desk.actor, place=record, assessments=draft.answers, **form.cleaned_data
                )
            except (Invalid, Conflict) as error:
                editing.show(form, error)
            else:
                forget_draft(actor=desk.actor, kind=KIND, subject_id=pk)
                messages.success(request, _("The survey is recorded. Residents read it already."))
                return redirect("office-places-access", pk)
    context = {
        "title": _("Check"),
        "crumbs": _crumbs(record),
        "form": form,
        "step": len(ORDER) + 1,
        "steps": _steps(pk, len(ORDER) + 1),
        "profiles": profiles(draft.answers),
        "zones": _table(draft.answers),
        "categories": [str(each.label).capitalize() for each in Category],
        "unknown": len(ORDER) * len(Category) - len(draft.answers),
        "surveyed_on": _day(draft.head.get("surveyed_on", "")),
        "head_url": _address(pk, 0),
        "back_url": _address(pk, len(ORDER)),
    }
    return show(desk, request, record, "survey_end.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
