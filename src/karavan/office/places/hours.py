"""Opening hours: a week by a text or a table, days that differ, what takes its hours from the place."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.kernel.actions import unit_of_work
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.localtime import today
from karavan.kernel.periods import Span, span_of
from karavan.office.desk import Desk, office_page
from karavan.office.kit import editing
from karavan.office.places.forms import day_field
from karavan.office.places.pages import SCREEN, show
from karavan.office.places.week import readable
from karavan.office.places.wording import door_words, event_url, is_open, short_times, span_words
from karavan.places import actions
from karavan.places.hours import grouped_week
from karavan.places.hourtext import MONDAY, NotUnderstood, parse_week, week_in_words
from karavan.places.missing import SOON, hours_end
from karavan.places.models import Place, WeeklyHours
from karavan.programme.models import Event
from karavan.programme.occupancy import ranges_at
from karavan.ui import typography

Row = tuple[int, time, time]
LONGEST: Final = 31
"""Days in a row that may get other hours at once."""


class WeekForm(forms.Form):
    """A week: a text on each weekday, empty for a day off; several spans a day make a break."""

    text = forms.CharField(
        label=gettext_lazy("In one line"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("For example: Mon–Fri 10–19, break 13–14, Sat 10–18, Sun closed."),
    )
    valid_from = day_field(
        gettext_lazy("From which day"),
        required=False,
        help_text=gettext_lazy("Empty: they have always been so."),
    )
    valid_to = day_field(
        gettext_lazy("Until which day"),
        required=False,
        help_text=gettext_lazy("For summer hours. Empty: no end."),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for day in range(7):
            name = typography.capitalised(typography.weekday(MONDAY + timedelta(days=day)))
            attrs = {"placeholder": _("day off"), "autocomplete": "off", "inputmode": "text"}
            self.fields[f"day_{day}"] = forms.CharField(
                label=name, max_length=80, required=False, widget=forms.TextInput(attrs=attrs)
            )

    def days(self) -> list[forms.BoundField]:
        """The seven fields of the weekdays."""
        return [self[f"day_{day}"] for day in range(7)]

    def rows(self) -> list[Row]:
        """The week that the fields state; puts what is not understood at its weekday."""
        found: list[Row] = []
        for day in range(7):
            said = self.cleaned_data.get(f"day_{day}", "")
            try:
                found += [(day, opens, closes) for _day, opens, closes in day_rows(said)]
            except NotUnderstood as error:
                self.add_error(f"day_{day}", str(error))
        return found


def day_rows(said: str) -> list[Row]:
    """The spans that a text states of one day: «10–19», «10–13, 14–19», «выходной»."""
    if not said.strip() or said.strip().casefold().startswith(("вых", "закр", "closed", "off")):
        return []
    # One day's hours are read by the reader of weeks: it knows dashes, breaks and round the clock.
    return [row for row in parse_week(f"пн {said}") if row[0] == 0]


def day_text(rows: Sequence[Row], day: int) -> str:
    """A weekday's hours as its field shows them."""
    return short_times((opens, closes) for weekday, opens, closes in rows if weekday == day)


class DayForm(forms.Form):
    """Other hours on a day, or on several in a row."""

    first = day_field(gettext_lazy("Day"))
    last = day_field(
        gettext_lazy("Until which day"), required=False, help_text=gettext_lazy("For several days in a row.")
    )
    times = forms.CharField(
        label=gettext_lazy("Hours"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("For example 10–16. Empty: closed."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Residents read it: “sanitary day”, “holiday”."),
    )

    def clean(self) -> dict[str, Any]:
        """The days, and the one span that a day may have."""
        values = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and last and not 0 <= (last - first).days < LONGEST:
            self.add_error("last", _("Choose up to %(days)d days in a row.") % {"days": LONGEST})
        try:
            rows = day_rows(values.get("times", ""))
        except NotUnderstood as error:
            self.add_error("times", str(error))
            rows = []
        if len(rows) > 1:
            self.add_error("times", _("A single day has one span of hours here, without a break."))
        values["span"] = rows[0][1:] if len(rows) == 1 else (None, None)
        return values


def _weeks(place: Place) -> list[WeeklyHours]:
    return list(place.hours.order_by("valid_from", "weekday", "opens", "pk"))


def _mark(weeks: Sequence[WeeklyHours]) -> str:
    rows = [(row.weekday, row.opens, row.closes, row.valid_from, row.valid_to) for row in weeks]
    return sha256(repr(rows).encode()).hexdigest()[:16]


def _rows_on(weeks: Sequence[WeeklyHours], day: date) -> list[Row]:
    return [(row.weekday, row.opens, row.closes) for row in weeks if day in span_of(row)]


def _filled(data: QueryDict | dict[str, Any], rows: Sequence[Row]) -> dict[str, Any]:
    """Data of the form with the weekdays of a week."""
    found = data.dict() if isinstance(data, QueryDict) else dict(data)
    return {**found, **{f"day_{day}": day_text(rows, day) for day in range(7)}}


@office_page
def hours(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """The hours of a place; see the head of this module."""
    if request.method != "POST":
        record = SCREEN.get(desk, pk)
        return _page(desk, request, record, _fresh_form(record), DayForm())
    record = SCREEN.get_editable(desk, pk)
    if request.headers.get("X-Live"):
        return HttpResponse(week_in_words(_preview(WeekForm(request.POST))), content_type="text/plain")
    match request.POST.get("do", "save"):
        case "day":
            return _save_day(desk, request, record)
        case "clear":
            return _clear_day(desk, request, record)
        case "unknown":
            actions.set_weekly_hours(actor=desk.actor, place=record, rows=[], valid_from=today())
            messages.success(request, _("From today on the hours are not known, and residents read so."))
            return redirect("office-places-hours", pk)
        case "read" | "weekdays" | "everyday" as how:
            return _page(desk, request, record, _prepared(request.POST, how), DayForm())
        case _:
            return _save_week(desk, request, record)


def _fresh_form(record: Place) -> WeekForm:
    weeks = _weeks(record)
    rows = _rows_on(weeks, today())
    return WeekForm(initial=_filled({"valid_from": today() if weeks else None}, rows))


def _prepared(data: QueryDict, how: str) -> WeekForm:
    """The form with its weekdays filled from the text, or from Monday; nothing is saved yet."""
    if how == "read":
        try:
            return WeekForm(_filled(data, parse_week(data.get("text", "")[:400])))
        except NotUnderstood as error:
            form = WeekForm(data)
            form.add_error("text", str(error))
            return form
    monday = data.get("day_0", "")
    last = 5 if how == "weekdays" else 7
    return WeekForm({**data.dict(), **{f"day_{day}": monday for day in range(1, last)}})


def _save_week(desk: Desk, request: HttpRequest, record: Place) -> HttpResponseBase:
    form = WeekForm(request.POST)
    rows = form.rows() if form.is_valid() else []
    if form.is_valid() and not rows:
        form.add_error(None, _("Say the hours of one day at least."))
    weeks = _weeks(record)
    if form.is_valid() and request.POST.get("mark") != _mark(weeks):
        now = week_in_words(_rows_on(weeks, today())) or _("not known")
        message = _(
            "Somebody changed the hours meanwhile; now they are: %(hours)s. Save once more to put yours in."
        )
        form.add_error(None, message % {"hours": now})
    if form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("valid_from", "valid_to")}
        try:
            actions.set_weekly_hours(actor=desk.actor, place=record, rows=rows, **days)
        except (Invalid, Conflict) as error:
            editing.show(form, error)
        else:
            words = _("Saved: %(hours)s. Residents read it already.") % {"hours": week_in_words(rows)}
            messages.success(request, words)
            return redirect("office-places-hours", record.pk)
    return _page(desk, request, record, form, DayForm())


def _save_day(desk: Desk, request: HttpRequest, record: Place) -> HttpResponseBase:
    form = DayForm(request.POST)
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        opens, closes = form.cleaned_data["span"]
        try:
            with unit_of_work():
                for ahead in range(((last or first) - first).days + 1):
                    actions.set_hours_exception(
                        actor=desk.actor,
                        place=record,
                        day=first + timedelta(days=ahead),
                        opens=opens,
                        closes=closes,
                        reason=form.cleaned_data["reason"],
                    )
        except (Invalid, Conflict) as error:
            editing.show(form, error)
        else:
            messages.success(request, _("Saved. Residents read it already."))
            return redirect("office-places-hours", record.pk)
    return _page(desk, request, record, _fresh_form(record), form)


def _clear_day(desk: Desk, request: HttpRequest, record: Place) -> HttpResponseBase:
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return redirect("office-places-hours", record.pk)
    actions.clear_hours_exception(actor=desk.actor, place=record, day=day)
    messages.success(request, _("The day has its usual hours again."))
    return redirect("office-places-hours", record.pk)


def _page(desk: Desk, request: HttpRequest, record: Any, form: WeekForm, day_form: DayForm) -> HttpResponse:
    place = record if hasattr(record, "view") else SCREEN.get(desk, record.pk)
    own, schedule, now = _weeks(place), place.view.schedule, timezone.now()
    day = today()
    slim = Event.objects.only("title", "status", "calendar", "place", "date_from", "date_to")
    ranges = ranges_at(_below(place), Span(day, None), events=slim.prefetch_related("hours"))
    known = readable(desk.actor, ranges)
    takers = [event for event in ranges if event.pk in known and not event.hours.all()]
    context = {
        "form": form,
        "day_form": day_form,
        "mark": _mark(own),
        "preview": week_in_words(_preview(form)) if form.is_bound else "",
        "door": door_words(schedule, now),
        "is_open": is_open(schedule, now),
        "groups": _by_days(place.view.weekly_hours),
        "week": typography.capitalised(week_in_words(place.view.weekly_hours)),
        "borrowed": not own and bool(schedule.weekly) and place.above,
        "ends": _ending(place, day),
        "periods": _periods(own, day),
        "exceptions": schedule.exceptions,
        "takers": [(event.title, event_url(event.pk)) for event in takers],
    }
    return show(desk, request, place, "hours.html", context)


def _by_days(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The week by groups of equal days: their names and their hours."""
    found = []
    for group in grouped_week(rows):
        days = [group.first] if group.first == group.last else [group.first, group.last]
        names = "–".join(typography.weekday_short(MONDAY + timedelta(days=day)) for day in days)
        words = ", ".join(typography.time_range(opens, closes) for opens, closes in group.times)
        found.append((names, words or _("day off")))
    return found


def _below(place: Place) -> list[int]:
    return list(Place.objects.under(place).values_list("pk", flat=True))


def _preview(form: WeekForm) -> list[Row]:
    rows: list[Row] = []
    for day in range(7):
        try:
            rows += [
                (day, opens, closes)
                for _day, opens, closes in day_rows(str(form[f"day_{day}"].value() or ""))
            ]
        except NotUnderstood:
            continue
    return rows


def _ending(place: Any, day: date) -> date | None:
    last = hours_end(place.view.schedule, day)
    return last if last is not None and last - day <= SOON else None


def _periods(weeks: Sequence[WeeklyHours], day: date) -> list[tuple[str, str, bool]]:
    """The weeks recorded, oldest first: their days, their hours, whether they are in force."""
    spans: dict[tuple[date | None, date | None], list[Row]] = {}
    for row in weeks:
        spans.setdefault((row.valid_from, row.valid_to), []).append((row.weekday, row.opens, row.closes))
    ordered = sorted(spans.items(), key=lambda pair: pair[0][0] or date.min)
    return [
        (span_words(Span(*days)) or _("always"), week_in_words(sorted(rows)), day in Span(*days))
        for days, rows in ordered
    ]
