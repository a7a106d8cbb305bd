"""Text pasted from Word, LibreOffice, a mail or a page: its meaning stays, its looks go.

Paragraphs, lists, links, bold and italics are kept; fonts, colours, sizes, styles, comments, office markup
and empty lines are not. Word draws lists as paragraphs with a bullet typed before them: they become lists
again.
"""

import re
from html import escape
from html.parser import HTMLParser
from typing import Final

from karavan.kernel.html import clean_html

_SKIPPED: Final = frozenset({"style", "script", "head", "title", "xml", "template", "svg", "math", "object"})
_HEADINGS: Final = {"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_BLOCKS: Final = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "address",
        "pre",
        "figure",
        "figcaption",
        "dl",
    }
    | {"dt", "dd", "tr", "table", "tbody", "thead", "center", "body", "html", "hr", "form", "fieldset"}
)
_VOID: Final = frozenset({"br", "img", "hr", "meta", "link", "input", "col", "wbr", "area", "base", "embed"})
_NUMBERED: Final = re.compile(r"\s*(?:\d{1,3}|[a-zа-яё]|[ivx]{1,5})[.)]\s*", re.IGNORECASE)
_BULLET: Final = re.compile(r"^\s*[·•▪◦●■□◆►\uf0b7\uf0a7\uf0d8\uf076o§*–—-]\s+")
_LEVEL: Final = re.compile(r"mso-list:[^;]*?level(\d)")
_WEIGHT: Final = re.compile(r"(?<![\w-])font-weight:\s*(bold|bolder|normal|lighter|\d{3})")
_ITALIC: Final = re.compile(r"(?<![\w-])font-style:\s*(italic|oblique|normal)")
_MOST: Final = 400_000
"""Characters of a clipboard that are looked at: a book is not pasted into an event."""


def tidy_pasted(html: str) -> str:
    """Clean HTML of what was pasted; text without tags becomes paragraphs. Twice gives the same as once."""
    if not html.strip():
        return ""
    if "<" not in html:
        return clean_html("".join(f"<p>{_lines(part)}</p>" for part in _paragraphs(html)))
    reader = _Reader()
    reader.feed(html[:_MOST])
    reader.close()
    return clean_html(reader.result())


def _paragraphs(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def _lines(text: str) -> str:
    return "<br>".join(line.strip() for line in text.split("\n"))


class _Reader(HTMLParser):
    """Walks through the markup and writes blocks: (tag, content), list items with their level and kind."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.block = "p"
        self.skipped = 0
        self.ignored = 0
        self.marker: list[str] = []
        self.spans: list[tuple[str, str, str]] = []
        """Open inline elements: the tag read, what it became ("" for nothing), and its opening."""
        self.lists: list[str] = []
        self.item = ""
        self.in_quote = 0
        self.cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a list, or a run of bold, italics or a link."""
        given = {name: (value or "") for name, value in attrs}
        style = given.get("style", "").lower()
        if tag in _SKIPPED:
            self.skipped += 1
        elif self.skipped:
            return
        elif self.ignored:
            self.ignored += tag not in _VOID
        elif "mso-list:" in style.replace(" ", "") and "ignore" in style and tag == "span":
            self.ignored = 1
        elif tag in ("ul", "ol", "li", "blockquote"):
            self._begin_group(tag)
        elif tag in _HEADINGS or tag in _BLOCKS:
            self._begin_block(tag, given, style)
        elif tag == "br":
            self.text.append("<br>")
        elif tag in ("td", "th"):
            self.text.append(" · " if self._words() else "")
            self.cell = True
        elif tag not in _VOID:
            self._begin_span(tag, given, style)

    def _begin_group(self, tag: str) -> None:
        self._end_block()
        if tag == "li":
            self.item = f"{self.lists[-1] if self.lists else 'ul'}{max(len(self.lists), 1)}"
        elif tag == "blockquote":
            self.in_quote += 1
        else:
            self.lists.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End what was begun; what was never begun is left out."""
        if tag in _SKIPPED:
            self.skipped = max(0, self.skipped - 1)
        elif self.skipped or tag in _VOID:
            return
        elif self.ignored:
            self.ignored -= 1
        elif tag in ("ul", "ol"):
            self._end_block()
            if self.lists:
                self.lists.pop()
        elif tag == "li":
            self._end_block()
            self.item = ""
        elif tag == "blockquote":
            self._end_block()
            self.in_quote = max(0, self.in_quote - 1)
        elif tag in ("td", "th"):
            self.cell = False
        elif tag in _BLOCKS and self.cell:
            self.text.append(" ")
        elif tag in _BLOCKS and self.item and tag in ("p", "div"):
            self.text.append("<br>")
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._end_block()
        else:
            self._end_span(tag)

    def handle_data(self, data: str) -> None:
        """Words, with line breaks of the source as the spaces that they are."""
        if self.skipped:
            return
        if self.ignored:
            self.marker.append(data)
            return
        self.text.append(escape(re.sub(r"[\s\u00a0]+", " ", data), quote=False))

    def _begin_block(self, tag: str, given: dict[str, str], style: str) -> None:
        if self.item and tag in ("p", "div") and not self._words():
            return
        if self.item and tag in ("p", "div"):
            self.text.append("<br>")
            return
        if self.cell:
            self.text.append(" ")
            return
        self._end_block()
        if tag in _HEADINGS:
            self.block = _HEADINGS[tag]
            return
        level = _LEVEL.search(style)
        if level is not None or "msolistparagraph" in given.get("class", "").lower():
            self.block = f"word{level[1] if level else 1}"

    def _begin_span(self, tag: str, given: dict[str, str], style: str) -> None:
        weight, slant = _WEIGHT.search(style), _ITALIC.search(style)
        becomes = ""
        bold = tag in ("b", "strong") if weight is None else weight[1] in ("bold", "bolder", *_HEAVY)
        if tag == "a" and given.get("href", "").startswith(("http://", "https://", "mailto:")):
            becomes = f'<a href="{escape(given["href"])}">'
        elif bold and not self._inside("<strong>"):
            becomes = "<strong>"
        elif (tag in ("i", "em") if slant is None else slant[1] != "normal") and not self._inside("<em>"):
            becomes = "<em>"
        self.spans.append((tag, _closing(becomes), becomes))
        self.text.append(becomes)

    def _end_span(self, tag: str) -> None:
        for index in range(len(self.spans) - 1, -1, -1):
            if self.spans[index][0] == tag:
                # Whatever was opened inside and never closed ends here too.
                self.text.extend(close for _, close, _ in reversed(self.spans[index:]))
                del self.spans[index:]
                return

    def _inside(self, opening: str) -> bool:
        return any(one == opening for _, _, one in self.spans)

    def _words(self) -> str:
        return re.sub(r"<[^>]*>", "", "".join(self.text)).strip()

    def _end_block(self) -> None:
        """Write the block that was read; runs that go on open again in the next."""
        content = "".join(self.text) + "".join(close for _, close, _ in reversed(self.spans))
        self.text = [opening for _, _, opening in self.spans]
        kind, self.block = self.block, "p"
        marker, self.marker = "".join(self.marker), []
        content = _squeezed(content)
        if not re.sub(r"<[^>]*>", "", content).strip():
            return
        if self.item:
            kind = self.item
        elif kind.startswith("word"):
            content, marker = _without_bullet(content, marker)
            numbered = _NUMBERED.fullmatch(marker) is not None and marker.strip() != "o"
            kind = f"{'ol' if numbered else 'ul'}{kind[4:]}"
        elif self.in_quote:
            kind = "blockquote"
        self.blocks.append((kind, content))

    def result(self) -> str:
        """All blocks, neighbouring list items gathered into lists."""
        self._end_block()
        found: list[str] = []
        stack: list[str] = []
        for kind, content in self.blocks:
            listed = re.fullmatch(r"(ul|ol)(\d)", kind)
            depth = int(listed[2]) if listed else 0
            while len(stack) > depth or (stack and listed and len(stack) == depth and stack[-1] != listed[1]):
                found.append(f"</li></{stack.pop()}>")
            if listed is None:
                inner = f"<p>{content}</p>" if kind == "blockquote" else content
                found.append(f"<{kind}>{inner}</{kind}>")
                continue
            if len(stack) == depth:
                found.append("</li>")
            while len(stack) < depth:
                stack.append(listed[1])
                found.append(f"<{listed[1]}>" if len(stack) == depth else f"<{listed[1]}><li>")
            found.append(f"<li>{content}")
        found.extend(f"</li></{kind}>" for kind in reversed(stack))
        return "".join(found)


_HEAVY: Final = frozenset({"600", "700", "800", "900"})


def _closing(opening: str) -> str:
    return f"</{re.sub('[< ].*', '', opening[1:]).rstrip('>')}>" if opening else ""


def _without_bullet(content: str, marker: str) -> tuple[str, str]:
    """A list paragraph without the bullet or number that was typed as text, and that mark."""
    if marker.strip():
        return content, marker.strip()
    bullet = _BULLET.match(content)
    if bullet is not None:
        return content[bullet.end() :], bullet[0].strip()
    number = _NUMBERED.match(content)
    return (content[number.end() :], number[0].strip()) if number is not None else (content, "")


def _squeezed(content: str) -> str:
    """Without breaks and spaces at both ends, runs of them inside, and marks that hold no words."""
    before = ""
    while before != content:
        before = content
        content = re.sub(r"<(strong|em|a)(?: [^>]*)?>(\s|<br>)*</\1>", r"\2", content)
    content = re.sub(r"(\s*<br>\s*){2,}", "<br>", content)
    content = re.sub(r"\s*<br>\s*", "<br>", content)
    content = re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", content)
    content = re.sub(r"</(strong|em)>(\s*)<\1>", r"\2", content)
    return re.sub(r" {2,}", " ", content).strip()
