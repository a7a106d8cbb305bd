"""Rows of CSV tables, each with its number in the file."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from reach.errors import BadInput


def read_rows(path: str | Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a UTF-8 CSV with a header, stripped, with the number of the line each ends on.

    Raises:
        BadInput: no such file, not UTF-8, no header, a needed column missing, or a row of another length.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise BadInput(problem.strerror or "cannot be read", file=path) from problem
    except UnicodeDecodeError as problem:
        raise BadInput("is not UTF-8: save the table as «CSV UTF-8»", file=path) from problem
    reader = csv.reader(text.splitlines())
    header = [name.strip() for name in next(reader, [])]
    if not header:
        raise BadInput("is empty", file=path)
    missing = [name for name in needed if name not in header]
    if missing:
        raise BadInput(f"has no column {', '.join(missing)}", file=path, row=1)
    for row in reader:
        if not row:
            continue
        if len(row) != len(header):
            raise BadInput(
                f"{len(row)} fields where the header has {len(header)}", file=path, row=reader.line_num
            )
        yield reader.line_num, {name: field.strip() for name, field in zip(header, row, strict=True)}


def whole_number(text: str, what: str, path: str | Path, row: int) -> int:
    """A whole number from 0 on.

    Raises:
        BadInput: anything else.
    """
    if not (text.isascii() and text.isdigit()):
        raise BadInput(f"{what} is {text!r}, a whole number from 0 on is needed", file=path, row=row)
    return int(text)


def number(text: str, what: str, path: str | Path, row: int, limit: float) -> float:
    """A number between −``limit`` and ``limit``.

    Raises:
        BadInput: anything else.
    """
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -limit <= value <= limit:
        raise BadInput(
            f"{what} is {text!r}, a number from {-limit:g} to {limit:g} is needed", file=path, row=row
        )
    return value
