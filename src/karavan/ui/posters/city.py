"""Compositions of streets and squares: feast, children, tour, other."""

import math
from collections.abc import Callable

from karavan.ui.posters.canvas import Canvas, Stream, polar, pts
from karavan.ui.posters.palette import Paints

Composition = Callable[[Canvas, Stream, Paints], None]


def _rays(c: Canvas, s: Stream, p: Paints) -> None:
    """A sun whose rays reach every edge."""
    x, y = c.width * s.real(0.2, 0.8), c.height * s.real(0.25, 0.75)
    count, start, far = s.whole(9, 15), s.real(0, 40), c.width * 1.3
    for i in range(count):
        turn = start + i * 360 / count
        wide = 360 / count * s.real(0.42, 0.62)
        c.shape(
            [(x, y), polar(x, y, far, turn), polar(x, y, far, turn + wide)],
            p.second if i % 3 == 1 else p.first,
        )
    r = c.side * s.real(0.15, 0.22)
    c.disc(x, y, r * 1.18, p.ground)
    c.disc(x, y, r, p.third)
    c.half(x, y, r, s.real(0, 360), p.spark)


def _flags(c: Canvas, s: Stream, p: Paints) -> None:
    """Lines of bunting over a square."""
    w, h = c.width, c.height
    c.disc(w * s.real(0.2, 0.8), h * s.real(0.66, 0.86), c.side * s.real(0.14, 0.24), p.spark)
    fills = [p.first, p.second, p.third]
    for row in range(3):
        y0, y1 = h * (0.02 + 0.27 * row + s.real(0, 0.1)), h * (0.02 + 0.27 * row + s.real(0, 0.1))
        sag, count = h * s.real(0.08, 0.2), s.whole(5, 8)
        c.stroke(f"M{pts(-4, y0)}Q{pts(w / 2, (y0 + y1) / 2 + sag * 2, w + 4, y1)}", p.second, 3)
        square = s.chance(0.3)
        for i in range(count):
            (x0, a), (x1, b) = (
                (w * t, (1 - t) ** 2 * y0 + 2 * t * (1 - t) * ((y0 + y1) / 2 + sag * 2) + t * t * y1)
                for t in ((i + 0.14) / count, (i + 0.86) / count)
            )
            drop = c.side * s.real(0.15, 0.2)
            tail = (
                [(x1, b + drop), ((x0 + x1) / 2, (a + b) / 2 + drop * 0.7), (x0, a + drop)]
                if square
                else [((x0 + x1) / 2, (a + b) / 2 + drop)]
            )
            c.shape([(x0, a), (x1, b), *tail], fills[(i + row) % 3])


def _salute(c: Canvas, s: Stream, p: Paints) -> None:
    """Fireworks as wheels of strokes and dots."""
    w, h = c.width, c.height
    bursts = s.whole(3, 4)
    for i in range(bursts):
        x, y = w * ((i + 0.5) / bursts + s.real(-0.06, 0.06)), h * s.real(0.2, 0.62)
        r, count, start = c.side * s.real(0.2, 0.38), s.whole(8, 11), s.real(0, 40)
        fill = (p.first, p.third, p.second, p.spark)[i]
        tips = [start + j * 360 / count for j in range(count)]
        d = "".join(
            "M" + "L".join(pts(*map(round, polar(x, y, r * k, a))) for k in (0.3, 0.78)) for a in tips
        )
        c.stroke(d, fill, c.side * s.real(0.016, 0.034))
        dots = "".join(f"M{pts(*map(round, polar(x, y, r, a)))}h0" for a in tips)
        c.stroke(dots, p.spark if i % 2 else fill, c.side * 0.04, cap="round")
        c.disc(x, y, r * 0.12, p.spark)
    houses, x = s.whole(5, 8), 0.0
    for i in range(houses):
        wide = w / houses
        c.rect(x, h * s.real(0.78, 0.93), wide + 0.6, h, p.second if i % 2 else p.first)
        x += wide


def _ornament(c: Canvas, s: Stream, p: Paints) -> None:
    """A woven border of rhombs, as on towels and carpets of the Urals."""
    across = s.whole(2, 4)
    cols, rows = (across, max(2, round(across * c.height / c.width)))
    if c.height > c.width:
        cols, rows = max(2, round(across * c.width / c.height)), across
    cell = c.width / cols
    tall = c.height / rows
    lit, kind = s.whole(0, cols * rows - 1), s.whole(0, 2)
    mid, core = s.real(0.3, 0.42), s.real(0.14, 0.26)
    cores: list[str] = []
    alt: list[str] = []
    outer: list[str] = []
    inner: list[str] = []
    for i in range(cols * rows):
        x, y = (i % cols + 0.5) * cell, (i // cols + 0.5) * tall

        def at(k: float, x: float = x, y: float = y) -> str:
            corners = (x, y - tall * k), (x + cell * k, y), (x, y + tall * k), (x - cell * k, y)
            return "M" + " ".join(pts(*corner) for corner in corners) + "z"

        outer.append(at(0.5))
        inner.append(at(mid))
        (cores if (i % cols + i // cols + kind) % 2 else alt).append(at(core))
        if i == lit:
            spark = at(mid)
    c.path("".join(outer), p.first)
    c.path("".join(inner), p.ground if kind else p.third)
    c.path("".join(cores), p.second)
    c.path("".join(alt), p.third if kind else p.first)
    c.path(spark, p.spark)
    if kind == 2:
        for y, tip in ((0, tall * 0.24), (c.height, -tall * 0.24)):
            d = "".join(
                f"M{pts(i * cell - cell * 0.2, y)}h{pts(cell * 0.4)}L{pts(i * cell, y + tip)}z"
                for i in range(cols + 1)
            )
            c.path(d, p.second)


def _blocks(c: Canvas, s: Stream, p: Paints) -> None:
    """Toy blocks: every tile holds a quarter, a half, a disc or a wedge."""
    cols = s.whole(3, 4) if c.width >= c.height else 3
    cell = c.width / cols
    rows = math.ceil(c.height / cell)
    top = (c.height - rows * cell) / 2
    fills = [p.first, p.second, p.third, p.spark]
    for i in range(cols * rows):
        x, y = i % cols * cell, top + i // cols * cell
        back, front = s.mixed(fills)[:2]
        if s.chance(0.55):
            c.rect(x, y, cell + 0.5, cell + 0.5, back)
        match s.whole(0, 4):
            case 0:
                corner = s.whole(0, 3)
                c.quarter(
                    x + cell * (corner in (1, 2)), y + cell * (corner in (2, 3)), cell, corner * 90, front
                )
            case 1:
                c.disc(x + cell / 2, y + cell / 2, cell * s.real(0.3, 0.46), front)
            case 2:
                side = s.whole(0, 3) * 90
                mx, my = polar(x + cell / 2, y + cell / 2, cell / 2, side + 180)
                c.half(mx, my, cell / 2, side, front)
            case 3:
                c.shape([(x, y + cell), (x + cell * s.pick([0, 0.5, 1]), y), (x + cell, y + cell)], front)
            case _:
                c.ring(x + cell / 2, y + cell / 2, cell * 0.3, front, cell * 0.18)


def _pyramid(c: Canvas, s: Stream, p: Paints) -> None:
    """A stacking toy of rings, or two of them."""
    w, h = c.width, c.height
    toys = s.whole(1, 2) if w >= h else 1
    fills = [p.first, p.second, p.third]
    c.half(w * s.real(0.1, 0.9), h, c.side * s.real(0.3, 0.5), 270, p.third)
    for toy in range(toys):
        x = w * ((toy + 0.5) / toys + s.real(-0.06, 0.06))
        count, y = s.whole(4, 6), h * 0.96
        tall = h * s.real(0.64, 0.8) / count
        for i in range(count):
            wide = c.side * (0.36 - 0.27 * i / count) * s.real(0.9, 1.12)
            y -= tall
            c.rect(
                x - wide + s.real(-6, 6),
                y,
                wide * 2,
                tall * 0.92,
                fills[(i + toy) % 3],
                round_=s.pick([tall * 0.46, tall * 0.46, 4]),
            )
        r = tall * s.real(0.5, 0.7)
        c.disc(x, y - r * 0.9, r, p.spark)
    for _ in range(s.whole(1, 3)):
        c.disc(w * s.real(0.04, 0.96), h * s.real(0.06, 0.3), c.side * s.real(0.02, 0.05), p.spark)


def _rainbow(c: Canvas, s: Stream, p: Paints) -> None:
    """Bouncing arcs with a ball at their end."""
    w, h = c.width, c.height
    floor = h * s.real(0.84, 0.94)
    c.rect(0, floor, w, h, p.second)
    x = w * s.real(-0.2, 0.06)
    fills = [p.first, p.third, p.spark, p.second]
    for i in range(s.whole(2, 3)):
        r = c.side * s.real(0.34, 0.56) * (1 - 0.12 * i)
        bands = s.whole(3, 4)
        for j in range(bands):
            c.half(x + r, floor, r * (1 - j / (bands + 0.6)), 270, fills[(i + j) % 4])
        c.half(x + r, floor, r * (1 - bands / (bands + 0.6)), 270, p.ground)
        x += r * 2 + c.side * s.real(-0.06, 0.05)
    c.disc(w * s.real(0.55, 0.9), h * s.real(0.14, 0.34), c.side * s.real(0.08, 0.15), p.spark)


def _bird(c: Canvas, s: Stream, p: Paints) -> None:
    """A toy bird of quarters and halves."""
    w, h, side = c.width, c.height, c.side
    x, y, r = w * s.real(0.42, 0.58), h * s.real(0.5, 0.6), side * s.real(0.26, 0.34)
    c.disc(w * s.pick([0.14, 0.86]), h * s.real(0.14, 0.3), side * s.real(0.08, 0.14), p.spark)
    mirror = s.chance(0.5)
    if mirror:
        c.parts.append(f'<g transform="matrix(-1 0 0 1 {w} 0)">')
        x = w - x
    c.half(x, y, r, s.real(80, 100), p.first)
    c.quarter(x - r, y, r * s.real(0.7, 1), 180, p.third)
    c.disc(x + r * 0.62, y - r * 0.3, r * s.real(0.44, 0.56), p.first)
    c.shape(
        [(x + r * 1.05, y - r * 0.5), (x + r * s.real(1.5, 1.8), y - r * 0.25), (x + r * 1.05, y - r * 0.05)],
        p.spark,
    )
    c.disc(x + r * 0.72, y - r * 0.4, r * 0.11, p.ground)
    c.quarter(x - r * 0.25, y + r * 0.05, r * s.real(0.5, 0.75), s.pick([0, 90]), p.second)
    for step in (-0.2, 0.2):
        c.rect(x + step * r, y + r * 0.9, r * 0.07, r * 0.5, p.second)
    if mirror:
        c.end()
    c.rect(0, y + r * 1.4, w, h, p.third)
    for i in range(s.whole(3, 6)):
        c.half(w * s.real(0, 1), y + r * 1.4, side * s.real(0.05, 0.12), 270, p.second if i % 2 else p.third)


def _route(c: Canvas, s: Stream, p: Paints) -> None:
    """A walk drawn over the blocks of a city plan."""
    w, h = c.width, c.height
    cols, rows = (5, 4) if w > h else (4, 5)
    sx, sy, gap = w / cols, h / rows, c.side * s.real(0.03, 0.045)
    river = s.whole(0, rows - 1)
    for i in range(cols * rows):
        if i // cols != river and not s.chance(0.12):
            c.rect(
                i % cols * sx + gap,
                i // cols * sy + gap,
                sx - gap * 2,
                sy - gap * 2,
                s.pick([p.third, p.third, p.second]),
            )
    c.rect(0, river * sy + sy * 0.24, w, sy * 0.5, p.first)
    x, y, points = 0, s.whole(1, rows - 1), []
    points.append((0.0, y * sy))
    while x < cols - 1:
        x += s.whole(1, 2)
        points.append((min(x, cols - 0.5) * sx, y * sy))
        y = s.whole(1, rows - 1) if x < cols - 1 else y
        points.append((min(x, cols - 0.5) * sx, y * sy))
    c.stroke("M" + "L".join(pts(*point) for point in points), p.spark, gap * 1.1)
    for px, py in points[1:-1:2]:
        c.disc(px, py, gap * 1.3, p.ground)
        c.disc(px, py, gap * 0.7, p.spark)
    ex, ey = points[-1]
    pin = c.side * s.real(0.07, 0.1)
    c.disc(ex, ey - pin * 1.6, pin, p.spark)
    c.shape([(ex - pin * 0.86, ey - pin * 1.1), (ex, ey), (ex + pin * 0.86, ey - pin * 1.1)], p.spark)
    c.disc(ex, ey - pin * 1.6, pin * 0.42, p.ground)


def _contours(c: Canvas, s: Stream, p: Paints) -> None:
    """Height lines of a hill with a flag on its top."""
    x, y = c.width * s.real(0.3, 0.7), c.height * s.real(0.42, 0.6)
    levels, spin = s.whole(5, 7), s.real(0, 6)
    wave = [s.real(0.86, 1.2) for _ in range(7)]
    fills = [p.first, p.third, p.ground, p.first, p.second, p.third, p.first]
    for level in range(levels, 0, -1):
        r = c.side * 0.15 * level * 0.86
        ring = [polar(x, y, r * wave[k] * (1.25 if k % 3 else 1), spin * 60 + k * 360 / 7) for k in range(7)]
        middles = [
            ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)
        ]
        d = (
            "M"
            + pts(*middles[-1])
            + "".join(f"Q{pts(*corner, *end)}" for corner, end in zip(ring, middles, strict=True))
        )
        c.path(d + "z", fills[level - 1])
    pole = c.side * s.real(0.24, 0.32)
    c.rect(x - 2.5, y - pole, 5, pole, p.second if levels % 2 else p.ground)
    way = s.pick([-1, 1])
    c.shape([(x, y - pole), (x + way * pole * 0.6, y - pole * 0.78), (x, y - pole * 0.55)], p.spark)


def _road(c: Canvas, s: Stream, p: Paints) -> None:
    """A road to the horizon."""
    w, h = c.width, c.height
    line, vanish = h * s.real(0.4, 0.56), w * s.real(0.25, 0.75)
    c.disc(vanish + w * s.real(-0.2, 0.2), line, c.side * s.real(0.16, 0.28), p.spark)
    for _ in range(s.whole(1, 3)):
        x, half, top = w * s.real(0, 1), w * s.real(0.16, 0.34), line - h * s.real(0.1, 0.26)
        c.shape([(x - half, line + 1), (x, top), (x + half, line + 1)], p.third)
    c.rect(0, line, w, h, p.first)
    left, right = w * s.real(-0.1, 0.3), w * s.real(0.7, 1.1)
    c.shape([(vanish - 3, line), (vanish + 3, line), (right, h), (left, h)], p.second)
    for t0, t1 in ((0.05, 0.12), (0.18, 0.3), (0.4, 0.58), (0.72, 1.0)):
        foot = (left + right) / 2

        def edge(t: float, k: float) -> tuple[float, float]:
            return vanish + (foot - vanish) * t + k * t * w * 0.022, line + (h - line) * t  # noqa: B023

        c.shape([edge(t0, -1), edge(t0, 1), edge(t1, 1), edge(t1, -1)], p.ground)
    for i in range(s.whole(3, 5)):
        t = 0.12 + i * 0.14
        x = vanish + (left - w * 0.16 - vanish) * t if i % 2 else vanish + (right + w * 0.16 - vanish) * t
        y, tall = line + (h - line) * t, h * 0.42 * t + 8
        c.shape([(x - tall * 0.3, y), (x, y - tall), (x + tall * 0.3, y)], p.third)


def _wedge(c: Canvas, s: Stream, p: Paints) -> None:
    """A wedge drives into a disc."""
    w, h, side = c.width, c.height, c.side
    x, y, r = w * s.real(0.5, 0.68), h * s.real(0.42, 0.6), side * s.real(0.26, 0.36)
    c.turned(s.pick([0, 0, 90, 180]), w / 2, h / 2)
    c.shape([(w * s.real(0.4, 0.9), -h), (w * 2, -h), (w * 2, h * 2), (w * s.real(0.2, 0.6), h * 2)], p.third)
    c.disc(x, y, r, p.first)
    reach = x + r * s.real(-0.2, 0.3)
    c.shape(
        [
            (w * s.real(-0.3, 0), h * s.real(-0.2, 0.2)),
            (reach, y),
            (w * s.real(-0.1, 0.2), h * s.real(0.7, 1.1)),
        ],
        p.second,
    )
    for _ in range(s.whole(3, 6)):
        long = side * s.real(0.1, 0.34)
        c.rect(
            w * s.real(0, 0.9),
            h * s.real(0, 0.95),
            long,
            side * s.real(0.016, 0.04),
            p.spark,
            turn=s.real(-50, 50),
        )
    c.end()


def _dots(c: Canvas, s: Stream, p: Paints) -> None:
    """A screen of dots that swells towards one place."""
    cols = s.whole(6, 7)
    cell = c.width / cols
    rows = min(8, math.ceil(c.height / cell))
    fx, fy = c.width * s.real(0.1, 0.9), c.height * s.real(0.1, 0.9)
    c.half(fx, fy, c.side * s.real(0.5, 0.7), s.pick([0, 45, 90, 180, 225, 270]), p.third)
    best = min(
        range(cols * rows),
        key=lambda i: math.hypot((i % cols + 0.5) * cell - fx, (i // cols + 0.5) * cell - fy),
    )
    d: dict[int, str] = {}
    for i in range(cols * rows):
        x, y = (i % cols + 0.5) * cell, (i // cols + 0.5) * cell
        size = max(2, round(11 * (1 - math.hypot(x - fx, y - fy) / c.width / 1.1)))
        if i == best:
            c.disc(x, y, cell * 0.46, p.spark)
        else:
            d[size] = d.get(size, "") + f"M{pts(round(x), round(y))}h0"
    for size, path in d.items():
        c.stroke(path, p.first if size > 5 else p.second, cell * 0.08 * size, cap="round")


def _stripes(c: Canvas, s: Stream, p: Paints) -> None:
    """Slanted stripes behind a cut disc."""
    w, h = c.width, c.height
    c.turned(s.pick([-45, -30, 30, 45, 60]), w / 2, h / 2)
    y, i = -h * 0.6, 0
    while y < h * 1.6:
        thick = c.side * s.real(0.03, 0.13)
        c.rect(-w, y, w * 3, thick, (p.first, p.second, p.third)[i % 3])
        y += thick + c.side * s.real(0.05, 0.14)
        i += 1
    x, y, r, cut = (
        w * s.real(0.35, 0.65),
        h * s.real(0.38, 0.62),
        c.side * s.real(0.24, 0.34),
        s.pick([0, 90, 180, 270]),
    )
    c.disc(x, y, r, p.ground)
    c.half(x, y, r * 0.86, cut, p.spark)
    c.half(x, y, r * s.real(0.4, 0.7), cut + 180, p.second)
    c.end()


CITY: dict[str, tuple[Composition, ...]] = {
    "feast": (_rays, _flags, _salute, _ornament),
    "children": (_blocks, _pyramid, _rainbow, _bird),
    "tour": (_route, _contours, _road),
    "other": (_wedge, _dots, _stripes),
}
