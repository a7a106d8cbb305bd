"""People who sign in, their roles and their consents."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.periods import Span, span_of
from karavan.kernel.validation import check, plain_values, problems_of, require
from karavan.people.enums import CITY_WIDE_ROLES, ConsentKind, RoleKind
from karavan.people.events import SessionsEnded
from karavan.people.models import Consent, Organisation, Role, User
from karavan.people.rules import is_self, is_system, managing_reach, require_coordinate, require_manage


@action
def create_user(
    *, actor: Actor, email: str, name: str, password: str | None = None, is_demo: bool = False
) -> User:
    """Add a person who may sign in; without a password only by a link or an outside identity.

    A director or a city coordinator may. Raises Invalid (``email``, ``name``, ``password``).
    """
    reach = managing_reach(actor)
    if not (reach.everything or reach.paths):
        raise NotAllowed(_("Only a director or a city coordinator may add people."))
    values = plain_values({"email": email, "name": name}, {"email", "name"})
    user = User(email=User.objects.normalize_email(values["email"]), name=values["name"], is_demo=is_demo)
    if password is not None and not is_demo:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Invalid({"password": problems_of(error)[""]}) from None
    user.set_password(password)
    check(user)
    user.save()
    # A person's name and address stay out of the journal: it is kept longer than the account.
    record(actor, "user.created", user, after={"is_demo": is_demo})
    return user


@action
def rename_person(*, actor: Actor, person: User, name: str) -> User:
    """Write a person's name anew: by themselves or a city coordinator. Raises Invalid (``name``)."""
    if not is_self(actor, person):
        require_coordinate(actor)
    value = plain_values({"name": name}, {"name"})["name"]
    if value == person.name:
        return person
    person.name = value
    check(person, exclude={"password"})
    person.save(update_fields=["name"])
    # The names themselves stay out of the journal, which is kept longer than the account.
    record(actor, "user.renamed", person)
    return person


@action
def switch_off(*, actor: Actor, person: User, reason: str = "") -> User:
    """Let a person sign in no more and end their sessions at once; roles stay and count for nothing.

    City coordinators only, and not themselves. Raises Conflict.
    """
    require_coordinate(actor)
    if is_self(actor, person):
        raise Conflict(_("You cannot switch yourself off. Ask another coordinator."))
    _lock(person)
    if not person.is_active:
        raise Conflict(_("This account is switched off already."))
    person.is_active = False
    person.sessions_ended += 1
    person.save(update_fields=["is_active", "sessions_ended"])
    record(actor, "user.switched_off", person, after={"is_active": False}, reason=reason)
    announce(SessionsEnded(person.pk))
    return person


@action
def switch_on(*, actor: Actor, person: User) -> User:
    """Let a person sign in again. City coordinators only; raises Conflict where they may already."""
    require_coordinate(actor)
    _lock(person)
    if person.is_active:
        raise Conflict(_("This person can sign in already."))
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(actor, "user.switched_on", person, after={"is_active": True})
    return person


@action
def end_sessions(*, actor: Actor, person: User) -> User:
    """Sign a person out everywhere: by themselves or a city coordinator."""
    if not is_self(actor, person):
        require_coordinate(actor)
    _lock(person)
    person.sessions_ended += 1
    person.save(update_fields=["sessions_ended"])
    record(actor, "user.sessions_ended", person)
    announce(SessionsEnded(person.pk))
    return person


@action
def assign_role(
    *,
    actor: Actor,
    person: User,
    kind: str,
    organisation: Organisation | None = None,
    valid_from: date,
    valid_to: date | None = None,
) -> Role:
    """Give a person a role for a period, both days inclusive.

    Directors give roles within their organisation, city coordinators all. Raises Invalid (``organisation``,
    ``valid_to``) and Conflict where the person already holds that role on some of the days.
    """
    require_grant(actor, kind, organisation)
    require_right_of_own(actor, person, organisation)
    require_order(valid_from, valid_to)
    held = lock_roles(person, kind, organisation)
    if any(span_of(other).meets(Span(valid_from, valid_to)) for other in held):
        raise Conflict(_("This person already holds the role on some of these days."))
    return give_role(actor, person, kind, organisation, Span(valid_from, valid_to))


def require_grant(actor: Actor, kind: str, organisation: Organisation | None) -> None:
    """Raise unless the actor may give roles of this kind there, and the two go together."""
    if kind not in RoleKind.values:
        raise Invalid({"kind": [_("There is no such role.")]})
    if kind in CITY_WIDE_ROLES:
        require_coordinate(actor)
        if organisation is not None:
            raise Invalid({"organisation": [_("A city-wide role has no organisation.")]})
    else:
        require_manage(actor, organisation)
        if organisation is None:
            raise Invalid({"organisation": [_("Choose the organisation of this role.")]})


def require_right_of_own(actor: Actor, person: User, organisation: Organisation | None) -> None:
    """Raise NotAllowed where somebody gives to themselves what they hold by a substitution only."""
    if is_self(actor, person) and not managing_reach(actor, lent=False).covers(organisation):
        raise NotAllowed(_("Who stands in for somebody gives no lasting role to themselves."))


def require_order(valid_from: date, valid_to: date | None) -> None:
    """Raise Invalid (``valid_to``) where the last day lies before the first."""
    if valid_to is not None and valid_to < valid_from:
        raise Invalid({"valid_to": [_("The last day lies before the first.")]})


def lock_roles(person: User, kind: str, organisation: Organisation | None) -> list[Role]:
    """The person's roles of this kind there. Nobody else gives this person a role until the action ends."""
    User.objects.select_for_update().values_list("pk", flat=True).get(pk=person.pk)
    return list(Role.objects.filter(person=person, kind=kind, organisation=organisation))


def give_role(actor: Actor, person: User, kind: str, organisation: Organisation | None, days: Span) -> Role:
    """Write a role down after all checks of rights and overlaps; only for actions."""
    assert days.start is not None
    role = Role(person=person, kind=kind, organisation=organisation, valid_from=days.start, valid_to=days.end)
    check(role)
    role.save()
    record(
        actor,
        "role.assigned",
        role,
        organisation_id=organisation.pk if organisation else None,
        after={"person": person.pk, "kind": str(kind), "valid_from": str(days.start)},
    )
    return role


@action
def end_role(*, actor: Actor, role: Role, last_day: date) -> Role:
    """Let a role end with a day; one that was to begin later never begins. Raises Conflict if it is over."""
    try:
        # As it stands: who ends it by an older look at it would prolong what another has shortened.
        role.refresh_from_db(from_queryset=Role.objects.select_for_update())
    except Role.DoesNotExist:
        raise Conflict(_("The role ends by then anyway.")) from None
    if role.kind in CITY_WIDE_ROLES:
        require_coordinate(actor)
    else:
        require_manage(actor, role.organisation)
    if role.valid_to is not None and role.valid_to <= last_day:
        raise Conflict(_("The role ends by then anyway."))
    before = {"valid_to": None if role.valid_to is None else str(role.valid_to)}
    record(
        actor,
        "role.ended",
        role,
        organisation_id=role.organisation_id,
        before=before,
        after={"valid_to": str(last_day)},
    )
    if last_day < role.valid_from:
        role.delete()
        return role
    role.valid_to = last_day
    role.save(update_fields=["valid_to"])
    return role


def _lock(person: User) -> None:
    """Bring a person's state up to date and hold it for this transaction."""
    fields = ["is_active", "sessions_ended"]
    person.refresh_from_db(fields=fields, from_queryset=User.objects.select_for_update())


@action
def give_consent(*, actor: Actor, person: User, kind: str, text_version: str) -> Consent:
    """Record that a person agreed to a text. Repeated, it gives back the consent already in force."""
    _require_self(actor, person)
    if kind not in ConsentKind.values:
        raise Invalid({"kind": [_("There is no such consent.")]})
    require(text_version=text_version)
    given = person.consents.filter(kind=kind, text_version=text_version, withdrawn_at__isnull=True).first()
    if given is not None:
        return given
    consent = Consent(person=person, kind=kind, text_version=text_version)
    check(consent)
    consent.save()
    record(actor, "consent.given", consent, after={"kind": str(kind), "text_version": text_version})
    return consent


@action
def withdraw_consent(*, actor: Actor, person: User, kind: str) -> list[Consent]:
    """Withdraw all consents of a kind in force; the records stay. Returns them, oldest first."""
    _require_self(actor, person)
    consents = list(person.consents.filter(kind=kind, withdrawn_at__isnull=True).order_by("id"))
    now = timezone.now()
    for consent in consents:
        consent.withdrawn_at = now
        consent.save(update_fields=["withdrawn_at"])
        record(actor, "consent.withdrawn", consent, after={"withdrawn_at": now.isoformat()})
    return consents


def _require_self(actor: Actor, person: User) -> None:
    # A coordinator, too, cannot agree in place of a person.
    if not (is_system(actor) or is_self(actor, person)):
        raise NotAllowed(_("Only the person may give or withdraw a consent."))
