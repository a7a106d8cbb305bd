"""Finding a date: the question, the five best days with their reasons, and why not another one."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from karavan.kernel.errors import Invalid
from karavan.kernel.localtime import local, today
from karavan.office.asked import day_of, record_id
from karavan.office.desk import Desk
from karavan.office.frame import editors, render
from karavan.office.kit.editing import Group, groups, show
from karavan.office.places.forms import day_field
from karavan.office.planning.grounds import ConcernRow, concern_rows
from karavan.office.planning.moving import event_url
from karavan.places.enums import PlaceKind
from karavan.planning.finder import Found, Judged, Wish, find
from karavan.planning.finder.search import Refusal
from karavan.planning.finder.wish import WEEKENDS, WORKDAYS
from karavan.planning.occasions.keys import entry_key
from karavan.planning.occasions.words import described
from karavan.planning.queries.diary import editable_by
from karavan.programme.enums import Audience, EventKind
from karavan.ui import typography

LARGE_KINDS: Final = (
    PlaceKind.OPEN_AIR_VENUE,
    PlaceKind.PARK,
    PlaceKind.EVENT_VENUE,
    PlaceKind.CONCERT_HALL,
    PlaceKind.THEATRE,
    PlaceKind.CULTURE_HOUSE,
    PlaceKind.CINEMA,
    PlaceKind.CIRCUS,
    PlaceKind.LIBRARY,
    PlaceKind.MUSEUM,
    PlaceKind.HALL,
)
WEEKDAYS: Final = (
    ("", pgettext_lazy("days", "Any day")),
    ("weekend", gettext_lazy("Saturday or Sunday")),
    ("work", gettext_lazy("Monday to Friday")),
)
STEPS: Final = (50, 70, 85, 95)
"""Marks from which a day of the strip is drawn better."""
TOLD: Final = 4
"""Clashes of a day that are named."""
REFUSALS: Final = {
    Refusal.CLOSED: gettext_lazy("closed"),
    Refusal.HELD: gettext_lazy("held"),
    Refusal.TAKEN: gettext_lazy("taken"),
}


class WishForm(forms.Form):
    """What somebody looks for a date for."""

    people = forms.IntegerField(
        label=gettext_lazy("How many people you expect"), min_value=1, max_value=500_000, initial=5000
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=EventKind.choices, initial=EventKind.CONCERT)
    first = day_field(gettext_lazy("From what day"))
    last = day_field(gettext_lazy("To what day"), help_text=gettext_lazy("Half a year at most."))
    starts = forms.TimeField(
        label=gettext_lazy("It begins at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours it lasts"), min_value=0.25, max_value=48, decimal_places=2, initial=3
    )
    days = forms.ChoiceField(label=gettext_lazy("Days of the week"), choices=WEEKDAYS, required=False)
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"),
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("In what kind of place"),
        choices=[(kind.value, kind.label) for kind in LARGE_KINDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing chosen: whatever is large enough."),
    )
    is_loud = forms.BooleanField(
        label=gettext_lazy("Loud: amplified sound or fireworks in the open"), required=False
    )
    is_sure = forms.BooleanField(label=gettext_lazy("Only places known to hold so many"), required=False)

    def wish(self) -> Wish:
        """What was asked; the form must be valid."""
        given = self.cleaned_data
        days = {"weekend": WEEKENDS, "work": WORKDAYS}.get(given["days"], frozenset())
        return Wish(
            people=given["people"],
            kind=given["kind"],
            audiences=tuple(given["audiences"]),
            first=given["first"],
            last=given["last"],
            starts=given["starts"],
            length=timedelta(hours=float(given["hours"])),
            place_kinds=tuple(given["place_kinds"]),
            weekdays=days,
            is_loud=given["is_loud"],
            is_sure=given["is_sure"],
        )


@dataclass(frozen=True)
class Clashing:
    """Something that counts against a day."""

    words: str
    when: str
    score: int
    url: str
    is_demo: bool


@dataclass(frozen=True)
class Answer:
    """A day in words; ``refused`` are places that cannot be had, each with why."""

    number: str
    month: str
    weekday: str
    rank: int | None
    mark: int
    place: str
    place_url: str
    holds: str
    reasons: Sequence[str]
    against: Sequence[Clashing]
    more: int
    refused: Sequence[str]
    plan_url: str
    concerns: Sequence[ConcernRow] = ()


def dates_page(desk: Desk, request: HttpRequest) -> HttpResponse:
    """The finder. The question is the address, so that it can be sent to somebody."""
    asked = request.GET
    form = WishForm(asked if "people" in asked else None, initial=_beginning())
    found: Found | None = None
    if form.is_bound and form.is_valid():
        try:
            found = find(form.wish(), actor=desk.actor, without=_own_plan(desk, asked))
        except Invalid as invalid:
            show(form, _at_fields(invalid))
    context = {
        "title": _("Find a date"),
        "form": form,
        "groups": _groups(form),
        "found": found,
        "is_open": found is None,
        "here": reverse("office-diary-dates"),
        "board_url": reverse("office-diary"),
    }
    if found is not None:
        why = day_of(asked.get("why", ""))
        judged = None if why is None else found.days.get(why)
        context |= {
            "answers": [_answer(found, each, _plan_link(desk, found, each, asked)) for each in found.best],
            "strip": _strip(found, asked, why),
            "why": None if judged is None else _answer(found, judged, _plan_link(desk, found, judged, asked)),
            "possible": found.possible,
            "weighed": len(found.days),
            "places": len(found.places),
        }
    return render(request, desk, "office/planning/dates.html", context, status=422 if form.errors else 200)


def _own_plan(desk: Desk, asked: QueryDict) -> str:
    """The key of the plan that a date is looked for: it does not stand in its own way."""
    pk = record_id(asked.get("plan", ""))
    return entry_key(pk) if pk and editable_by(desk.actor).filter(pk=pk).exists() else ""


def _plan_link(desk: Desk, found: Found, judged: Judged, asked: QueryDict) -> str:
    """Where a day is made use of: the plan's own move, or a new plan with all that was asked."""
    if judged.place is None or not editors(desk):
        return ""
    if key := _own_plan(desk, asked):
        return f"{reverse('office-diary-move')}?key={key}&day={judged.day.isoformat()}"
    wish = found.wish
    pairs = [
        ("kind", wish.kind),
        ("expected", str(wish.people)),
        ("day", judged.day.isoformat()),
        ("starts", f"{wish.starts:%H:%M}"),
        ("hours", f"{wish.length / timedelta(hours=1):g}"),
        ("place", str(judged.place.pk)),
        *([("is_loud", "on")] if wish.is_loud else []),
        *(("audiences", each) for each in wish.audiences),
    ]
    return f"{reverse('office-plans-new')}?{urlencode(pairs)}"


def _beginning() -> dict[str, Any]:
    first = today() + timedelta(days=30)
    return {"first": first, "last": first + timedelta(days=60), "starts": "18:00"}


def _groups(form: WishForm) -> list[Group]:
    return groups(
        form,
        (
            (_("What"), ("people", "kind", "audiences", "is_loud")),
            (_("When"), ("first", "last", "starts", "hours", "days")),
            (_("Where"), ("place_kinds", "is_sure")),
        ),
    )


def _at_fields(invalid: Invalid) -> Invalid:
    names = {"weekdays": "days", "length": "hours"}
    return Invalid({names.get(path, path): found for path, found in invalid.problems.items()})


def _answer(found: Found, judged: Judged, plan_url: str) -> Answer:
    day = judged.day
    against = [
        Clashing(
            described(each.occasion, each.km),
            f"{local(each.occasion.start):%H:%M}",
            each.score,
            event_url(each.occasion),
            each.occasion.is_demo,
        )
        for each in judged.against[:TOLD]
    ]
    names = {spot.pk: spot.name for spot in found.places}
    place = judged.place
    return Answer(
        str(day.day),
        typography.month(day),
        typography.weekday(day),
        judged.rank,
        judged.mark,
        place.name if place else "",
        reverse("office-places-detail", args=[place.pk]) if place else "",
        _holds(place.capacity) if place else "",
        _reasons(found, judged),
        against,
        len(judged.against) - len(against),
        [f"{names[pk]}: {REFUSALS[why]}" for pk, why in judged.refused.items()],
        plan_url,
        concern_rows(judged.asks),
    )


def _holds(capacity: int | None) -> str:
    if capacity is None:
        return _("nobody stated how many it holds")
    return _("holds %(count)s") % {"count": typography.number(capacity)}


def _reasons(found: Found, judged: Judged) -> list[str]:
    """What speaks for and against a day, in sentences."""
    if judged.place is None:
        return [_("No place is free then.") if found.places else _("No place holds so many people.")]
    reasons = []
    if not judged.against:
        reasons.append(_("Nothing near it draws on the same people."))
    else:
        count = len(judged.against)
        words = ngettext("%(count)d clash with what is on", "%(count)d clashes with what is on", count)
        reasons.append(words % {"count": count})
    if judged.day.weekday() in WEEKENDS:
        reasons.append(_("A day off: people are free."))
    if count := len(judged.refused):
        words = ngettext("%(count)d place cannot be had", "%(count)d places cannot be had", count)
        reasons.append(words % {"count": count})
    return reasons


@dataclass(frozen=True)
class Mark:
    """A day of the window on the strip: ``step`` 0 is impossible, 5 the best."""

    day: date
    label: str
    step: int
    url: str
    is_chosen: bool


def _strip(found: Found, asked: QueryDict, why: date | None) -> list[tuple[str, list[Mark]]]:
    """The days by month."""
    query = asked.copy()
    months: dict[str, list[Mark]] = {}
    for day, judged in found.days.items():
        query["why"] = day.isoformat()
        said = _("impossible") if judged.rank is None else _("%(mark)d of 100") % {"mark": judged.mark}
        months.setdefault(typography.capitalised(typography.month_name(day)), []).append(
            Mark(
                day,
                f"{typography.weekday_short(day)}, {typography.date_short(day)}: {said}",
                0 if judged.rank is None else 1 + bisect_right(STEPS, judged.mark),
                f"?{query.urlencode()}#why",
                day == why,
            )
        )
    return list(months.items())
