"""From the bytes of an .xlsx file to rows of cells: values only, never formulas."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from karavan.integrations.sheets.columns import Column, Match, match_headings
from karavan.integrations.sheets.container import Unreadable, look
from karavan.integrations.sheets.limits import MAX_ROWS
from karavan.integrations.sheets.stamp import GUIDE, LISTS, Stamp, read_stamp

Cell = str | float | int | bool | date | datetime | time | timedelta
Grid = list[list[Cell]]

HEADING_ROWS = 30
"""How far down headings are looked for: lists of old begin with a title, a stamp, a signature."""


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook as it stands."""

    name: str
    grid: Grid
    is_visible: bool
    failed: frozenset[tuple[int, int]] = frozenset()
    """Cells whose formula ended in an error, as (row, column) from 0."""
    filled: frozenset[tuple[int, int]] = frozenset()
    """Cells that say what the cell above them says, as they are merged with it."""


@dataclass(frozen=True)
class Row:
    """A row of the list: its number in the sheet, counted from 1, and its cells by key of column.

    ``failed`` are the keys of cells whose formula ended in an error, ``above`` of those merged with the cell
    above.
    """

    number: int
    cells: dict[str, Cell]
    failed: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()


@dataclass
class Sheet:
    """The list found in a workbook."""

    page: int
    heading_row: int
    """Index of the row of headings in the grid."""
    match: Match
    rows: list[Row]
    stamp: Stamp | None
    pages: list[Page] = field(default_factory=list)


def read_pages(content: bytes) -> list[Page]:
    """All sheets of a workbook. Raises Unreadable."""
    looked = look(content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        pages = []
        for told in book.sheets_metadata:
            if told.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(told.name)
                grid = sheet.to_python(skip_empty_area=False)
                filled = _fill_merged(grid, sheet)
                failed = frozenset(looked.failed.get(told.name, ()))
                visible = told.visible == SheetVisibleEnum.Visible
                pages.append(Page(told.name, grid, visible, failed, filled))
    except (CalamineError, ValueError, OSError):
        raise Unreadable(
            _("The table is damaged. Open it in your table editor and save it anew as .xlsx.")
        ) from None
    return pages


def read_sheet(content: bytes, columns: Sequence[Column]) -> Sheet:
    """The list in a workbook: the first visible sheet with headings we know. Raises Unreadable."""
    pages = read_pages(content)
    stamp = next((found for page in pages if page.name == GUIDE and (found := read_stamp(page.grid))), None)
    best: tuple[int, int, int, Match] | None = None
    for number, page in enumerate(pages):
        if not page.is_visible or page.name in (GUIDE, LISTS):
            continue
        for index, cells in enumerate(page.grid[:HEADING_ROWS]):
            match = match_headings(cells, columns)
            if match.keys and (best is None or len(match.keys) > best[0]):
                best = (len(match.keys), number, index, match)
    needed = [column for column in columns if column.required]
    if best is None or (best[0] < 2 and len(needed) > 1):
        raise Unreadable(_("No row of headings was found. Take the template and copy your list into it."))
    _count, number, index, match = best
    lacking = [column.heading for column in needed if column.key not in match.keys.values()]
    if lacking:
        raise Unreadable(
            _("The list has no column “%(names)s”. Add it, or rename yours so.")
            % {"names": "», «".join(lacking)}
        )
    page = pages[number]
    rows = _rows(page, index, match)
    if not rows:
        raise Unreadable(_("There is no row below the headings. Fill in the table and upload it again."))
    if len(rows) > MAX_ROWS:
        raise Unreadable(
            _("The list has %(rows)d rows; at most %(most)d are read at a time. Split it in two.")
            % {"rows": len(rows), "most": MAX_ROWS}
        )
    return Sheet(number, index, match, rows, stamp, pages)


def _rows(page: Page, heading: int, match: Match) -> list[Row]:
    rows = []
    wanted = list(match.keys.items())

    def keys_of(index: int, places: frozenset[tuple[int, int]]) -> frozenset[str]:
        return frozenset(key for place, key in wanted if (index, place) in places) if places else frozenset()

    for index in range(heading + 1, len(page.grid)):
        line = page.grid[index]
        cells = {key: value for place, key in wanted if (value := _tidy(line[place])) != ""}
        bad = keys_of(index, page.failed)
        if (cells or bad) and not is_example(cells):
            rows.append(Row(index + 1, cells, bad, keys_of(index, page.filled)))
    return rows


def is_example(cells: dict[str, Cell]) -> bool:
    """Whether it is the row that a template shows how to fill in with."""
    said = cells.get("id")
    return isinstance(said, str) and said.casefold().startswith(("пример", "example"))


def _tidy(value: Cell) -> Cell:
    """A cell without blanks around it; an int where a number is whole."""
    if isinstance(value, str):
        return value.strip("\u00a0\u202f \t\r\n") if value else ""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value


def _fill_merged(grid: Grid, sheet: CalamineSheet) -> frozenset[tuple[int, int]]:
    """Say in every row of a merged cell what it says: only its first one holds the value. Returns which."""
    filled = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        # A title across the sheet is one cell; only what is merged downwards is said of several rows.
        if bottom == top or top >= len(grid) or left >= len(grid[top]) or right != left:
            continue
        for row in range(top + 1, min(bottom, len(grid) - 1) + 1):
            if grid[row][left] == "":
                grid[row][left] = grid[top][left]
                filled.add((row, left))
    return frozenset(filled)
