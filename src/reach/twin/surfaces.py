"""How the street lines are tagged: shares of surfaces, light, widths and what is known for wheelchairs.

Much is left unknown on purpose, as in any map: the engine has to live with it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.twin.lattice import Lattice, Way
from reach.twin.plan import Plan

Shares = dict[str, float]
UNKNOWN = ""


@dataclass(frozen=True)
class Habit:
    """What every line of a kind is, and shares of what it may be."""

    always: dict[str, str]
    surface: Shares
    lit: Shares
    width: Shares
    wheelchair: Shares
    incline_known: float


_LIT = {"yes": 0.75, "no": 0.08, UNKNOWN: 0.17}
_DIM = {"yes": 0.3, "no": 0.3, UNKNOWN: 0.4}
_SILENT = {UNKNOWN: 1.0}
_PAVED = {"asphalt": 0.7, "paving_stones": 0.15, "concrete": 0.03, UNKNOWN: 0.12}
_YARD = {"asphalt": 0.62, "paving_stones": 0.08, "compacted": 0.05, "gravel": 0.03, UNKNOWN: 0.22}
_EARTH = {"unpaved": 0.25, "gravel": 0.25, "ground": 0.15, "asphalt": 0.15, UNKNOWN: 0.2}
_TRACK = {"ground": 0.5, "fine_gravel": 0.15, "grass": 0.05, UNKNOWN: 0.3}

HABITS = {
    Way.PAVEMENT: Habit(
        {"highway": "footway", "footway": "sidewalk"},
        _PAVED,
        _LIT,
        {"1.5": 0.12, "2": 0.2, "3": 0.2, UNKNOWN: 0.48},
        {"yes": 0.04, "limited": 0.02, "no": 0.01, UNKNOWN: 0.93},
        0.1,
    ),
    Way.CROSSING: Habit({"highway": "footway", "footway": "crossing"}, _PAVED, _LIT, _SILENT, _SILENT, 0.0),
    Way.STREET: Habit({"highway": "residential"}, _PAVED, _LIT, {"6": 0.2, UNKNOWN: 0.8}, _SILENT, 0.1),
    Way.PEDESTRIAN: Habit(
        {"highway": "pedestrian"},
        {"paving_stones": 1.0},
        {"yes": 1.0},
        {"20": 1.0},
        {"yes": 0.8, UNKNOWN: 0.2},
        0.5,
    ),
    Way.SERVICE: Habit({"highway": "service"}, _YARD, _LIT, {"3.5": 0.1, UNKNOWN: 0.9}, _SILENT, 0.05),
    Way.FOOTWAY: Habit(
        {"highway": "footway"},
        _YARD,
        _DIM,
        {"0.7": 0.02, "1.2": 0.08, "1.5": 0.12, "2": 0.1, UNKNOWN: 0.68},
        {"yes": 0.03, "limited": 0.02, "no": 0.02, UNKNOWN: 0.93},
        0.08,
    ),
    Way.LANE: Habit({"highway": "residential"}, _EARTH, _DIM, _SILENT, _SILENT, 0.08),
    Way.PATH: Habit(
        {"highway": "path"}, _TRACK, {"no": 0.5, UNKNOWN: 0.5}, {"0.7": 0.1, UNKNOWN: 0.9}, _SILENT, 0.05
    ),
    Way.STEPS: Habit(
        {"highway": "steps"},
        {"concrete": 0.5, "asphalt": 0.1, UNKNOWN: 0.4},
        _LIT,
        {"2": 0.2, "3": 0.3, UNKNOWN: 0.5},
        {"no": 0.3, UNKNOWN: 0.7},
        0.0,
    ),
    Way.RAMP: Habit(
        {"highway": "footway"},
        {"asphalt": 0.8, "concrete": 0.2},
        _LIT,
        {"2": 0.5, UNKNOWN: 0.5},
        {"yes": 0.3, "limited": 0.2, UNKNOWN: 0.5},
        0.9,
    ),
    Way.BRIDGE: Habit(
        {"highway": "footway", "bridge": "yes", "layer": "1"},
        {"asphalt": 0.8, UNKNOWN: 0.2},
        {"yes": 0.9, UNKNOWN: 0.1},
        {"2": 0.4, "3": 0.4, UNKNOWN: 0.2},
        _SILENT,
        1.0,
    ),
    Way.TUNNEL: Habit(
        {"highway": "footway", "tunnel": "yes", "layer": "-1"},
        {"asphalt": 0.5, "concrete": 0.3, UNKNOWN: 0.2},
        {"yes": 0.6, "no": 0.1, UNKNOWN: 0.3},
        {"3": 0.6, UNKNOWN: 0.4},
        _SILENT,
        1.0,
    ),
    Way.YARD: Habit({"highway": "footway"}, _YARD, _DIM, _SILENT, _SILENT, 0.0),
}

CROSSINGS = {"traffic_signals": 0.34, "uncontrolled": 0.36, "unmarked": 0.1, UNKNOWN: 0.2}
KERBS = ("", "lowered", "raised", "flush")
"""Values of the tag ``kerb`` by code; the first says nothing."""
KERB_SHARES = (0.36, 0.26, 0.3, 0.08)
STAIRS_IN_YARDS = 0.012
ONE_WAY = 0.0015
"""Share of yard paths with a turnstile: streets are directed even on foot."""


COLUMNS = ("surface", "lit", "width", "wheelchair", "incline", "crossing", "highway", "oneway:foot")
"""Tags that differ from line to line."""


@dataclass(frozen=True)
class Tagged:
    """Each street line's tags by number: ``tags[sort[w]]`` belongs to line ``w``."""

    tags: list[dict[str, str]]
    sort: npt.NDArray[np.int64]


def _pick(shares: Shares, size: int, rng: np.random.Generator) -> npt.NDArray[np.str_]:
    values = np.array(list(shares))
    return values[rng.choice(len(values), size, p=np.array(list(shares.values())))]


def _percent(plan: Plan, lattice: Lattice) -> npt.NDArray[np.int64]:
    """Whole percents from start to end: the ground's, and what approaches to bridges and underpasses add to
    it.
    """
    x, y = lattice.x, lattice.y
    run = np.hypot(x[lattice.end] - x[lattice.start], y[lattice.end] - y[lattice.start])
    height = plan.height(x, y)
    rise = (height[lattice.end] - height[lattice.start]) / np.maximum(run, 1.0)
    percent = np.rint(100.0 * rise).astype(np.int64).clip(-9, 9)
    percent[np.isin(lattice.way, (Way.BRIDGE, Way.TUNNEL))] = 0
    ramp = lattice.way == Way.RAMP
    # A ramp that starts where a bridge ends leads down, one that ends there leads up; under rails it is the
    # reverse.
    joined = np.zeros(len(x), dtype=np.int64)
    for kind, sign in ((Way.BRIDGE, 1), (Way.TUNNEL, -1)):
        chosen = lattice.way == kind
        joined[lattice.start[chosen]] = sign
        joined[lattice.end[chosen]] = sign
    steep = 4 + np.arange(len(ramp)) % 5
    percent[ramp] = ((joined[lattice.end] - joined[lattice.start]) * steep)[ramp]
    return percent


def tag_lines(plan: Plan, lattice: Lattice, rng: np.random.Generator) -> Tagged:
    """Draw the tags of every line."""
    size = len(lattice.way)
    columns = {name: np.full(size, "", dtype="<U16") for name in COLUMNS}
    percent = _percent(plan, lattice)
    for kind, habit in HABITS.items():
        chosen = np.flatnonzero(lattice.way == kind)
        for name in ("surface", "lit", "width", "wheelchair"):
            columns[name][chosen] = _pick(getattr(habit, name), len(chosen), rng)
        known = chosen[rng.random(len(chosen)) < habit.incline_known]
        columns["incline"][known] = [f"{value}%" for value in percent[known].tolist()]
    crossing = np.flatnonzero(lattice.way == Way.CROSSING)
    columns["crossing"][crossing] = _pick(CROSSINGS, len(crossing), rng)
    yard = np.flatnonzero(lattice.way == Way.FOOTWAY)
    columns["highway"][yard[rng.random(len(yard)) < STAIRS_IN_YARDS]] = "steps"
    columns["oneway:foot"][yard[rng.random(len(yard)) < ONE_WAY]] = "yes"
    told_apart = np.zeros(size, dtype=[("way", "i1"), *((name, "<U16") for name in COLUMNS)])
    told_apart["way"] = lattice.way
    for name, values in columns.items():
        told_apart[name] = values
    unique, sort = np.unique(told_apart, return_inverse=True)
    tags = []
    for row in unique.tolist():
        told = dict(HABITS[Way(row[0])].always)
        told |= {name: value for name, value in zip(columns, row[1:], strict=True) if value}
        tags.append(told)
    return Tagged(tags, sort.reshape(-1).astype(np.int64))
