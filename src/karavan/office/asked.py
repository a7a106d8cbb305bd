"""Values of a link or a form, read by hand: what cannot be understood is left out, never an error."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from karavan.kernel.localtime import is_sensible

_MONTH: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
LONGEST_ID: Final = 18
"""Digits of the longest key that every database takes."""


def record_id(text: str) -> int:
    """The key of a record; 0, which none has, where it is no key."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID else 0


def one_of(text: str, values: Iterable[str]) -> str:
    """One of these values, else ""."""
    return text if text in values else ""


def first_of_month(text: str) -> date | None:
    """The first day of «2027-06»."""
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def day_of(text: str) -> date | None:
    """A day as «2027-06-12» that can be meant."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if is_sensible(found) else None
