"""For roles whose own pages are still to come: honest words and what they may see today."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.office.desk import Desk
from karavan.people.enums import RoleKind
from karavan.ui.parts import Link


@dataclass(frozen=True)
class Hint:
    """What a role will find here, and where to go meanwhile."""

    title: str
    text: str
    links: list[Link]


_COMING: dict[RoleKind, str | Promise] = {
    RoleKind.STATISTICIAN: gettext_lazy(
        "Forms and figures to hand in will wait for you here. Until then lists of events go out as tables."
    ),
    RoleKind.CASHIER: gettext_lazy(
        "Sales and returns will wait for you here. Until then you see what is on, and its prices."
    ),
    RoleKind.GATE: gettext_lazy(
        "Checking tickets will begin here. Until then you see when what begins, and in which hall."
    ),
    RoleKind.STOCK_KEEPER: gettext_lazy(
        "Things to give out, to take back and to count will wait for you here. Until then you see what is on."
    ),
    RoleKind.GUEST_REVIEWER: gettext_lazy("You see what was shown to you, and nothing else."),
    RoleKind.CITY_HEAD: gettext_lazy("You see the whole city. Changing is for editors and coordinators."),
}


def hints_of(desk: Desk) -> Iterator[Hint]:
    """One hint for every kind of role that has no work of its own here yet; one for who has no role."""
    seen: set[RoleKind] = set()
    for role in desk.roles:
        kind = RoleKind(role.kind)
        if kind in _COMING and kind not in seen:
            seen.add(kind)
            yield Hint(str(kind.label), str(_COMING[kind]), list(_links(desk, kind)))
    if not desk.roles:
        yield Hint(
            _("You have no role yet"),
            _("A director or the city coordinator gives it to you. Meanwhile everything public is open."),
            [Link(_("What's on"), "/events/"), Link(_("My account"), "/office/me/")],
        )


def _links(desk: Desk, kind: RoleKind) -> Iterator[Link]:
    if kind == RoleKind.GUEST_REVIEWER:
        yield Link(_("Shown to you"), "/office/shared/")
        return
    yield Link(_("Events"), "/office/events/")
    yield Link(_("Places"), "/office/places/")
    if kind == RoleKind.CITY_HEAD:
        yield Link(_("Organisations"), "/office/organisations/")
