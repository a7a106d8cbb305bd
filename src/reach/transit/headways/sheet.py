"""A table as offices save it: its encoding, separator, decimals and names of columns."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

from reach.errors import BadInput

BOM_UTF16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = ";,\t"
ASIDE = re.compile(r"\(.*?\)|\[.*?\]|,.*$")
HOUR = re.compile(r"(\d{1,2})(?:[:.]00)?(?:\s*[-–—]\s*\d{1,2}(?:[:.]00)?)?")
BOUND = 1_000_000
CLOCK = re.compile(r"(\d{1,2})[:.]([0-5]\d)(?:[:.]([0-5]\d))?")


@dataclass(frozen=True)
class Line:
    """One row, with what its cells mean; columns that are not there read as blank."""

    file: str
    row: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        if not self.text(column):
            raise self.bad(f"{column} is blank; fill it in")
        return self.text(column)

    def bad(self, message: str) -> BadInput:
        return BadInput(message, file=self.file, row=self.row)

    def number(self, column: str) -> Fraction:
        """A decimal with a comma or a point, exactly."""
        text = self.needed(column).replace(",", ".").replace("\u00a0", "").replace(" ", "")
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        # Beyond the bound, a number of any length would have to be kept exactly.
        if not value.is_finite() or abs(value) > BOUND:
            raise self.bad(f"{column} {self.text(column)!r} is no number; write it like 12,5")
        return Fraction(value)

    def clock(self, column: str) -> int | None:
        """``5:40`` as seconds; None where blank."""
        text = self.text(column)
        if not text:
            return None
        found = CLOCK.fullmatch(text)
        if not found:
            raise self.bad(f"{column} {text!r} is no time of the day; write it like 5:40")
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds


def read_sheet(path: Path, names: Mapping[str, str], needed: Sequence[str]) -> list[Line]:
    """Rows of a table. ``names`` maps what a column may be called to what it is called here; hours are
    ``"5"``.

    Raises :class:`BadInput` if the file cannot be read, lacks a needed column or has one twice.
    """
    text = _decoded(path)
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=lambda mark: (first.count(mark), -SEPARATORS.index(mark)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise BadInput(
            f"cannot be split into columns ({error})", file=path.name, row=reader.line_num
        ) from error
    if not rows:
        raise BadInput("is empty; the first row names the columns", file=path.name, row=1)
    header = [_column(title, names) for title in rows[0]]
    known = [name for name in header if name]
    for name in needed:
        if name not in known:
            called = ", ".join(title for title, meant in names.items() if meant == name)
            raise BadInput(f"has no column {name}; it may be called {called}", file=path.name, row=1)
    twice = [name for name in known if known.count(name) > 1]
    if twice:
        raise BadInput(f"has two columns for {twice[0]}; leave one", file=path.name, row=1)
    lines = []
    for row, fields in enumerate(rows[1:], start=2):
        if any(field.strip() for field in fields):
            named = zip(header, fields, strict=False)
            lines.append(Line(path.name, row, {name: field.strip() for name, field in named if name}))
    return lines


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read ({error.strerror})", file=path) from error
    encodings = ["utf-16"] if content.startswith(BOM_UTF16) else ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("is neither in UTF-8 nor in Windows-1251; save it as CSV UTF-8", file=path.name)


def plain(text: str) -> str:
    """A text as it is compared: without case, ё, and blanks more than one."""
    return " ".join(text.casefold().replace("ё", "е").split())


def _column(title: str, names: Mapping[str, str]) -> str:
    name = plain(ASIDE.sub("", title)).replace("_", " ")
    found = HOUR.fullmatch(name)
    return str(int(found[1])) if found else names.get(name, "")
