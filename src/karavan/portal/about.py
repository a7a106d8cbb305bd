"""What the portal is, where its facts come from, and how to subscribe."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import queries, querystring
from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.portal.answer import Visit, page, render
from karavan.portal.events import feed_links
from karavan.portal.site import city, here
from karavan.ui import typography


def _figures(visit: Visit) -> list[dict[str, str]]:
    """How much the catalogue holds now, each number a link to the list it counts."""
    everything = DirectoryFilter()
    events = queries.find_events(EventFilter(), lang=visit.lang, limit=1, now=visit.now).total or 0
    places = queries.find_places(everything, lang=visit.lang, limit=1).total or 0
    hosts = queries.find_organisations(everything, lang=visit.lang, limit=1).total or 0
    counted = (
        (events, ngettext("event ahead", "events ahead", events), "/events/"),
        (places, ngettext("place", "places", places), "/places/"),
        (hosts, ngettext("organisation", "organisations", hosts), "/organisations/"),
    )
    return [
        {"number": typography.number(number), "words": words, "url": here(address)}
        for number, words, address in counted
    ]


@page
def about(visit: Visit) -> HttpResponse:
    """About the portal, its data and licences, accessibility, feeds."""
    title = _("About the portal")
    context = {
        "title": title,
        "og_title": title,
        "description": _("What Karavan is, where its data comes from and how to use it."),
        "city": city(),
        "figures": _figures(visit),
        "feeds": feed_links("", visit.lang),
        "subscribe_url": here("/subscribe/"),
        "parameters": querystring.EVENT_PARAMETERS,
    }
    return render(visit, "portal/about.html", context)
