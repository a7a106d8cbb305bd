from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from karavan.kernel.localtime import at, city_zone, day_bounds, local, today


def test_the_city_is_five_hours_ahead() -> None:
    assert at(date(2026, 11, 23), time(19)) == datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert at(date(2026, 11, 23), time(19)).tzinfo is UTC
    assert local(datetime(2026, 11, 23, 20, tzinfo=UTC)).isoformat() == "2026-11-24T01:00:00+05:00"
    assert city_zone().key == "Asia/Yekaterinburg"


def test_the_zone_follows_the_setting(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Omsk"

    assert at(date(2026, 11, 23), time(19)) == datetime(2026, 11, 23, 13, tzinfo=UTC)


def test_a_day_runs_from_midnight_to_midnight() -> None:
    assert day_bounds(date(2026, 12, 31)) == (
        datetime(2026, 12, 30, 19, tzinfo=UTC),
        datetime(2026, 12, 31, 19, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 22, 18, 59, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 19, 0, 0, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_today_changes_at_the_citys_midnight(now: datetime, expected: date) -> None:
    with time_machine.travel(now, tick=False):
        assert today() == expected


@given(st.dates(date(2012, 1, 1), date(2060, 1, 1)), st.times())
def test_there_and_back(day: date, clock: time) -> None:
    there = local(at(day, clock))

    assert (there.date(), there.time()) == (day, clock)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_days_follow_each_other_without_a_gap(day: date) -> None:
    assert day_bounds(day)[1] == day_bounds(day + timedelta(days=1))[0]
