"""Dates as people type them: «12 и 19 декабря 18:30», «каждый вторник до 30 мая в 17:00», «с 1 по 20 марта».

Pure: a line of text and the day it is read on in, dates and times of the city's clock out. What is not
understood is handed back, so that a form can say it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Final

from karavan.kernel.text import fold

MONTHS: Final = ("янв", "фев", "мар", "апр", "мая|май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
WEEKDAYS: Final = (
    "понедельник|пн",
    "вторник|вт",
    "сред|ср",
    "четверг|чт",
    "пятниц|пт",
    "суббот|сб",
    "воскресень|вс",
)
MOST: Final = 200
"""Dates that one line may give: nobody types more, a slip of the pen does."""

_DAY = timedelta(days=1)
_AHEAD: Final = 4
"""Months: how long "every Tuesday" runs where no end is said."""

_MONTH = re.compile(rf"(?:{'|'.join(f'(?:{stem})' for stem in MONTHS)})[а-я]*")
_TIME = re.compile(r"(?:\b(?:в|с)\s+)?(?<![\d.])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d.])")
_HOUR = re.compile(r"(?<!\d)\b(?:в|с|до)\s+([01]?\d|2[0-3])\s*(?:ч\b|час[а-я]*)")
_RANGE_TIME = re.compile(r"(?:\b(?:в|с)\s+)?(\d{1,2}[:.]\d\d)\s*(?:-|до|по)\s*(\d{1,2}[:.]\d\d)")
_NUMERIC = re.compile(r"(?<!\d)([0-3]?\d)\.([01]?\d)(?:\.(\d{4}|\d\d))?(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(f'(?:{stem})' for stem in WEEKDAYS)})[а-я]*")
_EVERY = re.compile(r"\bкажд[а-я]+|\bпо\s+(?=\w+(?:ам|ям)\b)|\bеженедельно|\bежедневно")
_DAYS_OF_MONTH = re.compile(
    rf"((?:(?:с\s+)?[0-3]?\d\s*(?:,|и|-|по|до)?\s*)+)({_MONTH.pattern})(?:\s+(\d{{4}}))?(?:\s*(?:года|г\.?))?"
)


@dataclass(frozen=True)
class Hours:
    """Opening on one weekday, Monday is 0."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Spoken:
    """What a line says: single ``days`` in order, or a period; times None where none is said.

    ``hours`` are those of a period by weekday; ``weekly`` says that the days come from a repeat.
    """

    days: tuple[date, ...] = ()
    starts: time | None = None
    ends: time | None = None
    date_from: date | None = None
    date_to: date | None = None
    hours: tuple[Hours, ...] = ()
    weekly: bool = False

    @property
    def is_period(self) -> bool:
        """Whether it is a period with hours rather than single dates."""
        return self.date_from is not None

    def __bool__(self) -> bool:
        return bool(self.days) or self.is_period


@dataclass
class _Reading:
    """A line with what has been read taken out of it."""

    text: str
    today: date
    starts: time | None = None
    ends: time | None = None
    days: list[date] = field(default_factory=list)
    spans: list[tuple[date | None, date | None]] = field(default_factory=list)


def read_when(line: str, today: date) -> Spoken:
    """Understand a line; false where it names no day. Days without a year are the next ones to come."""
    reading = _Reading(fold(line), today)
    reading.text = re.sub(r"\bзавтра\b", (today + _DAY).isoformat(), reading.text)
    reading.text = re.sub(r"\bсегодня\b", today.isoformat(), reading.text)
    _take_numeric(reading)
    _take_times(reading)
    _take_months(reading)
    weekdays = sorted(set(_weekdays(reading.text)))
    every = _EVERY.search(reading.text) is not None
    if reading.spans and not every and not reading.days:
        return _period(reading, weekdays)
    if every and (weekdays or "ежедневно" in reading.text):
        return _repeat(reading, weekdays or list(range(7)))
    if weekdays and not reading.days and not reading.spans:
        nearest = [_next_weekday(today, weekday) for weekday in weekdays]
        reading.days.extend(nearest)
    days = tuple(sorted(set(reading.days)))[:MOST]
    return Spoken(days, reading.starts, reading.ends)


def _take_numeric(reading: _Reading) -> None:
    """«12.12», «12.12.2026», «2026-12-12», alone or as «с 1.12 по 20.12»."""

    def iso(match: re.Match[str]) -> str:
        return f"{match[3]}.{match[2]}.{match[1]}"

    text = _ISO.sub(iso, reading.text)
    found: list[tuple[int, int, date]] = []
    for match in _NUMERIC.finditer(text):
        # «18.30» is a time where no month 30 is; «10.12» is taken for a day.
        day = _day(int(match[1]), int(match[2]), match[3], reading.today)
        if day is not None:
            found.append((match.start(), match.end(), day))
    skip = -1
    for index, (start, end, day) in enumerate(found):
        if index == skip:
            continue
        following = found[index + 1] if index + 1 < len(found) else None
        before = text[:start].rstrip()
        between = text[end : following[0]].strip() if following else ""
        if following and between in {"-", "по", "до"}:
            reading.spans.append((day, following[2]))
            skip = index + 1
        elif re.search(r"\b(?:до|по)$", before):
            reading.spans.append((None, day))
        elif re.search(r"\bс$", before) and not between.startswith(("и", ",")):
            reading.spans.append((day, None))
        else:
            reading.days.append(day)
    for start, end, _day_found in reversed(found):
        text = f"{text[:start]} {text[end:]}"
    reading.text = text


def _take_times(reading: _Reading) -> None:
    """The first time is the start, a second one after a dash or «до» the end."""
    both = _RANGE_TIME.search(reading.text)
    if both is not None:
        reading.starts, reading.ends = _clock(both[1]), _clock(both[2])
        reading.text = reading.text.replace(both[0], " ")
        return
    one = _TIME.search(reading.text)
    if one is not None:
        reading.starts = time(int(one[1]), int(one[2]))
        reading.text = reading.text.replace(one[0], " ", 1)
        return
    hours = list(_HOUR.finditer(reading.text))
    for match, name in zip(hours, ("starts", "ends"), strict=False):
        setattr(reading, name, time(int(match[1])))
    for match in reversed(hours):
        reading.text = f"{reading.text[: match.start()]} {reading.text[match.end() :]}"


def _clock(text: str) -> time | None:
    hour, minute = (int(part) for part in re.split("[:.]", text))
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def _take_months(reading: _Reading) -> None:
    """«12 и 19 декабря», «с 1 декабря по 15 января», «5-9 мая», «до 30 мая»."""
    found = list(_DAYS_OF_MONTH.finditer(reading.text))
    pending: date | None = None
    for match in found:
        numbers, word, year = match[1], match[2], match[3]
        before = reading.text[: match.start()].rstrip()
        days = [_day(int(one), _month(word), year, reading.today) for one in re.findall(r"\d+", numbers)]
        sound = [day for day in days if day is not None]
        if not sound:
            continue
        ranged = re.search(r"\d\s*(?:-|по|до)\s*\d", numbers) is not None
        if pending is not None and re.search(r"(?:-|по|до)$", before):
            reading.spans.append((pending, _not_before(sound[0], pending)))
            pending = None
        elif ranged and len(sound) == 2:
            reading.spans.append((sound[0], _not_before(sound[1], sound[0])))
        elif re.match(r"с\s", numbers) and len(sound) == 1:
            pending = sound[0]
        elif re.search(r"\b(?:до|по)$", before):
            reading.spans.append((None, sound[-1]))
        elif re.match(r"\s*(?:-|по)\s*\d", reading.text[match.end() :]) and len(sound) == 1:
            pending = sound[0]
        else:
            reading.days.extend(sound)
    if pending is not None:
        reading.spans.append((pending, None))
    for match in reversed(found):
        reading.text = f"{reading.text[: match.start()]} {reading.text[match.end() :]}"
    # «Каждую среду декабря»: a month alone is a period.
    alone = _MONTH.search(reading.text)
    if alone is not None and not reading.spans and not reading.days and _EVERY.search(reading.text):
        first = _day(1, _month(alone[0]), None, reading.today)
        if first is not None:
            last = (first + 31 * _DAY).replace(day=1) - _DAY
            reading.spans.append((max(first, reading.today), last))


def _month(word: str) -> int:
    return next(number for number, stem in enumerate(MONTHS, 1) if re.match(stem, word))


def _day(day: int, month: int, year: str | None, today: date) -> date | None:
    """A day of the calendar; without a year the next one, today and the month before it included."""
    try:
        if year:
            return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
        found = date(today.year, month, day)
        return found if found >= today - 31 * _DAY else found.replace(year=today.year + 1)
    except ValueError:
        return None


def _not_before(day: date, first: date) -> date:
    """The same day a year later where it would lie before the first: «с 20 декабря по 10 января»."""
    try:
        return day if day >= first else day.replace(year=day.year + 1)
    except ValueError:
        return day


def _weekdays(text: str) -> Iterator[int]:
    found = [
        (match.start(), match.end(), number)
        for number, stem in enumerate(WEEKDAYS)
        for match in re.finditer(rf"\b(?:{stem})[а-я]*", text)
    ]
    found.sort()
    for index, (_start, end, number) in enumerate(found):
        yield number
        if index + 1 < len(found) and text[end : found[index + 1][0]].strip() == "-":
            yield from range(number + 1, found[index + 1][2])


def _next_weekday(day: date, weekday: int) -> date:
    return day + ((weekday - day.weekday()) % 7) * _DAY


def _period(reading: _Reading, weekdays: list[int]) -> Spoken:
    first, last = reading.spans[0]
    spoken = Spoken(starts=reading.starts, ends=reading.ends, date_from=first or reading.today, date_to=last)
    if reading.starts is None or reading.ends is None or reading.ends <= reading.starts:
        return spoken
    rows = (Hours(weekday, reading.starts, reading.ends) for weekday in weekdays or range(7))
    return replace(spoken, hours=tuple(rows))


def _repeat(reading: _Reading, weekdays: list[int]) -> Spoken:
    first, last = reading.spans[0] if reading.spans else (None, None)
    first = first or (min(reading.days) if reading.days else reading.today)
    if last is None:
        last = max(reading.days) if len(reading.days) > 1 else first + _AHEAD * 30 * _DAY
    days: list[date] = []
    day = first
    while day <= last and len(days) < MOST:
        if day.weekday() in weekdays:
            days.append(day)
        day += _DAY
    return Spoken(tuple(days), reading.starts, reading.ends, weekly=True)
