"""Formatted text as people type it without an editor: «**bold**», «- item», «### heading», «[words](link)».

Only what :mod:`karavan.kernel.html` allows. Used by forms where a browser runs no scripts.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser
from typing import Final

from karavan.kernel.html import clean_html

_LINK: Final = re.compile(r"\[([^\[\]\n]+)\]\(((?:https?://|mailto:)[^\s()<>]+)\)")
_BOLD: Final = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_SLANT: Final = re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])")
_ITEM: Final = re.compile(r"\s*(?:([-*•])|(\d{1,3})[.)])\s+(\S.*)")


def from_marks(text: str) -> str:
    """Typed text as clean HTML: a blank line ends a paragraph, a line break stays one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = [part.strip("\n") for part in re.split(r"\n[^\S\n]*\n", text) if part.strip()]
    return clean_html("".join(_block(part) for part in blocks))


def _block(part: str) -> str:
    lines = part.split("\n")
    if part.startswith("### "):
        rest = "\n".join(lines[1:])
        return f"<h3>{_words(lines[0][4:])}</h3>{_block(rest) if rest.strip() else ''}"
    if part.startswith("#### "):
        rest = "\n".join(lines[1:])
        return f"<h4>{_words(lines[0][5:])}</h4>{_block(rest) if rest.strip() else ''}"
    if all(line.startswith(">") for line in lines):
        return f"<blockquote>{_block(chr(10).join(line[1:].strip() for line in lines))}</blockquote>"
    for start, line in enumerate(lines):
        if _ITEM.fullmatch(line):
            before = _paragraph(lines[:start])
            return before + _items(lines[start:])
    return _paragraph(lines)


def _paragraph(lines: list[str]) -> str:
    return f"<p>{'<br>'.join(_words(line.strip()) for line in lines)}</p>" if lines else ""


def _items(lines: list[str]) -> str:
    """Items one after the other; a line that is none goes on with the one before it."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        item = _ITEM.fullmatch(line)
        if item is not None:
            found.append(("ol" if item[2] else "ul", [item[3]]))
        else:
            found[-1][1].append(line.strip())
    html, current = "", ""
    for kind, texts in found:
        if kind != current:
            html += f"</{current}>" if current else ""
            html += f"<{kind}>"
            current = kind
        html += f"<li>{'<br>'.join(_words(one) for one in texts)}</li>"
    return f"{html}</{current}>"


def _words(text: str) -> str:
    text = escape(text, quote=False)
    text = _LINK.sub(lambda match: f'<a href="{escape(unescape(match[2]))}">{match[1]}</a>', text)
    return _SLANT.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", text))


def to_marks(html: str) -> str:
    """Clean HTML as typed text: what :func:`from_marks` turns back."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.result()


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.line = ""
        self.lists: list[tuple[str, int]] = []
        self.quoted = False
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write the mark of an element."""
        if tag in ("ul", "ol"):
            self._end()
            self.lists.append((tag, 0))
        elif tag == "li" and self.lists:
            self._end()
            kind, number = self.lists[-1]
            self.lists[-1] = (kind, number + 1)
            self.line = f"{number + 1}. " if kind == "ol" else "- "
        elif tag in ("p", "h3", "h4", "blockquote") and not self.lists:
            self._end()
            self.quoted = self.quoted or tag == "blockquote"
            self.line = {"h3": "### ", "h4": "#### "}.get(tag, "")
        elif tag == "br":
            self.line += "\n"
        elif tag == "a":
            self.href = dict(attrs).get("href") or ""
            self.line += "[" if self.href else ""
        elif tag in ("strong", "em"):
            self.line += "**" if tag == "strong" else "_"

    def handle_endtag(self, tag: str) -> None:
        """Close the mark of an element."""
        if tag in ("ul", "ol") and self.lists:
            self._end()
            self.lists.pop()
        elif tag in ("p", "h3", "h4") and not self.lists:
            self._end()
        elif tag == "blockquote":
            self._end()
            self.quoted = False
        elif tag == "a" and self.href:
            self.line += f"]({self.href})"
            self.href = ""
        elif tag in ("strong", "em"):
            self.line += "**" if tag == "strong" else "_"

    def handle_data(self, data: str) -> None:
        """Write words."""
        self.line += data.replace("\n", " ")

    def _end(self) -> None:
        """End a block. Items stand right under each other; what lies deeper stands on the same level."""
        text, self.line = self.line.strip(" "), ""
        if not text.strip() or text in ("###", "####") or (text == "-" and self.lists):
            return
        if self.quoted:
            text = "\n".join(f"> {line}" for line in text.split("\n"))
        goes_on = len(self.lists) > 1 or (len(self.lists) == 1 and self.lists[0][1] > 1)
        if goes_on and self.blocks:
            self.blocks[-1] += f"\n{text}"
        else:
            self.blocks.append(text)

    def result(self) -> str:
        """All blocks with a blank line between them."""
        self._end()
        return "\n\n".join(self.blocks)
