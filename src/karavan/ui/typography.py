"""Typography of Russian and English text: no-break spaces, money, dates and times.

Pure functions over plain values. `lang` is "ru" or "en"; None means the active language. Dates and times are
taken as given: turn aware datetimes into local time first.
"""

import datetime as dt
import re
from functools import lru_cache

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import override as language

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"
EN_DASH = "\u2013"

_MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_MONTH_NAMES = {
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(),
    "en": _MONTHS["en"],
}
_WEEKDAYS = {
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
_WEEKDAYS_SHORT = {
    "ru": "пн вт ср чт пт сб вс".split(),
    "en": "Mon Tue Wed Thu Fri Sat Sun".split(),
}
_SHORT_WORDS = {
    "ru": "а без в во да для до и из из-за или к ко на над не ни но о об обо от по под при с со у".split(),
    "en": "a an and at by for in of on or the to".split(),
}
_GLUE_SHORT = {
    lang: re.compile(rf"(?<![\w-])({'|'.join(sorted(words, key=len, reverse=True))}) (?=\S)", re.IGNORECASE)
    for lang, words in _SHORT_WORDS.items()
}
_GLUE_DASH = re.compile(r" (?=[—–] )")
_GLUE_NUMBER_SIGN = re.compile(r"(?<=[№§]) ?(?=\d)")
_GLUE_UNIT = re.compile(r"(?<=\d) (?=[^\W\d_]|[₽%°])")
_GLUE_INITIALS = re.compile(r"(?<=\b[А-ЯЁA-Z]\.) ?(?=[А-ЯЁA-Z])")


def _lang(lang: str | None) -> str:
    code = (lang or get_language() or "ru").split("-")[0]
    return code if code in _MONTHS else "en"


def glue(text: str, lang: str | None = None) -> str:
    """Binds short words, dashes, numbers and initials to their neighbours with no-break spaces.

    Only spaces change: removing no-break spaces gives back the given text (but for a space added inside "№16"
    and "А.П.").
    """
    return _glued(text, _lang(lang))


@lru_cache(maxsize=4096)
def _glued(text: str, lang: str) -> str:
    # Names of places and titles come again and again.
    text = _GLUE_SHORT[lang].sub(rf"\1{NBSP}", text)
    text = _GLUE_DASH.sub(NBSP, text)
    text = _GLUE_NUMBER_SIGN.sub(NBSP, text)
    text = _GLUE_UNIT.sub(NBSP, text)
    return _GLUE_INITIALS.sub(NBSP, text)


def number(value: int) -> str:
    """A whole number with thousands set apart by narrow no-break spaces: 12 345."""
    return f"{value:,}".replace(",", NARROW_NBSP)


def money(kopecks: int, lang: str | None = None) -> str:
    """An amount in roubles: «1 200 ₽», «99,50 ₽» ("99.50 ₽" in English)."""
    sign = "\u2212" if kopecks < 0 else ""
    roubles, rest = divmod(abs(kopecks), 100)
    point = "," if _lang(lang) == "ru" else "."
    tail = f"{point}{rest:02d}" if rest else ""
    return f"{sign}{number(roubles)}{tail}{NARROW_NBSP}₽"


def price_range(low: int | None, high: int | None = None, lang: str | None = None) -> str:
    """What a ticket costs, from the lowest and highest price in kopecks; "" when nothing is known.

    «бесплатно», «350 ₽», «от 400 ₽» (several prices), «бесплатно или до 300 ₽» (some come free).
    """
    if low is None and high is None:
        return ""
    low = high if low is None else low
    high = low if high is None else high
    assert low is not None
    assert high is not None
    with language(_lang(lang)):
        if high == 0:
            return pgettext("price", "free")
        if low == 0:
            return pgettext("price", "free or up to %(amount)s") % {"amount": money(high, lang)}
        if low == high:
            return money(low, lang)
        return pgettext("price", "from %(amount)s") % {"amount": money(low, lang)}


def weekday(day: dt.date, lang: str | None = None) -> str:
    """The weekday in words: «понедельник», "Monday"."""
    return _WEEKDAYS[_lang(lang)][day.weekday()]


def weekday_short(day: dt.date, lang: str | None = None) -> str:
    """The weekday shortened: «пн», "Mon"."""
    return _WEEKDAYS_SHORT[_lang(lang)][day.weekday()]


def month(day: dt.date, lang: str | None = None) -> str:
    """The month as it stands beside a day: «ноября», "November"."""
    return _MONTHS[_lang(lang)][day.month - 1]


def month_name(day: dt.date, lang: str | None = None) -> str:
    """The month by itself: «ноябрь», "November"."""
    return _MONTH_NAMES[_lang(lang)][day.month - 1]


def date_short(day: dt.date, lang: str | None = None, *, year: bool = False) -> str:
    """«23 ноября», "23 November", with `year` «23 ноября 2026»."""
    text = f"{day.day}{NBSP}{month(day, lang)}"
    return f"{text}{NBSP}{day.year}" if year else text


def date_long(day: dt.date, lang: str | None = None, *, year: bool = False) -> str:
    """«23 ноября, понедельник», "Monday, 23 November"."""
    short = date_short(day, lang, year=year)
    if _lang(lang) == "ru":
        return f"{short}, {weekday(day, lang)}"
    return f"{weekday(day, lang)}, {short}"


def date_range(
    first: dt.date, last: dt.date | None = None, lang: str | None = None, *, year: bool = False
) -> str:
    """«23–25 ноября», «28 ноября – 3 декабря», «28 декабря 2026 – 3 января 2027».

    One day reads as `date_short`; years show where they differ or when `year` is set.
    """
    if last is None or last == first:
        return date_short(first, lang, year=year)
    if first.year != last.year:
        year = True
    elif first.month == last.month:
        return f"{first.day}{EN_DASH}{date_short(last, lang, year=year)}"
    start = date_short(first, lang, year=first.year != last.year)
    return f"{start}{NBSP}{EN_DASH} {date_short(last, lang, year=year)}"


def time_text(moment: dt.time | dt.datetime) -> str:
    """«19:00»: 24 hours in both languages."""
    return f"{moment.hour}:{moment.minute:02d}"


def time_range(start: dt.time | dt.datetime, end: dt.time | dt.datetime | None = None) -> str:
    """«19:00», «19:00–21:30»."""
    return time_text(start) if end is None else f"{time_text(start)}{EN_DASH}{time_text(end)}"


_CYRILLIC = re.compile("[\u0400-\u04ff]")


def has_cyrillic(text: str) -> bool:
    """Whether there is a Cyrillic letter in it."""
    return _CYRILLIC.search(text) is not None


def is_russian_page() -> bool:
    """Whether the active language is Russian."""
    return _lang(None) == "ru"


def capitalised(text: str) -> str:
    """The text with a capital first letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def results(count: int) -> str:
    """«1 результат», «2 результата», «5 результатов» in the active language."""
    return ngettext("%(count)s result", "%(count)s results", count) % {"count": number(count)}
