"""What's on: the list of events with its filters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.results import Page
from karavan.kernel.errors import Invalid
from karavan.portal import filters, wording
from karavan.portal.answer import Visit, render
from karavan.portal.asking import Asked, bad_cursor
from karavan.portal.cards import decoded, event_card
from karavan.portal.filters import Addresses
from karavan.portal.site import city, here, with_query
from karavan.ui import typography
from karavan.ui.parts import Card, Link

LIST_SIZE = 20
SPARSE = 3
FEEDS = (("ics", "calendar-plus"), ("rss", "rss"), ("csv", "download"), ("geojson", "map"))


@dataclass
class DayGroup:
    """Events of one day; ``day`` None where the order is not by time."""

    day: date | None
    cards: list[Card] = field(default_factory=list)

    @property
    def is_sparse(self) -> bool:
        """Whether the cards would leave most of a row of pictures empty."""
        return self.day is not None and len(self.cards) < SPARSE

    @property
    def words(self) -> str:
        """Month and weekday as they stand beside the big number of the day."""
        assert self.day is not None
        return f"{typography.month(self.day)}, {typography.weekday(self.day)}"


def list_view(visit: Visit, asked: Asked[EventFilter]) -> HttpResponse:
    """Events that answer the question in the address, grouped by day."""
    found, notices = _find(visit, asked)
    records = decoded(found.items)
    context = list_context(visit, asked, found, notices) | {
        "groups": by_day(records, grouped=not asked.question.q),
        "next_url": asked.next_url(found.next),
        "first_url": asked.addresses.of(asked.question) if asked.cursor else "",
    }
    return render(visit, "portal/events.html", context, query=asked.canonical)


def list_context(visit: Visit, asked: Asked[EventFilter], found: Page, notices: list[str]) -> dict[str, Any]:
    """What stands around the events however they are shown; ``found`` brings facets and total."""
    title = _title(asked.question)
    return {
        "title": title,
        "description": _("Concerts, performances, exhibitions and meetings in %(city)s, with filters.")
        % {"city": city()},
        "og_title": f"{title} · {city()}",
        "question": asked.question,
        "hidden": filters.hidden_fields(asked.question, asked.view),
        "views": view_links(asked),
        "notices": notices,
        "quick": filters.quick_chips(visit, asked.question, asked.addresses),
        "active": filters.active_chips(visit, asked.question, asked.addresses),
        "facets": filters.event_facets(visit, asked.question, found.facets or {}, asked.addresses),
        "total": total_words(found.total or 0),
        "correction": correction(found, asked),
        "all_url": asked.addresses.path,
        "ways_out": ways_out(asked),
        "subscribe_url": with_query(here("/subscribe/"), asked.query),
        "feeds": feed_links(asked.query, visit.lang),
        "json_url": with_query("/api/v1/events", _with_lang(asked.query, visit.lang)),
    }


def view_links(asked: Asked[EventFilter]) -> list[Link]:
    """The same question as a list, on a map and in the days of a week."""
    path, names = asked.addresses.path, {"": _("List"), "map": _("Map"), "week": _("Week")}
    return [
        Link(label, Addresses(path, view).of(asked.question), view == asked.view)
        for view, label in names.items()
    ]


def _find(visit: Visit, asked: Asked[EventFilter]) -> tuple[Page, list[str]]:
    """The page asked for; the first one, with a line about it, where the cursor leads nowhere."""

    def find(cursor: str | None) -> Page:
        return queries.find_events(
            asked.question, lang=visit.lang, limit=LIST_SIZE, cursor=cursor, facets=True, now=visit.now
        )

    try:
        return find(asked.cursor), asked.notices
    except Invalid:
        return find(None), [*asked.notices, bad_cursor()]


def _title(question: EventFilter) -> str:
    if question.q:
        return _("What's on: %(words)s") % {"words": question.q}
    return _("What's on")


def total_words(total: int) -> str:
    """«27 событий»."""
    return ngettext("%(count)s event", "%(count)s events", total) % {"count": typography.number(total)}


def by_day(records: Iterable[dict[str, Any]], *, grouped: bool = True) -> list[DayGroup]:
    """Cards under the days they were found for, in their order; one nameless group when not ``grouped``."""
    groups: list[DayGroup] = []
    for record in records:
        day = wording.moment(record["next"]["start"]).date() if grouped else None
        if not groups or groups[-1].day != day:
            groups.append(DayGroup(day))
        groups[-1].cards.append(event_card(record, dated=not grouped))
    return groups


def correction(found: Page, asked: Asked[EventFilter]) -> Link | None:
    """The same question in a better spelling."""
    if not found.correction or found.correction == asked.question.q:
        return None
    return Link(found.correction, asked.addresses.changed(asked.question, q=found.correction))


def ways_out(asked: Asked[EventFilter]) -> list[Link]:
    """Wider questions for a list that is empty."""
    question, addresses = asked.question, asked.addresses
    links = []
    if question.since or question.until or question.when:
        links.append(Link(_("Any day"), addresses.changed(question, **filters.ANY_TIME)))
    if question.districts:
        links.append(Link(_("The whole city"), addresses.changed(question, districts=())))
    if question.access and question.sure:
        links.append(Link(_("Also places not surveyed"), addresses.changed(question, sure=False)))
    if question.q:
        links.append(Link(_("Search everywhere"), here("/search/") + "?" + urlencode({"q": question.q})))
    return [*links, Link(_("All events"), addresses.at(""))]


def feed_links(query: str, lang: str) -> list[dict[str, str]]:
    """The same question as feeds."""
    names = {
        "ics": _("Add to calendar"),
        "rss": _("News feed (RSS)"),
        "csv": _("Table (CSV)"),
        "geojson": _("Map layer (GeoJSON)"),
    }
    return [
        {
            "label": names[form],
            "icon": icon,
            "url": with_query(f"/feeds/events.{form}", _with_lang(query, lang)),
        }
        for form, icon in FEEDS
    ]


def _with_lang(query: str, lang: str) -> str:
    return query if lang == "ru" else "&".join(filter(None, [query, f"lang={lang}"]))
