"""Text as outlines of the portal's own fonts, so that a drawing looks the same wherever it is opened."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from pictures.drawn.tokens import ROOT

_MODULES = ROOT / "node_modules" / "@fontsource-variable"
_FAMILIES = {
    "head": ("unbounded/files/unbounded", ("cyrillic", "latin", "latin-ext", "cyrillic-ext")),
    "text": ("golos-text/files/golos-text", ("cyrillic", "latin", "latin-ext", "cyrillic-ext")),
}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NO_GLYPH = {"\u202f": " ", "\u00a0": " "}


class Face(NamedTuple):
    """One weight of a family: `head` is Unbounded, `text` is Golos Text."""

    family: str
    weight: int


HEAD = Face("head", 800)
TEXT = Face("text", 400)
MEDIUM = Face("text", 500)
BOLD = Face("text", 700)


class Outline(NamedTuple):
    path: str
    advance: int
    per_em: int


@cache
def _font(path: Path) -> TTFont:
    return TTFont(path)


@cache
def _glyphs(path: Path, weight: int) -> Any:
    return _font(path).getGlyphSet(location={"wght": weight})


@cache
def outline(face: Face, char: str) -> Outline:
    """The outline of a character in font units; raises LookupError where neither font file has it."""
    char = _NO_GLYPH.get(char, char)
    stem, parts = _FAMILIES[face.family]
    for part in parts:
        path = _MODULES / f"{stem}-{part}-wght-normal.woff2"
        name = _font(path).getBestCmap().get(ord(char))
        if name:
            glyph = _glyphs(path, face.weight)[name]
            pen = SVGPathPen(_glyphs(path, face.weight), ntos=lambda value: str(round(value)))
            glyph.draw(pen)
            return Outline(pen.getCommands(), round(glyph.width), _font(path)["head"].unitsPerEm)
    raise LookupError(f"no outline of {char!r} in {face.family}")


def width(text: str, size: float, face: Face, track: float = 0) -> float:
    """Width in pixels; `track` is a share of the size."""
    return sum(size * (outline(face, char).advance / outline(face, char).per_em + track) for char in text)


def lines(text: str, size: float, face: Face, room: float, track: float = 0) -> list[str]:
    """The text broken between words to a width in pixels; a line feed breaks too."""
    found: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width(longer, size, face, track) > room:
                found.append(line)
                line = word
            else:
                line = longer
        found.append(line)
    return found


class Letters:
    """Outlines a picture has used; each is written once and placed by reference."""

    def __init__(self) -> None:
        self._ids: dict[tuple[Face, str], str] = {}

    def _id(self, face: Face, char: str) -> str:
        known = self._ids.get((face, char))
        if known is None:
            number, known = len(self._ids), ""
            while True:
                number, digit = divmod(number, len(_DIGITS))
                known = _DIGITS[digit] + known
                if not number:
                    break
            self._ids[face, char] = known
        return known

    def run(self, x: float, y: float, text: str, size: float, face: Face, track: float = 0) -> str:
        """The text with its baseline starting at (x, y), in the paint of what stands around it."""
        placed, at, per_em = [], 0.0, 1000
        for char in text:
            drawn = outline(face, char)
            per_em = drawn.per_em
            if drawn.path:
                shift = f' x="{round(at)}"' if round(at) else ""
                placed.append(f'<use href="#g{self._id(face, char)}"{shift}/>')
            at += drawn.advance + track * per_em
        scale = f"{size / per_em:.4f}".rstrip("0")
        move = f"translate({round(x, 1):g} {round(y, 1):g})scale({scale} -{scale})"
        return f'<g transform="{move}">{"".join(placed)}</g>'

    def definitions(self) -> str:
        return "".join(
            f'<path id="g{name}" d="{outline(face, char).path}"/>' for (face, char), name in self._ids.items()
        )
