"""Who may do what for which organisation.

A role counts on its days only, for its organisation and everything below it. City-wide roles have no
organisation. The system may do everything; nobody, and a person who was switched off, nothing.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol, cast

from django.db.models import Q
from django.utils.translation import gettext as _
from rules.permissions import set_perm
from rules.predicates import predicate

from karavan.kernel.actor import Actor
from karavan.kernel.errors import NotAllowed
from karavan.kernel.localtime import today
from karavan.people.enums import CITY_WIDE_ROLES, EDITING_ROLES, RoleKind


class Node(Protocol):
    """An organisation, as far as rules care: its place in the network."""

    @property
    def path(self) -> str: ...


class HeldRole(Protocol):
    """A role, as far as rules care."""

    @property
    def kind(self) -> str: ...

    @property
    def organisation(self) -> Node | None: ...


MANAGING_ROLES: Final = frozenset({RoleKind.DIRECTOR})


def is_system(actor: Actor | None) -> bool:
    """Whether it is the platform itself."""
    return bool(getattr(actor, "is_system", False))


def roles_of(actor: Actor | None, day: date | None = None) -> list[HeldRole]:
    """Roles in force on a day (today), with their organisations; one query."""
    if actor is None or is_system(actor) or actor.pk is None or not actor.is_active:
        return []
    day = day or today()
    person = cast("Any", actor)
    held = person.roles.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)
    return list(held.select_related("organisation").order_by("id"))


@dataclass(frozen=True)
class Reach:
    """What an actor may touch: everything, or the organisations at these paths and below them."""

    everything: bool = False
    paths: frozenset[str] = frozenset()

    def covers(self, organisation: Node | None) -> bool:
        """Whether the organisation lies within reach. What belongs to nobody is the city's."""
        if self.everything:
            return True
        return organisation is not None and any(organisation.path.startswith(path) for path in self.paths)

    def query(self, prefix: str = "") -> Q:
        """The same as a condition on organisations, or on what ``prefix`` leads to them from."""
        if self.everything:
            return Q()
        condition = Q(pk__in=[])
        for path in sorted(self.paths):
            condition |= Q(**{f"{prefix}path__startswith": path})
        return condition


def reach(
    actor: Actor | None,
    kinds: frozenset[RoleKind],
    *,
    city: frozenset[RoleKind] = frozenset({RoleKind.CITY_COORDINATOR}),
    day: date | None = None,
) -> Reach:
    """What roles of these kinds, or city-wide roles of the kinds ``city``, let the actor touch; one query.

    Load it once where many records are to be judged.
    """
    if is_system(actor):
        return Reach(everything=True)
    held = roles_of(actor, day)
    if any(role.kind in city and role.organisation is None for role in held):
        return Reach(everything=True)
    return Reach(
        paths=frozenset(
            role.organisation.path for role in held if role.kind in kinds and role.organisation is not None
        )
    )


def editing_reach(actor: Actor | None, day: date | None = None) -> Reach:
    """What the actor may edit."""
    return reach(actor, EDITING_ROLES, day=day)


def managing_reach(actor: Actor | None, day: date | None = None) -> Reach:
    """Where the actor may change the network itself: names, branches, people's roles."""
    return reach(actor, MANAGING_ROLES, day=day)


def seeing_reach(actor: Actor | None, day: date | None = None) -> Reach:
    """Where the actor also sees what is not public: any role opens its organisation."""
    return reach(actor, frozenset(RoleKind) - CITY_WIDE_ROLES, city=CITY_WIDE_ROLES, day=day)


def can_edit(actor: Actor | None, organisation: Node | None) -> bool:
    """Director or programme editor of the organisation or of one above it, city coordinator, the system."""
    return editing_reach(actor).covers(organisation)


def can_manage(actor: Actor | None, organisation: Node | None) -> bool:
    """Director of the organisation or of one above it, city coordinator, the system."""
    return managing_reach(actor).covers(organisation)


def can_coordinate(actor: Actor | None) -> bool:
    """City coordinator or the system."""
    return reach(actor, frozenset()).everything


def require_edit(actor: Actor, organisation: Node | None) -> None:
    """Raise NotAllowed unless the actor may edit what belongs to the organisation."""
    if not can_edit(actor, organisation):
        raise NotAllowed(_("Only a director or programme editor of the organisation may change this."))


def require_manage(actor: Actor, organisation: Node | None) -> None:
    """Raise NotAllowed unless the actor may manage the organisation."""
    if not can_manage(actor, organisation):
        raise NotAllowed(_("Only the director of the organisation may do this."))


def require_coordinate(actor: Actor) -> None:
    """Raise NotAllowed unless the actor coordinates the whole city."""
    if not can_coordinate(actor):
        raise NotAllowed(_("Only a city coordinator may do this."))


# The same as permissions of the ``rules`` library, which guards the pages and the API.
set_perm("people.change_organisation", predicate(can_edit))  # type: ignore[no-untyped-call]
set_perm("people.manage_organisation", predicate(can_manage))  # type: ignore[no-untyped-call]
set_perm("people.coordinate_city", predicate(can_coordinate))  # type: ignore[no-untyped-call]
