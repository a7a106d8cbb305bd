"""Invitations: a letter with a link by which somebody takes a role."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import SYSTEM, Actor
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.localtime import today
from karavan.kernel.periods import Span, span_of
from karavan.kernel.validation import check, plain_values, problems_of
from karavan.people.actions.persons import (
    create_user,
    give_role,
    lock_roles,
    require_grant,
    require_order,
    require_right_of_own,
)
from karavan.people.enums import InvitationState, RoleKind
from karavan.people.events import LetterWanted
from karavan.people.models import Invitation, Organisation, Role, User
from karavan.people.rules import is_self, is_system

VALID_DAYS: Final = 14
LETTERS_A_DAY: Final = 5
"""Letters to one address in 24 hours, whoever asks for them."""
INVITATIONS_A_DAY: Final = 200
"""Letters that one person may cause in 24 hours."""


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@action
def invite(
    *,
    actor: Actor,
    email: str,
    name: str,
    kind: str,
    organisation: Organisation | None = None,
    role_from: date | None = None,
    role_to: date | None = None,
    valid_days: int = VALID_DAYS,
) -> Invitation:
    """Invite somebody by e-mail to take a role; the letter goes out with the next round of tasks.

    Directors invite to their organisation, city coordinators to all. Whether the address has an account
    already changes nothing here: the answer would tell. ``role_from`` None is today. Raises Invalid by field,
    and Conflict where an invitation to this role waits already or too many letters were sent.
    """
    require_grant(actor, kind, organisation)
    role_from = role_from or today()
    require_order(role_from, role_to)
    if role_to is not None and role_to < today():
        raise Invalid({"role_to": [_("These days are over.")]})
    values = plain_values({"email": email, "name": name}, {"email", "name"})
    address = User.objects.normalize_email(values["email"])
    if address.casefold() == getattr(actor, "email", "").casefold():
        raise Invalid({"email": [_("This is your own address.")]})
    now = timezone.now()
    invitation = Invitation(
        email=address,
        name=values["name"],
        organisation=organisation,
        kind=RoleKind(kind),
        role_from=role_from,
        role_to=role_to,
        invited_by_id=None if is_system(actor) else actor.pk,
        invited_at=now,
        asked_at=now,
        expires_at=now + timedelta(days=valid_days),
    )
    check(invitation)
    waiting = Invitation.objects.filter(
        email__iexact=address,
        kind=kind,
        organisation=organisation,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=now,
    )
    if waiting.exists():
        raise Conflict(_("An invitation to this role waits at this address already. You can send it again."))
    _require_few_letters(actor, address, now)
    invitation.save()
    # Neither the name nor the address: the journal is kept longer than the account.
    record(
        actor,
        "invitation.created",
        invitation,
        organisation_id=invitation.organisation_id,
        after={"kind": str(kind), "role_from": str(role_from), "role_to": role_to and str(role_to)},
    )
    announce(LetterWanted(invitation.pk))
    return invitation


@action
def resend_invitation(*, actor: Actor, invitation: Invitation, valid_days: int = VALID_DAYS) -> Invitation:
    """Send a new letter with a new link; the old one is dead from now on. Raises Conflict.

    An invitation that expired is opened again by it. Whoever sends it stands for it from now on.
    """
    invitation = _locked(invitation)
    require_grant(actor, invitation.kind, invitation.organisation)
    _require_state(invitation, InvitationState.OPEN, InvitationState.EXPIRED)
    now = timezone.now()
    _require_few_letters(actor, invitation.email, now)
    if not is_system(actor):
        invitation.invited_by_id = actor.pk
    invitation.token_digest = ""
    invitation.letters += 1
    invitation.asked_at = now
    invitation.sent_at = None
    invitation.expires_at = now + timedelta(days=valid_days)
    invitation.save()
    record(actor, "invitation.sent_again", invitation, organisation_id=invitation.organisation_id)
    announce(LetterWanted(invitation.pk))
    return invitation


@action
def revoke_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Take an invitation back; its link says so from now on. Raises Conflict where it was answered."""
    invitation = _locked(invitation)
    require_grant(actor, invitation.kind, invitation.organisation)
    _require_state(invitation, InvitationState.OPEN, InvitationState.EXPIRED)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record(actor, "invitation.revoked", invitation, organisation_id=invitation.organisation_id)
    return invitation


@action
def issue_token(*, actor: Actor, invitation_id: int) -> tuple[Invitation, str] | None:
    """A fresh token for the letter that is about to be sent; None where no letter is wanted any more.

    Only the digest stays. A letter that is tried again has another token than the one before.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation_id).first()
    if invitation is None or invitation.state != InvitationState.OPEN or invitation.sent_at is not None:
        return None
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest_of(token)
    invitation.save(update_fields=["token_digest"])
    return invitation, token


@action
def note_letter(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Write down that the letter was handed over to the mail server."""
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])
    record(actor, "invitation.sent", invitation, organisation_id=invitation.organisation_id)
    return invitation


@action
def accept_invitation(*, actor: Actor, invitation: Invitation) -> list[Role]:
    """Take the role as the person to whose address the letter went; the roles written down.

    Days on which the person holds that role already stay as they are. Raises Conflict where the link leads
    nowhere any more, or the letter went to another address.
    """
    person = None if actor.pk is None else User.objects.filter(pk=actor.pk).first()
    if person is None or not is_self(actor, person):
        raise Conflict(_("Sign in first, then open the link of the letter again."))
    if person.email.casefold() != invitation.email.casefold():
        raise Conflict(_("The invitation went to another address. Sign in with that one."))
    return _accept(person, invitation)


@action
def join_by_invitation(*, invitation: Invitation, name: str, password: str = "") -> User:
    """Come as a new person with the role of the invitation, in one step.

    Without a password the person signs in by codes sent by e-mail. Raises Invalid (``name``, ``password``)
    and Conflict where the link leads nowhere any more, or the address has an account: that one accepts.
    """
    invitation = _locked(invitation)
    _require_state(invitation, InvitationState.OPEN)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise Conflict(_("This address has an account already. Sign in, then open the link again."))
    if password:
        try:
            validate_password(password, User(email=invitation.email, name=name))
        except ValidationError as error:
            raise Invalid({"password": problems_of(error)[""]}) from None
    person = create_user(actor=SYSTEM, email=invitation.email, name=name, password=password or None)
    _accept(person, invitation)
    return person


def _accept(person: User, invitation: Invitation) -> list[Role]:
    invitation = _locked(invitation)
    _require_state(invitation, InvitationState.OPEN)
    if invitation.invited_by is not None and not _may_still(invitation.invited_by, invitation):
        raise Conflict(_("Whoever invited you does not work here any more. Ask for a new invitation."))
    if invitation.invited_by is not None:
        require_right_of_own(invitation.invited_by, person, invitation.organisation)
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record(person, "invitation.accepted", invitation, organisation_id=invitation.organisation_id)
    free = [Span(invitation.role_from, invitation.role_to)]
    for held in lock_roles(person, invitation.kind, invitation.organisation):
        free = [piece for days in free for piece in days.minus(span_of(held))]
    return [give_role(person, person, invitation.kind, invitation.organisation, days) for days in free]


def _may_still(inviter: User, invitation: Invitation) -> bool:
    """Whether the one who invited may give this role today: who lost the right opens no door to others."""
    if not inviter.is_active:
        return False
    try:
        require_grant(inviter, invitation.kind, invitation.organisation)
    except NotAllowed:
        return False
    return True


def _locked(invitation: Invitation) -> Invitation:
    """The invitation as it stands, kept from others until the action ends."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation", "invited_by")
    return rows.get(pk=invitation.pk)


def _require_state(invitation: Invitation, *wanted: InvitationState) -> None:
    state = invitation.state
    if state not in wanted:
        raise Conflict(
            {
                InvitationState.ACCEPTED: _("This invitation was accepted already."),
                InvitationState.REVOKED: _("This invitation was withdrawn."),
                InvitationState.EXPIRED: _("This invitation has expired."),
                InvitationState.OPEN: _("This invitation still waits for an answer."),
            }[state]
        )


def _require_few_letters(actor: Actor, address: str, now: datetime) -> None:
    """Raise Conflict where an address, or the one who invites, has had its share of letters for a day."""
    lately = Invitation.objects.filter(asked_at__gt=now - timedelta(days=1))
    to_address = lately.filter(email__iexact=address).aggregate(sum=Sum("letters"))["sum"] or 0
    if to_address >= LETTERS_A_DAY:
        raise Conflict(_("This address got several letters today. Try again tomorrow."))
    if is_system(actor):
        return
    by_actor = lately.filter(invited_by=actor.pk).aggregate(sum=Sum("letters"))["sum"] or 0
    if by_actor >= INVITATIONS_A_DAY:
        raise Conflict(_("That was a lot of letters for one day. Go on tomorrow."))
