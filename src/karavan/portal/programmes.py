"""Programmes: the list and one programme, whole."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.http import Http404, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.kernel.localtime import local
from karavan.portal import staff, wording
from karavan.portal.answer import Visit, page, render
from karavan.portal.asking import ask_directory
from karavan.portal.cards import decoded, organisation_path, programme_path
from karavan.portal.directory import coming_events, find, list_context
from karavan.portal.months import months
from karavan.portal.printed.previews import record_meta
from karavan.portal.site import city, here
from karavan.ui import typography
from karavan.ui.parts import Link

LIST_SIZE = 60


@page
def programme_list(visit: Visit) -> HttpResponse:
    """Programmes in time order; those at the top of their trees as posters."""
    asked = ask_directory(visit, "programme", here("/programmes/"))
    found, notices = find(visit, asked, queries.find_programmes, LIST_SIZE)
    total = found.total or 0
    records = decoded(found.items)
    tops = [] if asked.query or asked.cursor else _tops(visit, records)
    context = list_context(visit, "programme", asked, found, notices) | {
        "title": _("Programmes"),
        "og_title": _("Programmes"),
        "description": _("Programmes, festivals and memorable dates of %(city)s.") % {"city": city()},
        "tops": tops,
        **split(records),
        "total": ngettext("%(count)s programme", "%(count)s programmes", total)
        % {"count": typography.number(total)},
        "search_label": _("Find a programme"),
    }
    return render(visit, "portal/programmes.html", context, query=asked.query)


def _tops(visit: Visit, records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Programmes that lie in no other, among the records or above them."""
    wanted = {record["parent"]["id"] for record in records if record["parent"]}
    found = {record["id"]: record for record in records if not record["parent"]}
    above = [
        msgspec.json.decode(item) for item in queries.details("programme", set(map(int, wanted))).values()
    ]
    slugs = {record["id"] for record in above if not record["parent"]} | set(found)
    payloads = queries.details("programme", set(map(int, slugs)), lang=visit.lang)
    return [poster(msgspec.json.decode(payload)) for _key, payload in sorted(payloads.items())]


def split(records: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Rows with dates in time order, and those whose dates nobody has announced."""
    rows = [row(record) for record in records]
    return {
        "dated": [item for item in rows if item["period"]],
        "undated": [item for item in rows if not item["period"]],
    }


def row(record: Mapping[str, Any]) -> dict[str, Any]:
    """One line of a list of programmes."""
    return {
        "title": record["title"],
        "path": programme_path(record["slug"]),
        "summary": record["summary"],
        "period": wording.period(record),
        "first": wording.day(record["from"]) if record["from"] else None,
        "demo": record["demo"],
    }


def poster(record: Mapping[str, Any]) -> dict[str, Any]:
    """A programme as a poster: its year in figures, or its days."""
    first, last = record["from"], record["to"]
    return {
        "title": record["title"],
        "path": programme_path(record["slug"]),
        "summary": record["summary"],
        "period": wording.period(record),
        # A programme of one whole year is told by its number.
        "year": first[:4]
        if first and last and first.endswith("-01-01") and last == f"{first[:4]}-12-31"
        else "",
        "seed": f"programme-{record['id']}",
    }


def _wait(first: str | None, visit: Visit) -> str:
    """«через 35 дней», before a programme begins."""
    days = (wording.day(first) - local(visit.now).date()).days if first else 0
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days} if days > 0 else ""


@page
def programme_page(visit: Visit, slug: str) -> HttpResponse:
    """Its place in the tree, its parts with their days, and its events."""
    number = queries.programme_id(slug)
    found = queries.detail("programme", number, lang=visit.lang) if number is not None else None
    if number is None or found is None:
        raise Http404
    record: dict[str, Any] = msgspec.json.decode(found.payload)
    cards, total, events_url = coming_events(visit, EventFilter(programme=number))
    children = record["children"]
    parts = ngettext("%(count)s part", "%(count)s parts", len(children)) % {"count": len(children)}
    events = ngettext("%(count)s event", "%(count)s events", total) % {"count": typography.number(total)}
    context = {
        "title": record["title"],
        "og_title": record["title"],
        **record_meta("programme", record, visit.now),
        "description": record["summary"],
        "programme": record,
        "poster": poster(record),
        "crumbs": [
            Link(_("Programmes"), here("/programmes/")),
            *(Link(item["title"], programme_path(item["slug"])) for item in record["lineage"]),
            Link(record["title"]),
        ],
        "figures": [events, *([parts] if children else [])],
        # Cleaned by karavan.kernel.html when it was saved.
        "text": mark_safe(record["text"]),
        "organisations": [
            Link(item["name"], organisation_path(item["id"])) for item in record["organisations"]
        ],
        **split(children),
        "months": months(visit, number, wording.known_day(record["from"]), wording.known_day(record["to"])),
        "wait": _wait(record["from"], visit),
        "events": cards,
        "events_total": total,
        "events_url": events_url,
        "feed_url": f"/feeds/events.ics?programme={number}",
        "changes_url": f"{programme_path(slug)}changes/" if record.get("released") else "",
        "provenance": staff.provenance_of_programme(visit.staff, number),
    }
    return render(visit, "portal/programme.html", context)
