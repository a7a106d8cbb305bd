"""The few ways across river and railway: where they are and whether they have steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]

ROAD_BRIDGES, FOOT_BRIDGES = 13, 6
ROAD_UNDERPASSES, FOOT_UNDERPASSES = 9, 6
LONGEST = 5
"""Lattice steps that a bridge may span: none crosses the reservoir."""

# Members of reach.twin.lattice.Way, which builds on this module.
FOOTWAY, STEPS, RAMP, BRIDGE, TUNNEL = 5, 8, 9, 10, 11


class Points(Protocol):
    """What is asked of the lattice: which points are dry, on which side of the barriers, on which lines
    avenues run.
    """

    half: int
    avenue: Bools
    dry: Bools
    north: Bools
    east: Bools


@dataclass(frozen=True)
class Chain:
    """A way from point (i, j) across to (to_i, to_j): ``upright`` over the river, else under the railway."""

    i: int
    j: int
    to_i: int
    to_j: int
    upright: bool
    stairs: bool
    sides: int
    middle: int

    def kinds(self) -> list[int]:
        if self.stairs:
            return [FOOTWAY, STEPS, self.middle, STEPS, FOOTWAY]
        return [RAMP, self.middle, RAMP]

    def parts(self, length: float) -> npt.NDArray[np.float64]:
        """Where along the whole each stretch ends: flights of 9 m, or ramps of as much as there is room."""
        if self.stairs:
            flight = min(9.0 / length, 0.1)
            return np.array([0.22 - flight, 0.22, 0.78, 0.78 + flight])
        return np.array([0.22, 0.78])


def _gaps(grid: Points, upright: bool) -> list[tuple[int, int, int]]:
    """(line, last point before, first point behind) of every line that meets the barrier once and nothing
    else.
    """
    mine, other = (grid.north, grid.east) if upright else (grid.east, grid.north)
    found = []
    for line in range(2 * grid.half + 1):
        cut = (line, slice(None)) if upright else (slice(None), line)
        dry = np.flatnonzero(grid.dry[cut])
        side, beside = mine[cut][dry], other[cut][dry]
        meets = (side[:-1] != side[1:]) & (beside[:-1] == beside[1:]) & (np.diff(dry) <= LONGEST)
        found += [(line, int(dry[k]), int(dry[k + 1])) for k in np.flatnonzero(meets)]
    return found


def _even(gaps: Sequence[tuple[int, int, int]], count: int) -> list[tuple[int, int, int]]:
    """About ``count`` of them at even distances, the outermost left to themselves."""
    if len(gaps) <= count:
        return list(gaps)
    middles = (np.arange(count) + 0.5) * len(gaps) / count
    return [gaps[int(middle)] for middle in middles]


def _chains(grid: Points, upright: bool, roads: int, paths: int, middle: int) -> list[Chain]:
    gaps = _gaps(grid, upright)
    chains = []
    on_avenue = _even([gap for gap in gaps if grid.avenue[gap[0]]], roads)
    beside = _even([gap for gap in gaps if not grid.avenue[gap[0]] and (gap[0] - grid.half) % 5 == 2], paths)
    for k, (line, before, behind) in enumerate(on_avenue + beside):
        road = k < len(on_avenue)
        stairs = not road or k % 3 == 2
        ends = (line, before, line, behind) if upright else (before, line, behind, line)
        chains.append(Chain(*ends, upright=upright, stairs=stairs, sides=2 if road else 1, middle=middle))
    return chains


def bridges(grid: Points, unit: float) -> list[Chain]:
    """Over the river: on avenues with ramps, every third with stairs; footbridges with stairs."""
    return _chains(grid, True, max(round(ROAD_BRIDGES * unit), 3), max(round(FOOT_BRIDGES * unit), 1), BRIDGE)


def underpasses(grid: Points, unit: float) -> list[Chain]:
    """Under the railway, likewise."""
    return _chains(
        grid, False, max(round(ROAD_UNDERPASSES * unit), 3), max(round(FOOT_UNDERPASSES * unit), 1), TUNNEL
    )
