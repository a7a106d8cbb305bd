"""Tables as comma-separated text with single newlines, as the readers of this package read them."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO


def write_table(path: Path, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write the header and the rows to a file, row by row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        _write(file, header, rows)


def table(header: str, rows: Iterable[Iterable[Any]]) -> str:
    """The same as text; ``header`` with its commas."""
    text = io.StringIO()
    _write(text, header.split(","), rows)
    return text.getvalue()


def _write(stream: TextIO, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
