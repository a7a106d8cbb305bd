"""The synthetic twin in a process of its own: ``python -m bench.reach.twin_run SCALE GROUPS THREADS``.

Prints seconds and memory as JSON. A process of its own, so that the peak of memory is that of this work
alone.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil

from bench.reach.memory import peak_mb
from reach.hierarchy.hierarchy import Hierarchy
from reach.hierarchy.order import nested_dissection
from reach.streets.osm import read_osm
from reach.streets.profiles import load_profiles
from reach.streets.snap import SnapIndex
from reach.times import UNREACHED
from reach.transit.gtfs import read_gtfs
from reach.travel.city import STEP_FREE
from reach.travel.times import Network, Ride, TravelTimes
from reach.travel.walk import StreetWalk
from reach.twin.city import make_city
from reach.twin.files import write_city
from reach.twin.headways import WEEKDAY

START, MINUTES = 16 * 3600, 120
"""Departures from 16:00 to 17:59 on a Wednesday."""


def main() -> None:
    """Build the city as a planner would, then all groups' travel times."""
    scale, wanted, threads = float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    told: dict[str, object] = {}
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        write_city(make_city(scale), folder)
        graph, _ = read_osm(Path(folder) / "streets.osm.pbf")
        timetable, _ = read_gtfs([Path(folder) / "gtfs.zip"], WEEKDAY)
    hierarchy = Hierarchy.build(
        graph.nodes, graph.tail, graph.head, nested_dissection(graph.nodes, graph.tail, graph.head)
    )
    city = make_city(scale)
    index = SnapIndex(graph)
    told["build_s"] = time.perf_counter() - begun
    told["built_mb"] = psutil.Process().memory_info().rss / 1e6
    buildings, venues = city.buildings, city.venues
    told["sizes"] = {
        "buildings": len(buildings),
        "venues": len(venues),
        "nodes": graph.nodes,
        "stops": timetable.stops,
        "connections": timetable.connections,
    }
    groups = []
    begun, spent = time.perf_counter(), time.process_time()
    for name, profile in list(load_profiles().items())[:wanted]:
        step = time.perf_counter()
        walk = StreetWalk(graph, hierarchy, profile, index=index)
        lines = timetable.for_wheelchair(sure=STEP_FREE[name]) if name in STEP_FREE else timetable
        network = Network(walk, Ride(lines, START, MINUTES))
        times = TravelTimes(
            walk,
            walk.spots(buildings.latitude, buildings.longitude),
            walk.spots(venues.latitude, venues.longitude),
            network=network,
            threads=threads,
        )
        reached = 0
        for block in times.blocks():
            reached += int(np.count_nonzero(block.seconds < UNREACHED))
        share = reached / len(buildings) / len(venues)
        groups.append({"group": name, "seconds": time.perf_counter() - step, "reached": share})
    told["seconds"] = time.perf_counter() - begun
    told["cpu"] = time.process_time() - spent
    told["groups"] = groups
    told["peak_mb"] = peak_mb()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
