"""The gallery of components: every part with sample data, for those who build pages from them."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karavan.ui import typography
from karavan.ui.parts import (
    Access,
    Badge,
    Card,
    Chip,
    Column,
    Facet,
    Fact,
    LanguageLink,
    Link,
    Option,
    Poster,
    Table,
)
from karavan.ui.posters import FAMILIES

_DAY = dt.date(2026, 11, 23)


class SampleForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(label="Название", max_length=80)
    summary = forms.CharField(
        label="Коротко о событии",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="Одно-два предложения, которые увидят в афише.",
    )
    seats = forms.IntegerField(label="Мест", min_value=1, help_text="Сколько человек вместит зал.")
    kind = forms.ChoiceField(label="Вид", choices=[("theatre", "Спектакль"), ("music", "Концерт")])
    format = forms.ChoiceField(
        label="Как пройдёт",
        choices=[("place", "На месте"), ("online", "По сети")],
        widget=forms.RadioSelect,
        required=False,
    )
    agree = forms.BooleanField(
        label="Есть права на картинку", help_text="Автор разрешил показывать её в афише."
    )


def cards() -> list[Card]:
    """A card of every state: timed, free, of a period, cancelled, sold out."""
    yes = Access("yes", "без ступеней", "проверено в мае 2026")
    unknown = Access("unknown", "доступность не обследована")
    return [
        Card(
            "Вишнёвый сад",
            "#1",
            when="19:00",
            kind="theatre",
            kind_label="Спектакль",
            age="16+",
            access=yes,
            place="Новый Художественный театр",
            distance="22 мин",
            price="от 400 ₽",
            price_mine="212 ₽ для вас",
            poster=Poster(family="theatre", seed="11"),
        ),
        Card(
            "Сказки уральского леса",
            "#2",
            when="12:00",
            kind="children",
            kind_label="Детям",
            age="0+",
            access=yes,
            place="Детская библиотека № 16",
            distance="9 мин",
            price="бесплатно",
            poster=Poster(family="children", seed="2"),
            badges=[Badge("demo", "демо")],
        ),
        Card(
            "Органные сумерки: Бах и Франк",
            "#3",
            when="18:30",
            kind="music",
            kind_label="Концерт",
            age="6+",
            place="Зал органной и камерной музыки «Родина»",
            distance="31 мин",
            price="350 ₽",
            price_mine="льгота 50 %",
            access=unknown,
            poster=Poster(family="music", seed="1"),
        ),
        Card(
            "Город, которого нет на карте",
            "#4",
            when="23–30 ноября",
            when_note="каждый день, кроме понедельника",
            kind="exhibition",
            kind_label="Выставка",
            age="6+",
            place="Музей изобразительных искусств",
            price="200 ₽",
            access=Access("no", "вход со ступенями"),
            poster=Poster(family="exhibition", seed="3"),
        ),
        Card(
            "Читаем вслух: рассказы Чехова",
            "#5",
            when="16:00",
            kind="book",
            kind_label="Встреча",
            age="12+",
            place="Библиотека имени А. С. Пушкина",
            price="бесплатно",
            access=unknown,
            cancelled=True,
            badges=[Badge("cancelled", "отменено")],
            poster=Poster(family="book", seed="5"),
        ),
        Card(
            "Ночь короткого метра",
            "#6",
            when="20:10",
            kind="cinema",
            kind_label="Кино",
            age="12+",
            place="Киномакс",
            price="от 300 ₽",
            access=yes,
            badges=[Badge("soldout", "билетов нет")],
            poster=Poster(family="cinema", seed="6"),
        ),
    ]


def _facets() -> list[Facet]:
    return [
        Facet(
            "Вид",
            [
                Option("Спектакль", "#f1", 12, active=True),
                Option("Концерт", "#f2", 8),
                Option("Выставка", "#f3", 1240),
            ],
        ),
        Facet(
            "Вход",
            [
                Option("Без ступеней, проверено", "#f4", 18),
                Option("Без ступеней или не обследовано", "#f5", 25),
            ],
            open=True,
        ),
        Facet("Район", [Option("Центральный", "#f6", 14), Option("Курчатовский", "#f7", 3)]),
    ]


def _table() -> Table:
    rows = [
        [
            Link("Театр драмы имени Н. Орлова", "#t1"),
            "Центральный",
            typography.number(720),
            typography.money(45000),
        ],
        [
            Link("Дворец культуры ЧТЗ", "#t2"),
            "Тракторозаводский",
            typography.number(1020),
            typography.money(25050),
        ],
    ]
    columns = [Column("Зал"), Column("Район"), Column("Мест", numeric=True), Column("Билет от", numeric=True)]
    return Table("Залы города", columns, rows)


def _terms() -> Table:
    columns = [Column("Кто"), Column("Цена"), Column("На каких условиях")]
    rows = [
        [
            "Школьники, студенты",
            "200 ₽",
            "предъявите студенческий билет; основы законодательства о культуре, ст. 52",
        ],
        ["Многодетные семьи", "280 ₽", "предъявите удостоверение; указ от 23.01.2024 № 63"],
        ["Все остальные", "от 400 ₽", ""],
    ]
    return Table("Сколько заплачу я", columns, rows, stacked=True)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page."""
    return render(request, "ui/gallery.html", samples(request))


def samples(request: HttpRequest) -> dict[str, Any]:
    """The context of the gallery, for a page that shows more.

    `?theme=dark|light` and `?size=`, `?spacing=`, `?scheme=`, `?images=` set the hooks of <html>.
    """
    form = SampleForm({"summary": "Премьера сезона", "seats": "много", "kind": "theatre", "format": "place"})
    lang = get_language()
    return {
        "site_name": _("Karavan"),
        "description": _("Components of the interface"),
        "theme": request.GET.get("theme", ""),
        "vision": {
            key: request.GET[key] for key in ("size", "spacing", "scheme", "images") if key in request.GET
        },
        "demo": True,
        "languages": [
            LanguageLink("ru", "RU", "?lang=ru", current=lang == "ru"),
            LanguageLink("en", "EN", "?lang=en", current=lang != "ru"),
        ],
        "nav": [
            Link("Афиша", "#", current=True),
            Link("Места", "#nav2"),
            Link("Карта", "#nav3"),
            Link("Программа 2027", "#nav4"),
            Link("Подписка", "#nav5"),
        ],
        "footer_links": [
            Link("О проекте", "#fl1"),
            Link("Данные и API", "#fl2"),
            Link("Доступность", "#fl3"),
        ],
        "day": _DAY,
        "day_chips": [
            Chip("Сегодня", "#c1", active=True, count=27),
            Chip("Завтра", "#c2"),
            Chip("Выходные", "#c3"),
            Chip("Бесплатно", "#c4"),
            Chip("С детьми", "#c5", icon="baby"),
            Chip("Не выходя из дома", "#c6", icon="wifi"),
        ],
        "set_chips": [Chip("Концерты", "#r1", remove=True), Chip("до 300 ₽", "#r2", remove=True)],
        "cards": cards(),
        "facets": _facets(),
        "crumbs": [Link("Афиша", "#b1"), Link("Театры", "#b2"), Link("Вишнёвый сад")],
        "badges": [
            Badge("age", "16+"),
            Badge("demo", "демо"),
            Badge("cancelled", "отменено"),
            Badge("moved", "перенесено"),
            Badge("soldout", "билетов нет"),
            Badge("certainty", "по оценке"),
            Badge("free", "бесплатно"),
        ],
        "facts": [
            Fact("Где", [Link("Новый Художественный театр", "#p1"), "ул. Васенко, 100"]),
            Fact("Когда", [typography.date_long(_DAY, lang) + ", 19:00"]),
            Fact("Цена", [typography.price_range(40000, 120000, lang)]),
        ],
        "ways_out": [Link("Все события на 23 ноября", "#e1"), Link("Концерты в любой день", "#e2")],
        "table": _table(),
        "terms": _terms(),
        "form": form,
        "lonely": Card("Событие без времени, места и цены", "#7", kind="other", poster=Poster(seed="7")),
        "families": FAMILIES,
        "seeds": ["1", "2"],
    }
