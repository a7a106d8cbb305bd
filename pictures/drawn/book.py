"""The list of drawings: pages with the templates they stand for, and sheets of tokens and parts."""

from typing import NamedTuple

from pictures.drawn.pages import lists, mine, service, things
from pictures.drawn.plates import plates
from pictures.drawn.sheet import Draw, diptych
from pictures.drawn.tokens import ROOT

FOLDER = ROOT / "docs" / "design"


class Page(NamedTuple):
    """A page of the book: `templates` are those under a `templates/` folder of the source."""

    title: str
    draw: Draw
    templates: tuple[str, ...] = ()


PAGES: dict[str, Page] = {
    "today": Page("Today", lists.today, ("portal/today.html",)),
    "list": Page("What's on: list", lists.events, ("portal/events.html",)),
    "map": Page("What's on: map", lists.map_view, ("portal/events_map.html",)),
    "week": Page("What's on: week", lists.week, ("portal/events_week.html",)),
    "nothing": Page("What's on: nothing found", lists.nothing),
    "event": Page("Event", things.event, ("portal/event.html",)),
    "event-changed": Page("Event: cancelled, moved", things.changed),
    "place": Page("Place", things.place, ("portal/place.html",)),
    "places": Page("Places and organisations", things.places, ("portal/directory.html",)),
    "organisation": Page("Organisation", things.organisation, ("portal/organisation.html",)),
    "programme": Page("Programme", things.programme, ("portal/programme.html",)),
    "programmes": Page("Programmes", things.programmes, ("portal/programmes.html",)),
    "changes": Page("What changed", things.changes, ("portal/changes.html",)),
    "search": Page("Search", mine.search, ("portal/search.html",)),
    "search-nothing": Page("Search: nothing found", mine.search_nothing),
    "me": Page("For me", mine.me, ("portal/me.html",)),
    "me-empty": Page("For me: who is going", mine.me_empty),
    "saved": Page("Saved", mine.saved, ("portal/saved.html", "portal/saved_shared.html")),
    "subscribe": Page("Subscribe", mine.subscribe, ("portal/subscribe.html",)),
    "accessibility": Page("Accessibility statement", service.accessibility, ("portal/accessibility.html",)),
    "vision": Page("Low-vision panel", service.vision, ("portal/vision.html",)),
    "widget": Page(
        "Widget on another site", service.widget, ("portal/widget/show.html", "portal/widget/part.html")
    ),
    "maker": Page("Widget maker", service.maker, ("portal/widget/maker.html",)),
    "404": Page("404", service.missing, ("portal/missing.html",)),
    "500": Page("500", service.broken, ("500.html",)),
    "offline": Page("Offline", service.offline, ("portal/offline.html",)),
    "about": Page("About", service.about, ("portal/about.html",)),
    "sign-in": Page("Sign-in", service.sign_in, ("office/sign_in.html",)),
}


def drawings() -> dict[str, str]:
    """Every picture by its name without extension, relative to FOLDER."""
    drawn = {f"pages/{name}": diptych(page.title, page.draw) for name, page in PAGES.items()}
    return drawn | {f"plates/{name}": svg for name, svg in plates().items()}
