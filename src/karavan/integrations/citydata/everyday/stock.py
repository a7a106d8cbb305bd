"""Reads the hand-written stock: word lists (``stock/*.toml``), genres (``genres/*.toml``), common lines."""

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

HERE = Path(__file__).parent

Pair = tuple[str, str]
"""The same words in Russian and English."""


@dataclass(frozen=True)
class Line:
    """A sentence in both languages with the names of the word lists it draws from."""

    ru: str
    en: str
    lists: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Genre:
    """A kind of everyday event: who holds it, when, for whom, in which words.

    ``venues`` are kinds of institution or ids of single ones. ``days`` is any, weekday, weekend or late (from
    Thursday to Sunday). ``around`` names a dated programme; the genre is then held from ``before`` days
    before it to ``after`` days after, and belongs to it. ``skip`` cuts days off both ends of a long one.
    """

    code: str
    kind: str
    venues: tuple[str, ...]
    weight: float
    titles: tuple[Line, ...]
    summaries: tuple[Line, ...]
    texts: tuple[Line, ...]
    ages: tuple[int, ...]
    audiences: tuple[tuple[str, ...], ...]
    entry: str
    days: str = "any"
    times: tuple[str, ...] = ()
    minutes: tuple[int, ...] = (60,)
    capacity: tuple[int, int] | None = None
    price: str = ""
    calendar: str = ""
    span: tuple[int, int] = (14, 28)
    repeat: tuple[int, ...] = (1,)
    step: tuple[int, ...] = (7,)
    months: frozenset[int] = frozenset(range(1, 13))
    organisers: tuple[str, ...] = ()
    language: str = ""
    facilities: tuple[str, ...] = ()
    online: bool = False
    late: bool = False
    around: str = ""
    before: int = 0
    after: int = 0
    skip: tuple[int, int] = (0, 0)
    native: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stock:
    """Everything the generator says."""

    genres: tuple[Genre, ...]
    words: dict[str, tuple[Pair, ...]]
    common: dict[str, tuple[Pair, ...]]

    @property
    def blocks(self) -> int:
        """Number of hand-written building blocks: words and lines."""
        lines = sum(len(genre.titles) + len(genre.summaries) + len(genre.texts) for genre in self.genres)
        return lines + sum(map(len, self.words.values())) + sum(map(len, self.common.values()))


@lru_cache(maxsize=1)
def load() -> Stock:
    """The whole stock; raises ValueError naming the genre whose words are missing."""
    words: dict[str, tuple[Pair, ...]] = {}
    for path in sorted((HERE / "stock").glob("*.toml")):
        words |= _pairs(tomllib.loads(path.read_text("utf-8")))
    rows: dict[str, dict[str, Any]] = {}
    for path in sorted((HERE / "genres").glob("*.toml")):
        for row in tomllib.loads(path.read_text("utf-8"))["genre"]:
            rows[row["code"]] = row
    genres = tuple(_genre(_inherited(row, rows)) for row in rows.values())
    for genre in genres:
        missing = {name for line in (*genre.titles, *genre.summaries) for name in line.lists} - words.keys()
        if missing:
            raise ValueError(f"genre {genre.code}: no list of words {sorted(missing)}")
    common = _pairs(tomllib.loads((HERE / "common.toml").read_text("utf-8")))
    return Stock(genres, words, common)


def _pairs(table: dict[str, list[list[str]]]) -> dict[str, tuple[Pair, ...]]:
    return {name: tuple((ru, en) for ru, en in rows) for name, rows in table.items()}


def _inherited(row: dict[str, Any], rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    base = row.get("like")
    return row if base is None else {**rows[base], **row}


def _genre(row: dict[str, Any]) -> Genre:
    values = {key: value for key, value in row.items() if key not in ("like", "tt", "ba")}
    for name in ("titles", "summaries", "texts"):
        values[name] = tuple(_line(pair) for pair in row[name])
    for name in ("venues", "ages", "times", "minutes", "repeat", "step", "organisers", "facilities"):
        if name in row:
            values[name] = tuple(row[name])
    for name in ("capacity", "span", "skip"):
        if name in row:
            values[name] = (row[name][0], row[name][1])
    values["audiences"] = tuple(tuple(group) for group in row["audiences"])
    if "months" in row:
        values["months"] = frozenset(row["months"])
    values["native"] = {language: row[language] for language in ("tt", "ba") if language in row}
    return Genre(**values)


def _line(pair: list[str]) -> Line:
    ru, en = pair
    lists = tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(ru) if name))
    return Line(ru, en, lists)
