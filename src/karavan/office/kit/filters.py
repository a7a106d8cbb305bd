"""Filters of a list: what may be asked, and how the question reads in the link."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext

from karavan.kernel.localtime import is_sensible, today
from karavan.office.desk import Desk
from karavan.ui import typography

Text = str | Promise
Choices = Iterable[tuple[Any, Text]]


@dataclass(frozen=True)
class Filter:
    """One question with a few answers; ``apply`` narrows the rows to a value that is one of ``choices``."""

    key: str
    label: Text
    choices: Callable[[Desk], Choices]
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]

    def options(self, desk: Desk) -> list[tuple[str, str]]:
        """Values and their words."""
        return [(str(value), str(label)) for value, label in self.choices(desk)]

    def words(self, desk: Desk, value: str) -> str | None:
        """What a value means; None where it is not an answer."""
        return dict(self.options(desk)).get(value)

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows that answer to the value."""
        return self.apply(rows, value)


PERIODS = (
    ("today", gettext_lazy("Today")),
    ("7d", gettext_lazy("Next 7 days")),
    ("30d", gettext_lazy("Next 30 days")),
    ("month", gettext_lazy("This month")),
    ("next-month", gettext_lazy("Next month")),
    ("past-30d", gettext_lazy("Last 30 days")),
    ("past", gettext_lazy("Before today")),
)


def period(value: str, day: dt.date) -> tuple[dt.date | None, dt.date | None] | None:
    """First and last day of a period as of a day, an open end None; None where it is no period.

    A name of :data:`PERIODS`, or ``2026-12-01..2026-12-31`` with one side at most left out.
    """
    month = day.replace(day=1)
    after = (month + dt.timedelta(days=31)).replace(day=1)
    named: dict[str, tuple[dt.date | None, dt.date | None]] = {
        "today": (day, day),
        "7d": (day, day + dt.timedelta(days=6)),
        "30d": (day, day + dt.timedelta(days=29)),
        "month": (month, after - dt.timedelta(days=1)),
        "next-month": (after, (after + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)),
        "past-30d": (day - dt.timedelta(days=30), day - dt.timedelta(days=1)),
        "past": (None, day - dt.timedelta(days=1)),
    }
    if value in named:
        return named[value]
    first, between, last = value.partition("..")
    try:
        span = (
            dt.date.fromisoformat(first) if first else None,
            dt.date.fromisoformat(last) if last else None,
        )
    except ValueError:
        return None
    if not between or span == (None, None) or (span[0] and span[1] and span[0] > span[1]):
        return None
    return span if all(each is None or is_sensible(each) for each in span) else None


@dataclass(frozen=True)
class DateFilter:
    """A period, by name (it stays relative in a kept link) or by its days.

    ``apply`` gets both ends, inclusive; an open one is None.
    """

    key: str
    label: Text
    apply: Callable[[QuerySet[Any], dt.date | None, dt.date | None], QuerySet[Any]]

    def options(self, desk: Desk) -> list[tuple[str, str]]:
        """The named periods."""
        return [(value, str(label)) for value, label in PERIODS]

    def words(self, desk: Desk, value: str) -> str | None:
        """What a value means; None where it is not a period."""
        named = dict(PERIODS).get(value)
        if named is not None:
            return str(named)
        span = period(value, today())
        if span is None:
            return None
        first, last = (typography.date_short(day, year=True) if day else "" for day in span)
        if first and last:
            return f"{first} – {last}"
        if first:
            return pgettext("period", "from %(day)s") % {"day": first}
        return pgettext("period", "until %(day)s") % {"day": last}

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows of the period."""
        span = period(value, today())
        return rows if span is None else self.apply(rows, *span)


AnyFilter = Filter | DateFilter


def spelled(words: str) -> set[str]:
    """Spellings of a word to look for: SQLite folds the case of Latin letters only."""
    return {words, words.lower(), words.capitalize(), words.upper()}


def every_word(fields: Sequence[str], words: str) -> Q:
    """A condition: each word stands in one of the fields, in whatever case."""
    condition = Q()
    for word in words.split():
        found = Q()
        for name in fields:
            for spelling in sorted(spelled(word)):
                found |= Q(**{f"{name}__icontains": spelling})
        condition &= found
    return condition
