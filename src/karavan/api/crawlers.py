"""What crawlers ask first: sitemap.xml, robots.txt, llms.txt."""

from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from karavan.api import conditions
from karavan.api.feeds.formats import FORMATS
from karavan.catalogue import queries
from karavan.catalogue.addresses import addresses, count
from karavan.kernel.localtime import local

PAGES_A_FILE = 10_000
LISTS = ("/", "/events/", "/places/", "/organisations/", "/programmes/")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The index of the site maps."""
    version = queries.version()
    tag = conditions.etag(request, version.number, version.stamp)
    unchanged = conditions.unchanged(request, tag, version.changed_at)
    if unchanged is not None:
        return unchanged
    files = max(1, -(-count() // PAGES_A_FILE))
    stamp = local(version.changed_at).isoformat(timespec="seconds")
    entries = "".join(
        f"<sitemap><loc>{settings.SITE_URL}/sitemap-{number}.xml</loc><lastmod>{stamp}</lastmod></sitemap>\n"
        for number in range(1, files + 1)
    )
    body = f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">\n{entries}</sitemapindex>\n'
    response = HttpResponse(body, content_type="application/xml; charset=utf-8")
    conditions.stamp(response, tag, version.changed_at)
    return response


def sitemap_file(request: HttpRequest, number: str) -> HttpResponse:
    """One site map: every page in Russian and English, each naming the other."""
    version = queries.version()
    tag = conditions.etag(request, version.number, version.stamp)
    unchanged = conditions.unchanged(request, tag, version.changed_at)
    if unchanged is not None:
        return unchanged
    position = int(number) - 1
    found = addresses(position * PAGES_A_FILE, PAGES_A_FILE)
    if position and not found:
        raise Http404
    pages = [] if position else [(path, "") for path in LISTS]
    pages += [(item.path, local(item.changed_at).isoformat(timespec="seconds")) for item in found]
    body = "".join(_page(path, stamp) for path, stamp in pages)
    response = HttpResponse(
        f'{HEAD}<urlset xmlns="{NAMESPACE}" xmlns:xhtml="{XHTML}">\n{body}</urlset>\n',
        content_type="application/xml; charset=utf-8",
    )
    conditions.stamp(response, tag, version.changed_at)
    return response


def _page(path: str, stamp: str) -> str:
    russian, english = (escape(f"{settings.SITE_URL}{prefix}{path}") for prefix in ("", "/en"))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
        for code, address in (("ru", russian), ("en", english), ("x-default", russian))
    )
    lastmod = f"<lastmod>{stamp}</lastmod>" if stamp else ""
    return "".join(f"<url><loc>{address}</loc>{lastmod}{links}</url>\n" for address in (russian, english))


def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read, and where the site map is."""
    lines = [
        "User-agent: *",
        "Allow: /",
        "Disallow: /office/",
        # Endless combinations of filters: the pages behind them are in the site map.
        "Disallow: /*?*cursor=",
        # Posters for doors are set on demand; the pages they are of say the same.
        "Disallow: /*.pdf$",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return conditions.constant(request, "\n".join(lines).encode(), "text/plain; charset=utf-8")


def llms(request: HttpRequest) -> HttpResponse:
    """What the site holds and how a program reads it best (https://llmstxt.org)."""
    site = settings.SITE_URL
    city = f"{settings.CITY_NAME_EN} ({settings.CITY_NAME})"
    feeds = "\n".join(
        f"- [{made.title}]({site}/feeds/events.{name}): events of any question"
        for name, made in FORMATS.items()
    )
    demo = (
        "This is a demonstration: records with `demo: true` are generated, not real announcements."
        if settings.DEMO
        else "Records with `demo: true`, if there are any, are generated, not real announcements."
    )
    text = f"""# {city}: culture

> The open culture platform of {city}: what is on, where, at what price and for whom it is accessible.

Please use the open API instead of reading pages: it needs no key, answers in Russian
and English (`lang=en`), and tells what has changed. {demo}
Accessibility has three values: yes, no, unknown. Unknown does not mean accessible.

## Open API

- [Reference]({site}/api/v1/docs): every resource and parameter, with examples
- [OpenAPI 3.1]({site}/api/v1/openapi.json): the same for programs
- [Events]({site}/api/v1/events?limit=20): by words, time, kind, district, distance, age, price, access;
  `when=today|tomorrow|weekend|week` is told from the day of the question
- [Sessions]({site}/api/v1/sessions): session by session in time order
- [Places]({site}/api/v1/places)
- [Organisations]({site}/api/v1/organisations)
- [Programmes]({site}/api/v1/programmes)
- [Changes]({site}/api/v1/changes?since=0): everything, then only what changed

## Feeds

{feeds}

## Pages

- [What's on]({site}/events/): [English]({site}/en/events/)
- [Places]({site}/places/): [English]({site}/en/places/)
- [Site map]({site}/sitemap.xml)
"""
    return conditions.constant(request, text.encode(), "text/markdown; charset=utf-8")
