"""Circumstances on the board, in a cell, and beside one thing that is planned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from karavan.kernel.periods import Span
from karavan.planning.circumstances import Concern
from karavan.planning.circumstances.words import title_of
from karavan.planning.enums import Effect, Level
from karavan.planning.models import Circumstance
from karavan.ui import typography

TOLD: Final = 2
"""Circumstances that a line of the board names; the rest is counted."""
LONG: Final = timedelta(days=7)
"""What lasts longer stands at its first line only: holidays of schools would cover a month."""
_WEIGHT: Final = {Effect.AVOID: 0, Effect.QUIET: 1, Effect.FAVOUR: 2, Effect.NOTE: 3}


@dataclass(frozen=True)
class Ground:
    """A circumstance in the list of a cell."""

    effect: str
    title: str
    when: str
    where: str
    advice: str
    url: str


@dataclass(frozen=True)
class ConcernRow:
    """What a day asks of one thing: ``effect`` is how it is drawn, ``word`` how grave it is."""

    effect: str
    word: str
    title: str
    why: str
    advice: str
    url: str


def on_lines(days: Sequence[Circumstance], lines: Sequence[Span]) -> Mapping[date, Sequence[tuple[str, str]]]:
    """What each line of the board is told by its first day: effect and words, the weightiest first.

    Only what holds in the whole city; what lies at a place or in a district stands in the list of a cell.
    """
    found: dict[date, list[tuple[str, str]]] = {}
    wide = [row for row in days if not is_local(row)]
    for number, line in enumerate(lines):
        assert line.start is not None
        here = [row for row in wide if _stands_on(row, line, is_first=number == 0)]
        here.sort(key=lambda row: (_WEIGHT[Effect(row.effect)], row.first_day, row.pk))
        told = [(row.effect, marked(row)) for row in here[:TOLD]]
        if len(here) > TOLD:
            more = len(here) - TOLD
            told.append(
                ("more", ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
            )
        if told:
            found[line.start] = told
    return found


def on_span(days: Sequence[Circumstance], span: Span) -> list[Ground]:
    """All that holds in some days, in order."""
    return [
        Ground(
            row.effect,
            marked(row),
            "" if row.first_day == row.last_day == span.start else days_of(row),
            where_of(row),
            row.advice,
            reverse("office-days-detail", args=[row.pk]),
        )
        for row in days
        if _meets(row, span)
    ]


def concern_rows(found: Iterable[Concern]) -> list[ConcernRow]:
    """Concerns of one thing in words."""
    rows = []
    for each in found:
        url = (
            "" if each.circumstance_id is None else reverse("office-days-detail", args=[each.circumstance_id])
        )
        if each.level is None:
            effect, word = Effect.FAVOUR, pgettext("day", "Good day")
        else:
            effect, word = (
                (Effect.AVOID, str(Level.SERIOUS.label))
                if each.level == Level.SERIOUS
                else (Effect.NOTE, str(Level.NOTICE.label))
            )
        rows.append(ConcernRow(effect.value, word, each.title, each.why, each.advice, url))
    return rows


def is_local(row: Circumstance) -> bool:
    """Whether it holds at a place, around a point or in a district only."""
    return row.place_id is not None or row.lat is not None or row.district_id is not None


def marked(row: Circumstance) -> str:
    """The title, with how far it may be off until somebody confirms the day."""
    if not row.margin_days:
        return title_of(row)
    return _("%(title)s (± %(days)d d.)") % {"title": title_of(row), "days": row.margin_days}


def days_of(row: Circumstance) -> str:
    """Its days, and its hours where it has some."""
    if row.first_day == row.last_day:
        words = typography.date_short(row.first_day)
    else:
        words = typography.date_range(row.first_day, row.last_day)
    if row.time_from is None or row.time_to is None:
        return words
    return f"{words}, {row.time_from:%H:%M}–{row.time_to:%H:%M}"


def where_of(row: Circumstance) -> str:
    """Where it holds; empty for the whole city."""
    if row.place is not None:
        return row.place.name
    if row.district is not None:
        return str(row.district)
    if row.radius:
        return _("within %(metres)d m of a point") % {"metres": row.radius}
    return _("at a point on the map") if row.lat is not None else ""


def _meets(row: Circumstance, span: Span) -> bool:
    assert span.start is not None
    assert span.end is not None
    margin = timedelta(days=row.margin_days)
    return row.first_day - margin <= span.end and span.start <= row.last_day + margin


def _stands_on(row: Circumstance, line: Span, *, is_first: bool) -> bool:
    if not _meets(row, line):
        return False
    return is_first or row.last_day - row.first_day <= LONG or row.first_day in line
