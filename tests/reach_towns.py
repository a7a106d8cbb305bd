"""A small town of streets and bus lines, for the tests of travel times."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from reach.hierarchy.hierarchy import Hierarchy
from reach.hierarchy.order import nested_dissection
from reach.streets.graph import COLUMNS, OF_NODES, StreetGraph
from reach.streets.profiles import load_profiles
from reach.streets.sphere import metres_between
from reach.streets.tags import Kind, Surface
from reach.transit.timetable import Timetable
from reach.travel.walk import StreetWalk

SIDE = 14
STEP = 0.0018
"""Degrees between neighbouring corners: 200 m northward."""
SOUTH, WEST = 55.15, 61.38
START = 8 * 3600


@dataclass(frozen=True)
class Town:
    graph: StreetGraph
    hierarchy: Hierarchy
    timetable: Timetable
    walk: StreetWalk
    latitude: np.ndarray
    longitude: np.ndarray
    """Of people's homes."""
    venue_latitude: np.ndarray
    venue_longitude: np.ndarray


def streets(rng, *, steps=0.1, gone=0.1):
    """A grid with some streets missing, some of them stairs and some one-way."""
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    latitude = SOUTH + row * STEP + rng.uniform(-0.0002, 0.0002, len(row))
    longitude = WEST + column * STEP * 1.7 + rng.uniform(-0.0002, 0.0002, len(row))
    right = np.flatnonzero(column < SIDE - 1)
    up = np.flatnonzero(row < SIDE - 1)
    tail = np.concatenate((right, up))
    head = np.concatenate((right + 1, up + SIDE))
    kept = rng.random(len(tail)) >= gone
    tail, head = tail[kept], head[kept]
    length = metres_between(latitude[tail], longitude[tail], latitude[head], longitude[head])
    stairs = rng.random(len(tail)) < steps
    columns = {
        name: np.zeros(len(row) if name in OF_NODES else len(tail), kind) for name, kind in COLUMNS.items()
    }
    columns |= {
        "latitude": latitude,
        "longitude": longitude,
        "osm_node": np.arange(len(row)),
        "tail": tail.astype(np.int32),
        "head": head.astype(np.int32),
        "length": length,
        "kind": np.where(stairs, Kind.STEPS, Kind.FOOTWAY).astype(np.uint8),
        "steps": stairs,
        "surface": np.full(len(tail), Surface.ASPHALT, np.uint8),
        "direction": np.where(rng.random(len(tail)) < 0.05, 1, 0).astype(np.int8),
        "incline": np.zeros(len(tail), np.float32),
        "width": np.full(len(tail), 2, np.float32),
    }
    return StreetGraph(**columns)


def buses(rng, graph, *, lines=5, every=600):
    """Lines that wander over the corners from 7 to 11 o'clock, both ways."""
    stops = rng.choice(graph.nodes, 24, replace=False)
    trips, route, calls = [], [], []
    for line in range(lines):
        along = rng.choice(len(stops), 7, replace=False)
        for turned in (along, along[::-1]):
            for leaving in range(7 * 3600 + 60 * line, 11 * 3600, every + 60 * line):
                moments = leaving + np.arange(len(turned)) * 150
                trips.append(f"{line}-{len(trips)}")
                route.append(line)
                calls.append((turned, moments))
    count = len(trips)
    return Timetable(
        day=date(2026, 11, 25),
        stop_id=[f"s{number}" for number in range(len(stops))],
        stop_name=[f"Stop {number}" for number in range(len(stops))],
        stop_latitude=graph.latitude[stops] + 1e-5,
        stop_longitude=graph.longitude[stops] + 1e-5,
        stop_wheelchair=rng.integers(-1, 2, len(stops)).astype(np.int8),
        stop_parent=np.full(len(stops), -1, np.int32),
        route_id=[str(line) for line in range(lines)],
        route_name=[f"Bus {line}" for line in range(lines)],
        route_type=np.full(lines, 3, np.int16),
        trip_id=trips,
        trip_route=np.array(route, np.int32),
        trip_wheelchair=rng.integers(-1, 2, count).astype(np.int8),
        trip_start=np.arange(count + 1, dtype=np.int32) * 7,
        at_stop=np.concatenate([turned for turned, _ in calls]).astype(np.int32),
        arrival=np.concatenate([moments for _, moments in calls]).astype(np.int32),
        departure=np.concatenate([moments + 20 for _, moments in calls]).astype(np.int32),
        may_board=np.ones(count * 7, np.bool_),
        may_alight=np.ones(count * 7, np.bool_),
    )


def town(seed, *, profile="adult", homes=40, venues=21):
    """Equal seeds give equal towns."""
    rng = np.random.default_rng(seed)
    graph = streets(rng)
    order = nested_dissection(graph.nodes, graph.tail, graph.head)
    hierarchy = Hierarchy.build(graph.nodes, graph.tail, graph.head, order)
    box = (SOUTH, SOUTH + SIDE * STEP, WEST, WEST + SIDE * STEP * 1.7)
    return Town(
        graph,
        hierarchy,
        buses(rng, graph),
        StreetWalk(graph, hierarchy, load_profiles()[profile]),
        rng.uniform(*box[:2], homes),
        rng.uniform(*box[2:], homes),
        rng.uniform(*box[:2], venues),
        rng.uniform(*box[2:], venues),
    )
