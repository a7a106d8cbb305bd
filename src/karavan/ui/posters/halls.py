"""Compositions of quiet halls: exhibition, book, lecture, heritage."""

from collections.abc import Callable

from karavan.ui.posters.canvas import Canvas, Stream, polar, pts
from karavan.ui.posters.palette import Paints

Composition = Callable[[Canvas, Stream, Paints], None]


def _suprematist(c: Canvas, s: Stream, p: Paints) -> None:
    """Planes flying along one diagonal, crossed by a few thin bars."""
    w, h, side = c.width, c.height, c.side
    c.disc(w * s.real(0.2, 0.8), h * s.real(0.2, 0.8), side * s.real(0.2, 0.34), p.third)
    c.turned(s.pick([-38, -30, -22, 22, 30, 38]), w / 2, h / 2)
    c.rect(
        w * s.real(0.15, 0.35),
        h * s.real(0.2, 0.4),
        side * s.real(0.5, 0.7),
        side * s.real(0.24, 0.4),
        p.first,
    )
    for i in range(s.whole(4, 6)):
        long, thick = side * s.real(0.3, 0.9), side * s.real(0.02, 0.06)
        c.rect(
            w * s.real(0, 0.5),
            h * (0.08 + 0.15 * i) + s.real(-8, 8),
            long,
            thick,
            (p.second, p.first, p.third)[i % 3],
        )
    c.rect(
        w * s.real(0.5, 0.7),
        h * s.real(0.35, 0.6),
        side * s.real(0.16, 0.26),
        side * s.real(0.16, 0.3),
        p.second,
    )
    c.end()
    square = side * s.real(0.09, 0.16)
    c.rect(w * s.real(0.1, 0.8), h * s.real(0.1, 0.8), square, square, p.spark, turn=s.real(0, 80))
    x, long = w * s.real(0.1, 0.9), side * s.real(0.5, 0.9)
    c.rect(x, h * s.real(0, 0.3), side * 0.016, long, p.second, turn=s.real(-20, 20))


def _grid(c: Canvas, s: Stream, p: Paints) -> None:
    """A wall divided into panes, some of them painted."""
    gap = c.side * s.real(0.022, 0.034)
    panes: list[tuple[float, float, float, float]] = [(0, 0, c.width, c.height)]
    for _ in range(s.whole(7, 11)):
        panes.sort(key=lambda pane: -pane[2] * pane[3])
        x, y, w, h = panes.pop(0)
        cut = s.real(0.28, 0.72)
        if w * s.real(0.7, 1.4) > h:
            panes += [(x, y, w * cut, h), (x + w * cut, y, w * (1 - cut), h)]
        else:
            panes += [(x, y, w, h * cut), (x, y + h * cut, w, h * (1 - cut))]
    fills = [p.spark, p.first, p.second, p.third, p.first, p.second]
    for i, (x, y, w, h) in enumerate(s.mixed(panes)):
        if i < 6:
            c.rect(x + gap / 2, y + gap / 2, w - gap, h - gap, fills[i])
            if i in (1, 2) and min(w, h) > c.side * 0.22:
                r = min(w, h) * s.real(0.24, 0.36)
                c.disc(x + w / 2, y + h / 2, r, p.ground if i == 1 else p.spark)
    d = "".join(f"M{pts(x, y)}h{pts(w)}v{pts(h)}" for x, y, w, h in panes)
    c.stroke(d, p.second if p.second != p.ground else p.first, gap * 0.7)


def _niches(c: Canvas, s: Stream, p: Paints) -> None:
    """A row of arches with a thing on a plinth in each."""
    w, h, count = c.width, c.height, s.whole(2, 4)
    step = w / count
    floor = h * s.real(0.78, 0.88)
    c.rect(0, floor, w, h, p.second)
    lit = s.whole(0, count - 1)
    for i in range(count):
        x, half = (i + 0.5) * step, min(step * 0.38, c.side * 0.36)
        top = floor - floor * s.real(0.7, 0.9)
        arch = (
            f"M{pts(x - half, floor)}V{pts(top + half)}"
            f"A{pts(half, half)} 0 0 1 {pts(x + half, top + half)}V{pts(floor)}z"
        )
        c.path(arch, p.third if i == lit else p.first)
        plinth = (floor - top) * s.real(0.26, 0.46)
        c.rect(x - half * 0.42, floor - plinth, half * 0.84, plinth, p.second)
        y, r = floor - plinth, half * s.real(0.36, 0.46)
        fill = p.spark if i == lit else p.ground
        match s.whole(0, 4):
            case 0:
                c.disc(x, y - r, r, fill)
            case 1:
                c.shape([(x - r, y), (x, y - r * 2.2), (x + r, y)], fill)
            case 2:
                c.rect(x - r * 0.8, y - r * 1.8, r * 1.6, r * 1.6, fill, turn=45)
            case 3:
                c.half(x, y - r * 1.5, r, 90, fill)
                c.shape([(x - r * 0.4, y), (x, y - r), (x + r * 0.4, y)], fill)
            case _:
                c.rect(x - r * 0.35, y - r * 1.5, r * 0.7, r * 1.5, fill)
                c.disc(x, y - r * 1.7, r * 0.55, fill)


def _shelf(c: Canvas, s: Stream, p: Paints) -> None:
    """Books on a shelf, a few of them leaning."""
    w, h = c.width, c.height
    floor = h * s.real(0.82, 0.9)
    c.rect(0, floor, w, h * 0.04, p.first)
    x, fills = w * s.real(0.02, 0.12), [p.first, p.second, p.third, p.spark]
    end, last, i = w * s.real(0.86, 0.98), "", 0
    while x < end and i < 15:
        thick, tall = c.side * s.real(0.06, 0.14), h * s.real(0.4, 0.74)
        fill = s.pick([one for one in fills if one != last])
        lean = s.real(6, 13) if i and s.chance(0.16) else 0
        if lean:
            c.turned(lean, x, floor)
            x += tall * 0.13
        c.rect(x if not lean else x - tall * 0.13, floor - tall, thick, tall, fill)
        mark = p.ground if fill != p.ground else p.first
        left = x if not lean else x - tall * 0.13
        c.rect(left + thick * 0.2, floor - tall * s.real(0.8, 0.92), thick * 0.6, c.side * 0.014, mark)
        if s.chance(0.4):
            c.disc(left + thick / 2, floor - tall * 0.16, thick * 0.16, mark)
        if lean:
            c.end()
            x += thick * 0.6
        x, last, i = x + thick + (2 if not lean else 6), fill, i + 1


def _open_book(c: Canvas, s: Stream, p: Paints) -> None:
    """An open book whose leaves fan out from the spine."""
    w, h, side = c.width, c.height, c.side
    x, y, r = w * s.real(0.42, 0.58), h * s.real(0.78, 0.9), side * s.real(0.62, 0.78)
    c.disc(x + s.real(-0.5, 0.5) * side, y - r * s.real(0.75, 0.95), side * s.real(0.1, 0.17), p.spark)
    leaves, low = s.whole(4, 6), s.real(4, 14)
    for way in (-1, 1):
        for i in range(leaves):
            turn = low + (82 - low) * i / leaves
            (x1, y1) = polar(x, y, r * s.real(0.85, 1), -turn)
            (x2, y2) = polar(x, y, r * s.real(0.8, 0.95), -turn - (82 - low) / leaves * 0.78)
            points = [(x, y), (x + way * (x1 - x), y1), (x + way * (x2 - x), y2)]
            c.shape(points, (p.first, p.second, p.third)[(i + (way > 0)) % 3])
    c.shape(
        [(x - side * 0.5, y + side * 0.02), (x, y), (x + side * 0.5, y + side * 0.02), (x, y + side * 0.12)],
        p.first,
    )


def _lens(c: Canvas, s: Stream, p: Paints) -> None:
    """A ray through a lens, split into knowledge."""
    w, h, side = c.width, c.height, c.side
    x, y = w * s.real(0.38, 0.56), h * s.real(0.42, 0.58)
    r, count = side * s.real(0.26, 0.36), s.whole(4, 7)
    spread = s.real(44, 76)
    c.turned(s.pick([-20, -10, 0, 10, 20, 180, 165, 195]), x, y)
    c.rect(x - w * 1.5, y - side * 0.03, w * 1.5, side * 0.06, p.spark)
    for i in range(count):
        a = -spread / 2 + spread * i / count
        c.shape(
            [(x, y), polar(x, y, w * 1.2, a), polar(x, y, w * 1.2, a + spread / count * 0.72)],
            (p.first, p.second, p.third)[i % 3],
        )
    arc = f"A{pts(r * 1.5, r * 1.5)} 0 0 1 "
    c.path(f"M{pts(x, y - r)}{arc}{pts(x, y + r)}{arc}{pts(x, y - r)}z", p.second)
    c.disc(x, y, r * s.real(0.18, 0.3), p.ground)
    c.end()


def _talk(c: Canvas, s: Stream, p: Paints) -> None:
    """Voices: speech shapes answering each other."""
    w, h, side = c.width, c.height, c.side
    for i, fill in enumerate(s.mixed([p.first, p.second, p.third])):
        bw, bh = w * s.real(0.36, 0.54), h * s.real(0.24, 0.34)
        x, y = (w * s.real(0.04, 0.2) if i % 2 else w * s.real(0.4, 0.56)), h * (0.04 + 0.3 * i)
        tail = x + bw * (0.18 if i % 2 else 0.7)
        c.rect(x, y, bw, bh, fill, round_=s.pick([0, 0, bh / 2]))
        c.shape(
            [
                (tail, y + bh - 1),
                (tail + side * 0.12, y + bh - 1),
                (tail + (-0.02 if i % 2 else 0.14) * side, y + bh + side * 0.1),
            ],
            fill,
        )
        dots = s.whole(2, 4)
        for j in range(dots):
            mark = p.spark if (i, j) == (1, 0) else p.ground
            c.disc(x + bw * (j + 1) / (dots + 1), y + bh / 2, bh * 0.13, mark)


def _steps(c: Canvas, s: Stream, p: Paints) -> None:
    """Stairs of learning with a ball on its way up."""
    w, h, count = c.width, c.height, s.whole(4, 7)
    step, rise = w / count, h * s.real(0.62, 0.78) / count
    mirror = s.chance(0.5)
    c.disc(w * (0.2 if not mirror else 0.8), h * 0.24, c.side * s.real(0.1, 0.2), p.third)
    at = s.whole(1, count - 1)
    for i in range(count):
        x = (count - 1 - i) * step if mirror else i * step
        y = h - (i + 1) * rise - h * 0.06
        c.rect(x, y, step + 0.5, h, p.first if i % 2 else p.second)
        c.rect(x, y, step + 0.5, rise * 0.22, p.third)
        if i == at:
            r = min(step * 0.46, c.side * 0.12)
            c.disc(x + step / 2, y - r, r, p.spark)


def _columns(c: Canvas, s: Stream, p: Paints) -> None:
    """A portico: pediment, columns, stairs."""
    w, h = c.width, c.height
    x, half = w * s.real(0.44, 0.56), w * s.real(0.36, 0.46)
    roof, base = h * s.real(0.3, 0.4), h * s.real(0.76, 0.84)
    if s.chance(0.6):
        c.disc(w * s.pick([0.14, 0.86]), h * s.real(0.14, 0.24), c.side * s.real(0.08, 0.13), p.spark)
    c.shape([(x - half, roof), (x, roof - h * s.real(0.18, 0.26)), (x + half, roof)], p.first)
    c.rect(x - half, roof, half * 2, h * 0.05, p.second)
    c.disc(x, roof - h * 0.06, c.side * 0.04, p.spark)
    count = s.whole(4, 7)
    step, top = half * 1.9 / count, roof + h * 0.05
    dark = s.chance(0.5)
    if dark:
        c.rect(x - half * 0.95, top, half * 1.9, base - top, p.third)
    for i in range(count):
        thick = step * s.real(0.5, 0.56)
        left = x - half * 0.95 + i * step + (step - thick) / 2
        c.rect(left, top, thick, base - top, p.first)
        c.rect(left + thick * 0.6, top, thick * 0.4, base - top, p.second)
    for i in range(s.whole(2, 4)):
        c.rect(
            x - half - i * w * 0.03,
            base + i * h * 0.06,
            half * 2 + i * w * 0.06,
            h * 0.06,
            p.second if i % 2 else p.first,
        )


def _works(c: Canvas, s: Stream, p: Paints) -> None:
    """An old ironworks: sheds with saw-tooth roofs, stacks and smoke."""
    w, h = c.width, c.height
    floor = h * s.real(0.84, 0.92)
    c.disc(w * s.real(0.15, 0.85), h * s.real(0.2, 0.36), c.side * s.real(0.12, 0.22), p.spark)
    drift = s.pick([-1, 1])
    for i in range(s.whole(2, 4)):
        x, tall, thick = (
            w * (0.12 + 0.22 * i + s.real(0, 0.08)),
            h * s.real(0.42, 0.66),
            w * s.real(0.035, 0.055),
        )
        c.shape(
            [
                (x - thick, floor),
                (x - thick * 0.6, floor - tall),
                (x + thick * 0.6, floor - tall),
                (x + thick, floor),
            ],
            p.second,
        )
        c.rect(x - thick * 0.72, floor - tall * 0.94, thick * 1.44, h * 0.03, p.third)
        for j in range(s.whole(1, 3)):
            c.disc(
                x + drift * j * w * 0.06,
                floor - tall - h * (0.03 + 0.065 * j),
                c.side * (0.03 + 0.022 * j),
                p.third,
            )
    teeth, shed = s.whole(4, 7), h * s.real(0.2, 0.3)
    tooth = w / teeth
    d = f"M0 {pts(h)}V{pts(floor - shed)}"
    for i in range(teeth):
        slope = [(i * tooth, floor - shed - h * 0.12), ((i + 1) * tooth, floor - shed)]
        d += "".join(
            f"L{pts(*point)}"
            for point in (
                slope if drift > 0 else [(slope[0][0], floor - shed), ((i + 1) * tooth, slope[0][1])]
            )
        )
        if drift < 0:
            d += f"V{pts(floor - shed)}"
    c.path(d + f"V{pts(h)}z", p.first)
    lit = s.whole(0, teeth * 2 - 1)
    for i in range(teeth * 2):
        c.rect(
            (i + 0.28) * tooth / 2,
            floor - shed * 0.62,
            tooth * 0.22,
            shed * 0.36,
            p.spark if i == lit else p.ground,
        )


def _facade(c: Canvas, s: Stream, p: Paints) -> None:
    """A merchant's house: rows of arched windows, one of them lit."""
    w, h = c.width, c.height
    cols, rows = s.whole(3, 5), 2
    wall = h * s.real(0.16, 0.26)
    left, right = w * s.real(0.04, 0.1), w * s.real(0.9, 0.96)
    step, tall = (right - left) / cols, (h - wall) / rows
    c.rect(left, wall, right - left, h, p.first)
    c.rect(left - w * 0.02, wall, right - left + w * 0.04, h * 0.035, p.second)
    middle = s.whole(0, cols - 1)
    gx, half = left + (middle + 0.5) * step, step * s.real(0.6, 0.9)
    if s.chance(0.5):
        c.shape([(gx - half, wall), (gx, wall * 0.25), (gx + half, wall)], p.second)
    else:
        c.half(gx, wall, min(half, wall * 0.8), 270, p.second)
    lit = s.whole(0, cols * rows - 1)
    for i in range(cols * rows):
        x, y = left + (i % cols + 0.5) * step, wall + (i // cols + 0.22) * tall
        r, low = step * 0.26, tall * (0.6 if i // cols else 0.55)
        pane = p.spark if i == lit else p.third
        c.path(
            f"M{pts(x - r, y + low)}V{pts(y + r)}A{pts(r, r)} 0 0 1 {pts(x + r, y + r)}V{pts(y + low)}z", pane
        )
        c.rect(x - r * 0.08, y, r * 0.16, low, p.second)
        c.rect(x - r * 1.2, y + low, r * 2.4, h * 0.018, p.second)


def _ridge(c: Canvas, s: Stream, p: Paints) -> None:
    """The Ural ridge with a stele or a sun over it."""
    w, h = c.width, c.height
    c.disc(w * s.real(0.2, 0.8), h * s.real(0.24, 0.4), c.side * s.real(0.11, 0.2), p.spark)
    for i, (light, shade) in enumerate(
        [(p.third, p.first), (p.first, p.second), (p.second, p.first)][: s.whole(2, 3)]
    ):
        x, half = w * s.real(0.15, 0.85), w * s.real(0.34, 0.6)
        top = h * (0.22 + 0.17 * i + s.real(0, 0.12))
        c.shape([(x - half, h), (x, top), (x + half * 0.18, h)], light)
        c.shape([(x, top), (x + half, h), (x + half * s.real(0, 0.3), h)], shade)
    x, size = w * s.pick([s.real(0.06, 0.2), s.real(0.8, 0.94)]), c.side * s.real(0.035, 0.05)
    if s.chance(0.6):
        top = h * s.real(0.34, 0.5)
        c.shape(
            [(x - size, h), (x - size * 0.4, top), (x, top - size), (x + size * 0.4, top), (x + size, h)],
            p.spark,
        )


HALLS: dict[str, tuple[Composition, ...]] = {
    "exhibition": (_suprematist, _grid, _niches),
    "book": (_shelf, _open_book),
    "lecture": (_lens, _talk, _steps),
    "heritage": (_columns, _works, _facade, _ridge),
}
