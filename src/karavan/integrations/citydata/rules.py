"""Date rules of recurring events and memorable dates: pure calendar arithmetic.

A rule is a day, or a day and a span around it:

===================  ====================================================================
``09-13``            13 September
``12-01..01-31``     from 1 December to 31 January of the next year
``sat#2 09``         second Saturday of September; ``sat#-1 06`` is the last one of June
``sat~05-18``        the Saturday nearest to 18 May
``easter-50``        days before (or after) Orthodox Easter
``… -14``            the day that many days before the one named
``… -1..+1``         from a day before the one named to a day after it
===================  ====================================================================
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}

_RANGE = re.compile(r"(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)")
_FIXED = re.compile(r"(\d\d)-(\d\d)")
_NTH = re.compile(r"([a-z]{3})#(-?\d) (\d\d)")
_NEAREST = re.compile(r"([a-z]{3})~(\d\d)-(\d\d)")
_EASTER = re.compile(r"easter([+-]\d+)")
_SPAN = re.compile(r"(?P<anchor>.*\S) (?P<start>[+-]\d+)(?:\.\.(?P<end>[+-]\d+))?")


@dataclass(frozen=True)
class Days:
    """A span of days, both inclusive."""

    first: date
    last: date

    def meets(self, other: "Days") -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


def orthodox_easter(year: int) -> date:
    """Orthodox Easter in the Gregorian calendar (Meeus, Julian computus), for 1900–2099."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth weekday of a month, counted from its end if negative. Raises ValueError if there is none."""
    if nth > 0:
        first = date(year, month, 1)
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    elif nth < 0:
        last = date(year, month, monthrange(year, month)[1])
        day = last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))
    else:
        raise ValueError("weekdays are counted from 1 or from -1")
    if day.month != month:
        raise ValueError(f"{year}-{month:02} has no such weekday")
    return day


def nearest_weekday(day: date, weekday: int) -> date:
    """The weekday at most three days from a day."""
    return day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)


def occurrence(rule: str, year: int) -> Days:
    """The days of a rule in a year (the year it begins in). Raises ValueError for what is not a rule."""
    if match := _RANGE.fullmatch(rule):
        first_month, first_day, last_month, last_day = map(int, match.groups())
        first = date(year, first_month, first_day)
        last = date(year + ((last_month, last_day) < (first_month, first_day)), last_month, last_day)
        return Days(first, last)
    if match := _SPAN.fullmatch(rule):
        anchor = _anchor(match["anchor"], year)
        start = anchor + timedelta(days=int(match["start"]))
        return Days(start, start if match["end"] is None else anchor + timedelta(days=int(match["end"])))
    anchor = _anchor(rule, year)
    return Days(anchor, anchor)


def _anchor(rule: str, year: int) -> date:
    if match := _FIXED.fullmatch(rule):
        return date(year, int(match[1]), int(match[2]))
    if match := _NTH.fullmatch(rule):
        return nth_weekday(year, int(match[3]), WEEKDAYS[match[1]], int(match[2]))
    if match := _NEAREST.fullmatch(rule):
        return nearest_weekday(date(year, int(match[2]), int(match[3])), WEEKDAYS[match[1]])
    if match := _EASTER.fullmatch(rule):
        return orthodox_easter(year) + timedelta(days=int(match[1]))
    raise ValueError(f"not a date rule: {rule!r}")


def occurrences(rule: str, period: Days) -> list[Days]:
    """Every occurrence of a rule that meets a period, earliest first."""
    found = (occurrence(rule, year) for year in range(period.first.year - 1, period.last.year + 1))
    return [days for days in found if days.meets(period)]
