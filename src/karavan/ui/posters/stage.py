"""Compositions of the stage: theatre, music, dance, cinema."""

import math
from collections.abc import Callable

from karavan.ui.posters.canvas import Canvas, Stream, polar, pts
from karavan.ui.posters.palette import Paints

Composition = Callable[[Canvas, Stream, Paints], None]


def _curtain(c: Canvas, s: Stream, p: Paints) -> None:
    """Hanging folds that part over a lit half-disc."""
    count = s.whole(6, 10)
    fold = c.width / count
    middle = s.real(0.3, 0.7) * (count - 1)
    depth = s.real(0.5, 0.75)
    sun = c.side * s.real(0.16, 0.26)
    c.disc((middle + 0.5) * fold, c.height * s.real(0.86, 1.0), sun, p.spark)
    pointed = s.chance(0.5)
    for i in range(count):
        away = abs(i - middle) / count
        long = c.height * min(1.05, 1 - depth + 1.5 * depth * away + s.real(-0.05, 0.05))
        x, narrow = i * fold, fold * s.real(0.08, 0.16)
        tip = fold * (0.9 if pointed else 0.45)
        sides = f"M{pts(x, 0)}H{pts(x + fold - 1)}L{pts(x + fold - narrow, long - tip)}"
        left = f"{pts(x + narrow, long - tip)}z"
        end = f"L{pts(x + fold / 2, long)}L{left}" if pointed else f"Q{pts(x + fold / 2, long + tip)} {left}"
        c.path(sides + end, p.first if i % 2 else p.second)


def _masks(c: Canvas, s: Stream, p: Paints) -> None:
    """Joy and sorrow: one face cut in two by a slanted edge."""
    w, h, x, y = c.width, c.height, c.width * s.real(0.42, 0.58), c.height * s.real(0.48, 0.56)
    r, turn = c.side * s.real(0.36, 0.44), s.real(-28, 28)
    c.turned(turn, x, y)
    c.rect(x, -h, w * 2, h * 3, p.third)
    c.half(x, y, r, 180, p.first)
    c.half(x, y, r, 0, p.second)
    eye, gap = r * s.real(0.16, 0.22), r * 0.42
    c.half(x - gap, y - r * 0.15, eye, 270 if s.chance(0.5) else 90, p.third)
    c.half(x + gap, y - r * 0.15, eye, 90 if s.chance(0.5) else 270, p.ground)
    mouth, lift = r * s.real(0.42, 0.5), r * 0.28
    c.quarter(x, y + lift, mouth, 90, p.third)
    c.path(
        f"M{pts(x, y + lift + mouth)}V{pts(y + lift)}"
        f"A{pts(mouth, mouth)} 0 0 1 {pts(x + mouth, y + lift + mouth)}z",
        p.ground,
    )
    c.rect(x - r * 0.06, y - r * 0.2, r * 0.12, r * 0.42, p.spark)
    c.end()


def _spotlights(c: Canvas, s: Stream, p: Paints) -> None:
    """Cones of light crossing above a floor of boards."""
    w, h = c.width, c.height
    floor = h * s.real(0.68, 0.78)
    for i in range(s.whole(2, 3)):
        top, spot, half = s.real(0.05, 0.95) * w, s.real(0.2, 0.8) * w, w * s.real(0.09, 0.17)
        c.shape(
            [(top - 6, -4), (top + 6, -4), (spot + half, floor), (spot - half, floor)],
            (p.first, p.third, p.first)[i],
        )
        c.path(
            f"M{pts(spot - half, floor)}A{pts(half, half * 0.28)} 0 0 0 {pts(spot + half, floor)}z", p.spark
        )
    boards, vanish = s.whole(7, 11), s.real(0.3, 0.7) * w
    c.rect(0, floor + half * 0.28, w, h, p.second)
    for i in range(0, boards, 2):
        left, right = (i - 1) * w * 1.4 / boards - w * 0.2, i * w * 1.4 / boards - w * 0.2
        y = floor + half * 0.28
        c.shape([((left + vanish) / 2, y), ((right + vanish) / 2, y), (right, h), (left, h)], p.first)
    x, size = s.real(0.3, 0.7) * w, c.side * s.real(0.1, 0.14)
    c.shape([(x - size * 0.8, floor + 6), (x, floor - size * 2.4), (x + size * 0.8, floor + 6)], p.second)
    c.disc(x, floor - size * 2.3, size * 0.55, p.spark)


def _rings(c: Canvas, s: Stream, p: Paints) -> None:
    """A record, or a sound spreading over the sheet."""
    x, y = c.width * s.real(0.25, 0.75), c.height * s.real(0.3, 0.7)
    r = c.side * s.real(0.1, 0.14)
    c.disc(x, y, r * 0.62, p.spark)
    i, step = 0, s.real(1.0, 1.5)
    while r < c.width * 0.95 and i < 14:
        thick = c.side * s.real(0.012, 0.055)
        c.ring(x, y, r + thick / 2, (p.first, p.second, p.first, p.third)[i % 4], thick)
        r += thick + c.side * s.real(0.018, 0.04) * step
        i += 1
    if s.chance(0.45):
        # The arm of a record player.
        hx, hy = c.width * s.pick([0.06, 0.94]), c.height * s.real(0.06, 0.3)
        c.disc(hx, hy, c.side * 0.09, p.spark)
        c.stroke(f"M{pts(hx, hy)}L{pts((hx + x) / 2, y + c.side * 0.2)}L{pts(x, y)}", p.spark, c.side * 0.022)


def _keys(c: Canvas, s: Stream, p: Paints) -> None:
    """A keyboard tilted across the sheet."""
    w, h = c.width, c.height
    c.disc(w * s.real(0.15, 0.85), h * s.real(0.15, 0.4), c.side * s.real(0.14, 0.24), p.spark)
    c.turned(s.pick([-24, -16, -8, 8, 16, 24]), w / 2, h / 2)
    count, top = s.whole(8, 11), h * s.real(0.34, 0.5)
    key = w * 1.5 / count
    c.rect(-w / 4, top, w * 1.5, h * 1.2, p.first)
    d = "".join(f"M{pts(-w / 4 + i * key, top)}v{pts(h)}" for i in range(1, count))
    c.stroke(d, p.ground, 3)
    skip, lit = s.whole(0, 6), s.whole(2, count - 3)
    c.rect(-w / 4 + lit * key + 1.5, top, key - 3, h, p.third)
    for i in range(1, count):
        if (i + skip) % 7 not in (0, 3):
            c.rect(-w / 4 + (i - 0.3) * key, top, key * 0.6, h * 0.32, p.second)
    c.rect(-w / 4, top - h * 0.05, w * 1.5, h * 0.05, p.second)
    c.end()


def _equaliser(c: Canvas, s: Stream, p: Paints) -> None:
    """Loudness as bars about a slanted axis."""
    w, h, count = c.width, c.height, s.whole(11, 17)
    c.disc(w * s.real(0.2, 0.8), h * 0.5, c.side * s.real(0.26, 0.38), p.third)
    c.turned(s.pick([-30, -18, 0, 18, 30]), w / 2, h / 2)
    bar, wave, phase = w * 1.2 / count, s.real(0.5, 1.4), s.real(0, 6)
    lit = s.whole(3, count - 4)
    for i in range(count):
        tall = h * (0.14 + 0.5 * abs(math.sin(i * wave + phase)) * s.real(0.6, 1.1))
        fill = p.spark if i == lit else (p.first if i % 3 else p.second)
        c.rect(-w * 0.1 + i * bar, h / 2 - tall, bar * 0.62, tall * s.real(1.5, 2), fill, round_=bar * 0.31)
    c.end()


def _staff(c: Canvas, s: Stream, p: Paints) -> None:
    """Five lines bent like a wind, with notes on them."""
    w, h = c.width, c.height
    y0, y1, bend = h * s.real(0.25, 0.55), h * s.real(0.2, 0.55), h * s.real(-0.6, 0.6)
    gap = c.side * s.real(0.07, 0.095)
    lines = "".join(
        f"M{pts(-5, y0 + at)}C{pts(w * 0.35, y0 + bend + at, w * 0.65, y1 - bend + at, w + 5, y1 + at)}"
        for at in (i * gap for i in range(5))
    )
    c.stroke(lines, p.first, c.side * 0.014)
    for i in range(s.whole(4, 6)):
        t = 0.1 + i * 0.15 + s.real(0, 0.06)
        k = 1 - t
        y = (
            k**3 * y0
            + 3 * k * k * t * (y0 + bend)
            + 3 * k * t * t * (y1 - bend)
            + t**3 * y1
            + s.whole(0, 8) * gap / 2
        )
        x, r = w * (k * k * t * 3 * 0.35 + 3 * k * t * t * 0.65 + t**3), gap * s.real(0.55, 0.9)
        up = -1 if s.chance(0.6) else 1
        fill = p.spark if i == 1 else p.second
        c.rect(x + (r - 5 if up < 0 else -r), y if up > 0 else y - gap * 3, 5, gap * 3, fill)
        c.disc(x, y, r, fill)


def _ribbons(c: Canvas, s: Stream, p: Paints) -> None:
    """Ribbons thrown through the air."""
    w, h = c.width, c.height
    c.disc(w * s.real(0.2, 0.8), h * s.real(0.25, 0.75), c.side * s.real(0.18, 0.3), p.third)
    for i, fill in enumerate(s.mixed([p.first, p.second, p.first, p.spark])[: s.whole(3, 4)]):
        y, wave = h * s.real(0.1, 0.9), h * s.real(0.4, 0.9) * (1 if i % 2 else -1)
        thick = c.side * (0.05 if fill == p.spark else s.real(0.08, 0.17))
        middle = w * s.real(0.35, 0.65)
        d = f"M{pts(-20, y)}C{pts(w * 0.2, y - wave, middle - w * 0.1, y - wave, middle, h / 2)}"
        d += f"S{pts(w * 0.85, y + wave, w + 20, h - y)}"
        c.stroke(d, fill, thick)


def _dancer(c: Canvas, s: Stream, p: Paints) -> None:
    """A figure of a disc, a wedge and two arcs in a turn."""
    w, h, side = c.width, c.height, c.side
    x, y, lean = w * s.real(0.4, 0.6), h * 0.5, s.real(-24, 24)
    c.disc(w * s.real(0.2, 0.8), h * s.real(0.4, 0.6), side * s.real(0.34, 0.44), p.third)
    c.turned(lean, x, y)
    skirt = side * s.real(0.24, 0.32)
    c.half(x, y + side * 0.12, skirt, 270, p.first)
    for i in range(s.whole(2, 4)):
        r = skirt + side * (0.06 + 0.055 * i)
        c.stroke(
            f"M{pts(x - r, y + side * 0.12)}A{pts(r, r)} 0 0 1 {pts(x + r, y + side * 0.12)}",
            p.first,
            side * 0.016,
        )
    c.shape(
        [(x - side * 0.11, y - side * 0.24), (x + side * 0.11, y - side * 0.24), (x, y + side * 0.1)],
        p.second,
    )
    leg = s.real(-0.2, 0.2) * side
    c.stroke(f"M{pts(x, y + side * 0.1)}L{pts(x + leg, y + side * 0.6)}", p.second, side * 0.05)
    c.stroke(
        f"M{pts(x, y + side * 0.1)}L{pts(x - side * s.real(0.15, 0.4), y + side * s.real(0.3, 0.5))}",
        p.second,
        side * 0.05,
    )
    arm = side * s.real(0.28, 0.4)
    c.stroke(
        f"M{pts(x - arm, y - side * 0.4)}Q{pts(x, y - side * 0.05, x + arm, y - side * s.real(0.2, 0.5))}",
        p.second,
        side * 0.045,
        cap="round",
    )
    c.disc(x, y - side * 0.34, side * 0.07, p.spark)
    c.end()


def _fan(c: Canvas, s: Stream, p: Paints) -> None:
    """Half-discs turning about one point, like the phases of a spin."""
    x, y = c.width * s.real(0.35, 0.65), c.height * s.real(0.4, 0.6)
    count, start, r = s.whole(5, 8), s.real(0, 360), c.side * s.real(0.24, 0.34)
    for i in range(count):
        turn = start + i * 360 / count
        px, py = polar(x, y, r * s.real(0.75, 0.95), turn)
        c.half(px, py, r, turn + s.pick([60, 90]), (p.first, p.second, p.third)[i % 3])
    c.disc(x, y, r * s.real(0.25, 0.4), p.spark)


def _beam(c: Canvas, s: Stream, p: Paints) -> None:
    """A projector's beam from one edge to a screen at the other."""
    w, h = c.width, c.height
    flip = s.chance(0.5)
    y, thin = h * s.real(0.2, 0.8), h * s.real(0.02, 0.06)
    top, bottom = h * s.real(-0.1, 0.25), h * s.real(0.6, 0.95)
    lamp = w * s.real(0.14, 0.26)
    c.turned(180 if flip else 0, w / 2, h / 2)
    c.shape([(lamp, y - thin), (w, top), (w, bottom), (lamp, y + thin)], p.second)
    if s.chance(0.6):
        c.shape(
            [
                (lamp, y),
                (w, top + (bottom - top) * s.real(0.3, 0.45)),
                (w, top + (bottom - top) * s.real(0.55, 0.7)),
            ],
            p.spark,
        )
    body = c.side * s.real(0.13, 0.18)
    c.rect(lamp - body * 1.5, y - body * 0.5, body * 1.5, body, p.first)
    c.disc(lamp - body * 1.1, y - body * 0.95, body * 0.6, p.first)
    c.disc(lamp - body * 0.15, y - body * 0.8, body * 0.42, p.first)
    c.disc(lamp - body * 1.1, y - body * 0.95, body * 0.18, p.ground)
    c.end()
    hole = c.side * s.real(0.04, 0.06)
    for row in (h - hole * 1.8, hole * 0.8) if s.chance(0.5) else (h - hole * 1.8, h - hole * 4):
        d = "".join(
            f"M{pts(i * hole * 2 + 6, row)}h{pts(hole)}v{pts(hole)}h{pts(-hole)}z"
            for i in range(int(w / hole / 2) + 1)
        )
        c.path(d, p.third)


def _reel(c: Canvas, s: Stream, p: Paints) -> None:
    """A reel with its holes and a tail of film."""
    w, h = c.width, c.height
    x, y, r = w * s.real(0.3, 0.7), h * s.real(0.38, 0.55), c.side * s.real(0.32, 0.42)
    way = 1 if s.chance(0.5) else -1
    end = w if way > 0 else 0
    drop = h * s.real(0.82, 0.95)
    film = c.side * s.real(0.1, 0.15)
    d = f"M{pts(x, y + r - film / 2)}C{pts(x + way * r, y + r, x + way * r, drop, end + way * 10, drop)}"
    c.stroke(d, p.first, film)
    c.stroke(d, p.ground, film * 0.5, dashes=f"{film * 0.7:.0f} {film * 0.3:.0f}")
    c.disc(x, y, r, p.first)
    c.ring(x, y, r * 0.93, p.third, r * 0.04)
    holes, start = s.whole(3, 6), s.real(0, 120)
    for i in range(holes):
        hx, hy = polar(x, y, r * 0.56, start + i * 360 / holes)
        c.disc(hx, hy, r * (0.32 - holes * 0.022), p.second if i else p.spark)
    c.disc(x, y, r * 0.12, p.ground)


def _frames(c: Canvas, s: Stream, p: Paints) -> None:
    """A strip of film: something moves from frame to frame."""
    w, h = c.width, c.height
    c.turned(s.pick([-32, -20, -10, 10, 20, 32]), w / 2, h / 2)
    tall = h * s.real(0.5, 0.66)
    top, step = (h - tall) / 2, tall * s.real(0.7, 0.95)
    c.rect(-w / 2, top, w * 2, tall, p.first)
    hole = tall * 0.07
    count = int(w * 1.5 / (hole * 2.2))
    d = "".join(
        f"M{pts(-w / 4 + i * hole * 2.2, y)}h{pts(hole)}v{pts(hole)}h{pts(-hole)}z"
        for y in (top + hole * 0.6, top + tall - hole * 1.6)
        for i in range(min(count, 20))
    )
    c.path(d, p.ground)
    rise, start = s.real(-0.16, 0.16), s.real(0.35, 0.65)
    kind = s.whole(0, 2)
    for i in range(-1, int(w * 1.2 / step) + 1):
        x, y, size = i * step, top + tall * 0.18, tall * 0.64
        c.rect(x, y, step * 0.92, size, p.second if i % 2 else p.third)
        cx, cy = x + step * (0.3 + 0.1 * (i + 1)), y + size * min(0.75, max(0.25, start + rise * i))
        if kind == 0:
            c.disc(cx, cy, size * 0.2, p.spark)
        elif kind == 1:
            c.rect(cx - size * 0.17, cy - size * 0.17, size * 0.34, size * 0.34, p.spark, turn=i * 22)
        else:
            c.half(cx, cy, size * 0.24, i * 45, p.spark)
    c.end()


STAGE: dict[str, tuple[Composition, ...]] = {
    "theatre": (_curtain, _masks, _spotlights),
    "music": (_rings, _keys, _equaliser, _staff),
    "dance": (_ribbons, _dancer, _fan),
    "cinema": (_beam, _reel, _frames),
}
