"""Who may sign in, and whether they have what their role asks for."""

from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.backends import ModelBackend
from django.db import connections, router

from karavan.kernel.localtime import today
from karavan.office.account.entry import may_enter
from karavan.people.enums import CITY_WIDE_ROLES
from karavan.people.models import User

SECOND_FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


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
        user = marked(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


_MARKED: Final = """
    SELECT person.*, NOT person.is_demo AND (
        EXISTS (
            SELECT 1 FROM people_role held WHERE held.person_id = person.id AND held.kind IN (%s, %s)
            AND held.valid_from <= %s AND (held.valid_to IS NULL OR held.valid_to >= %s)
        ) OR EXISTS (
            SELECT 1 FROM people_substitution away
            INNER JOIN people_user absent ON absent.id = away.person_id AND absent.is_active
            INNER JOIN people_role lent ON lent.person_id = absent.id AND lent.kind IN (%s, %s)
            WHERE away.substitute_id = person.id AND away.city_wide
            AND away.valid_from <= %s AND away.valid_to >= %s
            AND lent.valid_from <= %s AND (lent.valid_to IS NULL OR lent.valid_to >= %s)
        )
    ) AND NOT EXISTS (
        SELECT 1 FROM mfa_authenticator proof WHERE proof.user_id = person.id AND proof.type IN (%s, %s)
    ) AS lacks_second_factor
    FROM people_user person WHERE person.id = %s"""


def marked(user_id: Any) -> User | None:
    """A person with ``lacks_second_factor``: a city-wide role in force and neither an app nor a passkey.

    A role held by substitution counts as one's own. Demonstration accounts are shared by strangers: none of
    them could keep the telephone of another. Every request of somebody signed in asks for this, so it is
    written as SQL: the ORM takes longer to put it into words than a database to answer it.
    """
    database = router.db_for_read(User)
    day = connections[database].ops.adapt_datefield_value(today())
    kinds = sorted(CITY_WIDE_ROLES)
    given = (*kinds, day, day, *kinds, day, day, day, day, *SECOND_FACTORS, user_id)
    found = next(iter(User.objects.raw(_MARKED, given, using=database)), None)
    if found is not None:
        found.lacks_second_factor = bool(found.lacks_second_factor)  # type: ignore[attr-defined]
    return found
