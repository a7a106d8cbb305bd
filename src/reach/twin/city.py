"""A whole synthetic city from a scale and a seed."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.streets.graph import StreetGraph
from reach.transit.timetable import Timetable
from reach.twin.headways import WEEKDAY, to_timetable
from reach.twin.lattice import draw_lattice
from reach.twin.outlines import District, draw_districts, railway_line, reservoir_ring, river_line
from reach.twin.people import Buildings, draw_buildings
from reach.twin.plan import Floats, Plan
from reach.twin.service import Service, draw_service
from reach.twin.streets import to_graph
from reach.twin.venues import Venues, draw_venues
from reach.twin.ways import StreetLines, draw_lines

SMALLEST, LARGEST = 0.005, 4.0
SEED = 1736


@dataclass(frozen=True)
class City:
    """Everything the engine needs of a city, all of it invented. Coordinates are (lat, lon), lines of shape
    ``(k, 2)``.
    """

    scale: float
    seed: int
    lines: StreetLines
    streets: StreetGraph
    buildings: Buildings
    venues: Venues
    service: Service
    districts: list[District]
    river: Floats
    railway: Floats
    reservoir: Floats
    bridges: npt.NDArray[np.int64]
    """OSM ids of the ways over the river: nothing else crosses it."""
    underpasses: npt.NDArray[np.int64]
    """OSM ids of the ways under the railway, likewise."""
    synthetic: bool = True
    note: str = (
        "Synthetic city drawn by a program: no street, building, place or line of it exists. "
        "It has the size of Chelyabinsk and the shape of no city."
    )

    def counts(self) -> dict[str, int]:
        """How much of everything there is."""
        return {
            "residential buildings": len(self.buildings),
            "residents": int(self.buildings.residents.sum()),
            "street lines": self.lines.ways,
            "street nodes": self.streets.nodes,
            "street pieces": self.streets.pieces,
            "places of culture": len(self.venues),
            "districts": len(self.districts),
            "stops": len(self.service.stops.stop_id),
            "routes": self.service.routes,
            "ways over the river": len(self.bridges),
            "ways under the railway": len(self.underpasses),
        }

    def timetable(self, day: date = WEEKDAY) -> Timetable:
        """What runs on a day of 2026 (a Wednesday if none is given), as the city's headway tables tell."""
        return to_timetable(self.service, day)


def make_city(scale: float = 1.0, seed: int = SEED) -> City:
    """Draw a city of ``round(30,830 × scale)`` buildings and all else in proportion, the same for the same
    seed.

    Lengths of the whole grow with the square root of the scale, streets and houses keep their size. 1.0 takes
    a second or two, 0.0065 (200 buildings) some hundredths of one.

    :raises BadInput: a scale out of bounds, or a small one with a seed that gives no city.
    """
    if not SMALLEST <= scale <= LARGEST:
        raise BadInput(f"scale {scale} is not from {SMALLEST} to {LARGEST}")
    if seed < 0:
        raise BadInput(f"seed {seed} is negative; take 0 or more")
    # Each part draws from its own stream: a change in one leaves the others as they are.
    streams = [np.random.default_rng([seed, part]) for part in (10, 11, 12, 13, 14)]
    plan = Plan.draw(scale, streams[0])
    lattice = draw_lattice(plan, scale, seed)
    lines = draw_lines(plan, lattice, streams[1])
    return City(
        scale=scale,
        seed=seed,
        lines=lines,
        streets=to_graph(lines),
        buildings=draw_buildings(plan, lines, scale, streams[2]),
        venues=draw_venues(plan, lines, scale, streams[3]),
        service=draw_service(plan, lattice, streams[4]),
        districts=draw_districts(plan),
        river=river_line(plan),
        railway=railway_line(plan),
        reservoir=reservoir_ring(plan),
        bridges=np.flatnonzero(lattice.over_river) + 1,
        underpasses=np.flatnonzero(lattice.over_rails) + 1,
    )
