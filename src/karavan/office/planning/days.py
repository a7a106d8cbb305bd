"""Circumstances as a screen of the office: feasts, days of memory, works on roads, plans of others."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.localtime import local, today
from karavan.office.desk import Desk, office_page
from karavan.office.frame import staff
from karavan.office.kit import Column, CrudView
from karavan.office.kit.filters import DateFilter, Filter
from karavan.office.places.forms import PointField, at_the_point, day_field
from karavan.office.planning.grounds import days_of, where_of
from karavan.people.models import Organisation
from karavan.people.queries import editable_by as editable_organisations
from karavan.places.models import District, Place
from karavan.places.queries import visible_to as visible_places
from karavan.planning import actions
from karavan.planning.circumstances.words import title_of
from karavan.planning.enums import CircumstanceKind, Effect
from karavan.planning.models import Circumstance
from karavan.planning.queries import circumstances as queries
from karavan.ui import typography
from karavan.ui.parts import Fact, Link

ENTERED: Final = (
    CircumstanceKind.ROADWORKS,
    CircumstanceKind.COMMUNITY,
    CircumstanceKind.DEPARTMENT,
    CircumstanceKind.MOURNING,
    CircumstanceKind.FEAST,
    CircumstanceKind.PUBLIC_HOLIDAY,
    CircumstanceKind.SCHOOL_HOLIDAYS,
    CircumstanceKind.SEASON,
)
"""Kinds in the order in which people enter them by hand."""


def _clock(label: Any, **options: Any) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, widget=widget, required=False, **options)


class DayForm(forms.Form):
    """What, when, where; all but the name, the kind and the days may be left out."""

    title = forms.CharField(label=gettext_lazy("What it is"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[(each.value, each.label) for each in ENTERED]
    )
    effect = forms.ChoiceField(
        label=gettext_lazy("What it asks for"), choices=Effect.choices, initial=Effect.NOTE
    )
    advice = forms.CharField(
        label=gettext_lazy("Advice in a sentence"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("What others should do or leave. Of feasts and days of memory: with respect."),
    )
    first_day = day_field(gettext_lazy("First day"))
    last_day = day_field(gettext_lazy("Last day"))
    time_from = _clock(gettext_lazy("From what time"), help_text=gettext_lazy("Both times empty: all day."))
    time_to = _clock(gettext_lazy("Until what time"))
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=gettext_lazy("Place"),
        required=False,
        help_text=gettext_lazy("Without place, point and district it holds in the whole city."),
    )
    point = PointField(label=gettext_lazy("Point on the map"), required=False)
    radius = forms.IntegerField(
        label=gettext_lazy("Metres around the point"), min_value=1, max_value=50_000, required=False
    )
    district = forms.ModelChoiceField(
        District.objects.order_by("name"), label=gettext_lazy("District"), required=False
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Who enters it"), required=False
    )
    source = forms.CharField(
        label=gettext_lazy("Where it is known from"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A decree, a letter, a phone call: others may ask there."),
    )


def _in_period(rows: QuerySet[Any], first: date | None, last: date | None) -> QuerySet[Any]:
    if first is not None:
        rows = rows.filter(last_day__gte=first)
    return rows if last is None else rows.filter(first_day__lte=last)


def _sure(row: Circumstance) -> str:
    return "" if not row.margin_days else _("± %(days)d d., to be confirmed") % {"days": row.margin_days}


_CONFIRMED: Final[tuple[tuple[str, Any], ...]] = (
    ("wait", gettext_lazy("The day is to be confirmed")),
    ("sure", gettext_lazy("The day is certain")),
)


class Days(CrudView):
    """What makes a day good or bad; all staff may know all of it."""

    name = "days"
    model = Circumstance
    title = gettext_lazy("Days and circumstances")
    one = gettext_lazy("New circumstance")
    icon = "calendar"
    lead = gettext_lazy(
        "Feasts, days of memory, quiet hours, works on roads, plans of others: "
        "what a day asks of those who plan."
    )
    search = ("title", "title_en", "advice")
    ordering = ("first_day", "pk")
    columns = (
        Column("title", gettext_lazy("What it is"), title_of, sort=("title",)),
        Column("days", gettext_lazy("When"), days_of, sort=("first_day", "pk")),
        Column("sure", gettext_lazy("How sure the day is"), _sure, sort=("margin_days", "first_day")),
        Column("kind", gettext_lazy("Kind"), lambda row: row.get_kind_display(), sort=("kind",)),
        Column(
            "effect",
            gettext_lazy("What it asks for"),
            lambda row: row.get_effect_display(),
            sort=("effect",),
        ),
        Column("where", gettext_lazy("Where"), where_of),
    )
    filters = (
        DateFilter("when", gettext_lazy("When"), _in_period),
        Filter(
            "kind",
            gettext_lazy("Kind"),
            lambda _desk: CircumstanceKind.choices,
            lambda rows, value: rows.filter(kind=value),
        ),
        Filter(
            "effect",
            gettext_lazy("What it asks for"),
            lambda _desk: Effect.choices,
            lambda rows, value: rows.filter(effect=value),
        ),
        Filter(
            "confirmed",
            gettext_lazy("How sure the day is"),
            lambda _desk: _CONFIRMED,
            lambda rows, value: rows.filter(Q(margin_days__gt=0) if value == "wait" else Q(margin_days=0)),
        ),
    )
    form_class = DayForm
    fieldsets = (
        (gettext_lazy("What"), ("title", "kind", "effect", "advice")),
        (gettext_lazy("When"), ("first_day", "last_day", "time_from", "time_to")),
        (gettext_lazy("Where"), ("place", "point", "radius", "district")),
        (gettext_lazy("From whom"), ("organisation", "source")),
    )
    detail_template = "office/planning/day.html"

    def visible(self, desk: Desk) -> QuerySet[Circumstance]:
        """All of it, to all staff."""
        return Circumstance.objects.all() if staff(desk) else Circumstance.objects.none()

    def editable(self, desk: Desk) -> QuerySet[Circumstance]:
        """What one's own organisation entered; the city's to its coordinators."""
        return queries.editable_by(desk.actor)

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With where it holds and who entered it."""
        return rows.select_related("place", "district", "organisation", "confirmed_by")

    def heading(self, record: Circumstance) -> str:
        """Its name."""
        return title_of(record)

    def prepare(self, desk: Desk, form: Form, record: Any | None) -> None:
        """Organisations that the person edits; who entered it is said once. The city's is of nobody."""
        owners: Any = form.fields["organisation"]
        places: Any = form.fields["place"]
        owners.queryset = editable_organisations(desk.actor).order_by("path")
        places.queryset = visible_places(desk.actor).order_by("path")
        owners.required = not desk.coordinates
        owners.empty_label = _("The city") if desk.coordinates else None
        if record is not None:
            owners.disabled = True
            if record.place_id is not None:
                places.queryset |= Place.objects.filter(pk=record.place_id)

    def suggested(self, desk: Desk) -> dict[str, Any]:
        """For the organisation one works for."""
        return super().suggested(desk) | {"organisation": desk.organisation}

    def initial(self, desk: Desk, record: Circumstance) -> dict[str, Any]:
        """The circumstance as the form asks for it."""
        plain = [name for name in DayForm.base_fields if name != "point"]
        point = None if record.lat is None else (record.lat, record.lon)
        return {name: getattr(record, name) for name in plain} | {"point": point}

    def create(self, desk: Desk, values: dict[str, Any]) -> Circumstance:
        """A new one."""
        with at_the_point():
            return actions.add_circumstance(actor=desk.actor, **_fields(values))

    def update(self, desk: Desk, record: Circumstance, values: dict[str, Any]) -> Circumstance:
        """What was changed."""
        values.pop("organisation", None)
        with at_the_point():
            return actions.update_circumstance(actor=desk.actor, circumstance=record, **_fields(values))

    def remove(self, desk: Desk, record: Any) -> Any:
        """Into the trash, where it does not come from the calendar."""
        return actions.remove_circumstance(actor=desk.actor, circumstance=record)

    def may_see_history(self, desk: Desk, record: Circumstance) -> bool:
        """Of the city's all staff; of an organisation's who works for it."""
        return record.organisation is None or desk.seeing.covers(record.organisation)

    def facts(self, desk: Desk, record: Circumstance) -> list[Fact]:
        """What it is."""
        place = visible_places(desk.actor).filter(pk=record.place_id).first() if record.place_id else None
        where: Any = where_of(record) or _("In the whole city")
        if place is not None:
            where = Link(place.name, reverse("office-places-detail", args=[place.pk]))
        facts = [
            Fact(_("When"), [days_of(record)]),
            Fact(_("How sure the day is"), [_sureness(record)]),
            Fact(_("Kind"), [str(record.get_kind_display())]),
            Fact(_("What it asks for"), [str(record.get_effect_display())]),
            Fact(_("Where"), [where]),
        ]
        if record.advice:
            facts.append(Fact(_("Advice in a sentence"), [record.advice]))
        owner = record.organisation
        if owner is not None and (owner.is_public or desk.seeing.covers(owner)):
            facts.append(Fact(_("Who enters it"), [str(owner)]))
        if record.source:
            facts.append(Fact(_("Where it is known from"), [record.source]))
        return facts

    def detail(self, desk: Desk, record: Circumstance) -> dict[str, Any]:
        """Days to choose from, where the moon leaves it open and the person may say it."""
        first = max(record.first_day, today())
        margin = record.margin_days
        choices = [record.first_day + timedelta(days=number) for number in range(-margin, margin + 1)]
        return {
            "choices": [
                (day.isoformat(), f"{typography.weekday(day)}, {typography.date_short(day)}")
                for day in choices
            ]
            if margin and desk.coordinates
            else [],
            "reckoned": record.first_day.isoformat(),
            "board_url": f"{reverse('office-diary')}?month={first:%Y-%m}&day={first}&row=all#cell",
        }

    def urls(self) -> list[URLPattern]:
        """With saying the day of a feast."""
        sure = path(
            f"office/{self.name}/<int:pk>/confirm/",
            office_page(self.confirm_page),
            name=f"office-{self.name}-confirm",
        )
        return [*super().urls(), sure]

    def confirm_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Say on which day a feast begins."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_editable(desk, pk)
        try:
            day = date.fromisoformat(request.POST.get("day", ""))
        except ValueError:
            messages.error(request, _("Choose the day."))
            return redirect(self.url("detail", record))
        try:
            actions.confirm_feast(actor=desk.actor, circumstance=record, day=day)
        except Invalid as invalid:
            messages.error(request, " ".join(" ".join(found) for found in invalid.problems.values()))
        except Conflict as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The day is certain now. Whoever plans sees it so."))
        return redirect(self.url("detail", record))


def _sureness(record: Circumstance) -> str:
    if record.margin_days:
        return _sure(record)
    if record.confirmed_at is None:
        return pgettext("day", "certain")
    by = "" if record.confirmed_by is None else record.confirmed_by.name
    day = typography.date_short(local(record.confirmed_at).date(), year=True)
    return _("confirmed: %(who)s") % {"who": ", ".join(part for part in (by, day) if part)}


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    fields = dict(values)
    if "point" in fields:
        fields["lat"], fields["lon"] = fields.pop("point") or (None, None)
    return fields
