"""The accessibility statement: what the portal promises, what it falls short of, and who can get where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue.coverage import Coverage, Known, coverage
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.querystring import to_query
from karavan.places.enums import AccessProfile
from karavan.portal.answer import Visit, page, render
from karavan.portal.site import here, vision_url, with_query
from karavan.ui import typography

REVIEWED = date(2026, 11, 26)
"""When the words of the statement were last held against the portal; the figures are of the moment."""

WIDTH = 300
"""Of a bar, in units of its drawing."""


@dataclass(frozen=True)
class Row:
    """A profile with its figures: ``url`` leads to what is surely accessible; a bar is :data:`WIDTH` wide."""

    label: str
    url: str
    yes: str
    no: str
    unknown: str
    yes_width: int
    no_from: int
    no_width: int


@page
def statement(visit: Visit) -> HttpResponse:
    """Standard, tests, limits, figures, keys, and whom to tell of a barrier."""
    known = coverage(visit.now)
    title = _("Accessibility statement")
    context = {
        "title": title,
        "og_title": title,
        "description": _("How the portal is made accessible, what is not yet, and how many places are."),
        "reviewed": typography.date_short(REVIEWED, year=True),
        "contact": settings.CONTACT_EMAIL,
        "panel_url": vision_url(here("/accessibility/")),
        "places_words": places_words(known),
        "places": _rows(known.of_places),
        "events_words": events_words(known),
        "events": _rows(known.of_events, here("/events/")),
        "width": WIDTH,
    }
    return render(visit, "portal/accessibility.html", context)


def places_words(known: Coverage) -> str:
    """«Из 58 мест, где что-то предстоит, обследованы 40.»"""
    return ngettext(
        "Something is coming up at %(places)s place; surveyed: %(surveyed)s.",
        "Something is coming up at %(places)s places; surveyed: %(surveyed)s.",
        known.places,
    ) % {"places": typography.number(known.places), "surveyed": typography.number(known.surveyed)}


def events_words(known: Coverage) -> str:
    """«Впереди 9 034 события.»"""
    return ngettext(
        "%(events)s event lies ahead. An event counts for a need where at least one of its sessions does.",
        "%(events)s events lie ahead. An event counts for a need where at least one of its sessions does.",
        known.events,
    ) % {"events": typography.number(known.events)}


def _rows(found: Mapping[AccessProfile, Known], events: str = "") -> list[Row]:
    rows = []
    for profile, known in found.items():
        total = known.yes + known.no + known.unknown or 1
        yes = round(WIDTH * known.yes / total)
        no = round(WIDTH * known.no / total)
        rows.append(
            Row(
                label=str(profile.label),
                url=with_query(events, to_query(EventFilter(access=(profile,)))) if events else "",
                yes=typography.number(known.yes),
                no=typography.number(known.no),
                unknown=typography.number(known.unknown),
                yes_width=yes,
                no_from=yes,
                no_width=no,
            )
        )
    return rows
