"""Dated facts: rows with ``valid_from`` and ``valid_to``, both days inclusive; None is an open end.

A new fact is laid over the old ones: what it covers is cut away, so that no day ever has two answers.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from django.db import models

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A stretch of days, both ends inclusive. Raises ValueError where the end lies before the start."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError("a period cannot end before it begins")

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def minus(self, other: "Span") -> list["Span"]:
        """What is left of this stretch beside the other one: none, one or two pieces, in order."""
        if not self.meets(other):
            return [self]
        pieces = []
        if other.start is not None and (self.start is None or self.start < other.start):
            pieces.append(Span(self.start, other.start - _DAY))
        if other.end is not None and (self.end is None or other.end < self.end):
            pieces.append(Span(other.end + _DAY, self.end))
        return pieces

    def meets(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        starts_late = self.start is not None and other.end is not None and other.end < self.start
        ends_early = self.end is not None and other.start is not None and self.end < other.start
        return not (starts_late or ends_early)


class Dated(Protocol):
    """A row with dates."""

    @property
    def valid_from(self) -> date | None: ...

    @property
    def valid_to(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


def span_of(row: Dated) -> Span:
    """The days of a row."""
    return Span(row.valid_from, row.valid_to)


def on(rows: Iterable[D], day: date) -> D | None:
    """The row in force on a day, or None."""
    return next((row for row in rows if day in span_of(row)), None)


def until_next(rows: Iterable[Dated], start: date | None) -> Span:
    """From a day to the day before the next dated row begins; open where nothing follows."""
    later = [
        row.valid_from
        for row in rows
        if row.valid_from is not None and (start is None or start < row.valid_from)
    ]
    return Span(start, min(later) - _DAY if later else None)


def clear(rows: Sequence[models.Model], span: Span) -> None:
    """Cut the days of ``span`` out of saved dated rows: shorten, split or delete them.

    Only to be called by actions, on all rows of one owner.
    """
    for row in rows:
        dated: Any = row
        whole = span_of(dated)
        pieces = whole.minus(span)
        if pieces == [whole]:
            continue
        if not pieces:
            row.delete()
            continue
        for piece in pieces[1:]:
            twin: Any = copy(row)
            twin.pk = None
            twin._state.adding = True
            twin.valid_from, twin.valid_to = piece.start, piece.end
            twin.save(force_insert=True)
        dated.valid_from, dated.valid_to = pieces[0].start, pieces[0].end
        row.save(update_fields=["valid_from", "valid_to"])
