"""Programmes as a screen of the office."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.kernel.localtime import local
from karavan.office.desk import Desk, office_page
from karavan.office.kit import CrudView
from karavan.office.kit.listing import Listing
from karavan.office.people.sharing import shared_with
from karavan.office.programme.programmes import form as programme_form
from karavan.office.programme.programmes.columns import (
    COLUMNS,
    FILTERS,
    ids_in_tree_order,
    in_tree_order,
    period_words,
    with_columns,
)
from karavan.office.programme.programmes.releasing import may_release, release_page
from karavan.office.programme.programmes.sending import send_back_page, send_page
from karavan.office.programme.programmes.working import MOST, UNPUBLISHED, counts, rows_of, seen_in
from karavan.people.models import Organisation
from karavan.programme import actions
from karavan.programme.enums import EventStatus
from karavan.programme.models import Event, EventOrganiser, Programme, Release
from karavan.programme.queries import programmes_editable_by, programmes_visible_to
from karavan.programme.releases.queries import programme_releases
from karavan.programme.releases.scope import Scope
from karavan.programme.releases.words import summary
from karavan.ui import typography
from karavan.ui.parts import Fact, Link


class Programmes(CrudView):
    """The tree: a year, its festivals, their parts."""

    name = "programmes"
    model = Programme
    title = gettext_lazy("Programmes")
    one = gettext_lazy("New programme")
    icon = "folder-tree"
    lead = gettext_lazy("A year, its festivals, their parts. Events lie in one of them or in none.")
    search = ("title", "slug")
    ordering = ("title",)
    page_size = 60
    columns = COLUMNS
    filters = FILTERS
    form_class = programme_form.ProgrammeForm
    fieldsets = programme_form.FIELDSETS
    list_template = "office/programmes/list.html"
    detail_template = "office/programmes/detail.html"

    def visible(self, desk: Desk) -> QuerySet[Programme]:
        """Programmes the person may see."""
        return programmes_visible_to(desk.actor)

    def editable(self, desk: Desk) -> QuerySet[Programme]:
        """Programmes the person may change."""
        return programmes_editable_by(desk.actor)

    def within(self, rows: QuerySet[Any], organisation: Organisation) -> QuerySet[Any]:
        """Those an organisation, or one below it, holds or has events in."""
        held = Programme.organisations.through.objects.filter(
            organisation__path__startswith=organisation.path
        )
        own = EventOrganiser.objects.filter(
            event=OuterRef("pk"), organisation__in=Organisation.objects.under(organisation).values("pk")
        )
        # Few events lie in a programme: each is asked whose it is, and not each of theirs where it lies.
        joined = Event.objects.filter(Exists(own), programme__isnull=False).order_by()
        return rows.filter(Q(pk__in=held.values("programme_id")) | Q(pk__in=joined.values("programme_id")))

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The programmes with what the columns show."""
        return with_columns(rows)

    def rows(self, desk: Desk, listing: Listing) -> QuerySet[Any]:
        """As a tree, unless a column was chosen to order by."""
        rows = super().rows(desk, listing)
        if listing.sort:
            return rows
        order = ids_in_tree_order(rows)
        # By their ids: what the person may see is asked once, and not for the count and the page again.
        return in_tree_order(with_columns(Programme.objects.filter(pk__in=order)), order)

    def public_url(self, record: Programme) -> str:
        """The page of residents."""
        return f"/programmes/{record.slug}/" if record.is_public else ""

    def facts(self, desk: Desk, record: Programme) -> list[Fact]:
        """Days, place in the tree, who holds it."""
        above = Programme.objects.over(record)
        holders = [str(one) for one in record.organisations.order_by("name", "pk")]
        facts = [
            Fact(_("Days"), [period_words(record)]),
            Fact(_("Part of"), [Link(one.title, self.url("detail", one)) for one in above] or [_("nothing")]),
            Fact(_("Who holds it"), holders or [_("the city")]),
            Fact(_("Residents see the programme"), [_("yes") if record.is_public else _("no")]),
            Fact(_("Address of the page"), [f"/programmes/{record.slug}/"]),
        ]
        if record.summary:
            facts.insert(0, Fact(_("In two sentences"), [record.summary]))
        return facts

    def detail(self, desk: Desk, record: Programme) -> dict[str, Any]:
        """The working copy, the parts and the releases."""
        scope = Scope(programme=record)
        seen = seen_in(desk, scope)
        found = counts(seen)
        rows = rows_of(desk, seen)
        parts = self.visible(desk).filter(parent=record)
        events = f"{reverse('office-events')}?programme={record.pk}&within=all"
        return {
            "numbers": [
                (str(status.label), found.get(status.value, 0), f"{events}&status={status.value}")
                for status in EventStatus
                if found.get(status.value) or status in (*UNPUBLISHED, EventStatus.PUBLISHED)
            ],
            "sharing": shared_with(desk, record, may_edit=self.may_edit(desk, record)),
            "rows": rows,
            "more_rows": max(sum(found.get(status, 0) for status in UNPUBLISHED) - MOST, 0),
            "events_url": events,
            "new_event_url": f"{reverse('office-events-new')}?programme={record.pk}",
            "send_url": reverse("office-programmes-send", args=[record.pk]),
            "back_url": reverse("office-programmes-back", args=[record.pk]),
            "release_url": reverse("office-programmes-release", args=[record.pk])
            if may_release(desk, scope)
            else "",
            "parts": in_tree_order(with_columns(parts)),
            "releases": [shown_release(one) for one in programme_releases(record.pk)[:10]],
            "changes_url": f"/programmes/{record.slug}/changes/" if record.is_public else "",
        }

    def history_subjects(self, record: Programme) -> list[tuple[str, list[int]]]:
        """The programme alone: its events have their own."""
        return [("programme.programme", [record.pk])]

    def prepare(self, desk: Desk, form: Form, record: Programme | None) -> None:
        """What the person may choose."""
        programme_form.prepare(desk, form, record)

    def initial(self, desk: Desk, record: Programme) -> dict[str, Any]:
        """Values by field."""
        return programme_form.initial_of(desk, record)

    def suggested(self, desk: Desk) -> dict[str, Any]:
        """The chosen organisation holds it; ``?parent=`` of the address is heard."""
        found = super().suggested(desk)
        if desk.organisation is not None:
            found.setdefault("organisations", [desk.organisation.pk])
        return found

    def create(self, desk: Desk, values: dict[str, Any]) -> Programme:
        """A new programme."""
        return actions.create_programme(actor=desk.actor, **programme_form.for_action(values, {}))

    def update(self, desk: Desk, record: Programme, values: dict[str, Any]) -> Programme:
        """Changed fields of a programme."""
        given = programme_form.for_action(values, record.translations)
        if "organisations" in given:
            given["organisations"] += programme_form.others_holding(desk, record)
        return actions.update_programme(actor=desk.actor, programme=record, **given)

    def remove(self, desk: Desk, record: Programme) -> Any:
        """Into the trash, where no event lies in it."""
        return actions.remove_programme(actor=desk.actor, programme=record)

    def urls(self) -> list[URLPattern]:
        """The kit's addresses, and those of the working copy."""
        here = "office/programmes/<int:pk>/"
        return [
            *super().urls(),
            path(f"{here}send/", office_page(self.send), name="office-programmes-send"),
            path(f"{here}back/", office_page(self.send_back), name="office-programmes-back"),
            path(f"{here}release/", office_page(self.release), name="office-programmes-release"),
        ]

    def send(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send drafts for release."""
        record = self.get(desk, pk)
        return send_page(desk, request, Scope(programme=record), self.url("detail", record))

    def send_back(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Return events to their editors."""
        record = self.get(desk, pk)
        return send_back_page(desk, request, Scope(programme=record), self.url("detail", record))

    def release(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Make a release."""
        record = self.get(desk, pk)
        return release_page(
            desk,
            request,
            Scope(programme=record),
            heading=record.title,
            crumbs=[Link(str(self.title), self.url()), Link(record.title, self.url("detail", record))],
            back_url=self.url("detail", record),
        )


def shown_release(release: Release) -> dict[str, Any]:
    """A release as the office lists it."""
    return {
        "pk": release.pk,
        "number": release.number,
        "name": release.name,
        "day": typography.date_short(local(release.released_at).date(), year=True),
        "summary": summary(release.log),
    }
