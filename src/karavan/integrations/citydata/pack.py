"""Reads the facts of a city that ship with the platform: tables beside this module, one folder a city.

Pure: no database. What the columns mean, and where the facts come from, is in docs/reference/data.md.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from karavan.integrations.citydata.rules import Days, occurrences

HERE = Path(__file__).parent
CITIES = ("chelyabinsk",)
PERIOD = Days(date(2026, 11, 23), date(2027, 12, 31))
"""The days the programme of the pack covers."""

Row = dict[str, str]

DATES_PARENT = "memorable-dates-2027"
FEASTS_PARENT = "traditions-2027"
TWICE_TOLD = frozenset({"museum-night", "sabantuy"})
"""Feasts that the table of annual events tells of as well."""


@dataclass(frozen=True)
class Pack:
    """All tables of a city, each row with an ``id``."""

    city: str
    districts: tuple[Row, ...]
    organisations: tuple[Row, ...]
    institutions: tuple[Row, ...]
    heritage: tuple[Row, ...]
    partners: tuple[Row, ...]
    halls: tuple[Row, ...]
    outside: tuple[Row, ...]
    history: tuple[Row, ...]
    annual: tuple[Row, ...]
    feasts: tuple[Row, ...]
    benefits: tuple[Row, ...]
    programmes: tuple[Row, ...]


@dataclass(frozen=True)
class DatedProgramme:
    """A node of the tree of programmes, with its days where they are known.

    ``key`` is the id of the row it comes from (a memorable date, a feast, an action of the year); the same
    key may occur twice in the period.
    """

    key: str
    slug: str
    parent: str
    title: str
    title_en: str
    days: Days | None
    row: Row


@dataclass(frozen=True)
class AnnualEvent:
    """A recurring event on the days its rule gives, or in draft where its present status is not known."""

    key: str
    slug: str
    days: Days
    programme: str
    is_draft: bool
    row: Row


@lru_cache(maxsize=4)
def load(city: str) -> Pack:
    """The pack of a city. Raises KeyError for a city that has none."""
    if city not in CITIES:
        raise KeyError(city)
    return Pack(
        city=city,
        districts=_table(city, "districts"),
        organisations=_table(city, "organisations"),
        institutions=_table(city, "institutions"),
        heritage=_table(city, "heritage"),
        partners=_table(city, "partners"),
        halls=_table(city, "halls"),
        outside=_table(city, "outside"),
        history=_table(city, "history"),
        annual=_table(city, "annual_events"),
        feasts=_table(city, "feasts"),
        benefits=_table(city, "benefits"),
        programmes=_table(city, "programmes"),
    )


def _table(city: str, name: str) -> tuple[Row, ...]:
    with (HERE / city / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def slug_of(title_en: str) -> str:
    """An address from an English title: lower case, hyphens, at most 60 characters."""
    plain = title_en.lower().replace("'", "")
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in plain).split()
    slug = ""
    for word in words:
        if len(slug) + len(word) > 60:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug


def dated_programmes(pack: Pack) -> list[DatedProgramme]:
    """Every programme of the pack, parents first."""
    own = {row["row"]: row for row in pack.programmes if row["row"]}
    known = {row: told["slug"] for row, told in own.items()}
    found = [
        DatedProgramme("", row["slug"], row["parent"], row["title"], row["title_en"], _given(row), row)
        for row in pack.programmes
        if not row["row"]
    ]
    rows = sorted(
        (row for row in pack.annual if row["record"] in ("programme", "date")),
        key=lambda row: row["id"] != "E060",
    )
    for row in rows:
        parent = DATES_PARENT if row["record"] == "date" else known.get(row["programme"], row["programme"])
        for days in _days(row):
            year = (days or PERIOD).last.year
            told = own.get(row["id"], {})
            slug = told.get("slug") or f"{slug_of(row['title_en'])}-{{year}}"
            title, title_en = (
                (told.get(name) or row[name]).format(before=year - 1, year=year)
                for name in ("title", "title_en")
            )
            found.append(
                DatedProgramme(
                    row["id"],
                    slug.format(year=year),
                    parent,
                    title,
                    title_en,
                    days,
                    {**row, **_summaries(told)},
                )
            )
    found.extend(_feast_programmes(pack))
    return _parents_first(found)


def _feast_programmes(pack: Pack) -> Iterator[DatedProgramme]:
    for row in pack.feasts:
        first = date.fromisoformat(row["date"])
        days = Days(first, date.fromisoformat(row["end_date"]) if row["end_date"] else first)
        if days.meets(PERIOD) and row["slug"] not in TWICE_TOLD:
            slug = f"{row['slug']}-{row['year']}"
            yield DatedProgramme(
                f"F-{row['slug']}", slug, FEASTS_PARENT, row["title"], row["title_en"], days, row
            )


def _summaries(told: Row) -> Row:
    return {name: told.get(name, "") for name in ("summary", "summary_en")}


def _given(row: Row) -> Days | None:
    return Days(date.fromisoformat(row["first"]), date.fromisoformat(row["last"])) if row["first"] else None


def _days(row: Row) -> list[Days | None]:
    if not row["rule"]:
        return [None]
    return [
        days for days in occurrences(row["rule"], PERIOD) if row["id"] != "E060" or days.first.year == 2027
    ]


def _parents_first(programmes: list[DatedProgramme]) -> list[DatedProgramme]:
    by_slug = {programme.slug: programme for programme in programmes}

    def depth(programme: DatedProgramme) -> int:
        return 1 + depth(by_slug[programme.parent]) if programme.parent else 0

    return sorted(programmes, key=depth)


def annual_events(pack: Pack) -> list[AnnualEvent]:
    """Every occurrence of a recurring event in the period, earliest first."""
    programmes = {programme.key: programme.slug for programme in dated_programmes(pack) if programme.key}
    slugs = {programme.slug for programme in dated_programmes(pack)}
    found = []
    for row in pack.annual:
        if row["record"] not in ("event", "draft"):
            continue
        for days in occurrences(row["rule"], PERIOD):
            named = row["programme"].removeprefix("F-")
            programme = named if named in slugs else programmes[row["programme"]]
            slug = f"{row['id']}:{days.first.isoformat()}"
            found.append(AnnualEvent(row["id"], slug, days, programme, row["record"] == "draft", row))
    return sorted(found, key=lambda event: (event.days.first, event.key))
