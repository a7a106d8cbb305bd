"""Folding: the one spelling under which a text is compared, and the text of an HTML fragment."""

import html
import re
import unicodedata
from html.parser import HTMLParser

_NUMBER_SIGN = "№"
_SHORT_I = "й"

_TRANSLATION = str.maketrans(
    {
        "ё": "е",
        **dict.fromkeys("«»“”„‟″〝〞", '"'),
        **dict.fromkeys("‘’‚‛′ʼʹ`´", "'"),
        **dict.fromkeys("‐‑‒–—―−﹘﹣-", "-"),
    }
)
# Every character here folds to exactly one character by lower() and the table above, so the long way round
# through Unicode normalisation is not needed. Nearly all texts of the city are made of these only.
_SIMPLE = re.compile("[\t\n\r\x20-\x7eА-Яа-яЁё«»“”„‘’‐–—−№]*")
_DROPPED_CATEGORIES = frozenset({"Mn", "Me", "Cf"})
_MAX_PASSES = 6


def fold(text: str) -> str:
    """Return `text` in the form in which spellings are compared.

    Case, ё/е, compatibility forms (NFKC), accents, soft hyphens, the shapes of quotes and dashes and the
    amount of white space make no difference afterwards; й and the number sign № stay. Idempotent.
    """
    return " ".join(fold_characters(text).split())


def fold_characters(text: str) -> str:
    """`fold` without collapsing of white space; as long as `text` where every character is a common one."""
    if _SIMPLE.fullmatch(text):
        return text.lower().translate(_TRANSLATION)
    # Normalisation and case folding can each undo a little of the other for rare letters; a few passes
    # settle it.
    for _ in range(_MAX_PASSES):
        folded = _fold_pass(text)
        if folded == text:
            break
        text = folded
    return text


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return `fold(text)` and the offset in `text` of each of its characters, with `len(text)` appended.

    The pieces are folded cluster by cluster, so a mark that belongs to a letter is never cut from it.
    """
    folded: list[str] = []
    offsets: list[int] = []
    for start, end in _clusters(text):
        for character in fold_characters(text[start:end]):
            space = character.isspace()
            if space and (not folded or folded[-1] == " "):
                continue
            folded.append(" " if space else character)
            offsets.append(start)
    if folded and folded[-1] == " ":
        folded.pop()
        offsets.pop()
    offsets.append(len(text))
    return "".join(folded), offsets


def _clusters(text: str) -> list[tuple[int, int]]:
    if _SIMPLE.fullmatch(text):
        return [(index, index + 1) for index in range(len(text))]
    starts = [
        index
        for index, character in enumerate(text)
        if index == 0 or unicodedata.category(character) not in _DROPPED_CATEGORIES
    ]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _fold_pass(text: str) -> str:
    # NFKC would spell № as the letters "No" and lose the difference between a number and a word.
    return _NUMBER_SIGN.join(_normalise(part) for part in text.split(_NUMBER_SIGN))


def _normalise(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_TRANSLATION)
    decomposed = unicodedata.normalize("NFD", folded).replace("и\u0306", _SHORT_I)
    kept = "".join(c for c in decomposed if unicodedata.category(c) not in _DROPPED_CATEGORIES)
    return unicodedata.normalize("NFC", kept).translate(_TRANSLATION)


_BLOCK_TAG_NAMES = """
    address article aside blockquote body br dd details div dl dt fieldset figcaption figure footer form h1
    h2 h3 h4 h5 h6 header hr html img li main nav ol option p pre section select summary table tbody td
    tfoot th thead title tr ul video
"""
_BLOCK_TAGS = frozenset(_BLOCK_TAG_NAMES.split())
_SILENT_TAGS = frozenset({"script", "style", "template", "head"})
_ANY_TAG = re.compile(r"<[^<>]*>")


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT_TAGS:
            self._silent += 1
        elif tag in _BLOCK_TAGS:
            self.parts.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCK_TAGS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT_TAGS:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCK_TAGS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


# What editors write nearly always: plain tags, quoted attributes, no entities. The parser takes ten times as
# long over it and says the same.
_PLAIN_TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)(?:\s+[a-z-]+="[^"<>&]*")*\s*>""")
_PLAIN_NAMES = (_BLOCK_TAGS - _SILENT_TAGS - {"title"}) | frozenset(
    "a abbr b cite em i q s small span strong sub sup u".split()
)


def _plainly(html_text: str) -> str | None:
    """`plain` for simple markup; None where the parser is needed."""
    if "&" in html_text:
        return None
    if any(match[2] not in _PLAIN_NAMES for match in _PLAIN_TAG.finditer(html_text)):
        return None
    text = _PLAIN_TAG.sub(lambda match: " " if match[2] in _BLOCK_TAGS else "", html_text)
    return None if "<" in text else " ".join(text.split())


def plain(html_text: str) -> str:
    """Return the text of an HTML fragment: no tags, entities decoded, a space where a block begins or ends.

    Never raises: a fragment that is not HTML loses what looks like a tag and keeps the rest. The answer is
    text, not safe HTML: escape it when it goes back into a page.
    """
    if "<" not in html_text and "&" not in html_text:
        return " ".join(html_text.split())
    if (simple := _plainly(html_text)) is not None:
        return simple
    parser = _TextParser()
    try:
        parser.feed(html_text)
        parser.close()
        text = "".join(parser.parts)
    except (AssertionError, ValueError):
        # html.parser asserts on malformed declarations such as "<![x" instead of reporting them.
        text = html.unescape(_ANY_TAG.sub(" ", html_text))
    return " ".join(text.split())
