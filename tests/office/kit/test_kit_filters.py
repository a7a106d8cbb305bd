"""Periods of a list's filters, and words in whatever case."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.people import make_organisation
from karavan.office.kit.filters import PERIODS, every_word, period
from karavan.people.models import Organisation

DAY = dt.date(2026, 12, 30)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("today", "2026-12-30", "2026-12-30"),
        ("7d", "2026-12-30", "2027-01-05"),
        ("30d", "2026-12-30", "2027-01-28"),
        ("month", "2026-12-01", "2026-12-31"),
        ("next-month", "2027-01-01", "2027-01-31"),
        ("past-30d", "2026-11-30", "2026-12-29"),
        ("past", None, "2026-12-29"),
        ("2026-12-01..2026-12-05", "2026-12-01", "2026-12-05"),
        ("2026-12-01..", "2026-12-01", None),
        ("..2026-12-05", None, "2026-12-05"),
    ],
)
def test_a_period_as_of_a_day(value, first, last):
    found = period(value, DAY)
    assert found == tuple(None if day is None else dt.date.fromisoformat(day) for day in (first, last))


@pytest.mark.parametrize(
    "value", ["", "..", "2026-12-05", "soon", "2026-12-05..2026-12-01", "2026-13-01..", "a..b"]
)
def test_what_is_no_period(value):
    assert period(value, DAY) is None


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.sampled_from([key for key, _label in PERIODS]))
def test_ends_stand_in_order_whatever_the_day(day, name):
    first, last = period(name, day)
    assert last is not None
    assert first is None or first <= last


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_this_month_and_the_next_meet(day):
    assert period("month", day)[1] + dt.timedelta(days=1) == period("next-month", day)[0]


@pytest.mark.parametrize("words", ["дом культуры", "ДОМ", "Культуры дом", "уль"])
def test_words_are_found_in_whatever_case_and_order(db, words):
    wanted = make_organisation(name="Дом культуры «Сокол»")
    make_organisation(name="Сад")
    assert list(Organisation.objects.filter(every_word(("name",), words))) == [wanted]


@pytest.mark.parametrize(
    "value", ["0001-01-01..", "..9999-12-31", "9999-12-30..9999-12-31", "0001-01-01..2027-01-01"]
)
def test_days_at_the_ends_of_time_are_no_period(value):
    assert period(value, DAY) is None
