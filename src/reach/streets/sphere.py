"""Distances on the ground. Coordinates are (lat, lon) in degrees."""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

EARTH_RADIUS = 6_371_008.8
"""Metres: the mean radius of the Earth (IUGG); streets are short enough for a sphere (error ≤ 0.5 %)."""

METRES_A_DEGREE = EARTH_RADIUS * np.pi / 180


def metres_between(latitude: Floats, longitude: Floats, to_latitude: Floats, to_longitude: Floats) -> Floats:
    """Great-circle distances in metres by the haversine formula, precise over short ones too."""
    rise = np.radians(to_latitude - latitude) / 2
    run = np.radians(to_longitude - longitude) / 2
    across = np.cos(np.radians(latitude)) * np.cos(np.radians(to_latitude)) * np.sin(run) ** 2
    distance: npt.NDArray[Any] = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.sin(rise) ** 2 + across))
    return distance
