"""Who may sign in with a password."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class PasswordBackend(ModelBackend):
    """Django's, except that demonstration accounts exist in demonstration mode only.

    Their passwords are printed on the sign-in page; a database seeded for a demonstration and then put into
    service must not let anybody in by them, nor keep a session of theirs.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether this account may be used at all."""
        if getattr(user, "is_demo", False) and not settings.DEMO:
            return False
        return super().user_can_authenticate(user)
