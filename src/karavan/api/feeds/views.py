"""Feeds for any question about events."""

from datetime import datetime
from urllib.parse import urlencode, urlsplit

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from karavan.api import conditions
from karavan.api.asking import Asked, asked_feed
from karavan.api.feeds.feed import Feed, Record
from karavan.api.feeds.formats import FORMATS, MAX_EVENTS
from karavan.api.feeds.recent import Made, recent
from karavan.api.problems import Problem, problem_response
from karavan.catalogue import queries
from karavan.catalogue.filters import MAX_LIMIT, EventFilter
from karavan.catalogue.querystring import to_query
from karavan.kernel.errors import Invalid

PORTAL_LIST = "/events/"

Window = tuple[datetime, datetime | None]


def event_feed(request: HttpRequest, name: str) -> HttpResponse:
    """The events that answer the question, in a format by its name."""
    try:
        return _answer(request, name)
    except Problem as problem:
        return problem_response(request, problem.status, problem.detail, problem.errors)


def _answer(request: HttpRequest, name: str) -> HttpResponse:
    asked = asked_feed(request, max_limit=MAX_EVENTS)
    version, now = queries.version(), conditions.slot_start()
    changed_at = max(version.changed_at, now)
    tag = conditions.etag(request, version.number, version.stamp, now.timestamp())
    unchanged = conditions.unchanged(request, tag, changed_at)
    if unchanged is not None:
        return unchanged
    form = FORMATS[name]
    made = recent.get(tag)
    if made is None:
        feed = collect(asked, name, changed_at, now, whole=form.whole)
        made = Made(form.write(feed), feed.total, feed.following)
        recent.keep(tag, made)
    response = HttpResponse(made.body, content_type=form.content_type)
    conditions.stamp(response, tag, changed_at)
    response["X-Total-Count"] = str(made.total)
    response["Content-Disposition"] = f'inline; filename="events.{name}"'
    if made.following:
        response["Link"] = f'<{made.following}>; rel="next"'
    return response


def collect(
    asked: Asked[EventFilter], name: str, changed_at: datetime, now: datetime, *, whole: bool
) -> Feed:
    """Find the events of a feed, and their whole records where ``whole``."""
    cards: list[Record] = []
    records: dict[str, Record] = {}
    cursor, total = asked.cursor, 0
    window: Window | None = None
    while len(cards) < asked.limit:
        try:
            page = queries.find_events(
                asked.filter,
                lang=asked.lang,
                limit=min(MAX_LIMIT, asked.limit - len(cards)),
                cursor=cursor,
                now=now,
            )
        except Invalid as error:
            raise Problem(400, str(error), error.problems) from None
        window = window or page.window
        found = [msgspec.json.decode(item) for item in page.items]
        cards += found
        total, cursor = page.total or 0, page.next
        if whole and found:
            payloads = queries.details("event", [int(card["id"]) for card in found], lang=asked.lang)
            records |= {str(key): msgspec.json.decode(payload) for key, payload in payloads.items()}
        if cursor is None:
            break
    return _feed(asked, name, changed_at, window or (now, None), cards, records, total, cursor)


def _feed(
    asked: Asked[EventFilter],
    name: str,
    changed_at: datetime,
    window: Window,
    cards: list[Record],
    records: dict[str, Record],
    total: int,
    cursor: str | None,
) -> Feed:
    question = to_query(asked.filter)
    own = "&".join(filter(None, [question, f"lang={asked.lang}" if asked.lang != "ru" else ""]))
    address = f"{settings.SITE_URL}/feeds/events.{name}"
    portal = "/en" + PORTAL_LIST if asked.lang == "en" else PORTAL_LIST
    city = settings.CITY_NAME_EN if asked.lang == "en" else settings.CITY_NAME
    following = None
    if cursor is not None:
        following = (
            f"{address}?{own}{'&' if own else ''}{urlencode({'limit': asked.limit, 'cursor': cursor})}"
        )
    shown, words = len(cards), asked.filter.q
    return Feed(
        title=f"{city}: {words}" if words else _("%(city)s: events") % {"city": city},
        description=_("%(shown)d of %(total)d events. A feed holds at most %(most)d.")
        % {"shown": shown, "total": total, "most": MAX_EVENTS},
        lang=asked.lang,
        address=f"{address}?{own}" if own else address,
        page=f"{settings.SITE_URL}{portal}?{question}" if question else f"{settings.SITE_URL}{portal}",
        host=urlsplit(settings.SITE_URL).hostname or "localhost",
        city=city,
        time_zone=settings.TIME_ZONE,
        changed_at=changed_at,
        question=asked.filter,
        since=window[0],
        until=window[1],
        total=total,
        cards=cards,
        records=records,
        following=following,
    )
