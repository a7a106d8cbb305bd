"""Subscribing to any list of events: as a calendar, a news feed, or an address to keep."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.results import FacetValue
from karavan.places.enums import AccessProfile
from karavan.portal import filters, labels
from karavan.portal.answer import Visit, page, render
from karavan.portal.asking import ask_events
from karavan.portal.cards import decoded, event_card
from karavan.portal.events import total_words
from karavan.portal.filters import CHILDREN, Addresses
from karavan.portal.site import here, with_query
from karavan.ui import typography
from karavan.ui.parts import Chip
from karavan.ui.qr import qr_svg

SHOWN = 3
"""Events that stand under a list, so that one sees what one subscribes to."""

_SCHEME = re.compile(r"^https?:")


@dataclass(frozen=True)
class Group:
    """Lists ready to choose from."""

    title: str
    chips: list[Chip]


@page
def subscribe(visit: Visit) -> HttpResponse:
    """The list that the address asks for and every way to follow it; without one, lists to choose from."""
    asked = ask_events(visit, here("/subscribe/"))
    question, query = asked.question, asked.query
    addresses = Addresses(here("/subscribe/"))
    found = queries.find_events(question, lang=visit.lang, limit=SHOWN, now=visit.now, facets=not query)
    title = _("Subscription to events")
    total = found.total or 0
    context: dict[str, Any] = {
        "title": title,
        "og_title": title,
        "description": _("Any list of events as a calendar, a news feed or a short address."),
        "notices": asked.notices,
        "chosen": bool(query),
        "active": filters.active_chips(visit, question, addresses),
        "total": total_words(total),
        "cards": [event_card(record) for record in decoded(found.items)],
        "list_path": with_query(here("/events/"), query),
        "all_url": addresses.path,
        "widget_path": with_query(here("/widget/"), query),
        **_ways(visit, query),
    }
    if not query:
        context["groups"] = list(_groups(visit, found.facets or {}, addresses))
    return render(visit, "portal/subscribe.html", context, query=query)


def _ways(visit: Visit, query: str) -> dict[str, Any]:
    """Addresses of a list by the way it is followed; relative days in them stay relative."""
    spoken = "&".join(filter(None, [query, "" if visit.lang == "ru" else f"lang={visit.lang}"]))
    calendar = settings.SITE_URL + with_query("/feeds/events.ics", spoken)
    address = settings.SITE_URL + with_query(here("/events/"), query)
    return {
        "calendar_url": calendar,
        "webcal_url": _SCHEME.sub("webcal:", calendar),
        "rss_url": settings.SITE_URL + with_query("/feeds/events.rss", spoken),
        "list_url": address,
        "list_words": address.removeprefix(f"{urlsplit(address).scheme}://"),
        "qr": qr_code(address),
    }


def qr_code(address: str) -> SafeString:
    """The address as a QR code with the quiet zone that a screen needs, hidden from assistive technology."""
    # Squares only: nothing of the address's text is in it.
    return mark_safe(
        qr_svg(address, quiet=4).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    )


def _groups(visit: Visit, facets: dict[str, list[FacetValue]], addresses: Addresses) -> Iterator[Group]:
    """Lists ready to choose from, each with its events of today."""
    counts = {(name, item.value): item.count for name, items in facets.items() for item in items}
    weekend, children = EventFilter(when="weekend"), EventFilter(audiences=CHILDREN)

    def chip(label: str, question: EventFilter, count: int | None) -> Chip:
        return Chip(typography.capitalised(label), addresses.of(question), count=count)

    usual = [
        chip(_("This weekend"), weekend, _total(visit, weekend)),
        chip(_("Free"), EventFilter(max_price=0), counts.get(("price", "free"), 0)),
        chip(_("With children"), children, _total(visit, children)),
        chip(
            _("Step-free"),
            EventFilter(access=(AccessProfile.WHEELCHAIR,)),
            counts.get(("access", AccessProfile.WHEELCHAIR.value), 0),
        ),
    ]
    lead = _lead_programme(visit)
    if lead is not None:
        title, question = lead
        usual.append(chip(title, question, _total(visit, question)))
    yield Group(_("Asked for most"), usual)
    yield Group(
        _("My district"),
        [
            chip(
                labels.district(item.value, visit.version.stamp),
                EventFilter(districts=(item.value,)),
                item.count,
            )
            for item in facets.get("district", ())
        ],
    )
    yield Group(
        _("By kind"),
        [
            chip(labels.label("kind", item.value), EventFilter(kinds=(item.value,)), item.count)
            for item in facets.get("kind", ())
        ],
    )


def _total(visit: Visit, question: EventFilter) -> int:
    return queries.count_events(question, now=visit.now)


def _lead_programme(visit: Visit) -> tuple[str, EventFilter] | None:
    """Title and events of the programme that the home page ends with."""
    number = queries.programme_id(settings.LEAD_PROGRAMME)
    found = queries.detail("programme", number, lang=visit.lang) if number else None
    if found is None:
        return None
    return str(msgspec.json.decode(found.payload)["title"]), EventFilter(programme=number)
