"""What a travel time by public transport is, written down plainly: a forward connection scan for one
setting-out.

Nothing is arranged here for speed; the engine's answers are held against this in the tests and in the
benchmark. It knows no patterns, no reduced transfers and no order among rides that take no time: it goes
through the connections by departure (Dibbelt, Pajor, Strasser, Wagner: Intriguingly Simple and Fast Transit
Routing, 2013) until nothing changes any more.
"""

from collections.abc import Sequence

from reach.times import UNREACHED, Int32s
from reach.transit.legs import Legs
from reach.transit.timetable import Timetable

NEVER = int(UNREACHED)


class PlainScan:
    """A timetable and its footpaths, ready to be scanned; with prices, a label for each budget up to
    ``budget``.
    """

    def __init__(
        self, timetable: Timetable, footpaths: Legs, prices: Int32s | None = None, budget: int = 0
    ) -> None:
        stop, start = timetable.at_stop.tolist(), timetable.trip_start.tolist()
        arrival, departure = timetable.arrival.tolist(), timetable.departure.tolist()
        board, alight = timetable.may_board.tolist(), timetable.may_alight.tolist()
        route = timetable.trip_route.tolist()
        self.budget = budget
        self.stops = timetable.stops
        self.trips = timetable.trips
        self.walks = [_row(footpaths, stop) for stop in range(footpaths.rows)]
        self.connections = sorted(
            (departure[at], trip, at, stop[at], stop[at + 1], arrival[at + 1], board[at], alight[at + 1],
             0 if prices is None else int(prices[route[trip]]))
            for trip in range(timetable.trips)
            for at in range(start[trip], start[trip + 1] - 1)
        )  # fmt: skip

    def by_vehicle(
        self, access: Sequence[tuple[int, int]], moment: int, latest: int = NEVER
    ) -> list[list[int]]:
        """When one can be at each stop by vehicle, for each budget; ``access`` holds stops and walks of
        ``moment``.
        """
        budgets = range(self.budget + 1)
        ready = [[NEVER] * self.stops for _ in budgets]
        came = [[NEVER] * self.stops for _ in budgets]
        boarded = [[NEVER] * self.trips for _ in budgets]
        for stop, walk in access:
            for spent in budgets:
                ready[spent][stop] = min(ready[spent][stop], moment + walk)
        connections = [one for one in self.connections if moment <= one[0] <= latest]
        changed = True
        while changed:
            changed = False
            for departure, trip, at, here, there, arrival, board, alight, price in connections:
                for spent in budgets:
                    if board and price <= spent and ready[spent - price][here] <= departure:
                        boarded[spent][trip] = min(boarded[spent][trip], at)
                    if boarded[spent][trip] <= at and alight and arrival < came[spent][there]:
                        changed = True
                        came[spent][there] = arrival
                        for stop, walk in self.walks[there]:
                            ready[spent][stop] = min(ready[spent][stop], arrival + walk)
        return came

    def travel_times(
        self,
        access: Sequence[tuple[int, int]],
        egress: Legs,
        direct: Sequence[int],
        moment: int,
        max_seconds: int,
        hours: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> list[list[int]]:
        """Seconds from setting out at ``moment`` to being let in, for each budget and venue; ``UNREACHED``
        for never.
        """
        came = self.by_vehicle(access, moment, moment + max_seconds)
        return [
            [
                _time(
                    min([moment + direct[venue], *(by[stop] + walk for stop, walk in _row(egress, venue))]),
                    moment,
                    max_seconds,
                    None if hours is None else hours[venue],
                )
                for venue in range(egress.rows)
            ]
            for by in came
        ]


def _row(legs: Legs, row: int) -> list[tuple[int, int]]:
    held = slice(legs.start[row], legs.start[row + 1])
    return list(zip(legs.place[held].tolist(), legs.seconds[held].tolist(), strict=True))


def _time(arrival: int, moment: int, max_seconds: int, intervals: Sequence[tuple[int, int]] | None) -> int:
    if intervals is not None:
        arrival = min((max(arrival, opens) for opens, last in intervals if arrival <= last), default=NEVER)
    return arrival - moment if arrival - moment <= max_seconds else NEVER
