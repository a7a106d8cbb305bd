"""What a person changes about their own account, each with its line in the journal."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, record
from karavan.kernel.actor import SYSTEM, Actor
from karavan.kernel.errors import Invalid, NotAllowed
from karavan.people.actions import end_sessions
from karavan.people.models import User
from karavan.people.rules import require_coordinate


@action
def note(*, actor: User, what: str, details: dict[str, Any] | None = None) -> None:
    """Write down that the person changed how they sign in; never with a secret in it."""
    record(actor, f"account.{what}", actor, after=details or {})


@action
def change_password(*, actor: User, password: str) -> User:
    """Give the person the password they chose. Raises Invalid (``password``)."""
    if actor.is_demo:
        raise NotAllowed(_("A demonstration account is shared by everybody and stays as it is."))
    try:
        validate_password(password, actor)
    except ValidationError as error:
        raise Invalid({"password": [_in_our_words(one) for one in error.error_list]}) from None
    person = User.objects.select_for_update().get(pk=actor.pk)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(actor, "account.password_changed", person)
    actor.password = person.password
    return actor


@action
def reset_factors(*, actor: Actor, person: User, reason: str = "") -> int:
    """Take all second factors of a person who lost them away and end their sessions; how many there were.

    City coordinators may, for everybody but themselves: whoever took over their session could do it, too.
    """
    require_coordinate(actor)
    if actor.pk == person.pk:
        raise NotAllowed(_("Another coordinator does this for you."))
    if person.is_demo:
        raise NotAllowed(_("A demonstration account is shared by everybody and stays as it is."))
    factors = Authenticator.objects.filter(user=person)
    kinds = sorted(factors.values_list("type", flat=True))
    factors.delete()
    record(actor, "account.factors_reset", person, before={"factors": kinds}, reason=reason)
    if kinds:
        end_sessions(actor=SYSTEM, person=person)
    return len(kinds)


def _in_our_words(error: ValidationError) -> str:
    """What is wrong with a password, and what would do."""
    words = {
        "password_too_short": _("It is too short: ten characters at least."),
        "password_too_similar": _("It is too much like your name or e-mail. Choose another."),
        "password_too_common": _("Many people use this one, and it is guessed first. Choose another."),
        "password_entirely_numeric": _("Digits alone are guessed fast. Add words."),
    }
    return words.get(error.code or "", error.messages[0])
