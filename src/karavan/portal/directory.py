"""What the lists of places, organisations and programmes share."""

from collections.abc import Callable
from typing import Any

from karavan.catalogue import queries
from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.catalogue.querystring import to_query
from karavan.catalogue.results import Page
from karavan.kernel.errors import Invalid
from karavan.portal.answer import Visit
from karavan.portal.asking import Asked, bad_cursor
from karavan.portal.cards import decoded, event_card
from karavan.portal.filters import directory_chips, directory_facets, hidden_fields
from karavan.portal.site import here, with_query
from karavan.ui.parts import Card, Link

EVENTS_SHOWN = 6

Find = Callable[..., Page]


def find(visit: Visit, asked: Asked[DirectoryFilter], ask: Find, limit: int) -> tuple[Page, list[str]]:
    """The page asked for; the first one, with a line about it, where the cursor leads nowhere."""

    def page(cursor: str | None) -> Page:
        return ask(asked.question, lang=visit.lang, limit=limit, cursor=cursor, facets=True)

    try:
        return page(asked.cursor), asked.notices
    except Invalid:
        return page(None), [*asked.notices, bad_cursor()]


def list_context(
    visit: Visit, kind: str, asked: Asked[DirectoryFilter], found: Page, notices: list[str]
) -> dict[str, Any]:
    """What the template of a list needs beside the list itself."""
    better = found.correction
    return {
        "question": asked.question,
        "hidden": hidden_fields(asked.question),
        "notices": notices,
        "active": directory_chips(visit, kind, asked.question, asked.addresses),
        "facets": directory_facets(visit, kind, asked.question, found.facets or {}, asked.addresses)
        if kind != "programme"
        else [],
        "correction": Link(better, asked.addresses.changed(asked.question, q=better))
        if better and better != asked.question.q
        else None,
        "next_url": asked.next_url(found.next),
        "first_url": asked.addresses.of(asked.question) if asked.cursor else "",
        "all_url": asked.addresses.path,
    }


def coming_events(visit: Visit, question: EventFilter) -> tuple[list[Card], int, str]:
    """The next events that answer a question, how many there are, and the address of them all."""
    found = queries.find_events(question, lang=visit.lang, limit=EVENTS_SHOWN, now=visit.now)
    cards = [event_card(record) for record in decoded(found.items)]
    return cards, found.total or 0, with_query(here("/events/"), to_query(question))
