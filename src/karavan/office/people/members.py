"""Members: the people whose roles lie in one's reach."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from karavan.kernel.errors import NotAllowed
from karavan.kernel.localtime import today
from karavan.office.desk import Desk, office_page
from karavan.office.kit import Column, CrudView, Filter
from karavan.office.people import words
from karavan.office.people.acting import Deed, NoForm, act, note_choices, posted
from karavan.office.people.forms import LastDayForm, NameForm, RoleForm, SubstitutionForm, SwitchOffForm
from karavan.people import actions, queries
from karavan.people.enums import CITY_WIDE_ROLES, RoleKind, ViewedIn
from karavan.people.models import Organisation, Role, User
from karavan.people.rules import can_coordinate, is_self, require_coordinate
from karavan.ui.parts import Fact, Link

VIEWS_SHOWN = 20


def _kinds(desk: Desk) -> list[tuple[str, Any]]:
    return list(RoleKind.choices)


def _states(desk: Desk) -> list[tuple[str, Any]]:
    return [
        ("now", gettext_lazy("With a role today")),
        ("none", gettext_lazy("Without a role today")),
        ("off", gettext_lazy("Switched off")),
    ]


def _by_kind(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    return rows.filter(Exists(Role.objects.filter(queries.in_force(), person=OuterRef("pk"), kind=kind)))


def _by_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    if state == "off":
        return rows.filter(is_active=False)
    held = Exists(Role.objects.filter(queries.in_force(), person=OuterRef("pk")))
    return rows.filter(held if state == "now" else ~held)


class Members(CrudView):
    """People: list, page, name; roles and substitutions have pages of their own."""

    name = "people"
    model = User
    title = gettext_lazy("People")
    one = pgettext_lazy("one of the staff", "Person")
    icon = "users"
    search = ("name", "email")
    ordering = ("name", "pk")
    columns = (
        Column("name", pgettext_lazy("person", "Name"), lambda row: row.name, sort=("name", "pk")),
        Column("email", gettext_lazy("E-mail"), lambda row: row.email, sort=("email",)),
        Column("roles", gettext_lazy("Roles"), words.roles_cell),
        Column(
            "last_login", gettext_lazy("Last sign-in"), lambda row: row.last_login, sort=("last_login", "pk")
        ),
        Column("state", gettext_lazy("State"), words.state_cell),
    )
    filters = (
        Filter("role", gettext_lazy("Role"), _kinds, _by_kind),
        Filter("state", gettext_lazy("State"), _states, _by_state),
    )
    form_class = NameForm
    list_template = "office/people/members.html"
    detail_template = "office/people/member.html"

    def visible(self, desk: Desk) -> QuerySet[Any]:
        """People in reach, each with those of their roles that this person may know of."""
        roles = (
            queries.roles_visible_to(desk.actor).select_related("organisation").order_by("valid_from", "pk")
        )
        rows = queries.people_visible_to(desk.actor)
        return rows.prefetch_related(Prefetch("roles", roles, to_attr="known_roles"))

    def editable(self, desk: Desk) -> QuerySet[Any]:
        """Whose name this person may write."""
        if can_coordinate(desk.actor):
            return User.objects.all()
        return User.objects.filter(pk=desk.actor.pk)

    def within(self, rows: QuerySet[Any], organisation: Organisation) -> QuerySet[Any]:
        """Those with a role there or below, past ones too."""
        held = Role.objects.filter(organisation__path__startswith=organisation.path, person=OuterRef("pk"))
        return rows.filter(Exists(held))

    def may_create(self, desk: Desk) -> bool:
        """People come by invitation."""
        return False

    def looked_at(self, desk: Desk, records: Sequence[Any], where: str) -> None:
        """Note whose name and address was shown, on a page or in a file."""
        what = ViewedIn.EXPORT if where == "file" else ViewedIn(where)
        actions.note_views(actor=desk.actor, person_ids=[row.pk for row in records], what=what)

    def update(self, desk: Desk, record: Any, values: dict[str, Any]) -> Any:
        """Write the name."""
        return actions.rename_person(actor=desk.actor, person=record, **values)

    def history_subjects(self, record: Any) -> list[tuple[str, list[int]]]:
        """The account, and roles that the reader may know of; a record to be edited comes without them."""
        roles = getattr(record, "known_roles", ())
        return [("people.user", [record.pk]), ("people.role", [role.pk for role in roles])]

    def facts(self, desk: Desk, record: Any) -> list[Fact]:
        """Address and last sign-in."""
        return [
            Fact(_("E-mail"), [Link(record.email, f"mailto:{record.email}")]),
            Fact(_("Last sign-in"), [words.moment(record.last_login) or _("has not signed in yet")]),
        ]

    def detail(self, desk: Desk, record: Any) -> dict[str, Any]:
        """Roles, substitutions on both sides, and, for coordinators, who looked."""
        day = today()
        may_end = set(
            queries.roles_editable_by(desk.actor).filter(person=record).values_list("pk", flat=True)
        )
        substitutions = queries.substitutions_visible_to(desk.actor).select_related(
            "person", "substitute", "organisation"
        )
        may_stop = set(queries.substitutions_editable_by(desk.actor).values_list("pk", flat=True))
        coordinates = can_coordinate(desk.actor)
        mine = is_self(desk.actor, record)
        return {
            "is_demo": record.is_demo,
            "roles": [words.ShownRole(role, day, role.pk in may_end) for role in record.known_roles],
            "absences": [
                words.ShownSubstitution(row, day, row.pk in may_stop)
                for row in substitutions.filter(person=record, valid_to__gte=day).order_by("valid_from", "pk")
            ],
            "stands_in": [
                words.ShownSubstitution(row, day, row.pk in may_stop)
                for row in substitutions.filter(substitute=record, valid_to__gte=day).order_by("valid_from")
            ],
            "may_give": record.is_active and _gives_roles(desk),
            "may_substitute": record.is_active and bool(record.known_roles) and (mine or _gives_roles(desk)),
            "may_switch": coordinates and not mine,
            "views": list(queries.views_of(record)[:VIEWS_SHOWN]) if coordinates or mine else None,
        }

    def urls(self) -> list[URLPattern]:
        """The kit's addresses but creation, and those of what is done to a person."""
        kept = [one for one in super().urls() if one.name != "office-people-new"]
        return [
            *kept,
            path("office/people/<int:pk>/role/", office_page(self.role_page), name="office-people-role"),
            path(
                "office/people/<int:pk>/role/<int:role>/end/",
                office_page(self.end_role_page),
                name="office-people-role-end",
            ),
            path("office/people/<int:pk>/away/", office_page(self.away_page), name="office-people-away"),
            path("office/people/<int:pk>/off/", office_page(self.off_page), name="office-people-off"),
            path("office/people/<int:pk>/on/", office_page(self.on_page), name="office-people-on"),
        ]

    def url(self, page: str = "", record: Any | None = None) -> str:
        """As the kit's; there is no page for a new person."""
        return reverse("office-invitations-new") if page == "new" else super().url(page, record)

    def _crumbs(self, record: User) -> list[Link]:
        return [Link(str(self.title), self.url()), Link(record.name, self.url("detail", record))]

    def role_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Give a person a role."""
        person = self.get(desk, pk)
        _require_gives_roles(desk)
        form = RoleForm(posted(request), initial={"valid_from": today(), "organisation": desk.organisation})
        form.narrow(managed(desk), city=desk.coordinates)
        return act(
            request,
            desk,
            Deed(
                title=_("Give a role"),
                intro=person.name,
                button=_("Give the role"),
                form=form,
                do=lambda values: actions.assign_role(actor=desk.actor, person=person, **values),
                back=self.url("detail", person),
                done=_("The role is given."),
                crumbs=[*self._crumbs(person), Link(_("Give a role"))],
            ),
        )

    def end_role_page(self, desk: Desk, request: HttpRequest, pk: int, role: int) -> HttpResponseBase:
        """End a role with a day."""
        held = get_object_or_404(
            queries.roles_editable_by(desk.actor).select_related("person", "organisation"), pk=role, person=pk
        )
        person = held.person
        return act(
            request,
            desk,
            Deed(
                title=_("End a role"),
                intro=f"{person.name}: {words.role_words(held)}",
                button=_("End the role"),
                form=LastDayForm(posted(request), initial={"last_day": today()}),
                do=lambda values: actions.end_role(actor=desk.actor, role=held, **values),
                back=self.url("detail", person),
                # Whoever held no other role is out of reach from now on.
                next=self.url("detail", person) if can_coordinate(desk.actor) else self.url(),
                done=_("The role ends with this day."),
                crumbs=[*self._crumbs(person), Link(_("End a role"))],
                grave=True,
            ),
        )

    def away_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Say who stands in for a person."""
        person = self.get(desk, pk)
        if not is_self(desk.actor, person):
            _require_gives_roles(desk)
        return act(
            request,
            desk,
            Deed(
                title=_("Who stands in"),
                intro=_("While %(name)s is away, somebody else does their work here.")
                % {"name": person.name},
                button=_("Set the substitution"),
                form=substitution_form(desk, person, posted(request)),
                do=lambda values: actions.set_substitution(actor=desk.actor, person=person, **values),
                back=self.url("detail", person),
                done=_("The substitution is set. It ends by itself."),
                crumbs=[*self._crumbs(person), Link(_("Who stands in"))],
            ),
        )

    def off_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Switch a person off."""
        person = self.get(desk, pk)
        require_coordinate(desk.actor)
        return act(
            request,
            desk,
            Deed(
                title=_("Switch the account off"),
                intro=_(
                    "%(name)s signs in no more, and is signed out everywhere at once. Nothing is deleted."
                )
                % {"name": person.name},
                button=_("Switch off"),
                form=SwitchOffForm(posted(request)),
                do=lambda values: actions.switch_off(actor=desk.actor, person=person, **values),
                back=self.url("detail", person),
                done=_("The account is switched off."),
                crumbs=[*self._crumbs(person), Link(_("Switch the account off"))],
                grave=True,
            ),
        )

    def on_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Let a person sign in again."""
        person = self.get(desk, pk)
        require_coordinate(desk.actor)
        return act(
            request,
            desk,
            Deed(
                title=_("Switch the account on"),
                intro=_("%(name)s may sign in again, with the roles that are still in force.")
                % {"name": person.name},
                button=_("Switch on"),
                form=NoForm(posted(request)),
                do=lambda _values: actions.switch_on(actor=desk.actor, person=person),
                back=self.url("detail", person),
                done=_("The account is switched on."),
                crumbs=[*self._crumbs(person), Link(_("Switch the account on"))],
            ),
        )


def _gives_roles(desk: Desk) -> bool:
    return desk.managing.everything or bool(desk.managing.paths)


def _require_gives_roles(desk: Desk) -> None:
    """Who may look at people, and no more, does not even get the form."""
    if not _gives_roles(desk):
        raise NotAllowed(_("Only the director of the organisation may do this."))


def managed(desk: Desk) -> QuerySet[Organisation]:
    """Organisations in which the person gives roles, in the order of their networks."""
    return Organisation.objects.filter(desk.managing.query()).order_by("path")


def substitution_form(desk: Desk, person: User, data: Any) -> SubstitutionForm:
    """The form with the choices that this person may make for that one."""
    mine = is_self(desk.actor, person)
    form = SubstitutionForm(data, initial={"valid_from": today()})
    substitute: Any = form.fields["substitute"]
    substitute.queryset = queries.may_stand_in_for(desk.actor, person).order_by("name", "pk")
    note_choices(desk, substitute)
    organisation: Any = form.fields["organisation"]
    held = Organisation.objects.filter(roles__person=person).distinct().order_by("path")
    organisation.queryset = held if mine else held.filter(desk.managing.query())
    if not mine and not desk.managing.everything:
        organisation.required, organisation.help_text = True, ""
    grants = can_coordinate(desk.actor) and person.roles.filter(kind__in=CITY_WIDE_ROLES).exists()
    if not grants:
        del form.fields["city_wide"]
    return form
