"""Pages about one thing: an event, a place, an organisation, a programme."""

from pictures.drawn.lettering import BOLD, HEAD
from pictures.drawn.parts import EVENTS, badge, cards, facts, figures, mark, notice, rows, steps, table, tags
from pictures.drawn.screen import Screen


def _opening(s: Screen, family: str, seed: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """The two columns of an opening, with the poster in the right one or, on a phone, first."""
    left, right = s.two(3, 2)
    x, room = right
    tall = room if s.wide else room * 0.75
    s.poster(x, s.y, room, tall, family, seed)
    s.lowest = s.y + tall
    if not s.wide:
        s.y += tall + 16
    return left, right


def event(s: Screen) -> None:
    """The answer first: when, where, what it costs me, whether I get in."""
    s.masthead("Афиша")
    s.gap(5)
    s.crumbs("Афиша", "Вишнёвый сад")
    left, _ = _opening(s, "theatre", "11")
    with s.column(*left):
        tags(s, s.x, s.y, EVENTS[0])
        s.y += 32
        s.h1("Вишнёвый сад")
        s.lead("Последняя пьеса Чехова в двух актах. Премьера сезона.")
        wide, foot = s.numeral(s.x, s.y + 8, "27", 120 if s.wide else 84)
        at = s.x + wide + 20
        s.text(at, s.y + 6, "ноября, пятница", s.size("size-h2") * (1 if s.wide else 0.8), face=HEAD)
        size = s.size("size-h1") * (1 if s.wide else 0.95)
        s.line_of_text(at, foot, "19:00–21:40", size, face=HEAD, fill="steel", track=-0.03)
        s.y = foot + 22
        s.link(s.x, s.y, "Новый Художественный театр", 20)
        s.y += 32
        s.p("от 400 ₽ · 212 ₽ для вас как студенту", bold=True)
        s.buttons(
            ("Купить билет", False, ""),
            ("Сохранить", True, "bookmark"),
            ("В календарь", True, "calendar-plus"),
        )
    s.y = max(s.lowest, s.y) + 20
    left, right = s.two(3, 2)
    with s.column(*left):
        s.h2("Сколько стоит")
        table(
            s,
            (
                ("Обычный билет", "400–1 200 ₽"),
                ("Студенты", "212 ₽"),
                ("Пенсионерам", "300 ₽"),
                ("Инвалидам I группы", "бесплатно"),
            ),
            strong=1,
        )
        s.h2("Когда ещё")
        table(
            s,
            (
                ("27 ноября, пятница", "19:00"),
                ("4 декабря, пятница", "19:00"),
                ("5 декабря, суббота", "18:00"),
            ),
        )
    with s.column(*right):
        s.h2("Как попасть")
        mark(s, s.x, s.y + 10, "yes", "На кресле-коляске: вход с ул. Васенко", 16)
        mark(s, s.x, s.y + 40, "yes", "Жестовый язык 5 декабря", 16)
        mark(s, s.x, s.y + 70, "unknown", "Незрячим: не обследовано", 16)
        s.y += 104
        s.small("Обследовано 14 мая 2026, МБУ «Доступный город»")
        s.h2("Простыми словами")
        s.rect(s.x, s.y, 8, 78, "malachite")
        s.text(
            s.x + 24,
            s.y,
            "Семья теряет дом и сад. Никто не решается их спасти. Идёт 2 часа 40 минут.",
            17,
            room=s.room - 24,
            leading=1.5,
        )


def changed(s: Screen) -> None:
    """A cancelled and a moved session stay where they were and say so, with the way on."""
    s.masthead("Афиша")
    s.gap(5)
    s.crumbs("Афиша", "Читаем вслух: рассказы Чехова")
    left, _ = _opening(s, "book", "5")
    with s.column(*left):
        tags(s, s.x, s.y, EVENTS[4])
        s.y += 32
        s.h1("Читаем вслух: рассказы Чехова")
        notice(
            s, "error", "Встреча 27 ноября отменена", "Ведущий заболел. Деньги за билеты вернут до 7 декабря."
        )
        notice(s, "warning", "4 декабря — в другом зале", "Вместо читального зала: конференц-зал, 2-й этаж.")
        wide, foot = s.numeral(s.x, s.y + 8, "27", 120 if s.wide else 84, "muted")
        s.rect(s.x - 6, s.y + (48 if s.wide else 34), wide + 12, 8, "error")
        s.text(s.x + wide + 20, s.y + 4, "ноября,\nпятница", s.size("size-h2"), face=HEAD, fill="muted")
        badge(s, s.x + wide + 20, foot - 24, "отменено", "error")
        s.y = foot + 28
        s.buttons(
            ("Следующая встреча: 4 декабря", False, "arrow-right"),
        )
    s.y = max(s.lowest, s.y) + 30
    s.h2("Когда")
    for day, words, tone in (
        ("27 ноября, пятница, 16:00", "отменено", "error"),
        ("4 декабря, пятница, 16:00", "перенесено в конференц-зал", "warning"),
        ("11 декабря, пятница, 16:00", "", ""),
    ):
        wide = s.line_of_text(s.x, s.y + 26, day, 17, face=BOLD, fill="muted" if tone == "error" else "ink")
        if tone == "error":
            s.rect(s.x, s.y + 19, wide, 2, "error")
        if words and not s.wide:
            s.y += 28
            wide = -14
        if words:
            badge(s, s.x + wide + 14, s.y + 11, words, tone)
        s.rule(s.x, s.y + 42, s.room)
        s.y += 43
    s.gap(6)
    s.h2("Похожее в эти дни")
    cards(s, EVENTS[7:8] + EVENTS[1:3], 3)


_HOURS = (("пн", "закрыто"), ("вт–пт", "10:00–20:00"), ("сб, вс", "11:00–18:00"), ("31 декабря", "до 15:00"))


def place(s: Screen) -> None:
    """Is it open now, how one gets in step by step, what is on there."""
    s.masthead("Места")
    s.gap(5)
    s.crumbs("Места", "Библиотеки", "Библиотека № 14")
    left, right = s.two(3, 2)
    with s.column(*left):
        s.h1("Библиотека № 14 им. Н. В. Гоголя")
        s.icon("clock", s.x, s.y, 26, "malachite")
        s.line_of_text(s.x + 36, s.y + 20, "Открыто до 20:00", 20, face=BOLD, fill="malachite")
        s.y += 38
        s.p("ул. Воровского, 23В · Советский район\nостановка «Горбольница», 4 минуты пешком")
        s.buttons(("Как доехать", False, "navigation"), ("Что здесь идёт", True, "calendar"))
        s.gap(5)
        s.h2("Как попасть, шаг за шагом")
        steps(
            s,
            (
                ("yes", "От остановки до ворот", "асфальт, пандус на бордюре, 240 м"),
                ("no", "Крыльцо", "3 ступени по 15 см; кнопка вызова на высоте 90 см"),
                ("yes", "Дверь", "90 см, открывается внутрь, порог 1 см"),
                ("yes", "Читальный зал", "первый этаж, стол 78 см, место для коляски"),
                ("unknown", "Туалет", "не обследован"),
            ),
        )
        s.small("Обследовано 14 мая 2026, МБУ «Доступный город». Заметили ошибку?")
    with s.column(*right):
        s.h2("Часы")
        table(s, _HOURS, strong=1)
        notice(s, "warning", "С 12 января — ремонт", "Книги выдаёт библиотека № 7, ул. Цвиллинга, 40.")
        s.h2("Здесь идёт")
        rows(s, (EVENTS[7], EVENTS[4]), brief=True)


def organisation(s: Screen) -> None:
    s.masthead("Организации")
    s.gap(5)
    s.crumbs("Организации", "Централизованная библиотечная система")
    left, right = s.two(3, 2)
    with s.column(*left):
        s.h1("Централизованная библиотечная система")
        s.lead("Библиотеки города: книги, кружки, встречи. Учредитель — Управление культуры.")
        s.gap(3)
        figures(s, (("47", "библиотек"), ("128", "событий впереди"), ("31", "без ступеней, проверено")))
        s.gap(5)
        s.h2("Что проводит")
        rows(s, (EVENTS[4], EVENTS[7], EVENTS[1]))
    with s.column(*right):
        s.h2("Связаться")
        facts(s, (("Телефон", "+7 351 000-00-00"), ("Почта", "cbs@example.org"), ("Сайт", "example.org")))
        s.h2("Где работает")
        table(
            s,
            (
                ("Центральная библиотека", "до 20:00"),
                ("Библиотека № 14", "до 20:00"),
                ("Детская библиотека № 16", "закрыто"),
                ("Все 47 мест", "на карте"),
            ),
        )


def programme(s: Screen) -> None:
    """A year is a poster: the figure across the sheet, then the months as numerals."""
    s.masthead("Программы")
    s.y += 20
    s.crumbs("Программы", "Культурная столица 2027")
    top = s.y
    size = 330 if s.wide else 96
    tall = size * 0.72 + (330 if s.wide else 300)
    s.rect(0, top, s.width, tall, "band")
    _, foot = s.numeral(s.x, top + (54 if s.wide else 34), "2027", size, "art-orange")
    low = s.text(
        s.x,
        foot + 26,
        "Челябинск — культурная столица России",
        s.size("size-h1"),
        room=s.room,
        face=HEAD,
        fill="band-ink",
        track=-0.02,
    )
    low = s.text(
        s.x, low + 12, "Год, в который каждый район получает сцену.", 20, room=s.room, fill="band-ink"
    )
    s.text(s.x, low + 12, "445 событий · 7 частей · 31 площадка", 17, room=s.room, fill="band-muted")
    s.y = top + tall + 40
    s.h2("По месяцам")
    months = (
        ("12", "янв", 14),
        ("23", "фев", 22),
        ("31", "мар", 40),
        ("45", "апр", 61),
        ("72", "май", 96),
        ("88", "июн", 120),
        ("40", "июл", 55),
        ("51", "авг", 70),
        ("34", "сен", 48),
        ("28", "окт", 36),
        ("15", "ноя", 20),
        ("6", "дек", 12),
    )
    columns = 12 if s.wide else 6
    room = s.room / columns
    for place_, (count, month, tall_) in enumerate(months):
        x, row = s.x + place_ % columns * room, place_ // columns
        y = s.y + row * 150
        bar = tall_ * (0.7 if s.wide else 0.55)
        s.rect(x, y + 90 - bar, room - 8, bar, "steel" if place_ == 5 else "ink")
        s.line_of_text(x, y + 112, month, 15, face=BOLD)
        s.line_of_text(x, y + 131, count, 14, fill="muted")
    s.y += 150 * (12 // columns)
    s.h2("Что входит в программу")
    _agenda(
        s,
        (
            ("28 августа – 18 сентября", "День города", "Три недели праздника вокруг дня основания."),
            ("3–16 мая", "«Камерата»", "Фестиваль камерных театров."),
            ("будет объявлено", "Фестиваль культурных столиц", "Даты назовут весной."),
        ),
    )


def _agenda(s: Screen, lines: tuple[tuple[str, str, str], ...]) -> None:
    for when, what, words in lines:
        s.text(s.x, s.y + 12, when, 17, face=BOLD, fill="muted" if "объявлено" in when else "ink")
        x, y = (s.x + 260, s.y + 12) if s.wide else (s.x, s.y + 40)
        s.link(x, y, what, 17, face=BOLD)
        low = s.text(x, y + 26, words, 16, room=s.room - (x - s.x), fill="muted")
        s.y = low + 12
        s.rule(s.x, s.y, s.room)


RELEASES = (
    (
        "14",
        "мая 2027",
        "Дождь и гастроли",
        "выпуск 3 · Отменено: 1, перенесено: 2, добавлено: 1",
        (
            (
                "x",
                "error",
                "Отменено",
                "1",
                (("Ночь под открытым небом", "16 мая, 22:00", "Штормовой прогноз"),),
            ),
            (
                "arrow-right",
                "warning",
                "Перенесено",
                "2",
                (
                    ("Органные сумерки", "15 мая, 18:00 — теперь 22 мая, 18:00", "Зал занят"),
                    ("Вишнёвый сад", "Большой зал — теперь Малый зал", ""),
                ),
            ),
            ("plus", "malachite", "Добавлено", "1", (("Экскурсия «Каслинское литьё»", "21 мая, 12:00", ""),)),
        ),
    ),
    (
        "3",
        "апреля 2027",
        "Программа собрана полностью",
        "выпуск 2 · Добавлено: 24",
        (
            (
                "plus",
                "malachite",
                "Добавлено",
                "24",
                (
                    ("Открытие фестиваля", "14 мая, 19:00", ""),
                    ("Сказки уральского леса", "15 мая, 12:00; 16 мая, 12:00", ""),
                ),
            ),
        ),
    ),
)


def changes(s: Screen) -> None:
    """Release by release: the day in big figures, then what was cancelled, moved and added."""
    s.masthead("Программы")
    s.gap(6)
    s.crumbs("Программы", "Весенний фестиваль", "Что изменилось")
    s.h1("Что изменилось")
    s.lead("Что добавили, перенесли и отменили — по выпускам.")
    for day, month, name, about, groups in RELEASES:
        s.gap(4)
        s.rect(s.x, s.y, s.room, 3, "ink")
        s.y += 22
        beside = 190 if s.wide else 0
        top = s.y
        _, foot = s.numeral(s.x, top, day, 44, "steel")
        s.text(s.x + (0 if s.wide else 74), foot + 12 if s.wide else foot - 20, month, 17, fill="steel")
        with s.column(s.x + beside, s.room - beside, top if s.wide else None):
            if not s.wide:
                s.y = foot + 14
            s.h2(name)
            s.small(about)
            room = (s.room - 48) / 3 if s.wide else s.room
            start = s.y + 10
            for place_, (icon, colour, label, count, entries) in enumerate(groups):
                left = s.x + (place_ * (room + 24) if s.wide else 0)
                y = start if s.wide else s.y + 10
                s.icon(icon, left, y, 20, colour)
                s.label(left + 28, y + 16, f"{label} {count}", 17, colour)
                y += 34
                for title, when, note in entries:
                    y = s.text(left, y, title, 17, room=room, face=BOLD) + 4
                    y = s.text(left, y, when, 15, room=room) + 4
                    y = (s.text(left, y, note, 14, room=room, fill="muted") if note else y) + 10
                    s.rect(left, y - 4, room, 1, "line")
                    y += 8
                s.y = y
                s.lowest = max(s.lowest, y)
        s.y = max(s.y, s.lowest)


def programmes(s: Screen) -> None:
    """Each programme is a sheet with its year or its poster."""
    s.masthead("Программы")
    s.gap(6)
    s.h1("Программы")
    s.gap(3)
    sheets = (
        ("2027", "Культурная столица", "1 января – 31 декабря", "", "445 событий"),
        ("", "День города", "28 августа – 18 сентября", "feast", "96 событий"),
        ("", "Новогодняя кампания", "1 декабря – 31 января", "children", "140 событий"),
    )
    for year, title, period, family, count in sheets:
        tall = 300 if s.wide else 260
        s.rect(0, s.y, s.width, tall - 1, "band")
        size = s.size("size-h1")
        y = s.y + 36
        if year:
            _, foot = s.numeral(s.x, y, year, 150 if s.wide else 92, "art-orange")
            y = foot + 20
        if family and s.wide:
            s.poster(s.width - s.edge - 300, s.y + 36, 300, 225, family, "4")
        y = s.text(s.x, y, title, size, room=s.room, face=HEAD, fill="band-ink", track=-0.02) + 10
        y = s.text(s.x, y, period, s.size("size-h2") * 0.8, room=s.room, face=HEAD, fill="band-ink") + 8
        s.text(s.x, y, count, 17, fill="band-muted")
        s.y += tall


def places(s: Screen) -> None:
    s.masthead("Места")
    s.gap(6)
    s.h1("Места")
    s.search("Театр, библиотека, улица…")
    s.chips(
        ("Открыто сейчас", "Без ступеней", "Рядом со мной", "На карте"), icons={"Рядом со мной": "map-pin"}
    )
    s.gap(3)
    s.h2("Театры · 11")
    entries = (
        ("Новый Художественный театр", "ул. Васенко, 100", "yes", "касса до 19:00"),
        ("Театр драмы имени Н. Орлова", "пл. Революции, 6", "no", "касса до 20:00"),
        ("Молодёжный театр", "ул. Кирова, 116", "unknown", "сегодня закрыто"),
        ("Театр оперы и балета", "пл. Ярославского, 1", "yes", "касса до 19:30"),
    )
    columns = s.two(1, 1)
    top = s.y
    for place_, (name, address, value, hours) in enumerate(entries * 2):
        x, room = columns[place_ % 2]
        y = top + (place_ // 2 if s.wide else place_) * 118
        s.link(x, y + 12, name, 17, face=BOLD)
        s.text(x, y + 38, f"{address} · {hours}", 16, room=room, fill="muted")
        mark(s, x, y + 78, value)
        s.rule(x, y + 104, room)
        s.y = y + 110
