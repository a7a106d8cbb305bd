import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from karavan.ui import typography as t

N, NN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("text", "glued"),
    [
        ("Концерт в парке", f"Концерт в{N}парке"),
        ("И на Марсе", f"И{N}на{N}Марсе"),
        ("Вход из-за ремонта", f"Вход из-за{N}ремонта"),
        ("Море — это дом", f"Море{N}— это дом"),
        ("Библиотека №16", f"Библиотека №{N}16"),
        ("Библиотека № 16", f"Библиотека №{N}16"),
        ("до 300 ₽", f"до{N}300{N}₽"),
        ("30 минут от дома", f"30{N}минут от{N}дома"),
        ("А. П. Чехов", f"А.{N}П.{N}Чехов"),
        ("А.П.Чехов", f"А.{N}П.{N}Чехов"),
        ("мост", "мост"),
        ("", ""),
    ],
)
def test_glue_russian(text: str, glued: str) -> None:
    assert t.glue(text, "ru") == glued


def test_glue_english() -> None:
    assert t.glue("A walk in the park", "en") == f"A{N}walk in{N}the{N}park"


@given(st.text(alphabet="абвгдежз —-вионА1№ .\n<&", max_size=60))
def test_glue_changes_spaces_only(text: str) -> None:
    def bare(value: str) -> str:
        return value.replace(N, "").replace(" ", "")

    once = t.glue(text, "ru")
    assert bare(once) == bare(text)
    assert t.glue(once, "ru").replace(N, " ") == once.replace(N, " ")


@pytest.mark.parametrize(
    ("kopecks", "ru", "en"),
    [
        (0, f"0{NN}₽", f"0{NN}₽"),
        (120000, f"1{NN}200{NN}₽", f"1{NN}200{NN}₽"),
        (9950, f"99,50{NN}₽", f"99.50{NN}₽"),
        (123456789, f"1{NN}234{NN}567,89{NN}₽", f"1{NN}234{NN}567.89{NN}₽"),
        (-500, f"\u22125{NN}₽", f"\u22125{NN}₽"),
    ],
)
def test_money(kopecks: int, ru: str, en: str) -> None:
    assert t.money(kopecks, "ru") == ru
    assert t.money(kopecks, "en") == en


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (None, None, ""),
        (0, 0, "free"),
        (0, None, "free"),
        (40000, 120000, f"from 400{NN}₽"),
        (35000, 35000, f"350{NN}₽"),
        (35000, None, f"350{NN}₽"),
        (None, 35000, f"350{NN}₽"),
        (0, 30000, f"free or up to 300{NN}₽"),
    ],
)
def test_price_range(low: int | None, high: int | None, text: str) -> None:
    assert t.price_range(low, high, "en") == text


MON = dt.date(2026, 11, 23)


def test_dates_in_both_languages() -> None:
    assert t.date_long(MON, "ru") == f"23{N}ноября, понедельник"
    assert t.date_long(MON, "en") == f"Monday, 23{N}November"
    assert t.date_long(MON, "ru", year=True) == f"23{N}ноября{N}2026, понедельник"
    assert t.date_short(MON, "en") == f"23{N}November"


@pytest.mark.parametrize(
    ("last", "ru", "en"),
    [
        (None, f"23{N}ноября", f"23{N}November"),
        (MON, f"23{N}ноября", f"23{N}November"),
        (dt.date(2026, 11, 25), f"23–25{N}ноября", f"23–25{N}November"),
        (dt.date(2026, 12, 3), f"23{N}ноября{N}– 3{N}декабря", f"23{N}November{N}– 3{N}December"),
        (
            dt.date(2027, 1, 3),
            f"23{N}ноября{N}2026{N}– 3{N}января{N}2027",
            f"23{N}November{N}2026{N}– 3{N}January{N}2027",
        ),
    ],
)
def test_date_range(last: dt.date | None, ru: str, en: str) -> None:
    assert t.date_range(MON, last, "ru") == ru
    assert t.date_range(MON, last, "en") == en


def test_times() -> None:
    assert t.time_text(dt.time(9, 5)) == "9:05"
    assert t.time_range(dt.time(19), dt.time(21, 30)) == "19:00–21:30"
    assert t.time_range(dt.time(19)) == "19:00"


def test_active_language_is_used_and_an_unknown_one_reads_as_english() -> None:
    with translation.override("ru"):
        assert t.weekday(MON) == "понедельник"
        assert t.weekday_short(MON) == "пн"
    with translation.override("de"):
        assert t.weekday(MON) == "Monday"
        assert t.weekday_short(MON) == "Mon"


def test_capital_and_count() -> None:
    assert t.capitalised("ноября, 23") == "Ноября, 23"
    assert t.capitalised("") == ""
    with translation.override("en"):
        assert [t.results(1), t.results(1200)] == ["1 result", f"1{NN}200 results"]
