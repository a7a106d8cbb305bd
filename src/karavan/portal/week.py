"""What's on in the days of a week, Monday to Sunday."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import queries
from karavan.catalogue.families import EVENT_FAMILIES
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.querystring import to_query
from karavan.catalogue.results import Day
from karavan.catalogue.windows import window_of
from karavan.kernel.localtime import local
from karavan.portal import wording
from karavan.portal.answer import Visit, render
from karavan.portal.asking import Asked
from karavan.portal.cards import event_path
from karavan.portal.event_page import moved_words
from karavan.portal.events import list_context, total_words
from karavan.portal.filters import ANY_TIME, Addresses, Variants, of_day
from karavan.ui import typography
from karavan.ui.parts import Badge, Chip, Link

DAYS = 7
SHOWN = 8
"""Sessions of a day before the rest is a number."""


@dataclass(frozen=True)
class Slot:
    """One session in a day; ``kind`` is a family of colours."""

    start: datetime
    time: str
    title: str
    url: str
    kind: str
    place: str
    price: str
    note: str
    badges: Sequence[Badge]
    cancelled: bool


@dataclass(frozen=True)
class DayColumn:
    """One day: its date, the address of its list, its first sessions, what is left and what is open."""

    day: date
    weekday: str
    month: str
    total: Link
    slots: Sequence[Slot]
    more: Link | None
    opened: Link | None
    states: Sequence[str]

    @property
    def empty(self) -> bool:
        """Whether nothing is on."""
        return not self.slots and self.opened is None


def week_view(visit: Visit, asked: Asked[EventFilter]) -> HttpResponse:
    """Seven days side by side, each whole: a resident plans by days and not from this minute on."""
    monday = monday_of(asked.question, visit.now)
    sunday = monday + timedelta(days=DAYS - 1)
    found = queries.count_facets(in_days(asked.question, monday, sunday), now=visit.now)
    days = queries.find_days(asked.question, monday, DAYS, lang=visit.lang, limit=SHOWN)
    lists = Variants(Addresses(asked.addresses.path), asked.question)
    context = list_context(visit, asked, found, asked.notices)
    context |= {
        "active": _without_whole_week(context["active"], asked, monday, visit.now),
        "total": _("%(events)s in the week") % {"events": total_words(found.total or 0)},
        "days": [_column(lists, asked.question, day, visit.now) for day in days],
        "week": typography.capitalised(typography.date_range(monday, sunday, year=True)),
        "weeks": _other_weeks(asked, monday, local(visit.now).date()),
    }
    return render(visit, "portal/events_week.html", context, query=asked.canonical)


def monday_of(question: EventFilter, now: datetime) -> date:
    """First day of the week that holds the first day a question is about."""
    first = local(window_of(question, now)[0]).date()
    return first - timedelta(days=first.weekday())


def in_days(question: EventFilter, first: date, last: date | None = None) -> EventFilter:
    """The question about whole days, whatever times it names."""
    return replace(question, **{**ANY_TIME, **of_day(first, last)})


def _without_whole_week(
    chips: list[Chip], asked: Asked[EventFilter], monday: date, now: datetime
) -> list[Chip]:
    """The chips less that of the time where it only says which week it is: the heading says so too."""
    if _narrowed(asked.question, monday, now):
        return chips
    without = asked.addresses.changed(asked.question, **ANY_TIME)
    return [chip for chip in chips if chip.url != without]


def _narrowed(question: EventFilter, monday: date, now: datetime) -> tuple[date, date] | None:
    """First and last day asked for where they leave out a day of the week."""
    if not (question.since or question.until or question.when):
        return None
    since, until = window_of(question, now)
    first = local(since).date()
    last = local(until - timedelta(seconds=1)).date() if until else date.max
    return None if first <= monday and last >= monday + timedelta(days=DAYS - 1) else (first, last)


def _other_weeks(asked: Asked[EventFilter], monday: date, today: date) -> list[Link]:
    """The week before, this one where another is shown, and the next."""

    def starting(day: date) -> str:
        return asked.addresses.changed(asked.question, **{**ANY_TIME, "since": of_day(day)["since"]})

    links = [Link(_("Earlier"), starting(monday - timedelta(days=DAYS)))]
    if not monday <= today < monday + timedelta(days=DAYS):
        links.append(Link(_("This week"), asked.addresses.changed(asked.question, **ANY_TIME)))
    return [*links, Link(_("Later"), starting(monday + timedelta(days=DAYS)))]


def _column(lists: Variants, question: EventFilter, found: Day, now: datetime) -> DayColumn:
    day, today = found.day, local(now).date()
    url = _list_of_day(lists, day)
    slots = [_slot(msgspec.json.decode(item), day) for item in found.items]
    left = found.sessions - len(slots)
    chosen = _narrowed(question, day - timedelta(days=day.weekday()), now)
    states = {
        "past": day < today,
        "today": day == today,
        "chosen": chosen is not None and chosen[0] <= day <= chosen[1],
    }
    return DayColumn(
        day,
        typography.weekday(day),
        typography.month(day),
        Link(total_words(found.events), url),
        slots,
        Link(_("%(count)s more") % {"count": typography.number(left)}, url) if left else None,
        _opened(lists, found),
        [name for name, holds in states.items() if holds],
    )


def _list_of_day(lists: Variants, day: date, **texts: str) -> str:
    return lists.of(**{"from": day.isoformat(), "to": day.isoformat(), "when": "", **texts})


def _opened(lists: Variants, found: Day) -> Link | None:
    """What may be visited at any hour of the day, as one line."""
    number = sum(found.opened.values())
    if not number:
        return None
    if set(found.opened) == {"exhibition"}:
        words = ngettext("open: %(count)s exhibition", "open: %(count)s exhibitions", number)
    else:
        words = ngettext("open at any hour: %(count)s event", "open at any hour: %(count)s events", number)
    kinds = to_query(EventFilter(kinds=tuple(sorted(found.opened)))).removeprefix("kind=")
    return Link(words % {"count": typography.number(number)}, _list_of_day(lists, found.day, kind=kinds))


def _slot(item: dict[str, Any], day: date) -> Slot:
    event = item["event"]
    start = wording.moment(item["start"])
    place = item["place"]
    cancelled = "cancelled" in {item["status"], event["status"]}
    return Slot(
        start=start,
        time=_time(start, item["end"], day),
        title=event["title"],
        url=event_path(event["id"]),
        kind=EVENT_FAMILIES[event["kind"]],
        place=place["name"] if place else _("Online") if event["online_url"] else "",
        price="" if cancelled else wording.price(item["price"]),
        note=moved_words(item["moved_from"]),
        badges=wording.status_badges(event, item["status"]),
        cancelled=cancelled,
    )


def _time(start: datetime, end: str | None, day: date) -> str:
    """When it begins; of what began on a day before, until when it lasts."""
    if start.date() == day:
        return typography.time_text(start)
    last = wording.moment(end) if end else None
    if last and last.date() == day:
        return _("until %(time)s") % {"time": typography.time_text(last)}
    return _("all day")
