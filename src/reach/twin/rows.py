"""Tables as comma-separated text."""

import csv
import io
from collections.abc import Iterable
from typing import Any


def table(header: str, rows: Iterable[Iterable[Any]]) -> str:
    """The header and the rows, lines ended by a single newline."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return text.getvalue()
