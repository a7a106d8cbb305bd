"""People of an age × sex table laid over cells, in whole numbers with every sum kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.population.ages import FEMALE, MALE, WHOLE, AgeSex
from reach.population.apportion import Counts, apportion, apportion_table
from reach.population.cells import Cells
from reach.population.groups import Group, Kinds, Retirement, load_groups
from reach.report import Report

SAME_AGES = "the age structure of a whole city or district, the same in each of its cells"
EVEN_YEARS = "bands of several years divided evenly into single years"
CELLS_ESTIMATED = "residents of cells are estimates themselves"


@dataclass(frozen=True)
class People:
    """Everybody, as the finest groups that are kept apart: age, pension or not, sex, in this order."""

    age: npt.NDArray[np.int16]
    retired: npt.NDArray[np.bool_]
    sex: npt.NDArray[np.int8]
    counts: npt.NDArray[np.int32]
    """``[finest groups, cells]``."""


@dataclass(frozen=True)
class Groups:
    """People of each group in each cell (or building)."""

    keys: tuple[str, ...]
    profiles: tuple[str, ...]
    """The walking profile of each group."""
    units: tuple[str, ...]
    counts: npt.NDArray[np.float64]
    """``[groups, cells]``; whole numbers."""
    estimates: tuple[tuple[str, ...], ...]
    """Why a group's numbers are estimates, in words; empty where they are counted."""
    derived: tuple[bool, ...]
    """Whether a group is a share of others; the rest are sums of ``people``."""
    members: npt.NDArray[np.bool_]
    """``[groups, finest groups]``: who belongs to a group, or to those that it is a share of."""
    people: People

    def of(self, key: str) -> npt.NDArray[np.float64]:
        """Counts of one group, ``[cells]``.

        Raises:
            BadInput: there is no such group.
        """
        if key not in self.keys:
            raise BadInput(f"no group {key!r}; there are {', '.join(self.keys)}")
        found: npt.NDArray[np.float64] = self.counts[self.keys.index(key)]
        return found


def spread(table: AgeSex, cells: Cells, kinds: Kinds | None = None, report: Report | None = None) -> Groups:
    """How many people of each group live in each cell.

    Every cell keeps its residents. Every age and sex keeps its number where table and cells count the same
    people; where they differ (another year), its proportion, and the report says so. A table by district is
    laid over the cells of that district. Cells get their people at even distances along the line of all
    people by age (:func:`~reach.population.apportion.apportion_table`), so that any ages in a cell are within
    2 of their proportion.

    Args:
        table: people by age and sex.
        cells: residents of cells.
        kinds: the groups wanted; the engine's own if not given.
        report: where to say what was scaled.

    Raises:
        BadInput: districts of table and cells do not fit; nobody lives there; or a group ends within the open
            last band.
    """
    wanted = load_groups() if kinds is None else kinds
    _refuse_parted_band(table, wanted)
    people = _people(table, cells, wanted.retirement, report if report is not None else Report())
    counts: dict[str, Counts] = {}
    members: dict[str, npt.NDArray[np.bool_]] = {}
    for group in wanted.groups:
        if group.parts:
            counts[group.key] = _estimated(group, counts)
            members[group.key] = np.logical_or.reduce([members[base] for base, _ in group.parts])
        else:
            members[group.key] = _members(group, people)
            counts[group.key] = people.counts[members[group.key]].sum(axis=0)
    common = _reasons(table, cells)
    return Groups(
        tuple(group.key for group in wanted.groups),
        tuple(group.profile for group in wanted.groups),
        tuple(group.unit for group in wanted.groups),
        np.array([counts[group.key] for group in wanted.groups], dtype=np.float64),
        tuple(_estimate(group, wanted.retirement, common) for group in wanted.groups),
        tuple(bool(group.parts) for group in wanted.groups),
        np.array([members[group.key] for group in wanted.groups]),
        people,
    )


def _estimated(group: Group, above: dict[str, Counts]) -> Counts:
    """A group as shares of others: the city's number is rounded once and divided by cells, never above the
    others.
    """
    total = np.zeros(len(next(iter(above.values()))), np.int64)
    for base, share in group.parts:
        here = above[base].astype(np.int64)
        whole = Fraction(int(here.sum())) * share
        total += apportion(int(whole + Fraction(1, 2)), here) if here.any() else 0
    return total


def _people(table: AgeSex, cells: Cells, retirement: Retirement, report: Report) -> People:
    years = table.by_age()
    keys = [
        (age, retired, sex)
        for age in range(table.oldest + 1)
        for retired in (False, True)
        for sex in (MALE, FEMALE)
        if _twelfths(retirement, sex, age, table, retired)
    ]
    counts = np.zeros((len(keys), len(cells)), np.int32)
    for place, where in _by_district(table, cells):
        finest = _finest(years[place], keys, retirement, table)
        here, residents = int(finest.sum()), int(cells.residents[where].sum())
        if not here or not residents:
            name = table.districts[place] or "the city"
            raise BadInput(f"{name}: {here} people by age in {table.source}, {residents} in {cells.source}")
        if here != residents:
            report.change(
                "people by age scaled to the residents of cells",
                f"{table.districts[place] or 'all'}: {here:,} on {table.day}, {residents:,} in cells",
            )
            finest = apportion(residents, finest)
        counts[:, where] = apportion_table(finest, cells.residents[where])
    report.keep("residents", int(cells.residents.sum()))
    return People(
        np.array([age for age, _, _ in keys], np.int16),
        np.array([retired for _, retired, _ in keys], np.bool_),
        np.array([sex for _, _, sex in keys], np.int8),
        counts,
    )


def _finest(
    years: Counts, keys: Sequence[tuple[int, bool, int]], retirement: Retirement, table: AgeSex
) -> Counts:
    """People of each key: the years in which pensions begin divided into those who have one and those who
    have not.
    """
    split: dict[tuple[int, int], Counts] = {}
    for age, _, sex in keys:
        if (age, sex) not in split:
            twelfths = _twelfths(retirement, sex, age, table, True)
            split[age, sex] = apportion(int(years[sex, age]), np.array([12 - twelfths, twelfths]))
    return np.array([split[age, sex][int(retired)] for age, retired, sex in keys], np.int64)


def _twelfths(retirement: Retirement, sex: int, age: int, table: AgeSex, retired: bool) -> int:
    twelfths = retirement.twelfths(sex, age, table.day)
    return twelfths if retired else 12 - twelfths


def _by_district(table: AgeSex, cells: Cells) -> list[tuple[int, npt.NDArray[np.int64]]]:
    if table.districts == (WHOLE,):
        return [(0, np.arange(len(cells)))]
    unknown = sorted(set(cells.district) - set(table.districts))
    if unknown:
        raise BadInput(
            f"cells of the district {unknown[0]!r}, which {table.source} does not know", file=cells.source
        )
    own = np.array(cells.district)
    return [(place, np.flatnonzero(own == name)) for place, name in enumerate(table.districts)]


def _members(group: Group, people: People) -> npt.NDArray[np.bool_]:
    inside = people.age >= group.first
    if group.last is not None:
        inside &= people.age <= group.last
    return inside & people.retired if group.retired else inside


def _refuse_parted_band(table: AgeSex, kinds: Kinds) -> None:
    for group in kinds.groups:
        first_after = group.first if group.last is None else group.last + 1
        if max(group.first, first_after) > table.oldest:
            raise BadInput(
                f"the group {group.key} ends or begins within {table.oldest}+, the last band",
                file=table.source,
            )
        pensions = {kinds.retirement.twelfths(sex, table.oldest, table.day) for sex in (MALE, FEMALE)}
        if group.retired and pensions != {12}:
            raise BadInput(
                f"pensions of the group {group.key} begin within {table.oldest}+, the last band",
                file=table.source,
            )


def _reasons(table: AgeSex, cells: Cells) -> tuple[str, ...]:
    """What makes an estimate of every group by age: nothing does of the number of residents but the cells."""
    return (SAME_AGES, EVEN_YEARS) + ((CELLS_ESTIMATED,) if cells.estimated else ())


def _estimate(group: Group, retirement: Retirement, common: tuple[str, ...]) -> tuple[str, ...]:
    if not group.parts and group.first == 0 and group.last is None and not group.retired:
        return tuple(reason for reason in common if reason == CELLS_ESTIMATED)
    own = [f"{group.source} ({group.certainty})"] if group.parts else []
    if group.retired:
        own.append(f"{retirement.source} ({retirement.certainty})")
    return (*common, *own)
