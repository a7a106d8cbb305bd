"""Benefit categories as a screen of the office: city coordinators keep them, all staff may look."""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.localtime import today
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.kit import Column, CrudView, Filter, Tab, editing
from karavan.office.kit.bulk import BulkAction
from karavan.office.programme.benefits.form import FIELDSETS, CategoryForm, EndForm, RenewForm
from karavan.programme import actions
from karavan.programme.enums import BenefitLevel, EventStatus
from karavan.programme.models import BenefitCategory, Event, Tariff
from karavan.programme.queries import visible_to
from karavan.ui.parts import Badge, Fact, Link

PAGE_SIZE: Final = 50


def state_of(row: BenefitCategory) -> Badge:
    """In force, ended, or still to come."""
    day = today()
    if row.valid_to is not None and row.valid_to < day:
        return Badge("plain", _("ended"))
    if row.valid_from > day:
        return Badge("moved", _("from %(day)s on") % {"day": f"{row.valid_from:%d.%m.%Y}"})
    return Badge("free", _("in force"))


def confirmed(row: BenefitCategory) -> Badge | str:
    """What the city has still to say."""
    return Badge("certainty", _("check with the city")) if row.check_with_city else ""


def _in_force(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    day = today()
    over = Q(valid_to__lt=day)
    match value:
        case "now":
            return rows.filter(~over | Q(valid_to__isnull=True), valid_from__lte=day)
        case "later":
            return rows.filter(valid_from__gt=day)
        case _:
            return rows.filter(over)


COLUMNS: Final = (
    Column("name", gettext_lazy("Who it is for"), lambda row: row.name, sort=("name",)),
    Column("state", gettext_lazy("State"), state_of, sort=("valid_from",)),
    Column("confirmed", gettext_lazy("City"), confirmed, sort=("check_with_city",)),
    Column(
        "level", gettext_lazy("Who granted it"), lambda row: BenefitLevel(row.level).label, sort=("level",)
    ),
    Column("from", gettext_lazy("In force from"), lambda row: row.valid_from, sort=("valid_from",)),
    Column("to", gettext_lazy("Last day"), lambda row: row.valid_to, sort=("valid_to",)),
    Column("events", gettext_lazy("Events"), lambda row: row.events or "", sort=("events",), numeric=True),
    Column("act", gettext_lazy("Act"), lambda row: row.legal_basis, sort=("legal_basis",), shown=False),
    Column("code", gettext_lazy("Code"), lambda row: row.code, sort=("code",), shown=False),
)
FILTERS: Final = (
    Filter(
        "force",
        gettext_lazy("State"),
        lambda _desk: [
            ("now", gettext_lazy("in force")),
            ("later", gettext_lazy("still to come")),
            ("ended", gettext_lazy("ended")),
        ],
        _in_force,
    ),
    Filter(
        "city",
        gettext_lazy("City"),
        lambda _desk: [("check", gettext_lazy("to be checked")), ("confirmed", gettext_lazy("confirmed"))],
        lambda rows, value: rows.filter(check_with_city=value == "check"),
    ),
    Filter(
        "level",
        gettext_lazy("Who granted it"),
        lambda _desk: BenefitLevel.choices,
        lambda rows, value: rows.filter(level=value),
    ),
)


def _confirm(desk: Desk, row: BenefitCategory, _values: Any) -> dict[str, Any]:
    actions.update_benefit_category(actor=desk.actor, category=row, check_with_city=False)
    return {"check_with_city": True}


def _doubt(desk: Desk, row: BenefitCategory | None, kept: Any) -> None:
    if row is not None:
        actions.update_benefit_category(actor=desk.actor, category=row, **kept)


class Benefits(CrudView):
    """Categories by version; the newest of a code first."""

    name = "benefits"
    model = BenefitCategory
    title = gettext_lazy("Benefits")
    one = gettext_lazy("New category")
    icon = "badge-check"
    lead = gettext_lazy(
        "Whom a law or an institution grants a lower price. A new law is a new version from a day on."
    )
    search = ("name", "legal_basis", "code")
    ordering = ("position", "code", "-valid_from")
    columns = COLUMNS
    filters = FILTERS
    form_class = CategoryForm
    fieldsets = FIELDSETS
    list_template = "office/benefits/list.html"
    detail_template = "office/benefits/detail.html"
    bulk = (
        BulkAction(
            "confirm",
            gettext_lazy("The city has confirmed it"),
            "check",
            run=_confirm,
            check=lambda _desk, row, _values: "" if row.check_with_city else _("It is confirmed already."),
            undo=_doubt,
            allowed=lambda desk: desk.coordinates,
        ),
    )

    def visible(self, desk: Desk) -> QuerySet[BenefitCategory]:
        """All of them, for whoever works here."""
        if desk.seeing.everything or desk.seeing.paths:
            return BenefitCategory.objects.all()
        return BenefitCategory.objects.none()

    def editable(self, desk: Desk) -> QuerySet[BenefitCategory]:
        """All, for coordinators."""
        return BenefitCategory.objects.all() if desk.coordinates else BenefitCategory.objects.none()

    def may_create(self, desk: Desk) -> bool:
        """Coordinators."""
        return desk.coordinates

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The categories with how many events have a tariff for them."""
        counted = Tariff.objects.filter(category=OuterRef("pk")).order_by().values("category")
        count = Subquery(counted.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
        return rows.annotate(events=Coalesce(count, 0))

    def prepare(self, desk: Desk, form: Form, record: Any | None) -> None:
        """A code is given once."""
        if record is not None:
            form.fields["code"].disabled = True

    def create(self, desk: Desk, values: dict[str, Any]) -> BenefitCategory:
        """A new category."""
        return actions.create_benefit_category(actor=desk.actor, **values)

    def update(self, desk: Desk, record: BenefitCategory, values: dict[str, Any]) -> BenefitCategory:
        """Corrected fields of a version."""
        return actions.update_benefit_category(actor=desk.actor, category=record, **values)

    def facts(self, desk: Desk, record: BenefitCategory) -> list[Fact]:
        """What the version says."""
        until = f"{record.valid_to:%d.%m.%Y}" if record.valid_to else _("without an end")
        return [
            Fact(_("Who granted it"), [str(BenefitLevel(record.level).label)]),
            Fact(_("Act"), [record.legal_basis]),
            Fact(_("In force"), [f"{record.valid_from:%d.%m.%Y} – {until}"]),
            Fact(_("What to show at the entrance"), [record.proof or "—"]),
            Fact(_("City"), [_("to be checked with the city") if record.check_with_city else _("confirmed")]),
            Fact(_("Code"), [record.code]),
        ]

    def tabs(self, desk: Desk, record: BenefitCategory) -> list[Tab]:
        """The events that use it."""
        return [Tab(_("Who uses it"), reverse("office-benefits-events", args=[record.pk]))]

    def detail(self, desk: Desk, record: BenefitCategory) -> dict[str, Any]:
        """Its other versions, and what can be done."""
        others = self.listed(BenefitCategory.objects.filter(code=record.code)).order_by("-valid_from")
        return {
            "versions": [(one, state_of(one), self.url("detail", one)) for one in others],
            "renew_url": reverse("office-benefits-renew", args=[record.pk]) if desk.coordinates else "",
            "end_url": reverse("office-benefits-end", args=[record.pk]) if desk.coordinates else "",
        }

    def urls(self) -> list[URLPattern]:
        """The kit's addresses, those of a new version and an end, and of the events."""
        here = "office/benefits/"
        return [
            path(f"{here}unconfirmed/", office_page(self.unconfirmed), name="office-benefits-unconfirmed"),
            *super().urls(),
            path(f"{here}<int:pk>/events/", office_page(self.events), name="office-benefits-events"),
            path(f"{here}<int:pk>/renew/", office_page(self.renew), name="office-benefits-renew"),
            path(f"{here}<int:pk>/end/", office_page(self.end), name="office-benefits-end"),
        ]

    def events(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Events with a tariff for one category."""
        record = self.get(desk, pk)
        context = self.record_context(desk, record, "events") | self._listed_events(
            desk, request, Tariff.objects.filter(category=record)
        )
        context["tabs"] = [
            Tab(tab.label, tab.url, tab.url == request.path) if tab.url == request.path else tab
            for tab in context["tabs"]
        ]
        return render(request, desk, "office/benefits/events.html", context)

    def unconfirmed(self, desk: Desk, request: HttpRequest) -> HttpResponseBase:
        """Events that give a benefit which the city has not confirmed."""
        tariffs = Tariff.objects.filter(category__in=self.visible(desk).filter(check_with_city=True))
        context = {
            "title": _("Benefits to be checked with the city"),
            "crumbs": [Link(str(self.title), self.url()), Link(_("To be checked"))],
            **self._listed_events(desk, request, tariffs),
        }
        return render(request, desk, "office/benefits/unconfirmed.html", context)

    def _listed_events(self, desk: Desk, request: HttpRequest, tariffs: QuerySet[Tariff]) -> dict[str, Any]:
        """A page of events that have one of the tariffs, with the names of its categories; three queries."""
        events = visible_to(desk.actor).filter(pk__in=tariffs.order_by().values("event_id"))
        if desk.organisation is not None:
            events = events.filter(organisers__organisation__path__startswith=desk.organisation.path)
        ordered = events.distinct().order_by("title", "pk")
        page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
        rows: Iterable[Event] = list(page)
        named: dict[int, list[str]] = {}
        pairs = tariffs.filter(event__in=[event.pk for event in rows]).annotate(called=F("category__name"))
        for event_id, name in pairs.order_by("category__position").values_list("event_id", "called"):
            named.setdefault(event_id, []).append(name)
        return {
            "events": [
                (event, EventStatus(event.status).label, ", ".join(named.get(event.pk, ()))) for event in rows
            ],
            "page": page,
            "total": page.paginator.count,
            "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
            "first_url": "?" if page.has_previous() else "",
        }

    def renew(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """A new version from a day on."""
        record = self.get_editable(desk, pk)
        initial = {name: getattr(record, name) for name in RenewForm.base_fields if name != "valid_from"}
        form = RenewForm(request.POST if request.method == "POST" else None, initial=initial)
        if form.is_bound and form.is_valid():
            try:
                renewed = actions.renew_benefit_category(
                    actor=desk.actor, category=record, **form.cleaned_data
                )
            except (Invalid, Conflict) as error:
                editing.show(form, error)
            else:
                messages.success(request, _("The new version stands; events go on with the same prices."))
                return redirect(self.url("detail", renewed))
        says = _("The old version ends the day before. Events keep their prices for the new one.")
        return self._ask(desk, request, record, form, _("New version"), says)

    def end(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The last day of a version."""
        record = self.get_editable(desk, pk)
        initial = {"valid_to": record.valid_to or today()}
        form = EndForm(request.POST if request.method == "POST" else None, initial=initial)
        if form.is_bound and form.is_valid():
            try:
                actions.update_benefit_category(actor=desk.actor, category=record, **form.cleaned_data)
            except (Invalid, Conflict) as error:
                editing.show(form, error)
            else:
                messages.success(request, _("Saved."))
                return redirect(self.url("detail", record))
        says = _("From the next day on nobody pays less by it. Its history stays.")
        return self._ask(desk, request, record, form, _("End the benefit"), says)

    def _ask(
        self, desk: Desk, request: HttpRequest, record: BenefitCategory, form: Form, title: str, says: str
    ) -> HttpResponseBase:
        context = self.record_context(desk, record, "edit") | {
            "title": title,
            "says": says,
            "crumbs": [
                Link(str(self.title), self.url()),
                Link(record.name, self.url("detail", record)),
                Link(title),
            ],
            "form": form,
            "groups": editing.groups(form, ()),
            "back_url": self.url("detail", record),
        }
        return render(request, desk, "office/benefits/form.html", context)
