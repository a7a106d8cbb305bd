"""How a page of the portal answers: without cookies, cacheable, and with a 304 where nothing changed.

Anonymous visitors never touch the session. A browser that sends a session cookie is looked up; staff get
fresh private pages, with what only staff may see. A page as the low-vision panel draws it is kept by its
reader's browser alone.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from importlib.metadata import version as release_of
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.loader import get_template
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from karavan.catalogue import queries
from karavan.catalogue.facts import Language
from karavan.catalogue.results import Version
from karavan.people.models import User
from karavan.portal import site
from karavan.portal.printed.previews import page_meta
from karavan.ui.vision import Vision

SLOT_SECONDS = 300
"""A page that depends on the time stays the same this long."""

PUBLIC = "public, max-age=60, stale-while-revalidate=300"
PRIVATE = "private, no-store"
OWN_LOOK = PUBLIC.replace("public", "private")
"""For a page as the low-vision panel draws it: nobody else gets it from a cache."""

P = ParamSpec("P")


@dataclass(frozen=True)
class Visit:
    """Who looks, in which language, and the moment the page is made for; ``staff`` None is anonymous."""

    request: HttpRequest
    lang: Language
    now: datetime
    version: Version
    staff: User | None

    @property
    def vision(self) -> Vision:
        """How the visitor wants pages to look."""
        return site.vision_of(self.request)

    def pairs(self) -> list[tuple[str, str]]:
        """The query parameters in order."""
        return [(name, value) for name, values in self.request.GET.lists() for value in values]


class Shorter(Exception):
    """A form sent fields that say nothing: the same list has a shorter address."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(address)


def slot_start(moment: datetime) -> datetime:
    """The beginning of the slot a moment lies in."""
    return datetime.fromtimestamp(int(moment.timestamp()) // SLOT_SECONDS * SLOT_SECONDS, UTC)


def signed_in(request: HttpRequest) -> User | None:
    """The member of staff who is signed in; asks the session only where a cookie names one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    if not isinstance(user, User) or getattr(user, "lacks_second_factor", False):
        # What only staff may see waits for the second factor here as it does in the office.
        return None
    return user if user.is_authenticated else None


def page(
    view: Callable[Concatenate[Visit, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Make a view of the portal out of a function that takes a :class:`Visit`."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        staff = signed_in(request)
        visit = Visit(request, site.language(), slot_start(timezone.now()), queries.version(), staff)
        try:
            if staff is None:
                response = _public(visit, lambda: view(visit, *args, **kwargs))
            else:
                response = view(visit, *args, **kwargs)
                response["Cache-Control"] = PRIVATE
        except Shorter as shorter:
            response = HttpResponseRedirect(shorter.address)
        # A visitor without cookies shares one cached page with everybody else.
        patch_vary_headers(response, ("Cookie",))
        return response

    return answer


def _public(visit: Visit, make: Callable[[], HttpResponse]) -> HttpResponseBase:
    changed_at = max(visit.version.changed_at, visit.now)
    etag = _etag(visit)
    seconds = int(changed_at.timestamp())
    response = get_conditional_response(visit.request, etag=etag, last_modified=seconds) or make()
    if response.status_code in {200, 304}:
        response["ETag"] = etag
        response["Last-Modified"] = http_date(seconds)
        response["Cache-Control"] = OWN_LOOK if visit.vision else PUBLIC
    return response


def _etag(visit: Visit) -> str:
    version = visit.version
    return validator(
        visit.request, version.number, version.stamp, visit.now.timestamp(), settings.DEMO, visit.vision.code
    )


def validator(request: HttpRequest, *state: object) -> str:
    """A weak validator of this address in a state: the same answer is sent compressed and plain."""
    parts = (release_of("karavan"), request.path_info, request.META.get("QUERY_STRING", ""), *state)
    digest = hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=12)
    return f'W/"{digest.hexdigest()}"'


def render(
    visit: Visit, template: str, context: dict[str, Any], *, query: str = "", status: int = 200
) -> HttpResponse:
    """The page; no context processor runs, as they ask the session. ``query`` is canonical."""
    request = visit.request
    nonce = getattr(request, "csp_nonce", "")
    frame = site.frame(request.path_info, query, vision=visit.vision, csp_nonce=nonce)
    if "og_image" not in context:
        frame |= page_meta(site.bare_path(request.path_info), visit.now)
    body = get_template(template).render({**frame, "staff": visit.staff, **context})
    return HttpResponse(body, status=status)
