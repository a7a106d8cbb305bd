"""One service day of public transport as arrays."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

YES, NO, UNKNOWN = 1, 0, -1
"""The three values of everything about wheelchairs."""


@dataclass(frozen=True)
class Timetable:
    """Stops, routes and the trips that run on ``day``; every array in C order.

    Times are seconds after the service day's midnight (noon minus 12 h). Trips of the day before that still run after
    midnight are here with their times less 86,400, so some may be negative. A trip ``t`` owns the stop times
    ``trip_start[t]`` up to ``trip_start[t + 1]``, along which times never fall.
    """

    day: date
    stop_id: list[str]
    stop_name: list[str]
    stop_latitude: npt.NDArray[np.float64]
    stop_longitude: npt.NDArray[np.float64]
    stop_wheelchair: npt.NDArray[np.int8]
    stop_parent: npt.NDArray[np.int32]
    """The stop that is this one's station, -1 for none."""
    route_id: list[str]
    route_name: list[str]
    route_type: npt.NDArray[np.int16]
    """Basic GTFS types: 0 tram, 1 metro, 2 rail, 3 bus, 4 ferry, 11 trolleybus, …; extended ones are mapped to them."""
    trip_id: list[str]
    trip_route: npt.NDArray[np.int32]
    trip_wheelchair: npt.NDArray[np.int8]
    trip_start: npt.NDArray[np.int32]
    """Shape ``(trips + 1,)``."""
    at_stop: npt.NDArray[np.int32]
    """The stop of each stop time."""
    arrival: npt.NDArray[np.int32]
    departure: npt.NDArray[np.int32]
    may_board: npt.NDArray[np.bool_]
    may_alight: npt.NDArray[np.bool_]

    @property
    def stops(self) -> int:
        return len(self.stop_id)

    @property
    def routes(self) -> int:
        return len(self.route_id)

    @property
    def trips(self) -> int:
        return len(self.trip_id)

    @property
    def connections(self) -> int:
        """Rides from one stop of a trip to its next."""
        return len(self.at_stop) - self.trips
