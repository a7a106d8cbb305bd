"""A list as a file, as it stands on the screen: the same filters, order and columns, all pages.

A screen may say more:

``calendar(desk, rows)``
    gives :class:`karavan.office.kit.icalendar.Entry` for the rows, and the list can be taken as ICS;
``looked_at(desk, records, "file")``
    hears which records went into a file, some hundreds at a time: screens of people note it in the view-log.
"""

import csv
import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

import xlsxwriter
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karavan.kernel.localtime import local, today
from karavan.office.desk import Desk, office_page
from karavan.office.kit import icalendar
from karavan.office.kit.columns import Column, plain_text
from karavan.office.kit.listing import Listing
from karavan.ui.typeset import Busy, typeset

if TYPE_CHECKING:
    from karavan.office.kit.screen import CrudView

CHUNK = 500
MOST_IN_PDF = 2_000
"""Rows of a PDF: sixty pages, a second or two to set. More belong into a table."""
MOST_IN_XLSX = 1_000_000
CELL = 32_767
"""Characters a cell of XLSX can hold."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
FORMATS = ("xlsx", "csv", "pdf", "ics")


@dataclass(frozen=True)
class Sheet:
    """What becomes a file. ``about`` tells of the list: pairs of words."""

    title: str
    columns: list[Column]
    about: list[tuple[str, str]]
    rows: Callable[[], Iterator[Any]]
    total: int

    @property
    def labels(self) -> list[str]:
        """Headings."""
        return [str(column.label) for column in self.columns]


def urls(screen: "CrudView", here: str, named: str) -> list[URLPattern]:
    """The address of a screen's files."""

    def export(desk: Desk, request: HttpRequest) -> HttpResponseBase:
        return export_page(screen, desk, request)

    return [path(f"{here}export/", office_page(export), name=f"{named}-export")]


def list_context(screen: "CrudView", desk: Desk, listing: Listing) -> dict[str, Any]:
    """The files a list can be taken as: (format, words, address)."""
    address = reverse(f"office-{screen.name}-export")
    pairs = replace(listing, page=1).query().removeprefix("?")
    words = {
        "xlsx": _("Excel table"),
        "csv": _("CSV, for other programs"),
        "pdf": _("PDF, for printing"),
        "ics": _("Calendar"),
    }
    return {
        "exports": [
            (name, words[name], f"{address}?format={name}" + (f"&{pairs}" if pairs else ""))
            for name in FORMATS
            if name != "ics" or hasattr(screen, "calendar")
        ]
    }


def export_page(screen: "CrudView", desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """The list of this link as a file."""
    kind = request.GET.get("format", "")
    listing = replace(screen.listing(desk), page=1)
    rows = screen.rows(desk, listing)
    if kind == "ics" and hasattr(screen, "calendar"):
        return _ics(screen, desk, rows)
    sheet = sheet_of(screen, desk, listing, rows)
    if kind == "xlsx":
        return FileResponse(
            write_xlsx(sheet), as_attachment=True, filename=filename(screen, "xlsx"), content_type=XLSX
        )
    if kind == "csv":
        return _attached(screen, "csv", StreamingHttpResponse(csv_lines(sheet), content_type=CSV))
    if kind == "pdf":
        return _pdf(screen, request, sheet, listing)
    raise Http404


def sheet_of(screen: "CrudView", desk: Desk, listing: Listing, rows: QuerySet[Any]) -> Sheet:
    """A list with what has to be told of it."""
    return Sheet(
        title=str(screen.title),
        columns=listing.shown(screen.columns),
        about=about(screen, desk, listing),
        rows=lambda: watched(screen, desk, rows),
        total=rows.count(),
    )


def about(screen: "CrudView", desk: Desk, listing: Listing) -> list[tuple[str, str]]:
    """What the file is of: whose, which filters and order, made when and by whom."""
    known = {one.key: one for one in screen.filters}
    whose = desk.organisation if desk.organisation is not None and not listing.everywhere else None
    found = [(_("Of"), str(whose) if whose is not None else _("all you may see"))]
    if listing.words:
        found.append((_("Words"), listing.words))
    found += [(str(known[key].label), known[key].words(desk, value) or "") for key, value in listing.filters]
    for column in screen.columns:
        if column.key == listing.sort.removeprefix("-"):
            turned = _("descending") if listing.sort.startswith("-") else _("ascending")
            found.append((_("Order"), f"{column.label}, {turned}"))
    moment = local(timezone.now())
    found.append((_("Made"), f"{moment:%d.%m.%Y %H:%M}, {desk.actor}"))
    if settings.DEMO:
        found.append((_("Demonstration"), _("Part of the data is invented and marked so.")))
    return found


def watched(screen: "CrudView", desk: Desk, rows: QuerySet[Any]) -> Iterator[Any]:
    """The records, some hundreds in memory at a time; the screen hears of each lot."""
    records = rows.iterator(chunk_size=CHUNK)
    while some := list(islice(records, CHUNK)):
        screen.looked_at(desk, some, "file")
        yield from some


def filename(screen: "CrudView", extension: str) -> str:
    """«События 2026-11-27.xlsx»."""
    return f"{get_valid_filename(str(screen.title)).replace('_', ' ')} {today():%Y-%m-%d}.{extension}"


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def write_xlsx(sheet: Sheet) -> IO[bytes]:
    """The list as typed cells, and a second sheet that tells what it is; one row in memory at a time."""
    # Closed by the response that sends it.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm", "align": "left"})
    table = book.add_worksheet(sheet.title[:31])
    widths = [len(label) for label in sheet.labels]
    for number, label in enumerate(sheet.labels):
        table.write_string(0, number, label, head)
    last = 0
    for last, record in enumerate(islice(sheet.rows(), MOST_IN_XLSX), start=1):
        for number, column in enumerate(sheet.columns):
            value = column.value(record)
            if isinstance(value, dt.datetime):
                table.write_datetime(last, number, local(value).replace(tzinfo=None), moment)
                widths[number] = max(widths[number], 16)
            elif isinstance(value, dt.date):
                table.write_datetime(last, number, dt.datetime.combine(value, dt.time()), day)
                widths[number] = max(widths[number], 10)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                table.write_number(last, number, value)
            elif value not in (None, ""):
                text = str(value)[:CELL]
                table.write_string(last, number, text)
                widths[number] = max(widths[number], min(len(text), 60))
    for number, width in enumerate(widths):
        table.set_column(number, number, min(width + 2, 62))
    table.freeze_panes(1, 1)
    if sheet.columns:
        table.autofilter(0, 0, last, len(sheet.columns) - 1)
    _write_about(book, sheet, last)
    book.close()
    file.seek(0)
    return file


def _write_about(book: Any, sheet: Sheet, total: int) -> None:
    page = book.add_worksheet(_("About this file")[:31])
    bold = book.add_format({"bold": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 16})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 80)
    page.write_string(0, 0, sheet.title, title)
    for number, (name, words) in enumerate([*sheet.about, (_("Rows"), "")], start=2):
        page.write_string(number, 0, name, bold)
        page.write_string(number, 1, words)
    page.write_number(len(sheet.about) + 2, 1, total)


class _Echo:
    """Gives back what is written, so that a line can be sent as it is made."""

    def write(self, value: str) -> str:
        return value


def csv_lines(sheet: Sheet) -> Iterator[bytes]:
    """The list as CSV: UTF-8 with a mark for Excel, semicolons; no cell can be taken for a formula."""
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    yield writer.writerow([guarded(label) for label in sheet.labels]).encode()
    for record in sheet.rows():
        yield writer.writerow([csv_cell(column.value(record)) for column in sheet.columns]).encode()


def csv_cell(value: Any) -> str:
    """One cell of a CSV file."""
    if isinstance(value, dt.datetime):
        return f"{local(value):%d.%m.%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value).replace(".", ",")
    return guarded(plain_text(value))


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _pdf(screen: "CrudView", request: HttpRequest, sheet: Sheet, listing: Listing) -> HttpResponseBase:
    back = screen.url() + listing.query()
    if sheet.total > MOST_IN_PDF:
        text = _("A PDF holds %(most)s rows at most. Narrow the list by a filter, or take the Excel table.")
        messages.error(request, text % {"most": MOST_IN_PDF})
        return redirect(back)
    try:
        content = typeset("list", pdf_data(sheet), "pdf")
    except Busy:
        messages.error(request, _("Too many sheets are being set just now. Try again in a minute."))
        return redirect(back)
    return _attached(screen, "pdf", HttpResponse(content, content_type="application/pdf"))


def pdf_data(sheet: Sheet) -> dict[str, Any]:
    """What ui/print/list.typ reads: widths are shares, from how long the words of a column are."""
    rows = [[plain_text(column.value(record))[:300] for column in sheet.columns] for record in sheet.rows()]
    shares = []
    for number, label in enumerate(sheet.labels):
        lengths = sorted(len(row[number]) for row in rows)
        usual = lengths[len(lengths) * 9 // 10] if lengths else 0
        shares.append(min(max(usual, len(label) * 0.8, 5), 48))
    return {
        "title": sheet.title,
        "lang": get_language() or "ru",
        "about": [{"name": name, "words": words} for name, words in sheet.about],
        "demo": _("demonstration") if settings.DEMO else "",
        "columns": [
            {"label": label, "numeric": column.numeric, "share": share}
            for label, column, share in zip(sheet.labels, sheet.columns, shares, strict=True)
        ],
        "rows": rows,
        "caption": _("List: %(title)s") % {"title": sheet.title},
        "count": _("Rows: %(count)s") % {"count": sheet.total},
        "page": _("page"),
    }


def _ics(screen: Any, desk: Desk, rows: QuerySet[Any]) -> HttpResponseBase:
    entries = screen.calendar(desk, watched(screen, desk, rows))
    content = icalendar.write(str(screen.title), entries)
    return _attached(screen, "ics", HttpResponse(content, content_type="text/calendar; charset=utf-8"))


def _attached(screen: "CrudView", extension: str, response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Disposition"] = content_disposition_header(True, filename(screen, extension)) or ""
    return response
