"""How roles, periods and substitutions read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from karavan.kernel.localtime import local, today
from karavan.people.enums import RoleKind
from karavan.people.models import Role, Substitution
from karavan.ui import typography
from karavan.ui.parts import Badge


def day(value: date) -> str:
    """A day, with its year where that is another one."""
    return typography.date_short(value, year=value.year != today().year)


def moment(value: datetime | None) -> str:
    """A moment on the city's clock; "" for none."""
    if value is None:
        return ""
    there = local(value)
    return f"{day(there.date())}, {there:%H:%M}"


def period(first: date, last: date | None) -> str:
    """A stretch of days."""
    if last is None:
        return pgettext("period", "from %(day)s") % {"day": day(first)}
    if first == last:
        return day(first)
    return f"{day(first)} – {day(last)}"


def span(first: date | None, last: date | None) -> str:
    """A stretch of days with either end open; "" for always."""
    if first is not None:
        return period(first, last)
    return "" if last is None else pgettext("period", "until %(day)s") % {"day": day(last)}


def role_words(role: Role) -> str:
    """The role and where it is held."""
    # Not get_kind_display(): it turns every label into text to look one up.
    kind = str(RoleKind(role.kind).label)
    return f"{kind} · {role.organisation}" if role.organisation is not None else kind


def roles_cell(row: Any) -> list[str]:
    """Roles of today in a list's cell."""
    now = today()
    found = [role_words(role) for role in row.known_roles if role.holds_on(now)]
    return [", ".join(found)] if found else []


def state_cell(row: Any) -> list[Badge]:
    """What to know of an account at a glance."""
    found = [Badge("demo", _("demo"))] if row.is_demo else []
    return found if row.is_active else [*found, Badge("cancelled", _("switched off"))]


@dataclass(frozen=True)
class ShownRole:
    """A role on a person's page."""

    role: Role
    day: date
    may_end: bool

    @property
    def kind(self) -> str:
        """The role."""
        return str(RoleKind(self.role.kind).label)

    @property
    def where(self) -> str:
        """Where it is held."""
        return str(self.role.organisation) if self.role.organisation is not None else _("The whole city")

    @property
    def when(self) -> str:
        """Its days."""
        return period(self.role.valid_from, self.role.valid_to)

    @property
    def state(self) -> str:
        """Whether it counts: "now", "later" or "past"."""
        if self.role.holds_on(self.day):
            return "now"
        return "later" if self.role.valid_from > self.day else "past"

    @property
    def ends(self) -> bool:
        """Whether its end can still be set."""
        return self.may_end and self.state != "past"


@dataclass(frozen=True)
class ShownSubstitution:
    """A substitution on the page of either person."""

    row: Substitution
    day: date
    may_end: bool

    @property
    def when(self) -> str:
        """Its days."""
        return period(self.row.valid_from, self.row.valid_to)

    @property
    def where(self) -> str:
        """What it is limited to."""
        return str(self.row.organisation) if self.row.organisation is not None else _("in all roles")

    @property
    def now(self) -> bool:
        """Whether it is in force."""
        return self.row.holds_on(self.day)
