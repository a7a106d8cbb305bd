"""Text that people type: formatted text by an allow-list, plain text without any markup."""

import re
import unicodedata
from html import unescape

import nh3

ALLOWED_TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "blockquote"})

_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED_TAGS),
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow",
)
# A tag ends at its ">" and never spans another "<": the search stays linear whatever is typed.
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<![^<>]*>")
_TAGS_IN_WORDS = frozenset({"a", "b", "em", "i", "mark", "s", "span", "strong", "sub", "sup", "u"})
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_RELATIVE_LINK = re.compile(r'<a href="(?![a-zA-Z][a-zA-Z0-9+.-]*:)[^"]*"')
_SPACE = re.compile(r"\s+")
_SPACE_IN_LINE = re.compile(r"[^\S\n]+")
# Invisible characters that change how the text around them is read or searched. The joiners of emoji and of
# complex scripts (U+200C, U+200D) stay.
_INVISIBLE = frozenset(
    "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)


# These and all control characters and surrogates (Cc, Cs) but the line break and the tab.
_DROPPED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{''.join(sorted(_INVISIBLE))}]")


def clean_html(text: str) -> str:
    """HTML with nothing but the allowed tags; links lead to http, https or mailto only and get a ``rel``."""
    if not text:
        return text
    cleaned: str = _CLEANER.clean(_visible(text)).strip()
    return _RELATIVE_LINK.sub("<a", cleaned)


def plain_text(text: str, *, lines: bool = False) -> str:
    """Text without tags, entities, control characters and runs of space, in Unicode's composed form.

    With ``lines`` line breaks stay. Applying it twice gives the same as once.
    """
    if not text:
        return text
    # Most texts are plain already. Of what may be printed only the blank is space, and nothing is invisible.
    if text.isprintable() and "<" not in text and "&" not in text and "  " not in text:
        return unicodedata.normalize("NFC", text).strip(" ")
    # What is left when a tag, an entity or an invisible character goes can be a tag again.
    while (stripped := _visible(_ENTITY.sub(_character, _TAG.sub(_gap, text)))) != text:
        text = stripped
    if not lines:
        return _SPACE.sub(" ", text).strip()
    return "\n".join(line.strip() for line in _SPACE_IN_LINE.sub(" ", text).strip().split("\n"))


def _gap(tag: re.Match[str]) -> str:
    """Tags of words leave nothing behind, all others a space."""
    return "" if tag[1] in _TAGS_IN_WORDS else " "


def _character(entity: re.Match[str]) -> str:
    return unescape(entity.group())


def _visible(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    if text.isprintable() and _INVISIBLE.isdisjoint(text):
        return text
    return _DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
