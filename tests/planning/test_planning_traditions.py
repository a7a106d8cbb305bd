from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.kernel.localtime import at
from karavan.planning.traditions.computing import computed, days_of
from karavan.planning.traditions.definitions import definitions
from karavan.planning.traditions.quiet import broken_by

BY_CODE = {each.code: each for each in definitions()}


@pytest.mark.parametrize(
    ("code", "year", "days"),
    [
        ("orthodox-easter", 2026, ["2026-04-12"]),
        ("orthodox-easter", 2027, ["2027-05-02"]),
        ("maslenitsa", 2027, ["2027-03-08"]),
        ("trinity", 2027, ["2027-06-20"]),
        ("radonitsa", 2027, ["2027-05-11"]),
        ("eid-al-fitr", 2027, ["2027-03-09"]),
        ("eid-al-adha", 2027, ["2027-05-16"]),
        ("eid-al-fitr", 2033, ["2033-01-02", "2033-12-23"]),
        ("passover", 2027, ["2027-04-22"]),
        ("rosh-hashana", 2027, ["2027-10-02"]),
        ("hanukkah", 2026, ["2026-12-05"]),
        ("sabantuy", 2027, ["2027-06-19"]),
        ("city-day", 2027, ["2027-09-13"]),
    ],
)
def test_days_of_known_feasts(code: str, year: int, days: list[str]) -> None:
    assert [first.isoformat() for first, _last in days_of(BY_CODE[code], year)] == days


def test_lengths() -> None:
    lasts = {code: days_of(BY_CODE[code], 2027)[0] for code in ("maslenitsa", "passover", "ramadan", "frost")}
    assert {code: last.isoformat() for code, (_first, last) in lasts.items()} == {
        "maslenitsa": "2027-03-14",
        "passover": "2027-04-29",
        "ramadan": "2027-03-08",
        "frost": "2028-02-28",
    }


def test_codes_are_once_and_words_are_there_in_both_languages() -> None:
    assert len(BY_CODE) == len(definitions())
    assert [each.code for each in definitions() if not (each.title and each.title_en and each.advice)] == []
    assert max(len(each.advice) for each in definitions()) <= 400


@given(st.integers(2020, 2070))
def test_lent_ends_where_easter_begins_and_feasts_of_the_moon_come_every_year(year: int) -> None:
    [(easter, _)] = days_of(BY_CODE["orthodox-easter"], year)
    [(_, lent_ends)] = days_of(BY_CODE["great-lent"], year)

    assert (easter.weekday(), lent_ends) == (6, easter - timedelta(days=1))
    assert 1 <= len(days_of(BY_CODE["mawlid"], year)) <= 2


def test_what_began_the_year_before_is_there_too() -> None:
    found = {each.code for each in computed(date(2027, 1, 10), date(2027, 1, 11))}

    assert found == {"frost", "school-winter"}


@pytest.mark.parametrize(
    ("day", "clock", "hours", "broken"),
    [
        ("2027-06-10", "20:00", 2, False),
        ("2027-06-10", "20:00", 3, True),
        ("2027-06-12", "20:00", 3, False),
        ("2027-06-13", "08:00", 2, True),
        ("2027-06-14", "08:00", 2, True),
        ("2027-06-15", "08:00", 2, False),
    ],
)
def test_quiet_hours(day: str, clock: str, hours: int, broken: bool) -> None:
    start = at(date.fromisoformat(day), time.fromisoformat(clock))

    assert (broken_by(start, start + timedelta(hours=hours)) is not None) == broken
