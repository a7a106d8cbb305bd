"""A look at one site: its first page, the pages that matter, a sample of its links."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from karavan.integrations.sites.errors import NotRead, Refused, Silent
from karavan.integrations.sites.fetching import Fetcher
from karavan.integrations.sites.pages import Link, Page, read

PAGES: Final = 12
SAMPLE: Final = 10
WANTED: Final = (
    "контакт", "режим работы", "часы работы", "график", "о нас", "об учреждени", "о музее", "о театре",
    "о библиотеке", "сведения", "документ", "независим", "услуг", "афиша", "анонс", "мероприяти",
    "события", "новост",
)  # fmt: skip
"""Beginnings of words in links worth following, the most telling first."""
_FILE = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|zip|rar|7z|jpe?g|png|gif|mp[34]|avi|ics|xml|rss)$", re.IGNORECASE
)
_HTML: Final = ("text/html", "application/xhtml")


@dataclass(frozen=True)
class Tried:
    """A link of a page that was tried; ``status`` 0: nobody answered."""

    link: Link
    page: str
    status: int


@dataclass
class Visit:
    """What a look gave. ``first`` is the status of the first page, 0 where there was no answer.

    ``silence`` tells why. ``tls`` None: it could not be told.
    """

    url: str
    first: int = 0
    silence: str = ""
    tls: bool | None = None
    pages: list[Page] = field(default_factory=list)
    tried: list[Tried] = field(default_factory=list)


def visit(fetcher: Fetcher, website: str) -> Visit:
    """Look at a site. Raises Refused where its first page may not be asked for; the rest is left out."""
    found = Visit(website)
    found.tls = _tls(fetcher, website, found)
    if not found.first:
        _first(fetcher, website, found)
    if not found.pages:
        return found
    _more(fetcher, found)
    _sample(fetcher, found)
    return found


def _tls(fetcher: Fetcher, website: str, found: Visit) -> bool | None:
    """Try it by HTTPS; a page that comes so is the first one."""
    parts = urlsplit(website)
    if parts.port is not None:
        return None
    try:
        _take(fetcher, urlunsplit(parts._replace(scheme="https")), found)
    except Silent as problem:
        if problem.why == "tls":
            return False
        found.silence = problem.why
        return None
    except Refused:
        if parts.scheme == "https":
            raise
        return None
    return True


def _first(fetcher: Fetcher, website: str, found: Visit) -> None:
    try:
        _take(fetcher, urlunsplit(urlsplit(website)._replace(scheme="http")), found)
    except Silent as problem:
        found.silence = found.silence or problem.why


def _take(fetcher: Fetcher, url: str, found: Visit) -> None:
    got = fetcher.get(url)
    found.first, found.silence = got.status, ""
    kind = got.headers.get("content-type", "text/html")
    if got.status == 200 and kind.lower().startswith(_HTML):
        found.pages.append(read(got.url, got.body, kind))


def _site_of(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def _rank(words: str) -> int | None:
    folded = words.casefold()
    return next((number for number, stem in enumerate(WANTED) if stem in folded), None)


def _inside(found: Visit) -> list[tuple[Link, str]]:
    """Links of the read pages to pages of the same site, each once, with the page where they stand."""
    home = _site_of(found.pages[0].url)
    seen: dict[str, tuple[Link, str]] = {}
    for page in found.pages:
        for link in page.links:
            if _site_of(link.url) == home and urlsplit(link.url).scheme in {"http", "https"}:
                seen.setdefault(link.url, (link, page.url))
    return list(seen.values())


def _more(fetcher: Fetcher, found: Visit) -> None:
    read_already = {page.url for page in found.pages}
    ranked = [
        (rank, number, link)
        for number, (link, _page) in enumerate(_inside(found))
        if (rank := _rank(link.text)) is not None and not _FILE.search(urlsplit(link.url).path)
    ]
    for _rank_of, _number, link in sorted(ranked, key=lambda row: row[:2])[: PAGES - 1]:
        if link.url in read_already:
            continue
        read_already.add(link.url)
        try:
            got = fetcher.get(link.url)
        except NotRead:
            continue
        kind = got.headers.get("content-type", "text/html")
        found.tried.append(Tried(link, found.pages[0].url, got.status))
        if got.status == 200 and kind.lower().startswith(_HTML):
            found.pages.append(read(got.url, got.body, kind))


def _sample(fetcher: Fetcher, found: Visit) -> None:
    known = {one.link.url for one in found.tried} | {page.url for page in found.pages}
    for link, page in _spread([row for row in _inside(found) if row[0].url not in known]):
        try:
            status = fetcher.status(link.url)
        except Refused:
            continue
        except Silent:
            status = 0
        found.tried.append(Tried(link, page, status))


def _spread(rows: list[tuple[Link, str]]) -> Iterable[tuple[Link, str]]:
    """A few of many, evenly: the first links of a page are its menu, the last its footer."""
    step = max(1, len(rows) / SAMPLE)
    return [rows[int(number * step)] for number in range(min(SAMPLE, len(rows)))]
