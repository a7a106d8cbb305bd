"""Generated posters: constructivist art for events without a picture.

Pure functions: the same family and seed give the same picture on every machine, so a poster may be cached
for ever.
"""

from typing import Literal

from karavan.ui.posters.canvas import Canvas, Stream
from karavan.ui.posters.city import CITY
from karavan.ui.posters.halls import HALLS
from karavan.ui.posters.palette import PALETTES, paints
from karavan.ui.posters.stage import STAGE
from karavan.ui.posters.tension import compositions

Ratio = Literal["4:3", "3:4", "1:1", "og"]

# Width and height of the sheet in its own units; "og" is the 1.91:1 of link previews.
RATIOS: dict[str, tuple[int, int]] = {
    "4:3": (400, 300),
    "3:4": (300, 400),
    "1:1": (340, 340),
    "og": (480, 252),
}

# Drawings of its own and the layouts that all share with its motifs: eleven or twelve a family.
COMPOSITIONS = {family: (*own, *compositions(family)) for family, own in {**STAGE, **HALLS, **CITY}.items()}
FAMILIES: tuple[str, ...] = tuple(COMPOSITIONS)


def poster_svg(family: str, seed: str, *, ratio: Ratio = "4:3", dark: bool = False) -> str:
    """A decorative SVG of at most 3,000 bytes, without title or text.

    family: one of FAMILIES; an unknown one is drawn as "other".
    seed: any text, usually the event's id; the same seed keeps its composition in every ratio and theme.
    dark: neutrals for a dark page.
    Raises ValueError for an unknown ratio.
    """
    if ratio not in RATIOS:
        raise ValueError(f"unknown poster ratio {ratio!r}: expected one of {', '.join(RATIOS)}")
    family = family if family in COMPOSITIONS else "other"
    stream = Stream(f"{family}|{seed}")
    compose = stream.pick(COMPOSITIONS[family])
    colours = paints(stream.pick(PALETTES[family]), dark=dark)
    canvas = Canvas(*RATIOS[ratio], colours.ground)
    compose(canvas, stream, colours)
    return canvas.svg()
