"""The cost of every piece of street for one profile: table lookups by its codes, in one pass."""

from typing import Any

import numpy as np

from reach.compiled import inlined, kernel
from reach.streets.tags import Crossing, Kind, Wheelchair
from reach.times import UNREACHED

ALLOWED, BY_TAG, FORBIDDEN = 0, 1, 2
"""Permissions; the highest of all that apply to a piece counts. ``BY_TAG`` asks for wheelchair=yes."""

UNSTATED, UP, DOWN, TOO_STEEP, STEPS_LEVEL, STEPS_UP, STEPS_DOWN, STEEPEST_DOWN = range(8)
SLOPE_STEPS = 200
"""Slots of the table by slope: seven for what has no number, then -1 to 1 in steps of half a per cent."""
SLOPES = STEEPEST_DOWN + 2 * SLOPE_STEPS + 1

_UNREACHED = int(UNREACHED)
_CROSSES, _NONE, _LIFT = int(Kind.CROSSING), int(Crossing.NONE), int(Crossing.LIFT)
_YES = int(Wheelchair.YES)


@inlined
def _slot(slope: Any, on_steps: Any, max_up: Any, max_down: Any) -> Any:
    """The slot of a slope in the direction of walking. Helpers take numbers only: arrays would be counted."""
    if on_steps:
        return STEPS_UP if slope > 0.0 else (STEPS_DOWN if slope < 0.0 else STEPS_LEVEL)
    if slope != slope:
        return UNSTATED
    if slope > 1.0:
        return UP
    if slope < -1.0:
        return DOWN
    if slope > max_up or -slope > max_down:
        return TOO_STEEP
    return STEEPEST_DOWN + SLOPE_STEPS + int(np.rint(slope * SLOPE_STEPS))


@inlined
def _closed(permit: Any, tagged: Any) -> Any:
    return permit == FORBIDDEN or (permit == BY_TAG and not tagged)


@inlined
def _milliseconds(cost: Any, permit: Any, tagged: Any) -> Any:
    if _closed(permit, tagged):
        return _UNREACHED
    return int(min(max(np.rint(cost), 1.0), float(_UNREACHED)))


@kernel
def piece_costs(
    length: Any, codes: Any, directed: Any, measured: Any, numbers: Any, permits: Any, walker: Any
) -> Any:
    """int32 ms tail → head and head → tail; the tables come from :class:`reach.streets.profiles.Profile`."""
    kinds, surfaces, lights, wheelchairs, kerbs, crossings = codes
    directions, steps = directed
    inclines, widths = measured
    by_kind, by_surface, by_light, by_wheelchair, by_slope, waits = numbers
    may_kind, may_surface, may_light, may_wheelchair, may_kerb, may_kerb_crossing, may_slope, may_wait = (
        permits
    )
    limits, pace, climbs = walker
    narrowest, max_up, max_down = limits[0], limits[1], limits[2]
    forward = np.full(len(length), _UNREACHED, dtype=np.int32)
    backward = np.full(len(length), _UNREACHED, dtype=np.int32)
    for piece in range(len(length)):
        kind, surface, light = kinds[piece], surfaces[piece], lights[piece]
        wheelchair, kerb, crossing = wheelchairs[piece], kerbs[piece], crossings[piece]
        over = kind == _CROSSES or (crossing != _NONE and crossing != _LIFT)
        lowered = may_kerb_crossing[kerb] if over else may_kerb[kerb]
        best = max(may_kind[kind], may_surface[surface], may_light[light], may_wheelchair[wheelchair])
        tagged = wheelchair == _YES
        stairs = steps[piece]
        # An unknown width is NaN and so never narrow.
        if widths[piece] < narrowest or (stairs and not climbs):
            continue
        if _closed(max(best, lowered, may_wait[crossing]), tagged):
            continue
        level = length[piece] * pace * by_kind[kind] * by_surface[surface]
        level *= by_light[light] * by_wheelchair[wheelchair]
        wait = waits[crossing]
        slope = inclines[piece]
        if directions[piece] >= 0:
            slot = _slot(slope, stairs, max_up, max_down)
            forward[piece] = _milliseconds(level * by_slope[slot] + wait, may_slope[slot], tagged)
        if directions[piece] <= 0:
            slot = _slot(-slope, stairs, max_up, max_down)
            backward[piece] = _milliseconds(level * by_slope[slot] + wait, may_slope[slot], tagged)
    return forward, backward
