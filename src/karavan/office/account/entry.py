"""Who may come in at all, by whatever door."""

from typing import Any

from django.conf import settings

from karavan.people.models import User

NO_ADDRESS = "0.0.0.0"  # noqa: S104 - how an unknown address is stored, not one to listen on


def may_enter(user: Any) -> bool:
    """Whether this account may be used: switched on, and a demonstration account in a demonstration only."""
    return bool(user.is_active) and (not user.is_demo or settings.DEMO)


def find_person(email: str) -> User | None:
    """The person with this address who may come in, whatever the case of the letters."""
    person = User.objects.filter(email__iexact=email.strip()).first()
    return person if person is not None and may_enter(person) else None
