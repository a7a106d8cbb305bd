"""Headings as outlines, so that a map looks the same on every machine.

The letters are Unbounded at weight 800; set-up cuts them from the installed font (``scripts/letters``) into
``letters.csv``. Where nobody has, headings are text in the nearest font there is.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

UNITS = 1000
CAP_HEIGHT = 0.75
"""Height of capitals and figures, as a part of the size."""
MISSING = 0.75
"""Width of a letter that has no outline, likewise."""


@dataclass(frozen=True)
class Letter:
    """Advance in thousandths of the size, outline as an SVG path with y downwards."""

    advance: int
    outline: str


@cache
def letters() -> dict[str, Letter]:
    """Every letter there is an outline of."""
    path = Path(__file__).with_name("letters.csv")
    if not path.exists():
        return {"∞": _infinity()}
    with path.open(encoding="utf-8", newline="") as stream:
        found = {
            chr(int(row["character"], 16)): Letter(int(row["advance"]), row["outline"])
            for row in csv.DictReader(stream)
        }
    return found | {"∞": _infinity()}


def _infinity() -> Letter:
    """Unbounded has no sign for what cannot be reached: two rings as bold as its figures."""
    left, radius, bold, middle = 60, 285, 150, -375
    right = left + 2 * radius - bold
    rings = [
        _circle(x + radius, middle, size, turn)
        for x in (left, right)
        for size, turn in ((radius, 1), (radius - bold, -1))
    ]
    return Letter(right + 2 * radius + left, "".join(rings))


def _circle(x: int, y: int, radius: int, turn: int) -> str:
    """Four curves around a middle; the other way round for a hole."""
    bend = round(0.5523 * radius) * turn
    far = radius * turn
    return (
        f"M{x + radius} {y}C{x + radius} {y + bend} {x + abs(bend)} {y + far} {x} {y + far}"
        f"C{x - abs(bend)} {y + far} {x - radius} {y + bend} {x - radius} {y}"
        f"C{x - radius} {y - bend} {x - abs(bend)} {y - far} {x} {y - far}"
        f"C{x + abs(bend)} {y - far} {x + radius} {y - bend} {x + radius} {y}Z"
    )


def width_of(text: str, size: float) -> float:
    """How wide a line of this size is."""
    known = letters()
    missing = Letter(round(MISSING * UNITS), "")
    return sum(known.get(sign, missing).advance for sign in text) * size / UNITS


def set_line(text: str, x: float, y: float, size: float) -> tuple[str, float]:
    """A line that begins at ``x`` on the base line ``y``: an SVG element, and its width.

    Text with a letter that has no outline is written as text in the nearest font there is.
    """
    known, width = letters(), width_of(text, size)
    if any(sign not in known for sign in text):
        return (
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="800">{escape(text)}</text>',
            width,
        )
    parts, at = [], 0
    for sign in text:
        letter = known[sign]
        if letter.outline:
            parts.append(_moved(letter.outline, at))
        at += letter.advance
    scale = f"{size / UNITS:.5f}".rstrip("0")
    return f'<path transform="translate({x:g} {y:g}) scale({scale})" d="{"".join(parts)}"/>', width


def _moved(outline: str, by: int) -> str:
    """The outline of absolute commands, shifted to the right."""
    if not by:
        return outline
    moved: list[str] = []
    for command in _commands(outline):
        letter, numbers = command[0], [int(number) for number in command[1:].replace(",", " ").split()]
        if letter == "H":
            numbers = [number + by for number in numbers]
        elif letter not in "VZ":
            numbers = [number + by * (place % 2 == 0) for place, number in enumerate(numbers)]
        moved.append(letter + " ".join(map(str, numbers)))
    return "".join(moved)


def _commands(outline: str) -> list[str]:
    """A path cut before each of its letters."""
    found: list[str] = []
    for sign in outline:
        if sign.isalpha():
            found.append(sign)
        else:
            found[-1] += " -" if sign == "-" else sign
    return found


def wrap(text: str, size: float, width: float) -> list[str]:
    """Lines no wider than ``width``, as even as their number allows; a word that is wider stands alone."""
    lines = _fill(text, size, width)
    while len(lines) > 1:
        narrower = max(width_of(line, size) for line in lines) - 1
        tried = _fill(text, size, narrower)
        if len(tried) > len(lines) or max(width_of(line, size) for line in tried) > narrower:
            break
        lines = tried
    return lines


def _fill(text: str, size: float, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
