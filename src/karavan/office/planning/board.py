"""The city board: where and when it is crowded or empty, and what lies there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from karavan.catalogue.families import EVENT_FAMILIES
from karavan.kernel.localtime import at, local, today
from karavan.office.desk import Desk
from karavan.office.frame import editors, render
from karavan.office.planning import drawing
from karavan.office.planning.asking import DIMENSIONS, MONTH, SPANS, YEAR, Asked
from karavan.office.planning.clashing import counted
from karavan.office.planning.grounds import on_lines, on_span
from karavan.office.planning.links import clashes_url, move_url
from karavan.office.planning.moving import event_url
from karavan.office.planning.reading import ALL, NOWHERE, Board, names_of, read_board
from karavan.planning.clashes import clashes_among
from karavan.planning.clashes.watching import GRAVE
from karavan.planning.load import Dimension, State
from karavan.planning.models import Circumstance
from karavan.planning.occasions.record import Occasion
from karavan.planning.occasions.words import described
from karavan.planning.queries.circumstances import circumstances
from karavan.programme.enums import EventKind
from karavan.ui import typography
from karavan.ui.parts import Chip

MOST: Final = 60
"""Things of a cell that are listed."""
COLUMNS_BESIDE: Final = 10
"""With more columns the list stands below the board, not beside it."""


@dataclass(frozen=True)
class Row:
    """One occasion of a cell; ``url`` is where it is looked at, ``move_url`` where it is moved."""

    key: str
    when: str
    day: str
    iso: str
    title: str
    place: str
    people: str
    family: str
    url: str
    move_url: str
    is_known: bool
    is_demo: bool


def board_page(desk: Desk, request: HttpRequest) -> HttpResponse:
    """The board of a month, a season or a year."""
    asked = Asked.read(request)
    board = read_board(desk, asked)
    here = reverse("office-diary")
    days = list(circumstances(asked.first, asked.last))
    context = {
        "title": _("City diary"),
        "asked": asked,
        "board": board,
        "heading": _heading(asked),
        "table": drawing.board_table(board, on_lines(days, asked.lines)),
        "tiles": _tiles(board),
        "clashes": _clashes(board),
        "spans": [Chip(str(label), here + asked.link(span=key), asked.span == key) for key, label in SPANS],
        "dimensions": [
            Chip(str(label), here + asked.link(by=key), asked.by == key) for key, label in DIMENSIONS
        ],
        "today_url": here + asked.link(first=today().replace(day=1)) + "#today",
        "before_url": here + asked.link(first=asked.before),
        "after_url": here + asked.link(first=asked.following),
        "all_url": here + Asked(asked.first, asked.span, asked.by).link(),
        "questions": _questions(board),
        "cell": _cell(board, days),
        "is_wide": len(board.columns) > COLUMNS_BESIDE,
        "may_plan": editors(desk),
    }
    return render(request, desk, "office/planning/board.html", context)


def _heading(asked: Asked) -> str:
    if asked.span == MONTH:
        return typography.month_name(asked.first)
    if asked.first.month == 1 and asked.span == YEAR:
        return pgettext("heading", "year")
    return f"{typography.month_name(asked.first)} – {typography.month_name(asked.last)}"


def _tiles(board: Board) -> list[tuple[str, str, str]]:
    """A figure, what it is, and what stands behind it."""
    found = board.spread
    things = ngettext("event and plan", "events and plans", found.count)
    tiles = [(typography.number(found.count), things, "")]
    if found.peak_to_mean is not None:
        peak = drawing.words_of(found.spans[found.peak])
        tiles.append((f"{found.peak_to_mean:.1f}".replace(".", ","), _("times the mean at the peak"), peak))
    crowded, empty = found.cells(State.CROWDED), found.cells(State.EMPTY)
    tiles.append((str(crowded), ngettext("crowded cell", "crowded cells", crowded), ""))
    if board.asked.by == Dimension.DISTRICT:
        tiles.append((str(empty), ngettext("empty cell", "empty cells", empty), ""))
        missing = board.without_family
        words = ngettext(
            "district with nothing for families", "districts with nothing for families", len(missing)
        )
        tiles.append((str(len(missing)), words, ", ".join(missing)))
    return tiles


def _clashes(board: Board) -> tuple[int, str, str] | None:
    """How many grave clashes, their levels in words, and their list; None where the span is too long."""
    asked = board.asked
    if asked.span == YEAR:
        return None
    found = [each for each in clashes_among(board.scene) if each.level in GRAVE]
    first, last = at(asked.first, time.min), at(asked.last, time.min)
    # One level alone is told by the figure.
    levels = counted(found) if len({each.level for each in found}) > 1 else ""
    return len(found), levels, clashes_url(first, last, whose="all")


def _questions(board: Board) -> list[dict[str, Any]]:
    asked = board.asked
    return [
        {"key": by.value, "label": label, "value": getattr(asked, by.value), "options": options}
        for by, label in (
            (Dimension.DISTRICT, _("District")),
            (Dimension.AUDIENCE, _("Audience")),
            (Dimension.KIND, _("Kind")),
        )
        if (options := list(names_of(by, board.districts).items()))
    ]


def _cell(board: Board, days: Sequence[Circumstance]) -> dict[str, Any] | None:
    """The chosen cell with its list; None where none is chosen."""
    span = board.asked.chosen
    if span is None:
        return None
    row = board.asked.row or ALL
    inside = board.on(span, row)
    names = {ALL: _("City"), NOWHERE: _("Not told where")} | board.names
    rows = [_row(each) for each in inside[:MOST]]
    return {
        "when": drawing.words_of(span),
        "where": names.get(row, ""),
        "rows": rows,
        "grounds": on_span(days, span),
        "may_move": any(each.move_url for each in rows),
        "more": len(inside) - MOST if len(inside) > MOST else 0,
        "many_days": span.start != span.end,
    }


def _row(each: Occasion) -> Row:
    starts = local(each.start)
    return Row(
        each.key,
        typography.time_text(starts),
        f"{typography.weekday_short(starts.date())} {typography.date_short(starts.date())}",
        starts.date().isoformat(),
        described(each),
        each.place_name,
        typography.number(each.size) if each.is_known else "",
        EVENT_FAMILIES[EventKind(each.kind)],
        event_url(each),
        move_url(each.key) if each.is_mine else "",
        each.is_known,
        each.is_demo,
    )
