"""Street lines in full: every node of each, with its bends, in degrees."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.twin.lattice import Lattice, Way
from reach.twin.plan import Floats, Plan, to_degrees
from reach.twin.surfaces import KERB_SHARES, Tagged, tag_lines

STRAIGHT = (Way.CROSSING, Way.STEPS, Way.RAMP, Way.BRIDGE, Way.TUNNEL, Way.YARD)
SPACING = 19.0
"""Metres between nodes of a street: about 290,000 in the whole city."""
CROSSING_PARTS = np.array([0.12, 0.88])
"""The kerbs of a crossing, as parts of the way between the pavements' middles."""


@dataclass(frozen=True)
class StreetLines:
    """``nodes[first[w] : first[w + 1]]`` are the nodes of street line ``w``, ends included."""

    latitude: Floats
    longitude: Floats
    x: Floats
    y: Floats
    first: npt.NDArray[np.int64]
    nodes: npt.NDArray[np.int32]
    kerb: npt.NDArray[np.int8]
    """Of each node: 0 where it is no kerb, 1 where nothing is known of it, then as in ``KERBS``."""
    lattice: Lattice
    tagged: Tagged

    @property
    def ways(self) -> int:
        return len(self.first) - 1


def _pieces(lattice: Lattice, length: Floats) -> npt.NDArray[np.int64]:
    count = np.rint(length / SPACING).astype(np.int64).clip(1, 14)
    straight = np.isin(lattice.way, STRAIGHT)
    count[straight] = np.rint(length[straight] / 40.0).astype(np.int64).clip(1, 4)
    count[lattice.way == Way.CROSSING] = len(CROSSING_PARTS) + 1
    count[lattice.way == Way.STEPS] = 1
    return count


def draw_lines(plan: Plan, lattice: Lattice, rng: np.random.Generator) -> StreetLines:
    """Bend each street gently and give crossings their kerbs."""
    x, y = lattice.x, lattice.y
    run = np.stack((x[lattice.end] - x[lattice.start], y[lattice.end] - y[lattice.start]))
    length = np.hypot(*run)
    count = _pieces(lattice, length)
    way = np.repeat(np.arange(len(count)), count - 1)
    begins = np.cumsum(count - 1) - (count - 1)
    place = np.arange(len(way)) - begins[way] + 1
    part = place / count[way]
    crossing = lattice.way[way] == Way.CROSSING
    part[crossing] = CROSSING_PARTS[place[crossing] - 1]
    bend = (rng.normal(0.0, 0.03, len(count)) * length).clip(-6.0, 6.0)
    bend[lattice.way == Way.PAVEMENT] *= 0.3
    bend[np.isin(lattice.way, STRAIGHT)] = 0.0
    off = bend[way] * np.sin(np.pi * part) + np.where(bend[way] != 0, rng.normal(0.0, 0.5, len(way)), 0.0)
    across = np.stack((-run[1], run[0])) / np.maximum(length, 1e-9)
    inner_x = x[lattice.start][way] + part * run[0][way] + off * across[0][way]
    inner_y = y[lattice.start][way] + part * run[1][way] + off * across[1][way]

    first = np.concatenate(([0], np.cumsum(count + 1)))
    nodes = np.empty(first[-1], dtype=np.int32)
    nodes[first[:-1]] = lattice.start
    nodes[first[1:] - 1] = lattice.end
    nodes[first[way] + place] = len(x) + np.arange(len(way))
    all_x, all_y = np.concatenate((x, inner_x)), np.concatenate((y, inner_y))
    kerb = np.zeros(len(all_x), dtype=np.int8)
    kerb[len(x) :][crossing] = 1 + rng.choice(len(KERB_SHARES), int(crossing.sum()), p=KERB_SHARES)
    latitude, longitude = to_degrees(all_x, all_y)
    return StreetLines(
        latitude, longitude, all_x, all_y, first, nodes, kerb, lattice, tag_lines(plan, lattice, rng)
    )
