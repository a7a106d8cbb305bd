"""The code that an institution copies: a script tag, or a frame."""

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _

from karavan.catalogue.querystring import to_query
from karavan.portal.site import with_query
from karavan.portal.widget.wanted import HEADING, USUAL, Wanted

_HEAD, _ITEM = 190, 175
"""Heights of a frame in pixels: of what stands around the events, and of one of them on a phone."""


def _attributes(pairs: list[tuple[str, str]]) -> str:
    return " ".join(f'{name}="{escape(value)}"' for name, value in pairs if value)


def script_code(wanted: Wanted, name: str, list_url: str) -> str:
    """The script tag with a link beside it for browsers without scripts; ``name`` says whose events."""
    attributes = [
        ("src", f"{settings.SITE_URL}/widget.js"),
        ("data-show", wanted.show),
        ("data-query", to_query(wanted.question)),
        ("data-lang", wanted.lang),
        ("data-count", str(wanted.count) if wanted.count != USUAL[wanted.show] else ""),
        ("data-heading", str(wanted.heading) if wanted.heading != HEADING else ""),
        ("data-posters", "" if wanted.posters else "off"),
        ("data-theme", wanted.theme),
        *((f"data-{colour}", value) for colour, value in wanted.colours),
        ("data-title", name),
        # So that the portal does not learn on whose site it stands.
        ("referrerpolicy", "no-referrer"),
    ]
    link = f'<a href="{escape(list_url)}">{escape(_words(name))}</a>'
    return f"<script {_attributes(attributes)} async></script>\n<noscript>{link}</noscript>"


def frame_code(wanted: Wanted, name: str) -> str:
    """The frame; it has a fixed height, as no script of ours stands on the page around it."""
    attributes = [
        ("src", settings.SITE_URL + show_path(wanted)),
        ("title", _words(name)),
        ("width", "100%"),
        ("height", str(frame_height(wanted))),
        ("style", "border:0"),
        ("loading", "lazy"),
        ("referrerpolicy", "no-referrer"),
    ]
    return f"<iframe {_attributes(attributes)}></iframe>"


def show_path(wanted: Wanted) -> str:
    """The path of the widget as a page of its own."""
    return with_query("/widget/show/", wanted.query())


def frame_height(wanted: Wanted) -> int:
    """About as tall as the widget is on a phone, pixels."""
    if wanted.show == "list":
        return _HEAD + _ITEM * wanted.count
    return 1100 if wanted.show == "week" else 820


def _words(name: str) -> str:
    return _("What's on: %(words)s") % {"words": name}
