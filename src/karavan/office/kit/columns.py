"""Columns of a list: what a cell holds, how it looks on the page and in a file."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from karavan.kernel.localtime import local, today
from karavan.ui import typography
from karavan.ui.parts import Badge, Link

Text = str | Promise
Cell = Any
"""A text, number, date, moment, Link, Badge or SafeString; a list of these; None or "" for nothing."""


@dataclass(frozen=True)
class Column:
    """One column: ``cell`` gives its content for a row, ``sort`` the fields that order by it.

    ``plain`` is what a file gets where that is more than the words of the cell: a number, a date.
    The first column of a screen leads to the record and cannot be hidden.
    """

    key: str
    label: Text
    cell: Callable[[Any], Cell]
    sort: tuple[str, ...] = ()
    shown: bool = True
    numeric: bool = False
    plain: Callable[[Any], Any] | None = field(default=None, compare=False)

    def value(self, row: Any) -> Any:
        """What a file gets: a number, a date, a moment or a text."""
        return plain(self.cell(row)) if self.plain is None else self.plain(row)


def html(cell: Cell) -> str:
    """A cell as HTML, escaped."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, SafeString):
        return str(cell)
    if isinstance(cell, Link):
        return (
            f'<a href="{escape(cell.url)}">{escape(str(cell.label))}</a>'
            if cell.url
            else escape(str(cell.label))
        )
    if isinstance(cell, Badge):
        return f'<span class="badge badge--{cell.kind}">{escape(str(cell.label))}</span>'
    if isinstance(cell, list | tuple):
        return " ".join(html(each) for each in cell)
    return escape(plain_text(cell))


def plain(cell: Cell) -> Any:
    """A cell for a file: dates and numbers stay what they are, the rest is text."""
    if isinstance(cell, Link | Badge):
        return str(cell.label)
    if isinstance(cell, list | tuple):
        return ", ".join(str(plain(each)) for each in cell if each not in (None, ""))
    if isinstance(cell, bool) or cell is None:
        return plain_text(cell)
    if isinstance(cell, int | float | dt.date | dt.datetime):
        return cell
    return str(cell)


def plain_text(value: Any) -> str:
    """A single value in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        moment = local(value)
        return f"{typography.date_short(moment.date(), year=moment.year != local_year())}, {moment:%H:%M}"
    if isinstance(value, dt.date):
        return typography.date_short(value, year=value.year != local_year())
    if isinstance(value, int):
        return typography.number(value)
    return str(value)


def local_year() -> int:
    """The year on the city's clock."""
    return today().year


def body(columns: Iterable[Column], rows: Iterable[tuple[Any, str]], *, chooses: bool) -> SafeString:
    """The rows of a list, each (record, its address); written by hand, as a page has hundreds of cells."""
    shown = list(columns)
    labels = [escape(str(column.label)) for column in shown]
    kinds = [' class="num"' if column.numeric else "" for column in shown]
    choose = escape(_("Choose"))
    parts: list[str] = []
    for row, address in rows:
        parts.append("<tr>")
        cells = [html(column.cell(row)) for column in shown]
        if chooses:
            parts.append(
                f'<td class="pick"><label><input type="checkbox" name="id" value="{row.pk}">'
                f'<span class="vh">{choose} {cells[0]}</span></label></td>'
            )
        parts.append(f'<th scope="row"><a href="{escape(address)}">{cells[0] or "—"}</a></th>')
        for label, kind, cell in zip(labels[1:], kinds[1:], cells[1:], strict=True):
            parts.append(f'<td{kind} data-label="{label}">{cell}</td>')
        parts.append("</tr>\n")
    # Every cell went through html(), which escapes.
    return mark_safe("".join(parts))
