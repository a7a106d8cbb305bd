"""Small timetables full of what is awkward: overtaking, loops, rides and changes in no time, forbidden
stops."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from reach.times import UNREACHED
from reach.transit.legs import Legs
from reach.transit.timetable import Timetable

START = 8 * 3600


def timetable_of(trips, stops, *, routes=None, board=None, alight=None):
    """From lists of ``(stop, arrival, departure)``, a list for each trip."""
    flat = [call for trip in trips for call in trip]
    stop, arrival, departure = (np.array([call[k] for call in flat], dtype=np.int32) for k in range(3))
    routes = [0] * len(trips) if routes is None else routes
    names = [str(number) for number in range(max(routes, default=0) + 1)]
    return Timetable(
        day=date(2026, 3, 4),
        stop_id=[f"s{number}" for number in range(stops)],
        stop_name=[f"Stop {number}" for number in range(stops)],
        stop_latitude=np.zeros(stops),
        stop_longitude=np.zeros(stops),
        stop_wheelchair=np.full(stops, -1, dtype=np.int8),
        stop_parent=np.full(stops, -1, dtype=np.int32),
        route_id=names,
        route_name=names,
        route_type=np.full(len(names), 3, dtype=np.int16),
        trip_id=[f"t{number}" for number in range(len(trips))],
        trip_route=np.array(routes, dtype=np.int32),
        trip_wheelchair=np.full(len(trips), -1, dtype=np.int8),
        trip_start=np.cumsum([0, *map(len, trips)]).astype(np.int32),
        at_stop=stop,
        arrival=arrival,
        departure=departure,
        may_board=np.ones(len(flat), dtype=np.bool_) if board is None else np.array(board, dtype=np.bool_),
        may_alight=np.ones(len(flat), dtype=np.bool_) if alight is None else np.array(alight, dtype=np.bool_),
    )


def legs_of(rows):
    """From lists of ``(stop, seconds)``, a list for each row."""
    flat = [leg for row in rows for leg in row]
    return Legs(
        np.cumsum([0, *map(len, rows)]).astype(np.int32),
        np.array([leg[0] for leg in flat], dtype=np.int32),
        np.array([leg[1] for leg in flat], dtype=np.int32),
    )


def row_of(legs, row):
    held = slice(legs.start[row], legs.start[row + 1])
    return list(zip(legs.place[held].tolist(), legs.seconds[held].tolist(), strict=True))


@dataclass
class Case:
    timetable: Timetable
    footpaths: Legs
    access: Legs
    egress: Legs
    direct: np.ndarray
    prices: np.ndarray
    hours: list


def random_case(seed, *, origins=3, venues=18):
    """One awkward little town; equal seeds give equal towns."""
    rng = np.random.default_rng(seed)
    stops = int(rng.integers(2, 8))
    # A coarse clock makes ties and rides in no time common.
    tick = int(rng.choice([1, 30, 60, 120]))
    trips = _trips(rng, stops, tick)
    calls = sum(map(len, trips))
    routes = rng.integers(0, 3, len(trips)).tolist()
    whole = rng.random() < 0.5
    return Case(
        timetable_of(
            trips,
            stops,
            routes=[*routes[:-1], 2] if routes else [2],
            board=None if whole else rng.random(calls) < 0.7,
            alight=None if whole else rng.random(calls) < 0.7,
        ),
        _legs(rng, stops, stops, 0.3, tick, own=rng.choice([0.0, 0.5, 1.0])),
        _legs(rng, origins, stops, 0.5, tick),
        _legs(rng, venues, stops, 0.3, tick),
        np.where(
            rng.random((origins, venues)) < 0.3, rng.integers(0, 900, (origins, venues)), UNREACHED
        ).astype(np.int32),
        rng.integers(0, 3, 3).astype(np.int32),
        [_hours(rng) for _ in range(venues)],
    )


def _trips(rng, stops, tick):
    trips = []
    for _ in range(int(rng.integers(1, 9))):
        at = rng.integers(0, stops, int(rng.integers(2, 7))).tolist()
        # Several runs over the same stops, so that there are patterns, and sometimes one overtakes another.
        for _ in range(int(rng.integers(1, 4))):
            moment = START + tick * int(rng.integers(-2, 1 + 900 // tick))
            trip = []
            for stop in at:
                wait = tick * int(rng.integers(0, 2)) * int(rng.random() < 0.3)
                trip.append((stop, moment, moment + wait))
                moment += wait + tick * int(rng.integers(0, 3))
            trips.append(trip)
    return trips


def _legs(rng, rows, stops, share, tick, own=0.0):
    return legs_of(
        [
            [
                (stop, 0 if stop == row and rng.random() < 0.5 else tick * int(rng.integers(0, 4)))
                for stop in range(stops)
                if rng.random() < (own if own and stop == row else share)
            ]
            for row in range(rows)
        ]
    )


def _hours(rng):
    moments = np.sort(rng.integers(-300, 1500, 2 * int(rng.integers(0, 3))))
    return [(START + int(a), START + int(b)) for a, b in moments.reshape(-1, 2)]
