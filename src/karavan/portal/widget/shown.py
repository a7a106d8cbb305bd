"""What a widget shows, in words: a list, seven days or one event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import queries
from karavan.catalogue.families import EVENT_FAMILIES
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.querystring import to_query
from karavan.kernel.localtime import local
from karavan.portal import event_page, wording
from karavan.portal.answer import Visit
from karavan.portal.cards import decoded, event_card
from karavan.portal.filters import of_day
from karavan.portal.site import city, here, with_query
from karavan.portal.widget.wanted import Wanted
from karavan.ui import typography
from karavan.ui.parts import Badge, Card

DAYS = 7
DATES = 4
"""Coming dates that a widget of one event names."""


@dataclass(frozen=True)
class Item:
    """One event of a list: its card and day; ``place`` "" where the heading above the list says it."""

    card: Card
    day: date
    words: str
    seed: str
    place: str


@dataclass(frozen=True)
class Day:
    """One day of a week; ``more`` tells how many events are left out and where they are."""

    day: date
    words: str
    items: list[Item]
    more: str
    url: str


def absolute(path: str) -> str:
    """The address of a page for somebody else's site."""
    return f"{settings.SITE_URL}{path}"


def list_url(question: EventFilter) -> str:
    """The absolute address of the list of events that answers a question."""
    return absolute(with_query(here("/events/"), to_query(question)))


def name_of(question: EventFilter, visit: Visit) -> str:
    """Whose events these are: the one event, place, organisation or programme asked for, else the city."""
    asked = (
        ("event", question.events[0] if len(question.events) == 1 else None),
        ("place", question.place),
        ("organisation", question.organisation),
        ("programme", question.programme),
    )
    for kind, number in asked:
        found = queries.detail(kind, number, lang=visit.lang) if number else None
        if found is not None:
            record = msgspec.json.decode(found.payload)
            return str(record.get("short_name") or record.get("name") or record.get("title"))
    return city()


def title_of(visit: Visit, wanted: Wanted) -> str:
    """«Афиша: Библиотека № 12», «Неделя: Библиотека № 12»: two widgets of a page are told apart."""
    words = {"words": name_of(wanted.question, visit)}
    return (_("The week: %(words)s") if wanted.show == "week" else _("What's on: %(words)s")) % words


def context_of(visit: Visit, wanted: Wanted) -> dict[str, Any]:
    """The context of ``portal/widget/part.html``. Raises Http404 where the event is not public."""
    question = wanted.question
    context: dict[str, Any] = {
        "wanted": wanted,
        "lang": visit.lang,
        "level": wanted.heading,
        "sublevel": wanted.heading + 1,
        "home_url": absolute(here("/")),
        "all_url": list_url(question),
        "demo": settings.DEMO,
    }
    if wanted.show == "event":
        return context | _event(visit, wanted)
    context["title"] = title_of(visit, wanted)
    if wanted.show == "week":
        return context | {"days": _week(visit, wanted)}
    found = queries.find_events(question, lang=visit.lang, limit=wanted.count, now=visit.now)
    total = found.total or 0
    all_words = ngettext("%(count)s event", "%(count)s events", total)
    return context | {
        "items": items_of(question, decoded(found.items)),
        "total": all_words % {"count": typography.number(total)} if total > wanted.count else "",
    }


def items_of(question: EventFilter, records: Iterable[Mapping[str, Any]]) -> list[Item]:
    """Events with the day each is on next; a list of one place does not name it on every line."""
    items = [_item(record) for record in records]
    if (question.place or question.organisation) and len({item.place for item in items}) == 1:
        return [replace(item, place="") for item in items]
    return items


def _item(record: Mapping[str, Any]) -> Item:
    start = wording.moment(record["next"]["start"])
    card = event_card(dict(record), dated=False)
    return Item(
        replace(card, url=absolute(card.url)),
        start.date(),
        _day_words(start.date()),
        f"event-{record['id']}",
        card.place,
    )


def _day_words(day: date) -> str:
    return f"{typography.month(day)}, {typography.weekday(day)}"


def _week(visit: Visit, wanted: Wanted) -> list[Day]:
    """Seven days from today, or from the first day asked for."""
    question = replace(wanted.question, when="", since=None, until=None)
    since = wanted.question.since
    first = max(local(visit.now).date(), local(since).date() if since else date.min)
    return [
        _day(visit, replace(question, **of_day(first + timedelta(days=number))), wanted.count)
        for number in range(DAYS)
    ]


def _day(visit: Visit, question: EventFilter, count: int) -> Day:
    assert question.since is not None
    day = local(question.since).date()
    # Of today only what is not over yet.
    coming = replace(question, since=max(question.since, visit.now))
    found = queries.find_events(coming, lang=visit.lang, limit=count, now=visit.now)
    left = max(0, (found.total or 0) - len(found.items))
    more = _("%(count)s more") % {"count": typography.number(left)}
    return Day(
        day,
        _day_words(day),
        items_of(question, decoded(found.items)),
        more if left else "",
        list_url(question),
    )


def _event(visit: Visit, wanted: Wanted) -> dict[str, Any]:
    (number,) = wanted.question.events
    found = queries.detail("event", number, lang=visit.lang)
    if found is None:
        raise Http404
    record: dict[str, Any] = msgspec.json.decode(found.payload)
    coming, _past = event_page.sessions(record, visit.now)
    cancelled = record["status"] == "cancelled"
    place = record["place"]
    badges: list[Badge] = wording.status_badges(record)
    return {
        "title": record["title"],
        "title_lang": record["lang"] if record["lang"] != visit.lang else "",
        "url": absolute(here(f"/events/{number}/")),
        "record": record,
        "family": EVENT_FAMILIES[record["kind"]],
        "seed": f"event-{number}",
        "badges": badges,
        "cancelled": cancelled,
        "dates": coming[:DATES],
        "later": len(coming) > DATES,
        "period": wording.period(record) if not record["sessions"] else "",
        "is_over": not coming and bool(record["sessions"]),
        "place": ", ".join(filter(None, [place["name"], place["address"]])) if place else "",
        "price": "" if cancelled else wording.price(record["price"]),
        "access": wording.step_free(record) if place and not cancelled else None,
        "day": _first_day(coming, record),
    }


def _first_day(coming: list[dict[str, Any]], record: Mapping[str, Any]) -> datetime | date | None:
    """The day that stands big: the next one; of a thing without dates, the day it begins."""
    if coming:
        start: datetime = coming[0]["start"]
        return start
    return wording.day(record["from"]) if record["from"] and not record["sessions"] else None
