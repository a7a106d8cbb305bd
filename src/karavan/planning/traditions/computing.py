"""Days of traditions by their rules.

``fixed``: month and day, with ``until`` the last one; ``easter``: days from the Orthodox Easter; ``hijri``:
month and day by the Umm al-Qura calendar, which the eye may correct by a day; ``hebrew``: month and day,
begins the evening before; ``weekday``, ``nth``, ``month``: such as the third Saturday of June. ``last`` adds
days.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import holidays
from dateutil.easter import EASTER_ORTHODOX, easter
from hijridate import Gregorian, Hijri
from pyluach.dates import HebrewDate

from karavan.planning.enums import CircumstanceKind, Effect
from karavan.planning.traditions.definitions import Dated, Definition, data, definitions

MOON_MARGIN: Final = 1
HEBREW_OFFSET: Final = 3760
Days = tuple[date, date]


def _numbers(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _fixed(rule: dict[str, Any], year: int) -> Iterator[Days]:
    first = date(year, *_numbers(rule["fixed"]))
    if "until" not in rule:
        yield first, first
        return
    month, day = _numbers(rule["until"])
    ends_in = year if (month, day) >= (first.month, first.day) else year + 1
    yield first, date(ends_in, month, min(day, monthrange(ends_in, month)[1]))


def _easter(rule: dict[str, Any], year: int) -> Iterator[Days]:
    first = easter(year, EASTER_ORTHODOX) + timedelta(days=rule["easter"])
    yield first, first


def _hijri(rule: dict[str, Any], year: int) -> Iterator[Days]:
    month, day = _numbers(rule["hijri"])
    begin = Gregorian(year, 1, 1).to_hijri().year
    for lunar in range(begin, begin + 3):
        first = Hijri(lunar, month, day).to_gregorian()
        if first.year == year:
            length = Hijri(lunar, month, 1).month_length()
            last = first + timedelta(days=length - 1) if "until" in rule else first
            yield date(first.year, first.month, first.day), date(last.year, last.month, last.day)


def _hebrew(rule: dict[str, Any], year: int) -> Iterator[Days]:
    month, day = _numbers(rule["hebrew"])
    for lunar in (year + HEBREW_OFFSET, year + HEBREW_OFFSET + 1):
        first = HebrewDate(lunar, month, day).to_pydate()
        if first.year == year:
            yield first, first


def _weekday(rule: dict[str, Any], year: int) -> Iterator[Days]:
    first = date(year, rule["month"], 1)
    first += timedelta(days=(rule["weekday"] - first.weekday()) % 7 + 7 * (rule["nth"] - 1))
    yield first, first


_RULES: Final = {"fixed": _fixed, "easter": _easter, "hijri": _hijri, "hebrew": _hebrew, "weekday": _weekday}


def days_of(definition: Definition, year: int) -> list[Days]:
    """First and last days of a tradition that begin in a year; two in years with two Mawlids."""
    name = next(name for name in _RULES if name in definition.rule)
    more = timedelta(days=definition.rule.get("last", 0))
    return [(first, last + more) for first, last in _RULES[name](definition.rule, year)]


def traditions(year: int) -> Iterator[Dated]:
    """All traditions that begin in a year."""
    for each in definitions():
        for first, last in days_of(each, year):
            yield Dated(
                code=each.code,
                year=year,
                kind=each.kind,
                effect=each.effect,
                title=each.title,
                title_en=each.title_en,
                advice=each.advice,
                first=first,
                last=last,
                margin=MOON_MARGIN if "hijri" in each.rule else 0,
                certainty=each.certainty,
                source="",
            )


def public_holidays(year: int) -> Iterator[Dated]:
    """Days off by the law of the state, those moved by the government too where the library knows them."""
    russian = holidays.country_holidays("RU", years=year, language="ru")
    english = holidays.country_holidays("RU", years=year, language="en_US")
    for day in sorted(russian):
        yield Dated(
            code=f"day-off-{day:%m-%d}",
            year=year,
            kind=CircumstanceKind.PUBLIC_HOLIDAY,
            effect=Effect.NOTE,
            title=russian[day][:200],
            title_en=english[day][:200],
            advice="Выходной: люди свободны весь день, учреждения-партнёры и подрядчики могут не работать.",
            first=day,
            last=day,
            margin=0,
            certainty="A",
            source="Трудовой кодекс, статья 112; переносы — по постановлению правительства",
        )


def school_holidays(year: int) -> Iterator[Dated]:
    """School holidays that begin in a year, as far as they are entered."""
    known = data("school_holidays.json")
    newest = {(row["code"], row["year"]): row for row in known["rows"]}
    for row in newest.values():
        first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
        if first.year == year:
            title, title_en = known["titles"][row["code"]]
            yield Dated(
                code=row["code"],
                year=year,
                kind=CircumstanceKind.SCHOOL_HOLIDAYS,
                effect=Effect.NOTE,
                title=title,
                title_en=title_en,
                advice=known["advice"],
                first=first,
                last=last,
                margin=0,
                certainty=row["certainty"],
                source=row["source"],
            )


def computed(first: date, last: date) -> list[Dated]:
    """All that touches a span of days, in order."""
    found = [
        each
        for year in range(first.year - 1, last.year + 1)
        for each in (*traditions(year), *public_holidays(year), *school_holidays(year))
        if each.first <= last and each.last >= first
    ]
    return sorted(found, key=lambda each: (each.first, each.code))
