"""What stands on a page, for the checks: text, headings, links, telephones, structured data. Pure.

Sites are old and broken: wrong charsets, endless markup and JSON that is none are read as far as they go.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import quote, urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser

TEXT, LINKS, DATA = 200_000, 1_000, 200
DEPTH: Final = 2_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_FLAT: Final = frozenset(
    """area base br col dd dt embed hr img input li link meta option p param path source tbody td th tr track
    wbr""".split()
)
"""Elements that end by themselves."""
FRAGMENT: Final = 100
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{2,20})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([a-zA-Z0-9_-]{2,20})", re.IGNORECASE)
_SPACE = re.compile(r"[\s\u00a0\u202f]+")
_PHONE = re.compile(
    r"(?<![\d.-])(?:(?:\+7|8)[\s(-]{0,3}\d{3,4}[\s)-]{0,3})?\d{2,3}[\s-]\d{2}[\s-]\d{2}(?![\d.-])"
)
_MONTHS: Final = (
    "январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
_DATE = re.compile(
    r"(?<!\d)(?:(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>20\d{2})|(?P<iy>20\d{2})-(?P<im>\d{2})-(?P<id>\d{2})"
    r"|(?P<wd>\d{1,2})\s(?P<wm>января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
    r"\s(?P<wy>20\d{2}))(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Link:
    """An address with its words."""

    url: str
    text: str


@dataclass
class Page:
    """A page, read."""

    url: str
    title: str = ""
    lines: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    tels: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    data: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a page: by its header, its mark, its own word, as UTF-8 or else as Windows-1251."""
    if body.startswith(b"\xef\xbb\xbf"):
        return body[3:].decode("utf-8", "replace")
    found = _META.search(body[:4096])
    header = _HEADER.search(content_type)
    names = [header.group(1) if header else "", found.group(1).decode() if found else "", "utf-8"]
    for name in names:
        try:
            if name:
                return body.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("cp1251", "replace")


def squeeze(text: str) -> str:
    """The text with single spaces."""
    return _SPACE.sub(" ", text).strip()


def _shallow(html: str) -> str:
    """The markup up to where it is nested beyond sense: parsing takes the square of the depth."""
    depth = 0
    for match in _TAG.finditer(html):
        end, name = match.groups()
        if name.lower() in _FLAT:
            continue
        depth = max(0, depth - 1) if end else depth + 1
        if depth > DEPTH:
            return html[: match.start()]
    return html


def read(url: str, body: bytes, content_type: str = "") -> Page:
    """A page as far as it can be read."""
    tree = LexborHTMLParser(_shallow(decode(body, content_type)))
    page = Page(url)
    page.data = list(_data(tree))[:DATA]
    base = tree.css_first("base[href]")
    root = urljoin(url, (base.attributes.get("href") or "") if base is not None else "")
    for name in ("script", "style", "noscript", "template", "svg"):
        for node in tree.css(name):
            node.decompose()
    title = tree.css_first("title")
    page.title = squeeze(title.text()) if title is not None else ""
    body_node = tree.body
    text = body_node.text(separator="\n") if body_node is not None else ""
    page.lines = [line for line in map(squeeze, text[:TEXT].split("\n")) if line]
    page.headings = [squeeze(node.text(separator=" ")) for node in tree.css("h1,h2,h3,h4")][:LINKS]
    for node in tree.css("a[href],area[href]")[:LINKS]:
        href = (node.attributes.get("href") or "").strip()
        words = squeeze(node.text(separator=" ") or node.attributes.get("title") or "")
        scheme = href.partition(":")[0].lower()
        if scheme == "tel":
            page.tels.append(words or href[4:])
        elif scheme == "mailto":
            page.mails.append(href[7:].partition("?")[0])
        elif href and scheme not in {"javascript", "data"} and not href.startswith("#"):
            target = _joined(root, href)
            if target:
                page.links.append(Link(target, words))
    return page


def _joined(root: str, href: str) -> str:
    try:
        return urldefrag(urljoin(root, href))[0]
    except ValueError:
        return ""


def _data(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """Objects of JSON-LD on the page, also those inside ``@graph`` and lists."""
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            waiting = [json.loads(node.text() or "")]
        except (ValueError, RecursionError):
            continue
        while waiting:
            each = waiting.pop()
            if isinstance(each, list):
                waiting += each[:DATA]
            elif isinstance(each, dict):
                yield each
                if isinstance(each.get("@graph"), list):
                    waiting += each["@graph"][:DATA]


def phones_in(text: str) -> list[str]:
    """Numbers as they are written in a text."""
    return [squeeze(match.group()) for match in _PHONE.finditer(text)]


def dates_in(text: str) -> list[tuple[date, str]]:
    """Days with a year, each with its words."""
    found = []
    for match in _DATE.finditer(text):
        given = match.groupdict()
        if given["wm"]:
            word = given["wm"].lower()
            month = (
                5
                if word == "мая"
                else next(
                    number for number, stem in enumerate(_MONTHS, 1) if number != 5 and word.startswith(stem)
                )
            )
            parts = (given["wy"], str(month), given["wd"])
        else:
            parts = (given["y"] or given["iy"], given["m"] or given["im"], given["d"] or given["id"])
        try:
            found.append((date(*map(int, parts)), match.group()))
        except ValueError:
            continue
    return found


def at_words(url: str, words: str) -> str:
    """The address of a page that browsers open at the words."""
    return f"{url}#:~:text={quote(words[:FRAGMENT], safe='').replace('-', '%2D')}" if words else url
