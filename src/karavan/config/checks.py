"""System checks of a production installation: ``karavan check`` runs them outside demonstration mode."""

from typing import Any

from django.conf import settings
from django.core import checks

from karavan.config import guard


@checks.register("production", deploy=True)
def check_start(**kwargs: Any) -> list[checks.CheckMessage]:
    """What a start would refuse."""
    return [
        checks.Error(f"{problem.variable} {problem.message}", id=f"karavan.{problem.code}")
        for problem in guard.problems()
    ]


@checks.register("production", deploy=True)
def check_https(**kwargs: Any) -> list[checks.CheckMessage]:
    """The public address should be one of HTTPS, and the proxy before it known."""
    if settings.DEMO:
        return []
    if not settings.HTTPS:
        return [
            checks.Warning(
                "KARAVAN_SITE_URL does not begin with https://",
                hint="Cookies are sent in the clear and HSTS is off.",
                id="karavan.W001",
            )
        ]
    if not settings.TRUSTED_PROXIES:
        return [
            checks.Warning(
                "KARAVAN_TRUSTED_PROXIES is empty although the site is served by HTTPS",
                hint="Name the proxy that ends TLS, or every request is redirected for ever.",
                id="karavan.W002",
            )
        ]
    return []


@checks.register("production", deploy=True)
def check_mail(**kwargs: Any) -> list[checks.CheckMessage]:
    """Invitations and codes go by mail."""
    if settings.DEMO or settings.MAIL_SENT:
        return []
    return [
        checks.Warning(
            "KARAVAN_EMAIL_URL is not set",
            hint="Nobody gets an invitation, a code to sign in or a notice by e-mail.",
            id="karavan.W003",
        )
    ]
