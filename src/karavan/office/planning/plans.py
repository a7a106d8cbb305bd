"""Plans of the diary as a screen of the office: what is thought of before it is an event."""

from datetime import date, time, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.localtime import at, local, today
from karavan.office.desk import Desk, office_page
from karavan.office.frame import editors
from karavan.office.kit import Column, CrudView
from karavan.office.kit.filters import DateFilter, Filter
from karavan.office.places.forms import PointField, at_the_point, day_field
from karavan.office.planning.grounds import concern_rows
from karavan.office.planning.links import clashes_url, finder_url, move_url
from karavan.office.planning.moving import clash_row
from karavan.office.planning.times import at_the_times, with_moments
from karavan.people.models import Organisation
from karavan.people.queries import editable_by as editable_organisations
from karavan.places.models import District, Place
from karavan.places.queries import visible_to as visible_places
from karavan.planning import actions
from karavan.planning.circumstances import concerns
from karavan.planning.clashes.finding import around, clashes_of
from karavan.planning.enums import LIVE_STAGES, Level, Stage
from karavan.planning.models import DiaryEntry
from karavan.planning.occasions.keys import entry_key
from karavan.planning.queries import diary as queries
from karavan.programme.enums import Audience, EventKind
from karavan.ui import typography
from karavan.ui.parts import Fact, Link

MOST: Final = 20


class PlanForm(forms.Form):
    """A plan: as little as is known. Times are of the city's clock."""

    title = forms.CharField(
        label=gettext_lazy("What it is"),
        max_length=300,
        help_text=gettext_lazy("Of a confidential plan nobody outside your organisation reads this."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=pgettext_lazy("plan", "Whose it is"), empty_label=None
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=EventKind.choices)
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"),
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    expected = forms.IntegerField(
        label=gettext_lazy("How many people you expect"), min_value=1, max_value=500_000, required=False
    )
    day = day_field(gettext_lazy("Day"))
    starts = forms.TimeField(
        label=gettext_lazy("It begins at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours it lasts"), min_value=0.25, max_value=744, decimal_places=2, initial=2
    )
    place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("Place"), required=False)
    district = forms.ModelChoiceField(
        District.objects.order_by("name"),
        label=gettext_lazy("District"),
        required=False,
        help_text=gettext_lazy("Where the place is not known yet."),
    )
    point = PointField(
        label=gettext_lazy("Point on the map"),
        required=False,
        help_text=gettext_lazy("Latitude and longitude, where it is no place of the list."),
    )
    is_loud = forms.BooleanField(
        label=gettext_lazy("Loud: amplified sound or fireworks in the open"), required=False
    )
    is_confidential = forms.BooleanField(
        label=gettext_lazy("Confidential"),
        required=False,
        help_text=gettext_lazy(
            "Others learn its size, audience and distance only, until both sides agree to show names."
        ),
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("How sure it is"),
        choices=[(stage.value, stage.label) for stage in (Stage.IDEA, Stage.PLANNED)],
        initial=Stage.PLANNED,
    )
    note = forms.CharField(
        label=gettext_lazy("Note for your own"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def _when(row: DiaryEntry) -> str:
    starts = local(row.starts_at)
    return f"{typography.date_short(starts.date(), year=starts.year != today().year)}, {starts:%H:%M}"


def _in_period(rows: QuerySet[Any], first: date | None, last: date | None) -> QuerySet[Any]:
    """Plans that are on during days, both inclusive."""
    if first is not None:
        rows = rows.filter(ends_at__gt=at(first, time.min))
    return rows if last is None else rows.filter(starts_at__lt=at(last + timedelta(days=1), time.min))


def dates_link(record: DiaryEntry) -> str:
    """The finder asked for another date of a plan."""
    return finder_url(
        record.kind,
        record.expected or 100,
        record.audiences,
        record.starts_at,
        record.ends_at,
        is_loud=record.is_loud,
        plan=record.pk,
    )


class Plans(CrudView):
    """Plans of all institutions that are no secret, and all of one's own."""

    name = "plans"
    model = DiaryEntry
    title = gettext_lazy("Plans")
    one = gettext_lazy("New plan")
    icon = "calendar-plus"
    lead = gettext_lazy(
        "What is thought of before it is an event: the city sees at once what it clashes with."
    )
    search = ("title", "note")
    ordering = ("starts_at", "pk")
    columns = (
        Column("title", gettext_lazy("What it is"), lambda row: row.title, sort=("title",)),
        Column("when", gettext_lazy("When"), _when, sort=("starts_at",)),
        Column("kind", gettext_lazy("Kind"), lambda row: row.get_kind_display(), sort=("kind",)),
        Column(
            "expected",
            gettext_lazy("People"),
            lambda row: "" if row.expected is None else row.expected,
            sort=("expected",),
            numeric=True,
        ),
        Column("place", gettext_lazy("Where"), lambda row: str(row.place or row.district or "")),
        Column(
            "organisation",
            pgettext_lazy("plan", "Whose it is"),
            lambda row: str(row.organisation),
            sort=("organisation__name",),
        ),
        Column("stage", gettext_lazy("How far"), lambda row: row.get_stage_display(), sort=("stage",)),
    )
    filters = (
        DateFilter("when", gettext_lazy("When"), _in_period),
        Filter(
            "stage",
            gettext_lazy("How far"),
            lambda _desk: Stage.choices,
            lambda rows, value: rows.filter(stage=value),
        ),
        Filter(
            "kind",
            gettext_lazy("Kind"),
            lambda _desk: EventKind.choices,
            lambda rows, value: rows.filter(kind=value),
        ),
    )
    form_class = PlanForm
    fieldsets = (
        (gettext_lazy("What"), ("title", "organisation", "kind", "audiences", "expected", "is_loud")),
        (gettext_lazy("When"), ("day", "starts", "hours")),
        (gettext_lazy("Where"), ("place", "district", "point")),
        (gettext_lazy("For whom to see"), ("is_confidential", "stage", "note")),
    )
    detail_template = "office/planning/plan.html"

    def visible(self, desk: Desk) -> QuerySet[DiaryEntry]:
        """Those that are no secret, and one's own."""
        return queries.visible_to(desk.actor)

    def editable(self, desk: Desk) -> QuerySet[DiaryEntry]:
        """One's own that are plans still."""
        return queries.editable_by(desk.actor).filter(stage__in=LIVE_STAGES)

    def within(self, rows: QuerySet[Any], organisation: Organisation) -> QuerySet[Any]:
        """Of an organisation and of what lies below it."""
        return rows.filter(organisation__path__startswith=organisation.path)

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With whose they are and where."""
        return rows.select_related("organisation", "place", "district", "event")

    def heading(self, record: DiaryEntry) -> str:
        """Its name."""
        return record.title

    def prepare(self, desk: Desk, form: Form, record: Any | None) -> None:
        """Organisations that the person edits; whose it is is said once."""
        owners: Any = form.fields["organisation"]
        places: Any = form.fields["place"]
        owners.queryset = editable_organisations(desk.actor).order_by("path")
        places.queryset = visible_places(desk.actor).order_by("path")
        if record is not None:
            owners.disabled = True

    def suggested(self, desk: Desk) -> dict[str, Any]:
        """What the finder or the board hands over; an audience may come several times."""
        query = desk.request.GET
        return super().suggested(desk) | {
            "organisation": desk.organisation,
            **({"audiences": query.getlist("audiences")} if "audiences" in query else {}),
        }

    def initial(self, desk: Desk, record: DiaryEntry) -> dict[str, Any]:
        """The plan as the form asks for it."""
        starts = local(record.starts_at)
        plain = (
            "title",
            "organisation",
            "kind",
            "audiences",
            "expected",
            "place",
            "district",
            "note",
            "stage",
        )
        return {name: getattr(record, name) for name in plain} | {
            "day": starts.date(),
            "starts": starts.time(),
            "hours": round((record.ends_at - record.starts_at) / timedelta(hours=1), 2),
            "point": None if record.lat is None else (record.lat, record.lon),
            "is_loud": record.is_loud,
            "is_confidential": record.is_confidential,
        }

    def create(self, desk: Desk, values: dict[str, Any]) -> DiaryEntry:
        """A new plan."""
        organisation = values.pop("organisation")
        with at_the_times(), at_the_point():
            return actions.add_entry(actor=desk.actor, organisation=organisation, **with_moments(values))

    def update(self, desk: Desk, record: DiaryEntry, values: dict[str, Any]) -> DiaryEntry:
        """What was changed; a time is one thing, of whatever fields it consists."""
        values.pop("organisation", None)
        if {"day", "starts", "hours"} & values.keys():
            whole = self.initial(desk, record)
            values = {name: whole[name] for name in ("day", "starts", "hours")} | values
        with at_the_times(), at_the_point():
            return actions.update_entry(actor=desk.actor, entry=record, **with_moments(values))

    def remove(self, desk: Desk, record: Any) -> Any:
        """Into the trash: what was written by mistake."""
        return actions.remove_entry(actor=desk.actor, entry=record)

    def may_see_history(self, desk: Desk, record: DiaryEntry) -> bool:
        """Who works for whom it belongs to."""
        return desk.seeing.covers(record.organisation)

    def facts(self, desk: Desk, record: DiaryEntry) -> list[Fact]:
        """What it is."""
        starts, ends = local(record.starts_at), local(record.ends_at)
        whom = ", ".join(str(Audience(each).label) for each in record.audiences) or _("for everyone")
        place = record.place
        where = (
            str(record.district or "—")
            if place is None
            else Link(place.name, reverse("office-places-detail", args=[place.pk]))
        )
        event = record.event
        facts = [
            Fact(_("When"), [f"{typography.weekday(starts.date())}, {_when(record)} – {ends:%H:%M}"]),
            Fact(_("Where"), [where]),
            Fact(_("For whom"), [whom]),
            Fact(_("People"), ["—" if record.expected is None else typography.number(record.expected)]),
            Fact(pgettext("plan", "Whose it is"), [str(record.organisation)]),
            Fact(_("How far"), [str(record.get_stage_display())]),
        ]
        if record.is_confidential:
            facts.append(Fact(_("Confidential"), [_("others see neither its name nor whose it is")]))
        if event is not None:
            link = Link(event.title, reverse("office-events-detail", args=[event.pk]))
            facts.append(Fact(_("Event"), [link]))
        if record.note and desk.seeing.covers(record.organisation):
            facts.append(Fact(_("Note for your own"), [record.note]))
        return facts

    def detail(self, desk: Desk, record: DiaryEntry) -> dict[str, Any]:
        """What it clashes with, and what may be done."""
        mine = desk.editing.covers(record.organisation)
        live = record.stage in LIVE_STAGES
        key = entry_key(record.pk)
        seen = around(record.starts_at, record.ends_at, actor=desk.actor) if live else None
        found = clashes_of(key, seen) if seen else []
        row = seen.index(key) if seen else None
        return {
            "is_live": live,
            "clashes": [clash_row(each, key) for each in found[:MOST]],
            "concerns": concern_rows(concerns(seen.occasions[row])) if seen and row is not None else [],
            "open_clashes": sum(each.level != Level.IGNORED for each in found),
            "deeds": mine,
            "move_url": move_url(key) if mine and live else "",
            "clashes_url": clashes_url(record.starts_at, record.ends_at) if found else "",
            "dates_url": dates_link(record) if mine and live else "",
            "may_event": mine and live and editors(desk),
            "is_dropped": record.stage == Stage.DROPPED,
        }

    def urls(self) -> list[URLPattern]:
        """With the deeds of a plan."""
        here = f"office/{self.name}/<int:pk>/"
        return [
            *super().urls(),
            path(f"{here}event/", office_page(self.event_page), name=f"office-{self.name}-event"),
            path(f"{here}drop/", office_page(self.drop_page), name=f"office-{self.name}-drop"),
            path(f"{here}again/", office_page(self.again_page), name=f"office-{self.name}-again"),
        ]

    def event_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Make a draft event of it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_editable(desk, pk)
        try:
            event = actions.make_event(actor=desk.actor, entry=record)
        except (Invalid, Conflict) as problem:
            messages.error(request, str(problem))
            return redirect(self.url("detail", record))
        messages.success(request, _("It is a draft event now. What is missing stands beside it."))
        return redirect("office-events-detail", event.pk)

    def drop_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Give it up."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_editable(desk, pk)
        actions.drop_entry(actor=desk.actor, entry=record, reason=request.POST.get("reason", ""))
        messages.success(request, _("Dropped. It clashes with nothing any more."))
        return redirect(self.url("detail", record))

    def again_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Plan it again."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get(desk, pk)
        try:
            actions.take_up_entry(actor=desk.actor, entry=record)
        except Conflict as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("It is planned again."))
        return redirect(self.url("detail", record))
