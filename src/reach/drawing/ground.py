"""What lies under and over the values: water, railways, streets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reach.drawing.frame import Floats, Frame
from reach.drawing.marks import element, stroke
from reach.drawing.paths import network, polyline, rings
from reach.drawing.sheet import Sheet
from reach.streets.graph import StreetGraph
from reach.streets.tags import Kind

MOST = 620_000
"""Bytes of the streets of one map."""
SCRATCH = 0.42
LARGE = (Kind.TERTIARY, Kind.SECONDARY, Kind.PRIMARY, Kind.TRUNK)


@dataclass(frozen=True)
class Ground:
    """``rivers`` and ``railways`` are lines, ``water`` rings, all of (lat, lon) and of shape ``(k, 2)``."""

    streets: StreetGraph | None = None
    rivers: Sequence[Floats] = ()
    water: Sequence[Floats] = ()
    railways: Sequence[Floats] = ()
    river_metres: float = 70.0

    def beneath(self, frame: Frame, sheet: Sheet, name: str) -> str:
        """Water, then streets in the colour of the ground."""
        colours = sheet.colours
        drawn = []
        if self.water:
            path = rings(frame.place(ring[:, 0], ring[:, 1]) for ring in self.water)
            drawn.append(
                element("path", class_="water", transform="scale(.1)", fill=colours.water, d=path) + "\n"
            )
        for line in self.rivers:
            wide = max(self.river_metres / frame.metres, 2.5) * 10
            path = polyline(*frame.place(line[:, 0], line[:, 1]))
            drawn.append(stroke(path, colours.water, round(wide), class_="river"))
        return "".join(drawn) + self._streets(frame, sheet, name)

    def _streets(self, frame: Frame, sheet: Sheet, name: str) -> str:
        if self.streets is None:
            return ""
        graph = self.streets
        x, y = frame.place(graph.latitude, graph.longitude)
        large = np.isin(graph.kind, LARGE)
        drawn = []
        for part, chosen, thick in (("small", ~large, 0.7), ("large", large, 1.5)):
            most = MOST * 3 // 4 if part == "small" else MOST // 4
            tail, head = graph.tail[chosen].astype(np.int64), graph.head[chosen].astype(np.int64)
            path, step = network(x, y, tail, head, frame.box, most)
            # The other layers refer to both parts by name, so that an empty one has to be there too.
            name_of = f"{name}-{part}"
            drawn.append(
                element("path", id=name_of, transform=f"scale({step:g})", stroke_width=thick / step, d=path)
                if path
                else element("g", id=name_of)
            )
        return element("g", "".join(drawn), class_="streets", fill="none", stroke=sheet.colours.street) + "\n"

    def above(self, frame: Frame, sheet: Sheet, name: str) -> str:
        """The streets again, as scratches in the colour of the paper, and the railways."""
        drawn = []
        if self.streets is not None:
            # On a small sheet all streets together would be a haze.
            parts = ("small", "large") if sheet.place.side_by_side else ("large",)
            uses = "".join(element("use", href=f"#{name}-{part}") for part in parts)
            drawn.append(
                element(
                    "g", uses, class_="scratches", fill="none", stroke=sheet.colours.paper, opacity=SCRATCH
                )
            )
        for line in self.railways:
            path = polyline(*frame.place(line[:, 0], line[:, 1]))
            drawn.append(stroke(path, sheet.colours.quiet, 18, class_="railway", stroke_dasharray="70 40"))
        return "".join(drawn)
