"""The programme of a year as months with bars."""

from datetime import UTC, date, datetime

import pytest

from factories.programme import EventFactory, ProgrammeFactory
from karavan.portal.months import BAR, _bar, _end, _starts
from karavan.programme.drafts import SessionDraft
from karavan.ui import typography


def test_a_year_shows_its_months_from_today_on(city, read):
    year = ProgrammeFactory(
        slug="year", title="Год музыки", date_from=date(2027, 1, 1), date_to=date(2027, 12, 31)
    )
    for day in (date(2027, 2, 3), date(2027, 2, 4), date(2027, 7, 1)):
        EventFactory(
            publish=True,
            programme_id=year.pk,
            sessions=[SessionDraft(datetime(day.year, day.month, day.day, 13, tzinfo=UTC))],
        )
    page = read("/programmes/year/")
    found = page.one("nav", class_="months").all("a")
    # The first of February: January is over.
    assert [one.one(class_="months__name").text for one in found] == [
        "февраль", "март", "апрель", "май", "июнь", "июль",
        "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
    ]  # fmt: skip
    counts = [one.one(class_="months__count").text for one in found]
    assert counts == ["2", "0", "0", "0", "0", "1", "0", "0", "0", "0", "0"]
    for one in found:
        total = read(one["href"]).one("p", role="status").text
        assert one.text.endswith(total)


def test_a_programme_of_days_has_no_months(city, read):
    assert read("/programmes/spring/").all("nav", class_="months") == []


@pytest.mark.parametrize(
    ("share", "drawn"), [(0, "M0 40h10V40H0z"), (0.001, "M0 39h10V40H0z"), (1, "M0 0h10V40H0z")]
)
def test_a_bar_is_seen_wherever_there_is_anything(share, drawn):
    assert BAR == 40
    assert _bar(share) == drawn


def test_months_are_whole():
    assert _starts(date(2026, 12, 31), date(2027, 2, 1)) == [
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2027, 2, 1),
    ]
    assert [_end(date(2027, month, 1)).day for month in (1, 2, 4)] == [31, 28, 30]
    assert _end(date(2028, 2, 1)).day == 29
    assert _end(date(2027, 12, 1)) == date(2027, 12, 31)


def test_a_month_by_itself_is_a_nominative():
    assert typography.month_name(date(2027, 5, 1), "ru") == "май"
    assert typography.month_name(date(2027, 5, 1), "en") == "May"
