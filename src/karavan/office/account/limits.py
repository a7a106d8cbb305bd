"""How often somebody may try: guessing is slow, and nobody's mistakes lock out anybody else.

Passwords are counted by account, and by the address they come from. Tries from a browser that this account
signed in by before are counted by themselves: strangers who guess at an account do not lock its owner out,
and mistakes behind the same address do not lock out a colleague who works here every day.
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest

from karavan.kernel.ratelimit import Limiter, LocalLimiter, RedisLimiter
from karavan.office.account import devices


@dataclass(frozen=True)
class Pace:
    """So many a minute, with so many at once."""

    a_minute: int
    at_once: int


TRIES = Pace(3, 10)
TRIES_OF_AN_ADDRESS = Pace(30, 100)
LETTERS = Pace(1, 5)
LETTERS_TO_AN_ADDRESS = Pace(10, 40)


@cache
def limiter(pace: Pace) -> Limiter:
    """The counter of a pace; one each, as they burst differently."""
    if settings.REDIS_URL:
        return RedisLimiter(settings.REDIS_URL, pace.a_minute, pace.at_once)
    return LocalLimiter(pace.a_minute, pace.at_once)


def forget() -> None:
    """Start counting anew."""
    limiter.cache_clear()


def _wait(pace: Pace, key: str) -> int:
    verdict = limiter(pace).hit(f"sign-in:{key}")
    return 0 if verdict.allowed else verdict.retry_after


def _asker(request: HttpRequest) -> str:
    return getattr(request, "client_network", "-")


def password_wait(request: HttpRequest, email: str) -> int:
    """Seconds to wait before this account's password may be tried again; 0: now."""
    device = devices.known(request, email)
    if device:
        return _wait(TRIES, f"device:{device}:{email}")
    # What the account refuses does not count against the address.
    return _wait(TRIES, f"account:{email}") or _wait(TRIES_OF_AN_ADDRESS, f"from:{_asker(request)}")


def letter_wait(request: HttpRequest, email: str) -> int:
    """Seconds to wait before another code may be sent to this address; 0: now."""
    device = devices.known(request, email)
    if device:
        return _wait(LETTERS, f"letter:{device}:{email}")
    return _wait(LETTERS, f"letter:{email}") or _wait(LETTERS_TO_AN_ADDRESS, f"letters:{_asker(request)}")
