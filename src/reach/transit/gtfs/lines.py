"""Routes and the trips on them: routes.txt, trips.txt."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reach.times import Int32s
from reach.transit.gtfs.calendars import Calendars
from reach.transit.gtfs.places import wheelchair_values
from reach.transit.gtfs.source import Source, change, drop
from reach.transit.gtfs.values import Ids, Numbers, each, first_of_each

TRAM, METRO, RAIL, BUS, FERRY, TROLLEYBUS = 0, 1, 2, 3, 4, 11
BASIC = frozenset({0, 1, 2, 3, 4, 5, 6, 7, 11, 12})

EXTENDED = {1: RAIL, 2: BUS, 3: RAIL, 4: METRO, 5: METRO, 6: METRO, 7: BUS, 8: TROLLEYBUS, 9: TRAM}
EXTENDED |= {10: FERRY, 12: FERRY, 13: 6, 14: 7, 15: BUS}
"""Basic types of the hundreds of extended ones: 2 is coaches, 15 shared taxis, 13 cable cars, 14
funiculars."""

MONORAIL = 405


@dataclass(frozen=True)
class Routes:
    route_id: list[str]
    name: list[str]
    type: npt.NDArray[np.int16]

    @cached_property
    def index(self) -> Ids:
        return Ids(self.route_id)


@dataclass(frozen=True)
class Trips:
    """Trips that name a known route and service, in the order of trips.txt."""

    trip_id: list[str]
    route: Int32s
    service: Int32s
    wheelchair: npt.NDArray[np.int8]
    row: Int32s

    @cached_property
    def index(self) -> Ids:
        return Ids(self.trip_id)


def basic_type(code: int) -> int | None:
    """The basic type of a route, or None if there is none such."""
    if code in BASIC:
        return code
    if code == MONORAIL:
        return 12
    return EXTENDED.get(code // 100) if code >= 100 else None


def read_routes(source: Source) -> Routes:
    """Routes; one of an unknown type is taken as a bus and reported."""
    table = source.table("routes.txt", "route_id route_type", "route_short_name route_long_name")
    first, again = first_of_each([name.strip() for name in table["route_id"]])
    drop(source.report, "second route of the same route_id", table.file, table.row[again])
    codes = each(Numbers(), table["route_type"])
    types = [basic_type(int(codes[at])) for at in first]
    odd = [at for at, found in zip(first, types, strict=True) if found is None]
    change(source.report, "unknown route_type, taken as a bus", table.file, table.row[odd])
    source.report.keep("routes", len(first))
    return Routes(
        [table["route_id"][at].strip() for at in first],
        [table["route_short_name"][at].strip() or table["route_long_name"][at].strip() for at in first],
        np.array([BUS if found is None else found for found in types], dtype=np.int16),
    )


def read_trips(source: Source, routes: Routes, calendars: Calendars) -> Trips:
    table = source.table("trips.txt", "route_id service_id trip_id", "wheelchair_accessible")
    first, again = first_of_each([name.strip() for name in table["trip_id"]])
    drop(source.report, "second trip of the same trip_id", table.file, table.row[again])
    route = each(routes.index, table["route_id"])
    service = each(calendars.index, table["service_id"])
    kept = np.zeros(len(table), dtype=np.bool_)
    kept[first] = True
    drop(source.report, "trip of an unknown route_id", table.file, table.row[kept & (route < 0)])
    kept &= route >= 0
    drop(source.report, "trip of an unknown service_id", table.file, table.row[kept & (service < 0)])
    kept &= service >= 0
    picked = np.flatnonzero(kept)
    return Trips(
        [table["trip_id"][at].strip() for at in picked.tolist()],
        route[picked],
        service[picked],
        wheelchair_values(source, table, "wheelchair_accessible", picked.tolist()),
        table.row[picked],
    )
