"""Text of a cell to a number. Each kind is a dictionary that parses a text once, however often it occurs."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from math import isfinite, nan

import numpy as np
import numpy.typing as npt

from reach.times import Int32s

BLANK, BAD = -1, -2
"""What a blank and an unreadable cell become, where numbers are never negative."""

CLOCK = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)")
DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")


class Clocks(dict[str, int]):
    """``H:MM:SS`` to seconds; hours go on past 24."""

    def __missing__(self, text: str) -> int:
        found = CLOCK.fullmatch(text.strip())
        if found:
            hours, minutes, seconds = map(int, found.groups())
            value = hours * 3600 + minutes * 60 + seconds
        else:
            value = BAD if text.strip() else BLANK
        self[text] = value
        return value


class Numbers(dict[str, int]):
    """Whole numbers from 0 to two thousand million."""

    def __missing__(self, text: str) -> int:
        cleaned = text.strip()
        value = BAD if cleaned else BLANK
        if cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= 10 and int(cleaned) < 2**31:
            value = int(cleaned)
        self[text] = value
        return value


class Decimals(dict[str, float]):
    """Finite numbers; NaN for blank and unreadable cells."""

    def __missing__(self, text: str) -> float:
        self[text] = value = decimal(text)
        return value


class Ids(dict[str, int]):
    """Where each id stands; -1 for an unknown one. Blanks around an id do not matter."""

    def __init__(self, ids: Iterable[str]) -> None:
        super().__init__((name, at) for at, name in enumerate(ids))

    def __missing__(self, text: str) -> int:
        # Unknown ids are not kept: a file may hold very many of them.
        cleaned = text.strip()
        return self.get(cleaned, -1)


def each(values: dict[str, int], texts: Sequence[str]) -> Int32s:
    """A column by one of the dictionaries above."""
    return np.fromiter(map(values.__getitem__, texts), dtype=np.int32, count=len(texts))


def decimals(values: Decimals, texts: Sequence[str]) -> npt.NDArray[np.float64]:
    return np.fromiter(map(values.__getitem__, texts), dtype=np.float64, count=len(texts))


def decimal(text: str) -> float:
    """A finite number, or NaN."""
    try:
        value = float(text)
    except ValueError:
        return nan
    return value if isfinite(value) and "_" not in text else nan


def day_number(text: str) -> int:
    """``YYYYMMDD`` as a proleptic ordinal; ``BLANK`` or ``BAD`` where it is none."""
    cleaned = text.strip()
    found = DAY.fullmatch(cleaned)
    if not found:
        return BAD if cleaned else BLANK
    year, month, day = map(int, found.groups())
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return BAD


def clock(seconds: int) -> str:
    """Seconds of a service day as GTFS writes them."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def first_of_each(ids: Sequence[str]) -> tuple[list[int], list[int]]:
    """Where ids occur for the first time, and where they do again."""
    seen: set[str] = set()
    first: list[int] = []
    again: list[int] = []
    for at, name in enumerate(ids):
        (again if name in seen else first).append(at)
        seen.add(name)
    return first, again
