"""Events that a visitor keeps: the list lives in the browser, this answers with what became of them.

The browser keeps ids and asks for their cards; the server learns no more than any list is asked. The same
list has an address of its own, ``/saved/?event=1,2,3``, to be sent, opened without a script, subscribed to.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import msgspec
from django.http import HttpResponse
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.lookups import LOOKUPS
from karavan.catalogue.querystring import parse_events, to_query
from karavan.kernel import localtime
from karavan.portal import wording
from karavan.portal.answer import Visit, page, render
from karavan.portal.asking import notices
from karavan.portal.cards import decoded, event_card
from karavan.portal.events import DayGroup, by_day
from karavan.portal.site import here, with_query
from karavan.ui import typography
from karavan.ui.parts import Card

MOST = 100
"""Events that one answer tells of; longer lists ask several times."""

ONLY = ("event",)
LONG_AGO = date(1900, 1, 1)


@dataclass(frozen=True)
class Kept:
    """Kept events as they are now: by day ahead, and what is over, newest first; each with its id."""

    coming: list[DayGroup]
    past: list[Card]
    total: int


@page
def saved(visit: Visit) -> HttpResponse:
    """The page of the browser's own list; with ``event=`` a list that somebody sends."""
    question, lines = _asked(visit)
    if not question.events:
        context = _frame(_("Saved")) | {
            "notices": lines,
            "cards_url": here("/saved/cards/"),
            "feed_url": calendar_url("", visit.lang),
        }
        return render(visit, "portal/saved.html", context)
    query = to_query(question)
    kept = find_kept(visit, question)
    context = _frame(_("A list of events")) | {
        "notices": lines,
        "kept": kept,
        "total": ngettext("%(count)s event", "%(count)s events", kept.total)
        % {"count": typography.number(kept.total)},
        "calendar_url": calendar_url(query, visit.lang),
    }
    return render(visit, "portal/saved_shared.html", context, query=query)


@page
def saved_cards(visit: Visit) -> HttpResponse:
    """The cards of some events and nothing around them, for the page of the browser's own list."""
    question, _lines = _asked(visit)
    body = get_template("portal/_saved_list.html").render({"kept": find_kept(visit, question)})
    response = HttpResponse(body)
    response["X-Robots-Tag"] = "noindex"
    return response


def _asked(visit: Visit) -> tuple[EventFilter, list[str]]:
    """The ids asked for; other parameters of lists would leave out what somebody kept."""
    pairs = [(name, value) for name, value in visit.pairs() if name in ONLY]
    parsed = parse_events(pairs, LOOKUPS)
    return EventFilter(events=parsed.filter.events), notices(parsed)


def _frame(title: str) -> dict[str, Any]:
    return {
        "title": title,
        "og_title": title,
        "description": _("Events that you chose to remember. The list stays in your browser."),
        "events_url": here("/events/"),
    }


def calendar_url(query: str, lang: str) -> str:
    """The feed of just these events."""
    words = [query, "" if lang == "ru" else f"lang={lang}"]
    return with_query("/feeds/events.ics", "&".join(filter(None, words)))


def find_kept(visit: Visit, question: EventFilter) -> Kept:
    """What is ahead as any list finds it, and what is over from its whole record. Four queries at most."""
    if not question.events:
        return Kept([], [], 0)
    found = decoded(queries.find_events(question, lang=visit.lang, limit=MOST, now=visit.now).items)
    ahead = {int(record["id"]) for record in found}
    rest = queries.details("event", [key for key in question.events if key not in ahead], lang=visit.lang)
    over = sorted(map(_over, map(msgspec.json.decode, rest.values())), key=lambda pair: pair[0], reverse=True)
    return Kept(by_day(found), [card for _last, card in over], len(found) + len(over))


def _over(record: dict[str, Any]) -> tuple[datetime, Card]:
    """When an event was last on, and its card at that date; events that never had a date come last."""
    sessions = sorted(record["sessions"], key=lambda session: wording.moment(session["start"]))
    if sessions:
        last = {name: sessions[-1][name] for name in ("start", "end", "status")}
        card = event_card(record | {"next": last})
    else:
        day = wording.day(record["to"] or record["from"]) if record["to"] or record["from"] else LONG_AGO
        last = {"start": localtime.at(day, time(12)).isoformat(), "end": None, "status": "scheduled"}
        card = replace(event_card(record | {"next": last}), when=wording.period(record), when_note="")
    return wording.moment(last["start"]), card
