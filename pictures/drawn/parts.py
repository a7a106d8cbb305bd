"""Components of the portal as drawings: cards, rows, marks of access, notices, facets, sessions, bands."""

from collections.abc import Sequence
from typing import NamedTuple

from pictures.drawn.canvas import Canvas
from pictures.drawn.lettering import BOLD, HEAD, MEDIUM, TEXT, lines, width
from pictures.drawn.screen import Screen

_WORDS = {
    "yes": "без ступеней, проверено",
    "no": "вход со ступенями",
    "unknown": "доступность не обследована",
}

_FACILITIES = {"hand": "жестовый язык", "ear": "индукционная петля", "captions": "субтитры"}


class Event(NamedTuple):
    """What a card tells; `facilities` are icons of what a session offers."""

    family: str
    seed: str
    when: str
    kind: str
    age: str
    title: str
    place: str
    price: str
    mine: str = ""
    access: str = "yes"
    facilities: tuple[str, ...] = ()
    badge: str = ""
    note: str = ""


EVENTS = (
    Event(
        "theatre",
        "11",
        "19:00",
        "Спектакль",
        "16+",
        "Вишнёвый сад",
        "Новый Художественный театр",
        "от 400 ₽",
        "212 ₽ для вас",
        "yes",
        ("hand", "ear"),
    ),
    Event(
        "children",
        "2",
        "12:00",
        "Детям",
        "0+",
        "Сказки уральского леса",
        "Детская библиотека № 16",
        "бесплатно",
        "",
        "yes",
        ("hand",),
    ),
    Event(
        "music",
        "1",
        "18:30",
        "Концерт",
        "6+",
        "Органные сумерки: Бах и Франк",
        "Зал «Родина»",
        "350 ₽",
        "175 ₽ для вас",
        "unknown",
    ),
    Event(
        "exhibition",
        "3",
        "10:00–18:00",
        "Выставка",
        "6+",
        "Город, которого нет на карте",
        "Музей изобразительных искусств",
        "200 ₽",
        "100 ₽ для вас",
        "no",
    ),
    Event(
        "book",
        "5",
        "16:00",
        "Чтения",
        "12+",
        "Читаем вслух: рассказы Чехова",
        "Библиотека имени Пушкина",
        "бесплатно",
        "",
        "yes",
        (),
        "отменено",
    ),
    Event(
        "cinema",
        "6",
        "20:10",
        "Кино",
        "12+",
        "Ночь короткого метра",
        "Киномакс",
        "от 300 ₽",
        "",
        "yes",
        ("captions",),
        "мест нет",
    ),
    Event("feast", "8", "15:00", "Праздник", "0+", "Сабантуй зимой", "Парк имени Гагарина", "бесплатно"),
    Event(
        "lecture",
        "4",
        "18:00",
        "Лекция",
        "12+",
        "Метеорит: десять лет спустя",
        "Исторический музей",
        "150 ₽",
        "0 ₽ для вас",
        "yes",
        ("ear",),
    ),
    Event(
        "dance",
        "7",
        "19:00",
        "Балет",
        "6+",
        "Спящая красавица",
        "Театр оперы и балета",
        "от 500 ₽",
        "250 ₽ для вас",
        "unknown",
        (),
        "перенесено",
        "было 21 ноября",
    ),
)


def mark(
    c: Canvas, x: float, y: float, value: str, words: str = "", size: float = 14, room: float = 10_000
) -> float:
    """Access told by form and words: a full square, a crossed one, a broken ring, in the middle at y."""
    side, top = size * 0.95, y - size * 0.48
    if value == "yes":
        c.rect(x, top, side, side, "malachite")
    elif value == "no":
        c.rect(x, top, side, side, "none", stroke="ink", line=1.8)
        c.path(f"M{x} {top}l{side} {side}m0-{side}l-{side} {side}", stroke="ink", line=1.8)
    else:
        c.disc(x + side / 2, y, side * 0.42, "none", stroke="muted", line=1.8, dash="3.2 3")
    fill = {"yes": "malachite", "no": "ink"}.get(value, "muted")
    words = words or _WORDS[value]
    return c.text(x + side + 8, y - size * 0.7, words, size, room=room - side - 8, fill=fill)


def badge(c: Canvas, x: float, y: float, text: str, fill: str = "ink", dash: str = "") -> float:
    wide = width(text, 14, MEDIUM) + 12
    c.rect(x, y, wide, 21, "none", stroke=fill, line=1, dash=dash)
    c.line_of_text(x + 6, y + 15.5, text, 14, face=MEDIUM, fill=fill)
    return wide + 8


def _tone(text: str) -> str:
    return "error" if text == "отменено" else "warning"


def tags(c: Canvas, x: float, y: float, event: Event) -> None:
    x += c.label(x, y + 15.5, event.kind, 14, f"kind-{event.family}") + 10
    x += badge(c, x, y, event.age)
    if event.badge:
        badge(c, x, y, event.badge, _tone(event.badge))


def _words(s: Screen, x: float, y: float, room: float, event: Event, *, brief: bool = False) -> float:
    tags(s, x, y, event)
    fill = "muted" if event.badge == "отменено" else "ink"
    y = s.text(x, y + 27, event.title, 18, room=room, face=HEAD, fill=fill, leading=1.2) + 4
    y = s.text(x, y, event.place, 16, room=room, fill="muted")
    wide = s.line_of_text(x, y + 19, event.price, 17, face=BOLD)
    if event.mine and x + wide + 10 + width(event.mine, 17, BOLD) > x + room:
        y, wide = y + 24, -10
    if event.mine:
        s.line_of_text(x + wide + 10, y + 19, event.mine, 17, face=BOLD, fill="steel")
    y += 30
    if not brief:
        mark(s, x, y + 9, event.access)
        y += 22
        for icon in event.facilities:
            s.icon(icon, x - 2, y, 18, "ink")
            s.line_of_text(x + 21, y + 14, _FACILITIES[icon], 14)
            y += 22
    return y


def card(s: Screen, x: float, y: float, room: float, event: Event) -> float:
    """The poster with its time, then kind, name, place, price and whether one gets in; returns the foot."""
    tall = room * 0.75
    s.poster(x, y, room, tall, event.family, event.seed)
    size = 26 if len(event.when) < 7 else 20
    wide = width(event.when, size, HEAD, -0.03)
    s.rect(x, y + tall - size * 1.35, wide + 14, size * 1.35, "paper")
    s.line_of_text(x, y + tall - size * 0.3, event.when, size, face=HEAD, track=-0.03)
    return _words(s, x, y + tall + 8, room, event)


def cards(s: Screen, events: Sequence[Event], columns: int) -> None:
    """Cards in a grid; one column on a phone."""
    columns = columns if s.wide else 1
    gap = 24.0
    room = (s.room - gap * (columns - 1)) / columns
    for start in range(0, len(events), columns):
        row = events[start : start + columns]
        s.y = (
            max(card(s, s.x + place * (room + gap), s.y, room, event) for place, event in enumerate(row)) + 26
        )


def rows(
    s: Screen, events: Sequence[Event], *, why: dict[str, str] | None = None, brief: bool = False
) -> None:
    """A small poster beside the words; `why` says below a thing what makes it fit, by the title."""
    for event in events:
        side = 112.0 if s.room > 420 else 88.0
        s.y += 14
        s.poster(s.x, s.y, side, side, event.family, event.seed)
        s.line_of_text(s.x, s.y + side + 22, event.when[:5], 19, face=HEAD, track=-0.03)
        x, room = s.x + side + 16, s.room - side - 16
        low = _words(s, x, s.y, room, event, brief=brief)
        reason = (why or {}).get(event.title, "")
        if reason:
            s.rect(x, low + 2, 3, 20 * len(lines(reason, 15, TEXT, room - 14)) + 2, "steel")
            low = s.text(x + 12, low + 2, reason, 15, room=room - 14) + 6
        s.y = max(low, s.y + side + 30) + 8
        s.rule(s.x, s.y, s.room)


def notice(s: Screen, kind: str, title: str, text: str) -> None:
    """A tone, a glyph and words; the tone only repeats what the glyph says."""
    tone, icon = {
        "info": ("malachite", "info"),
        "success": ("malachite", "circle-check"),
        "warning": ("warning", "triangle-alert"),
        "error": ("error", "circle-alert"),
        "demo": ("steel", "flag"),
    }[kind]
    room = min(s.room, 672)
    tall = 24 + 24 + 22 * len(lines(text, 16, TEXT, room - 72))
    s.rect(s.x, s.y, room, tall, "paper", stroke="line", line=1, dash="5 4" if kind == "demo" else "")
    s.rect(s.x, s.y, 8, tall, tone)
    s.icon(icon, s.x + 22, s.y + 14, 20, tone)
    low = s.text(s.x + 54, s.y + 12, title, 17, face=BOLD)
    s.text(s.x + 54, low, text, 16, room=room - 72)
    s.y += tall + 16


def facet(s: Screen, title: str, options: Sequence[tuple[str, str, bool]] = ()) -> None:
    """A question of the filters; open when it has options to show."""
    s.rule(s.x, s.y, s.room)
    s.line_of_text(s.x, s.y + 28, title, 17, face=BOLD)
    s.icon("chevron-up" if options else "chevron-down", s.x + s.room - 20, s.y + 12, 20, "muted")
    s.y += 44
    for label, count, on in options:
        s.rect(s.x, s.y + 9, 16, 16, "ink" if on else "none", stroke="ink" if on else "line-strong")
        s.line_of_text(s.x + 28, s.y + 23, label, 17, face=BOLD if on else TEXT)
        s.line_of_text(s.x + s.room, s.y + 23, count, 17, fill="muted", anchor="end")
        s.y += 36


def day_head(s: Screen, day: str, words: str) -> None:
    s.rect(s.x, s.y, s.room, 3, "ink")
    wide, foot = s.numeral(s.x, s.y + 18, day, 54 if s.wide else 42)
    s.line_of_text(s.x + wide + 14, foot, words, 18, face=HEAD)
    s.y = foot + 24


def table(s: Screen, rows_: Sequence[tuple[str, str]], *, strong: int = -1) -> None:
    """Words at the start, figures at the end, aligned."""
    for place, (term, value) in enumerate(rows_):
        face = BOLD if place == strong else TEXT
        s.line_of_text(s.x, s.y + 24, term, 17, face=face)
        s.line_of_text(
            s.x + s.room,
            s.y + 24,
            value,
            17,
            face=BOLD,
            anchor="end",
            fill="steel" if place == strong else "ink",
        )
        s.rule(s.x, s.y + 36, s.room)
        s.y += 37
    s.y += 16


def figures(s: Screen, pairs: Sequence[tuple[str, str]]) -> None:
    """Numbers as type: a row of big figures with a word below each; two in a row on a phone."""
    columns = len(pairs) if s.wide else 2
    room = s.room / columns
    size = min(96.0, room / 3.7) if s.wide else 44.0
    for place, (figure, word) in enumerate(pairs):
        x, y = s.x + place % columns * room, s.y + place // columns * (size * 0.72 + 62)
        fill = "steel" if place == 0 else "ink"
        _, foot = s.numeral(x, y, figure, size, fill)
        s.text(x, foot + 10, word, 16, room=room - 16, fill="muted")
    s.y += (size * 0.72 + 62) * -(-len(pairs) // columns) + 8


def facts(s: Screen, pairs: Sequence[tuple[str, str]]) -> None:
    for term, value in pairs:
        s.y = s.text(s.x, s.y, term, 14, fill="muted")
        s.y = s.text(s.x, s.y, value, 17, room=s.room, face=MEDIUM) + 10


def band(s: Screen, title: str, text: str, action: str = "") -> None:
    """The dark band across the page: the profile in force, or the search."""
    broken = lines(text, 17, TEXT, s.room if not s.wide else s.room - 420)
    tall = 58 if s.wide else 92 + 24 * len(broken)
    s.rect(0, s.y, s.width, tall, "band")
    if s.wide:
        wide = s.line_of_text(s.x, s.y + 36, title, 19, face=HEAD, fill="band-ink")
        wide += 20 + s.line_of_text(s.x + wide + 20, s.y + 36, text, 17, fill="band-muted")
        s.link(s.x + wide + 24, s.y + 18, action, 17, fill="band-ink")
    else:
        s.line_of_text(s.x, s.y + 36, title, 19, face=HEAD, fill="band-ink")
        low = s.text(s.x, s.y + 50, text, 17, room=s.room, fill="band-muted")
        s.link(s.x, low + 4, action, 17, fill="band-ink")
    s.y += tall


def empty(s: Screen, title: str, text: str, *ways: str) -> None:
    """What there is not, why, and three ways on."""
    room = s.room
    inner = room - 2 * (40 if s.wide else 20)
    pad = (room - inner) / 2
    top = s.y
    with s.column(s.x + pad, inner, s.y + pad):
        s.h2(title)
        s.p(text)
        s.y += 8
        for way in ways:
            s.link(s.x, s.y, way, 17)
            s.y += 36
        low = s.y + pad - 8
    s.rect(s.x, top, room, low - top, "none", stroke="ink", line=3)
    s.y = low + 24


def steps(s: Screen, lines_: Sequence[tuple[str, str, str]]) -> None:
    """How to get in: numbered, each step with its mark (value, what, detail)."""
    for number, (value, what, detail) in enumerate(lines_, 1):
        s.numeral(s.x, s.y + 8, str(number), 40, "ink")
        mark(s, s.x + 52, s.y + 14, value, what, 17)
        low = s.text(s.x + 76, s.y + 26, detail, 15, room=s.room - 76, fill="muted")
        s.y = max(low, s.y + 48) + 10
        s.rule(s.x, s.y, s.room)
        s.y += 6
