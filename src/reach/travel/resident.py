"""One resident, setting out now: when they can be at each venue, and how."""

import numpy as np

from reach.errors import BadInput
from reach.times import UNREACHED, Int32s, seconds_up
from reach.transit.legs import Legs
from reach.transit.once import earliest_arrivals, open_day
from reach.transit.raptor import Journey, journeys
from reach.transit.timetable import Timetable
from reach.travel.times import changing
from reach.travel.walk import Floats, Spots, Walk, legs


class Outings:
    """Venues and a service day, made ready for single questions; those take milliseconds.

    Args:
        walk: how one walks.
        timetable: of the day.
        latitude, longitude: of the venues, shape ``(venues,)``.
        access, footpath, change: seconds, as in :class:`reach.travel.times.Ride`.
    """

    def __init__(
        self,
        walk: Walk,
        timetable: Timetable,
        latitude: Floats,
        longitude: Floats,
        *,
        access: int = 1200,
        footpath: int = 600,
        change: int = 60,
    ) -> None:
        self.walk = walk
        self.access = access
        self.stops = walk.spots(timetable.stop_latitude, timetable.stop_longitude)
        self.venues = walk.spots(latitude, longitude)
        self.day = open_day(
            timetable, changing(legs(walk, self.stops, self.stops, footpath), change, timetable.changes)
        )
        self.egress = legs(walk, self.stops, self.venues, access).turned(len(self.venues))
        # Where stops and venues meet the streets is found by the first question: here, not by a resident's.
        for spots in (self.stops, self.venues):
            walk.fan(walk.spots(latitude[:1], longitude[:1]), spots)

    def arrivals(self, latitude: float, longitude: float, moment: int, *, most: int = 7200) -> Int32s:
        """When one who sets out at ``moment`` (seconds after midnight) is at each venue: int32[venues].

        Raises:
            BadInput: the place is too far from any street.
        """
        here = self._here(latitude, longitude)
        direct = seconds_up(self.walk.fan(here, self.venues)[0])
        return earliest_arrivals(
            self.day, self._access(here), self.egress, direct, moment=moment, max_seconds=most
        )

    def journeys(
        self, latitude: float, longitude: float, venue: int, moment: int, *, most: int = 7200
    ) -> list[Journey]:
        """Journeys to one venue, from the fewest rides to the earliest arrival; none where there is no way in
        time.
        """
        here = self._here(latitude, longitude)
        direct = int(seconds_up(self.walk.fan(here, self.venues)[0, venue : venue + 1])[0])
        return journeys(
            self.day,
            self._access(here),
            self.egress.rows_between(venue, venue + 1),
            direct,
            moment=moment,
            max_seconds=most,
        )

    def _here(self, latitude: float, longitude: float) -> Spots:
        here = self.walk.spots(np.array([latitude]), np.array([longitude]))
        if not here.placed[0]:
            raise BadInput(
                f"({latitude}, {longitude}) is too far from any street that {self.walk.basis} can use"
            )
        return here

    def _access(self, here: Spots) -> Legs:
        seconds = seconds_up(self.walk.fan(here, self.stops)[0])
        near = np.flatnonzero(seconds <= min(self.access, int(UNREACHED) - 1)).astype(np.int32)
        return Legs(np.array([0, len(near)], np.int32), near, seconds[near])
