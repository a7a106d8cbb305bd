"""What the portal is, where its facts come from, and how to subscribe."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from karavan.catalogue import querystring
from karavan.portal.answer import Visit, page, render
from karavan.portal.events import feed_links
from karavan.portal.site import city, here


@page
def about(visit: Visit) -> HttpResponse:
    """About the portal, its data and licences, accessibility, feeds."""
    title = _("About the portal")
    context = {
        "title": title,
        "og_title": title,
        "description": _("What Karavan is, where its data comes from and how to use it."),
        "city": city(),
        "feeds": feed_links("", visit.lang),
        "subscribe_url": here("/subscribe/"),
        "parameters": querystring.EVENT_PARAMETERS,
    }
    return render(visit, "portal/about.html", context)
