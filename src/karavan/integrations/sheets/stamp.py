"""What tells our own sheets from others: the names of their helper sheets, and the stamp of the version."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

GUIDE = "Как заполнять"
LISTS = "Списки"
FIX = "Что исправить"
"""Heading of the column that a sheet with errors begins with."""
VERSION = 1
_STAMP = re.compile(r"Караван · таблица «(\w+)» · версия (\d+)")


@dataclass(frozen=True)
class Stamp:
    """Of which kind and version a template was."""

    kind: str
    version: int

    def __str__(self) -> str:
        return f"Караван · таблица «{self.kind}» · версия {self.version}"


def read_stamp(grid: Sequence[Sequence[object]]) -> Stamp | None:
    """The stamp on a guide sheet."""
    for row in grid[:5]:
        for cell in row[:3]:
            found = _STAMP.search(cell) if isinstance(cell, str) else None
            if found:
                return Stamp(found[1], int(found[2]))
    return None
