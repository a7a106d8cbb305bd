from datetime import date, time

import pytest

from karavan.programme.spoken import MOST, Hours, Spoken, read_when

TODAY = date(2026, 11, 27)
"""A Friday."""


def days(*pairs):
    return tuple(date(2027 if month < 11 else 2026, month, day) for day, month in pairs)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("12 и 19 декабря 18:30", Spoken(days((12, 12), (19, 12)), time(18, 30))),
        ("12, 13 и 14 декабря в 18:30", Spoken(days((12, 12), (13, 12), (14, 12)), time(18, 30))),
        ("12.12 18.30", Spoken(days((12, 12)), time(18, 30))),
        ("12.12.2026, 19.12.26 в 11:00", Spoken(days((12, 12), (19, 12)), time(11))),
        ("2026-12-12 18:00–20:00", Spoken(days((12, 12)), time(18), time(20))),
        ("с 18:30 до 20:00 12 декабря", Spoken(days((12, 12)), time(18, 30), time(20))),
        ("завтра в 18 часов", Spoken(days((28, 11)), time(18))),
        ("в субботу в 12:00", Spoken(days((28, 11)), time(12))),
        ("9 мая", Spoken(days((9, 5)))),
        ("12 декабря 2026 г. 18:30", Spoken(days((12, 12)), time(18, 30))),
        (
            "каждый вторник до 15 декабря в 17:00",
            Spoken(days((1, 12), (8, 12), (15, 12)), time(17), weekly=True),
        ),
        (
            "по субботам с 1 по 20 декабря 12:00-14:00",
            Spoken(days((5, 12), (12, 12), (19, 12)), time(12), time(14), weekly=True),
        ),
        (
            "по вторникам и четвергам в 15:00 с 1.12 по 10.12",
            Spoken(days((1, 12), (3, 12), (8, 12), (10, 12)), time(15), weekly=True),
        ),
        ("ежедневно с 1 по 3 января 11:00", Spoken(days((1, 1), (2, 1), (3, 1)), time(11), weekly=True)),
        (
            "каждую среду декабря 18:00",
            Spoken(days((2, 12), (9, 12), (16, 12), (23, 12), (30, 12)), time(18), weekly=True),
        ),
        ("с 20 декабря по 10 января", Spoken(date_from=date(2026, 12, 20), date_to=date(2027, 1, 10))),
        ("5-9 мая", Spoken(date_from=date(2027, 5, 5), date_to=date(2027, 5, 9))),
        (
            "с 1 по 20 декабря, сб-вс 10:00–18:00",
            Spoken(
                (),
                time(10),
                time(18),
                date(2026, 12, 1),
                date(2026, 12, 20),
                (Hours(5, time(10), time(18)), Hours(6, time(10), time(18))),
            ),
        ),
        ("31 февраля", Spoken()),
        ("в следующем году", Spoken()),
        ("", Spoken()),
    ],
)
def test_a_line_is_understood(line, found):
    assert read_when(line, TODAY) == found


def test_a_repeat_without_an_end_runs_for_four_months_and_never_without_bounds():
    found = read_when("каждый вторник 18:00", TODAY)
    assert (found.days[0], found.days[-1], len(found.days)) == (date(2026, 12, 1), date(2027, 3, 23), 17)
    assert len(read_when("ежедневно с 1 января 2027 по 31 декабря 2029 10:00", TODAY).days) == MOST


def test_a_period_is_told_from_dates():
    assert read_when("с 1 по 3 марта", TODAY).is_period
    assert not read_when("1 и 3 марта", TODAY).is_period
    assert not read_when("когда-нибудь", TODAY)
