"""The page for an address that leads nowhere: what it may have meant, and what is on today."""

import logging
import re
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.searching import search
from karavan.portal import site
from karavan.portal.answer import slot_start
from karavan.portal.cards import decoded, event_card
from karavan.portal.searching import rows_of
from karavan.portal.site import bare_path, here
from karavan.programme.queries import title_once_public
from karavan.ui.parts import Link

logger = logging.getLogger(__name__)

TODAY = 3
GUESSES = 3
MOST_WORDS = 6
_FILES = frozenset(".css .gif .ico .jpg .js .json .map .png .svg .txt .webp .xml".split())
_EVENT = re.compile(r"/events/(\d{1,18})(?:/|$)")
_SPLIT = re.compile(r"[^\w]+|_")
_OF_ADDRESSES = frozenset(
    """en ru www index html htm php aspx asp page event events place places organisation organisations
    organization organizations programme programmes program programs search afisha me saved poster""".split()
)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Guess from the address; where even that fails, the plain page. Files get one line of text."""
    if PurePosixPath(request.path_info).suffix in _FILES:
        return HttpResponse("404\n", status=404, content_type="text/plain")
    frame = site.site(request) | {"canonical_url": "", "description": ""}
    try:
        body = get_template("portal/missing.html").render(frame | _help(request.path_info))
    except Exception:  # whatever is down, an address that leads nowhere is no fault of ours
        logger.exception("The page for 404 could not look around")
        body = get_template("404.html").render(frame)
    response = HttpResponse(body, status=404)
    response["Cache-Control"] = "no-store"
    return response


def _help(path: str) -> dict[str, Any]:
    lang, now = site.language(), slot_start(timezone.now())
    number = _EVENT.match(bare_path(path))
    title = title_once_public(int(number[1])) if number else None
    words = words_of(title or path)
    found = search(words, lang=lang, limit=GUESSES, now=now) if words else None
    ahead = queries.find_events(EventFilter(when="today"), lang=lang, limit=TODAY, now=now)
    return {
        "title": _("There is no such page") if title is None else _("This event is no longer listed"),
        "is_over": title is not None,
        # The title of what was taken down is not told again: only what is like it.
        "q": "" if title is not None else (found and found.correction) or words,
        "guesses": rows_of(found)[:GUESSES] if found else [],
        "today": [event_card(record, dated=False) for record in decoded(ahead.items)],
        "ways": [
            Link(_("Today in the city"), here("/")),
            Link(_("All events"), here("/events/")),
            Link(_("All places"), here("/places/")),
            Link(pgettext("navigation", "Search"), here("/search/")),
        ],
    }


def words_of(text: str) -> str:
    """What a person may have meant by an address: its words without those that every address has."""
    words = [word for word in _SPLIT.split(unquote(text)[:200]) if len(word) > 2 and not word.isdigit()]
    return " ".join([word for word in words if word.lower() not in _OF_ADDRESSES][:MOST_WORDS])
