"""Today and the list of events in its three views."""

from pictures.drawn.lettering import BOLD, HEAD, width
from pictures.drawn.parts import EVENTS, band, cards, day_head, empty, facet, notice, rows
from pictures.drawn.screen import HEIGHT, Screen

QUICK = ("Сегодня", "Завтра", "Выходные", "Бесплатно", "С детьми", "Не выходя из дома")
PROFILE = "пенсионер · вход без ступеней · до 300 ₽ · 30 минут от Коммуны"


def today(s: Screen) -> None:
    s.masthead()
    s.gap(6)
    size = s.size("size-day")
    if s.wide:
        wide, foot = s.numeral(s.x, s.y + 92, "27", size)
        with s.column(s.x + wide + 40, s.room - wide - 40, s.y + 10):
            s.h1("Ноября, пятница.\nСегодня в городе\n54 события")
            s.lead("26 бесплатных · 7 для детей · 17 точно без ступеней", "muted")
            s.chips(QUICK, ("Сегодня",))
        s.y = max(s.lowest, foot + 30)
    else:
        _, s.y = s.numeral(s.x, s.y, "27", size)
        s.y += 18
        s.h1("Ноября, пятница. Сегодня в городе 54 события")
        s.lead("26 бесплатных · 7 для детей · 17 точно без ступеней", "muted")
        s.chips(QUICK, ("Сегодня",))
    s.gap(4)
    band(s, "Для меня", PROFILE, "изменить")
    s.gap(6)
    cards(s, EVENTS, 3)


def events(s: Screen) -> None:
    s.masthead("Афиша")
    s.gap(6)
    s.h1("Афиша")
    s.search("орган", typed=True)
    left, right = s.two(1, 3)
    if s.wide:
        s.chips(QUICK, ("Выходные",))
        with s.column(*left):
            facet(s, "Вид", [("Концерт", "12", True), ("Спектакль", "8", False), ("Выставка", "240", False)])
            access = [
                ("Точно без ступеней", "7", True),
                ("Или не обследовано", "9", False),
                ("Жестовый язык", "2", False),
                ("Тифлокомментарий", "1", False),
            ]
            facet(s, "Доступность", access)
            facet(s, "Сколько стоит", [("Бесплатно", "4", False), ("До 300 ₽", "7", True)])
            for word in ("Льготы", "Район", "Для кого", "Возраст", "Язык"):
                facet(s, word)
    with s.column(*right):
        s.switch("Список")
        if not s.wide:
            s.button("Фильтры · 3", plain=True, icon="sliders-horizontal")
            s.y += 58
        s.chips(("Выходные ×", "точно без ступеней ×", "до 300 ₽ ×"))
        s.text(s.x, s.y, "7 событий", 20, face=BOLD)
        s.y += 40
        day_head(s, "28", "ноября, суббота")
        cards(s, EVENTS[2:3] + EVENTS[:2], 3)
        day_head(s, "29", "ноября, воскресенье")
        cards(s, EVENTS[6:9], 3)


def _streets(s: Screen, x: float, y: float, w: float, h: float) -> None:
    """A river, a park and streets in the tokens' lines: no outside tiles are needed to know the city."""
    s.rect(x, y, w, h, "paper-2")
    s.rect(x + w * 0.06, y + h * 0.6, w * 0.2, h * 0.26, "malachite", opacity=0.22)
    for part in (0.12, 0.34, 0.52, 0.71, 0.88):
        s.rect(x + w * part, y, 5, h, "line")
        s.rect(x, y + h * part, w, 5, "line")
    s.rect(x, y + h * 0.42, w, 9, "line")
    bend = (
        f"M{x} {y + h * 0.3}C{x + w * 0.3} {y + h * 0.2} {x + w * 0.5} {y + h * 0.5} {x + w} {y + h * 0.34}"
    )
    s.path(bend, stroke="art-sky", line=26)


def map_view(s: Screen) -> None:
    s.masthead("Афиша")
    s.gap(6)
    s.h1("Афиша")
    s.switch("Карта")
    s.chips(("выходные ×", "бесплатно ×"))
    top = s.y
    left, right = s.two(7, 4, 32)
    tall = HEIGHT - top - 60 if s.wide else 400
    x, room = left
    _streets(s, x, top, room, tall)
    s.rect(x, top, room, tall, "none", stroke="ink", line=3)
    points = ((0.2, 0.26, 12), (0.47, 0.33, 34), (0.66, 0.58, 7), (0.8, 0.2, 3), (0.34, 0.7, 18))
    for across, down, count in points:
        r = 15 + count**0.5 * 3.2
        s.disc(x + room * across, top + tall * down, r, "ink")
        s.line_of_text(
            x + room * across, top + tall * down + 6, str(count), 16, face=HEAD, fill="paper", anchor="middle"
        )
    for across, down in ((0.58, 0.24), (0.74, 0.78), (0.14, 0.48)):
        s.rect(x + room * across - 8, top + tall * down - 8, 16, 16, "steel", stroke="paper", line=2)
    for place, sign in enumerate(("+", "−")):
        s.rect(x + room - 60, top + 16 + place * 42, 44, 44, "paper", stroke="ink")
        s.line_of_text(x + room - 38, top + 46 + place * 42, sign, 24, face=BOLD, anchor="middle")
    s.y = top + (0 if s.wide else tall + 16)
    with s.column(*right):
        s.link(s.x, s.y, "Пропустить карту", 15)
        s.line_of_text(s.x + s.room, s.y + 16, "74 на карте", 15, fill="muted", anchor="end")
        s.y += 30
        rows(s, (EVENTS[1], EVENTS[6], EVENTS[7], EVENTS[3], EVENTS[0]))


_WEEK = (
    ("23", "пн", (0, 7)),
    ("24", "вт", (2,)),
    ("25", "ср", (1, 4)),
    ("26", "чт", (5, 7)),
    ("27", "пт", (1, 0, 5)),
    ("28", "сб", (1, 6, 2, 0)),
    ("29", "вс", (6, 8)),
)


def week(s: Screen) -> None:
    """Days are columns, or on a phone chapters; what lasts lies across them as bars above."""
    s.masthead("Афиша")
    s.gap(6)
    s.h1("Неделя с 23 по 29 ноября")
    s.switch("Неделя")
    if s.wide:
        s.buttons(("Раньше", True, "arrow-left"), ("Эта неделя", False, ""), ("Позже", True, "arrow-right"))
    _bars(s)
    top = s.y
    if s.wide:
        room = s.room / 7
        for place, (day, weekday, numbers) in enumerate(_WEEK):
            x = s.x + place * room
            now = day == "27"
            s.rect(x, top, room - 14, 3, "steel" if now else "ink")
            wide, foot = s.numeral(x, top + 18, day, 54, "steel" if now else "ink")
            s.line_of_text(x + wide + 8, foot, weekday, 16, face=BOLD, fill="muted")
            y = foot + 22
            for number in numbers:
                y = _entry(s, x, y, room - 20, number)
        return
    for day, weekday, numbers in _WEEK[4:]:
        day_head(s, day, {"пт": "ноября, пятница", "сб": "ноября, суббота"}.get(weekday, "ноября"))
        for number in numbers:
            s.y = _entry(s, s.x, s.y, s.room, number)
        s.y += 8


def _bars(s: Screen) -> None:
    bars = (("Город, которого нет на карте", 0, 7, "exhibition"), ("Фестиваль «Камерата»", 2, 6, "theatre"))
    unit = s.room / 7
    for title, first, last, family in bars:
        s.rect(s.x + first * unit, s.y, (last - first) * unit - 14, 34, "paper-2")
        s.rect(s.x + first * unit, s.y, 6, 34, f"kind-{family}")
        s.line_of_text(s.x + first * unit + 18, s.y + 23, title, 15, face=BOLD)
        s.y += 40
    s.y += 14


def _entry(s: Screen, x: float, y: float, room: float, number: int) -> float:
    event = EVENTS[number]
    gone = event.badge == "отменено"
    s.rect(x, y, 4, 44, f"kind-{event.family}")
    wide = width(event.when[:5], 18, HEAD)
    s.line_of_text(x + 14, y + 17, event.when[:5], 18, face=HEAD, fill="muted" if gone else "ink")
    if gone:
        s.rect(x + 14, y + 10, wide, 2, "error")
        s.line_of_text(x + 24 + wide, y + 17, "отменено", 14, face=BOLD, fill="error")
    low = s.text(x + 14, y + 24, event.title, 16, room=room - 14, face=BOLD, fill="muted" if gone else "ink")
    return s.text(x + 14, low, event.place, 14, room=room - 14, fill="muted") + 16


def nothing(s: Screen) -> None:
    s.masthead("Афиша")
    s.gap(6)
    s.h1("Афиша")
    s.search("кенгуру", typed=True)
    notice(s, "error", "Дата «31 ноября» не нашлась", "Показываем все дни. Пример: 2026-11-30.")
    s.chips(("кенгуру ×", "тифлокомментарий ×", "до 100 ₽ ×"))
    empty(
        s,
        "Такого пока нет",
        "Ни одно событие не подходит сразу ко всему. Без одного условия нашлось бы:",
        "12 — без «до 100 ₽»",
        "3 — без «тифлокомментарий»",
        "Подписаться на этот поиск",
    )
    s.h2("Ближайшее по остальным условиям")
    rows(s, EVENTS[:2])
