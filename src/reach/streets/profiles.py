"""Profiles: how fast somebody gets along a piece of street, and what is closed to them.

What each one may do stands in ``profiles.toml``, with sources; this module reads it strictly and turns it
into tables indexed by the codes of :mod:`reach.streets.tags`.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.streets.costs import (
    ALLOWED,
    BY_TAG,
    DOWN,
    FORBIDDEN,
    SLOPE_STEPS,
    SLOPES,
    STEEPEST_DOWN,
    STEPS_DOWN,
    STEPS_UP,
    TOO_STEEP,
    UNSTATED,
    UP,
    piece_costs,
)
from reach.streets.graph import StreetGraph
from reach.streets.tags import Crossing, Kerb, Kind, Lit, Surface, Wheelchair
from reach.times import MILLISECONDS, UNREACHED, Int32s

DEFAULT_FILE = Path(__file__).with_name("profiles.toml")

RELATIVE: dict[str, type[IntEnum]] = {"kind": Kind, "surface": Surface, "lit": Lit, "wheelchair": Wheelchair}
WORDED: dict[str, type[IntEnum]] = {"kerb": Kerb, "kerb_at_crossing": Kerb}
TABLES: dict[str, type[IntEnum]] = {**RELATIVE, **WORDED, "crossing": Crossing}
NOT_NEGATIVE = ("min_width", "max_up", "max_down")
SLOPES_BY_KEY = {
    "incline_unknown": UNSTATED,
    "incline_up": UP,
    "incline_down": DOWN,
    "steps_up": STEPS_UP,
    "steps_down": STEPS_DOWN,
}
TAGGED = "if wheelchair=yes"
WORDS = {"allowed": ALLOWED, TAGGED: BY_TAG, "forbidden": FORBIDDEN}


@dataclass(frozen=True)
class Table:
    """A number and a permission for each code of a column."""

    numbers: npt.NDArray[np.float64]
    permits: npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Profile:
    """One way of getting about on foot or on wheels.

    ``tables`` holds relative costs by ``kind``, ``surface``, ``lit``, ``wheelchair`` and ``slope``,
    milliseconds by ``crossing``, and permissions by all of them and by ``kerb`` and ``kerb_at_crossing``.
    ``dataclasses.replace`` makes variants: the same walker, but faster.
    """

    name: str
    title: str
    speed: float
    """m/s on the best of ways, and off the streets."""
    steps: bool
    min_width: float
    max_up: float
    max_down: float
    tables: Mapping[str, Table]

    def costs(self, graph: StreetGraph) -> tuple[Int32s, Int32s]:
        """Milliseconds to walk each piece from tail to head and from head to tail, shape ``(pieces,)`` each.

        Rounded to the nearest millisecond, at least 1; :data:`reach.times.UNREACHED` where the profile
        forbids the piece or the direction.
        """
        relative = [self.tables[name].numbers for name in (*RELATIVE, "slope", "crossing")]
        permits = [self.tables[name].permits for name in (*RELATIVE, *WORDED, "slope", "crossing")]
        limits = np.array([self.min_width, self.max_up, self.max_down], dtype=np.float32)
        forward, backward = piece_costs(
            graph.length,
            (graph.kind, graph.surface, graph.lit, graph.wheelchair, graph.kerb, graph.crossing),
            (graph.direction, graph.steps),
            (graph.incline, graph.width),
            tuple(relative),
            tuple(permits),
            (limits, MILLISECONDS / self.speed, self.steps),
        )
        return forward, backward

    def off_street(self, distance: npt.NDArray[np.float64]) -> Int32s:
        """Milliseconds for metres off the streets, to the nearest one."""
        return np.rint(distance * (MILLISECONDS / self.speed)).astype(np.int32)


def usable(forward_ms: Int32s, backward_ms: Int32s) -> npt.NDArray[np.bool_]:
    """Which pieces are open in at least one direction: the mask snapping asks for."""
    usable: npt.NDArray[np.bool_] = np.minimum(forward_ms, backward_ms) < UNREACHED
    return usable


def load_profiles(path: str | Path | None = None) -> dict[str, Profile]:
    """All profiles of a file by name, in its order; without one, those that come with the engine.

    :raises BadInput: naming the file and the key that is unknown, missing or wrong.
    """
    file = DEFAULT_FILE if path is None else Path(path)
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise BadInput("no such file", file=file) from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise BadInput(f"not TOML ({broken})", file=file) from broken
    if not told:
        raise BadInput("no profile here", file=file)
    try:
        whole: dict[str, dict[str, Any]] = {}
        for name, entry in told.items():
            whole[name] = _complete(name, entry, whole)
        return {name: _profile(name, entry) for name, entry in whole.items()}
    except _Wrong as wrong:
        raise BadInput(str(wrong), file=file) from wrong


class _Wrong(Exception):
    """What is wrong at which key."""


def _complete(name: str, entry: Any, above: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The entry with what it takes over from the profile it is like."""
    if not isinstance(entry, dict):
        raise _Wrong(f"{name}: must be a table")
    known = {"title", "like", "steps", "incline", "speed", *NOT_NEGATIVE, *SLOPES_BY_KEY, *TABLES}
    for key in entry:
        if key not in known:
            raise _Wrong(f"{name}.{key}: no such key")
    like = entry.get("like")
    if like is not None and like not in above:
        raise _Wrong(f"{name}.like: no profile {like!r} stands above")
    whole = {**above[like]} if like is not None else {}
    for key, value in entry.items():
        if key not in TABLES:
            whole[key] = _over(whole.get(key), value)
        elif isinstance(value, dict):
            below = whole.get(key, {})
            changed = {code: _over(below.get(code), new) for code, new in value.items()}
            whole[key] = {**below, **changed}
        else:
            raise _Wrong(f"{name}.{key}: must be a table")
    for key in sorted(known - {"like"} - set(whole)):
        raise _Wrong(f"{name}.{key}: missing")
    return whole


def _over(below: Any, value: Any) -> Any:
    """A value over that of the profile it is like; one that asks for wheelchair=yes keeps its number."""
    if value != TAGGED:
        return value
    return (TAGGED, below[1] if isinstance(below, tuple) else below)


def _split(value: Any, plain: float) -> tuple[Any, int]:
    """Number and permission of an entry."""
    if isinstance(value, tuple):
        below = value[1]
        return (below if isinstance(below, int | float) else plain), BY_TAG
    if value in ("forbidden", "allowed"):
        return plain, WORDS[value]
    return value, ALLOWED


def _profile(name: str, told: Mapping[str, Any]) -> Profile:
    if not isinstance(told["title"], str) or not told["title"]:
        raise _Wrong(f"{name}.title: must be a text")
    if not isinstance(told["steps"], bool):
        raise _Wrong(f"{name}.steps: must be true or false")
    tables = {key: _table(f"{name}.{key}", key, told[key]) for key in TABLES}
    tables["slope"] = _slopes(name, told)
    return Profile(
        name=name,
        title=told["title"],
        speed=_number(f"{name}.speed", told["speed"], positive=True),
        steps=told["steps"],
        tables=tables,
        **{key: _number(f"{name}.{key}", told[key]) for key in NOT_NEGATIVE},
    )


def _table(where: str, key: str, told: Mapping[str, Any]) -> Table:
    codes: list[IntEnum] = list(TABLES[key])
    members = {code.name.lower(): code for code in codes}
    for name in told:
        if name not in members:
            raise _Wrong(f"{where}.{name}: no such code; there are {', '.join(members)}")
    plain = 1.0 if key in RELATIVE else 0.0
    numbers = np.full(len(members), plain)
    permits = np.zeros(len(members), dtype=np.uint8)
    for name, member in members.items():
        if name not in told:
            raise _Wrong(f"{where}.{name}: missing")
        at = f"{where}.{name}"
        value = told[name]
        if key in WORDED and not isinstance(value, tuple) and value not in WORDS:
            raise _Wrong(f"{at}: must be one of {', '.join(map(repr, WORDS))}")
        if key not in WORDED and value == "allowed":
            raise _Wrong(f"{at}: must be a number where it is allowed")
        number, permits[member] = _split(value, plain)
        numbers[member] = _number(at, number, positive=key in RELATIVE)
    if key == "crossing":
        numbers *= MILLISECONDS
    return Table(numbers, permits)


def _slopes(name: str, told: Mapping[str, Any]) -> Table:
    numbers = np.ones(SLOPES)
    permits = np.zeros(SLOPES, dtype=np.uint8)
    permits[TOO_STEEP] = FORBIDDEN
    for key, slot in SLOPES_BY_KEY.items():
        number, permits[slot] = _split(told[key], 1.0)
        numbers[slot] = _number(f"{name}.{key}", number, positive=True)
    where = f"{name}.incline"
    curve = told["incline"]
    if not isinstance(curve, list) or not all(isinstance(point, list) and len(point) == 2 for point in curve):
        raise _Wrong(f"{where}: must be a list of [rise over run, relative cost]")
    slopes = [_number(where, slope, signed=True) for slope, _ in curve]
    relative = [_number(where, cost, positive=True) for _, cost in curve]
    if not slopes or any(one >= two for one, two in pairwise(slopes)):
        raise _Wrong(f"{where}: slopes must rise from one point to the next")
    steps = np.arange(-SLOPE_STEPS, SLOPE_STEPS + 1) / SLOPE_STEPS
    numbers[STEEPEST_DOWN:] = np.interp(steps, slopes, relative)
    return Table(numbers, permits)


def _number(where: str, value: Any, *, positive: bool = False, signed: bool = False) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _Wrong(f"{where}: must be a number, not {value!r}")
    if (positive and value <= 0) or (value < 0 and not signed):
        raise _Wrong(f"{where}: must be {'above' if positive else 'at least'} 0, not {value!r}")
    return float(value)
