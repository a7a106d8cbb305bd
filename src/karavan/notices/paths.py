"""Local addresses of the office that notices lead to. The rooms above answer them."""

from typing import Final

NOTICES: Final = "/office/notices/"
SETTINGS: Final = "/office/notices/settings/"
EVENTS: Final = "/office/events/"
PLACES: Final = "/office/places/"
CHECKS: Final = "/office/checks/"
BROKEN: Final = "/office/broken/"
MEMBERS: Final = "/office/people/"
IMPORTS: Final = "/office/imports/"
CLASHES: Final = "/office/diary/clashes/"
HYGIENE: Final = "/office/hygiene/"
ME: Final = "/office/me/"


def event(pk: int) -> str:
    """An event in the office."""
    return f"{EVENTS}{pk}/"


def place(pk: int) -> str:
    """A place in the office."""
    return f"{PLACES}{pk}/"


def notice(pk: int) -> str:
    """Opens a notice: marks it as read and leads on to what it tells of."""
    return f"{NOTICES}{pk}/"


def stop(token: str) -> str:
    """The page that mutes by a signed link."""
    return f"{NOTICES}stop/{token}/"
