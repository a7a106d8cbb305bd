"""Line icons of the lucide set, drawn into the page; only the names listed here."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

ICONS: frozenset[str] = frozenset(
    """accessibility arrow-down arrow-left arrow-right arrow-up arrow-up-right baby badge-check banknote
    bell bell-off book-open bookmark building-2 calendar calendar-clock calendar-days calendar-plus
    calendar-range camera check check-check chevron-down chevron-left chevron-right circle-alert
    circle-check clapperboard clipboard-list clock clock-alert columns-3 construction copy door-open
    download ear ear-off ellipsis external-link eye eye-off file-down file-text file-up filter flag
    folder-tree footprints globe graduation-cap grid-3x3 hand-heart heart history hourglass house inbox
    info key-round landmark languages layers library link list list-checks list-filter lock lock-open
    log-in log-out mail mail-plus map map-pin megaphone menu merge mic moon music navigation palette
    party-popper pencil phone plus presentation printer qr-code repeat rotate-ccw route rss save
    scissors search search-check send settings share-2 shield-check sliders-horizontal smartphone
    sparkles star sun tag theater ticket ticket-percent trash-2 triangle-alert undo-2 upload user
    user-plus users video wallet wifi wifi-off wrench x""".split()
)

_INNER = re.compile(r"<svg[^>]*>(?P<inner>.*)</svg>", re.DOTALL)


class UnknownIcon(ValueError):
    """The icon is not on the list of icons.py."""


@cache
def _inner(root: str, name: str) -> str:
    if name not in ICONS:
        raise UnknownIcon(f"icon {name!r} is not listed in karavan.ui.icons.ICONS")
    text = (Path(root) / "lucide-static" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    match = _INNER.search(text)
    assert match is not None, name
    return re.sub(r"\s*\n\s*", "", match["inner"]).replace(" />", "/>")


def icon_svg(name: str, label: str = "") -> SafeString:
    """The icon as inline SVG, 1.25em square, in the colour of the text around it.

    It is hidden from assistive technology unless `label` says what it means. Raises UnknownIcon.
    """
    hidden = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    inner = _inner(str(settings.NODE_MODULES), name)
    return mark_safe(f'<svg class="icon" viewBox="0 0 24 24" {hidden} focusable="false">{inner}</svg>')
