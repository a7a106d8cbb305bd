"""How the addresses of the widget answer: to anybody's page, without cookies, cacheable, with a 304."""

import hashlib
from collections.abc import Callable
from functools import wraps

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from karavan.catalogue import queries
from karavan.catalogue.facts import Language
from karavan.portal.answer import PUBLIC, Visit, slot_start, validator

CONSTANT = "public, max-age=3600, stale-while-revalidate=86400"
"""Of what changes with the software only, at an address that stays."""


def language_of(request: HttpRequest) -> Language:
    """The language that the address names; these addresses have no language prefix."""
    return "en" if request.GET.get("lang") == "en" else "ru"


def open_page(view: Callable[[Visit], HttpResponse]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Make a view for other people's pages out of a function that takes a :class:`Visit`."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        lang = language_of(request)
        with translation.override(lang):
            version, now = queries.version(), slot_start(timezone.now())
            etag = validator(request, version.number, version.stamp, now.timestamp(), settings.DEMO)
            seconds = int(max(version.changed_at, now).timestamp())
            kept = get_conditional_response(request, etag=etag, last_modified=seconds)
            response = kept or view(Visit(request, lang, now, version, None))
        if response.status_code in {200, 304}:
            response["ETag"] = etag
            response["Last-Modified"] = http_date(seconds)
            response["Cache-Control"] = PUBLIC
        response["Content-Language"] = lang
        return response

    return answer


def constant(request: HttpRequest, body: str, content_type: str) -> HttpResponseBase:
    """An answer that changes with the software only."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    etag = validator(request, hashlib.blake2b(body.encode(), digest_size=12).hexdigest())
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = CONSTANT
    return response


def refusal(status: int, title: str, problems: dict[str, list[str]]) -> HttpResponse:
    """A problem document (RFC 9457) that names each parameter."""
    errors = [
        {"parameter": name, "message": message} for name, messages in problems.items() for message in messages
    ]
    body = {"type": "about:blank", "title": title, "status": status, "errors": errors}
    return HttpResponse(msgspec.json.encode(body), status=status, content_type="application/problem+json")
