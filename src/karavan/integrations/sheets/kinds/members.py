"""Lists of people and their roles: each new one is invited by e-mail."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.integrations.sheets.columns import Column
from karavan.integrations.sheets.enums import Kind, Outcome
from karavan.integrations.sheets.kinds.base import Importer, Parsed, Planned, Progress
from karavan.integrations.sheets.kinds.member_columns import member_columns
from karavan.integrations.sheets.reading import Row
from karavan.integrations.sheets.words import NotUnderstood
from karavan.kernel.errors import KaravanError
from karavan.people.actions.invitations import invite, revoke_invitation
from karavan.people.enums import RoleKind
from karavan.people.models import Invitation, Organisation, Role

LABELS: Final[dict[str, str | Promise]] = {
    "email": gettext_lazy("E-mail"),
    "name": gettext_lazy("Name"),
    "role": gettext_lazy("Role"),
    "organisation": gettext_lazy("Organisation"),
}


class Members(Importer):
    """Reads and checks people with their roles, and invites those who hold them not yet.

    An upload never takes a role away. ``record_id`` is that of the invitation.
    """

    kind: ClassVar[Kind] = Kind.MEMBERS
    can_be_full: ClassVar[bool] = False

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """See the base."""
        return member_columns(self.ground)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """See the base."""
        return {name: str(label) for name, label in LABELS.items()}

    def show(self, name: str, value: Any) -> str:
        """See the base."""
        if name == "role":
            return str(dict(RoleKind.choices).get(value, value))
        if name == "organisation":
            return next((str(row) for row in self.ground.managed if row.pk == value), str(value or ""))
        return str(value or "")

    def plan(self, rows: Sequence[Row], progress: Progress) -> list[Planned]:
        """See the base."""
        self.managed = {row.pk: row for row in self.ground.managed}
        held = Role.objects.filter(organisation__in=self.managed).select_related("person")
        self.held = {
            (row.person.email.casefold(), str(row.kind), row.organisation_id)
            for row in held
            if row.valid_to is None or row.valid_to >= self.ground.today
        }
        waiting = Invitation.objects.filter(
            organisation__in=self.managed,
            accepted_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=timezone.now(),
        )
        self.waiting = {(row.email.casefold(), str(row.kind), row.organisation_id) for row in waiting}
        self.seen: dict[tuple[Any, ...], int] = {}
        progress(0, len(rows))
        return [self._plan(self.parse(row)) for row in rows]

    def _plan(self, parsed: Parsed) -> Planned:
        values = parsed.values
        line = Planned(parsed.row.number, str(values.get("name", ""))[:300], problems=parsed.problems)
        self.lacking(parsed)
        pk = self._organisation(parsed)
        if line.problems or pk is None:
            line.settle()
            return line
        line.detail = f"{RoleKind(values['role']).label} · {self.managed[pk]}"[:300]
        mark = (values["email"].casefold(), str(values["role"]), pk)
        twin = self.seen.setdefault(mark, line.number)
        first, last = values.get("first"), values.get("last")
        if twin != line.number:
            message = _("This row says the same as row %(row)d. Remove one of the two.") % {"row": twin}
            line.problems.append((line.number, "email", message))
        if first and last and last < first:
            line.problems.append((line.number, "last", _("The last day lies before the first.")))
        if last and last < self.ground.today:
            line.problems.append((line.number, "last", _("These days are over.")))
        if mark[0] == getattr(self.ground.actor, "email", "").casefold():
            line.problems.append((line.number, "email", _("This is your own address.")))
        line.settle()
        if line.outcome == Outcome.NEW and (mark in self.held or mark in self.waiting):
            line.outcome = Outcome.SAME
            said = _("holds this role already") if mark in self.held else _("has an invitation that waits")
            line.notes.append(said)
        line.values = {
            "email": values["email"],
            "name": values["name"],
            "role": str(values["role"]),
            "organisation": pk,
        }
        line.work = (first, last)
        return line

    def _organisation(self, parsed: Parsed) -> int | None:
        said = parsed.values.get("organisation")
        if isinstance(said, str):
            try:
                return int(self.ground.managed_choice(said))
            except NotUnderstood as refusal:
                parsed.problems.append((parsed.row.number, "organisation", str(refusal)))
                return None
        if self.ground.organisation is not None and self.ground.organisation.pk in self.managed:
            return self.ground.organisation.pk
        if len(self.managed) == 1:
            return next(iter(self.managed))
        message = _("Say for which organisation of yours.")
        parsed.problems.append((parsed.row.number, "organisation", message))
        return None

    def write(self, planned: Sequence[Planned], *, publish: bool, progress: Progress) -> None:
        """See the base."""
        for number, line in enumerate(planned):
            if number % 20 == 0:
                progress(number, len(planned))
            if line.outcome != Outcome.NEW:
                continue
            first, last = line.work
            invitation = invite(
                actor=self.ground.actor,
                email=line.values["email"],
                name=line.values["name"],
                kind=line.values["role"],
                organisation=self.managed[line.values["organisation"]],
                role_from=first,
                role_to=last,
            )
            line.record_id, line.result = invitation.pk, "invited"

    def keep_origins(self, batch: Any, planned: Sequence[Planned]) -> None:
        """Invitations are answered or expire: no field of theirs comes again."""

    def current(self, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """See the base."""
        return {}

    def titles(self, ids: Collection[int]) -> dict[int, str]:
        """See the base."""
        own = Organisation.objects.filter(self.ground.managing.query())
        rows = Invitation.objects.filter(pk__in=list(ids), organisation__in=own)
        return dict(rows.values_list("pk", "name"))

    def remove(self, ids: Collection[int], reason: str) -> dict[int, str]:
        """See the base."""
        done = {}
        for invitation in Invitation.objects.filter(pk__in=list(ids)).order_by("pk"):
            try:
                revoke_invitation(actor=self.ground.actor, invitation=invitation)
                done[invitation.pk] = "revoked"
            except KaravanError as refusal:
                done[invitation.pk] = str(refusal)
        return done

    def withdraw(self, planned: Sequence[Planned], reason: str) -> None:
        """Never asked for: see ``can_be_full``."""

    def set_back(self, record_id: int, values: Mapping[str, Any]) -> None:
        """Never asked for: an upload changes no role."""

    def bring_back(self, record_id: int, result: str) -> None:
        """Never asked for: see ``can_be_full``."""

    def touched(self, ids: Collection[int], since: datetime, line: int) -> set[int]:
        """An invitation that was answered cannot be revoked; the action itself says so."""
        return set()
