"""Maps of values by cell or by building.

sheet = Sheet("To the nearest library on foot", subtitle="Porto, adults", whom="residents")
drawing = draw_cells(cells, minutes(times), sheet, weights=residents, ground=Ground(streets=graph))
drawing.save("porto-library.svg")            # and .csv, .geojson beside it
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zlib import crc32

import numpy as np
import numpy.typing as npt

from reach.drawing import layers
from reach.drawing import places as coloured
from reach.drawing.bands import Banded, band, checked, weights_of
from reach.drawing.colour import palette_of
from reach.drawing.column import badge, head, note, scale_and_north, sources
from reach.drawing.frame import Box, Floats, Frame
from reach.drawing.ground import Ground
from reach.drawing.legend import Row, draw_legend, rows_of, share_text, thousands
from reach.drawing.marks import element, rect, text
from reach.drawing.sheet import Sheet
from reach.errors import BadInput

FONTS = "'Golos Text','Golos Text Variable','Segoe UI','Noto Sans','DejaVu Sans',sans-serif"
Venues = tuple[npt.ArrayLike, npt.ArrayLike]


@dataclass(frozen=True)
class Drawing:
    """A map three times over: as a picture, as a table for who cannot see it, and as data."""

    svg: str
    table: str
    geojson: str

    def save(self, path: str | Path, *, geojson: bool = True) -> list[Path]:
        """Write ``path`` (as ``.svg``) with ``.csv`` and ``.geojson`` of the same name beside it."""
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        parts = {".svg": self.svg, ".csv": self.table} | ({".geojson": self.geojson} if geojson else {})
        for suffix, content in parts.items():
            target.with_suffix(suffix).write_text(content, encoding="utf-8", newline="")
        return [target.with_suffix(suffix) for suffix in parts]


def draw_cells(
    cells: Sequence[Any],
    values: npt.ArrayLike,
    sheet: Sheet,
    *,
    weights: npt.ArrayLike | None = None,
    venues: Venues | None = None,
    ground: Ground | None = None,
) -> Drawing:
    """Colour cells by value.

    ``cells`` are H3 cells (text or numbers) or outlines of (lat, lon), each of shape ``(k, 2)``; ``values``
    has
    one number for each, inf for what cannot be reached. ``weights``, such as residents, make the shares in
    the
    legend and the median; ``venues`` is a pair of latitudes and longitudes.

    :raises BadInput: lengths that differ, values that are no numbers, unknown cells, palettes or themes.
    """
    return _draw(coloured.cells(cells), values, sheet, weights, venues, ground)


def draw_points(
    latitude: npt.ArrayLike,
    longitude: npt.ArrayLike,
    values: npt.ArrayLike,
    sheet: Sheet,
    *,
    names: Sequence[str] | None = None,
    weights: npt.ArrayLike | None = None,
    venues: Venues | None = None,
    ground: Ground | None = None,
) -> Drawing:
    """Colour points, such as buildings, by value; otherwise as :func:`draw_cells`."""
    return _draw(coloured.points(latitude, longitude, names), values, sheet, weights, venues, ground)


def _draw(
    places: coloured.Places,
    values: npt.ArrayLike,
    sheet: Sheet,
    weights: npt.ArrayLike | None,
    venues: Venues | None,
    ground: Ground | None,
) -> Drawing:
    count = len(places.names)
    known = checked(values, count, "values")
    banded = band(
        known, sheet.bands, weights_of(weights, count), sheet.words.over, counts=sheet.unit is not None
    )
    colours = palette_of(sheet.palette, len(banded.labels), sheet.theme)
    if sheet.strong == "high":
        colours.reverse()
    svg = _svg(places, banded, colours, sheet, _pair(venues), Ground() if ground is None else ground)
    told = [sheet.words.unreached if number < 0 else banded.labels[number] for number in banded.band.tolist()]
    shares = None if weights is None else np.asarray(weights, dtype=np.float64)
    return Drawing(
        svg,
        coloured.table(places, known, told, shares, sheet),
        coloured.geojson(places, known, told, sheet),
    )


def _pair(venues: Venues | None) -> tuple[Floats, Floats]:
    if venues is None:
        return np.empty(0), np.empty(0)
    latitude, longitude = (np.asarray(part, dtype=np.float64).reshape(-1) for part in venues)
    if len(latitude) != len(longitude):
        raise BadInput(f"places have {len(latitude)} latitudes and {len(longitude)} longitudes")
    return latitude, longitude


def _svg(
    places: coloured.Places,
    banded: Banded,
    colours: list[str],
    sheet: Sheet,
    venues: tuple[Floats, Floats],
    ground: Ground,
) -> str:
    layout = sheet.place
    # Ids differ between the maps of one page, and are the same for the same map.
    mark = f"{crc32(repr((sheet.title, sheet.subtitle, sheet.theme, sheet.layout)).encode()):08x}"
    hatch, clip = f"hatch-{mark}", f"map-{mark}"
    column = head(sheet, banded)
    box = layout.map
    if not layout.side_by_side:
        box = Box(box.x, column.y + layout.text, box.width, box.height)
        column.y = box.y + box.height
    rows = rows_of(sheet, banded, colours, "none" if places.outlines is None else f"url(#{hatch})")
    draw_legend(column, sheet, rows, len(venues[0]))
    small, leading = sources(sheet), layout.small * 1.4
    foot = layout.row * 2.1 + len(small) * leading + layout.top * 0.7
    height = max(layout.least_height, float(np.ceil(column.y + foot)))
    if layout.side_by_side:
        box = Box(box.x, 0, box.width, height)
    frame = Frame.fit(*places.extent(sheet), box)
    base = height - layout.top * 0.7 - (len(small) - 1) * leading
    drawn = [
        ground.beneath(frame, sheet, clip),
        layers.values(places, banded, colours, hatch, frame, sheet, gaps=ground.streets is None),
        ground.above(frame, sheet, clip),
        layers.venues(venues, frame, sheet),
    ]
    parts = [
        element("title", escape(sheet.title), id=f"{clip}-title"),
        element("desc", escape(_description(places, banded, rows, sheet)), id=f"{clip}-desc"),
        _definitions(sheet, hatch, clip, box),
        rect(0, 0, layout.width, height, sheet.colours.paper),
        element("g", "".join(drawn), clip_path=f"url(#{clip})"),
        *column.parts,
        scale_and_north(sheet, frame, base - layout.row * 0.85),
    ]
    if sheet.synthetic:
        parts.append(
            badge(
                sheet,
                box.x + box.width - layout.top * 0.7,
                box.y + (layout.top * 0.7 if layout.side_by_side else 0),
            )
        )
    for number, line in enumerate(small):
        parts.append(
            text(
                layout.left, base + number * leading, layout.small, sheet.colours.quiet, line, class_="source"
            )
        )
    return (
        element(
            "svg",
            "\n" + "\n".join(parts) + "\n",
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {layout.width:g} {height:g}",
            role="img",
            aria_labelledby=f"{clip}-title {clip}-desc",
            font_family=FONTS,
        )
        + "\n"
    )


def _definitions(sheet: Sheet, hatch: str, clip: str, box: Box) -> str:
    colours = sheet.colours
    lines = rect(0, 0, 6, 6, colours.paper) + rect(0, 0, 1.8, 6, colours.quiet)
    # Cells are drawn in tenths of a pixel, the legend is not.
    patterns = [
        element(
            "pattern",
            lines,
            id=hatch + name,
            width=6,
            height=6,
            patternUnits="userSpaceOnUse",
            patternTransform=f"scale({scale}) rotate(45)",
        )
        for name, scale in (("", 1), ("-map", 10))
    ]
    cut = element("clipPath", rect(box.x, box.y, box.width, box.height, "none"), id=clip)
    return element("defs", "".join(patterns) + cut)


def _description(places: coloured.Places, banded: Banded, rows: list[Row], sheet: Sheet) -> str:
    """The map in words: what, how many, the large figure, every band with its share."""
    words = sheet.words
    what = words.points if places.outlines is None else words.cells
    told = [
        words.synthetic + "." if sheet.synthetic else "",
        sheet.subtitle + "." if sheet.subtitle else "",
        words.map_of.format(count=thousands(len(places.names)), what=what),
        note(sheet, banded),
        "; ".join(f"{row.label}: {share_text(row.share, words.none)}" for row in rows) + ".",
        words.table_beside,
    ]
    return " ".join(part for part in told if part)
