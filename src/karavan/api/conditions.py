"""Conditional requests and caching."""

import hashlib
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from karavan.api import VERSION

SLOT = timedelta(minutes=5)
STARTED = datetime.now(UTC).replace(microsecond=0)
LISTS = "public, max-age=60, stale-while-revalidate=300"


def slot_start(moment: datetime | None = None) -> datetime:
    """The beginning of the five minutes during which a list that depends on the time stays the same."""
    seconds = int(SLOT.total_seconds())
    now = moment or timezone.now()
    return now.replace(second=0, microsecond=0) - timedelta(seconds=int(now.timestamp()) // 60 * 60 % seconds)


def etag(request: HttpRequest, *state: object) -> str:
    """A weak validator of this address in this state of the data and of the software.

    Weak, because a proxy in front may compress the same answer in several ways.
    """
    parts = (VERSION, request.path_info, request.META.get("QUERY_STRING", ""), *state)
    digest = hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=12)
    return "W/" + quote_etag(digest.hexdigest())


def unchanged(request: HttpRequest, tag: str, changed_at: datetime) -> HttpResponse | None:
    """The 304 answer if the client's copy still stands."""
    response = get_conditional_response(request, etag=tag, last_modified=int(changed_at.timestamp()))
    if response is not None:
        stamp(response, tag, changed_at)
    return response


def stamp(response: HttpResponse, tag: str, changed_at: datetime) -> None:
    """Give an answer its validators and lifetime."""
    response.headers["ETag"] = tag
    response.headers["Last-Modified"] = http_date(changed_at.timestamp())
    response.headers["Cache-Control"] = LISTS


def constant(request: HttpRequest, body: bytes, content_type: str) -> HttpResponse:
    """An answer that changes with the software only, conditional like all others."""
    tag = etag(request)
    answer = unchanged(request, tag, STARTED)
    if answer is not None:
        return answer
    response = HttpResponse(body, content_type=content_type)
    stamp(response, tag, STARTED)
    return response
