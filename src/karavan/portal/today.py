"""The home page: today in the city."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.results import Page
from karavan.kernel.localtime import local
from karavan.places.enums import AccessProfile
from karavan.portal import filters, labels, wording
from karavan.portal.answer import Visit, page, render
from karavan.portal.cards import decoded, event_card, programme_path
from karavan.portal.events import total_words
from karavan.portal.filters import Addresses, of_day
from karavan.portal.me.form import preset_chips
from karavan.portal.me.profile import Profile
from karavan.portal.site import city, here
from karavan.ui import typography
from karavan.ui.parts import Card, Chip, Link

CARDS = 9
OPENINGS = 6
STRIP_DAYS = 7
FEW = 3
"""Fewer cards than this are followed by those of tomorrow."""


@dataclass(frozen=True)
class _Today:
    """What the first screen tells of a day."""

    total: int
    links: list[Link]


@dataclass(frozen=True)
class StripDay:
    """One of the coming days: its address and how much is on, all day openings included."""

    day: date
    url: str
    count: int

    @property
    def weekday(self) -> str:
        """In words."""
        return typography.weekday(self.day)

    @property
    def short(self) -> str:
        """The weekday in two letters, for a phone: «сб»."""
        return typography.weekday_short(self.day)

    @property
    def month(self) -> str:
        """Beside the number."""
        return typography.month(self.day)

    @property
    def words(self) -> str:
        """«61 событие»."""
        return total_words(self.count)

    @property
    def is_free_day(self) -> bool:
        """Saturday or Sunday."""
        return self.day.weekday() >= 5


@page
def today(visit: Visit) -> HttpResponse:
    """The date, what it holds, its events and what is open, and the programme of the year."""
    day = local(visit.now).date()
    addresses = Addresses(here("/events/"))
    whole = EventFilter(**of_day(day))
    ahead = replace(whole, since=None)
    records = decoded(_find(visit, ahead, CARDS + OPENINGS).items)
    dated = [record for record in records if record["next"]["status"] != "open"][:CARDS]
    opened = _open_today(visit, ahead, records)
    counted = _counted(_find(visit, whole, 1, facets=True), whole, addresses)
    tomorrow: list[Card] = []
    if len(dated) < FEW:
        following = EventFilter(**of_day(day + timedelta(days=1)))
        tomorrow = _cards(_find(visit, following, CARDS))
    context = {
        "title": _("Today in %(city)s") % {"city": city()},
        "description": _("Everything that is on today in %(city)s: events, exhibitions, free and step-free.")
        % {"city": city()},
        "og_title": _("Today in %(city)s") % {"city": city()},
        "day": day,
        "date_words": f"{typography.month(day)}, {typography.weekday(day)}",
        "headline": _headline(counted.total),
        "counts": counted.links,
        "quick": _chips(visit, addresses),
        "presets": preset_chips(Profile(), day, labels.benefit_codes(visit.version.stamp), short=True),
        "strip": _strip(visit, day, addresses),
        "cards": [event_card(record, dated=False) for record in dated],
        "openings": opened,
        "tomorrow": tomorrow,
        "today_url": addresses.of(whole),
        "tomorrow_url": addresses.of(EventFilter(when="tomorrow")),
        "openings_url": addresses.of(replace(whole, kinds=("exhibition",))),
        "all_url": addresses.path,
        "lead": _lead_programme(visit),
    }
    return render(visit, "portal/today.html", context)


def _find(visit: Visit, question: EventFilter, limit: int, *, facets: bool = False) -> Page:
    return queries.find_events(question, lang=visit.lang, limit=limit, facets=facets, now=visit.now)


def _strip(visit: Visit, day: date, addresses: Addresses) -> list[StripDay]:
    """The days after today with how much each holds."""
    first, last = day + timedelta(days=1), day + timedelta(days=STRIP_DAYS)
    found = _find(visit, EventFilter(**of_day(first, last)), 1, facets=True)
    counts = {item.value: item.count for item in (found.facets or {}).get("day", ())}
    days = (first + timedelta(days=number) for number in range(STRIP_DAYS))
    return [
        StripDay(one, addresses.of(EventFilter(**of_day(one))), counts.get(one.isoformat(), 0))
        for one in days
    ]


def _cards(found: Page) -> list[Card]:
    return [event_card(record, dated=False) for record in decoded(found.items)]


def _open_today(visit: Visit, question: EventFilter, records: list[dict[str, Any]]) -> list[Card]:
    """What may be visited at any hour of today; asked for apart where timed events fill the page."""
    opened = [record for record in records if record["next"]["status"] == "open"]
    if len(opened) < OPENINGS and len(records) >= CARDS + OPENINGS:
        shows = decoded(_find(visit, replace(question, kinds=("exhibition",)), OPENINGS).items)
        opened = [record for record in shows if record["next"]["status"] == "open"]
    return [event_card(record, dated=False) for record in opened[:OPENINGS]]


def _counted(found: Page, whole: EventFilter, addresses: Addresses) -> _Today:
    """Events of the whole day, and how many of them are free, for children and step-free for sure."""
    counts = {
        (name, item.value): item.count for name, items in (found.facets or {}).items() for item in items
    }
    free, children = counts.get(("price", "free"), 0), counts.get(("audience", "children"), 0)
    step_free = counts.get(("access", "wheelchair"), 0)
    offers = (
        (
            free,
            ngettext("%(count)s free", "%(count)s free", free),
            replace(whole, max_price=0),
        ),
        (
            children,
            ngettext("%(count)s for children", "%(count)s for children", children),
            replace(whole, audiences=("children",)),
        ),
        (
            step_free,
            ngettext("%(count)s step-free for sure", "%(count)s step-free for sure", step_free),
            replace(whole, access=(AccessProfile.WHEELCHAIR,)),
        ),
    )
    links = [
        Link(words % {"count": typography.number(number)}, addresses.of(question))
        for number, words, question in offers
        if number
    ]
    return _Today(found.total or 0, links)


def _headline(total: int) -> str:
    if not total:
        return _("Nothing is announced in the city today")
    return ngettext("%(count)s event in the city today", "%(count)s events in the city today", total) % {
        "count": typography.number(total)
    }


def _chips(visit: Visit, addresses: Addresses) -> list[Chip]:
    """The usual questions as short addresses; this page itself answers the first."""
    chips = filters.quick_chips(visit, EventFilter(), addresses)
    return [replace(chips[0], active=True), *chips[1:]]


def _lead_programme(visit: Visit) -> dict[str, Any] | None:
    """The programme that the installation puts on its home page."""
    number = queries.programme_id(settings.LEAD_PROGRAMME)
    found = queries.detail("programme", number, lang=visit.lang) if number else None
    if found is None:
        return None
    record: dict[str, Any] = msgspec.json.decode(found.payload)
    return {
        **record,
        "period": wording.period(record),
        "year": record["from"][:4] if record["from"] else "",
        "path": programme_path(record["slug"]),
        "parts": [Link(part["title"], programme_path(part["slug"])) for part in record["children"][:5]],
    }
