"""The gallery of components with the parts that only the portal has, for staff."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone

from karavan.portal.passport import Cell, Step, Way
from karavan.ui import gallery, typography
from karavan.ui.parts import Badge, Chip, Link

_DAY = date(2026, 11, 27)


@login_required
def components(request: HttpRequest) -> HttpResponse:
    """Every part of the interface with sample data; the query sets the hooks of the page."""
    return render(request, "portal/gallery.html", gallery.samples(request) | samples())


def samples() -> dict[str, Any]:
    """Sample data of the parts of the portal, in every state."""
    return {
        "views": [Link("Список", "#v1", current=True), Link("Карта", "#v2"), Link("Неделя", "#v3")],
        "strip": [_day_of_strip(number) for number in range(7)],
        "months": [_month(number) for number in range(1, 13)],
        "sessions": _sessions(),
        "way": _way(steps=True),
        "matrix": _way(steps=False),
        "survey": "Обследовано 14 мая 2026 года, комиссия района.",
        "access_place": {
            "how_to_get_in": "Вход со двора, кнопка вызова справа от двери.",
            "survey": {"demo": False},
        },
        "presets": [
            Chip("Семья с малышами", "#m1", icon="baby"),
            Chip("Пенсионер", "#m2", icon="heart", active=True),
            Chip("Передвигаюсь на коляске", "#m3", icon="accessibility"),
            Chip("Не говорю по-русски", "#m4", icon="languages"),
        ],
        "fits": _fits(),
        "failed_ways": [{"url": "#w1", "count": "12", "label": "без «до 100 ₽»"}],
    }


def _day_of_strip(number: int) -> dict[str, Any]:
    day = _DAY + timedelta(days=number)
    count = (54, 71, 66, 12, 18, 20, 0)[number]
    return {
        "day": day,
        "url": f"#s{number}",
        "month": typography.month(day),
        "weekday": typography.weekday(day),
        "short": typography.weekday(day)[:2],
        "count": count,
        "words": str(count),
        "is_free_day": day.weekday() >= 5,
    }


def _month(number: int) -> dict[str, Any]:
    count = (12, 23, 31, 45, 72, 88, 40, 51, 34, 28, 15, 0)[number - 1]
    tall = count * 40 // 88
    return {
        "url": f"#y{number}",
        "bar": f"M0 {40 - tall}h10v{tall}H0z",
        "count": count,
        "name": typography.month(date(2027, number, 1)),
        "words": str(count),
    }


def _sessions() -> list[dict[str, Any]]:
    start = datetime(2026, 11, 27, 19, tzinfo=get_current_timezone())
    plain = {"time": "19:00–21:40", "facilities": ["жестовый язык", "индукционная петля"]}
    states: list[dict[str, Any]] = [
        plain,
        {"time": "19:00", "badges": [Badge("soldout", "мест нет")], "price": "от 400 ₽"},
        {
            "time": "19:00",
            "badges": [Badge("cancelled", "отменено")],
            "cancelled": True,
            "note": "Болезнь артистки",
        },
        {
            "time": "18:00",
            "badges": [Badge("moved", "перенесено")],
            "moved_from": "перенесено с 19 декабря, 19:00",
            "place": Link("Малый зал", "#hall"),
        },
    ]
    found = []
    for number, state in enumerate(states):
        moment = start + timedelta(days=7 * number)
        words = f"{typography.month(moment.date())}, {typography.weekday(moment.date())}"
        found.append({"start": moment, "day": moment.date(), "words": words, **state})
    return found


_GRADES = (
    ("yes", "доступно", "От остановки до ворот", "Асфальт, съезд с бордюра, 240 метров."),
    ("partly", "частично", "Крыльцо", "Пандус круче нормы, перила с одной стороны."),
    ("help", "с помощью", "Дверь", "Открывается наружу, порог 3 сантиметра."),
    ("no", "недоступно", "Второй этаж", "Только лестница, 18 ступеней."),
    ("unknown", "не обследовано", "Туалет", "Никто ещё не смотрел."),
)


def _way(*, steps: bool) -> Way:
    chips = [
        Chip("На кресле-коляске", "#a1", active=steps),
        Chip("Слабовидящим", "#a2"),
        Chip("Глухим", "#a3"),
    ]
    heads = ["На кресле-коляске", "Слабовидящим"]
    rows = [(zone, [Cell(grade, words), Cell("yes", "доступно")]) for grade, words, zone, _ in _GRADES]
    ways = [
        Step(zone, grade, words, sentence, "Позвоните заранее." if grade == "help" else "")
        for grade, words, zone, sentence in _GRADES
    ]
    return Way(
        choices=chips,
        chosen="wheelchair" if steps else "",
        steps=ways if steps else [],
        heads=heads,
        rows=rows,
        ask=[Link("Библиотека № 14", "#ask")],
        others=Link("Где точно без ступеней", "#others"),
    )


def _fits() -> list[dict[str, Any]]:
    cards = gallery.cards()
    return [
        {
            "card": cards[0],
            "price": "212 ₽ для вас",
            "aside": "вместо 400 ₽",
            "why": [
                {"mark": "yes", "text": "льгота студентам: 50 %"},
                {"mark": "yes", "text": "без ступеней, проверено в мае"},
                {"mark": "unknown", "text": "петля для слуховых аппаратов: спросите в кассе"},
            ],
        },
        {
            "card": cards[3],
            "miss": "Не хватило одного: вход со ступенями",
            "price": "200 ₽",
            "why": [{"mark": "no", "text": "три ступени на входе"}],
        },
    ]
