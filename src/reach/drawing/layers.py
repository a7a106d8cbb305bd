"""The values on the map, and the places of culture."""

import numpy as np

from reach.drawing.bands import Banded
from reach.drawing.frame import Floats, Frame
from reach.drawing.marks import element, stroke
from reach.drawing.paths import dots, rings
from reach.drawing.places import Places
from reach.drawing.sheet import Sheet
from reach.errors import BadInput

GAP_FROM = 9.0
"""Pixels of a cell from which on cells are parted by a line of paper."""
SMALLEST_DOT, LARGEST_DOT = 1.6, 9.0
CORE = 0.36
"""Of the dot of a place of culture."""


def values(
    places: Places, banded: Banded, colours: list[str], hatch: str, frame: Frame, sheet: Sheet, *, gaps: bool
) -> str:
    """A path for each band; with ``gaps`` large cells are parted, which is not needed where streets do it."""
    drawn = []
    for number, fill in [*enumerate(colours), (-1, f"url(#{hatch}-map)")]:
        chosen = np.flatnonzero(banded.band == number)
        if not len(chosen):
            continue
        kind = "unreached" if number < 0 else f"band-{number}"
        if places.outlines is None:
            path = dots(*frame.place(places.latitude[chosen], places.longitude[chosen]))
            drawn.append(_points(path, fill, kind, _size(frame, len(places.names)), sheet))
        else:
            outlines = [places.outlines[at] for at in chosen.tolist()]
            drawn.append(_cells(outlines, fill, kind, frame, sheet.colours.paper if gaps else None))
    return "".join(drawn)


def _cells(outlines: list[Floats], fill: str, kind: str, frame: Frame, gap: str | None) -> str:
    placed = [frame.place(outline[:, 0], outline[:, 1]) for outline in outlines]
    wide = float(np.median([np.ptp(x) for x, _ in placed]))
    # Without gaps a line in the cell's own colour closes the hairlines that smoothing leaves between
    # neighbours.
    between = "none" if fill.startswith("url") else fill
    line, thick = (gap, 8) if gap is not None and wide >= GAP_FROM else (between, 3)
    return (
        element(
            "path",
            class_=kind,
            transform="scale(.1)",
            fill=fill,
            stroke=line,
            stroke_width=thick,
            stroke_linejoin="round",
            d=rings(placed),
        )
        + "\n"
    )


def _size(frame: Frame, count: int) -> float:
    """Pixels of a dot: all together cover about a quarter of the map, however many there are."""
    room = frame.box.width * frame.box.height / max(count, 1)
    return float(np.clip(np.sqrt(room) * 0.5, SMALLEST_DOT, LARGEST_DOT))


def _points(path: str, fill: str, kind: str, size: float, sheet: Sheet) -> str:
    if kind != "unreached":
        return stroke(path, fill, round(size * 10), class_=kind)
    # A dot is too small for hatching: it is a ring, and so is its sign in the legend.
    ring = stroke(path, sheet.colours.quiet, round(size * 14), class_=kind)
    return ring + stroke(path, sheet.colours.paper, round(size * 7))


def venues(at: tuple[Floats, Floats], frame: Frame, sheet: Sheet) -> str:
    """Places of culture as dots with a rim and a core of paper, so that they show on dark bands as well.

    :raises BadInput: coordinates that are no numbers.
    """
    if not len(at[0]):
        return ""
    if not np.isfinite(np.concatenate(at)).all():
        raise BadInput("a place has coordinates that are no numbers")
    path, radius = dots(*frame.place(*at)), sheet.place.dot
    rim = stroke(path, sheet.colours.paper, radius * 20 + 30, class_="venues")
    dot = stroke(path, sheet.colours.ink, radius * 20 - 6)
    return rim + dot + stroke(path, sheet.colours.paper, radius * 20 * CORE)
