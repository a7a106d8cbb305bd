from datetime import time
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from karavan.places.hourtext import NotUnderstood, parse_week, week_in_words

Row = tuple[int, time, time]


def on(days: str, *spans: tuple[int, int]) -> list[Row]:
    """Rows of weekdays, given by their numbers, with whole hours."""
    return sorted(
        (int(day), time(opens), time(23, 59) if closes == 24 else time(closes))
        for day in days
        for opens, closes in spans
    )


WEEK = on("01234", (10, 19)) + on("5", (10, 18))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("  \n", []),
        ("пн–пт 10–19, сб 10–18, вс выходной", WEEK),
        ("ПН-ПТ: 10.00-19.00; СБ: 10.00-18.00; ВС: выходной", WEEK),
        (
            "с понедельника по пятницу с 10 до 19, в субботу с 10:00 до 18:00, воскресенье — выходной день",
            WEEK,
        ),
        ("будни 10-00 – 19-00, суббота с 10-00 до 18-00", WEEK),
        ("пн, вт, ср, чт, пт 10–19\nсб 10–18\nвыходной — вс", WEEK),
        ("Выходной вс, пн–пт 10–19, сб 10–18", WEEK),
        ("ежедневно 10–19, сб 10–18, кроме воскресенья", WEEK),
        ("Mon–Fri 10–19, Sat 10–18, Sun closed", WEEK),
        ("10–20", on("0123456", (10, 20))),
        ("ежедневно без выходных с 10 до 20 ч.", on("0123456", (10, 20))),
        ("ежедневно, кроме понедельника, 11–20", on("123456", (11, 20))),
        ("вторник–воскресенье 11–20, понедельник закрыто", on("123456", (11, 20))),
        ("сб–пн 11–17", on("560", (11, 17))),
        ("пн–пт 9–18, обед 13–14", on("01234", (9, 13), (14, 18))),
        ("пн–пт 9–18, перерыв с 13:00 до 14:00, сб 9–15", on("01234", (9, 13), (14, 18)) + on("5", (9, 15))),
        ("пн-пт 9-13 и 14-18", on("01234", (9, 13), (14, 18))),
        ("пн 9–20, перерыв 12–13, 16–17", on("0", (9, 12), (13, 16), (17, 20))),
        ("будни 10–19, выходные 11–17", on("01234", (10, 19)) + on("56", (11, 17))),
        ("по выходным 11–17", on("56", (11, 17))),
        ("выходной пн, вт, ср–вс 10–18", on("23456", (10, 18))),
        ("пт, сб 18–24", on("45", (18, 24))),
        ("круглосуточно", on("0123456", (0, 24))),
        ("ежедневно 10–19, пт 12–21", on("0123", (10, 19)) + on("4", (12, 21)) + on("56", (10, 19))),
    ],
)
def test_reads_hours_as_people_write_them(text: str, rows: list[Row]) -> None:
    assert parse_week(text) == sorted(rows)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("пн–пт 10–19, касса 12–18", "«касса» здесь непонятно."),
        ("пн–пт 10–25", "Такого времени нет: 25."),
        ("пн–пт 10 19", "Поставьте между временем тире: 10–19."),
        ("пн–пт 10", "У «10:00» нет конца: напишите, со скольки до скольки."),
        ("пн 10, вт 11–12", "У «10:00» нет конца: напишите, со скольки до скольки."),
        ("пт 18–02", "18:00–2:00: конец раньше начала. Часы после полуночи оканчиваются в 24:00."),
        ("пн–пт 10–19, пт 10–18", "День назван дважды: пт."),
        ("пн–пт 10–19, сб", "Скажите часы этих дней или что они выходные: сб."),
        ("пн–пт 10–19, обед 19–20", "Перерыв 19:00–20:00 выходит за часы работы."),
        ("пн 10–14, 13–18", "Часы одного дня накладываются: пн."),
        ("обед 13–14, пн 10–18", "Скажите сначала часы, потом перерыв: пн–пт 10–19, перерыв 13–14."),
        ("вс выходной, 10–18", "Скажите, по каким дням: 10:00–18:00."),
        ("пн–вс выходной", "Часов здесь нет. Напишите так: пн–пт 10–19, сб 10–18, вс выходной."),
        ("пн–пт 10–19 *", "«*» здесь непонятно."),
    ],
)
def test_says_what_it_does_not_understand(text: str, message: str) -> None:
    with translation.override("ru"), pytest.raises(NotUnderstood) as caught:
        parse_week(text)
    assert str(caught.value) == message


CLOCK = st.builds(time, st.integers(0, 23), st.integers(0, 59))
DAY = st.lists(CLOCK, max_size=6, unique=True).map(sorted)


@st.composite
def weeks(draw: st.DrawFn) -> list[Row]:
    """A week of up to three spans a day that do not touch; at least one."""
    rows = []
    for day in range(7):
        clocks = draw(DAY)
        rows += [(day, clocks[at], clocks[at + 1]) for at in range(0, len(clocks) - 1, 2)]
    return rows


@pytest.mark.parametrize("language", ["ru", "en"])
@given(weeks())
def test_words_of_a_week_read_back_as_the_same_week(language: str, rows: list[Row]) -> None:
    with translation.override(language):
        assert parse_week(week_in_words(rows)) == rows


@given(st.text(alphabet="пнвтсрчб -–,;:.0129обедвыходн\n", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        rows = parse_week(text)
    except NotUnderstood:
        return
    for day, opens, closes in rows:
        assert 0 <= day <= 6
        assert opens < closes
    ordered = sorted(rows)
    assert all(one[2] <= other[1] for one, other in pairwise(ordered) if one[0] == other[0])


def test_says_a_week_in_words() -> None:
    with translation.override("ru"):
        assert week_in_words([]) == ""
        assert week_in_words(WEEK) == "пн–пт 10:00–19:00; сб 10:00–18:00; вс — выходной"
        week = on("01234", (9, 13), (14, 18))
        assert week_in_words(week) == "пн–пт 9:00–18:00, перерыв 13:00–14:00; сб–вс — выходной"
        assert week_in_words(on("0", (9, 13), (13, 18))) == "пн 9:00–18:00; вт–вс — выходной"
