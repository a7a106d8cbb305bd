"""People, their roles, and what hangs on them: each with ``…_visible_to(actor)``.

Directors see the people of their organisations, city-wide roles everybody, and each person themselves. The
predicates of the same names stand beside the queries and agree with them.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from karavan.kernel.actor import Actor
from karavan.kernel.localtime import today
from karavan.people.enums import SEEING_ROLES, RoleKind
from karavan.people.models import (
    Consent,
    Invitation,
    Organisation,
    PersonalView,
    Role,
    Share,
    Substitution,
    User,
)
from karavan.people.rules import (
    HeldRole,
    Reach,
    can_coordinate,
    editing_reach,
    managing_reach,
    people_reach,
    roles_of,
)


def in_force(day: date | None = None) -> Q:
    """The condition on roles that count on a day (today)."""
    day = day or today()
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def roles_in(organisation: Organisation, day: date | None = None) -> QuerySet[Role]:
    """Roles held in an organisation on a day (today), with their people."""
    held = organisation.roles.filter(in_force(day))
    return held.select_related("person").order_by("kind", "person__name", "id")


def roles_under(organisation: Organisation, day: date | None = None) -> QuerySet[Role]:
    """Roles held in an organisation or below it on a day (today), with people and organisations."""
    held = Role.objects.filter(in_force(day), organisation__path__startswith=organisation.path)
    return held.select_related("person", "organisation").order_by(
        "organisation__path", "kind", "person__name"
    )


def consents_of(person: User) -> QuerySet[Consent]:
    """Consents in force, newest first."""
    return person.consents.filter(withdrawn_at__isnull=True).order_by("-given_at", "-id")


def people_visible_to(actor: Actor | None) -> QuerySet[User]:
    """People the actor may see: those with a role, past or to come, in their reach, and themselves."""
    reach = people_reach(actor)
    if reach.everything:
        return User.objects.all()
    return User.objects.filter(_oneself(actor) | Exists(_in_reach(reach)))


def can_see_person(actor: Actor | None, person: User) -> bool:
    """Whether the actor may see a person's name and address."""
    reach = people_reach(actor)
    if reach.everything or _is(actor, person.pk):
        return True
    return any(reach.covers(role.organisation) for role in person.roles.select_related("organisation"))


def _in_reach(reach: Reach) -> QuerySet[Role]:
    return Role.objects.filter(
        reach.query("organisation__"), organisation__isnull=False, person=OuterRef("pk")
    )


def roles_visible_to(actor: Actor | None) -> QuerySet[Role]:
    """Roles the actor may see: those in their reach, and their own."""
    reach = people_reach(actor)
    if reach.everything:
        return Role.objects.all()
    return Role.objects.filter(_oneself(actor, "person") | _at_home(reach))


def roles_editable_by(actor: Actor | None) -> QuerySet[Role]:
    """Roles the actor may end: agrees with what ``end_role`` asks for."""
    reach = managing_reach(actor)
    return Role.objects.all() if reach.everything else Role.objects.filter(_at_home(reach))


def can_see_role(actor: Actor | None, role: Role) -> bool:
    """Whether the actor may know of a role."""
    return _is(actor, role.person_id) or people_reach(actor).covers(role.organisation)


def invitations_visible_to(actor: Actor | None) -> QuerySet[Invitation]:
    """Invitations to what the actor manages; city-wide roles see all. A letter's link opens only its own."""
    reach = people_reach(actor)
    return Invitation.objects.all() if reach.everything else Invitation.objects.filter(_at_home(reach))


def invitations_editable_by(actor: Actor | None) -> QuerySet[Invitation]:
    """Invitations the actor may send again or take back."""
    reach = managing_reach(actor)
    return Invitation.objects.all() if reach.everything else Invitation.objects.filter(_at_home(reach))


def can_see_invitation(actor: Actor | None, invitation: Invitation) -> bool:
    """Whether the actor may know of an invitation."""
    return people_reach(actor).covers(invitation.organisation)


def invitation_by_token(digest: str) -> Invitation | None:
    """The invitation whose letter holds the token of this digest, whatever its state."""
    rows = Invitation.objects.select_related("organisation", "invited_by")
    return rows.filter(token_digest=digest).first() if digest else None


def substitutions_visible_to(actor: Actor | None) -> QuerySet[Substitution]:
    """Substitutions the actor may see: their own on either side, and those of people in their reach."""
    reach = people_reach(actor)
    if reach.everything:
        return Substitution.objects.all()
    theirs = Role.objects.filter(_at_home(reach), person=OuterRef("person"))
    return Substitution.objects.filter(
        _oneself(actor, "person") | _oneself(actor, "substitute") | Exists(theirs)
    )


def substitutions_editable_by(actor: Actor | None) -> QuerySet[Substitution]:
    """Substitutions the actor may end."""
    reach = managing_reach(actor)
    if reach.everything:
        return Substitution.objects.all()
    mine = _oneself(actor, "person") | _oneself(actor, "substitute")
    return Substitution.objects.filter(mine | _at_home(reach))


def can_see_substitution(actor: Actor | None, substitution: Substitution) -> bool:
    """Whether the actor may know of a substitution."""
    if _is(actor, substitution.substitute_id):
        return True
    return can_see_person(actor, substitution.person)


def shares_visible_to(actor: Actor | None) -> QuerySet[Share]:
    """Shares the actor may see: with themselves, and of what belongs to organisations they edit."""
    reach = editing_reach(actor)
    if reach.everything:
        return Share.objects.all()
    return Share.objects.filter(_oneself(actor, "person") | _at_home(reach))


def can_see_share(actor: Actor | None, share: Share) -> bool:
    """Whether the actor may know of a share."""
    return _is(actor, share.person_id) or editing_reach(actor).covers(share.organisation)


def views_visible_to(actor: Actor | None) -> QuerySet[PersonalView]:
    """Lines of the view-log: city coordinators see all, everybody those about themselves."""
    if can_coordinate(actor):
        return PersonalView.objects.all()
    return PersonalView.objects.filter(_oneself(actor, "person"))


def can_see_view(actor: Actor | None, view: PersonalView) -> bool:
    """Whether the actor may know who looked."""
    return _is(actor, view.person_id) or can_coordinate(actor)


def may_stand_in_for(actor: Actor | None, person: User) -> QuerySet[User]:
    """Who may be chosen to stand in for a person.

    Coordinators choose among everybody who can sign in, all others among those who hold a role (no guests)
    in a network in which the absent person holds one.
    """
    active = User.objects.filter(is_active=True).exclude(pk=person.pk)
    if can_coordinate(actor):
        return active
    return active.filter(Exists(_colleagues(_networks(person.roles.select_related("organisation")))))


def may_be_shown_to(actor: Actor | None) -> QuerySet[User]:
    """Whom the actor may show their events, programmes and places to.

    Coordinators everybody who can sign in, editors whoever holds a role in a network they edit: a guest
    reviewer first of all.
    """
    reach = editing_reach(actor)
    active = User.objects.filter(is_active=True).exclude(pk=0 if actor is None else actor.pk or 0)
    if reach.everything:
        return active
    roots = frozenset(_root(path) for path in reach.paths)
    guests = Role.objects.filter(
        Reach(paths=roots).query("organisation__"), in_force(), organisation__isnull=False
    )
    return active.filter(Exists(guests.filter(person=OuterRef("pk"))))


def _networks(roles: Any) -> frozenset[str]:
    return frozenset(_root(role.organisation.path) for role in roles if role.organisation is not None)


def _root(path: str) -> str:
    """The path of the top of the network that a path lies in."""
    return f"/{path.split('/')[1]}/"


def _colleagues(roots: frozenset[str]) -> QuerySet[Role]:
    held = Role.objects.filter(Reach(paths=roots).query("organisation__"), in_force(), kind__in=SEEING_ROLES)
    return held.filter(organisation__isnull=False, person=OuterRef("pk"))


@dataclass(frozen=True)
class Served:
    """An organisation that a person works for today: by which roles, and in whose place (None: their own)."""

    organisation: Organisation
    kinds: tuple[RoleKind, ...]
    in_place_of: User | None


def organisations_served(actor: Actor | None, *, held: list[HeldRole] | None = None) -> list[Served]:
    """The organisations a person serves today, each once, by name: what they switch between; one query.

    By their roles and by those they hold in somebody's place; a guest's role opens nothing and does not
    count. ``held`` are the roles of the day where they are at hand already (no query then). City-wide roles
    give none: who holds one may look for any (:func:`organisations_found`).
    """
    roles: Any = roles_of(actor) if held is None else held
    by_organisation: dict[int, list[Role]] = {}
    for role in roles:
        if role.organisation is not None and role.kind in SEEING_ROLES:
            by_organisation.setdefault(role.organisation_id, []).append(role)
    served = []
    for some in by_organisation.values():
        own = any(_is(actor, role.person_id) for role in some)
        kinds = sorted({RoleKind(role.kind) for role in some}, key=list(RoleKind).index)
        served.append(Served(some[0].organisation, tuple(kinds), None if own else some[0].person))  # type: ignore[arg-type]
    return sorted(served, key=lambda one: (str(one.organisation), one.organisation.pk))


def organisations_found(actor: Actor | None, words: str, limit: int = 20) -> list[Organisation]:
    """Organisations whose name holds the words, for those with a city-wide role to switch to; by name."""
    if not people_reach(actor).everything:
        return []
    condition = Q()
    # SQLite folds the case of Latin letters only.
    for spelling in {words, words.lower(), words.capitalize(), words.upper()}:
        condition |= Q(name__icontains=spelling) | Q(short_name__icontains=spelling)
    return list(Organisation.objects.filter(condition).order_by("name", "pk")[:limit])


def views_of(person: User, since: datetime | None = None) -> QuerySet[PersonalView]:
    """Who looked at a person, newest first; since a year ago where nothing is said."""
    since = since or timezone.now() - timedelta(days=365)
    return person.views.filter(at__gte=since).select_related("viewer").order_by("-at", "-id")


def _is(actor: Actor | None, pk: int | None) -> bool:
    return actor is not None and actor.is_active and actor.pk is not None and actor.pk == pk


def _oneself(actor: Actor | None, prefix: str = "") -> Q:
    """The condition that something is the actor's own."""
    if actor is None or not actor.is_active or actor.pk is None:
        return Q(pk__in=[])
    return Q(**{prefix or "pk": actor.pk})


def _at_home(reach: Reach) -> Q:
    """The condition that the organisation of something lies within reach; the city's lies in none but all."""
    return reach.query("organisation__")
