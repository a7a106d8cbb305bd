"""What is photographed: every page and state by name, and how the browser gets there."""

import json
from typing import NamedTuple

from karavan.ui.vision import chosen

WIDTHS = (360, 768, 1280)
MODES = ("light", "dark", "low-vision")
VISION = chosen({"size": "150", "spacing": "wide", "scheme": "black-on-white"}).code
"""The cookie of a reader who took letters of 150 %, wide, black on white."""


class Shot(NamedTuple):
    """`path` may name a record in braces; `status` is what the page answers with."""

    name: str
    path: str
    status: int = 200
    staff: bool = False
    stored: dict[str, str] | None = None
    """What `localStorage` holds before the page opens."""
    unfold: str = ""
    """Selector of `details` elements that are opened."""
    media: str = "screen"
    picture: bool = False
    """The address is itself a picture: photographed once."""
    wait: int = 0
    """Milliseconds for what scripts fetch."""


_ME = "as=pensioner&benefit=pensioners&max_price=300"
_SAVED = ("event", "event-moved", "event-period")


def _saved(addresses: dict[str, str]) -> dict[str, str]:
    entries = [
        {
            "id": int(addresses[name].split("/")[2]),
            "title": "Событие",
            "when": "27 ноября",
            "path": addresses[name],
        }
        for name in _SAVED
    ]
    return {"karavan.saved": json.dumps(entries, ensure_ascii=False)}


def shots(addresses: dict[str, str]) -> list[Shot]:
    """Every picture of a round, with its real address."""
    saved = _saved(addresses)
    number = addresses["event-number"]
    ids = ",".join(addresses[name].split("/")[2] for name in _SAVED)
    listed = [
        Shot("today", "/"),
        Shot("today-english", "/en/"),
        Shot("today-with-me", "/", stored={"karavan.me": _ME}, wait=400),
        Shot("day-empty", "/events/?from=2027-12-31&to=2027-12-31"),
        Shot("list", "/events/"),
        Shot("list-filtered", "/events/?when=weekend&kind=concert,lecture&max_price=500"),
        Shot("list-unfolded", "/events/?benefit=pensioners", unfold=".filters, .facet"),
        Shot("list-nothing", "/events/?q=кенгуру&max_price=100"),
        Shot("list-problem", "/events/?from=31-november&when=someday"),
        Shot("map", "/events/?view=map&when=week", wait=2500),
        Shot("week", "/events/?view=week"),
        Shot("event", "{event}"),
        Shot("event-english", "/en{event}"),
        Shot("event-timed", "{event-timed}"),
        Shot("event-cancelled", "{event-cancelled}"),
        Shot("event-moved", "{event-moved}"),
        Shot("event-period", "{event-period}"),
        Shot("event-print", "{event}", media="print"),
        Shot("place", "{place}"),
        Shot("place-passport", "{place-passport}", unfold="main details"),
        Shot("place-repair", "{place-repair}"),
        Shot("places", "/places/"),
        Shot("organisation", "{organisation}"),
        Shot("organisations", "/organisations/"),
        Shot("programme", "/programmes/cc2027/"),
        Shot("programme-part", "{programme-part}"),
        Shot("changes", "{changes}"),
        Shot("changes-playbill", "{playbill}"),
        Shot("programmes", "/programmes/"),
        Shot("search", "/search/"),
        Shot("search-found", "/search/?q=чехов"),
        Shot("search-nothing", "/search/?q=кенгуру"),
        Shot("me-empty", "/me/"),
        Shot("me", f"/me/?{_ME}"),
        Shot("me-nothing", "/me/?access=wheelchair&sure=true&max_price=0&language=he"),
        Shot("saved-empty", "/saved/", wait=300),
        Shot("saved", "/saved/", stored=saved, wait=900),
        Shot("saved-shared", f"/saved/?event={ids}", wait=300),
        Shot("subscribe", "/subscribe/"),
        Shot("subscribe-list", "/subscribe/?kind=concert&when=weekend"),
        Shot("accessibility", "/accessibility/"),
        Shot("vision", "/vision/"),
        Shot("widget-list", "/widget/show/?count=5"),
        Shot("widget-week", "/widget/show/?show=week"),
        Shot("widget-maker", "/widget/"),
        Shot("about", "/about/"),
        Shot("offline", "/offline/", stored=saved, wait=900),
        Shot("404", "/event/vishnevyj-sad/", 404),
        Shot("404-english", "/en/places/99999/", 404),
        Shot("500", "/pictures/broken/", 500),
        Shot("sign-in", "/office/sign-in/"),
        Shot("checks", "/office/checks/", staff=True),
        Shot("gallery", "/ui/", staff=True),
        Shot("door-a4", f"/pictures/door/{number}-a4.png", picture=True),
        Shot("door-a3", f"/pictures/door/{number}-a3.png", picture=True),
        Shot("og-event", f"/og/event/{number}.png", picture=True),
        Shot("og-home", "/og/page/home.png", picture=True),
    ]
    return [shot._replace(path=shot.path.format_map(_Named(addresses))) for shot in listed]


class _Named(dict[str, str]):
    """Names the record that the town has not got, instead of a bare KeyError."""

    def __missing__(self, name: str) -> str:
        raise LookupError(f"the town has no {name!r}")
