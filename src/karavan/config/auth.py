"""Who may sign in, and whether they have what their role asks for."""

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.backends import ModelBackend
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from karavan.kernel.localtime import today
from karavan.office.account.entry import may_enter
from karavan.people.enums import CITY_WIDE_ROLES
from karavan.people.models import Role, Substitution, User

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class PasswordBackend(ModelBackend):
    """Django's, except that demonstration accounts exist in demonstration mode only.

    Their passwords are printed on the sign-in page; a database seeded for a demonstration and then put into
    service must not let anybody in by them, nor keep a session of theirs. Every session names this backend,
    however its owner signed in.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether this account may be used at all."""
        return may_enter(user)

    def get_user(self, user_id: Any) -> Any:
        """The owner of a session with ``lacks_second_factor``, read in one query."""
        user = marked(User.objects.filter(pk=user_id)).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def marked(people: QuerySet[User]) -> QuerySet[User]:
    """People with ``lacks_second_factor``: a city-wide role in force and neither an app nor a passkey.

    A role held by substitution counts as one's own. Demonstration accounts are shared by strangers: none of
    them could keep the telephone of another.
    """
    day = today()
    held = Role.objects.filter(_city_wide(day), person=OuterRef("pk"))
    lent = Substitution.objects.filter(
        _city_wide(day, "person__roles__"),
        substitute=OuterRef("pk"),
        city_wide=True,
        person__is_active=True,
        valid_from__lte=day,
        valid_to__gte=day,
    )
    proved = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    lacks = Q(is_demo=False) & (Exists(held) | Exists(lent)) & ~Exists(proved)
    return people.annotate(
        lacks_second_factor=Case(When(lacks, then=Value(True)), default=Value(False)),
    )


def _city_wide(day: date, prefix: str = "") -> Q:
    """The condition on roles, or on what ``prefix`` leads to them from: for the whole city, in force."""
    begun = Q(**{f"{prefix}kind__in": CITY_WIDE_ROLES, f"{prefix}valid_from__lte": day})
    return begun & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day}))
