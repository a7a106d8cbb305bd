"""Invitations: who was asked to come, and how it stands."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from karavan.kernel.errors import Conflict
from karavan.kernel.localtime import local, today
from karavan.office.desk import Desk, office_page
from karavan.office.frame import directors
from karavan.office.kit import Column, CrudView, Filter
from karavan.office.people import words
from karavan.office.people.forms import InviteForm
from karavan.office.people.members import managed
from karavan.people import actions, queries
from karavan.people.enums import InvitationState, RoleKind
from karavan.people.models import Invitation, Organisation
from karavan.ui.parts import Badge, Fact, Link

_BADGES = {
    InvitationState.OPEN: "plain",
    InvitationState.ACCEPTED: "free",
    InvitationState.EXPIRED: "moved",
    InvitationState.REVOKED: "cancelled",
}


def _by_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    unanswered = Q(accepted_at__isnull=True, revoked_at__isnull=True)
    now = timezone.now()
    return rows.filter(
        {
            "open": unanswered & Q(expires_at__gt=now),
            "expired": unanswered & Q(expires_at__lte=now),
            "accepted": Q(accepted_at__isnull=False),
            "revoked": Q(revoked_at__isnull=False),
        }[state]
    )


def _where(row: Invitation) -> str:
    return str(row.organisation) if row.organisation is not None else _("The whole city")


def _role(row: Invitation) -> str:
    return str(RoleKind(row.kind).label)


def _state(row: Invitation) -> Badge:
    return Badge(_BADGES[row.state], str(row.state.label))  # type: ignore[arg-type]


def _last_day(row: Invitation) -> date:
    return local(row.expires_at - timedelta(seconds=1)).date()


class Invitations(CrudView):
    """Invitations: list, page, and the form that sends one."""

    name = "invitations"
    model = Invitation
    title = gettext_lazy("Invitations")
    one = gettext_lazy("Invite somebody")
    icon = "mail"
    lead = gettext_lazy("A letter with a link. Whoever opens it gets the role.")
    search = ("name", "email")
    ordering = ("-asked_at", "-pk")
    columns = (
        Column("name", pgettext_lazy("person", "Name"), lambda row: row.name, sort=("name", "pk")),
        Column("email", gettext_lazy("E-mail"), lambda row: row.email, sort=("email",)),
        Column("role", gettext_lazy("Role"), _role, sort=("kind",)),
        Column("organisation", gettext_lazy("Organisation"), _where, sort=("organisation__name",)),
        Column("state", gettext_lazy("State"), _state),
        Column("expires", gettext_lazy("Valid until"), _last_day, sort=("expires_at",)),
        Column("asked", gettext_lazy("Sent"), lambda row: row.asked_at, sort=("asked_at",), shown=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), lambda _desk: InvitationState.choices, _by_state),
        Filter(
            "role",
            gettext_lazy("Role"),
            lambda _desk: RoleKind.choices,
            lambda rows, kind: rows.filter(kind=kind),
        ),
    )
    form_class = InviteForm
    form_template = "office/people/invite.html"
    detail_template = "office/people/invitation.html"

    def visible(self, desk: Desk) -> QuerySet[Any]:
        """Those to what the person manages."""
        return queries.invitations_visible_to(desk.actor).select_related("organisation", "invited_by")

    def editable(self, desk: Desk) -> QuerySet[Any]:
        """None is edited: it is sent again, or taken back."""
        return Invitation.objects.none()

    def within(self, rows: QuerySet[Any], organisation: Organisation) -> QuerySet[Any]:
        """Those to an organisation and below."""
        return rows.filter(organisation__path__startswith=organisation.path)

    def may_create(self, desk: Desk) -> bool:
        """Directors and coordinators invite."""
        return directors(desk)

    def prepare(self, desk: Desk, form: Any, record: Any | None) -> None:
        """Narrow the organisations; only coordinators give city-wide roles."""
        form.narrow(managed(desk), city=desk.coordinates)

    def suggested(self, desk: Desk) -> dict[str, Any]:
        """From today, to the organisation one works for."""
        return {"valid_from": today(), "organisation": desk.organisation} | super().suggested(desk)

    def create(self, desk: Desk, values: dict[str, Any]) -> Any:
        """Send the letter."""
        return actions.invite(
            actor=desk.actor,
            email=values["email"],
            name=values["name"],
            kind=values["kind"],
            organisation=values["organisation"],
            role_from=values["valid_from"],
            role_to=values["valid_to"],
        )

    def heading(self, record: Any) -> str:
        """The name of the one invited."""
        return str(record.name)

    def facts(self, desk: Desk, record: Any) -> list[Fact]:
        """The letter and what it offers."""
        sent = words.moment(record.sent_at) or _("waits in the outbox")
        return [
            Fact(_("E-mail"), [record.email]),
            Fact(_("Role"), [f"{record.get_kind_display()} · {_where(record)}"]),
            Fact(_("Days of the role"), [words.period(record.role_from, record.role_to)]),
            Fact(_("State"), [str(record.state.label)]),
            Fact(_("Letter"), [sent]),
            Fact(_("Valid until"), [words.day(_last_day(record))]),
            Fact(_("Invited by"), [str(record.invited_by or _("the system"))]),
        ]

    def detail(self, desk: Desk, record: Any) -> dict[str, Any]:
        """What may be done."""
        mine = queries.invitations_editable_by(desk.actor).filter(pk=record.pk).exists()
        waits = record.state in {InvitationState.OPEN, InvitationState.EXPIRED}
        person = record.accepted_by if record.state == InvitationState.ACCEPTED else None
        link = None
        if person is not None and queries.can_see_person(desk.actor, person):
            link = Link(str(person), reverse("office-people-detail", args=[person.pk]))
        return {
            "may_answer": mine and waits,
            "resend_url": reverse("office-invitations-resend", args=[record.pk]),
            "revoke_url": reverse("office-invitations-revoke", args=[record.pk]),
            "person": link,
        }

    def urls(self) -> list[URLPattern]:
        """The kit's addresses but editing, and the two steps."""
        kept = [one for one in super().urls() if one.name != "office-invitations-edit"]
        return [
            *kept,
            path(
                "office/invitations/<int:pk>/resend/",
                require_POST(office_page(self.resend)),
                name="office-invitations-resend",
            ),
            path(
                "office/invitations/<int:pk>/revoke/",
                require_POST(office_page(self.revoke)),
                name="office-invitations-revoke",
            ),
        ]

    def resend(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send a new letter."""
        return self._step(desk, request, pk, actions.resend_invitation, _("A new letter is on its way."))

    def revoke(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Take it back."""
        return self._step(
            desk,
            request,
            pk,
            actions.revoke_invitation,
            _("The invitation is withdrawn; its link works no more."),
        )

    def _step(self, desk: Desk, request: HttpRequest, pk: int, do: Any, done: str) -> HttpResponseBase:
        invitation = get_object_or_404(queries.invitations_editable_by(desk.actor), pk=pk)
        try:
            do(actor=desk.actor, invitation=invitation)
        except Conflict as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(self.url("detail", invitation))
