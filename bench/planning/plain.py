"""The clash sweep as one writes it first: two loops over what is on at the same time.

Beside this the vectorised one is measured, and held to the same answers.
"""

from math import isnan, sqrt

from karavan.planning.clashes.scale import Scale, shared_audience
from karavan.planning.occasions.columns import Columns
from karavan.planning.occasions.parts import weight_of_part

Weighed = tuple[int, int, int, bool, bool]
"""First, second, score, whether they take one hall, whether one lies in the other's house."""


def plain_sweep(columns: Columns, scale: Scale) -> list[Weighed]:
    """All pairs that meet, in order."""
    lists = {name: getattr(columns, name).tolist() for name in columns.__slots__}
    rows = [dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True)]
    found = []
    for number, one in enumerate(rows):
        for later in range(number + 1, len(rows)):
            other = rows[later]
            close = other["start"] < one["end"] + scale.buffer * 60
            if not close and other["part"] != one["part"]:
                break
            if one["event"] != other["event"]:
                found.append((number, later, *_weigh(one, other, scale)))
    return found


def _weigh(one: dict[str, float], other: dict[str, float], scale: Scale) -> tuple[int, bool, bool]:
    audience = shared_audience(int(one["audience"]), int(other["audience"]), scale.everyone)
    north, east = one["north"] - other["north"], one["east"] - other["east"]
    km = sqrt(north * north + east * east)
    if isnan(km):
        near = scale.nowhere
    else:
        if one["coarse"] or other["coarse"]:
            km = float(round(km))
        near = 1 / (1 + (km / scale.near) * (km / scale.near))
    size = sqrt(one["weight"] * other["weight"])
    gap = other["start"] - one["end"]
    meets = 1.0 if gap < 0 else scale.buffered if gap < scale.buffer * 60 else scale.same_part
    part = meets * max(weight_of_part(int(one["part"])), weight_of_part(int(other["part"])))
    score = round(100 * audience * near * size * part)
    placed = one["left"] >= 0 and other["left"] >= 0 and gap < 0
    same = placed and one["left"] == other["left"]
    around = one["left"] <= other["left"] < one["right"] or other["left"] <= one["left"] < other["right"]
    halls = bool(one["hall"] or other["hall"])
    hidden = bool(one["coarse"] or other["coarse"])
    return score, bool(same and one["hall"]), placed and around and not same and halls and not hidden
