"""The one search box: events, places, organisations and programmes at once."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from karavan.catalogue.filters import MAX_QUERY_LENGTH, DirectoryFilter
from karavan.catalogue.querystring import to_query
from karavan.catalogue.results import Found
from karavan.catalogue.searching import search
from karavan.kernel.text import QueryTerm, highlight
from karavan.portal import wording
from karavan.portal.answer import Visit, page, render
from karavan.portal.cards import decoded, district, event_path, organisation_path, place_path, programme_path
from karavan.portal.organisations import row as organisation_row
from karavan.portal.site import city, here, with_query
from karavan.ui import typography
from karavan.ui.parts import Link

SHOWN = 8
PATHS = {
    "event": "/events/",
    "place": "/places/",
    "organisation": "/organisations/",
    "programme": "/programmes/",
}


@page
def search_page(visit: Visit) -> HttpResponse:
    """What the words find, by kind; a better spelling and, where they find nothing, a wider question."""
    asked = " ".join(
        "".join(sign if sign.isprintable() else " " for sign in visit.request.GET.get("q", "")).split()
    )
    q = asked[:MAX_QUERY_LENGTH]
    found = search(q, lang=visit.lang, limit=SHOWN, now=visit.now)
    titles = _titles()
    groups = [
        {
            "title": titles[kind],
            "rows": [_row(kind, record, found.terms) for record in decoded(answer.items)],
            "total": typography.number(answer.total or 0),
            "more": _more(kind, found) if answer.next else "",
        }
        for kind, answer in found.pages.items()
        if answer.items
    ]
    unknown = sorted(name[:40] for name in visit.request.GET if name != "q")
    context = {
        "title": _("Search: %(words)s") % {"words": q} if q else pgettext("navigation", "Search"),
        "og_title": pgettext("navigation", "Search"),
        "description": _("One box finds events, places, organisations and programmes of %(city)s.")
        % {"city": city()},
        "q": q,
        "groups": groups,
        "nothing": bool(q) and not groups,
        "correction": Link(found.correction, _address(found.correction))
        if found.correction and found.correction != q
        else None,
        "wider": found.wider if found.wider and found.wider != q else "",
        "past": found.wider == q,
        "unknown": ", ".join(unknown),
        "ways_out": [
            Link(_("All events"), here("/events/")),
            Link(_("All places"), here("/places/")),
            Link(_("Today in the city"), here("/")),
        ],
    }
    return render(visit, "portal/search.html", context, query=urlencode({"q": q}) if q else "")


def _titles() -> dict[str, str]:
    return {
        "event": _("Events"),
        "place": _("Places"),
        "organisation": _("Organisations"),
        "programme": _("Programmes"),
    }


def _address(q: str) -> str:
    return here("/search/") + "?" + urlencode({"q": q})


def _more(kind: str, found: Found) -> str:
    """The whole list: of events with all that was understood, of the others by the words."""
    if found.question is None:
        return here(PATHS[kind])
    asked = found.question if kind == "event" else DirectoryFilter(q=found.question.q)
    return with_query(here(PATHS[kind]), to_query(asked))


def rows_of(found: Found) -> list[dict[str, Any]]:
    """The lines of every kind in one list, best kind first."""
    return [
        _row(kind, record, found.terms)
        for kind, answer in found.pages.items()
        for record in decoded(answer.items)
    ]


def _row(kind: str, record: dict[str, Any], terms: Iterable[QueryTerm]) -> dict[str, Any]:
    """One line of the answer, with the words that matched marked."""
    title, path, note = _TEXTS[kind](record)
    return {
        "title": marked(title, terms),
        "path": path,
        "note": marked(note, terms),
        "demo": record["demo"],
        "facilities": wording.offered(record) if kind == "event" else [],
    }


def _event(record: dict[str, Any]) -> tuple[str, str, str]:
    start = wording.moment(record["next"]["start"])
    place = record["place"]
    notes = [
        record["kind_label"],
        f"{typography.date_short(start, year=True)}, {typography.time_text(start)}",
        place["name"] if place else "",
    ]
    if record["status"] == "cancelled":
        notes.insert(0, _("cancelled"))
    return record["title"], event_path(record["id"]), " · ".join(filter(None, notes))


def _place(record: dict[str, Any]) -> tuple[str, str, str]:
    notes = [record["kind_label"], record["address"], district(record)]
    return record["name"], place_path(record["id"]), " · ".join(filter(None, notes))


def _organisation(record: dict[str, Any]) -> tuple[str, str, str]:
    return record["name"], organisation_path(record["id"]), organisation_row(record)["note"]


def _programme(record: dict[str, Any]) -> tuple[str, str, str]:
    notes = [wording.period(record), record["summary"]]
    return record["title"], programme_path(record["slug"]), " · ".join(filter(None, notes))


_TEXTS = {"event": _event, "place": _place, "organisation": _organisation, "programme": _programme}


def marked(text: str, terms: Iterable[QueryTerm]) -> SafeString:
    """The text, escaped, with matches in ``<mark>``."""
    parts: list[SafeString] = []
    position = 0
    for start, end in highlight(text, terms):
        parts.append(format_html("{}<mark>{}</mark>", text[position:start], text[start:end]))
        position = end
    return format_html("{}{}", format_html_join("", "{}", ((part,) for part in parts)), text[position:])
