"""Columns of a list: how they are headed, what they hold, and how headings of others are recognised."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal

from rapidfuzz.fuzz import ratio

Format = Literal["text", "long", "date", "time", "money", "whole", "number"]

ALIKE: Final = 86
"""Percent of letters in common from which a heading is taken for a misspelt one of ours."""
_BESIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
_NOT_LETTERS = re.compile(r"[^\w]+")


@dataclass(frozen=True, eq=False)
class Column:
    """One column: ``parse`` turns a cell that is not empty into a value, or raises NotUnderstood.

    ``choices`` are what a drop-down offers; ``free`` lets other values be typed beside them. A cell of
    several values holds them separated by semicolons.
    """

    key: str
    heading: str
    help: str
    parse: Callable[[Any], Any]
    synonyms: tuple[str, ...] = ()
    required: bool = False
    width: int = 18
    format: Format = "text"
    choices: tuple[str, ...] = ()
    free: bool = False
    example: Any = ""


@dataclass(frozen=True)
class Match:
    """Which column stands where: keys by index of the cell, and headings that nobody knows."""

    keys: dict[int, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def plain_heading(text: str) -> str:
    """A heading without marks, remarks in brackets, case and the dots of ё."""
    text = _BESIDE.sub(" ", text).casefold().replace("ё", "е")
    return _NOT_LETTERS.sub(" ", text).strip()


def match_headings(cells: Sequence[object], columns: Sequence[Column]) -> Match:
    """Recognise a row of headings: exact ones first, then misspelt ones; each column stands for one cell."""
    said = {
        index: plain_heading(cell)
        for index, cell in enumerate(cells)
        if isinstance(cell, str) and len(cell) < 120
    }
    known = _known(tuple(columns))
    keys: dict[int, str] = {}
    for index, text in said.items():
        key = known.get(text)
        if key is not None and key not in keys.values():
            keys[index] = key
    if keys:
        for index, text in said.items():
            if index not in keys and len(text) > 3:
                key = _nearest(text, known, set(keys.values()))
                if key is not None:
                    keys[index] = key
    unknown = tuple(
        str(cells[index]).strip()
        for index, text in said.items()
        if index not in keys and text and text != _FIX
    )
    return Match(keys, unknown)


_FIX: Final = plain_heading("Что исправить")


@lru_cache(maxsize=16)
def _known(columns: tuple[Column, ...]) -> dict[str, str]:
    known: dict[str, str] = {}
    for column in columns:
        known[plain_heading(column.heading)] = column.key
    for column in columns:
        for name in column.synonyms:
            known.setdefault(plain_heading(name), column.key)
    return known


def _nearest(text: str, known: dict[str, str], taken: set[str]) -> str | None:
    best, found = float(ALIKE), None
    for name, key in known.items():
        alike = ratio(text, name)
        if key not in taken and alike >= best:
            best, found = alike, key
    return found
