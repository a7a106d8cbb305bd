"""What people write in cells."""

import contextlib
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.integrations.sheets import words
from karavan.integrations.sheets.kinds.organisation_columns import inn
from karavan.integrations.sheets.words import Cost, NotUnderstood, When
from karavan.programme.enums import EventKind, PriceKind

NOW = date(2026, 11, 27)
FORMS = [
    "{d:%d.%m.%Y} {t:%H:%M}",
    "{n} {m} {d:%Y} г. в {t:%H:%M}",
    "{d:%Y-%m-%d} {t:%H:%M}",
    "{n} {m} {d:%Y}, {t:%H.%M}",
]
GENITIVE = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("05.12.2026", date(2026, 12, 5)),
        ("5.12.26", date(2026, 12, 5)),
        ("5/12/2026", date(2026, 12, 5)),
        ("2026-12-05", date(2026, 12, 5)),
        ("5 декабря", date(2026, 12, 5)),
        ("суббота, 5 декабря 2026 г.", date(2026, 12, 5)),
        ("5 дек. 2026", date(2026, 12, 5)),
        ("сб 5 декабря", date(2026, 12, 5)),
        ("5.12", date(2026, 12, 5)),
        ("7 мая", date(2027, 5, 7)),
        ("1 сентября", date(2026, 9, 1)),
        ("1 июня", date(2027, 6, 1)),
        (46361, date(2026, 12, 5)),
        (date(2026, 12, 5), date(2026, 12, 5)),
        (datetime(2026, 12, 5, 18, 30), date(2026, 12, 5)),
    ],
)
def test_a_day_is_read_as_people_write_it(cell, expected):
    assert words.day(cell, now=NOW) == expected


@pytest.mark.parametrize(
    "cell", ["скоро", "32 декабря", "31.02.2027", "5", "декабрь", "5 мартобря", "5–7 декабря"]
)
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(NotUnderstood):
        words.day(cell, now=NOW)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("18:30", time(18, 30)),
        ("18.30", time(18, 30)),
        ("18 ч 30 мин", time(18, 30)),
        ("в 18 часов", time(18)),
        ("начало в 9:05", time(9, 5)),
        (18, time(18)),
        (18.3, time(18, 30)),
        (0.75, time(18)),
        (time(18, 30), time(18, 30)),
        (timedelta(hours=18, minutes=30), time(18, 30)),
        (datetime(2026, 12, 5, 18, 30), time(18, 30)),
    ],
)
def test_a_time_is_read_as_people_write_it(cell, expected):
    assert words.clock(cell) == expected


@pytest.mark.parametrize("cell", ["вечером", "25:00", "18:70", "18:30–20:00", -1.5])
def test_what_is_no_time_is_refused(cell):
    with pytest.raises(NotUnderstood):
        words.clock(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("5 декабря 18:30", [When(date(2026, 12, 5), time(18, 30))]),
        ("5 декабря в 18.30", [When(date(2026, 12, 5), time(18, 30))]),
        ("05.12.2026 18:30–20:00", [When(date(2026, 12, 5), time(18, 30), time(20))]),
        ("5 декабря с 18:30 до 20:00", [When(date(2026, 12, 5), time(18, 30), time(20))]),
        ("сб, 5 декабря", [When(date(2026, 12, 5))]),
        (
            "5 декабря 18:30; 6 декабря 12:00",
            [When(date(2026, 12, 5), time(18, 30)), When(date(2026, 12, 6), time(12))],
        ),
        ("5 декабря 12:00\n15:00", [When(date(2026, 12, 5), time(12)), When(date(2026, 12, 5), time(15))]),
        (
            "5, 6 и 7 декабря 12:00",
            [When(date(2026, 12, day), time(12)) for day in (5, 6, 7)],
        ),
        ("5 декабря 12:00, 15:00", [When(date(2026, 12, 5), time(12)), When(date(2026, 12, 5), time(15))]),
        (datetime(2026, 12, 5, 18, 30), [When(date(2026, 12, 5), time(18, 30))]),
        (date(2026, 12, 5), [When(date(2026, 12, 5))]),
    ],
)
def test_dates_with_their_times_are_read(cell, expected):
    assert words.moments(cell, now=NOW) == expected


@pytest.mark.parametrize(
    "cell", ["5–7 декабря", "05.12–10.12.2026", "каждую субботу", "декабрь", "5 декабря после обеда"]
)
def test_what_is_no_date_is_not_guessed(cell):
    with pytest.raises(NotUnderstood):
        words.moments(cell, now=NOW)


@given(
    day=st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    clock=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    form=st.sampled_from(FORMS),
)
def test_whatever_the_form_the_moment_is_the_same(day, clock, form):
    text = form.format(d=day, t=clock, n=day.day, m=GENITIVE[day.month - 1])
    assert words.moments(text) == [When(day, clock)]


READERS = (
    words.day,
    words.clock,
    words.moments,
    words.price,
    words.age,
    words.whole,
    words.yes_no,
    words.link,
)


@pytest.mark.parametrize("read", [*READERS, words.decimal, inn])
@given(cell=st.text(max_size=60) | st.integers() | st.floats(allow_nan=True) | st.booleans())
def test_no_cell_breaks_a_reader(read, cell):
    with contextlib.suppress(ValueError):
        read(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("бесплатно", Cost(PriceKind.FREE)),
        ("Вход свободный", Cost(PriceKind.FREE)),
        (0, Cost(PriceKind.FREE)),
        ("0 ₽", Cost(PriceKind.FREE)),
        (300, Cost(PriceKind.PAID, 30_000)),
        (299.5, Cost(PriceKind.PAID, 29_950)),
        ("300 ₽", Cost(PriceKind.PAID, 30_000)),
        ("1 200 руб.", Cost(PriceKind.PAID, 120_000)),
        ("от 200 до 500 рублей", Cost(PriceKind.PAID, 20_000, 50_000)),
        ("300–500", Cost(PriceKind.PAID, 30_000, 50_000)),
        ("от 300р", Cost(PriceKind.PAID, 30_000)),
        ("до 500 руб", Cost(PriceKind.PAID, None, 50_000)),
        ("по желанию", Cost(PriceKind.DONATION)),
        ("уточняется", Cost(PriceKind.UNKNOWN)),
    ],
)
def test_a_price_is_read_as_people_write_it(cell, expected):
    assert words.price(cell) == expected


@pytest.mark.parametrize("cell", ["много", "взрослый 300, детский 150, льготный 100", "300 за пару", -5])
def test_what_is_no_price_is_refused(cell):
    with pytest.raises(NotUnderstood):
        words.price(cell)


def test_ages_numbers_and_yes_or_no():
    assert [words.age(cell) for cell in ("6+", "0 +", 12, "от 16 лет", "18")] == [6, 0, 12, 16, 18]
    assert [words.whole(cell) for cell in (20, "1 200", "до 50 чел.", "80 мест")] == [20, 1200, 50, 80]
    assert [words.yes_no(cell) for cell in ("да", "Нет", "+", True, "не принимаем")] == [
        True,
        False,
        True,
        True,
        False,
    ]


def test_a_choice_knows_labels_values_and_what_people_say_and_suggests_the_nearest():
    choice = words.choice_of(EventKind.choices, "вид события", беседа=EventKind.LECTURE)
    assert [choice(cell) for cell in ("Лекция", " лекция ", "lecture", "Беседа")] == [EventKind.LECTURE] * 4
    with pytest.raises(NotUnderstood, match="Может быть, «Мастер-класс»"):
        choice("мастеркласс")
    with pytest.raises(NotUnderstood, match="вид события"):
        choice("пикник")


def test_a_name_of_several_records_is_refused_and_not_guessed():
    choice = words.choice_of_records(
        [("Большой зал", 1), ("Большой зал", 2), ("ДК — Большой зал", 1)], "место"
    )
    assert choice("дк - большой зал") == 1
    with pytest.raises(NotUnderstood):
        choice("Большой зал")


def test_an_inn_has_sound_check_digits():
    assert inn("7707083893") == "7707083893"
    assert inn(7707083893) == "7707083893"
    for wrong in ("7707083894", "123", "ИНН"):
        with pytest.raises(NotUnderstood):
            inn(wrong)
