"""Distances on the ground."""

from math import asin, cos, radians, sin, sqrt

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_M = 6_371_008.8


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in metres between two points in degrees (haversine)."""
    half_lat, half_lon = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def within(
    lats: npt.NDArray[np.float32], lons: npt.NDArray[np.float32], lat: float, lon: float, radius: float
) -> npt.NDArray[np.bool_]:
    """Which points (degrees; NaN is nowhere) lie within ``radius`` metres of a point."""
    half_lat = np.radians(lats - np.float32(lat)) / 2
    half_lon = np.radians(lons - np.float32(lon)) / 2
    chord = np.sin(half_lat) ** 2 + cos(radians(lat)) * np.cos(np.radians(lats)) * np.sin(half_lon) ** 2
    limit = sin(min(radius / (2 * EARTH_RADIUS_M), np.pi / 2)) ** 2
    found: npt.NDArray[np.bool_] = chord <= limit
    return found
