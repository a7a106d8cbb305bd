"""What people write in cells: dates, times, prices, ages, choices; pure, in the forms of Russian lists.

Every function takes a cell as it was read and returns a value, or raises :class:`NotUnderstood` with what to
write instead.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from karavan.kernel.html import plain_text
from karavan.kernel.localtime import today
from karavan.kernel.money import kopecks
from karavan.programme.enums import PriceKind


class NotUnderstood(ValueError):
    """A cell that cannot be read; the message says what to write."""


MONTHS: Final = (
    "январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
_SHORT: Final = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
EXCEL_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = range(36_526, 73_050)
"""Numbers that a table means as days from 2000 to 2099."""
LONG_AGO: Final = timedelta(days=90)
"""A date without a year that lies further back is one of the next year."""

_DASHES = re.compile("[‐‑‒–—―−]")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_PIECES = re.compile(r"[;\n]+")
_WEEKDAYS = re.compile(
    r"\b(понедельник|вторник|сред[аыу]|четверг|пятниц[аыу]|суббот[аыу]|воскресень[ея]|пн|вт|ср|чт|пт|сб|вс)\b\.?,?"
)
_NOISE = re.compile(r"\b(г|года|году|год|начало|нач|начала|в|во|с|со|время|мск)\b\.?")
_DAY_WORDS = re.compile(
    r"(?P<days>\d{1,2}(?:\s*(?:,|и|\+)\s*\d{1,2})*)\s+(?P<month>[а-я]{3,8})\b\.?(?:\s*,?\s*(?P<year>20\d{2}))?"
)
_DAY_NUMBERS = re.compile(r"(?<!\d)(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>20\d{2}|\d{2})(?!\d)")
_DAY_ISO = re.compile(r"(?<!\d)(?P<year>20\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:t|\b)")
_DAY_SHORT = re.compile(r"^\s*(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?!\d|[.:]\d)")
_PERIOD = re.compile(r"\d{1,2}\s*-\s*\d{1,2}\s+[а-я]{3}|\d[./]\d{2}\s*-\s*\d{1,2}[./]\d")
_CLOCK = r"(\d{1,2})(?:\s*[:.]\s*(\d{2})(?::\d{2})?|\s*ч(?:ас(?:ов|а)?)?\.?(?:\s*(\d{1,2})\s*мин\w*\.?)?)"
_TIMES = re.compile(rf"{_CLOCK}(?:\s*(?:-|до)\s*{_CLOCK})?")
_NUMBER = re.compile(r"\d[\d ]*(?:[.,]\d{1,2})?")
_AGE = re.compile(r"^(?:от\s*|с\s*)?(\d{1,2})\s*(?:\+|лет|года|г\.?)*\s*(?:и старше)?$")


def text(cell: Any) -> str:
    """A cell as one line of plain text."""
    return plain_text(_said(cell))


def lines(cell: Any) -> str:
    """A cell as plain text that keeps its line breaks."""
    return plain_text(_said(cell), lines=True)


def _said(cell: Any) -> str:
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(cell)


def _folded(cell: Any) -> str:
    said = _DASHES.sub("-", _said(cell)).casefold().replace("ё", "е")
    return _SPACES.sub(" ", said).strip()


def whole(cell: Any) -> int:
    """A whole number ≥ 0: 120, «1 200», «80 мест», «до 50 чел.»."""
    if isinstance(cell, int) and not isinstance(cell, bool) and cell >= 0:
        return min(cell, 10**9)
    found = re.fullmatch(r"(?:до |около )?(\d[\d ]*)(?: ?(?:мест[ао]?|чел\w*|человек)\.?)?", _folded(cell))
    if found is None:
        raise NotUnderstood(_("Write a whole number, for example 120."))
    return int(found[1].replace(" ", "")[:9])


def decimal(cell: Any) -> float:
    """A number such as a coordinate: 55.1598, «55,1598»."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    try:
        return float(_folded(cell).replace(",", ".").replace(" ", ""))
    except ValueError:
        raise NotUnderstood(_("Write a number, for example 55.1598.")) from None


YES: Final = frozenset("да + есть yes true 1 истина принимаем показывать v х x ✓ ✔".split())
NO: Final = frozenset("нет no false 0 ложь не".split())


def yes_no(cell: Any) -> bool:
    """«да» or «нет»."""
    said = _folded(cell).strip(". ")
    if said in YES:
        return True
    if said in NO or said.startswith("не "):
        return False
    raise NotUnderstood(_("Write “yes” or “no”, or leave the cell empty."))


def day(cell: Any, *, now: date | None = None) -> date:
    """One day: 05.12.2026, «5 декабря», «суббота, 5 дек. 2026 г.», a date of the table itself."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int) and not isinstance(cell, bool) and cell in _SERIALS:
        return EXCEL_EPOCH + timedelta(days=cell)
    said = _folded(cell)
    days, rest = _days(_WEEKDAYS.sub(" ", said), now or today())
    if len(days) != 1 or _NOISE.sub("", rest).strip(" .,"):
        raise NotUnderstood(_day_help())
    return days[0]


def clock(cell: Any) -> time:
    """A time of day: 18:30, «18.30», «18 ч 30 мин», a time of the table itself."""
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, timedelta) and timedelta(0) <= cell < timedelta(days=1):
        minutes = int(cell.total_seconds()) // 60
        return time(minutes // 60, minutes % 60)
    if isinstance(cell, float):
        if 0 <= cell < 1:
            minutes = round(cell * 24 * 60)
            return time(minutes // 60 % 24, minutes % 60)
        # «18.30» typed into a cell of numbers.
        cell = f"{cell:.2f}"
    if isinstance(cell, int) and not isinstance(cell, bool):
        cell = f"{cell}:00"
    said = _NOISE.sub(" ", _folded(cell)).strip(" .,")
    found = _TIMES.fullmatch(said)
    if found is None or found[4] is not None:
        raise NotUnderstood(_("Write the time as 18:30."))
    return _time(found[1], found[2] or found[3])


@dataclass(frozen=True)
class When:
    """A date as a list says it; ``starts`` None: the time stands elsewhere. On the city's clock."""

    day: date
    starts: time | None = None
    ends: time | None = None


def moments(cell: Any, *, now: date | None = None) -> list[When]:
    """One date or several, with their times where they are said.

    «5 декабря 18:30», «05.12.2026 в 18.30–20.00», «5, 6 и 7 декабря 12:00; 10 декабря 18:00».
    """
    if isinstance(cell, datetime):
        starts = cell.time().replace(second=0, microsecond=0)
        return [When(cell.date(), starts if starts != time.min else None)]
    if isinstance(cell, date | int):
        return [When(day(cell, now=now))]
    found: list[When] = []
    for piece in _PIECES.split(_DASHES.sub("-", str(cell))):
        said = _WEEKDAYS.sub(" ", _folded(piece)).strip(" .,")
        if said:
            found.extend(_moments(said, now or today(), found[-1].day if found else None))
    if not found:
        raise NotUnderstood(_day_help())
    return found


def _moments(said: str, now: date, before: date | None) -> list[When]:
    if _PERIOD.search(said):
        raise NotUnderstood(
            _("This is a period. Put its days into “First day” and “Last day”, and leave this cell empty.")
        )
    days, rest = _days(said, now)
    if not days and before is not None:
        days = [before]  # «5 декабря 12:00; 15:00»
    if not days:
        raise NotUnderstood(_day_help())
    rest = _NOISE.sub(" ", rest)
    times = list(_TIMES.finditer(rest))
    if re.sub(r"\bи\b", "", _TIMES.sub("", rest)).strip(" .,/"):
        raise NotUnderstood(_day_help())
    if not times:
        return [When(each) for each in days]
    return [
        When(
            each,
            _time(found[1], found[2] or found[3]),
            _time(found[4], found[5] or found[6]) if found[4] else None,
        )
        for each in days
        for found in times
    ]


def _days(said: str, now: date) -> tuple[list[date], str]:
    """The days named in a text, and what is left of it."""
    for pattern in (_DAY_NUMBERS, _DAY_ISO, _DAY_WORDS, _DAY_SHORT):
        found = pattern.search(said)
        if found is None:
            continue
        named = found.groupdict()
        month = _month(named["month"])
        if month is None:
            continue
        year = named.get("year")
        numbers = re.findall(r"\d+", named["days"]) if "days" in named else [named["day"]]
        days = [_date(int(number), month, year, now) for number in numbers]
        return days, f"{said[: found.start()]} {said[found.end() :]}"
    return [], said


def _month(said: str) -> int | None:
    if said.isdecimal():
        return int(said) if 1 <= int(said) <= 12 else None
    if said in _SHORT:
        return _SHORT.index(said) + 1
    if said in ("мая", "май", "мае"):
        return 5
    for number, stem in enumerate(MONTHS, 1):
        if number != 5 and said.startswith(stem) and len(said) <= len(stem) + 2:
            return number
    return None


def _date(number: int, month: int, year: str | None, now: date) -> date:
    try:
        if year is not None:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, number)
        found = date(now.year, month, number)
        return found if found >= now - LONG_AGO else found.replace(year=now.year + 1)
    except ValueError:
        raise NotUnderstood(
            _("There is no such day: %(day)s.") % {"day": f"{number:02}.{month:02}"}
        ) from None


def _time(hour: str, minute: str | None) -> time:
    if int(hour) > 23 or int(minute or 0) > 59:
        raise NotUnderstood(_("There is no such time: %(time)s.") % {"time": f"{hour}:{minute or '00'}"})
    return time(int(hour), int(minute or 0))


def _day_help() -> str:
    return _("The date was not understood. Write it as 05.12.2026 or “5 December 18:30”.")


@dataclass(frozen=True)
class Cost:
    """A price in kopecks; None is not stated."""

    kind: PriceKind
    low: int | None = None
    high: int | None = None


MOST_ROUBLES: Final = 1_000_000
"""No ticket costs more: whoever writes it meant something else."""
_FREE = re.compile(r"бесплатн|^свободн|вход свободн|^0(?:[.,]0+)?(?: ?(?:₽|р|руб)\w*\.?)?$|безвозмезд|^free$")
_GIFT = re.compile(r"донат|пожертв|желани|свободная цена|сколько|donation")
_UNKNOWN = re.compile(r"уточн|неизв|не указ")
_PRICE_WORDS = re.compile(
    r"руб(?:л(?:ей|я|ь))?|₽|rub|\bр\b|от|до|билет\w*|цена|стоимость|вход\w*|платно\w*|[-.,:;()/]"
)


def price(cell: Any) -> Cost:
    """«бесплатно», «300 ₽», «от 200 до 500», «300–500 руб.», «по желанию», a number of roubles."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not 0 <= cell <= MOST_ROUBLES:
            raise NotUnderstood(_price_help())
        return Cost(PriceKind.PAID, kopecks(str(cell)), None) if cell else Cost(PriceKind.FREE)
    said = _folded(cell)
    if _GIFT.search(said):
        return Cost(PriceKind.DONATION)
    if _UNKNOWN.search(said):
        return Cost(PriceKind.UNKNOWN)
    if _FREE.search(said):
        return Cost(PriceKind.FREE)
    amounts = [kopecks(found) for found in _NUMBER.findall(said)]
    if _PRICE_WORDS.sub("", _NUMBER.sub("", said)).strip() or not 1 <= len(amounts) <= 2:
        raise NotUnderstood(_price_help())
    if max(amounts) > MOST_ROUBLES * 100:
        raise NotUnderstood(_price_help())
    if len(amounts) == 1 and said.startswith("до"):
        return Cost(PriceKind.PAID, None, amounts[0])
    low, high = min(amounts), max(amounts)
    return Cost(PriceKind.PAID, low, high if high != low else None)


def _price_help() -> str:
    return _("The price was not understood. Write “free”, 300, or “300–500”.")


def age(cell: Any) -> int:
    """An age mark: «6+», «6», «от 6 лет». Whether it is one of the law is for the checks to say."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return min(cell, 99)
    found = _AGE.match(_folded(cell))
    if found is None:
        raise NotUnderstood(_("Choose the age mark: 0+, 6+, 12+, 16+ or 18+."))
    return int(found[1])


def link(cell: Any) -> str:
    """An address; one that begins with a host gets https://."""
    said = text(cell).replace(" ", "")
    if said and "://" not in said and re.match(r"^[\w-]+(\.[\w-]+)+", said):
        return f"https://{said}"
    return said


def several(parse: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    """Cells of several values, separated by semicolons, line breaks or commas; each value once."""

    def split(cell: Any) -> list[Any]:
        pieces = [piece.strip() for piece in re.split(r"[;\n,]", _said(cell))]
        return list(dict.fromkeys(parse(piece) for piece in pieces if piece))

    return split


def names(cell: Any) -> list[str]:
    """Names, separated by semicolons or line breaks: commas belong to names."""
    return [name for piece in _PIECES.split(_said(cell)) if (name := plain_text(piece))]


def key_of(said: Any) -> str:
    """A name without case, quotes, the dots of ё and marks, to find it again however it is typed."""
    return " ".join(re.findall(r"\w+", _folded(said)))


AMBIGUOUS: Final = object()
"""Stands for a name that several records bear."""


@dataclass(frozen=True, eq=False)
class Choice:
    """Finds a value by one of its names; says which name is nearest where there is none."""

    values: Mapping[str, Any]
    what: str
    """What is to be chosen, for the message."""
    shown: Mapping[str, str]
    """Names as they are written, by key."""

    def __call__(self, cell: Any) -> Any:
        key = key_of(cell)
        found = self.values.get(key, self)
        if found is AMBIGUOUS:
            raise NotUnderstood(
                _("There are several of this name. Write it as in the drop-down list, with the house.")
            )
        if found is not self:
            return found
        near = extractOne(key, self.values.keys(), scorer=ratio, score_cutoff=66)
        shown = text(cell)[:80]
        if near is None:
            raise NotUnderstood(
                _("“%(said)s” is not in the list. Choose from the list: %(what)s.")
                % {"said": shown, "what": self.what}
            )
        raise NotUnderstood(
            _("“%(said)s” is not in the list. Perhaps “%(near)s”?")
            % {"said": shown, "near": self.shown.get(near[0], near[0])}
        )


def choice_of(pairs: Iterable[tuple[Any, Any]], what: Any, **others: Any) -> Choice:
    """A choice of an enum: by its labels, its values, and other names people use."""
    values: dict[str, Any] = {}
    shown: dict[str, str] = {}
    for value, label in pairs:
        shown[key_of(label)] = str(label)
        values.setdefault(key_of(label), value)
        values.setdefault(key_of(value), value)
    for name, value in others.items():
        values.setdefault(key_of(name.replace("_", " ")), value)
    return Choice(values, str(what), shown)


def choice_of_records(names: Iterable[tuple[str, Any]], what: Any) -> Choice:
    """A choice among records by their names: a name of several records is refused, not guessed."""
    values: dict[str, Any] = {}
    shown: dict[str, str] = {}
    for name, value in names:
        key = key_of(name)
        if key and values.setdefault(key, value) != value:
            values[key] = AMBIGUOUS
        shown.setdefault(key, name)
    return Choice(values, str(what), shown)
