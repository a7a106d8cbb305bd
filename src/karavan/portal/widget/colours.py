"""Whether a colour can be read on another (WCAG 2.2, 1.4.3), and the nearest one that can.

Colours are ``#rrggbb`` texts.
"""

import re
from collections.abc import Iterator

READABLE = 4.5
"""Least contrast of text that is not large."""

_HEX = re.compile(r"#[0-9a-f]{6}", re.ASCII)
_STEPS = 255

Channels = tuple[float, float, float]
"""Red, green, blue from 0 to 1."""


def is_colour(text: str) -> bool:
    """Whether a text is a colour as these functions take it, in small letters."""
    return _HEX.fullmatch(text) is not None


def channels(colour: str) -> Channels:
    """Channels of a colour. Raises ValueError for anything but #rrggbb."""
    if not is_colour(colour.lower()):
        raise ValueError(f"no colour: {colour[:20]!r}")
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black and 1 for white."""
    red, green, blue = map(_linear, channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(ink: str, paper: str, least: float = READABLE) -> str:
    """The colour itself where it can be read on ``paper``; else the nearest of its shades that can.

    Black or white reads on any paper, so up to 4.5 there always is one.
    """
    if contrast(ink, paper) >= least:
        return ink
    found = [next(_reading(ink, end, paper, least), "") for end in ("#000000", "#ffffff")]
    return min(filter(None, found), key=lambda shade: _distance(shade, ink))


def _reading(ink: str, end: str, paper: str, least: float) -> Iterator[str]:
    """Shades on the way from a colour to black or white that can be read, nearest first."""
    start, goal = channels(ink), channels(end)
    for step in range(1, _STEPS + 1):
        part = step / _STEPS
        mixed = [round(255 * (a + (b - a) * part)) for a, b in zip(start, goal, strict=True)]
        shade = "#" + "".join(f"{channel:02x}" for channel in mixed)
        if contrast(shade, paper) >= least:
            yield shade


def _distance(one: str, other: str) -> float:
    """How far apart two colours look: in OKLab, squared."""
    return sum((a - b) ** 2 for a, b in zip(_oklab(one), _oklab(other), strict=True))


def _oklab(colour: str) -> Channels:
    red, green, blue = map(_linear, channels(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
