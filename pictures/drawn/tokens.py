"""What `tokens.css` says: colours by scheme, sizes at a width, and the contrast of two colours."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "src" / "karavan" / "ui" / "static" / "ui" / "css" / "tokens.css"
REM = 16

Palette = dict[str, str]

_BLOCK = re.compile(r"(?P<head>:root[^{}]*)\{(?P<body>[^{}]*)\}")
_PROPERTY = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
_LENGTH = re.compile(r"(-?[\d.]+)(rem|vw|px|)")
SCHEMES = ("black-on-white", "white-on-black", "blue-on-sky")


@cache
def _blocks() -> dict[str, dict[str, str]]:
    """Properties by selector; a selector that comes twice adds to itself."""
    found: dict[str, dict[str, str]] = {}
    css = re.sub(r"/\*.*?\*/", "", FILE.read_text(encoding="utf-8"), flags=re.DOTALL)
    for block in _BLOCK.finditer(css):
        properties = dict(_PROPERTY.findall(block["body"]))
        found.setdefault(block["head"].strip(), {}).update(properties)
    return found


def _settled(raw: dict[str, str]) -> Palette:
    """The colours among the properties, with every `var()` followed to its end."""

    def value(name: str) -> str:
        text = raw[name]
        link = re.fullmatch(r"var\(--([a-z0-9-]+)\)", text)
        return value(link[1]) if link else text

    return {name: value(name) for name in raw if value(name).startswith("#")}


def palette(name: str) -> Palette:
    """Colours of `light`, `dark` or one of SCHEMES by token name, as `#rrggbb`."""
    blocks = _blocks()
    raw = dict(blocks[":root"])
    if name == "dark":
        raw |= blocks[':root[data-theme="dark"]']
    elif name in SCHEMES:
        raw |= blocks[":root[data-vision-scheme]"] | blocks[f':root[data-vision-scheme="{name}"]']
    elif name != "light":
        raise ValueError(f"no scheme {name!r}")
    return _settled(raw)


def text_of(name: str) -> str:
    """A property of the light scheme as it is written."""
    return _blocks()[":root"][name]


def _pixels(sum_: str, width: int) -> float:
    units = {"rem": REM, "vw": width / 100, "px": 1.0, "": 1.0}
    return sum(float(number) * units[unit] for number, unit in _LENGTH.findall(sum_.replace("+ ", "")))


def size(name: str, width: int) -> float:
    """A length token in CSS pixels on a screen `width` pixels wide."""
    text = text_of(name)
    clamp = re.fullmatch(r"clamp\(([^,]+),([^,]+),([^,]+)\)", text)
    if not clamp:
        return _pixels(text, width)
    low, wished, high = (_pixels(part, width) for part in clamp.groups())
    return max(low, min(wished, high))


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours after WCAG 2.2, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)
