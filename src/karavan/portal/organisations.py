"""Organisations: the list and one organisation, whole."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.portal import staff, wording
from karavan.portal.answer import Visit, page, render
from karavan.portal.asking import ask_directory
from karavan.portal.cards import decoded, organisation_path, place_path
from karavan.portal.directory import coming_events, find, list_context
from karavan.portal.printed.previews import record_meta
from karavan.portal.site import city, here, with_query
from karavan.ui import typography
from karavan.ui.parts import Fact, Link

LIST_SIZE = 40


@page
def organisation_list(visit: Visit) -> HttpResponse:
    """Organisations that answer the question in the address, by name."""
    asked = ask_directory(visit, "organisation", here("/organisations/"))
    found, notices = find(visit, asked, queries.find_organisations, LIST_SIZE)
    total = found.total or 0
    context = list_context(visit, "organisation", asked, found, notices) | {
        "title": _("Organisations"),
        "og_title": _("Organisations"),
        "description": _("Who makes the culture of %(city)s: institutions, unions, communities, partners.")
        % {"city": city()},
        "rows": [row(record) for record in decoded(found.items)],
        "total": ngettext("%(count)s organisation", "%(count)s organisations", total)
        % {"count": typography.number(total)},
        "search_label": _("Find an organisation"),
    }
    return render(visit, "portal/directory.html", context, query=asked.query)


def row(record: Mapping[str, Any]) -> dict[str, Any]:
    """One line of a list of organisations."""
    notes = [record["kind_label"]]
    if record["founder_level"] != "unknown":
        notes.append(record["founder_label"].lower())
    if record["country"]:
        notes.append(record["country"])
    if record["parent"]:
        notes.append(record["parent"]["name"])
    return {
        "title": record["name"],
        "path": organisation_path(record["id"]),
        "note": " · ".join(notes),
        "demo": record["demo"],
    }


@page
def organisation_page(visit: Visit, organisation_id: int) -> HttpResponse:
    """Its place in the network, its places, former names and events."""
    found = queries.detail("organisation", organisation_id, lang=visit.lang)
    if found is None:
        raise Http404
    record: dict[str, Any] = msgspec.json.decode(found.payload)
    cards, total, events_url = coming_events(visit, EventFilter(organisation=organisation_id))
    context = {
        "title": record["name"],
        "og_title": record["name"],
        **record_meta("organisation", record, visit.now),
        "description": ", ".join([record["kind_label"], city()]),
        "organisation": record,
        "crumbs": _crumbs(record),
        "facts": _facts(record),
        "branches": [Link(item["name"], organisation_path(item["id"])) for item in record["branches"]],
        "places": [
            {"name": item["name"], "address": item["address"], "path": place_path(item["id"])}
            for item in record["places"]
        ],
        "former_names": [(name["name"], _years(name)) for name in record["former_names"]],
        "events": cards,
        "events_total": total,
        "events_url": events_url,
        "widget_url": with_query(here("/widget/"), f"organisation={organisation_id}"),
        "provenance": staff.provenance_of_organisation(visit.staff, organisation_id),
    }
    return render(visit, "portal/organisation.html", context)


def _crumbs(record: Mapping[str, Any]) -> list[Link]:
    line = [Link(_("Organisations"), here("/organisations/"))]
    if record["parent"]:
        line.append(Link(record["parent"]["name"], organisation_path(record["parent"]["id"])))
    return [*line, Link(record["short_name"] or record["name"])]


def _facts(record: Mapping[str, Any]) -> list[Fact]:
    parent, website = record["parent"], record["website"]
    return [
        Fact(
            _("Short name"),
            [record["short_name"]] if record["short_name"] not in {"", record["name"]} else [],
        ),
        Fact(_("Founder"), [record["founder_label"]] if record["founder_level"] != "unknown" else []),
        Fact(_("Part of"), [Link(parent["name"], organisation_path(parent["id"]))] if parent else []),
        Fact(_("Since"), [record["since"]] if record["since"] else []),
        Fact(_("Country"), [record["country"]] if record["country"] else []),
        Fact(_("Website"), [Link(website.split("://")[-1].rstrip("/"), website)] if website else []),
    ]


def _years(name: Mapping[str, Any]) -> str:
    first, last = name["from"], name["to"]
    if first and last:
        return f"{first[:4]}{typography.EN_DASH}{last[:4]}"
    return wording.period(name)
