"""What every page has around its content: name, navigation, languages, addresses."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karavan.catalogue.facts import Language
from karavan.ui import vision as low_vision
from karavan.ui.parts import LanguageLink, Link
from karavan.ui.vision import Vision

DEFAULT: Language = "ru"
PREFIXES: dict[Language, str] = {"ru": "", "en": "/en"}
PREFIXED_HOMES = frozenset(f"{prefix}/" for prefix in PREFIXES.values())
NAMES: dict[Language, str] = {"ru": "Русский", "en": "English"}


def language() -> Language:
    """The language of the page."""
    return "en" if (get_language() or DEFAULT).startswith("en") else "ru"


def here(path: str, lang: Language | None = None) -> str:
    """The address of a page of the portal in a language, the page's own unless told otherwise."""
    return PREFIXES[lang or language()] + path


def with_query(path: str, query: str) -> str:
    """The path with a query string, which may be ""."""
    return f"{path}?{query}" if query else path


def own(address: str) -> str:
    """The path of an address of this installation: a page may be open under another name of the host."""
    return address.removeprefix(settings.SITE_URL)


def city() -> str:
    """Name of the city in the page's language."""
    return str(settings.CITY_NAME_EN if language() == "en" else settings.CITY_NAME)


def bare_path(path: str) -> str:
    """The path of a page without the prefix of its language."""
    return path.removeprefix("/en") if path == "/en" or path.startswith("/en/") else path


def language_links(path: str, query: str = "") -> list[LanguageLink]:
    """One page in every language; ``path`` is without prefix."""
    now = language()
    return [
        LanguageLink(lang, NAMES[lang], with_query(settings.SITE_URL + prefix + path, query), lang == now)
        for lang, prefix in PREFIXES.items()
    ]


def _navigation(path: str) -> list[Link]:
    pages = (
        (_("What's on"), "/events/"),
        (_("Places"), "/places/"),
        (_("Programmes"), "/programmes/"),
        (_("For me"), "/me/"),
    )
    return [Link(label, here(address), path.startswith(address)) for label, address in pages]


def vision_of(request: HttpRequest) -> Vision:
    """How the visitor wants pages to look."""
    return low_vision.read(request.COOKIES.get(low_vision.COOKIE))


def vision_url(back: str) -> str:
    """The address of the low-vision panel, which leads back to a local path.

    Where that is so long that its escaped form would be refused, it leads back to the page without its query.
    """
    if back in PREFIXED_HOMES:
        return here("/vision/")
    query = urlencode({"next": back})
    if len(query) > settings.MAX_QUERY_STRING:
        query = urlencode({"next": back.partition("?")[0]})
    return with_query(here("/vision/"), query)


def frame(
    path: str, query: str = "", *, vision: Vision = low_vision.PLAIN, csp_nonce: object = ""
) -> dict[str, Any]:
    """The context of ``portal/base.html`` for a page; ``query`` is its canonical query string."""
    path = bare_path(path)
    return {
        "site_name": _("Karavan"),
        "home_url": here("/"),
        "nav": _navigation(path),
        "languages": language_links(path, query),
        "canonical_url": with_query(settings.SITE_URL + here(path), query),
        "footer_links": [
            Link(_("Organisations"), here("/organisations/")),
            Link(_("About the portal"), here("/about/")),
            Link(_("Accessibility statement"), here("/accessibility/")),
            Link(_("Subscribe"), here("/subscribe/")),
            Link(_("Events on your site"), here("/widget/")),
            Link(_("Open data"), "/api/v1/docs?" + urlencode({"lang": language()})),
            Link(_("For staff"), "/office/"),
        ],
        "vision": vision.marks,
        "vision_url": vision_url(with_query(here(path), query)),
        "theme": vision.theme,
        "search_url": here("/search/"),
        "search_here": path == "/search/",
        "saved_url": here("/saved/"),
        "saved_here": path == "/saved/",
        "manifest_url": here("/manifest.webmanifest"),
        "worker_url": "/sw.js" if settings.SERVICE_WORKER else "",
        "demo": settings.DEMO,
        "csp_nonce": csp_nonce,
    }


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame for pages that Django renders itself: errors and the office."""
    found = frame(request.path_info, vision=vision_of(request))
    del found["csp_nonce"]
    if request.path_info.startswith("/office/"):
        # The office speaks one language at one address and is no page for search engines.
        found["languages"], found["canonical_url"] = [], ""
        found["vision_url"] = vision_url(request.path_info)
    return found
