"""Days that come back every year, as data: what they are called, what they ask for, and by which rule."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from karavan.planning.enums import CircumstanceKind, Effect


@dataclass(frozen=True, slots=True)
class Definition:
    """One tradition: titles and advice in respectful words; ``rule`` as :mod:`.computing` reads it."""

    code: str
    kind: CircumstanceKind
    effect: Effect
    title: str
    title_en: str
    advice: str
    certainty: str
    rule: dict[str, Any]
    open_air: bool = False
    """Whether it is of concern under the sky only."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A circumstance with its days: ``margin`` by how many they may be off until a person confirms."""

    code: str
    year: int
    kind: CircumstanceKind
    effect: Effect
    title: str
    title_en: str
    advice: str
    first: date
    last: date
    margin: int
    certainty: str
    source: str


def data(name: str) -> Any:
    """A file of the room's data."""
    return json.loads((files("karavan.planning") / "data" / name).read_text(encoding="utf-8"))


@cache
def definitions() -> tuple[Definition, ...]:
    """All traditions."""
    return tuple(
        Definition(
            code=row["code"],
            kind=CircumstanceKind(row["kind"]),
            effect=Effect(row["effect"]),
            title=row["title"],
            title_en=row["title_en"],
            advice=row["advice"],
            certainty=row["certainty"],
            rule=row["rule"],
            open_air=row.get("open_air", False),
        )
        for row in data("traditions.json")["definitions"]
    )


@cache
def open_air_codes() -> frozenset[str]:
    """Codes of what is of concern under the sky only."""
    return frozenset(each.code for each in definitions() if each.open_air)
