"""What a production start refuses, and which variable mends it."""

from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 32


class Problem(NamedTuple):
    """``code`` ends the id of the check, ``variable`` is what to set."""

    code: str
    variable: str
    message: str


def problems() -> list[Problem]:
    """Everything that must not stand in production; nothing in demonstration mode."""
    if settings.DEMO:
        return []
    found = []
    if settings.SECRET_KEY == settings.DEMO_SECRET:
        found.append(
            Problem("E001", "KARAVAN_SECRET_KEY", "is not set: everybody knows the demonstration secret")
        )
    elif len(settings.SECRET_KEY) < SHORTEST_SECRET:
        found.append(Problem("E002", "KARAVAN_SECRET_KEY", f"is shorter than {SHORTEST_SECRET} characters"))
    if settings.DEBUG:
        found.append(Problem("E003", "KARAVAN_DEBUG", "is on: its error pages show settings and data"))
    if not settings.ALLOWED_HOSTS:
        found.append(Problem("E004", "KARAVAN_HOSTS", "is empty: list the portal's own names"))
    elif any(host in {"*", "."} for host in settings.ALLOWED_HOSTS):
        found.append(Problem("E005", "KARAVAN_HOSTS", "is open to any host: list the portal's own names"))
    if settings.SITES_LOCAL:
        message = "is set: looks at sites could reach this machine and its network"
        found.append(Problem("E006", "KARAVAN_SITES_LOCAL", message))
    return found


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured with all that stands against a start."""
    found = problems()
    if found:
        lines = [f"  {problem.variable} {problem.message}" for problem in found]
        hint = "  (for a demonstration on your own machine set KARAVAN_DEMO=1)"
        raise ImproperlyConfigured("\n".join(["Karavan does not start like this:", *lines, hint]))
