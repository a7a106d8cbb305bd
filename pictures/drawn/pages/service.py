"""Pages that keep the house: accessibility, low vision, the widget, errors, offline, sign-in, about."""

from pictures.drawn.lettering import BOLD, HEAD, TEXT, lines
from pictures.drawn.parts import EVENTS, facts, figures, mark, rows
from pictures.drawn.screen import Screen


def accessibility(s: Screen) -> None:
    s.masthead()
    s.gap(6)
    left, right = s.two(3, 2)
    with s.column(*left):
        s.h1("Доступность портала")
        s.lead("Портал сделан так, чтобы им мог пользоваться каждый. Здесь — что получилось и что ещё нет.")
        s.gap(4)
        figures(
            s,
            (
                ("AA", "WCAG 2.2"),
                ("4,5:1", "контраст текста"),
                ("320", "пикселей без прокрутки"),
                ("400 %", "увеличение"),
            ),
        )
        s.h2("Что проверено")
        for value, words in (
            ("yes", "Клавиатурой: всё до последней кнопки"),
            ("yes", "Чтение с экрана: шесть главных страниц"),
            ("yes", "Контраст не ниже 4,5 : 1 днём и ночью"),
            ("yes", "320 пикселей и увеличение 400 %"),
        ):
            s.y = mark(s, s.x, s.y + 12, value, words, 17, s.room) + 12
        s.gap(5)
        s.h2("Что пока не так")
        for value, words in (
            ("no", "Карта без рук: рядом стоит список"),
            ("unknown", "Описания картинок мест: не все проверены"),
        ):
            s.y = mark(s, s.x, s.y + 12, value, words, 17, s.room) + 12
    with s.column(*right):
        s.h2("Настроить для себя")
        s.buttons(
            ("Крупнее и контрастнее", False, "eye"),
        )
        s.gap(4)
        s.h2("Написать нам")
        s.p("Что-то не получается? Ответим за три рабочих дня.")
        facts(s, (("Почта", "access@example.org"), ("Телефон", "+7 351 000-00-00")))
        s.small("Заявление от 26 ноября 2026. WCAG 2.2 AA, ГОСТ Р 52872-2019.")


def vision(s: Screen) -> None:
    """The panel shows each choice as it will look; it works without a script."""
    s.masthead()
    s.gap(6)
    s.h1("Удобно читать")
    s.lead("Выберите размер, цвет и картинки. Портал запомнит выбор на этом устройстве.")
    s.gap(4)
    groups: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("Размер", ("А", "А", "А")),
        ("Расстояние между буквами", ("Обычное", "Шире", "Ещё шире")),
        ("Цвет", ("Как обычно", "Чёрным по белому", "Белым по чёрному", "Синим по голубому")),
        ("Картинки", ("Показывать", "Без картинок")),
    )
    paints = {
        "Чёрным по белому": ("#ffffff", "#000000"),
        "Белым по чёрному": ("#000000", "#ffffff"),
        "Синим по голубому": ("#9dd1ff", "#063462"),
    }
    for title, options in groups:
        s.h2(title)
        x = s.x
        for place, word in enumerate(options):
            size = (18, 27, 36)[place] if title == "Размер" else 17
            room = 84.0 if title == "Размер" else (210.0 if s.wide else s.room)
            if x > s.x and x + room > s.x + s.room:
                x, s.y = s.x, s.y + 62
            paper, ink = paints.get(word, ("paper", "ink"))
            s.rect(
                x, s.y, room, 58 if title != "Размер" else 72, paper, stroke=ink, line=6 if place == 0 else 2
            )
            s.line_of_text(
                x + room / 2,
                s.y + (35 if title != "Размер" else 49),
                word,
                size,
                face=BOLD,
                fill=ink,
                anchor="middle",
            )
            x += room + 12
        s.y += 92
    s.buttons(("Применить", False, ""), ("Вернуть как было", True, ""))


def widget(s: Screen) -> None:
    """What an institution's page shows: the list in the page's own colours, with a way to the portal."""
    s.rect(0, 0, s.width, 1200, "paper-2")
    s.y = 40
    s.text(s.x, s.y, "Сайт библиотеки", 34 if s.wide else 26, fill="muted", face=HEAD)
    s.y += 70
    for part in range(3):
        s.rect(s.x, s.y, s.room * (0.9 - part * 0.12), 12, "line")
        s.y += 26
    s.y += 24
    top, room = s.y, min(s.room, 560)
    s.rect(s.x, top, room, 900, "paper", stroke="ink", line=3)
    with s.column(s.x + 24, room - 48, top + 24):
        s.h2("Что у нас на неделе")
        rows(s, (EVENTS[4], EVENTS[7], EVENTS[1], EVENTS[6]), brief=True)
        s.y += 16
        s.link(s.x, s.y, "Вся афиша на «Караване»", 17)
    if s.wide:
        with s.column(s.x + room + 60, s.room - room - 60, top):
            s.rect(s.x, s.y, s.room, 420, "paper", stroke="ink", line=3)
            with s.column(s.x + 24, s.room - 48, s.y + 24):
                s.poster(s.x, s.y, 180, 240, "theatre", "11")
                with s.column(s.x + 204, s.room - 204, s.y):
                    s.numeral(s.x, s.y, "27", 90)
                    s.y += 84
                    s.h3("ноября, 19:00")
                    s.h2("Вишнёвый сад")
                s.y += 280
                s.button("Подробнее")


def maker(s: Screen) -> None:
    s.masthead()
    s.gap(6)
    s.h1("Афиша на вашем сайте")
    s.lead("Соберите окно с афишей и скопируйте две строки кода. Без cookie, 30 кБ, видно всем.")
    s.gap(4)
    left, right = s.two(2, 3)
    with s.column(*left):
        s.chips(("Список", "Неделя", "Одно событие"), ("Список",))
        s.field("Чьи события", "Библиотека № 14 им. Н. В. Гоголя")
        s.field("Что показывать", "бесплатно, с детьми")
        s.field("Сколько строк", "5")
        s.label(s.x, s.y + 15, "Цвета", 16, "ink")
        s.y += 26
        for place, name in enumerate(("steel", "malachite", "kind-music", "kind-dance", "ink")):
            s.rect(s.x + place * 56, s.y, 44, 44, name)
        s.y += 66
        code = '<script type="module" src="…/widget.js"></script>\n<karavan-list who="14" limit="5">'
        rows_ = lines(code, 14, TEXT, s.room - 32)
        s.rect(s.x, s.y, s.room, 32 + 22 * len(rows_), "band")
        s.text(s.x + 16, s.y + 16, "\n".join(rows_), 14, room=s.room, fill="band-ink", leading=1.55)
        s.y += 48 + 22 * len(rows_)
        s.buttons(
            ("Скопировать код", False, "copy"),
        )
    with s.column(*right):
        s.h2("Так это будет выглядеть")
        s.rect(s.x, s.y, s.room, 560, "none", stroke="line-strong", line=1, dash="6 5")
        with s.column(s.x + 24, s.room - 48, s.y + 20):
            rows(s, (EVENTS[1], EVENTS[6], EVENTS[7]), brief=True)


def _error(s: Screen, code: str, heading: str, advice: str) -> None:
    s.masthead()
    s.gap(6)
    _, s.y = s.numeral(s.x, s.y, code, s.size("size-day") * (1.2 if s.wide else 1.1))
    s.y += 34
    s.h1(heading)
    s.lead(advice)


def missing(s: Screen) -> None:
    """A guess from the address, the search filled in, and what is on tonight: a way on for everybody."""
    _error(
        s,
        "404",
        "Такой страницы нет",
        "Адрес /event/vishnevij-sad не ведёт никуда. Похоже, вы искали «вишнёвый сад».",
    )
    s.search("вишнёвый сад", typed=True)
    left, right = s.two(3, 2)
    with s.column(*left):
        s.h2("Похоже на то, что вы искали")
        rows(s, EVENTS[:1], brief=True)
        s.y += 20
        s.h2("Сегодня ещё успеете")
        rows(s, EVENTS[6:8], brief=True)
    with s.column(*right):
        s.h2("Или сюда")
        for word in ("Сегодня в городе", "Вся афиша", "Места", "Для меня"):
            s.link(s.x, s.y, word, 19, face=BOLD)
            s.y += 42


def broken(s: Screen) -> None:
    """Static and in both languages: nothing that could be down is asked."""
    s.rect(0, 0, s.width, 1200, "paper")
    s.logo(s.edge, 48, 22)
    s.y = 110
    _, s.y = s.numeral(s.x, s.y, "500", 420 if s.wide else 122)
    s.y += 40
    left, right = s.two(1, 1)
    with s.column(*left):
        s.h1("У нас что-то сломалось")
        s.lead("Это наша ошибка, не ваша. Мы уже видим её в журнале. Попробуйте ещё раз через минуту.")
        s.buttons(("Ещё раз", False, ""), ("На главную", True, ""))
        s.small("26 ноября, 19:42 · скажите это время, если будете звонить")
    with s.column(*right):
        s.h1("Something broke here")
        s.lead("It is our fault, not yours, and it is in our log. Please try again in a minute.")
        s.buttons(("Try again", False, ""), ("Home", True, ""))


def offline(s: Screen) -> None:
    s.masthead()
    s.gap(6)
    s.icon("wifi-off", s.x, s.y, 96 if s.wide else 72, "steel", 2.4)
    s.y += 120 if s.wide else 92
    s.h1("Связи нет, афиша есть")
    s.lead("Показываем то, что вы сохранили и смотрели последним. Цены и места могли измениться.")
    s.gap(3)
    left, right = s.two(3, 2)
    with s.column(*left):
        s.h2("Сохранённое")
        rows(s, (EVENTS[0], EVENTS[6], EVENTS[8]), brief=True)
    with s.column(*right):
        s.h2("Последний список")
        s.p("Концерты на выходных, 12 событий. Сохранён сегодня в 18:20.")
        s.buttons(("Открыть список", True, ""))
        s.buttons(("Проверить связь", False, ""))


def about(s: Screen) -> None:
    s.masthead()
    s.gap(6)
    s.h1("О портале")
    s.lead("Афиша всего города: театры, библиотеки, парки. Что идёт, сколько стоит, можно ли войти.")
    s.gap(4)
    figures(s, (("8974", "события впереди"), ("612", "мест"), ("388", "обследовано"), ("147", "организаций")))
    left, right = s.two(1, 1)
    with s.column(*left):
        s.h2("Откуда данные")
        s.p("Программу вносят сами учреждения. Доступность меряют люди с рулеткой: у записи есть дата и имя.")
    with s.column(*right):
        s.h2("Что мы знаем о вас")
        s.p("Ничего: ни учётных записей, ни cookie. «Для меня» и «Сохранённое» лежат в вашем браузере.")


def sign_in(s: Screen) -> None:
    s.masthead()
    s.gap(7)
    s.h1("Вход в Кабинет")
    s.field("Электронная почта", "anna@example.org")
    s.buttons(("Получить код на почту", False, "mail"), ("Войти по паролю", True, ""))
    s.buttons(("Войти по ключу доступа", True, "key-round"))
