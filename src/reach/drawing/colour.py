"""Colours of the maps: two themes, and sequential palettes that rise evenly in lightness.

Lightness alone carries the order, so that the maps can be read by the colour-blind and in black and white.
Palettes are mixed
in Oklab (Ottosson 2020), which keeps the steps even to the eye; contrast is that of WCAG 2.2.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Theme:
    """Ground, writing, quiet writing, hairlines, water."""

    paper: str
    ink: str
    quiet: str
    line: str
    street: str
    water: str


THEMES = {
    "light": Theme("#fbfaf7", "#16181d", "#565b64", "#e3ded3", "#cdc7ba", "#d3dfe2"),
    "dark": Theme("#14161a", "#f2f0ea", "#a9adb5", "#2b2f36", "#3a3f48", "#1f2f38"),
}
PALETTES = {
    "light": {
        "steel": ("#5e1606", "#c2410c", "#ec8f54", "#f7d9bf"),
        "malachite": ("#06302d", "#0f766e", "#62b3a6", "#cfe8e0"),
        "ink": ("#16181d", "#5b5f68", "#a3a39d", "#e2ddd1"),
    },
    "dark": {
        "steel": ("#ffe2c2", "#fb923c", "#a84f17", "#46230f"),
        "malachite": ("#d8fff5", "#2dd4bf", "#12827a", "#0f3834"),
        "ink": ("#f2f0ea", "#a9a9a6", "#686b72", "#333840"),
    },
}
"""Strongest first: dark on paper, bright on the night ground."""

_TO_CONES = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929],
     [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
_TO_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468],
     [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip


def _linear(colour: str) -> Floats:
    part = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``."""
    return float(_linear(colour) @ (0.2126, 0.7152, 0.0722))


def contrast(one: str, two: str) -> float:
    """From 1 to 21; text wants 4.5, large text and shapes 3."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _to_oklab(colour: str) -> Floats:
    return np.asarray(_TO_LAB @ np.cbrt(_TO_CONES @ _linear(colour)))


def _from_oklab(colour: Floats) -> str:
    linear = np.linalg.solve(_TO_CONES, np.linalg.solve(_TO_LAB, colour) ** 3).clip(0, 1)
    part = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(value * 255):02x}" for value in part.tolist())


def theme_of(name: str) -> Theme:
    """:raises BadInput: an unknown theme."""
    if name not in THEMES:
        raise BadInput(f"theme {name!r} is not known; take one of {', '.join(THEMES)}")
    return THEMES[name]


def accent_of(palette: str, theme: str) -> str:
    """The colour of what is set large: the palette's own, so that a sheet has one hue."""
    return PALETTES[theme][palette][1]


def palette_of(name: str, count: int, theme: str) -> list[str]:
    """``count`` colours, the strongest first.

    :raises BadInput: an unknown palette or theme, or more colours than an eye can tell apart.
    """
    theme_of(theme)
    if name not in PALETTES[theme]:
        raise BadInput(f"palette {name!r} is not known; take one of {', '.join(PALETTES[theme])}")
    if not 1 <= count <= MOST:
        raise BadInput(f"{count} colours cannot be told apart; take 1 to {MOST} bands")
    anchors = np.array([_to_oklab(colour) for colour in PALETTES[theme][name]])
    # Even steps of lightness, not of the way from anchor to anchor.
    lightness = anchors[:, 0]
    wanted = np.linspace(lightness[0], lightness[-1], count) if count > 1 else lightness[1:2]
    order = np.argsort(lightness)
    mixed = np.stack([np.interp(wanted, lightness[order], anchors[order, part]) for part in range(3)], axis=1)
    return [_from_oklab(colour) for colour in mixed]


MOST = 9
