"""What every request passes on its way in and out, outermost first as in ``settings.MIDDLEWARE``.

The open API, the feeds and the widget know no session, no sign-in and no messages: the ``Page…`` classes
are the middleware of Django with those paths left out, which keeps their requests cheap and free of cookies.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import msgspec
from csp.constants import HEADER as CSP_HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from karavan.config import health
from karavan.config.addresses import address_key, client_address
from karavan.kernel.metrics import RequestCounts
from karavan.kernel.ratelimit import Limiter, LocalLimiter, RedisLimiter
from karavan.office.account.seen import note_seen
from karavan.portal import refusals

GetResponse = Callable[[HttpRequest], HttpResponseBase]

OPEN_PATHS = ("/api/", "/feeds/", "/widget.js", "/widget/part/", "/widget/show/", "/widget/theme.css")
STAFF_PATHS = ("/office/", "/ui/")
ACCOUNT_PATHS = ("/office/account/", "/office/sign-in/", "/office/sign-out/")
SECOND_FACTOR = "/office/account/second-factor/"
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"


def is_printed(request: HttpRequest) -> bool:
    """Whether the request is for a poster or the picture of a link, which cost a processor some work."""
    path = request.path_info
    return path.endswith(".pdf") or path.startswith(("/og/", "/en/og/"))


def is_open(request: HttpRequest) -> bool:
    """Whether the request is for the open API, a feed or a widget: no cookies, no sign-in."""
    return request.path_info.startswith(OPEN_PATHS)


class ObserveMiddleware:
    """Counts requests and answers the addresses of operations before any other check.

    A probe asks by the machine's own address, over plain HTTP and without a host name from the list:
    host check and redirect to HTTPS would answer in its place.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.counts = RequestCounts(settings.VAR / "run" / "metrics")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = health.ADDRESSES.get(request.path_info)
        if answer is not None:
            return answer(request, self.counts)
        start = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = (match.view_name or match.route) if match is not None else "-"
        self.counts.observe(view, request.method or "-", response.status_code, time.perf_counter() - start)
        return response


class HeadersMiddleware:
    """Headers that Django's SecurityMiddleware does not set, on static files too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if not getattr(response, "xframe_options_exempt", False):
            headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        # Browsers put the headers of a 304 in the place of those they kept with the page.
        if CSP_HEADER not in headers and response.status_code != 304:
            headers[CSP_HEADER] = DATA_POLICY
        return response


def problem(request: HttpRequest, status: int, title: str, detail: str, *, seconds: int = 1) -> HttpResponse:
    """An answer as RFC 9457 has it; a browser that asked for a page gets one."""
    if refusals.wants_page(request) and not is_open(request):
        page = refusals.refusal(request, status, seconds=seconds)
        # This stands outside of PageCSPMiddleware.
        page.headers[CSP_HEADER] = build_policy()
        return page
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return HttpResponse(msgspec.json.encode(body), status=status, content_type="application/problem+json")


class LimitsMiddleware:
    """Refuses what is too long, too large or too often, before anything reads it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.limiter = make_limiter()
        self.print_limiter = make_print_limiter()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _escaped_length(request.META.get("QUERY_STRING", "")) > settings.MAX_QUERY_STRING:
            return problem(
                request, 414, "URI Too Long", f"The query is longer than {settings.MAX_QUERY_STRING} bytes."
            )
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > settings.MAX_UPLOAD_SIZE:
            return problem(
                request, 413, "Content Too Large", f"At most {settings.MAX_UPLOAD_SIZE} bytes are accepted."
            )
        refusal = None
        if self.limiter is not None and is_open(request):
            refusal = _too_often(request, self.limiter, settings.RATE_LIMIT_PER_MINUTE)
        elif self.print_limiter is not None and is_printed(request):
            refusal = _too_often(request, self.print_limiter, settings.PRINT_LIMIT_PER_MINUTE)
        return refusal or self.get_response(request)


def _escaped_length(query: str) -> int:
    """Bytes of a query as the addresses on a page will write it; programs may send theirs unescaped."""
    return len(query) + 2 * sum(not sign.isascii() for sign in query)


def _too_often(request: HttpRequest, limiter: Limiter, per_minute: int) -> HttpResponse | None:
    verdict = limiter.hit(address_key(client_address(request)))
    if verdict.allowed:
        return None
    detail = f"At most {per_minute} requests a minute from one address."
    response = problem(request, 429, "Too Many Requests", detail, seconds=verdict.retry_after)
    response["Retry-After"] = str(verdict.retry_after)
    return response


def make_limiter() -> Limiter | None:
    """The limiter that the settings ask for; None where the limit is off."""
    if settings.RATE_LIMIT_PER_MINUTE <= 0:
        return None
    numbers = (settings.RATE_LIMIT_PER_MINUTE, max(1, settings.RATE_LIMIT_BURST))
    return RedisLimiter(settings.REDIS_URL, *numbers) if settings.REDIS_URL else LocalLimiter(*numbers)


def make_print_limiter() -> Limiter | None:
    """The limiter of what is set in type; half of a minute's may come at once. None where it is off."""
    numbers = (settings.PRINT_LIMIT_PER_MINUTE, max(1, settings.PRINT_LIMIT_PER_MINUTE // 2))
    if numbers[0] <= 0:
        return None
    if settings.REDIS_URL:
        return RedisLimiter(settings.REDIS_URL, *numbers, prefix="karavan:print:")
    return LocalLimiter(*numbers)


class PageCSPMiddleware(CSPMiddleware):
    """The content security policy of the settings for pages; data gets one constant policy from outside."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        return response


class _PagesOnly(MiddlewareMixin):
    """Leaves the open paths out of the middleware it is mixed into."""

    def __call__(self, request: HttpRequest) -> Any:
        if is_open(request):
            return self.get_response(request)
        return super().__call__(request)


class PageSessionMiddleware(_PagesOnly, SessionMiddleware):
    """Sessions for pages. A visitor gets none before something is kept in it."""


class PageAuthenticationMiddleware(_PagesOnly, AuthenticationMiddleware):
    """``request.user`` for pages, read from the database when first asked for."""


class PageMessageMiddleware(_PagesOnly, MessageMiddleware):
    """Messages for pages."""


class OfficeMiddleware:
    """Lets nobody further into the office who has yet to set up the second factor their role asks for.

    It also notes the client's address for the faces, which do not know our proxies.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(STAFF_PATHS):
            return self.get_response(request)
        address = client_address(request)
        request.client_address = address if address_key(address) != "-" else ""  # type: ignore[attr-defined]
        request.client_network = address_key(address)  # type: ignore[attr-defined]
        if not path.startswith(ACCOUNT_PATHS) and getattr(request.user, "lacks_second_factor", False):
            asked = path if request.method == "GET" else settings.LOGIN_REDIRECT_URL
            return HttpResponseRedirect(f"{SECOND_FACTOR}?{urlencode({'next': asked})}")
        note_seen(request)
        return self.get_response(request)


class PageLocaleMiddleware(LocaleMiddleware):
    """The visitor's language for pages; the installation's for the API, whose views read ``lang``."""

    def __call__(self, request: HttpRequest) -> Any:
        if is_open(request):
            # The thread may still speak the language of the page it answered before.
            translation.activate(settings.LANGUAGE_CODE)
            return self.get_response(request)
        return super().__call__(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Name the language; it depends on the path alone, so that no cache needs to ask Accept-Language."""
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response
