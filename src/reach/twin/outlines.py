"""Schematic districts, water and railway as lines on a map. Coordinates are (lat, lon)."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reach.twin.plan import Floats, Plan, to_degrees

DISTRICTS = ("Centre", "East", "North-East", "North-West", "West", "South-West", "South-East")


@dataclass(frozen=True)
class District:
    """A schematic part of the city; ``outline`` is a closed ring of (lat, lon), shape ``(k, 2)``."""

    name: str
    outline: Floats
    area: float
    """Square kilometres."""


def _clip(ring: Floats, x: float, y: float, far: float) -> Floats:
    """What of a ring lies where x · px + y · py ≤ far (Sutherland & Hodgman 1974)."""
    if not len(ring):
        return ring
    over = ring[:, 0] * x + ring[:, 1] * y - far
    kept = []
    for here in range(len(ring)):
        before = here - 1
        if (over[here] <= 0) != (over[before] <= 0):
            part = over[before] / (over[before] - over[here])
            kept.append(ring[before] + part * (ring[here] - ring[before]))
        if over[here] <= 0:
            kept.append(ring[here])
    return np.array(kept).reshape(-1, 2)


def _closed(ring: Floats) -> Floats:
    latitude, longitude = to_degrees(ring[:, 0], ring[:, 1])
    return np.stack((np.append(latitude, latitude[0]), np.append(longitude, longitude[0])), axis=1)


def draw_districts(plan: Plan) -> list[District]:
    """Seven parts, each what lies nearest to one of seven middles (Voronoi 1908), within the city's edge."""
    angle = np.arange(360) * 2 * np.pi / 360
    edge = plan.outline_at(angle)
    city = np.stack((edge * np.cos(angle), edge * np.sin(angle)), axis=1)
    found = []
    for mine, name in enumerate(DISTRICTS):
        ring = city
        for other in range(len(DISTRICTS)):
            if other != mine:
                x = plan.district_x[other] - plan.district_x[mine]
                y = plan.district_y[other] - plan.district_y[mine]
                middle_x = (plan.district_x[other] + plan.district_x[mine]) / 2
                middle_y = (plan.district_y[other] + plan.district_y[mine]) / 2
                ring = _clip(ring, x, y, float(x * middle_x + y * middle_y))
        next_x, next_y = np.roll(ring[:, 0], -1), np.roll(ring[:, 1], -1)
        area = float(np.abs((ring[:, 0] * next_y - next_x * ring[:, 1]).sum()) / 2e6)
        found.append(District(f"Synthetic {name}", _closed(ring), area))
    return found


def river_line(plan: Plan) -> Floats:
    """The river's middle, shape ``(k, 2)``."""
    x = np.linspace(-1.15, 1.15, 200) * plan.radius
    return np.stack(to_degrees(x, plan.river(x)), axis=1)


def railway_line(plan: Plan) -> Floats:
    """The railway's middle, shape ``(k, 2)``."""
    y = np.linspace(-1.15, 1.15, 120) * plan.radius
    return np.stack(to_degrees(plan.railway(y), y), axis=1)


def reservoir_ring(plan: Plan) -> Floats:
    """The shore, a closed ring of shape ``(k, 2)``."""
    x, y, half_x, half_y = plan.reservoir()
    angle = np.arange(72) * 2 * np.pi / 72
    return _closed(np.stack((x + half_x * np.cos(angle), y + half_y * np.sin(angle)), axis=1))


def inside(ring: Floats, latitude: Floats, longitude: Floats) -> npt.NDArray[np.bool_]:
    """Which places lie inside a closed ring (even–odd rule)."""
    result = np.zeros(len(latitude), dtype=np.bool_)
    for (lat, lon), (to_lat, to_lon) in pairwise(ring.tolist()):
        between = (lat > latitude) != (to_lat > latitude)
        if lat != to_lat:
            result ^= between & (longitude < lon + (latitude - lat) / (to_lat - lat) * (to_lon - lon))
    return result
