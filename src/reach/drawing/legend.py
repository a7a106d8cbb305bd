"""The legend, which is a chart as well: each band's bar is as long as its share."""

from dataclasses import dataclass

from reach.drawing.bands import Banded
from reach.drawing.column import Column
from reach.drawing.layers import CORE
from reach.drawing.marks import element, rect, text
from reach.drawing.sheet import Sheet

THIN = "\u202f"
"""A narrow blank that does not break, between thousands."""


@dataclass(frozen=True)
class Row:
    """A band as the legend shows it; ``outlined`` for the one that has no colour."""

    fill: str
    label: str
    share: float
    outlined: bool = False


def thousands(count: int) -> str:
    return f"{count:,}".replace(",", THIN)


def share_text(share: float, none: str) -> str:
    """A share in whole per cent."""
    if share <= 0:
        return none
    return "< 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def rows_of(sheet: Sheet, banded: Banded, colours: list[str], unreached: str) -> list[Row]:
    """The strongest band first; what cannot be reached comes last, if there is any."""
    unit = f" {sheet.unit_name}" if sheet.unit_name else ""
    rows = [
        Row(colour, label + unit, float(share))
        for colour, label, share in zip(colours, banded.labels, banded.shares[:-1], strict=True)
    ]
    if sheet.strong == "high":
        rows.reverse()
    if (banded.band < 0).any():
        rows.append(Row(unreached, sheet.words.unreached, float(banded.shares[-1]), outlined=True))
    return rows


def draw_legend(column: Column, sheet: Sheet, rows: list[Row], venues: int) -> None:
    """Bars, labels and shares, and a dot with the number of places."""
    layout, colours = sheet.place, sheet.colours
    right, labels = layout.left + layout.column, layout.left + layout.column * 0.355
    column.y += layout.text
    said = sheet.words.share.format(whom=sheet.who)
    top = column.y + layout.small
    column.add(text(right, top, layout.small, colours.quiet, said, text_anchor="end"), layout.small * 1.9)
    block = layout.row * 0.68
    longest = layout.column * 0.31 - block
    most = max([row.share for row in rows], default=0.0) or 1.0
    for row in rows:
        base = column.y + block / 2 + layout.text * 0.35
        wide = block + longest * row.share / most
        line = {"stroke": colours.quiet} if row.outlined else {}
        share = share_text(row.share, "–")
        column.parts += [
            rect(layout.left, column.y, wide, block, row.fill, **line),
            text(labels, base, layout.text, colours.ink, row.label, class_="label"),
            text(right, base, layout.text, colours.ink, share, text_anchor="end", font_weight=600),
        ]
        column.y += layout.row
    if venues:
        middle = column.y + block / 2
        name = sheet.words.places if sheet.venues is None else sheet.venues
        count = text(
            labels, middle + layout.text * 0.35, layout.text, colours.ink, f"{name}: {thousands(venues)}"
        )
        dot = "".join(
            element("circle", cx=layout.left + block / 2, cy=middle, r=layout.dot * part, fill=fill)
            for part, fill in ((1.0, colours.ink), (CORE, colours.paper))
        )
        column.add(dot + count, layout.row)
