"""What an institution has to tell residents, and how much each thing weighs: versioned data, not code.

A file a version beside this module. ``act`` is the order that lists most of it; what the order does not ask
for (``act: false``) residents do. The words are the city's own, so they are Russian in the data.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

REGISTRY: Final = "registry"
SITE: Final = "site"


@dataclass(frozen=True)
class Item:
    """One thing to tell. ``by`` says where it is looked for, ``how`` in words how it is judged.

    ``words`` are beginnings of words that show it on a site; ``absence_tells`` is false where their absence
    proves nothing. ``certainty`` is how sure we are that it is asked for (as of records: A, B).
    """

    code: str
    by: str
    weight: int
    title: str
    task: str
    how: str
    in_act: bool
    certainty: str
    words: tuple[str, ...] = ()
    absence_tells: bool = True
    contradiction: bool = False


@dataclass(frozen=True)
class Norms:
    """A version of the list."""

    version: str
    valid_from: date
    act: str
    act_date: date
    to_verify: str
    items: tuple[Item, ...]

    def item(self, code: str) -> Item | None:
        """The item of a code."""
        return next((one for one in self.items if one.code == code), None)


def read(text: str) -> Norms:
    """A version from its file. Raises KeyError and ValueError where the file is wrong."""
    data = json.loads(text)
    items = tuple(_item(row) for row in data["items"])
    if len({one.code for one in items}) != len(items):
        raise ValueError("a code stands twice")
    if any(one.weight < 1 or one.by not in {REGISTRY, SITE} for one in items):
        raise ValueError("a weight below 1, or an unknown way to look")
    return Norms(
        data["version"],
        date.fromisoformat(data["valid_from"]),
        data["act"],
        date.fromisoformat(data["act_date"]),
        data["to_verify"],
        items,
    )


def _item(row: dict[str, Any]) -> Item:
    return Item(
        code=row["code"],
        by=row["by"],
        weight=row["weight"],
        title=row["title"],
        task=row["task"],
        how=row["how"],
        in_act=row["act"],
        certainty=row["certainty"],
        words=tuple(row.get("words", ())),
        absence_tells=row.get("absence_tells", True),
        contradiction=row.get("contradiction", False),
    )


@cache
def versions() -> tuple[Norms, ...]:
    """All versions, the oldest first."""
    files = Path(__file__).parent.glob("*.json")
    return tuple(sorted((read(file.read_text()) for file in files), key=lambda one: one.valid_from))


def norms_on(day: date) -> Norms:
    """The version in force on a day; before the first one, the first."""
    known = versions()
    return next((one for one in reversed(known) if one.valid_from <= day), known[0])
