"""The city's list of institutions by the quality of their information, and the page of one of them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from karavan.hygiene import actions, queries
from karavan.hygiene.enums import INSTITUTIONS, Answer
from karavan.hygiene.models import Finding, SiteCheck
from karavan.hygiene.norms import norms_on
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.localtime import today
from karavan.office.desk import Desk, office_page
from karavan.office.hygiene.drawing import sparkline
from karavan.office.hygiene.forms import AsideForm
from karavan.office.hygiene.showing import checklist, shown
from karavan.office.kit import Column, CrudView, Filter
from karavan.office.people.acting import Deed, act, posted
from karavan.people.enums import OrganisationKind
from karavan.people.models import Organisation
from karavan.places.models import District, Place
from karavan.ui.parts import Badge, Link

TASKS = 5
BANDS = (
    ("low", gettext_lazy("below 60")),
    ("middle", gettext_lazy("60 to 89")),
    ("high", gettext_lazy("90 and more")),
)


def _band(rows: QuerySet[Any], band: str) -> QuerySet[Any]:
    rows = queries.with_scores(rows, timezone.now())
    match band:
        case "low":
            return rows.filter(score__lt=60)
        case "middle":
            return rows.filter(score__gte=60, score__lt=90)
        case _:
            return rows.filter(score__gte=90)


def _in_district(rows: QuerySet[Any], district: str) -> QuerySet[Any]:
    return rows.filter(Exists(Place.objects.filter(organisation=OuterRef("pk"), district=int(district))))


def _worst(row: Any) -> str:
    item = norms_on(today()).item(row.worst or "")
    return item.task if item is not None else ""


def _stale(row: Any) -> Any:
    if not row.stale:
        return ""
    words = ngettext("%(count)d contradiction", "%(count)d contradictions", row.stale)
    return Badge("cancelled", words % {"count": row.stale})


class Hygiene(CrudView):
    """Institutions, the lowest figure first."""

    name = "hygiene"
    model = Organisation
    title = gettext_lazy("Quality of what residents read")
    one = gettext_lazy("Institution")
    icon = "badge-check"
    search = ("name", "short_name")
    ordering = ("score", "name", "pk")
    columns = (
        Column("name", gettext_lazy("Institution"), str, sort=("name", "pk")),
        Column("score", gettext_lazy("Score"), lambda row: row.score, sort=("score", "name"), numeric=True),
        Column("trend", gettext_lazy("30 days"), lambda row: sparkline(row.trend), plain=lambda _row: ""),
        Column("worst", gettext_lazy("First thing to do"), _worst),
        Column(
            "stale",
            gettext_lazy("Contradicts for over 48 hours"),
            _stale,
            sort=("stale", "name"),
            plain=lambda row: row.stale or 0,
        ),
        Column(
            "kind",
            gettext_lazy("Kind"),
            lambda row: str(OrganisationKind(row.kind).label),
            sort=("kind", "name"),
            shown=False,
        ),
    )
    filters = (
        Filter(
            "kind",
            gettext_lazy("Kind"),
            lambda _desk: [(one.value, one.label) for one in OrganisationKind if one in INSTITUTIONS],
            lambda rows, kind: rows.filter(kind=kind),
        ),
        Filter(
            "district",
            gettext_lazy("District"),
            lambda _desk: District.objects.values_list("pk", "name"),
            _in_district,
        ),
        Filter("band", gettext_lazy("Score"), lambda _desk: BANDS, _band),
        Filter(
            "stale",
            gettext_lazy("Contradictions"),
            lambda _desk: [("yes", gettext_lazy("stand for over 48 hours"))],
            lambda rows, _value: queries.with_scores(rows, timezone.now()).filter(stale__gt=0),
        ),
    )
    list_template = "office/hygiene/list.html"
    detail_template = "office/hygiene/organisation.html"

    def visible(self, desk: Desk) -> QuerySet[Any]:
        """Scored institutions within reach."""
        return queries.visible_to(desk.seeing)

    def editable(self, desk: Desk) -> QuerySet[Any]:
        """Those whose gaps the person may answer."""
        return queries.visible_to(desk.editing)

    def within(self, rows: QuerySet[Any], organisation: Organisation) -> QuerySet[Any]:
        """The organisation and its branches."""
        return rows.filter(path__startswith=organisation.path)

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With the last figure, the first thing to do and contradictions of long standing."""
        return queries.with_scores(rows, timezone.now())

    def looked_at(self, desk: Desk, records: Sequence[Any], where: str) -> None:
        """Adds the trend to each."""
        trends = queries.trends([record.pk for record in records])
        for record in records:
            record.trend = trends.get(record.pk, [])

    def heading(self, record: Any) -> str:
        """The full name."""
        return str(record.name)

    def detail(self, desk: Desk, record: Any) -> dict[str, Any]:
        """The figure, the first things to do, the list of the order, what the site says."""
        norms = norms_on(today())
        score = queries.last_score(record)
        findings = [shown(one, norms, timezone.now()) for one in queries.findings_of(record)]
        waiting = [one for one in findings if not one.is_aside]
        return {
            "score": score,
            "spark": sparkline(record.trend),
            "tasks": waiting[:TASKS],
            "more_tasks": max(0, len(waiting) - TASKS),
            "groups": checklist(score, findings, norms),
            "on_site": [one for one in findings if one.finding.by == "site"],
            "aside": [one for one in findings if one.is_aside],
            "look": SiteCheck.objects.filter(organisation=record).first(),
            "norms": norms,
            "organisation_link": Link(_("The record"), f"/office/organisations/{record.pk}/"),
        }

    def urls(self) -> list[URLPattern]:
        """The kit's addresses, those of answers, of a look at the site and of counting anew."""
        return [
            *super().urls(),
            path(
                "office/hygiene/<int:pk>/site/",
                require_POST(office_page(self.site_page)),
                name="office-hygiene-site",
            ),
            path(
                "office/hygiene/<int:pk>/measure/",
                require_POST(office_page(self.measure_page)),
                name="office-hygiene-measure",
            ),
            path(
                "office/hygiene/gaps/<int:pk>/answer/",
                require_POST(office_page(self.answer_page)),
                name="office-hygiene-answer",
            ),
            path(
                "office/hygiene/gaps/<int:pk>/aside/",
                office_page(self.aside_page),
                name="office-hygiene-aside",
            ),
        ]

    def _back(self, pk: int) -> str:
        return reverse("office-hygiene-detail", args=[pk])

    def site_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask for a look at the site now."""
        record = self.get_editable(desk, pk)
        try:
            actions.ask_site_check(actor=desk.actor, organisation=record)
        except Conflict as error:
            messages.warning(request, str(error))
        except Invalid as error:
            messages.warning(request, " ".join(each for texts in error.problems.values() for each in texts))
        else:
            messages.success(
                request, _("The site will be looked at in a few minutes. Open this page again then.")
            )
        return redirect(self._back(pk))

    def measure_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Count anew after something was mended."""
        record = self.get_editable(desk, pk)
        actions.measure(actor=desk.actor, organisations=[record])
        messages.success(request, _("Counted anew."))
        return redirect(self._back(pk))

    def _finding(self, desk: Desk, pk: int) -> Finding:
        rows = Finding.objects.filter(resolved_at__isnull=True).select_related("organisation")
        found = get_object_or_404(rows, pk=pk)
        self.get_editable(desk, found.organisation_id)
        return found

    def answer_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Promise that the site will be mended, or take an answer back."""
        finding = self._finding(desk, pk)
        promised = request.POST.get("answer") == Answer.PROMISED
        said = Answer.PROMISED if promised else Answer.NONE
        actions.answer(actor=desk.actor, finding=finding, answer=said)
        messages.success(request, _("Noted.") if promised else _("It waits again."))
        return redirect(self._back(finding.organisation_id))

    def aside_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Set a gap aside for a reason."""
        finding = self._finding(desk, pk)
        one = shown(finding, norms_on(today()), timezone.now())
        back = self._back(finding.organisation_id)
        return act(
            request,
            desk,
            Deed(
                title=_("Set aside: %(task)s") % {"task": one.task},
                intro=one.quote,
                button=_("Set aside"),
                do=lambda values: actions.answer(
                    actor=desk.actor, finding=finding, answer=Answer.ASIDE, reason=values["reason"]
                ),
                back=back,
                done=_("Set aside. It costs nothing until somebody takes it back."),
                form=AsideForm(posted(request)),
                crumbs=[
                    Link(str(self.title), self.url()),
                    Link(str(finding.organisation), back),
                    Link(_("Set aside"), ""),
                ],
            ),
        )
