"""Compile every kernel of the room once, so that the first question of a process finds them in numba's
cache.
"""

from datetime import date

import numpy as np

from reach.percentiles import percentiles_of
from reach.times import UNREACHED, Int32s
from reach.transit.hours import Hours
from reach.transit.legs import Legs
from reach.transit.once import earliest_arrivals, open_day
from reach.transit.prepare import prepare
from reach.transit.raptor import journeys
from reach.transit.timetable import Timetable

START = 8 * 3600
LONG = 40_000
"""Journeys so long that the wider numbers are compiled, too."""


def warm() -> None:
    """Ask each question of a timetable of two trips; well under a second once all is cached."""
    timetable = _two_trips()
    footpaths = _to_each_stop(3)
    access, egress = _to_each_stop(1), _to_each_stop(1)
    direct = np.full((1, 1), 600, dtype=np.int32)
    for longest in (900, LONG):
        prepared = prepare(timetable, footpaths, start=START, minutes=2, max_seconds=longest)
        boardings = prepared.boardings(access)
        for hours in (None, Hours.of([[(START, START + LONG)]])):
            for _, times in prepared.every_minute(boardings, egress, direct, hours=hours):
                percentiles_of(times[:, :, 0].T.copy(), (50,))
            list(prepared.blocks(boardings, egress, direct, hours=hours))
            prepared.one_venue(boardings, egress, direct[:, 0].copy(), hours=hours)
    day = open_day(timetable, footpaths)
    earliest_arrivals(day, access, egress, direct[0], moment=START)
    journeys(day, access, egress, int(UNREACHED), moment=START)


def _two_trips() -> Timetable:
    """Two trips back and forth that take no time, so that even rings are gone through."""
    moment: Int32s = np.full(4, START + 300, dtype=np.int32)
    return Timetable(
        day=date(2000, 1, 1),
        stop_id=["a", "b", "c"],
        stop_name=["a", "b", "c"],
        stop_latitude=np.zeros(3),
        stop_longitude=np.zeros(3),
        stop_wheelchair=np.full(3, -1, dtype=np.int8),
        stop_parent=np.full(3, -1, dtype=np.int32),
        route_id=["1"],
        route_name=["1"],
        route_type=np.zeros(1, dtype=np.int16),
        trip_id=["1", "2"],
        trip_route=np.zeros(2, dtype=np.int32),
        trip_wheelchair=np.full(2, -1, dtype=np.int8),
        trip_start=np.array([0, 2, 4], dtype=np.int32),
        at_stop=np.array([0, 1, 1, 0], dtype=np.int32),
        arrival=moment,
        departure=moment.copy(),
        may_board=np.ones(4, dtype=np.bool_),
        may_alight=np.ones(4, dtype=np.bool_),
    )


def _to_each_stop(rows: int) -> Legs:
    """From each row to the stop of the same number, in no time."""
    places = np.arange(rows, dtype=np.int32)
    return Legs(np.arange(rows + 1, dtype=np.int32), places, np.zeros(rows, dtype=np.int32))
