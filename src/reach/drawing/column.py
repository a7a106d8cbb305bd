"""The writing of a sheet: title, the large figure and its note, scale, north, sources."""

from dataclasses import dataclass

import numpy as np

from reach.drawing.bands import Banded
from reach.drawing.colour import accent_of
from reach.drawing.frame import Frame
from reach.drawing.letters import CAP_HEIGHT, set_line, width_of, wrap
from reach.drawing.marks import element, rect, text
from reach.drawing.sheet import Layout, Sheet

LETTER = 0.58
"""Width of a middling letter of plain text as a part of its size, in the widest of the fonts it may be set
in.
"""
LEADING = 1.36


@dataclass
class Column:
    """The writing as it grows downwards: SVG parts, and where the next line begins."""

    layout: Layout
    y: float
    parts: list[str]

    def add(self, part: str, height: float) -> None:
        self.parts.append(part)
        self.y += height

    def paragraph(self, said: str, size: float, fill: str) -> None:
        """Text over as many lines as it needs."""
        for line in broken(said, size, self.layout.column):
            self.y += size * LEADING
            self.parts.append(text(self.layout.left, self.y, size, fill, line))


def broken(said: str, size: float, width: float) -> list[str]:
    """Lines of plain text, broken between words by how wide letters are at most, with no short last line."""
    room = int(width / (size * LETTER))
    lines = _filled(said, room)
    while len(lines) > 1 and len(lines[-1]) < room / 2:
        room -= 1
        tried = _filled(said, room)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _filled(said: str, room: int) -> list[str]:
    lines: list[str] = []
    for word in said.split():
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def head(sheet: Sheet, banded: Banded) -> Column:
    """Rule, title, subtitle, large figure and its note."""
    layout, colours = sheet.place, sheet.colours
    column = Column(layout, layout.top, [])
    rule = rect(layout.left, column.y, layout.column, layout.rule, colours.ink)
    column.add(rule, layout.rule + layout.title * 0.75)
    for line in wrap(sheet.title, layout.title, layout.column):
        column.y += layout.title * CAP_HEIGHT
        outlined, _ = set_line(line, layout.left, column.y, layout.title)
        column.add(element("g", outlined, fill=colours.ink), layout.title * 0.47)
    if sheet.subtitle:
        column.y -= layout.title * 0.1
        column.paragraph(sheet.subtitle, layout.text, colours.quiet)
        column.y += layout.text * 0.6
    _figure(column, sheet, banded)
    return column


def value_text(value: float) -> str:
    """A number as it is read: whole from ten on, then with a decimal, below one with two figures; else ∞."""
    if not np.isfinite(value):
        return "∞"
    if 0 < abs(value) < 1:
        return f"{value:.2g}"
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.1f}".removesuffix(".0")


def _figure(column: Column, sheet: Sheet, banded: Banded) -> None:
    layout = sheet.place
    figure = value_text(banded.median) if sheet.figure is None else sheet.figure
    if not figure:
        return
    unit = sheet.unit_name if sheet.figure is None and np.isfinite(banded.median) else ""
    beside = layout.figure * 0.17
    room = layout.column - (width_of(f" {unit}", beside) if unit else 0)
    size = min(layout.figure, layout.figure * room / width_of(figure, layout.figure))
    column.y += size * CAP_HEIGHT + layout.title * 0.5
    # Figures have some air on their left; without it they stand flush with the title.
    drawn, wide = set_line(figure, layout.left - size * 0.03, column.y, size)
    if unit:
        drawn += set_line(unit, layout.left + wide + beside * 0.25, column.y, beside)[0]
    column.parts.append(element("g", drawn, class_="figure", fill=accent_of(sheet.palette, sheet.theme)))
    column.y += layout.text * 0.5
    column.paragraph(note(sheet, banded), layout.text, sheet.colours.ink)
    column.y += layout.text * 0.4


def note(sheet: Sheet, banded: Banded) -> str:
    """What the large figure says."""
    words = sheet.words
    if sheet.note is not None:
        return sheet.note
    if sheet.figure is not None:
        return ""
    if not np.isfinite(banded.median):
        return words.half_unreached.format(whom=sheet.who)
    # Only of times one can say that nobody needs longer.
    sentence = words.half_within if sheet.unit is None and sheet.strong == "low" else words.median
    value = f"{value_text(banded.median)} {sheet.unit_name}".strip()
    return sentence.format(whom=sheet.who, value=value)


def scale_and_north(sheet: Sheet, frame: Frame, y: float) -> str:
    """A scale bar on the left of the column, the mark of north on its right."""
    layout, ink = sheet.place, sheet.colours.ink
    length, said = frame.scale_bar(layout.column * 0.5, sheet.words.metres, sheet.words.kilometres)
    thick = layout.rule * 0.75
    right = layout.left + layout.column
    return (
        rect(layout.left, y - thick, length, thick, ink)
        + text(layout.left, y - thick * 2, layout.small, ink, said)
        + element("path", d=f"M{right - 18:g} {y:.1f}l9-26 9 26-9-7z", fill=ink)
        + text(right - 26, y, layout.small, ink, sheet.words.north, text_anchor="end", font_weight=700)
    )


def sources(sheet: Sheet) -> list[str]:
    """Lines of small print: what the values rest on, the date and the licence."""
    basis = sheet.words.basis.format(sheet.basis) if sheet.basis else ""
    said = " · ".join(part for part in (sheet.date, sheet.licence) if part)
    size, width = sheet.place.small, sheet.place.column
    return [*broken(basis, size, width), *broken(said, size, width)]


def badge(sheet: Sheet, right: float, top: float) -> str:
    """The label of an invented city: on the map itself, where no crop loses it easily."""
    size = sheet.place.small * 1.1
    outlined, wide = set_line(sheet.words.synthetic, 0, 0, size)
    pad = size * 0.8
    x = right - wide - 2 * pad
    moved = f"translate({x + pad:.1f} {top + size * 1.42:.1f})"
    label = element("g", outlined, fill=sheet.colours.paper, transform=moved)
    return element(
        "g", rect(x, top, wide + 2 * pad, size * 2.1, sheet.colours.ink) + label, class_="synthetic"
    )
