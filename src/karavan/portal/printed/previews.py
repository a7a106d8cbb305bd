"""Pictures of links (Open Graph): 1200 × 630 points for each record and each page.

``data`` of ``ui/print/card.typ``: ``lang``, ``title``, ``site``, ``logo``, ``kind``, ``headline``,
``place``, ``day``, ``words``, ``time``, ``band`` (words, strong) or None, ``demo``; ``art`` or ``picture``.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from karavan.kernel.localtime import local
from karavan.portal import site, wording
from karavan.portal.cards import PLACE_FAMILIES
from karavan.portal.printed.door import band, event_art
from karavan.portal.printed.sheets import MARK, Art, Sheet, short_key
from karavan.portal.printed.when import beside, days, when
from karavan.ui import typography

Record = Mapping[str, Any]

WIDTH, HEIGHT = 1200, 630


def _sheet(art: Art, headline: str, **data: Any) -> Sheet:
    said = {
        "lang": site.language(),
        "title": headline,
        "site": _("Karavan"),
        "logo": MARK,
        "kind": "",
        "headline": typography.glue(headline),
        "place": "",
        "day": "",
        "words": "",
        "time": "",
        "band": None,
        "demo": "",
    }
    return Sheet("card", "png", said | data, art)


def event_preview(record: Record, now: datetime) -> Sheet:
    """What is on, when and where."""
    moment = when(record, now)
    place = record["place"]
    return _sheet(
        event_art(record, "1:1"),
        record["title"],
        kind=" · ".join(filter(None, [record["kind_label"], record["age_mark"]])),
        place=typography.glue(place["name"]) if place else "",
        day=moment.day,
        words=moment.words,
        time=moment.time,
        band=band(record, moment),
        demo=_("demo") if record["demo"] else "",
    )


def place_preview(record: Record, now: datetime) -> Sheet:
    """A place and its address."""
    del now
    family = PLACE_FAMILIES.get(record["category"], "other")
    return _sheet(
        Art(family, f"place-{record['id']}", "1:1"),
        record["name"],
        kind=record["kind_label"],
        place=typography.glue(record["address"]),
        demo=_("demo") if record["demo"] else "",
    )


def organisation_preview(record: Record, now: datetime) -> Sheet:
    """An organisation and what it is."""
    del now
    return _sheet(
        Art("other", f"organisation-{record['id']}", "1:1"),
        record["name"],
        kind=typography.capitalised(record["kind_label"]),
        place=site.city(),
    )


def programme_preview(record: Record, now: datetime) -> Sheet:
    """A programme and its days."""
    del now
    day, words = days(wording.known_day(record["from"]), wording.known_day(record["to"]))
    return _sheet(
        Art("feast", f"programme-{record['id']}", "1:1"),
        record["title"],
        kind=_("Programme"),
        day=day,
        words=words,
        demo=_("demo") if record["demo"] else "",
    )


RECORDS: dict[str, Callable[[Record, datetime], Sheet]] = {
    "event": event_preview,
    "place": place_preview,
    "organisation": organisation_preview,
    "programme": programme_preview,
}

PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "home": ("feast", lambda: _("Today in %(city)s") % {"city": site.city()}),
    "events": ("theatre", lambda: _("What's on")),
    "me": ("dance", lambda: _("What fits me")),
    "places": ("heritage", lambda: _("Places of culture")),
    "organisations": ("lecture", lambda: _("Organisations of culture")),
    "programmes": ("exhibition", lambda: _("Programmes and festivals")),
    "search": ("tour", lambda: _("Find an event or a place")),
    "saved": ("book", lambda: _("My evening")),
    "subscribe": ("music", lambda: _("Subscribe to the programme")),
    "widget": ("other", lambda: _("The programme on your site")),
    "accessibility": ("children", lambda: _("Accessible to everybody")),
    "about": ("cinema", lambda: _("The culture of %(city)s on one page") % {"city": site.city()}),
}
"""Page → family of its art, and its headline; any other page has the picture of "about"."""


def page_preview(name: str, now: datetime) -> Sheet:
    """The picture of a page of the portal. Raises KeyError."""
    family, headline = PAGES[name]
    today = local(now)
    data: dict[str, Any] = {"kind": site.city()}
    if name == "home":
        data = {"day": str(today.day), "words": beside(today, today.year)}
    seed = f"page-{name}" + (f"-{today.date()}" if name == "home" else "")
    return _sheet(Art(family, seed, "1:1"), headline(), **data)


def page_name(path: str) -> str:
    """The page of PAGES that a path without language belongs to."""
    first = path.strip("/").partition("/")[0]
    return "home" if not first else first if first in PAGES else "about"


def meta(kind: str, name: object, sheet: Sheet) -> dict[str, Any]:
    """``og_image`` and its companions for the context of a page."""
    path = site.here(f"/og/{kind}/{name}.png")
    return {
        "og_image": f"{settings.SITE_URL}{path}?v={short_key(sheet)}",
        "og_image_width": WIDTH,
        "og_image_height": HEIGHT,
        "og_image_alt": _("Poster: %(title)s") % {"title": sheet.data["title"]},
    }


def record_meta(kind: str, record: Record, now: datetime) -> dict[str, Any]:
    """As :func:`meta`, of a whole record."""
    return meta(kind, record["id"], RECORDS[kind](record, now))


def page_meta(path: str, now: datetime) -> dict[str, Any]:
    """As :func:`meta`, of the page at a path without language."""
    name = page_name(path)
    return meta("page", name, page_preview(name, now))
