"""Places: the list and one place, whole."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.places.enums import Category, CoordAccuracy, PlaceState, ZoneState
from karavan.portal import passport as passports
from karavan.portal import staff, wording
from karavan.portal.answer import Visit, page, render
from karavan.portal.asking import ask_directory
from karavan.portal.cards import PLACE_FAMILIES, decoded, district, organisation_path, place_card, place_path
from karavan.portal.directory import coming_events, find, list_context
from karavan.portal.hours import door_words, exceptions_table, weekly_table
from karavan.portal.labels import label
from karavan.portal.locator import locator
from karavan.portal.printed.previews import record_meta
from karavan.portal.site import city, here, own
from karavan.ui import typography
from karavan.ui.parts import Column, Fact, Link, Table

LIST_SIZE = 24


@page
def place_list(visit: Visit) -> HttpResponse:
    """Places that answer the question in the address, by name."""
    asked = ask_directory(visit, "place", here("/places/"))
    found, notices = find(visit, asked, queries.find_places, LIST_SIZE)
    total = found.total or 0
    context = list_context(visit, "place", asked, found, notices) | {
        "title": _("Places of culture"),
        "og_title": _("Places of culture"),
        "description": _("Theatres, museums, libraries, houses of culture and monuments of %(city)s.")
        % {"city": city()},
        "cards": [place_card(record) for record in decoded(found.items)],
        "total": ngettext("%(count)s place", "%(count)s places", total) % {"count": typography.number(total)},
        "search_label": _("Find a place"),
        "has_access": True,
    }
    return render(visit, "portal/directory.html", context, query=asked.query)


@page
def place_page(visit: Visit, place_id: int) -> HttpResponse:
    """Hours now, how to get in, accessibility, and what is on there."""
    found = queries.detail("place", place_id, lang=visit.lang)
    if found is None:
        raise Http404
    record: dict[str, Any] = msgspec.json.decode(found.payload)
    cards, total, events_url = coming_events(visit, EventFilter(place=place_id))
    door, door_text = door_words(record, visit.now)
    context = {
        "title": record["name"],
        "og_title": record["name"],
        **record_meta("place", record, visit.now),
        "description": ", ".join(filter(None, [record["kind_label"], record["address"], city()])),
        "place": record,
        "family": PLACE_FAMILIES.get(record["category"], "other"),
        "crumbs": _crumbs(record),
        "state": state_words(record),
        "door": door,
        "door_text": door_text,
        "weekly": weekly_table(record["hours"], _("Opening hours")),
        "exceptions": exceptions_table(record["hours_exceptions"]),
        "facts": _facts(record),
        "locator": locator(record),
        "way": passports.way_in(record, visit.request.GET.get("for", "")),
        "access": wording.access_list(record),
        "help": _help(record),
        "passport": passport(record),
        "survey": wording.survey(record["survey"]),
        "events": cards,
        "events_total": total,
        "events_url": events_url,
        "photos": [{**photo, "url": own(photo["url"])} for photo in record["photos"]],
        "halls": [_hall(hall) for hall in record["halls"]],
        "provenance": staff.provenance_of_place(visit.staff, place_id),
    }
    return render(visit, "portal/place.html", context)


def _crumbs(record: Mapping[str, Any]) -> list[Link]:
    line = [Link(_("Places"), here("/places/"))]
    if record["parent"]:
        line.append(Link(record["parent"]["name"], place_path(record["parent"]["id"])))
    return [*line, Link(record["name"])]


def state_words(record: Mapping[str, Any]) -> str:
    """What a visitor must know before setting out; "" for a place that is open as usual."""
    state = record["state"]
    if state == PlaceState.OPEN:
        return ""
    words = {
        PlaceState.REPAIR: _("This place is closed for repair."),
        PlaceState.PAUSED: _("This place is closed for a time."),
        PlaceState.EMERGENCY: _("This place is closed because of an emergency."),
        PlaceState.MOVED: _("This place has moved: the address below is the new one."),
        PlaceState.CLOSED: _("This place is closed for good."),
    }[PlaceState(state)]
    until = record["state_until"]
    if until:
        words += " " + _("Until %(day)s.") % {"day": typography.date_short(wording.day(until), year=True)}
    return " ".join(filter(None, [words, record["state_reason"]]))


def _facts(record: dict[str, Any]) -> list[Fact]:
    organisation, heritage = record["organisation"], record["heritage"]
    address = record["address"] or _("The address is not known")
    capacity = record["capacity"]
    return [
        Fact(_("Address"), [address, *filter(None, [district(record)])]),
        Fact(_("On the map"), [_coordinates(record)]),
        Fact(
            _("Organisation"),
            [Link(organisation["name"], organisation_path(organisation["id"]))] if organisation else [],
        ),
        Fact(_("Capacity"), [typography.number(capacity)] if capacity else []),
        Fact(
            _("Website"), [Link(_website(record["website"]), record["website"])] if record["website"] else []
        ),
        Fact(
            _("Heritage"),
            [
                text
                for text in (
                    heritage["protection"],
                    _("built: %(years)s") % {"years": heritage["built"]} if heritage["built"] else "",
                    _("in the register: %(number)s") % {"number": heritage["register_number"]}
                    if heritage["register_number"]
                    else "",
                )
                if text
            ]
            if heritage
            else [],
        ),
    ]


def _website(address: str) -> str:
    return address.rsplit("://", maxsplit=1)[-1].removeprefix("www.").rstrip("/")


def _coordinates(record: Mapping[str, Any]) -> str | Link:
    lat, lon = record["lat"], record["lon"]
    if lat is None or lon is None:
        return _("The exact place is not known yet")
    accuracy = CoordAccuracy(record["coord_accuracy"])
    label = "OpenStreetMap"
    if accuracy not in {CoordAccuracy.BUILDING, CoordAccuracy.HOUSE}:
        # Whoever walks there by it must know that the door may be elsewhere.
        label = _("OpenStreetMap (accuracy: %(accuracy)s)") % {"accuracy": str(accuracy.label).lower()}
    return Link(label, f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}")


def _help(record: Mapping[str, Any]) -> str:
    names = [label("access", profile).lower() for profile in record["help"]]
    return _("With help of the staff also: %(profiles)s.") % {"profiles": ", ".join(names)} if names else ""


def passport(record: Mapping[str, Any]) -> Table | None:
    """The accessibility passport: zones by categories of visitors, states in words and as their codes."""
    survey = record["survey"]
    if survey is None or not survey["zones"]:
        return None
    columns = [
        Column(_("Zone")),
        *(Column(typography.capitalised(str(category.label))) for category in Category),
    ]
    rows = [
        [zone["label"], *(_zone_state(zone["states"].get(category.value)) for category in Category)]
        for zone in survey["zones"]
    ]
    return Table(_("Accessibility passport by zones"), columns, rows)


def _zone_state(code: str | None) -> str:
    if code is None:
        return _("not surveyed")
    return f"{ZoneState(code).label} ({code})"


def _hall(hall: Mapping[str, Any]) -> dict[str, Any]:
    seats = hall["capacity"]
    return {
        "name": hall["name"],
        "path": place_path(hall["id"]),
        "seats": ngettext("%(count)s seat", "%(count)s seats", seats) % {"count": typography.number(seats)}
        if seats
        else "",
    }
