"""Reading the values of OpenStreetMap's tags, which people write in many ways."""

import math
from collections.abc import Mapping

Tags = Mapping[str, str]


def first(value: str) -> str:
    """The first of several values: ``unclassified;tertiary`` counts as unclassified."""
    return value.split(";", 1)[0].strip()


def metres(value: str) -> float | None:
    """A length in metres: ``1.5``, ``2,5``, ``1.5 m``, ``4+``, ``80 cm``, ``6'7"``; None for what is none."""
    text = value.strip().lower().replace(",", ".").replace(" ", "").rstrip("+")
    if not text:
        return None
    try:
        if "'" in text:
            feet, _, inches = text.rstrip('"').partition("'")
            number = 0.3048 * float(feet) + (0.0254 * float(inches) if inches else 0.0)
        else:
            for unit, factor in (("cm", 0.01), ("ft", 0.3048), ("m", 1.0), ("", 1.0)):
                if text.endswith(unit):
                    number = factor * float(text.removesuffix(unit))
                    break
    except ValueError:
        return None
    return number if 0 <= number < 1000 else None


def incline_of(value: str) -> float | None:
    """Rise over run along the way: ``5%``, ``-3 %``, ``5°``; ``up`` and ``down`` are ±inf, as nobody says
    how much.

    None for what says nothing, such as ``steep``. A bare number is per cent, as most mappers mean it.
    """
    text = value.strip().lower().replace(",", ".").replace(" ", "")
    if text in ("up", "down"):
        return math.inf if text == "up" else -math.inf
    degrees = text.endswith("°")
    try:
        number = float(text.rstrip("%°"))
    except ValueError:
        return None
    rise = math.tan(math.radians(number)) if degrees else number / 100
    return rise if abs(rise) <= STEEPEST else None


STEEPEST = 1.0
"""Steeper than 45° is a slip of the pen, not a street."""
