"""Organisations: the network, names through time, branches, places and people."""

from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.kernel.localtime import today
from karavan.kernel.provenance import Certainty
from karavan.office.desk import Desk, office_page
from karavan.office.kit import Column, CrudView, Filter
from karavan.office.people import words
from karavan.office.people.acting import Deed, act, posted
from karavan.office.people.forms import OrganisationForm, RenameForm
from karavan.people import actions, queries
from karavan.people.enums import FounderLevel, OrganisationKind
from karavan.people.models import Organisation, Role
from karavan.people.rules import can_manage, people_reach
from karavan.places import queries as places
from karavan.places.models import Place
from karavan.ui.parts import Badge, Fact, Link

IN_NETWORK = {
    "above_all": Coalesce("parent__parent__name", "parent__name", "name"),
    "between": Case(
        When(parent__isnull=True, then=Value("")),
        default=Coalesce(Case(When(parent__parent__isnull=False, then="parent__name")), "name"),
    ),
    "lowest": Case(When(parent__parent__isnull=True, then=Value("")), default="name"),
}
"""The order of networks by names, each organisation below its parent; three levels deep, as ours are."""


def _name(row: Organisation) -> SafeString:
    """The name, behind its depth in the network where the list is in that order."""
    depth = len(row.lineage_ids) - 1
    return mark_safe(f'<span class="depth depth--{min(depth, 4)}">{escape(row.name)}</span>')


# Not get_kind_display(): it turns every label of the kind into text to look one up.
def _kind(row: Organisation) -> str:
    return str(OrganisationKind(row.kind).label)


def _founder(row: Organisation) -> str:
    return str(FounderLevel(row.founder_level).label)


def _badges(row: Organisation) -> list[Badge]:
    found = []
    if row.certainty != Certainty.A:
        found.append(Badge("certainty", f"{row.certainty} · {Certainty(row.certainty).label}"))
    if not row.is_public:
        found.append(Badge("plain", _("not public")))
    if row.is_demo:
        found.append(Badge("demo", _("demo")))
    return found


def _tops(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(parent__isnull=value == "top")


class Organisations(CrudView):
    """Organisations in the order of their networks; by name with one tap."""

    name = "organisations"
    model = Organisation
    title = gettext_lazy("Organisations")
    one = gettext_lazy("Organisation")
    icon = "building-2"
    has_origins = True
    search = ("name", "short_name", "name_en")
    ordering = (*IN_NETWORK, "pk")
    columns = (
        Column("name", gettext_lazy("Name"), _name, sort=("name", "pk"), plain=lambda row: row.name),
        Column("kind", gettext_lazy("Kind"), _kind, sort=("kind", "name")),
        Column("founder", gettext_lazy("Whose it is"), _founder),
        Column("places", gettext_lazy("Places"), lambda row: row.place_count or "", numeric=True),
        Column("people", gettext_lazy("People"), lambda row: row.people_count or "", numeric=True),
        Column("state", gettext_lazy("Note"), _badges),
        Column("since", gettext_lazy("Since"), lambda row: row.since, sort=("since", "name"), shown=False),
        Column("website", gettext_lazy("Website"), lambda row: row.website, shown=False),
    )
    filters = (
        Filter(
            "kind",
            gettext_lazy("Kind"),
            lambda _desk: OrganisationKind.choices,
            lambda rows, kind: rows.filter(kind=kind),
        ),
        Filter(
            "founder",
            gettext_lazy("Whose it is"),
            lambda _desk: FounderLevel.choices,
            lambda rows, level: rows.filter(founder_level=level),
        ),
        Filter(
            "certainty",
            gettext_lazy("How sure this is"),
            lambda _desk: [(one.value, f"{one.value} · {one.label}") for one in Certainty],
            lambda rows, value: rows.filter(certainty=value),
        ),
        Filter(
            "level",
            gettext_lazy("In the network"),
            lambda _desk: [("top", gettext_lazy("Legal entities")), ("branch", gettext_lazy("Branches"))],
            _tops,
        ),
    )
    form_class = OrganisationForm
    fieldsets = (
        (gettext_lazy("Name"), ("name", "short_name", "name_en")),
        (gettext_lazy("What it is"), ("kind", "founder_level", "parent", "since", "description")),
        (gettext_lazy("For visitors"), ("phone", "email", "website")),
        (gettext_lazy("For staff"), ("is_public", "certainty", "staff_note")),
    )
    list_template = "office/people/organisations.html"
    detail_template = "office/people/organisation.html"

    def visible(self, desk: Desk) -> QuerySet[Any]:
        """Public ones, and those in reach."""
        return queries.visible_to(desk.actor)

    def editable(self, desk: Desk) -> QuerySet[Any]:
        """Those in reach of editing roles."""
        return queries.editable_by(desk.actor)

    def within(self, rows: QuerySet[Any], organisation: Organisation) -> QuerySet[Any]:
        """The organisation and its branches."""
        return rows.filter(path__startswith=organisation.path)

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With the numbers of places and of people who hold a role today."""
        here = Place.objects.filter(organisation=OuterRef("pk"))
        held = Role.objects.filter(queries.in_force(), organisation=OuterRef("pk"))
        return rows.annotate(
            place_count=_number(here, Count("pk")),
            people_count=_number(held, Count("person", distinct=True)),
            **IN_NETWORK,
        )

    def prepare(self, desk: Desk, form: Any, record: Any | None) -> None:
        """What it may be a branch of; only coordinators found a network."""
        parent = form.fields["parent"]
        above = queries.editable_by(desk.actor).order_by("path")
        if record is not None:
            above = Organisation.objects.filter(Q(pk__in=above.values("pk")) | Q(pk=record.parent_id))
            above = above.exclude(path__startswith=record.path).order_by("path")
        parent.queryset = above
        if not desk.coordinates and (record is None or record.parent_id is not None):
            parent.required, parent.help_text = True, ""
        if record is not None and not desk.managing.covers(record.parent):
            parent.disabled = True
            parent.help_text = _("Who manages the organisation above moves it elsewhere.")

    def create(self, desk: Desk, values: dict[str, Any]) -> Any:
        """A new organisation or branch, with its first name."""
        return actions.create_organisation(actor=desk.actor, **values)

    def update(self, desk: Desk, record: Any, values: dict[str, Any]) -> Any:
        """Correct what is recorded."""
        return actions.update_organisation(actor=desk.actor, organisation=record, **values)

    def remove(self, desk: Desk, record: Any) -> Any:
        """Into the trash."""
        return actions.remove_organisation(actor=desk.actor, organisation=record)

    def heading(self, record: Any) -> str:
        """The full name."""
        return str(record.name)

    def public_url(self, record: Any) -> str:
        """Its page on the portal, where it has one."""
        return f"/organisations/{record.pk}/" if record.is_public and record.certainty != Certainty.C else ""

    def facts(self, desk: Desk, record: Any) -> list[Fact]:
        """What is recorded, with how sure it is."""
        return [
            Fact(_("Kind"), [str(record.get_kind_display())]),
            Fact(_("Whose it is"), [str(record.get_founder_level_display())]),
            Fact(_("Short name"), [record.short_name] if record.short_name else []),
            Fact(_("Name in English"), [record.name_en] if record.name_en else []),
            Fact(_("Since"), [record.since] if record.since else []),
            Fact(_("Website"), [Link(record.website, record.website)] if record.website else []),
            Fact(_("Telephone"), [record.phone] if record.phone else []),
            Fact(_("E-mail"), [record.email] if record.email else []),
            Fact(_("How sure this is"), [f"{record.certainty} · {Certainty(record.certainty).label}"]),
            Fact(_("Source"), [record.source] if record.source else []),
        ]

    def detail(self, desk: Desk, record: Any) -> dict[str, Any]:
        """Names, the way up, branches, places and people."""
        above = [(one, self.url("detail", one)) for one in Organisation.objects.over(record)]
        family = queries.visible_to(desk.actor).filter(path__startswith=record.path).exclude(pk=record.pk)
        mine = places.visible_to(desk.actor).filter(organisation=record)
        roles = list(queries.roles_in(record)) if people_reach(desk.actor).covers(record) else []
        actions.note_views(actor=desk.actor, person_ids=[role.person_id for role in roles], what="list")
        return {
            "badges": _badges(record),
            "above": [Link(str(one), url) for one, url in above],
            "branches": [
                (Link(node.organisation.name, self.url("detail", node.organisation)), node.depth)
                for node in queries.network(family)
            ],
            "names": [(row, words.span(row.valid_from, row.valid_to)) for row in queries.names_of(record)],
            "places": [Link(place.name, _place_url(place.pk)) for place in mine.order_by("name", "pk")[:100]],
            "roles": roles,
            "may_manage": can_manage(desk.actor, record),
            "may_branch": desk.editing.covers(record),
            "rename_url": reverse("office-organisations-rename", args=[record.pk]),
            "branch_url": self.url("new") + f"?parent={record.pk}",
        }

    def urls(self) -> list[URLPattern]:
        """The kit's addresses, and that of a new name."""
        rename = path(
            "office/organisations/<int:pk>/rename/",
            office_page(self.rename_page),
            name="office-organisations-rename",
        )
        return [*super().urls(), rename]

    def rename_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Give a new name from a day on."""
        record = self.get_editable(desk, pk)
        return act(
            request,
            desk,
            Deed(
                title=_("New name"),
                intro=_("Now: %(name)s") % {"name": record.name},
                button=_("Rename"),
                form=RenameForm(posted(request), initial={"valid_from": today()}),
                do=lambda values: actions.rename_organisation(
                    actor=desk.actor, organisation=record, **values
                ),
                back=self.url("detail", record),
                done=_("The name is written down."),
                crumbs=[
                    Link(str(self.title), self.url()),
                    Link(record.name, self.url("detail", record)),
                    Link(_("New name")),
                ],
            ),
        )


def _number(rows: QuerySet[Any], counted: Count) -> Subquery:
    """How many of an organisation's rows there are; a subquery, as two joins would multiply."""
    return Subquery(rows.order_by().values("organisation").annotate(number=counted).values("number"))


def _place_url(pk: int) -> str:
    try:
        return reverse("office-places-detail", args=[pk])
    except NoReverseMatch:
        return ""
