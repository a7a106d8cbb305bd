"""Layouts every family shares: one motif set by contrast of scale, along a diagonal, with a single spark.

They keep away from the bottom left corner, where cards cut the time into the picture.
"""

from collections.abc import Callable

from karavan.ui.posters.canvas import Canvas, Stream, polar
from karavan.ui.posters.motifs import MOTIFS, Motif, Spot
from karavan.ui.posters.palette import Paints

Layout = Callable[[Canvas, Stream, Paints, Motif], None]
Composition = Callable[[Canvas, Stream, Paints], None]


def _aslant(
    c: Canvas, motif: Motif, place: tuple[float, float, float, float], paints: tuple[str, str, str]
) -> None:
    """The motif at (x, y) with radius r, turned by degrees."""
    x, y, r, turn = place
    c.turned(turn, x, y)
    motif(Spot(c, x, y, r), *paints)
    c.end()


def _dive(c: Canvas, s: Stream, p: Paints, motif: Motif) -> None:
    """A plane cuts the sheet; the motif falls along its edge."""
    w, h, side = c.width, c.height, c.side
    top, low = w * s.real(0.46, 0.7), w * s.real(0.05, 0.3)
    c.shape([(top, 0), (w, 0), (w, h), (low, h)], p.first)
    gap = side * s.real(0.05, 0.09)
    c.shape([(top - gap * 2, 0), (top - gap, 0), (low - gap, h), (low - gap * 2, h)], p.second)
    x, y = (top + low) / 2 + w * 0.06, h * s.real(0.42, 0.5)
    c.disc(w * s.real(0.12, 0.22), h * s.real(0.14, 0.26), side * s.real(0.06, 0.1), p.spark)
    _aslant(
        c, motif, (x, y, side * s.real(0.34, 0.4), s.pick([-24, -16, 14, 22])), (p.second, p.third, p.ground)
    )


def _echo(c: Canvas, s: Stream, p: Paints, motif: Motif) -> None:
    """The motif comes nearer in four steps."""
    w, h, side = c.width, c.height, c.side
    x, y, far = w * s.real(0.6, 0.68), h * s.real(0.4, 0.48), side * s.real(0.44, 0.52)
    c.shape([(w, h * s.real(-0.1, 0.2)), (w, h), (w * s.real(0.1, 0.3), h)], p.third)
    c.disc(x + side * 0.06, y - side * 0.04, far, p.first)
    turn = s.pick([-18, -10, 10, 18])
    for r, u, v, fills in (
        (0.05, 0.08, 0.1, (p.second, p.first)),
        (0.09, 0.17, 0.24, (p.first, p.second)),
        (0.15, 0.34, 0.2, (p.second, p.first)),
    ):
        _aslant(c, motif, (w * u, h * v, side * r, turn), (*fills, p.ground))
    _aslant(c, motif, (x, y, side * s.real(0.34, 0.38), turn), (p.second, p.ground, p.spark))


def _close(c: Canvas, s: Stream, p: Paints, motif: Motif) -> None:
    """So near that the sheet cuts it."""
    w, h, side = c.width, c.height, c.side
    c.shape([(0, 0), (w * s.real(0.5, 0.9), 0), (0, h * s.real(0.5, 0.9))], p.third)
    x, y = w * s.real(0.58, 0.68), h * s.real(0.44, 0.54)
    _aslant(
        c, motif, (x, y, side * s.real(0.62, 0.72), s.pick([-32, -20, 20, 32])), (p.first, p.second, p.ground)
    )
    square = side * s.real(0.1, 0.15)
    c.rect(w * s.real(0.08, 0.16), h * s.real(0.1, 0.2), square, square, p.spark, turn=s.real(10, 70))


def _burst(c: Canvas, s: Stream, p: Paints, motif: Motif) -> None:
    """Beams out of a corner onto the motif in its disc."""
    w, h, side = c.width, c.height, c.side
    corner = s.pick([(0.0, float(h)), (float(w), float(h)), (0.0, 0.0)])
    x, y = w * s.real(0.54, 0.64), h * s.real(0.4, 0.48)
    beams, start, far = s.whole(7, 10), s.real(0, 12), (w + h) * 1.1
    for i in range(beams * 4):
        turn = start + i * 90 / beams
        middle = polar(*corner, 50, turn + 45 / beams)
        if not (-60 <= middle[0] <= w + 60 and -60 <= middle[1] <= h + 60) or i % 2:
            continue
        c.shape(
            [corner, polar(*corner, far, turn), polar(*corner, far, turn + 90 / beams)],
            p.first if i % 4 else p.third,
        )
    c.disc(x, y, side * 0.38, p.ground)
    c.disc(x, y, side * 0.345, p.second)
    _aslant(c, motif, (x, y, side * s.real(0.22, 0.25), s.pick([-14, 0, 14])), (p.ground, p.third, p.second))
    c.disc(*polar(x, y, side * 0.36, s.pick([-40, -140, -75])), side * 0.055, p.spark)


def _rails(c: Canvas, s: Stream, p: Paints, motif: Motif) -> None:
    """Bars of one direction, the motif against them."""
    w, h, side = c.width, c.height, c.side
    lean = s.pick([-42, -34, 34, 42])
    c.turned(lean, w / 2, h / 2)
    y = h / 2 - side * s.real(0.5, 0.6)
    for i in range(s.whole(4, 6)):
        thick = side * s.pick([0.03, 0.05, 0.12, 0.2])
        c.rect(
            -w + (w * s.real(0, 0.8) if i % 2 else 0), y, w * 3, thick, (p.third, p.first, p.second)[i % 3]
        )
        y += thick + side * s.real(0.05, 0.09)
    c.rect(w * s.real(0.6, 0.8), y, w, side * 0.05, p.spark)
    c.end()
    x, y = w * s.real(0.52, 0.62), h * s.real(0.4, 0.5)
    c.disc(x, y, side * 0.36, p.ground)
    _aslant(c, motif, (x, y, side * 0.27, lean / 2), (p.second, p.first, p.ground))


def _balance(c: Canvas, s: Stream, p: Paints, motif: Motif) -> None:
    """A beam on a point: the motif weighs down one end, the spark lifts the other."""
    w, h, side = c.width, c.height, c.side
    x, y = w * s.real(0.44, 0.54), h * s.real(0.64, 0.7)
    tilt, way = s.real(14, 24), s.pick([-1, 1])
    c.shape([(x - side * 0.26, h), (x, y), (x + side * 0.26, h)], p.third)
    c.turned(tilt * way, x, y)
    c.rect(x - w, y - side * 0.035, w * 2, side * 0.07, p.second)
    wide = w > h * 1.1
    r = side * (s.real(0.32, 0.36) if wide else s.real(0.28, 0.31))
    heavy = x + way * w * (0.2 if wide else 0.06)
    c.rect(heavy - r * 1.02, y - side * 0.035 - r * 2.04, r * 2.04, r * 2.04, p.first)
    motif(Spot(c, heavy, y - side * 0.035 - r * 1.02, r * 0.76), p.ground, p.third, p.first)
    c.disc(x - way * w * 0.32, y - side * 0.125, side * 0.09, p.spark)
    c.end()


def _nest(c: Canvas, s: Stream, p: Paints, motif: Motif) -> None:
    """Arcs about a corner that the motif comes out of."""
    w, h, side = c.width, c.height, c.side
    right = s.chance(0.6)
    cx, turn = (float(w), 90) if right else (0.0, 0)
    for k, fill in ((1.16, p.third), (0.98, p.ground), (0.9, p.first), (0.58, p.ground), (0.5, p.second)):
        c.quarter(cx, 0, side * k * s.real(0.97, 1.03), turn, fill)
    c.disc(w * (0.86 if right else 0.14), h * 0.16, side * s.real(0.06, 0.09), p.spark)
    x, y = w * (s.real(0.38, 0.43) if right else s.real(0.6, 0.66)), h * s.real(0.54, 0.58)
    c.disc(x, y, side * 0.39, p.ground)
    _aslant(
        c, motif, (x, y, side * s.real(0.27, 0.3), s.pick([-20, -12, 12, 20])), (p.first, p.second, p.ground)
    )


def _planes(c: Canvas, s: Stream, p: Paints, motif: Motif) -> None:
    """Three leaves laid over one another, the motif on the last."""
    w, h, side = c.width, c.height, c.side
    x, y = w * s.real(0.54, 0.62), h * s.real(0.44, 0.52)
    base = s.pick([-1, 1]) * s.real(8, 16)
    long = side * s.real(0.96, 1.08)
    for turn, u, v, fill in ((base + 34, -0.2, 0.08, p.third), (base + 17, 0.12, -0.06, p.second)):
        c.rect(x - long / 2 + u * side, y - long * 0.4 + v * side, long, long * 0.8, fill, turn=turn)
    c.rect(x - long * 0.38, y - long * 0.38, long * 0.76, long * 0.76, p.first, turn=base)
    _aslant(c, motif, (x, y, side * 0.29, base), (p.ground, p.third, p.first))
    thin = side * 0.03
    c.rect(w * s.real(0.05, 0.12), h * 0.14, side * s.real(0.3, 0.5), thin, p.spark, turn=base - 45)


LAYOUTS: tuple[Layout, ...] = (_dive, _echo, _close, _burst, _rails, _balance, _nest, _planes)


def _with_motif(layout: Layout, family: str) -> Composition:
    def compose(c: Canvas, s: Stream, p: Paints) -> None:
        layout(c, s, p, s.pick(MOTIFS[family]))

    compose.__name__ = f"{family}{layout.__name__}"
    return compose


def compositions(family: str) -> tuple[Composition, ...]:
    """The shared layouts with the motifs of a family."""
    return tuple(_with_motif(layout, family) for layout in LAYOUTS)
