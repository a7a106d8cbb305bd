"""Writing .xlsx files: templates with drop-downs, and a person's own sheet with its errors marked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter.utility import xl_col_to_name

from karavan.integrations.sheets.columns import Column
from karavan.integrations.sheets.enums import Kind
from karavan.integrations.sheets.kinds.base import Importer
from karavan.integrations.sheets.limits import MAX_ROWS, MAX_TEXT
from karavan.integrations.sheets.reading import Page, Sheet
from karavan.integrations.sheets.stamp import FIX, GUIDE, LISTS, VERSION, Stamp

INK, PAPER, LINE, STEEL, PALE, RED, ROSE = (
    "#16181d",
    "#fbfaf7",
    "#e3ded3",
    "#c2410c",
    "#f3efe6",
    "#9f1239",
    "#fde2e4",
)
FORMATS: Final[Mapping[str, Mapping[str, Any]]] = {
    "date": {"num_format": "dd.mm.yyyy", "align": "left"},
    "time": {"num_format": "hh:mm", "align": "left"},
    "money": {"num_format": "@"},
    "whole": {"num_format": "0", "align": "left"},
    "number": {"num_format": "0.000000", "align": "left"},
    "long": {"text_wrap": True},
    "text": {"num_format": "@"},
}
IN_CELL: Final = 240
"""Characters of a drop-down that stands in the rule itself; longer ones lie on a hidden sheet."""
FILLED_ROWS: Final = 2_000
"""Rows for which a template has its formats and drop-downs; more may be filled in."""
SHEET_NAMES: Final = {
    Kind.EVENTS: "События",
    Kind.PLACES: "Места",
    Kind.ORGANISATIONS: "Организации",
    Kind.MEMBERS: "Люди",
}


class Book:
    """A workbook in memory with our look."""

    def __init__(self) -> None:
        self.bytes = BytesIO()
        # Text that begins with "=" stays text: what a person typed is no formula of ours.
        self.book = xlsxwriter.Workbook(
            self.bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "dd.mm.yyyy",
            },
        )
        self.lists: Any = None
        self.list_columns = 0
        self._formats: dict[str, Any] = {}

    def format(self, **said: Any) -> Any:
        """A format, made once."""
        key = repr(sorted(said.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **said})
        return self._formats[key]

    def heading(self, *, required: bool = False) -> Any:
        """The format of a heading."""
        return self.format(
            bold=True, font_color=PAPER, bg_color=STEEL if required else INK, text_wrap=True, border=1,
            border_color=LINE,
        )  # fmt: skip

    def list_range(self, values: Sequence[str]) -> str:
        """Put values on the hidden sheet; the range where they stand."""
        if self.lists is None:
            self.lists = self.book.add_worksheet(LISTS)
            self.lists.hide()
        column = self.list_columns
        self.list_columns += 1
        self.lists.write_column(0, column, values)
        letters = xl_col_to_name(column)
        return f"='{LISTS}'!${letters}$1:${letters}${len(values)}"

    def choices(self, sheet: Any, first: int, last: int, place: int, column: Column) -> None:
        """Give cells of a column their drop-down."""
        if not column.choices:
            return
        values = list(column.choices)
        inside = sum(len(value) + 1 for value in values) <= IN_CELL and not any(
            "," in value for value in values
        )
        rule: dict[str, Any] = {
            "validate": "list",
            "source": values if inside else self.list_range(values),
            "ignore_blank": True,
            "error_type": "information" if column.free else "stop",
            "error_title": column.heading[:32],
            "error_message": _("Choose from the list.")[:255],
            "show_error": not column.free,
        }
        sheet.data_validation(first, place, last, place, rule)

    def done(self) -> bytes:
        """The file."""
        self.book.close()
        return self.bytes.getvalue()


def template(work: Importer) -> bytes:
    """The template of a kind: headings, drop-downs, one example row, and how to fill it in."""
    with override("ru"):
        book = Book()
        sheet = book.book.add_worksheet(SHEET_NAMES[work.kind])
        _headings(book, sheet, work.columns)
        grey = {"italic": True, "font_color": "#6b6558", "bg_color": PALE}
        for place, column in enumerate(work.columns):
            _cell(sheet, 1, place, column.example, book.format(**{**FORMATS[column.format], **grey}))
            book.choices(sheet, 1, FILLED_ROWS, place, column)
        sheet.freeze_panes(1, 3)
        _guide(book, work)
        return book.done()


def filled(work: Importer, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The template with rows in the place of the example: cells by key of column, as a person types them."""
    with override("ru"):
        book = Book()
        sheet = book.book.add_worksheet(SHEET_NAMES[work.kind])
        _headings(book, sheet, work.columns)
        number = 0
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(work.columns):
                value = row.get(column.key, "")
                if value not in ("", None):
                    _cell(sheet, number, place, value, book.format(**FORMATS[column.format]))
        for place, column in enumerate(work.columns):
            book.choices(sheet, 1, max(number, FILLED_ROWS), place, column)
        sheet.freeze_panes(1, 3)
        _guide(book, work)
        return book.done()


def _headings(book: Book, sheet: Any, columns: Sequence[Column], shift: int = 0) -> None:
    sheet.set_row(0, 32)
    for place, column in enumerate(columns, shift):
        sheet.set_column(place, place, column.width, book.format(**FORMATS[column.format]))
        star = "*" if column.required else ""
        sheet.write_string(0, place, column.heading + star, book.heading(required=column.required))
        sheet.write_comment(0, place, column.help, {"x_scale": 1.6, "y_scale": 1.1})


def _guide(book: Book, work: Importer) -> None:
    """The second sheet: what every column wants."""
    sheet = book.book.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 84)
    sheet.set_column(2, 2, 36)
    sheet.write_string(0, 0, str(Stamp(work.kind, VERSION)), book.format(bold=True, font_size=13))
    lines = [
        _("Fill in the first sheet. Columns with a star are needed, all others may stay empty."),
        _("The grey example row is not read: leave it or delete it."),
        _("Order and number of columns do not matter. Unknown columns are left out, and named."),
        _("Nothing is written before you have seen what would change and confirmed it."),
        _("An empty cell changes nothing in a record that exists. A dash (—) takes away what stands there."),
    ]
    for number, line in enumerate(lines, 2):
        sheet.write_string(number, 0, f"{number - 1}.", book.format(align="right"))
        sheet.write_string(number, 1, line, book.format(text_wrap=True))
    top = len(lines) + 3
    for place, heading in enumerate((_("Column"), _("What to write"), _("Example"))):
        sheet.write_string(top, place, heading, book.heading())
    for number, column in enumerate(work.columns, top + 1):
        star = "*" if column.required else ""
        sheet.write_string(number, 0, column.heading + star, book.format(bold=bool(star)))
        sheet.write_string(number, 1, column.help, book.format(text_wrap=True))
        _cell(sheet, number, 2, column.example, book.format(text_wrap=True))
    sheet.freeze_panes(top + 1, 0)


def _cell(sheet: Any, row: int, place: int, value: Any, form: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value, form)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, form)
    elif isinstance(value, datetime | date | time | timedelta):
        sheet.write_datetime(row, place, value, form)
    elif value not in ("", None):
        sheet.write_string(row, place, str(value)[:MAX_TEXT], form)
    else:
        sheet.write_blank(row, place, None, form)


Problems = Mapping[int, Sequence[tuple[str, str]]]
"""By row of the sheet, from 1: (key of the column, message)."""


def marked(work: Importer, sheet: Sheet, problems: Problems) -> bytes:
    """A person's own table with what to mend: a first column, red cells, comments. All else as it was.

    Values and the order of rows, columns and sheets are kept; colours of the person's own are not.
    """
    with override("ru"):
        book = Book()
        for number, page in enumerate(sheet.pages):
            if page.name in (GUIDE, LISTS):
                continue
            target = book.book.add_worksheet(page.name)
            if number == sheet.page:
                _marked_page(book, target, work, sheet, problems)
                target.activate()
            else:
                _copy(book, target, page)
        if sheet.stamp is not None:
            _guide(book, work)
        return book.done()


def _shift(sheet: Sheet) -> int:
    """0 where the table has our first column from the last time, which is written anew; else 1."""
    page = sheet.pages[sheet.page]
    first = page.grid[sheet.heading_row][:1]
    return 0 if first == [FIX] else 1


def _marked_page(book: Book, target: Any, work: Importer, sheet: Sheet, problems: Problems) -> None:
    page, shift = sheet.pages[sheet.page], _shift(sheet)
    place_of = {key: place for place, key in sheet.match.keys.items()}
    by_key = {column.key: column for column in work.columns}
    column_of = {place: by_key[key] for place, key in sheet.match.keys.items()}
    target.set_column(0, 0, 44)
    for place in range(len(page.grid[sheet.heading_row])):
        known = column_of.get(place)
        if place or shift:
            target.set_column(place + shift, place + shift, known.width if known else 18)
    for row, cells in enumerate(page.grid):
        found = problems.get(row + 1, ())
        said: dict[int, list[str]] = {}
        for key, message in found:
            said.setdefault(place_of.get(key, -1), []).append(message)
        if row == sheet.heading_row:
            red = {"bold": True, "font_color": PAPER, "bg_color": RED, "border": 1, "border_color": LINE}
            target.write_string(row, 0, FIX, book.format(**red))
        elif found:
            _say(book, target, row, found, by_key)
        for place, value in enumerate(cells):
            if place == 0 and not shift:
                continue
            column = column_of.get(place)
            if row == sheet.heading_row:
                form = book.heading(required=column is not None and column.required)
            else:
                form = _form_of(book, value, column, is_wrong=place in said)
            _cell(target, row, place + shift, value, form)
            if place in said:
                target.write_comment(row, place + shift, "\n".join(said[place]), {"x_scale": 1.6})
    for place, column in column_of.items():
        book.choices(
            target, sheet.heading_row + 1, min(len(page.grid) + 200, MAX_ROWS), place + shift, column
        )
    target.freeze_panes(sheet.heading_row + 1, 1)


def _say(
    book: Book, target: Any, row: int, found: Sequence[tuple[str, str]], by_key: Mapping[str, Column]
) -> None:
    words = [f"{by_key[key].heading}: {message}" if key in by_key else message for key, message in found]
    form = book.format(text_wrap=True, font_color=RED, bg_color=ROSE)
    target.write_string(row, 0, "\n".join(dict.fromkeys(words))[:MAX_TEXT], form)


def _form_of(book: Book, value: Any, column: Column | None, *, is_wrong: bool) -> Any:
    said: dict[str, Any] = (
        {"bg_color": ROSE, "font_color": RED, "border": 1, "border_color": RED} if is_wrong else {}
    )
    if isinstance(value, datetime):
        said["num_format"] = "dd.mm.yyyy hh:mm"
    elif isinstance(value, date):
        said["num_format"] = "dd.mm.yyyy"
    elif isinstance(value, time):
        said["num_format"] = "hh:mm"
    elif isinstance(value, timedelta):
        said["num_format"] = "[h]:mm"
    elif isinstance(value, str) and column is not None and column.format in ("long", "text"):
        said["text_wrap"] = column.format == "long"
    return book.format(**said)


def _copy(book: Book, target: Any, page: Page) -> None:
    for row, cells in enumerate(page.grid):
        for place, value in enumerate(cells):
            if value != "":
                _cell(target, row, place, value, _form_of(book, value, None, is_wrong=False))
    if not page.is_visible:
        target.hide()
