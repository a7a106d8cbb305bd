"""The time a question is about."""

from datetime import UTC, date, datetime, timedelta

import pytest

from karavan.catalogue.filters import EventFilter
from karavan.catalogue.windows import RELATIVE, relative_days, window_of

THURSDAY = datetime(2026, 12, 10, 7, 30, tzinfo=UTC)


def midnight(number: int) -> datetime:
    """The beginning of a day of December 2026 in the city."""
    return datetime(2026, 11, 30, 19, tzinfo=UTC) + timedelta(days=number - 1)


@pytest.mark.parametrize(
    ("when", "since", "until"),
    [
        ("today", THURSDAY, midnight(11)),
        ("tomorrow", midnight(11), midnight(12)),
        ("weekend", midnight(12), midnight(14)),
        ("week", THURSDAY, midnight(17)),
    ],
)
def test_a_relative_condition_begins_now_at_the_earliest(when, since, until):
    assert window_of(EventFilter(when=when), THURSDAY) == (since, until)


@pytest.mark.parametrize(("hour", "last"), [(18, 11), (19, 12)])
def test_the_day_is_that_of_the_city(hour, last):
    evening = datetime(2026, 12, 10, hour, 59, tzinfo=UTC)
    assert window_of(EventFilter(when="today"), evening) == (evening, midnight(last))


def test_a_question_without_one_is_about_its_own_days_or_what_comes():
    assert window_of(EventFilter(), THURSDAY) == (THURSDAY, None)
    asked = EventFilter(since=midnight(1), until=midnight(2))
    assert window_of(asked, THURSDAY) == (midnight(1), midnight(2))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [(23, 28, 29), (27, 28, 29), (28, 28, 29), (29, 29, 29)],
)
def test_the_weekend_is_what_is_left_of_it(day, first, last):
    assert relative_days("weekend", date(2026, 11, day)) == (date(2026, 11, first), date(2026, 11, last))


def test_no_other_condition_is_known():
    assert RELATIVE == ("today", "tomorrow", "weekend", "week")
    with pytest.raises(ValueError, match="unknown relative condition: 'soon'"):
        relative_days("soon", date(2026, 11, 23))
