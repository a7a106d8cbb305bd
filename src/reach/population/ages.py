"""Official tables of population by age and sex."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from reach.errors import BadInput
from reach.population.apportion import Counts, apportion
from reach.population.rows import read_rows, whole_number

MALE, FEMALE = 0, 1
SEXES = ("male", "female")
WHOLE = ""
"""The name of the only district where a table knows none."""

_BAND = re.compile(r"(?P<first>\d{1,3})(?:[-–](?P<last>\d{1,3})|(?P<open>\+))?")


@dataclass(frozen=True)
class AgeSex:
    """People by district, sex and age in completed years on ``day``."""

    day: date
    districts: tuple[str, ...]
    """``("",)`` where the table is of the whole city."""
    bands: tuple[tuple[int, int], ...]
    """First and last age of each band, ascending without gaps from 0; the last band is open."""
    counts: Counts
    """``int64[districts, 2, bands]``, men first."""
    source: str
    """The file."""

    @property
    def oldest(self) -> int:
        """The first age of the open band: all of that age or older are counted together."""
        return self.bands[-1][0]

    def by_age(self) -> Counts:
        """Single years, ``int64[districts, 2, oldest + 1]``: every band divided evenly, the first ages first.

        An estimate for bands of several years; the sum of every band is kept.
        """
        years = np.zeros((*self.counts.shape[:2], self.oldest + 1), np.int64)
        for place, (first, last) in enumerate(self.bands):
            width = 1 if first == self.oldest else last - first + 1
            for district in range(len(self.districts)):
                for sex in (MALE, FEMALE):
                    number = int(self.counts[district, sex, place])
                    years[district, sex, first : first + width] = apportion(number, np.ones(width, np.int64))
        return years


def read_age_sex(path: str | Path, day: date | None = None) -> AgeSex:
    """A table with the columns ``as_of, age_band, male, female`` and, where known by district, ``district``.

    Bands are ``0-4`` or ``7`` or, the last, ``85+``, and follow one another without gaps, for every district
    alike.

    Args:
        path: CSV, UTF-8.
        day: which day's table is wanted, where the file holds several; the latest if not said.

    Raises:
        BadInput: file and row of what is wrong.
    """
    found: dict[date, dict[tuple[str, int, int], tuple[int, int, int]]] = {}
    for number, row in read_rows(path, ("as_of", "age_band", "male", "female")):
        as_of = _day(row["as_of"], path, number)
        first, last = _band(row["age_band"], path, number)
        key = (row.get("district", WHOLE), first, last)
        if key in found.setdefault(as_of, {}):
            earlier = found[as_of][key][2]
            raise BadInput(
                f"the band {row['age_band']} stands in row {earlier} already", file=path, row=number
            )
        men, women = (whole_number(row[sex], sex, path, number) for sex in SEXES)
        found[as_of][key] = men, women, number
    if not found:
        raise BadInput("has a header and no rows", file=path)
    chosen = max(found) if day is None else day
    if chosen not in found:
        known = ", ".join(str(one) for one in sorted(found))
        raise BadInput(f"has no table of {chosen}; there is {known}", file=path)
    table = found[chosen]
    districts = tuple(dict.fromkeys(district for district, _, _ in table))
    bands = _contiguous(sorted({key[1:] for key in table}), path, chosen)
    counts = np.zeros((len(districts), 2, len(bands)), np.int64)
    for place, district in enumerate(districts):
        for column, (first, last) in enumerate(bands):
            if (district, first, last) not in table:
                raise BadInput(f"{district}: no band {_named(first, last)} on {chosen}", file=path)
            counts[place, :, column] = table[district, first, last][:2]
    return AgeSex(chosen, districts, bands, counts, str(path))


OPEN = 10_000
"""The last age of an open band."""


def _contiguous(bands: Iterable[tuple[int, int]], path: str | Path, day: date) -> tuple[tuple[int, int], ...]:
    expected, whole = 0, tuple(bands)
    for first, last in whole:
        if first != expected:
            why = "is missing" if first > expected else "is in two bands"
            raise BadInput(f"on {day} the age {min(first, expected)} {why}", file=path)
        expected = last + 1
    if expected != OPEN + 1:
        raise BadInput(f"on {day} the last band should be open, like «{expected}+»", file=path)
    return whole


def _band(text: str, path: str | Path, row: int) -> tuple[int, int]:
    match = _BAND.fullmatch(text)
    if match is None:
        raise BadInput(f"age_band is {text!r}; 0-4, 7 or 85+ are bands", file=path, row=row)
    first = int(match["first"])
    last = OPEN if match["open"] else int(match["last"] or first)
    if last < first:
        raise BadInput(f"age_band is {text!r}, which ends before it begins", file=path, row=row)
    return first, last


def _named(first: int, last: int) -> str:
    return f"{first}+" if last == OPEN else f"{first}-{last}"


def _day(text: str, path: str | Path, row: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"as_of is {text!r}, a day like 2024-01-01 is needed", file=path, row=row) from None
