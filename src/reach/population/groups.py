"""Who belongs to which group, as data: ``groups.toml`` beside this file, or a city's own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from reach.errors import BadInput
from reach.population.ages import SEXES

CERTAINTIES = ("text", "verify", "assumption")
PROFILES = (
    "adult",
    "child_with_adult",
    "senior",
    "pram",
    "wheelchair_sure",
    "wheelchair_or_unknown",
    "winter",
    "lit_at_night",
)
"""The walking profiles there are in :mod:`reach.streets`."""


@dataclass(frozen=True)
class Group:
    """A group of people."""

    key: str
    title: Mapping[str, str]
    """By language."""
    profile: str
    first: int
    """Age in completed years."""
    last: int | None
    """The same, included; ``None`` is no end."""
    retired: bool
    """Only those of pension age."""
    parts: tuple[tuple[str, Fraction], ...]
    """Other groups and the shares of them that make this one; empty where it is counted by age."""
    unit: str
    source: str
    certainty: str
    """One of :data:`CERTAINTIES`; empty where there is nothing to be certain about."""


@dataclass(frozen=True)
class Retirement:
    """At how many months of age a pension begins, by year of birth."""

    months: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
    """Of men, of women: ``(first year of birth, months)``, ascending."""
    source: str
    effective: date
    certainty: str

    def begins(self, sex: int, born: int) -> int:
        """Months of age for those born in the year ``born``."""
        return [months for year, months in self.months[sex] if year <= born][-1]

    def twelfths(self, sex: int, age: int, day: date) -> int:
        """How many of twelve people of this age in completed years, born evenly through the year, are
        retired.
        """
        this_month = day.year * 12 + day.month - 1
        retired = 0
        for month in range(12):
            # The youngest of the twelve had their birthday last month, the oldest have theirs next month.
            age_months = age * 12 + month
            born = (this_month - age_months - 1) // 12
            retired += age_months >= self.begins(sex, born)
        return retired


@dataclass(frozen=True)
class Kinds:
    """All groups, in the order of their file, and the table of pension ages."""

    groups: tuple[Group, ...]
    retirement: Retirement

    def __getitem__(self, key: str) -> Group:
        for group in self.groups:
            if group.key == key:
                return group
        raise KeyError(key)


def load_groups(path: str | Path | None = None) -> Kinds:
    """The groups of ``path``, or of the engine itself.

    Raises:
        BadInput: the file, the group in it and what is wrong.
    """
    file = Path(__file__).with_name("groups.toml") if path is None else Path(path)
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise BadInput(problem.strerror or "cannot be read", file=file) from problem
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise BadInput(f"is no TOML: {problem}", file=file) from problem
    try:
        return _kinds(told)
    except BadInput as problem:
        raise BadInput(str(problem), file=file) from None


def _kinds(told: dict[str, Any]) -> Kinds:
    groups: dict[str, Group] = {}
    for key, entry in _table(told.get("group"), "group").items():
        groups[key] = _group(key, _table(entry, f"group.{key}"), groups)
    if not groups:
        raise BadInput("group: there is none")
    return Kinds(tuple(groups.values()), _retirement(told.get("retirement")))


def _group(key: str, told: dict[str, Any], above: Mapping[str, Group]) -> Group:
    where = f"group.{key}"
    known = {"title", "profile", "ages", "retired", "part", "unit", "source", "certainty"}
    if told.keys() - known:
        raise BadInput(f"{where}: unknown {', '.join(sorted(told.keys() - known))}")
    if ("ages" in told) == ("part" in told):
        raise BadInput(f"{where}: either ages or part is needed")
    profile = told.get("profile")
    if profile not in PROFILES:
        raise BadInput(f"{where}: profile {profile!r} is none of {', '.join(PROFILES)}")
    title = told.get("title")
    if not isinstance(title, dict) or not {"en", "ru"} <= title.keys():
        raise BadInput(f"{where}: a title in en and ru is needed")
    source, certainty = told.get("source", ""), told.get("certainty", "")
    if bool(source) != bool(certainty) or (certainty and certainty not in CERTAINTIES):
        raise BadInput(f"{where}: source and certainty ({', '.join(CERTAINTIES)}) belong together")
    if "part" in told and not source:
        raise BadInput(f"{where}: an estimate needs a source and a certainty")
    first, last = _ages(told.get("ages", [0]), where)
    return Group(
        key,
        title,
        str(profile),
        first,
        last,
        told.get("retired", False) is True,
        _parts(told.get("part", []), where, above),
        str(told.get("unit", "people")),
        str(source),
        str(certainty),
    )


def _ages(told: Any, where: str) -> tuple[int, int | None]:
    plain = isinstance(told, list) and len(told) in (1, 2) and all(type(age) is int for age in told)
    if not plain or not 0 <= told[0] <= told[-1]:
        raise BadInput(f"{where}: ages {told!r} should be the first and, if there is one, the last")
    return told[0], told[1] if len(told) == 2 else None


def _parts(told: Any, where: str, above: Mapping[str, Group]) -> tuple[tuple[str, Fraction], ...]:
    parts = []
    for part in told if isinstance(told, list) else [told]:
        if not isinstance(part, list) or len(part) != 2 or type(part[1]) not in (int, float):
            raise BadInput(f"{where}: part {part!r} should be a group and a share")
        base, share = part
        if base not in above or above[base].parts:
            raise BadInput(f"{where}: {base!r} is no group by age that stands above")
        if not 0 <= share <= 1:
            raise BadInput(f"{where}: the share {share} of {base} should lie between 0 and 1")
        # 0.77 as it is written, not as the nearest binary number.
        parts.append((base, Fraction(Decimal(str(share)))))
    return tuple(parts)


def _retirement(told: Any) -> Retirement:
    entry = _table(told, "retirement")
    months = []
    for sex in SEXES:
        rows = entry.get(sex)
        if (
            not isinstance(rows, list)
            or not rows
            or any(
                not isinstance(row, list) or len(row) != 2 or any(type(one) is not int for one in row)
                for row in rows
            )
        ):
            raise BadInput(f"retirement: {sex} should be rows of a year of birth and months of age")
        steps = tuple((year, age) for year, age in rows)
        if steps[0][0] != 0 or any(late[0] <= early[0] for early, late in pairwise(steps)):
            raise BadInput(f"retirement: the years of birth of {sex} should ascend from 0")
        months.append(steps)
    effective, certainty = entry.get("effective"), entry.get("certainty")
    if not isinstance(effective, date) or certainty not in CERTAINTIES or not entry.get("source"):
        raise BadInput(
            f"retirement: source, effective (a day) and certainty ({', '.join(CERTAINTIES)}) are needed"
        )
    return Retirement((months[0], months[1]), str(entry["source"]), effective, str(certainty))


def _table(told: Any, where: str) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise BadInput(f"{where}: a table is needed")
    return told
