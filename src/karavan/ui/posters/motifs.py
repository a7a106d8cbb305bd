"""Small things that stand for a kind of culture: a mask, a horn, a kite. Layouts set them huge, tiny and
aslant.

A motif draws about its spot with two paints and the paint behind it, in about 400 bytes.
"""

from collections.abc import Callable, Sequence

from karavan.ui.posters.canvas import Canvas, Point, polar, pts


class Spot:
    """A place on the canvas with a unit of its own: (0, 0) is its middle, 1 its radius."""

    def __init__(self, canvas: Canvas, x: float, y: float, r: float) -> None:
        self.canvas = canvas
        self.x, self.y, self.r = x, y, r

    def at(self, u: float, v: float) -> Point:
        return self.x + u * self.r, self.y + v * self.r

    def shape(self, points: Sequence[Point], fill: str) -> None:
        self.canvas.shape([self.at(*point) for point in points], fill)

    def disc(self, u: float, v: float, k: float, fill: str) -> None:
        self.canvas.disc(*self.at(u, v), k * self.r, fill)

    def ring(self, u: float, v: float, k: float, stroke: str, width: float) -> None:
        self.canvas.ring(*self.at(u, v), k * self.r, stroke, width * self.r)

    def rect(self, u: float, v: float, wide: float, tall: float, fill: str, turn: float = 0) -> None:
        self.canvas.rect(*self.at(u, v), wide * self.r, tall * self.r, fill, turn=turn)

    def half(self, u: float, v: float, k: float, degrees: float, fill: str) -> None:
        self.canvas.half(*self.at(u, v), k * self.r, degrees, fill)

    def quarter(self, u: float, v: float, k: float, degrees: float, fill: str) -> None:
        self.canvas.quarter(*self.at(u, v), k * self.r, degrees, fill)

    def line(self, points: Sequence[Point], colour: str, width: float, cap: str = "") -> None:
        d = "M" + "L".join(pts(*self.at(*point)) for point in points)
        self.canvas.stroke(d, colour, width * self.r, cap=cap)


Motif = Callable[[Spot, str, str, str], None]


def mask(s: Spot, a: str, b: str, behind: str) -> None:
    """A face of the stage, half of it in shadow."""
    s.shape([(-0.8, -0.9), (0.8, -0.9), (0.8, 0), (-0.8, 0)], a)
    s.half(0, -0.02, 0.8, 90, a)
    s.shape([(0, -0.9), (0.8, -0.9), (0.8, 0), (0, 0)], b)
    s.quarter(0, -0.02, 0.8, 0, b)
    s.half(-0.38, -0.3, 0.24, 270, behind)
    s.half(0.38, -0.3, 0.24, 270, behind)
    s.half(0, 0.18, 0.42, 90, behind)


def crown(s: Spot, a: str, b: str, behind: str) -> None:
    """A crown of tin."""
    s.shape([(-0.9, 0.6), (-0.9, -0.5), (-0.45, 0), (0, -0.75), (0.45, 0), (0.9, -0.5), (0.9, 0.6)], a)
    s.shape([(0, 0.6), (0, -0.75), (0.45, 0), (0.9, -0.5), (0.9, 0.6)], b)
    s.rect(-0.9, 0.28, 1.8, 0.12, behind)
    for u, v in ((-0.9, -0.62), (0, -0.88), (0.9, -0.62)):
        s.disc(u, v, 0.15, a)


def note(s: Spot, a: str, b: str, behind: str) -> None:
    """Two quavers under one beam."""
    s.shape([(-0.36, -0.9), (0.88, -0.62), (0.88, -0.24), (-0.36, -0.52)], b)
    s.rect(-0.48, -0.9, 0.14, 1.4, a)
    s.rect(0.76, -0.6, 0.14, 1.4, a)
    s.disc(-0.66, 0.5, 0.34, a)
    s.disc(0.58, 0.78, 0.34, a)
    s.disc(0.58, 0.78, 0.12, behind)


def horn(s: Spot, a: str, b: str, behind: str) -> None:
    """The horn of a gramophone."""
    s.shape([(-0.7, 0.5), (0.3, -1), (1, 0.2)], a)
    s.shape([(-0.7, 0.5), (0.66, -0.4), (1, 0.2)], b)
    x, y = s.at(0.65, -0.4)
    place = f'cx="{x:.0f}" cy="{y:.0f}" rx="{s.r * 0.7:.0f}" ry="{s.r * 0.24:.0f}"'
    look = f'fill="{behind}" stroke="{a}" stroke-width="{s.r * 0.1:.1f}"'
    s.canvas.parts.append(f'<ellipse {place} transform="rotate(60 {x:.0f} {y:.0f})" {look}/>')
    s.disc(-0.7, 0.5, 0.3, a)
    s.disc(-0.7, 0.5, 0.12, behind)


def leap(s: Spot, a: str, b: str, behind: str) -> None:
    """A dancer in the air."""
    s.line([(-1, 0.5), (0, 0.12), (0.95, 0.62)], a, 0.2)
    s.line([(-0.75, -0.85), (0.05, -0.35), (0.9, -0.6)], a, 0.16)
    s.shape([(-0.3, -0.5), (0.34, -0.46), (0, 0.2)], b)
    s.half(0.02, 0.1, 0.55, 200, b)
    s.disc(0.08, -0.76, 0.2, a)
    s.disc(0.08, -0.76, 0.07, behind)


def skirt(s: Spot, a: str, b: str, behind: str) -> None:
    """A skirt in a turn, seen from above."""
    for i in range(6):
        x, y = polar(s.x, s.y, s.r * 0.48, i * 60)
        s.canvas.half(x, y, s.r * 0.5, i * 60 + 70, a if i % 2 else b)
    s.disc(0, 0, 0.26, behind)
    s.disc(0, 0, 0.15, a)


def camera(s: Spot, a: str, b: str, behind: str) -> None:
    """A film camera with two reels."""
    s.rect(-0.8, -0.1, 1.2, 0.8, a)
    s.shape([(0.4, 0.18), (1, -0.12), (1, 0.72), (0.4, 0.42)], b)
    s.disc(-0.5, -0.48, 0.42, a)
    s.disc(0.22, -0.42, 0.32, b)
    s.disc(-0.5, -0.48, 0.16, behind)
    s.disc(0.22, -0.42, 0.12, behind)
    s.disc(-0.2, 0.3, 0.2, behind)


def eye(s: Spot, a: str, b: str, behind: str) -> None:
    """An eye that looks at a screen."""
    x0, y0 = s.at(-1, 0)
    x1, y1 = s.at(1, 0)
    bow = f"Q{pts(s.x, s.y - s.r * 1.24, x1, y1)}Q{pts(s.x, s.y + s.r * 1.24, x0, y0)}z"
    s.canvas.path(f"M{pts(x0, y0)}{bow}", a)
    s.disc(0, 0, 0.5, behind)
    s.disc(0, 0, 0.4, b)
    s.half(0, 0, 0.4, 320, a)
    s.disc(0.1, -0.1, 0.12, behind)


def frame(s: Spot, a: str, b: str, behind: str) -> None:
    """A framed picture of next to nothing."""
    s.rect(-0.8, -0.95, 1.6, 1.9, a)
    s.rect(-0.6, -0.75, 1.2, 1.5, behind)
    s.half(0.6, 0.2, 0.72, 180, b)
    s.rect(-0.42, -0.5, 0.36, 0.36, a, turn=24)


def amphora(s: Spot, a: str, b: str, behind: str) -> None:
    """A vessel from a glass case."""
    s.half(0, -0.12, 0.72, 90, a)
    s.quarter(0, -0.12, 0.72, 0, b)
    s.shape([(-0.72, -0.1), (-0.24, -0.62), (0.24, -0.62), (0.72, -0.1)], a)
    s.rect(-0.4, -0.95, 0.8, 0.16, a)
    s.rect(-0.24, -0.82, 0.48, 0.24, b)
    s.shape([(-0.2, 0.55), (0.2, 0.55), (0.42, 0.95), (-0.42, 0.95)], a)
    s.rect(-0.72, -0.2, 1.44, 0.1, behind)


def volume(s: Spot, a: str, b: str, behind: str) -> None:
    """An open book in flight."""
    s.shape([(0, -0.35), (-1, -0.72), (-1, 0.48), (0, 0.85)], a)
    s.shape([(0, -0.35), (1, -0.72), (1, 0.48), (0, 0.85)], b)
    for v in (-0.3, 0, 0.3):
        s.line([(-0.84, v - 0.16), (-0.2, v + 0.08)], behind, 0.08)
    s.quarter(0.16, 0.55, 0.6, 270, behind)


def nib(s: Spot, a: str, b: str, behind: str) -> None:
    """The nib of a pen."""
    s.shape([(-0.34, -1), (0.34, -1), (0.62, 0), (0, 1), (-0.62, 0)], a)
    s.shape([(0, -1), (0.34, -1), (0.62, 0), (0, 1)], b)
    s.rect(-0.34, -0.86, 0.68, 0.14, behind)
    s.line([(0, 0.04), (0, 1)], behind, 0.07)
    s.disc(0, -0.02, 0.16, behind)


def bulb(s: Spot, a: str, b: str, behind: str) -> None:
    """A lamp that goes on in a head."""
    s.disc(0, -0.28, 0.68, a)
    s.half(0, -0.28, 0.68, 0, b)
    s.shape([(-0.4, 0.2), (0.4, 0.2), (0.28, 0.56), (-0.28, 0.56)], a)
    for v in (0.6, 0.8):
        s.rect(-0.3, v, 0.6, 0.13, b)
    s.line([(-0.24, -0.34), (-0.08, -0.02), (0.08, -0.34), (0.24, -0.02)], behind, 0.08)


def megaphone(s: Spot, a: str, b: str, behind: str) -> None:
    """A voice thrown across a square."""
    s.shape([(-0.55, -0.26), (0.7, -0.9), (0.7, 0.9), (-0.55, 0.26)], a)
    s.shape([(-0.55, 0), (0.7, 0), (0.7, 0.9), (-0.55, 0.26)], b)
    s.rect(-0.95, -0.26, 0.4, 0.52, b)
    s.rect(0.7, -1, 0.14, 2, a)
    s.shape([(-0.5, 0.28), (-0.2, 0.42), (-0.06, 0.95), (-0.4, 0.95)], a)
    s.disc(0.34, -0.02, 0.14, behind)


def tower(s: Spot, a: str, b: str, behind: str) -> None:
    """A tower in three tiers."""
    s.rect(-0.56, 0.1, 1.12, 0.9, a)
    s.rect(0, 0.1, 0.56, 0.9, b)
    s.rect(-0.38, -0.4, 0.76, 0.5, b)
    s.rect(-0.38, -0.4, 0.38, 0.5, a)
    s.shape([(-0.46, -0.4), (0, -1.05), (0.46, -0.4)], a)
    s.half(0, 0.66, 0.24, 270, behind)
    s.rect(-0.24, 0.65, 0.48, 0.35, behind)
    s.disc(0, -0.14, 0.13, behind)


def pillar(s: Spot, a: str, b: str, behind: str) -> None:
    """A column with its scrolls."""
    s.rect(-0.4, -0.5, 0.8, 1.3, a)
    s.rect(0.08, -0.5, 0.32, 1.3, b)
    s.rect(-0.16, -0.4, 0.08, 1.2, behind)
    s.rect(-0.86, -0.98, 1.72, 0.2, a)
    for u in (-0.58, 0.58):
        s.disc(u, -0.62, 0.3, b if u > 0 else a)
        s.disc(u, -0.62, 0.12, behind)
    s.rect(-0.66, 0.8, 1.32, 0.2, a)


def star(s: Spot, a: str, b: str, behind: str) -> None:
    """A star of the square, faceted."""
    tips = [polar(0, 0, 1 if i % 2 == 0 else 0.4, i * 36 - 90) for i in range(10)]
    s.shape(tips, a)
    for i in range(0, 10, 2):
        s.shape([(0, 0), tips[i], tips[(i + 1) % 10]], b)
    s.disc(0, 0, 0.1, behind)


def pinwheel(s: Spot, a: str, b: str, behind: str) -> None:
    """A paper wheel in the wind."""
    for i in range(4):
        turn = i * 90 + 20
        s.shape([(0, 0), polar(0, 0, 1, turn), polar(0, 0, 0.72, turn + 52)], a)
        s.shape([(0, 0), polar(0, 0, 0.72, turn + 52), polar(0, 0, 0.42, turn + 78)], b)
    s.disc(0, 0, 0.14, behind)


def kite(s: Spot, a: str, b: str, behind: str) -> None:
    """A kite with its tail."""
    s.shape([(0, -1), (0.66, -0.25), (0, 0.62), (-0.66, -0.25)], a)
    s.shape([(0, -1), (0.66, -0.25), (0, -0.25)], b)
    s.shape([(0, -0.25), (0, 0.62), (-0.66, -0.25)], b)
    s.line([(0, 0.6), (0.26, 0.8), (-0.1, 1), (0.24, 1.2)], a, 0.06)
    s.disc(0, -0.25, 0.09, behind)


def boat(s: Spot, a: str, b: str, behind: str) -> None:
    """A boat folded of paper."""
    s.shape([(-1, 0.02), (1, 0.02), (0.56, 0.66), (-0.56, 0.66)], a)
    s.shape([(0, -0.92), (0.5, 0.02), (-0.5, 0.02)], b)
    s.shape([(0, -0.92), (0, 0.02), (-0.5, 0.02)], a)
    s.shape([(0, 0.66), (0.36, 0.12), (1, 0.02), (0.56, 0.66)], b)
    s.rect(-1, 0.82, 2, 0.09, behind)


def compass(s: Spot, a: str, b: str, behind: str) -> None:
    """A compass."""
    s.disc(0, 0, 0.95, a)
    s.disc(0, 0, 0.76, behind)
    s.shape([polar(0, 0, 0.72, -60), polar(0, 0, 0.2, 30), polar(0, 0, 0.2, 210)], b)
    s.shape([polar(0, 0, 0.72, 120), polar(0, 0, 0.2, 30), polar(0, 0, 0.2, 210)], a)
    s.disc(0, 0, 0.08, behind)


def tram(s: Spot, a: str, b: str, behind: str) -> None:
    """A tram on its way."""
    s.line([(-0.3, -0.5), (0.1, -0.98), (0.5, -0.98)], a, 0.08)
    s.rect(-1, -0.55, 2, 1.15, a)
    s.rect(-1, 0.14, 2, 0.24, b)
    for u in (-0.86, -0.26, 0.34):
        s.rect(u, -0.4, 0.48, 0.42, behind)
    for u in (-0.55, 0.55):
        s.disc(u, 0.66, 0.26, b)
        s.disc(u, 0.66, 0.1, behind)


def gear(s: Spot, a: str, b: str, behind: str) -> None:
    """A wheel with teeth."""
    for i in range(4):
        s.rect(-0.17, -1, 0.34, 2, a, turn=i * 45)
    s.disc(0, 0, 0.76, a)
    s.half(0, 0, 0.76, 315, b)
    s.disc(0, 0, 0.34, behind)


def arrow(s: Spot, a: str, b: str, behind: str) -> None:
    """This way."""
    s.shape([(-1, -0.3), (0.1, -0.3), (0.1, -0.8), (1, 0), (-1, 0)], a)
    s.shape([(-1, 0.3), (0.1, 0.3), (0.1, 0.8), (1, 0), (-1, 0)], b)
    s.rect(-0.78, -0.3, 0.14, 0.6, behind)


MOTIFS: dict[str, tuple[Motif, Motif]] = {
    "theatre": (mask, crown),
    "music": (note, horn),
    "dance": (leap, skirt),
    "cinema": (camera, eye),
    "exhibition": (frame, amphora),
    "book": (volume, nib),
    "lecture": (bulb, megaphone),
    "heritage": (tower, pillar),
    "feast": (star, pinwheel),
    "children": (kite, boat),
    "tour": (compass, tram),
    "other": (gear, arrow),
}
