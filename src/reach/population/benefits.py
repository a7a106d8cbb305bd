"""Benefit categories as counts: how many people hold each, laid over cells by the group they belong to."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from reach.errors import BadInput
from reach.population.apportion import apportion
from reach.population.rows import read_rows, whole_number
from reach.population.spread import Groups


@dataclass(frozen=True)
class Benefit:
    """How many people of a benefit category there are in the whole city, from its social register: a number
    only.
    """

    category: str
    base: str
    """The group among which they are: where more of it live, more of them do."""
    count: int
    day: date
    source: str
    row: int
    file: str


def read_benefits(path: str | Path) -> tuple[Benefit, ...]:
    """A table with the columns ``category, base, count, as_of, source``.

    Raises:
        BadInput: file and row of what is wrong.
    """
    found: dict[str, Benefit] = {}
    for number, row in read_rows(path, ("category", "base", "count", "as_of", "source")):
        category = row["category"]
        if not category or category in found:
            why = "is empty" if not category else f"stands in row {found[category].row} already"
            raise BadInput(f"category {category} {why}", file=path, row=number)
        if not row["source"]:
            raise BadInput(f"{category}: a source is needed", file=path, row=number)
        try:
            day = date.fromisoformat(row["as_of"])
        except ValueError:
            raise BadInput(
                f"as_of is {row['as_of']!r}, a day like 2024-01-01 is needed", file=path, row=number
            ) from None
        count = whole_number(row["count"], "count", path, number)
        found[category] = Benefit(category, row["base"], count, day, row["source"], number, str(path))
    return tuple(found.values())


def add_benefits(groups: Groups, benefits: tuple[Benefit, ...]) -> Groups:
    """The groups with benefit categories behind them; a category walks as its group does.

    Raises:
        BadInput: file and row of a category without such a group, with the key of one, or larger than it.
    """
    counts, estimates = [*groups.counts], [*groups.estimates]
    keys, profiles, units, members = [*groups.keys], [*groups.profiles], [*groups.units], [*groups.members]
    for benefit in benefits:
        if benefit.base not in groups.keys:
            raise BadInput(f"no group {benefit.base!r}", file=benefit.file, row=benefit.row)
        if benefit.category in keys:
            raise BadInput(f"{benefit.category!r} is a group already", file=benefit.file, row=benefit.row)
        base = groups.of(benefit.base).astype(np.int64)
        if benefit.count > base.sum():
            raise BadInput(
                f"{benefit.count:,} of {benefit.category}, and only {int(base.sum()):,} {benefit.base}",
                file=benefit.file,
                row=benefit.row,
            )
        place = groups.keys.index(benefit.base)
        keys.append(benefit.category)
        profiles.append(groups.profiles[place])
        units.append(groups.units[place])
        members.append(groups.members[place])
        counts.append(apportion(benefit.count, base).astype(np.float64))
        told = f"{benefit.source}, {benefit.day}: the city's number, spread like {benefit.base}"
        estimates.append((*groups.estimates[place], told))
    return replace(
        groups,
        keys=tuple(keys),
        profiles=tuple(profiles),
        units=tuple(units),
        counts=np.array(counts),
        estimates=tuple(estimates),
        derived=(*groups.derived, *(True for _ in benefits)),
        members=np.array(members),
    )
