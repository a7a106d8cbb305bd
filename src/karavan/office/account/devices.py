"""Browsers that people signed in by before, known by a signed cookie; and how a browser calls itself."""

import re
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

COOKIE = "karavan_device"
PATH = "/office/"
SALT = "karavan.office.device"
AGE = 365 * 24 * 3600
MOST_PEOPLE = 8
"""Of a computer that several people share."""


def _mark(email: str) -> str:
    return salted_hmac(SALT, email.strip().casefold(), algorithm="sha256").hexdigest()[:16]


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """The id of the browser and the marks of people who signed in by it."""
    try:
        value: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
        return str(value["id"]), [str(mark) for mark in value["people"]]
    except (signing.BadSignature, KeyError, TypeError):
        return "", []


def known(request: HttpRequest, email: str) -> str:
    """The id of this browser if this person signed in by it before, else ""."""
    device, people = _read(request)
    return device if _mark(email) in people else ""


def remember(request: HttpRequest, response: HttpResponseBase, email: str) -> None:
    """Let the browser be known to this person from now on."""
    device, people = _read(request)
    mark = _mark(email)
    value = {
        "id": device or get_random_string(16),
        "people": [mark, *(one for one in people if one != mark)][:MOST_PEOPLE],
    }
    response.set_cookie(
        COOKIE,
        signing.dumps(value, salt=SALT),
        max_age=AGE,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


# The first that is found names the browser: each of them calls itself by those below, too.
_BROWSERS = (
    ("YaBrowser", "Яндекс Браузер"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR", "Opera"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def name_of(user_agent: str) -> str:
    """«Firefox, Windows»: what people know of their browser."""
    found = [
        next((name for token, name in names if re.search(rf"\b{token}", user_agent)), "")
        for names in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(word for word in found if word) or _("Unknown device")
