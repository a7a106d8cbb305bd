"""What people ask beside words of titles: «куда сходить с детьми», "free concerts this weekend".

Such phrases are turned into conditions of a filter, and what is left of the query is searched as words.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from karavan.catalogue.filters import EventFilter
from karavan.kernel.localtime import day_bounds, local
from karavan.kernel.text import fold
from karavan.programme.enums import Audience

Condition = Callable[[EventFilter, datetime], EventFilter]


def _nothing(question: EventFilter, now: datetime) -> EventFilter:
    return question


def _free(question: EventFilter, now: datetime) -> EventFilter:
    return replace(question, max_price=0)


def _for(*audiences: str) -> Condition:
    def condition(question: EventFilter, now: datetime) -> EventFilter:
        return replace(question, audiences=tuple(sorted({*question.audiences, *audiences})))

    return condition


def _relative(when: str) -> Condition:
    def condition(question: EventFilter, now: datetime) -> EventFilter:
        return replace(question, when=when, since=None, until=None)

    return condition


def _on(weekday: int) -> Condition:
    """The next such day, today included."""

    def condition(question: EventFilter, now: datetime) -> EventFilter:
        today = local(now).date()
        since, until = day_bounds(today + timedelta(days=(weekday - today.weekday()) % 7))
        return replace(question, since=max(since, now), until=until, when="")

    return condition


# With their preposition only: «Среда» and «Воскресенье» are titles as well.
_WEEKDAYS = (
    "в понедельник|on monday",
    "во вторник|on tuesday",
    "в среду|on wednesday",
    "в четверг|on thursday",
    "в пятницу|on friday",
    "в субботу|on saturday",
    "в воскресенье|on sunday",
)

_CHILDREN = "дет(?:ьми|ей|ишками)|ребенк(?:ом|а)|малыш(?:ами|ей|ом|а)|дошкольник(?:ами|ов)|школьник(?:ами|ов)"

_PHRASES: tuple[tuple[str, Condition], ...] = (
    # Said of any event.
    ("куда (?:можно |бы )?(?:сходить|пойти|поехать|сводить)", _nothing),
    ("чем заняться|что (?:посмотреть|послушать|интересного|где проходит|происходит)", _nothing),
    ("афиша|(?:расписание|список) (?:мероприятий|событий)|мероприятия|события", _nothing),
    ("where to go|what to do|what'?s on|things to do|events", _nothing),
    # Districts are known by their names: «в Ленинском районе».
    ("район[аеу]?|р-н[аеу]?|district", _nothing),
    ("(?:совсем )?бесплатн(?:о|ый|ая|ое|ые|ого|ой|ую|ых|ым|ыми)|за так|free(?: of charge)?", _free),
    (
        f"(?:вместе )?(?:с|со|для) (?:{_CHILDREN})|детям|(?:with|for) (?:the )?(?:kids|children|child)",
        _for(Audience.CHILDREN, Audience.FAMILY),
    ),
    ("(?:всей|с) семьей|для (?:всей )?семьи|(?:with|for) (?:the )?family", _for(Audience.FAMILY)),
    ("(?:с|для) (?:подростк(?:ами|ов|ом|а))|(?:with|for) (?:teens|teenagers)", _for(Audience.TEENAGERS)),
    ("для (?:пенсионеров|пожилых(?: людей)?)|пенсионерам|for seniors", _for(Audience.SENIORS)),
    ("сегодня|today|tonight", _relative("today")),
    ("завтра|tomorrow", _relative("tomorrow")),
    ("(?:(?:на|в|во) )?(?:эти |ближайшие )?выходные|в выходной", _relative("weekend")),
    ("(?:this |at the |on the )?weekend", _relative("weekend")),
    *((phrase, _on(weekday)) for weekday, phrase in enumerate(_WEEKDAYS)),
)
_TABLE = tuple((re.compile(rf"(?<![\w-])(?:{phrase})(?![\w-])"), condition) for phrase, condition in _PHRASES)
_REWORDED = ((re.compile(r"(?<![\w-])нов(?:ый|ого|ому|ым|ом) год(?:а|у|ом|е)?(?![\w-])"), "новогодний"),)
"""Two words for what titles say in one."""

_ENDS = re.compile(r"^(?:[\s,.!?;:]|(?:и|в|во|на|с|со|для|in|at|on|for|with)(?=\s|$))+|[\s,.!?;:]+$")


def understand(query: str, now: datetime) -> EventFilter | None:
    """The question that a query with such phrases asks at ``now``; None where it has none.

    ``q`` of the answer is the rest of the query, "" where nothing is left.
    """
    left = fold(query)
    question = EventFilter()
    found = False
    for pattern, condition in _TABLE:
        left, times = pattern.subn(" ", left)
        if times:
            found = True
            question = condition(question, now)
    for pattern, word in _REWORDED:
        left, times = pattern.subn(word, left)
        found = found or times > 0
    if not found:
        return None
    return replace(question, q=_ENDS.sub("", " ".join(left.split())))
