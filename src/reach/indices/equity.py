"""Who is left out: by group and by district, what most people have and how many have nothing near."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.indices.checks import Floats, amounts
from reach.indices.inequality import fgt_poverty, gini_index, palma_ratio
from reach.indices.quantiles import time_percentiles
from reach.times import UNREACHED, Int32s

SHARES = (0.25, 0.5, 0.75, 0.9)
"""The percentiles of a row: by people, ascending."""


@dataclass(frozen=True)
class Row:
    """A group of people in a district, or in all of them where ``district`` is ``None``."""

    group: str
    district: str | None
    people: float
    times: tuple[int, ...]
    """Seconds within which :data:`SHARES` of these people are; ``UNREACHED`` where they are not served at
    all.
    """
    left_out: float
    """The share of people farther than the limit, ∞ included."""
    unreached: float
    """The share of people who cannot get there at all."""
    gini: float | None
    """Of choice among these people; ``None`` where no choice was given."""
    palma: float | None
    """The choice of the best served tenth over that of the worst served 40 %."""
    below_line: float | None
    """The share of people with less choice than enough; ``None`` without a choice or a line."""

    @property
    def people_left_out(self) -> float:
        """How many people are farther than the limit."""
        return self.people * self.left_out


@dataclass(frozen=True)
class Equity:
    """Rows of every group in the city as a whole, then of every group in every district.

    A group has no row where it has no people.
    """

    limit: int
    """Seconds."""
    rows: tuple[Row, ...]

    @property
    def city(self) -> tuple[Row, ...]:
        """The groups in the city as a whole."""
        return tuple(row for row in self.rows if row.district is None)

    @property
    def districts(self) -> tuple[Row, ...]:
        """The groups in the districts."""
        return tuple(row for row in self.rows if row.district is not None)

    @property
    def worst_group(self) -> Row:
        """The group of which the largest share is left out in the city as a whole."""
        return _worst(self.city)

    @property
    def worst_district(self) -> Row:
        """The group and district of which the largest share is left out.

        Raises:
            BadInput: no districts were given.
        """
        if not self.districts:
            raise BadInput("equity: no districts were given, so none is the worst")
        return _worst(self.districts)


def who_is_left_out(
    times: Int32s,
    counts: npt.ArrayLike,
    groups: Sequence[str],
    *,
    limit: int,
    districts: Sequence[str] | None = None,
    choice: npt.ArrayLike | None = None,
    enough: float | None = None,
) -> Equity:
    """What each group has in each district, and who has too little.

    Args:
        times: seconds to what matters (the nearest place, the third, the fourth kind): ``int32[groups,
            cells]``, each group by its own profile, or ``int32[cells]`` for all of them.
        counts: people of each group in each cell, ``[groups, cells]``.
        groups: their names.
        limit: seconds; farther is left out, a time equal to it is not.
        districts: the district of each cell.
        choice: any index of access, ``[groups, cells]`` or ``[cells]``: kinds within the limit, say.
        enough: how much choice is enough.

    Raises:
        BadInput: shapes that do not fit, NaN, negative numbers, or no people at all; the message names what.
    """
    people = np.asarray(counts, dtype=np.float64)
    if people.ndim != 2 or len(people) != len(groups):
        raise BadInput(f"counts: [groups, cells] of {len(groups)} groups are needed, not {people.shape}")
    cells = people.shape[1]
    spread = [amounts(f"counts of {name}", row, "cell") for name, row in zip(groups, people, strict=True)]
    if not people.sum() > 0:
        raise BadInput("counts: nobody is in any group")
    if not isinstance(limit, int | np.integer) or not 0 <= limit < UNREACHED:
        raise BadInput(f"limit: {limit!r} is no whole number of seconds")
    own_times = _by_group("travel times", np.asarray(times), len(groups), cells)
    own_choice = None
    if choice is not None:
        own_choice = _by_group("choice", np.asarray(choice, dtype=np.float64), len(groups), cells)
    names = [None, *dict.fromkeys(_districts(districts, cells))]
    inside = {name: _inside(districts, name, cells) for name in names}
    rows = []
    for name in names:
        where = inside[name]
        for place, group in enumerate(groups):
            here = spread[place][where]
            if here.sum() > 0:
                chosen = None if own_choice is None else own_choice[place][where]
                rows.append(_row(group, name, own_times[place][where], here, limit, chosen, enough))
    return Equity(int(limit), tuple(rows))


def _row(
    group: str,
    district: str | None,
    times: Int32s,
    people: Floats,
    limit: int,
    choice: Floats | None,
    enough: float | None,
) -> Row:
    everybody = float(people.sum())
    quantiles = time_percentiles(np.ascontiguousarray(times), people, SHARES)
    with_line = choice is not None and enough is not None
    return Row(
        group,
        district,
        everybody,
        tuple(int(time) for time in quantiles),
        float(people[times > limit].sum()) / everybody,
        float(people[times >= UNREACHED].sum()) / everybody,
        None if choice is None else gini_index(choice, people),
        None if choice is None else palma_ratio(choice, people),
        fgt_poverty(choice, people, enough).fgt0 if with_line else None,  # type: ignore[arg-type]
    )


def _worst(rows: Sequence[Row]) -> Row:
    """The largest share left out; of equal shares the one with more people, then the first."""
    return max(rows, key=lambda row: (row.left_out, row.people_left_out))


def _by_group(what: str, values: npt.NDArray[np.generic], groups: int, cells: int) -> npt.NDArray[np.generic]:
    if values.shape not in ((cells,), (groups, cells)):
        raise BadInput(f"{what}: the shape {values.shape} is neither ({cells},) nor ({groups}, {cells})")
    return np.broadcast_to(values, (groups, cells))


def _districts(districts: Sequence[str] | None, cells: int) -> Sequence[str]:
    if districts is not None and len(districts) != cells:
        raise BadInput(f"districts: {len(districts)} names for {cells} cells")
    return districts or ()


def _inside(districts: Sequence[str] | None, name: str | None, cells: int) -> npt.NDArray[np.bool_]:
    if name is None or districts is None:
        return np.ones(cells, np.bool_)
    return np.array([district == name for district in districts])
