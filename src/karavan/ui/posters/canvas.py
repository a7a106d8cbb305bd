"""Hash-based number stream and a canvas that writes short SVG."""

import hashlib
import math
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
Point = tuple[float, float]


class Stream:
    """Deterministic numbers from a text: SHA-256 in counter mode, the same on every machine and version."""

    def __init__(self, text: str) -> None:
        self._text = text.encode()
        self._block = b""
        self._count = 0

    def _word(self) -> int:
        if len(self._block) < 4:
            self._block += hashlib.sha256(self._text + b"|%d" % self._count).digest()
            self._count += 1
        word, self._block = self._block[:4], self._block[4:]
        return int.from_bytes(word, "big")

    def real(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + (high - low) * self._word() / 2**32

    def whole(self, low: int, high: int) -> int:
        """A whole number in [low, high]."""
        return low + self._word() % (high - low + 1)

    def pick(self, options: Sequence[T]) -> T:
        return options[self._word() % len(options)]

    def chance(self, share: float) -> bool:
        return self.real(0, 1) < share

    def mixed(self, items: Iterable[T]) -> list[T]:
        """The items in another order (Fisher–Yates)."""
        rest = list(items)
        for i in range(len(rest) - 1, 0, -1):
            j = self.whole(0, i)
            rest[i], rest[j] = rest[j], rest[i]
        return rest


def number(value: float) -> str:
    """The shortest text of a coordinate to one decimal."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def polar(x: float, y: float, radius: float, degrees: float) -> Point:
    """The point at an angle from (x, y); 0° looks right, 90° down."""
    turn = math.radians(degrees)
    return x + radius * math.cos(turn), y + radius * math.sin(turn)


class Canvas:
    """Collects shapes on a `width` × `height` sheet."""

    def __init__(self, width: int, height: int, ground: str) -> None:
        self.width = width
        self.height = height
        self.side = min(width, height)
        self.parts: list[str] = [f'<path fill="{ground}" d="M0 0h{width}v{height}H0z"/>']

    def rect(
        self, x: float, y: float, w: float, h: float, fill: str, *, round_: float = 0, turn: float = 0
    ) -> None:
        """A rectangle from its top left corner, turned about its middle."""
        extra = f' rx="{number(round_)}"' if round_ else ""
        if turn:
            extra += f' transform="rotate({number(turn)} {number(x + w / 2)} {number(y + h / 2)})"'
        place = f'x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"'
        self.parts.append(f'<rect {place}{extra} fill="{fill}"/>')

    def disc(self, x: float, y: float, r: float, fill: str) -> None:
        self.parts.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="{fill}"/>')

    def ring(self, x: float, y: float, r: float, stroke: str, width: float) -> None:
        place = f'cx="{number(x)}" cy="{number(y)}" r="{number(r)}"'
        self.parts.append(f'<circle {place} fill="none" stroke="{stroke}" stroke-width="{number(width)}"/>')

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """A filled polygon."""
        self.path("M" + " ".join(f"{number(x)} {number(y)}" for x, y in points) + "z", fill)

    def path(self, d: str, fill: str) -> None:
        self.parts.append(f'<path fill="{fill}" d="{d}"/>')

    def stroke(self, d: str, colour: str, width: float, *, cap: str = "", dashes: str = "") -> None:
        extra = f' stroke-linecap="{cap}"' if cap else ""
        extra += f' stroke-dasharray="{dashes}"' if dashes else ""
        look = f'fill="none" stroke="{colour}" stroke-width="{number(width)}"{extra}'
        self.parts.append(f'<path {look} d="{d}"/>')

    def half(self, x: float, y: float, r: float, degrees: float, fill: str) -> None:
        """Half a disc whose round side looks towards `degrees`."""
        (x1, y1), (x2, y2) = polar(x, y, r, degrees - 90), polar(x, y, r, degrees + 90)
        arc = f"A{number(r)} {number(r)} 0 0 1 {number(x2)} {number(y2)}z"
        self.path(f"M{number(x1)} {number(y1)}{arc}", fill)

    def quarter(self, x: float, y: float, r: float, degrees: float, fill: str) -> None:
        """A quarter of a disc with its corner at (x, y), opening from `degrees` clockwise."""
        (x1, y1), (x2, y2) = polar(x, y, r, degrees), polar(x, y, r, degrees + 90)
        arc = f"A{number(r)} {number(r)} 0 0 1 {number(x2)} {number(y2)}z"
        self.path(f"M{number(x)} {number(y)}L{number(x1)} {number(y1)}{arc}", fill)

    def turned(self, degrees: float, x: float, y: float) -> None:
        """Everything until `end` is turned about (x, y)."""
        self.parts.append(f'<g transform="rotate({number(degrees)} {number(x)} {number(y)})">')

    def end(self) -> None:
        self.parts.append("</g>")

    def svg(self) -> str:
        body = "".join(self.parts)
        size = f'viewBox="0 0 {self.width} {self.height}" preserveAspectRatio="xMidYMid slice"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>'


def pts(*values: float) -> str:
    """Coordinates for a path, separated by spaces."""
    return " ".join(number(value) for value in values)
