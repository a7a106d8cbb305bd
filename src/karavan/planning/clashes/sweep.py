"""Which occasions meet in time, and how much each pair weighs: all pairs of a month at once.

Two occasions meet when they overlap, when less than the buffer lies between them, or when they begin in the
same part of the same day: people choose one thing for an evening. In order of start the partners of each
that follow it are a run of neighbours, so that pairs are found without looking at those that do not meet.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from karavan.planning.clashes.scale import Scale, audience_table
from karavan.planning.occasions.columns import Columns, Floats, Whole
from karavan.planning.occasions.parts import PARTS, WEIGHTS, Part

Index = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows, the earlier first, and what each is weighed by.

    ``meets`` is 1 where they overlap, less where only buffers or the part of day meet. ``km`` is NaN where a
    place is unknown and whole where either is hidden from the reader. ``taken``: both need one hall at one
    time; ``housed``: one needs what the other's place lies in.
    """

    first: Index
    second: Index
    audience: Floats
    km: Floats
    near: Floats
    size: Floats
    meets: Floats
    part: Floats
    score: Whole
    taken: Flags
    housed: Flags


def part_weights(part: Whole) -> Floats:
    """How many of the people are free in each part: see :mod:`karavan.planning.occasions.parts`."""
    by_part = np.array([WEIGHTS[each] for each in Part])
    weekend = (part // PARTS - 1) % 7 >= 5
    weights: Floats = np.where(weekend, 1.0, by_part[part % PARTS])
    return weights


def meeting(columns: Columns, scale: Scale) -> tuple[Index, Index]:
    """Rows of all pairs that meet in time and are not of one event, the earlier first."""
    count = len(columns.start)
    reach = np.searchsorted(columns.start, columns.end + scale.buffer * 60, side="left")
    same_part = np.searchsorted(columns.part, columns.part, side="right")
    numbers = np.arange(count)
    partners = np.maximum(np.maximum(reach, same_part) - numbers - 1, 0)
    first = np.repeat(numbers, partners)
    begins = np.cumsum(partners) - partners
    second = np.arange(len(first)) - np.repeat(begins, partners) + first + 1
    apart = columns.event[first] != columns.event[second]
    return first[apart], second[apart]


def meeting_one(columns: Columns, row: int, scale: Scale) -> tuple[Index, Index]:
    """The same of the pairs that one row is in."""
    start, end, buffer = columns.start[row], columns.end[row], scale.buffer * 60
    meets = (columns.start < end + buffer) & (columns.end + buffer > start)
    meets |= columns.part == columns.part[row]
    others = np.flatnonzero(meets & (columns.event != columns.event[row]))
    mine = np.full(len(others), row)
    return np.minimum(mine, others), np.maximum(mine, others)


def weigh(columns: Columns, first: Index, second: Index, scale: Scale) -> Pairs:
    """Weigh pairs of rows, the earlier first."""
    audience = audience_table(scale.everyone)[columns.audience[first], columns.audience[second]]
    north = columns.north[first] - columns.north[second]
    east = columns.east[first] - columns.east[second]
    km = np.sqrt(north * north + east * east)
    coarse = columns.coarse[first] | columns.coarse[second]
    km = np.where(coarse, np.rint(km), km)
    ratio = km / scale.near
    near = np.where(np.isnan(km), scale.nowhere, 1 / (1 + ratio * ratio))
    size = np.sqrt(columns.weight[first] * columns.weight[second])
    gap = columns.start[second] - columns.end[first]
    meets = np.where(gap < 0, 1.0, np.where(gap < scale.buffer * 60, scale.buffered, scale.same_part))
    weights = part_weights(columns.part)
    part = meets * np.maximum(weights[first], weights[second])
    score = np.rint(100 * audience * near * size * part).astype(np.int64)
    one, other = columns.left[first], columns.left[second]
    placed = (one >= 0) & (other >= 0) & (gap < 0)
    same = placed & (one == other)
    around = (one <= other) & (other < columns.right[first])
    around |= (other <= one) & (one < columns.right[second])
    halls = columns.hall[first] | columns.hall[second]
    return Pairs(
        first,
        second,
        audience,
        km,
        near,
        size,
        meets,
        part,
        score,
        same & columns.hall[first],
        placed & around & ~same & halls & ~coarse,
    )


def sweep(columns: Columns, scale: Scale) -> Pairs:
    """All pairs that meet, weighed."""
    return weigh(columns, *meeting(columns, scale), scale)
