"""Pages about the visitor: search, for me, what was saved, subscriptions."""

from pictures.drawn.lettering import BOLD, HEAD
from pictures.drawn.parts import EVENTS, band, cards, empty, mark, notice, rows
from pictures.drawn.screen import Screen


def search(s: Screen) -> None:
    s.masthead()
    s.gap(6)
    s.h1("Поиск")
    s.search("чехов", typed=True)
    s.chips(("Всё · 14", "События · 9", "Места · 3", "Программы · 2"), ("Всё · 14",))
    left, right = s.two(2, 1)
    with s.column(*left):
        s.h2("События · 9")
        rows(s, (EVENTS[0], EVENTS[4], EVENTS[7]))
    with s.column(*right):
        s.h2("Места · 3")
        for name, words in (
            ("Библиотека имени Чехова", "ул. Чехова, 7"),
            ("Молодёжный театр", "ул. Кирова, 116"),
        ):
            s.link(s.x, s.y, name, 17, face=BOLD)
            s.y += 26
            s.small(words)
            mark(s, s.x, s.y + 6, "yes")
            s.y += 34
        s.h2("Программы · 2")
        s.link(s.x, s.y, "Чеховские чтения 2027", 17, face=BOLD)
        s.y += 40


def search_nothing(s: Screen) -> None:
    s.masthead()
    s.gap(6)
    s.h1("Поиск")
    s.search("вешнёвый сат", typed=True)
    s.gap(3)
    empty(
        s,
        "По словам «вешнёвый сат» ничего нет",
        "Может быть, вы искали:",
        "вишнёвый сад — 3 события",
        "Все спектакли этой недели",
        "Афиша на сегодня",
    )
    s.h2("Сегодня в городе")
    cards(s, EVENTS[:3], 3)


PROFILES = (
    ("Семья с малышами", "дошкольники, коляска, днём", "baby", "children"),
    ("Школьный класс", "по будням, до 300 ₽ с человека", "school", "book"),
    ("Студент", "Пушкинская карта, вечера", "graduation-cap", "music"),
    ("Пенсионер", "льготы, днём, рядом с домом", "heart", "heritage"),
    ("На коляске", "точно без ступеней", "accessibility", "theatre"),
    ("Вижу плохо", "тифлокомментарий, крупные буквы", "eye", "cinema"),
    ("Со слуховым аппаратом", "петля, субтитры, жестовый язык", "ear", "dance"),
    ("Visitor without Russian", "events in English or without words", "languages", "tour"),
)


def me_empty(s: Screen) -> None:
    """One tap is enough: eight people one may be today; the form is below for those who want it exact."""
    s.masthead("Для меня")
    s.gap(6)
    s.h1("Что подойдёт именно вам?")
    s.lead("Выберите, кто идёт. Ответ останется в этом браузере: его не видим даже мы.")
    s.gap(3)
    columns = 4 if s.wide else 1
    gap, room = 20.0, (s.room - 20 * (columns - 1)) / columns
    tall = 214.0 if s.wide else 104.0
    for place, (title, words, icon, family) in enumerate(PROFILES):
        x = s.x + place % columns * (room + gap)
        y = s.y + place // columns * (tall + gap)
        s.rect(x, y, room, tall, "none", stroke="ink", line=3)
        s.rect(x, y, 72, 72, f"kind-{family}")
        s.icon(icon, x + 18, y + 18, 36, "paper")
        if s.wide:
            low = s.text(x + 18, y + 92, title, 18, room=room - 30, face=HEAD)
            s.text(x + 18, low + 6, words, 15, room=room - 30, fill="muted")
        else:
            low = s.text(x + 88, y + 14, title, 17, room=room - 96, face=HEAD)
            s.text(x + 88, low + 4, words, 15, room=room - 96, fill="muted")
    s.y += (tall + gap) * -(-len(PROFILES) // columns) + 20
    s.h2("Или настройте сами")
    s.p("Год рождения, льготы, что нужно для входа, сколько готовы заплатить, откуда ехать и когда.")
    s.buttons(
        ("Настроить", True, "sliders-horizontal"),
    )


def me(s: Screen) -> None:
    """Each thing says why it is here and what it would cost me."""
    s.masthead("Для меня")
    band(s, "Для меня", "пенсионер · вход без ступеней · до 300 ₽ · 30 минут от Коммуны", "изменить")
    s.gap(6)
    left, right = s.two(2, 1)
    with s.column(*left):
        s.h1("На эти дни вам подойдёт 31 событие")
        s.chips(("Сегодня", "Завтра", "Выходные", "Неделя"), ("Выходные",))
        why = {
            "Сказки уральского леса": "Бесплатно · 9 минут от вас · вход без ступеней, проверено в мае",
            "Метеорит: десять лет спустя": "Пенсионерам бесплатно по средам · петля для слуховых аппаратов",
            "Вишнёвый сад": "300 ₽ вместо 400: льгота пенсионерам · 22 минуты на троллейбусе № 17",
        }
        rows(s, (EVENTS[1], EVENTS[7], EVENTS[0]), why=why)
    with s.column(*right):
        s.h2("Почему не всё")
        for count, words in (("18", "вход со ступенями"), ("44", "не обследовано"), ("7", "дороже 300 ₽")):
            wide, foot = s.numeral(s.x, s.y, count, 44, "ink")
            s.link(s.x + wide + 12, foot - 24, words, 17)
            s.y = foot + 20
        s.p("Показать и то, что не обследовано?")
        s.buttons(("Показать 44", True, ""))
        notice(
            s,
            "info",
            "Только в вашем браузере",
            "Без учётной записи и без cookie. Стереть можно одним нажатием.",
        )
        s.buttons(("Стереть", True, "trash-2"))


def saved(s: Screen) -> None:
    s.masthead()
    s.gap(6)
    s.h1("Сохранённое")
    s.lead("Откроется и без связи: список лежит в этом браузере.")
    s.buttons(("Все в календарь", False, "calendar-plus"), ("Поделиться списком", True, "share-2"))
    for day, words, events in (
        ("27", "ноября, сегодня", EVENTS[:1]),
        ("29", "ноября, воскресенье", EVENTS[6:9:2]),
    ):
        s.rect(s.x, s.y, s.room, 3, "ink")
        wide, foot = s.numeral(s.x, s.y + 18, day, 60)
        s.line_of_text(s.x + wide + 14, foot, words, 18 if s.wide else 15, face=HEAD)
        s.y = foot + 10
        rows(s, events)
        s.y += 24


def subscribe(s: Screen) -> None:
    """A list is an address; the address goes into a calendar, a reader, a messenger."""
    s.masthead()
    s.gap(6)
    s.h1("Подписаться на афишу")
    s.lead("Настройте список один раз: новое придёт само. Почта и телефон не нужны.")
    s.gap(3)
    left, right = s.two(3, 2)
    with s.column(*left):
        s.numeral(s.x, s.y, "1", 44)
        s.text(s.x + 48, s.y, "Что вам интересно", s.size("size-h2"), face=HEAD, room=s.room - 48)
        s.y += 52
        s.chips(("Концерты ×", "выходные ×", "бесплатно ×", "Ещё условие"), icons={"Ещё условие": "plus"})
        s.p("Сейчас подходит 12 событий")
        s.gap(4)
        s.numeral(s.x, s.y, "2", 44)
        s.text(s.x + 48, s.y, "Куда присылать", s.size("size-h2"), face=HEAD, room=s.room - 48)
        s.y += 56
        for icon, title, words in (
            ("calendar-plus", "В календарь телефона", "сами появятся и изменятся"),
            ("rss", "В читалку лент", "RSS: новое и отменённое"),
            ("link", "Просто ссылка", "короткая и постоянная"),
        ):
            s.rect(s.x, s.y, s.room, 84, "none", stroke="ink")
            s.icon(icon, s.x + 22, s.y + 27, 30)
            s.line_of_text(s.x + 76, s.y + 37, title, 18, face=BOLD)
            s.text(s.x + 76, s.y + 46, words, 15, room=s.room - 90, fill="muted")
            s.y += 96
    with s.column(*right):
        s.h2("Придёт вот это")
        rows(s, EVENTS[2:3] + EVENTS[6:7], brief=True)
        s.small("Отменят или перенесут — в календаре тоже изменится.")
