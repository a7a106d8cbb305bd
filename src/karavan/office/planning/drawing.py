"""The board as HTML, written by hand: a year by kinds has a thousand cells."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from math import ceil, sqrt
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.kernel.localtime import today
from karavan.kernel.periods import Span
from karavan.office.planning.reading import ALL, NOWHERE, Board
from karavan.planning.load import Load, State
from karavan.ui import typography

STRENGTHS: Final = 5
"""Steps of the fill of a cell."""
SATURDAY: Final = 5


def board_table(board: Board, grounds: Mapping[date, Sequence[tuple[str, str]]]) -> SafeString:
    """Lines of days or weeks, a column for the city and one for each row of the spread.

    ``grounds`` are the circumstances of a line by its first day: their effect and their words.
    """
    columns = [(ALL, _("City"), board.spread.city)]
    columns += [(key, words, board.spread.rows[key]) for key, words in board.columns]
    if "" in board.spread.rows:
        columns.append((NOWHERE, _("Not told where"), board.spread.rows[""]))
    most = max((load.people for _key, _words, loads in columns[1:] for load in loads), default=0)
    heads = "".join(
        f'<th scope="col" class="board__col"><span>{escape(words)}</span></th>'
        for _key, words, _loads in columns
    )
    rows = [f'<table class="board"><thead><tr><td></td>{heads}</tr></thead><tbody>']
    city = max((load.people for load in board.spread.city), default=0)
    for number, span in enumerate(board.spread.spans):
        assert span.start is not None
        cells = [
            _cell(board, span, key, words, loads[number], city if key == ALL else most)
            for key, words, loads in columns
        ]
        rows.append(_line(board, span, grounds.get(span.start, ())) + "".join(cells) + "</tr>")
    rows.append("</tbody></table>")
    # Every text above went through escape().
    return mark_safe("".join(rows))


def words_of(span: Span) -> str:
    """A line in words: «Saturday, 12 June», «7–13 June»."""
    assert span.start is not None
    assert span.end is not None
    if span.start == span.end:
        return f"{typography.weekday(span.start)}, {typography.date_short(span.start)}"
    return typography.date_range(span.start, span.end)


def _line(board: Board, span: Span, grounds: Sequence[tuple[str, str]]) -> str:
    assert span.start is not None
    assert span.end is not None
    day, now = span.start, today()
    classes = ["board__line"]
    classes += ["board__line--weekend"] if span.start == span.end and day.weekday() >= SATURDAY else []
    classes += ["board__line--today"] if now in span else []
    classes += ["board__line--chosen"] if board.asked.chosen == span else []
    if span.start == span.end:
        head = f"<b>{day.day}</b><span>{typography.weekday_short(day)}</span>"
    else:
        head = f"<b>{day.day}</b><span>{typography.date_range(day, span.end)}</span>"
    told = "".join(f'<small class="ground ground--{kind}">{escape(text)}</small>' for kind, text in grounds)
    anchor = ' id="today"' if now in span else ""
    days = f'data-day="{day.isoformat()}" data-last="{span.end.isoformat()}"'
    return (
        f'<tr class="{" ".join(classes)}" {days}{anchor}>'
        f'<th scope="row"><span class="board__when">{head}</span>{told}</th>'
    )


def _cell(board: Board, span: Span, key: str, words: str, load: Load, most: int) -> str:
    assert span.start is not None
    crowded, empty = load.state == State.CROWDED, load.state == State.EMPTY and key != NOWHERE
    if not load.count:
        if not empty:
            return '<td class="load load--none"></td>'
        idle = escape(_("Nothing is on"))
        return (
            f'<td class="load load--empty" title="{idle}"><span role="img" aria-label="{idle}">○</span></td>'
        )
    strength = ceil(STRENGTHS * sqrt(load.people / most)) if most else 1
    things = ngettext("%(count)d event", "%(count)d events", load.count) % {"count": load.count}
    people = ngettext("%(count)s person", "%(count)s people", load.people) % {
        "count": typography.number(load.people)
    }
    said = [words, words_of(span), things, people, *([_("crowded")] if crowded else [])]
    label = escape(", ".join(said))
    chosen = board.asked.chosen == span and board.asked.row == key
    link = board.asked.link(day=span.start.isoformat(), row=key)
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<td class="load load--{max(1, strength)}{" load--crowded" if crowded else ""}">'
        f'<a href="{escape(link)}#cell" aria-label="{label}" title="{label}"{current}>{load.count}</a></td>'
    )
