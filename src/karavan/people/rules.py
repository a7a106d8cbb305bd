"""Who may do what for which organisation.

A role counts on its days only, for its organisation and everything below it. City-wide roles have no
organisation. The system may do everything; nobody, and a person who was switched off, nothing.

Whoever stands in for an absent person holds that person's own roles too, on the days of the substitution.
What they hold themselves by a substitution is not passed on, city-wide roles only where it says so, and the
roles of a person who was switched off not at all.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Final, Protocol, cast

from django.db.models import BooleanField, Expression, Q, QuerySet
from django.utils.translation import gettext as _
from rules.permissions import set_perm
from rules.predicates import predicate

from karavan.kernel.actor import Actor
from karavan.kernel.errors import NotAllowed
from karavan.kernel.localtime import today
from karavan.people.enums import CITY_WIDE_ROLES, EDITING_ROLES, SEEING_ROLES, RoleKind


class Node(Protocol):
    """An organisation, as far as rules care: its place in the network."""

    @property
    def path(self) -> str: ...


class HeldRole(Protocol):
    """A role, as far as rules care. ``person_id`` is another's where it is held by a substitution."""

    @property
    def kind(self) -> str: ...

    @property
    def organisation(self) -> Node | None: ...

    @property
    def person_id(self) -> int: ...

    @property
    def person(self) -> object: ...


MANAGING_ROLES: Final = frozenset({RoleKind.DIRECTOR})


def is_system(actor: Actor | None) -> bool:
    """Whether it is the platform itself."""
    return bool(getattr(actor, "is_system", False))


def is_self(actor: Actor | None, person: Any) -> bool:
    """Whether the actor is this very person, and may still sign in."""
    return actor is not None and actor.pk is not None and actor.is_active and actor.pk == person.pk


def roles_of(actor: Actor | None, day: date | None = None, *, lent: bool = True) -> list[HeldRole]:
    """Roles in force on a day (today), with organisations and persons; one query.

    With ``lent`` those of absent people for whom the actor stands in are among them.
    """
    if actor is None or is_system(actor) or actor.pk is None or not actor.is_active:
        return []
    day = day or today()
    known = _known.get()
    if known is not None and (actor.pk, day, lent) in known:
        return list(known[actor.pk, day, lent])
    mine = _HeldBy(actor.pk, day) if lent else Q(person=actor.pk)
    held = cast("Any", actor).roles.model.objects.filter(
        mine, Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
    )
    found: list[HeldRole] = list(held.select_related("organisation", "person").order_by("id"))
    if known is not None:
        known[actor.pk, day, lent] = found
    return list(found)


_known: ContextVar[dict[tuple[int, date, bool], list[HeldRole]] | None] = ContextVar(
    "karavan_known_roles", default=None
)


@contextmanager
def roles_asked_once() -> Iterator[None]:
    """Ask for a person's roles once in a block that writes nothing: a page that is only read."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


class _HeldBy(Expression):
    """The condition on roles that a person holds them on a day, as their own or by a substitution.

    Written as SQL, of which nothing depends on the input: every page of the office asks for it several times,
    and the same put together by the ORM costs three times as much (4.7 ms against 1.6 ms on one core). The
    list of absent people stands first, and an index answers it: nearly always it is empty.
    """

    output_field = BooleanField()
    conditional = True
    _SQL = """(people_role.person_id = %s OR (
        people_role.person_id IN (
            SELECT away.person_id FROM people_substitution away
            WHERE away.substitute_id = %s AND away.valid_from <= %s AND away.valid_to >= %s
        ) AND EXISTS (
            SELECT 1 FROM people_substitution away
            INNER JOIN people_user absent ON absent.id = away.person_id AND absent.is_active
            LEFT JOIN people_organisation most ON most.id = away.organisation_id
            LEFT JOIN people_organisation home ON home.id = people_role.organisation_id
            WHERE away.person_id = people_role.person_id AND away.substitute_id = %s
            AND away.valid_from <= %s AND away.valid_to >= %s
            AND CASE WHEN people_role.kind IN (%s, %s) THEN away.city_wide
                ELSE away.organisation_id IS NULL OR home.path LIKE most.path || '%%' END
        )))"""

    def __init__(self, pk: int, day: date) -> None:
        super().__init__()
        self.given = (pk, day)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The condition and what is filled in."""
        pk, on = self.given[0], connection.ops.adapt_datefield_value(self.given[1])
        return self._SQL, (pk, pk, on, on, pk, on, on, *sorted(CITY_WIDE_ROLES))


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

    def within(self, organisation: Node | None) -> "Reach":
        """What of it lies at an organisation and below; all of it where that is None."""
        if organisation is None:
            return self
        if self.covers(organisation):
            return Reach(paths=frozenset({organisation.path}))
        return Reach(paths=frozenset(path for path in self.paths if path.startswith(organisation.path)))

    def query(self, prefix: str = "") -> Q:
        """The same as a condition on organisations, or on what ``prefix`` leads to them from."""
        if self.everything:
            return Q()
        if not self.paths:
            return Q(pk__in=[])
        # No empty condition among them: it would turn every join into one that keeps rows without a match.
        return reduce(or_, (Q(**{f"{prefix}path__startswith": path}) for path in sorted(self.paths)))


def reach(
    actor: Actor | None,
    kinds: frozenset[RoleKind],
    *,
    city: frozenset[RoleKind] = frozenset({RoleKind.CITY_COORDINATOR}),
    day: date | None = None,
    lent: bool = True,
) -> Reach:
    """What roles of these kinds, or city-wide roles of the kinds ``city``, let the actor touch; one query.

    Load it once where many records are to be judged. ``lent`` False leaves out what is held by substitution.
    """
    if is_system(actor):
        return Reach(everything=True)
    return reach_of(roles_of(actor, day, lent=lent), kinds, city=city)


def reach_of(
    held: Iterable[HeldRole],
    kinds: frozenset[RoleKind],
    *,
    city: frozenset[RoleKind] = frozenset({RoleKind.CITY_COORDINATOR}),
) -> Reach:
    """The same of roles that are at hand; no query."""
    held = list(held)
    if any(role.kind in city and role.organisation is None for role in held):
        return Reach(everything=True)
    return Reach(
        paths=frozenset(
            role.organisation.path for role in held if role.kind in kinds and role.organisation is not None
        )
    )


def _acting_reach(
    actor: Actor | None, kinds: frozenset[RoleKind], day: date | None = None, *, lent: bool = True
) -> Reach:
    """As :func:`reach`; the roles are remembered with the actor, who may be about to write."""
    if actor is None or is_system(actor):
        return reach(actor, kinds, day=day)
    held = roles_of(actor, day, lent=lent)
    if actor.pk is not None:
        wanted = kinds | {RoleKind.CITY_COORDINATOR}
        cast("Any", actor)._acts_by = [role for role in held if role.kind in wanted]
    return reach_of(held, kinds)


def standing_label(person: Any, organisation_id: int | None, organisations: QuerySet[Any]) -> str:
    """The person's name; «X, standing in for Y» where only Y's role reaches the organisation.

    Goes by the roles that the last check of a right in this request looked at. One query, and that only for
    somebody who holds roles by substitution.
    """
    acts_by: list[HeldRole] = getattr(person, "_acts_by", [])
    lent = [role for role in acts_by if role.person_id != person.pk]
    if not lent:
        return str(person)
    path = (
        organisations.filter(pk=organisation_id).values_list("path", flat=True).first()
        if organisation_id is not None
        else None
    )

    def reaches(role: HeldRole) -> bool:
        if role.organisation is None:
            return True
        return path is not None and path.startswith(role.organisation.path)

    if any(reaches(role) for role in acts_by if role.person_id == person.pk):
        return str(person)
    absent = next((role.person for role in lent if reaches(role)), None)
    if absent is None:
        return str(person)
    return _("%(substitute)s, standing in for %(absent)s") % {"substitute": person, "absent": absent}


def editing_reach(actor: Actor | None, day: date | None = None) -> Reach:
    """What the actor may edit."""
    return _acting_reach(actor, EDITING_ROLES, day)


def managing_reach(actor: Actor | None, day: date | None = None, *, lent: bool = True) -> Reach:
    """Where the actor may change the network itself: names, branches, people's roles.

    ``lent`` False leaves out what is held by substitution.
    """
    return _acting_reach(actor, MANAGING_ROLES, day, lent=lent)


def seeing_reach(actor: Actor | None, day: date | None = None) -> Reach:
    """Where the actor also sees what is not public: any role but a guest's opens its organisation."""
    return reach(actor, SEEING_ROLES, city=CITY_WIDE_ROLES, day=day)


def sees_as_staff(actor: Actor | None) -> bool:
    """Whether the actor sees more than residents and guests do, anywhere."""
    seen = seeing_reach(actor)
    return seen.everything or bool(seen.paths)


def people_reach(actor: Actor | None, day: date | None = None) -> Reach:
    """Whose people the actor may see: directors those of their organisations, city-wide roles everybody."""
    return reach(actor, MANAGING_ROLES, city=CITY_WIDE_ROLES, day=day)


def can_edit(actor: Actor | None, organisation: Node | None) -> bool:
    """Director or programme editor of the organisation or of one above it, city coordinator, the system."""
    return editing_reach(actor).covers(organisation)


def can_manage(actor: Actor | None, organisation: Node | None) -> bool:
    """Director of the organisation or of one above it, city coordinator, the system."""
    return managing_reach(actor).covers(organisation)


def can_coordinate(actor: Actor | None) -> bool:
    """City coordinator or the system."""
    return _acting_reach(actor, frozenset()).everything


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
