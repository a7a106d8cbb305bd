"""Porto Alegre by the engine and by cafein, with the same parameters.

The setting: 1,227 cells to 1,227 cells, departures each minute from 14:00 to 15:59 on Monday 2019-05-13, the
median; 3.6 km/h on foot, at most 30 minutes to the first stop and from the last, at most 20 minutes between
two rides, changing takes no time. Day and hour are those of r5r's published examples. What cafein does with
these stands in ``bench/reach/rivals/cafein_poa.py``; so that both travel alike:

* **Timetable.** Most stop times are blank. cafein fills them in evenly by the number of stops, the engine by
  distance, so cafein gets the feed as the engine read and wrote it: every time filled in, the one day only.
* **Median.** cafein's median of 120 is the 61st smallest, the engine's the 60th; it is asked for the
  percentile 50.5, which is the 61st.
* **Walking.** Measured twice. *On the same legs* both take the walks that cafein finds (to and from stops,
  between stops, all the way), so that only the search in the timetable differs. *Each by its own streets* the
  engine reads, snaps and walks by itself, at 1 m/s on everything that it holds walkable, up to 1,600 m off
  the streets.
* **Limits.** cafein knows no longest trip; the engine is given four hours here, which is more than any of its
  medians takes.
"""

import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numpy as np

from bench.reach.inputs import POA_DAY, POA_FEEDS, POA_START, POA_STREETS, Ints, poa_cells
from bench.reach.rivals import cafein_poa
from reach.hierarchy.hierarchy import Hierarchy
from reach.hierarchy.order import nested_dissection
from reach.streets.components import largest_component
from reach.streets.costs import ALLOWED
from reach.streets.osm import read_osm
from reach.streets.profiles import Profile, load_profiles
from reach.times import UNREACHED
from reach.transit.gtfs import read_gtfs
from reach.transit.gtfs.write import write_gtfs
from reach.transit.legs import Legs
from reach.transit.prepare import Prepared, prepare
from reach.transit.timetable import Timetable
from reach.travel.times import Network, Ride, TravelTimes
from reach.travel.walk import StreetWalk, legs

MINUTES = 120
MEDIAN = 50.5
LONGEST = 4 * 3600


@cache
def timetable() -> Timetable:
    """The day's buses and trains."""
    return read_gtfs(POA_FEEDS, POA_DAY)[0]


def walker() -> Profile:
    """1 m/s everywhere, up and down alike, no waiting at crossings: as cafein walks."""
    adult = load_profiles()["adult"]
    tables = {
        name: replace(
            table,
            numbers=np.zeros_like(table.numbers) if name == "crossing" else np.ones_like(table.numbers),
            permits=np.full_like(table.permits, ALLOWED),
        )
        for name, table in adult.tables.items()
    }
    return replace(adult, name="walker", speed=1.0, tables=tables)


@cache
def streets() -> StreetWalk:
    """The streets of Porto Alegre for :func:`walker`; cells may lie up to 1,600 m off them."""
    graph, _ = read_osm(POA_STREETS)
    order = nested_dissection(graph.nodes, graph.tail, graph.head)
    hierarchy = Hierarchy.build(graph.nodes, graph.tail, graph.head, order)
    return StreetWalk(graph, hierarchy, walker(), limit=1600.0)


def ride(longest: int = LONGEST) -> Ride:
    """How one travels."""
    return Ride(
        timetable(),
        POA_START,
        MINUTES,
        longest,
        access=cafein_poa.ACCESS,
        footpath=cafein_poa.FOOTPATH,
        change=0,
    )


@cache
def network(longest: int = LONGEST) -> Network:
    """Timetable and walks between stops, prepared for the window."""
    return Network(streets(), ride(longest))


def own_matrix(on: Network) -> Ints:
    """Medians ``int32[cells, cells]`` by the engine alone, from coordinates on: snapping, walks,
    timetable.
    """
    _, latitude, longitude, _ = poa_cells()
    cells = on.walk.spots(latitude, longitude)
    times = TravelTimes(on.walk, cells, cells, network=on, percentiles=(MEDIAN,))
    found = np.empty((len(latitude), len(latitude)), np.int32)
    for part, seconds in times.blocks():
        found[:, part] = seconds[:, 0]
    return found


@cache
def rival(on_our_streets: bool = False) -> tuple[Any, Any]:
    """Cafein's network on the feed with every time filled in, and the cells as it takes them."""
    with tempfile.TemporaryDirectory() as folder:
        feed = Path(folder) / "poa.zip"
        write_gtfs(timetable(), feed, timezone="America/Sao_Paulo")
        net = cafein_poa.network([feed], POA_STREETS)
    if on_our_streets:
        walk = streets()
        graph = walk.graph
        _, pieces = largest_component(graph, walk.usable)
        cafein_poa.put_streets(
            net,
            (graph.latitude, graph.longitude),
            (graph.tail[pieces], graph.head[pieces], graph.length[pieces]),
        )
    ids, latitude, longitude, _ = poa_cells()
    return net, cafein_poa.points(ids, latitude, longitude)


@dataclass(frozen=True)
class Walks:
    """All walks that a matrix takes, in the engine's order of stops."""

    access: Legs
    """From cells to stops."""
    egress: Legs
    """From cells to stops, in the time of the way back."""
    footpaths: Legs
    """Between stops, staying at one (0 s) among them."""
    walk: Ints
    """All the way, ``int32[cells, cells]``."""


def matrix(on: Prepared, walks: Walks) -> Ints:
    """Medians ``int32[cells, cells]`` by the engine from given walks; ``on`` has their footpaths."""
    found = np.empty(walks.walk.shape, np.int32)
    boardings = on.boardings(walks.access)
    for part, seconds in on.blocks(boardings, walks.egress, walks.walk, percentiles=(MEDIAN,)):
        found[:, part] = seconds[:, 0]
    return found


def prepared(walks: Walks, longest: int = LONGEST) -> Prepared:
    """The timetable with the footpaths of ``walks``."""
    return prepare(timetable(), walks.footpaths, start=POA_START, minutes=MINUTES, max_seconds=longest)


def medians_of(found: cafein_poa.Seconds) -> Ints:
    """Cafein's seconds as the engine's, with its value for ∞."""
    return np.where(found == cafein_poa.NEVER, UNREACHED, found).astype(np.int32)


@cache
def rival_walks() -> Walks:
    """The walks that cafein finds by its own streets, asked cell by cell."""
    net, cells = rival()
    place = {name: at for at, name in enumerate(timetable().stop_id)}
    _, latitude, longitude, _ = poa_cells()
    rows = [
        sorted((place[stop], seconds) for stop, seconds in found.items())
        for found in cafein_poa.access(net, latitude, longitude)
    ]
    start = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int32)
    flat = np.array([leg for row in rows for leg in row], np.int32).reshape(-1, 2)
    access = Legs(start, np.ascontiguousarray(flat[:, 0]), np.ascontiguousarray(flat[:, 1]))
    return Walks(access, access, _footpaths(place), medians_of(cafein_poa.walked(net, cells)))


def _footpaths(place: dict[str, int]) -> Legs:
    net, _ = rival()
    names, tail, head, seconds = cafein_poa.footpaths(net, POA_STREETS)
    numbers = np.array([place[name] for name in names], np.int64)
    stops = len(place)
    stay = np.arange(stops)
    tail, head = numbers[tail], numbers[head]
    other = tail != head
    tail, head = np.concatenate([tail[other], stay]), np.concatenate([head[other], stay])
    seconds = np.concatenate([seconds[other].astype(np.int32), np.zeros(stops, np.int32)])
    order = np.lexsort((head, tail))
    start = np.zeros(stops + 1, np.int32)
    np.cumsum(np.bincount(tail, minlength=stops), out=start[1:])
    return Legs(start, head[order].astype(np.int32), np.ascontiguousarray(seconds[order]))


@cache
def own_walks() -> Walks:
    """The walks that the engine finds by itself; all the way within 30 minutes, as cafein has it."""
    on = network()
    _, latitude, longitude, _ = poa_cells()
    cells = on.walk.spots(latitude, longitude)
    access = legs(on.walk, cells, on.stops, cafein_poa.ACCESS)
    direct = legs(on.walk, cells, cells, cafein_poa.ACCESS)
    walk = np.full((len(cells), len(cells)), UNREACHED, np.int32)
    walk[np.repeat(np.arange(len(cells)), np.diff(direct.start)), direct.place] = direct.seconds
    return Walks(access, on.egress(cells), on.footpaths, walk)


def chained(walks: Walks) -> Walks:
    """The same with cafein's rule that limits add up: after the last ride a footpath may lead to another stop
    and the egress start there, and one may walk to a stop and start the egress there without any ride.
    """
    stops = timetable().stops
    cells = walks.egress.rows
    egress = np.full((cells, stops), UNREACHED, np.int32)
    turned = walks.footpaths.turned(stops)
    walk = walks.walk.copy()
    _chain(walks.access, walks.egress, turned, egress, walk)
    row, stop = np.nonzero(egress < UNREACHED)
    start = np.zeros(cells + 1, np.int32)
    np.cumsum(np.bincount(row, minlength=cells), out=start[1:])
    return Walks(walks.access, Legs(start, stop.astype(np.int32), egress[row, stop]), walks.footpaths, walk)


@numba.njit(cache=True)
def _chain(access, egress, turned, reached, walk):
    near = np.empty(reached.shape[1], np.int32)
    for cell in range(reached.shape[0]):
        near[:] = 1 << 30
        for leg in range(egress.start[cell], egress.start[cell + 1]):
            stop, last = egress.place[leg], egress.seconds[leg]
            near[stop] = min(near[stop], last)
            for path in range(turned.start[stop], turned.start[stop + 1]):
                other, then = turned.place[path], turned.seconds[path] + last
                reached[cell, other] = min(reached[cell, other], then)
        for origin in range(walk.shape[0]):
            for leg in range(access.start[origin], access.start[origin + 1]):
                then = access.seconds[leg] + near[access.place[leg]]
                walk[origin, cell] = min(walk[origin, cell], then)
