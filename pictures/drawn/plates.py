"""Sheets of the book that are no pages: colours, type, grid, poster families, states, printed things."""

from collections.abc import Callable

import segno

from karavan.ui.posters import FAMILIES
from pictures.drawn.canvas import Canvas
from pictures.drawn.lettering import BOLD, HEAD, MEDIUM, TEXT, Letters
from pictures.drawn.parts import EVENTS, badge, mark
from pictures.drawn.sheet import document, style
from pictures.drawn.tokens import SCHEMES, contrast, palette, size, text_of

WIDTH = 1760
MARGIN = 70
ROLES = (
    "paper",
    "paper-2",
    "ink",
    "muted",
    "line",
    "line-strong",
    "steel",
    "malachite",
    "warning",
    "error",
    "band",
    "band-ink",
    "band-muted",
)
KINDS = tuple(f"kind-{family}" for family in FAMILIES)


def _plate(title: str, draw: Callable[[Canvas], float]) -> str:
    letters = Letters()
    canvas = Canvas(letters)
    canvas.line_of_text(MARGIN, 116, title, 64, face=HEAD, track=-0.02)
    height = draw(canvas) + MARGIN
    ground = f'<path class="l" fill="var(--paper)" d="M0 0h{WIDTH}v{height:g}H0z"/>'
    body = f'{ground}<g class="l">{canvas.svg()}</g>'
    names = {"l": "light", "d": "dark"} | {f"s{place}": name for place, name in enumerate(SCHEMES)}
    used = {cls: name for cls, name in names.items() if f'class="{cls}"' in body}
    return document(WIDTH, height, body, letters, style(used, body), title)


def _swatches(c: Canvas, x: float, y: float, room: float, scheme: str) -> float:
    """Every role on its ground: the paint, its value, and its contrast to the paper."""
    colours = palette(scheme)
    c.rect(
        x,
        y,
        room,
        60 + 40 * (len(ROLES) + len(KINDS)),
        colours["paper"],
        stroke=colours["line-strong"],
        line=1,
    )
    c.line_of_text(x + 20, y + 40, scheme, 24, face=HEAD, fill=colours["ink"])
    y += 56
    for name in (*ROLES, *KINDS):
        colour = colours[name]
        c.rect(x + 20, y + 4, 64, 32, colour, stroke=colours["line-strong"], line=1)
        c.line_of_text(x + 98, y + 26, name, 16, face=BOLD, fill=colours["ink"])
        ground = colours["band"] if name in {"band-ink", "band-muted"} else colours["paper"]
        figure = f"{contrast(colour, ground):.1f}" if name not in {"paper", "paper-2", "line", "band"} else ""
        c.line_of_text(x + room - 112, y + 26, colour, 15, fill=colours["ink"], anchor="end")
        c.line_of_text(x + room - 20, y + 26, figure, 17, face=BOLD, fill=colours["ink"], anchor="end")
        y += 40
    return y


def _colours(c: Canvas) -> float:
    c.text(
        MARGIN,
        140,
        "Figures are contrast to the paper (of band-ink and band-muted: to the band), computed from "
        "tokens.css. Text needs 4.5, controls 3.",
        20,
        fill="muted",
    )
    room = (WIDTH - 2 * MARGIN - 40) / 2
    low = 0.0
    for place, scheme in enumerate(("light", "dark")):
        low = _swatches(c, MARGIN + place * (room + 40), 200, room, scheme)
    return low


def _low_vision(c: Canvas) -> float:
    room = (WIDTH - 2 * MARGIN - 80) / 3
    for place, scheme in enumerate(SCHEMES):
        colours = palette(scheme)
        x, ink = MARGIN + place * (room + 40), colours["ink"]
        c.rect(x, 170, room, 640, colours["paper"], stroke=ink, line=3)
        c.text(x + 30, 200, scheme, 26, face=HEAD, fill=ink)
        c.line_of_text(
            x + 30, 430, f"{contrast(ink, colours['paper']):.1f}", 190, face=HEAD, fill=ink, track=-0.07
        )
        c.text(
            x + 30, 490, "Сегодня в городе 54 события", 34, room=room - 60, face=HEAD, fill=ink, leading=1.3
        )
        c.text(
            x + 30,
            640,
            "Один цвет чернил. Отличия — словом, знаком и толщиной линии.",
            26,
            room=room - 60,
            fill=ink,
            leading=1.75,
            track=0.06,
        )
    return 810


def _type(c: Canvas) -> float:
    """Each size as it stands on a desktop, with its pixels at both widths."""
    y = 160.0
    scale = (
        ("size-day", "27", HEAD),
        ("size-h1", "Сегодня в городе 54 события", HEAD),
        ("size-h2", "Как попасть, шаг за шагом", HEAD),
        ("size-h3", "Органные сумерки: Бах и Франк", HEAD),
        ("size-lead", "26 бесплатных · 7 для детей · 17 точно без ступеней", TEXT),
        ("size-text", "Приносите свой телефон или пользуйтесь компьютером библиотеки.", TEXT),
        ("size-small", "Обследовано 14 мая 2026, МБУ «Доступный город»", MEDIUM),
    )
    for name, words, face in scale:
        wide, narrow = size(name, 1280), size(name, 360)
        tall = max(wide * (0.86 if name == "size-day" else 1.2), 58)
        c.rect(MARGIN, y, WIDTH - 2 * MARGIN, 1, "line-strong")
        c.line_of_text(MARGIN, y + 32, name, 19, face=BOLD)
        c.line_of_text(MARGIN, y + 54, f"{narrow:.0f} – {wide:.0f} px", 17, fill="muted")
        if name == "size-day":
            c.numeral(360, y + 26, words, wide)
            c.numeral(900, y + 26, words, narrow, "ink")
        else:
            c.line_of_text(360, y + tall * 0.76, words, wide, face=face, track=-0.02 if face == HEAD else 0)
            c.line_of_text(1350, y + tall * 0.76, words[:18], narrow, face=face, fill="muted")
        y += tall + 26
    c.text(
        MARGIN,
        y + 10,
        "Unbounded speaks, Golos Text reads. Figures in columns are tabular and end-aligned. Body leading "
        "1.5, heads 1.12; a measure is 42 rem. The low-vision panel multiplies everything by 1.5 or 2.",
        20,
        room=WIDTH - 2 * MARGIN,
        fill="muted",
    )
    return y + 80


def _grid(c: Canvas) -> float:
    """Margins and columns at the three widths, then the scale of gaps."""
    x = float(MARGIN)
    for wide, columns in ((360, 1), (768, 2), (1280, 3)):
        scale = 0.62
        w, edge = wide * scale, size("edge", wide) * scale
        c.rect(x, 170, w, 380, "paper-2", stroke="line-strong", line=1)
        c.rect(x, 170, w, 40, "none", stroke="line-strong", line=1)
        c.rect(x, 208, w, 3, "ink")
        gap = 24 * scale
        room = (w - 2 * edge - gap * (columns - 1)) / columns
        for place in range(columns):
            left = x + edge + place * (room + gap)
            for row in range(4):
                tall = room * 0.75 if columns > 1 else 90
                if 230 + (row + 1) * (tall + 50) < 545:
                    c.poster(left, 230 + row * (tall + 50), room, tall, FAMILIES[(place + row * 3) % 12], "7")
                    c.rect(left, 238 + row * (tall + 50) + tall, room * 0.8, 8, "ink")
                    c.rect(left, 252 + row * (tall + 50) + tall, room * 0.55, 6, "line-strong")
        c.line_of_text(
            x,
            584,
            f"{wide} px: margin {size('edge', wide):.0f}, {columns} column{'s' * (columns > 1)}",
            18,
            face=BOLD,
        )
        x += w + 60
    c.text(
        MARGIN,
        604,
        "No width is a device: the navigation joins the logo from 56 rem, filters stand beside the list from "
        "60 rem, and cards ask their own container whether to lie or to stand. A page is 80 rem at most.",
        20,
        room=WIDTH - 2 * MARGIN,
        fill="muted",
    )
    x, y = float(MARGIN), 700.0
    for step in range(1, 9):
        side = size(f"gap-{step}", 1280)
        c.rect(x, y, side, side, "steel")
        c.line_of_text(x, y + 106, f"gap-{step}", 17, face=BOLD)
        c.line_of_text(x, y + 128, f"{side:.0f} px", 16, fill="muted")
        x += max(side, 60) + 56
    for token in ("rule", "stroke"):
        thick = size(token, 1280)
        c.rect(x, y + 20, 140, thick, "ink")
        c.line_of_text(x, y + 106, f"{token} {text_of(token)}", 17, face=BOLD)
        x += 190
    return y + 140


def _families(c: Canvas) -> float:
    """Twelve families, five seeds each: the same event is always the same poster."""
    columns = 6
    room = (WIDTH - 2 * MARGIN - 28 * (columns - 1)) / columns
    y = 170.0
    for place, family in enumerate(FAMILIES):
        x, top = MARGIN + place % columns * (room + 28), y + place // columns * (room * 2.42 + 50)
        c.line_of_text(x, top + 16, family, 22, face=HEAD, fill=f"kind-{family}")
        c.poster(x, top + 32, room, room * 4 / 3, family, "1")
        small = (room - 12) / 2
        for number, seed in enumerate(("2", "3", "4", "5")):
            left, row = x + number % 2 * (small + 12), number // 2
            c.poster(left, top + 44 + room * 4 / 3 + row * (small + 12), small, small, family, seed)
    return y + 2 * (room * 2.42 + 50) - 20


def _states(c: Canvas) -> float:
    """What can be the matter with a thing, in the form it takes everywhere."""
    y = 170.0
    left = (
        ("cancelled", "error", "отменено", "grey poster, struck date, why, where the money is"),
        ("moved", "warning", "перенесено", "new place or time first, the old one struck below"),
        ("sold out", "warning", "мест нет", "the next sessions that have seats"),
        ("demo", "steel", "демо", "dashed, on every card and in the foot of the page"),
        ("free", "malachite", "бесплатно", "a word, never 0 ₽"),
    )
    for name, tone, word, note in left:
        c.line_of_text(MARGIN, y + 30, name, 24, face=HEAD)
        badge(c, MARGIN + 240, y + 12, word, tone, "4 3" if name == "demo" else "")
        c.line_of_text(MARGIN + 380, y + 29, note, 18, fill="muted")
        c.rule(MARGIN, y + 56, 830)
        y += 62
    for name, value, note in (
        ("access: yes", "yes", "full square: surveyed, with date and by whom"),
        ("access: no", "no", "crossed square: surveyed, it is not"),
        ("access: unknown", "unknown", "broken ring: nobody has looked; never reads as yes"),
    ):
        c.line_of_text(MARGIN, y + 30, name, 24, face=HEAD)
        mark(c, MARGIN + 290, y + 23, value, " ", 18)
        c.line_of_text(MARGIN + 330, y + 29, note, 18, fill="muted")
        c.rule(MARGIN, y + 56, 830)
        y += 62
    x, top = 960.0, 170.0
    c.rect(x, top, 730, 190, "none", stroke="ink", line=3)
    c.text(x + 34, top + 28, "Такого пока нет", 28, face=HEAD)
    c.text(x + 34, top + 72, "Empty: what there is not, why, and three ways on.", 19, fill="muted")
    for place, way in enumerate(("12 — без «до 100 ₽»", "Подписаться")):
        c.link(x + 34 + place * 230, top + 120, way, 19)
    top += 220
    c.text(
        x,
        top,
        "Loading: the page stands, the part that comes is quiet; nothing jumps when it comes.",
        19,
        room=730,
        fill="muted",
    )
    for row in range(2):
        for part, wide in enumerate((0.55, 0.8, 0.3)):
            c.rect(x + 130, top + 70 + row * 120 + part * 26, 560 * wide, 14, "line")
        c.rect(x, top + 66 + row * 120, 104, 104, "paper-2", stroke="line", line=1)
    top += 320
    c.rect(x, top, 730, 84, "paper", stroke="line", line=1)
    c.rect(x, top, 8, 84, "error")
    c.icon("circle-alert", x + 26, top + 18, 24, "error")
    c.line_of_text(x + 66, top + 38, "Дата «31 ноября» не нашлась", 19, face=BOLD)
    c.line_of_text(
        x + 66, top + 65, "Error: said at its place, nothing lost, what to do. Пример: 2026-11-30.", 17
    )
    return max(y, top + 90)


def _code(c: Canvas, x: float, y: float, side: float) -> None:
    """The QR code of a short address."""
    rows = segno.make("https://karavan.example/e/27", error="m", micro=False).matrix
    unit = side / len(rows)
    dark = (
        f"M{column} {row}h1v1h-1z" for row, line in enumerate(rows) for column, bit in enumerate(line) if bit
    )
    c.parts.append(
        f'<path transform="translate({x:.1f} {y:.1f})scale({unit:.3f})" d="{"".join(dark)}" fill="#16181d"/>'
    )


def _printed(c: Canvas) -> float:
    """The door poster and the card of a link; paper is white, ink is black, one colour."""
    event = EVENTS[0]
    for x, w, name in (
        (float(MARGIN), 595.0, "A4, 595 × 842 pt"),
        (730.0, 421.0, "A3 on a door, seen from five metres"),
    ):
        k = w / 595
        y, h = 180.0, w * 842 / 595
        c.rect(x, y, w, h, "#ffffff", stroke="line-strong", line=1)
        c.poster(x, y, w, 360 * k, event.family, event.seed)
        c.line_of_text(x + 36 * k, y + 530 * k, "27", 196 * k, face=HEAD, fill="#c2410c", track=-0.07)
        c.text(x + 352 * k, y + 384 * k, "ноября,\nпятница", 32 * k, face=HEAD, fill="#16181d")
        c.line_of_text(x + 352 * k, y + 530 * k, "19:00", 60 * k, face=HEAD, fill="#16181d", track=-0.04)
        c.text(x + 40 * k, y + 556 * k, "Вишнёвый сад", 50 * k, room=515 * k, face=HEAD, fill="#16181d")
        c.text(
            x + 40 * k,
            y + 626 * k,
            "Новый Художественный театр\nул. Васенко, 100 · вход без ступеней",
            19 * k,
            fill="#16181d",
        )
        c.line_of_text(x + 40 * k, y + 720 * k, "от 400 ₽ · 16+", 24 * k, face=BOLD, fill="#16181d")
        c.rect(x + 40 * k, y + 750 * k, 515 * k, 3 * k, "#16181d")
        c.line_of_text(
            x + 40 * k, y + 790 * k, "Караван · афиша Челябинска", 15 * k, face=BOLD, fill="#16181d"
        )
        _code(c, x + 440 * k, y + 622 * k, 115 * k)
        c.line_of_text(x, y + h + 32, name, 18, face=BOLD)
    x, y = 1200.0, 180.0
    c.rect(x, y, 490, 257, "#fbfaf7", stroke="line-strong", line=1)
    c.poster(x + 270, y, 220, 257, event.family, event.seed)
    c.line_of_text(x + 20, y + 96, "27", 110, face=HEAD, fill="#c2410c", track=-0.07)
    c.text(x + 20, y + 112, "ноября, 19:00", 17, face=HEAD, fill="#16181d")
    c.text(x + 20, y + 144, "Вишнёвый сад", 24, room=240, face=HEAD, fill="#16181d")
    c.line_of_text(x + 20, y + 232, "Караван", 15, face=HEAD, fill="#16181d")
    c.line_of_text(x, y + 290, "Open Graph card, 1200 × 630", 18, face=BOLD)
    c.text(
        x,
        y + 320,
        "The date is read first, the name second; the poster is the event's own. No logo larger than a word. "
        "The QR stands in a quiet zone of four modules and leads to the short address.",
        19,
        room=490,
        fill="muted",
    )
    return 1080


PLATES: dict[str, tuple[str, Callable[[Canvas], float]]] = {
    "colours": ("Colours", _colours),
    "low-vision": ("Low vision", _low_vision),
    "type": ("Type", _type),
    "grid": ("Grid and spacing", _grid),
    "posters": ("Poster families", _families),
    "states": ("States", _states),
    "printed": ("Printed and shared", _printed),
}


def plates() -> dict[str, str]:
    return {name: _plate(title, draw) for name, (title, draw) in PLATES.items()}
