"""Opening hours as people write them: «пн–пт 10–19, обед 13–14, сб 10–18, вс выходной», and back. Pure.

What is not understood is named, never guessed: :class:`NotUnderstood` carries a sentence for the reader.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import Enum, auto
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from karavan.places.hours import Times, grouped_week
from karavan.ui import typography

Row = tuple[int, time, time]
LAST_MINUTE: Final = time(23, 59)
MONDAY: Final = date(2026, 11, 23)
WEEK: Final = tuple(range(7))


class NotUnderstood(ValueError):
    """A text of hours that cannot be read as one; the message says what to write instead."""


class _Kind(Enum):
    DAY = auto()
    GROUP = auto()
    TIME = auto()
    SPAN = auto()
    TO = auto()
    SHUT = auto()
    EXCEPT = auto()
    PAUSE = auto()
    ROUND = auto()
    COMMA = auto()
    END = auto()


@dataclass(frozen=True)
class _Token:
    kind: _Kind
    text: str
    days: tuple[int, ...] = ()
    clock: time = time.min


_DAY_STEMS: Final = (
    ("понедельник", "пон", "пнд", "пн", "monday", "mon", "mo"),
    ("вторник", "втор", "вт", "tuesday", "tues", "tue", "tu"),
    ("сред", "срд", "ср", "wednesday", "wed", "we"),
    ("четверг", "четв", "чтв", "чт", "thursday", "thurs", "thu", "th"),
    ("пятниц", "пят", "птн", "пт", "friday", "fri", "fr"),
    ("суббот", "субб", "суб", "сб", "saturday", "sat", "sa"),
    ("воскресень", "воскр", "вск", "вс", "sunday", "sun", "su"),
)
_WHOLE_STEMS: Final = frozenset(
    {"понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень"}
)
_GROUPS: Final = {
    "ежедневно": WEEK,
    "каждый": WEEK,
    "круглый": WEEK,
    "daily": WEEK,
    "будни": WEEK[:5],
    "будням": WEEK[:5],
    "будний": WEEK[:5],
    "будние": WEEK[:5],
    "рабочие": WEEK[:5],
    "рабочим": WEEK[:5],
    "weekdays": WEEK[:5],
    "выходным": WEEK[5:],
    "weekends": WEEK[5:],
}
_SHUT: Final = frozenset(
    "выходной выходные вых закрыто закрыта закрыт нерабочий неприемный санитарный closed off".split()
)
_BOTH: Final = frozenset({"выходные"})
"""Said with hours, it means Saturday and Sunday."""
_PAUSE: Final = frozenset("перерыв обед обеденный перерывом обедом break lunch".split())
_EXCEPT: Final = frozenset({"кроме", "except"})
_ROUND: Final = frozenset({"круглосуточно"})
_TO: Final = frozenset("до по to till until".split())
_SILENT: Final = frozenset(
    (
        "с со в во и на a and from at the открыто открыт открыта работает работаем режим график часы время "
        "работы прием приема дни день дней неделя недели ч час часов часа open hours day"
    ).split()
)
_WORD = re.compile(
    r"(?P<clock>\d{1,2}\s*[:.]\s*\d{2}(?!\d)|\d{1,2}(?!\d))|(?P<word>[^\W\d_]+)|(?P<dash>-)|(?P<end>[;\n])"
    r"|(?P<comma>,)|(?P<skip>[\s.:()/|]+)|(?P<odd>.)"
)
_OFFICIAL = re.compile(r"\b(\d{1,2})-(\d{2})\s*(-|до)\s*(\d{1,2})-(\d{2})\b")
_DASHES = re.compile("[‐‑‒–—―−]")
_WITHOUT = re.compile(r"\bбез\s+(выходных|перерыва|перерывов|обеда)\b")


def parse_week(text: str) -> list[Row]:
    """The week a text states: rows (weekday, opens, closes) in order, Monday is 0; [] for an empty text.

    Days that the text does not name are days off. Raises NotUnderstood.
    """
    tokens = _tokens(text)
    if not tokens:
        return []
    reader = _Reader()
    for token in [*tokens, _Token(_Kind.END, "")]:
        reader.take(token)
    rows = sorted(row for day in WEEK for row in reader.rows_of(day))
    if not rows:
        raise NotUnderstood(
            _("No hours are named. Write them like this: Mon–Fri 10–19, Sat 10–18, Sun closed.")
        )
    return rows


def _tokens(text: str) -> list[_Token]:
    text = _DASHES.sub("-", text.replace("\u00a0", " ").replace("\u202f", " ").casefold().replace("ё", "е"))
    text = _WITHOUT.sub(" ", text)
    text = _OFFICIAL.sub(r"\1:\2 \3 \4:\5", text)
    found = []
    for match in _WORD.finditer(text):
        kind, said = match.lastgroup, match.group().strip()
        if kind == "clock":
            found.append(_Token(_Kind.TIME, said, clock=_clock(said)))
        elif kind == "word":
            token = _word(said)
            if token is not None:
                found.append(token)
        elif kind == "dash":
            found.append(_Token(_Kind.SPAN, said))
        elif kind == "comma":
            found.append(_Token(_Kind.COMMA, said))
        elif kind == "end":
            found.append(_Token(_Kind.END, said))
        elif kind == "odd":
            raise NotUnderstood(_("“%(word)s” is not understood here.") % {"word": said})
    return found


def _clock(said: str) -> time:
    hour, _point, minute = re.sub(r"\s", "", said).replace(".", ":").partition(":")
    if int(hour) == 24 and int(minute or 0) == 0:
        return LAST_MINUTE
    if int(hour) > 23 or int(minute or 0) > 59:
        raise NotUnderstood(_("There is no such time: %(time)s.") % {"time": said})
    return time(int(hour), int(minute or 0))


def _word(said: str) -> _Token | None:
    kinds = ((_Kind.SHUT, _SHUT), (_Kind.PAUSE, _PAUSE), (_Kind.EXCEPT, _EXCEPT), (_Kind.TO, _TO))
    for kind, words in kinds:
        if said in words:
            return _Token(kind, said)
    if said in _ROUND:
        return _Token(_Kind.ROUND, said)
    if said in _GROUPS:
        return _Token(_Kind.GROUP, said, _GROUPS[said])
    if said in _SILENT:
        return None
    day = _day(said)
    if day is None:
        raise NotUnderstood(_("“%(word)s” is not understood here.") % {"word": said})
    return _Token(_Kind.DAY, said, (day,))


def _day(said: str) -> int | None:
    for number, stems in enumerate(_DAY_STEMS):
        if said in stems or any(
            said.startswith(stem) and len(said) <= len(stem) + 3 for stem in stems if stem in _WHOLE_STEMS
        ):
            return number
    return None


@dataclass
class _Reader:
    """Reads tokens from left to right: days gather until hours, or “closed”, are said of them."""

    said: dict[int, list[tuple[time, time]]] = field(default_factory=dict)
    pauses: dict[int, list[tuple[time, time]]] = field(default_factory=lambda: defaultdict(list))
    single: set[int] = field(default_factory=set)
    waiting: list[list[_Token]] = field(default_factory=lambda: [[]])
    current: tuple[int, ...] = ()
    clocks: list[time] = field(default_factory=list)
    spanning: bool = False
    pausing: bool = False
    closing: str = ""
    kept: list[_Token] = field(default_factory=list)

    def rows_of(self, day: int) -> list[Row]:
        """Rows of a weekday, its pauses cut out."""
        times = self.said.get(day, [])
        for start, end in self.pauses[day]:
            if not any(opens < start and end < closes for opens, closes in times):
                raise NotUnderstood(
                    _("The break %(times)s lies outside the hours.") % {"times": _times(start, end)}
                )
            times = [piece for span in times for piece in _without(span, (start, end))]
        times.sort()
        for (_opens, closes), (opens, _closes) in pairwise(times):
            if opens < closes:
                raise NotUnderstood(_("The hours of one day overlap: %(day)s.") % {"day": _day_name(day)})
        return [(day, opens, closes) for opens, closes in times]

    def take(self, token: _Token) -> None:
        """Take the next token."""
        match token.kind:
            case _Kind.DAY | _Kind.GROUP:
                self._day(token)
            case _Kind.TIME:
                self._time(token)
            case _Kind.SPAN | _Kind.TO:
                self.spanning = True
            case _Kind.SHUT:
                self._shut(token)
            case _Kind.EXCEPT:
                self.closing, self.kept, self.waiting = token.text, self._all(), [[]]
            case _Kind.PAUSE:
                self.pausing = True
            case _Kind.ROUND:
                self._hours(time.min, LAST_MINUTE)
            case _Kind.COMMA:
                self._comma()
            case _Kind.END:
                self._end()

    def _day(self, token: _Token) -> None:
        if self.clocks:
            raise NotUnderstood(
                _("“%(word)s” has no end: write from when to when.") % {"word": _time(self.clocks[0])}
            )
        self.pausing = False
        last = self.waiting[-1]
        if self.spanning and last and len(last[-1].days) == 1:
            first, end = last[-1].days[0], token.days[-1]
            days = tuple((first + step) % 7 for step in range((end - first) % 7 + 1))
            last[-1] = _Token(_Kind.DAY, token.text, days)
        else:
            last.append(token)
        self.spanning = False

    def _time(self, token: _Token) -> None:
        self.clocks.append(token.clock)
        if len(self.clocks) == 1:
            self.spanning = False
            return
        if not self.spanning:
            raise NotUnderstood(_("Write a dash between the times: 10–19."))
        opens, closes = self.clocks
        self.clocks, self.spanning = [], False
        if not opens < closes:
            message = _("%(times)s ends before it begins. Hours past midnight end at 24:00.")
            raise NotUnderstood(message % {"times": _times(opens, closes)})
        self._hours(opens, closes)

    def _hours(self, opens: time, closes: time) -> None:
        if self.pausing:
            self._pause(opens, closes)
            return
        tokens, shut = self._open_and_shut()
        self.waiting, self.closing, self.kept = [[]], "", []
        if tokens:
            self.current = self._named(tokens)
            self.said |= {day: [(opens, closes)] for day in self.current}
        elif self.current:
            for day in self.current:
                self.said[day].append((opens, closes))
        elif not self.said:
            self.current = WEEK
            self.said |= {day: [(opens, closes)] for day in WEEK}
        else:
            raise NotUnderstood(_("Say for which days: %(times)s.") % {"times": _times(opens, closes)})
        self._close(shut)

    def _open_and_shut(self) -> tuple[list[_Token], list[_Token]]:
        """The days that waited, as those that the hours just read are of, and those that are off."""
        if not self.closing:
            return self._all(), []
        if self.kept:
            return self.kept, self._all()
        if not self._all() and self.closing in _BOTH:
            return [_Token(_Kind.GROUP, self.closing, WEEK[5:])], []
        # «выходной пн, вт–вс 10–18»: what stands since the last comma has hours, what stands before is off.
        before = [token for part in self.waiting[:-1] for token in part]
        return self.waiting[-1], before

    def _all(self) -> list[_Token]:
        return [token for part in self.waiting for token in part]

    def _pause(self, opens: time, closes: time) -> None:
        if not self.current:
            raise NotUnderstood(_("Say the hours first, then the break: Mon–Fri 10–19, break 13–14."))
        for day in self.current:
            self.pauses[day].append((opens, closes))

    def _named(self, tokens: Sequence[_Token]) -> tuple[int, ...]:
        """Days of tokens. One named by itself twice contradicts itself; after «ежедневно» it may differ."""
        days: list[int] = []
        for token in tokens:
            for day in token.days:
                if token.kind == _Kind.DAY and day in self.single:
                    raise NotUnderstood(_("One day is named twice: %(day)s.") % {"day": _day_name(day)})
                if token.kind == _Kind.DAY:
                    self.single.add(day)
                days.append(day)
        return tuple(days)

    def _shut(self, token: _Token) -> None:
        if self._all() and not self.closing:
            self._close(self._all())
            self.waiting = [[]]
        else:
            self.closing = token.text
        self.spanning = False

    def _close(self, tokens: Sequence[_Token]) -> None:
        for day in self._named(tokens):
            self.said[day] = []

    def _comma(self) -> None:
        self.spanning = False
        if self.closing and self.waiting[-1]:
            self.waiting.append([])

    def _end(self) -> None:
        if self.clocks:
            raise NotUnderstood(
                _("“%(word)s” has no end: write from when to when.") % {"word": _time(self.clocks[0])}
            )
        tokens = self.kept or ([] if self.closing else self._all())
        if tokens:
            names = ", ".join(_day_name(day) for token in tokens for day in token.days)
            raise NotUnderstood(
                _("Say the hours of these days, or that they are off: %(days)s.") % {"days": names}
            )
        self._close(self._all())
        self.waiting, self.closing, self.spanning, self.pausing = [[]], "", False, False


def _without(span: tuple[time, time], pause: tuple[time, time]) -> list[tuple[time, time]]:
    if span[0] < pause[0] and pause[1] < span[1]:
        return [(span[0], pause[0]), (pause[1], span[1])]
    return [span]


def _time(clock: time) -> str:
    return typography.time_text(clock)


def _times(opens: time, closes: time) -> str:
    return typography.time_range(opens, closes)


def _day_name(day: int) -> str:
    return typography.weekday_short(MONDAY + timedelta(days=day))


def week_in_words(rows: Sequence[Row]) -> str:
    """A week in one line: «пн–пт 10:00–19:00, сб 10:00–18:00, вс — выходной»; "" where it is unknown.

    Reading it back by :func:`parse_week` gives the same week.
    """
    parts = []
    for group in grouped_week(rows):
        days = _day_name(group.first)
        if group.last != group.first:
            days += f"–{_day_name(group.last)}"
        parts.append(f"{days} {_hours_words(group.times)}")
    return "; ".join(parts)


def _hours_words(times: Times) -> str:
    if not times:
        return _("— day off")
    words = _times(times[0][0], times[-1][1])
    breaks = [_times(one[1], other[0]) for one, other in pairwise(times) if one[1] < other[0]]
    if breaks:
        words += ", " + _("break %(times)s") % {"times": ", ".join(breaks)}
    return words
