"""Pages without a network: the service worker, what it may show, and the manifest of an installed portal.

The rules are those of docs/adr/0018-service-worker.md. The worker is a template only in its first line, the
settings; a change of any of them is a new worker, and browsers ask for it at every visit.
"""

import hashlib
from importlib.metadata import version as release_of
from typing import Any

import msgspec
from csp.constants import HEADER as CSP_HEADER
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karavan.portal.answer import Visit, page, render
from karavan.portal.site import PREFIXES, city, here

SHELL = (
    "ui/fonts/golos-basic.woff2",
    "ui/fonts/golos-russian.woff2",
    "ui/fonts/unbounded-basic.woff2",
    "ui/fonts/unbounded-cyrillic.woff2",
    "ui/img/favicon.svg",
    "portal/site.css",
    "portal/saved.css",
    "portal/js/start.js",
    "portal/js/saved.js",
    "portal/js/saved-page.js",
    "portal/js/offline-page.js",
)
"""Files that every page read offline needs."""

SHELL_PAGES = ("/offline/", "/saved/")

PRIVATE_PATHS = (
    "/me/",
    "/office/",
    "/ui/",
    "/api/",
    "/feeds/",
    "/widget",
    "/vision/",
    "/health/",
    "/metrics",
)
"""Never kept, whatever their answers say: what somebody is, what staff do, and data that is no page."""

ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("maskable-512.png", 512, "maskable"))
PAPER = "#fbfaf7"


@page
def offline(visit: Visit) -> HttpResponse:
    """What can be read without a network; the list is made in the browser."""
    title = _("Without a network")
    context = {
        "title": title,
        "og_title": title,
        "description": _("What this device has kept of the portal."),
    }
    return render(visit, "portal/offline.html", context)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; one that removes itself where the settings switch it off."""
    if settings.SERVICE_WORKER:
        text = get_template("portal/sw.js").render({"settings": mark_safe(_script_safe(worker_settings()))})
    else:
        text = get_template("portal/sw-off.js").render()
    etag = f'"{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        text, content_type="text/javascript; charset=utf-8"
    )
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    if response.status_code == 200:
        # The policy of the worker itself: it fetches from here and does nothing else.
        response[CSP_HEADER] = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
    return response


def worker_settings() -> dict[str, Any]:
    """What the worker is told: files and pages to keep from the start, what never to keep, and its words."""
    return {
        "release": release_of("karavan"),
        "static": settings.STATIC_URL,
        "files": [static(name) for name in SHELL],
        "pages": [prefix + path for prefix in PREFIXES.values() for path in SHELL_PAGES],
        "private": PRIVATE_PATHS,
        "words": {lang: _words(lang) for lang in PREFIXES},
    }


def _words(lang: str) -> dict[str, str]:
    with translation.override(lang):
        return {
            "offline": _("No network: shown as it was on"),
            "slow": _("The network is slow: shown as it was on"),
            "list": _("What else can be read"),
        }


def _script_safe(value: dict[str, Any]) -> str:
    # Written into a script of its own, never into a page; "<" is escaped all the same.
    return msgspec.json.encode(value).decode().replace("<", "\\u003C")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The portal as an app on a home screen, in the language of its address."""
    name = _("Karavan")
    shortcuts = (
        (_("What's on today"), "/events/?when=today"),
        (_("For me"), "/me/"),
        (_("Saved"), "/saved/"),
    )
    found = {
        "id": here("/"),
        "name": f"{name}. {city()}",
        "short_name": name,
        "description": _("Everything that is on in the city's culture."),
        "lang": translation.get_language() or settings.LANGUAGE_CODE,
        "dir": "ltr",
        "start_url": here("/"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "categories": ["entertainment", "events"],
        "icons": [
            {"src": f"/icons/{file}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for file, size, purpose in ICONS
        ],
        "shortcuts": [{"name": label, "url": here(address)} for label, address in shortcuts],
    }
    response = HttpResponse(msgspec.json.encode(found), content_type="application/manifest+json")
    response["Cache-Control"] = "public, max-age=3600"
    return response
