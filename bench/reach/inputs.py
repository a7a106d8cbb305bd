"""What the cases are measured on; everything is read once a run."""

import csv
import io
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.databases import ROOT
from reach.hierarchy.hierarchy import Hierarchy
from reach.hierarchy.order import nested_dissection
from reach.streets.components import largest_component
from reach.streets.graph import StreetGraph
from reach.streets.osm import read_osm

DATA = Path(__file__).parent / "data"
PORTO = DATA / "porto.osm.pbf"
POA_STREETS = DATA / "poa.osm.pbf"
POA_FEEDS = (DATA / "poa_eptc.zip", ROOT / "tests" / "reach" / "data" / "poa_trensurb.zip")
POA_CELLS = DATA / "poa_hexgrid.csv"
POA_DAY = date(2019, 5, 13)
POA_START = 14 * 3600
ORLIB = DATA / "orlib_pmed.zip"

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]


@cache
def porto() -> StreetGraph:
    """The streets of Porto, the largest connected part of them: 313,000 nodes."""
    graph, _ = read_osm(PORTO)
    inside, _ = largest_component(graph)
    return part_of(graph, inside)


@cache
def porto_hierarchy() -> Hierarchy:
    """The hierarchy of Porto; its order is found anew in each run."""
    graph = porto()
    order = nested_dissection(graph.nodes, graph.tail, graph.head)
    return Hierarchy.build(graph.nodes, graph.tail, graph.head, order)


def part_of(graph: StreetGraph, inside: npt.NDArray[np.bool_]) -> StreetGraph:
    """The nodes ``inside`` and the pieces between them."""
    pieces = inside[graph.tail] & inside[graph.head]
    number = (np.cumsum(inside) - 1).astype(np.int32)
    columns = graph.arrays()
    for name, column in columns.items():
        columns[name] = np.ascontiguousarray(column[inside if len(column) == graph.nodes else pieces])
    columns["tail"], columns["head"] = number[columns["tail"]], number[columns["head"]]
    return StreetGraph(**columns)


@cache
def poa_cells() -> tuple[list[str], Floats, Floats, Floats]:
    """Ids, latitudes, longitudes and residents of the 1,227 cells of Porto Alegre."""
    with POA_CELLS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [np.array([float(row[name]) for row in rows]) for name in ("lat", "lon", "population")]
    return [row["id"] for row in rows], columns[0], columns[1], columns[2]


@cache
def orlib() -> dict[str, tuple[Ints, int, int]]:
    """Every p-median instance: distances ``int32[n, n]`` along its network, p, and the known optimum.

    Where a pair of nodes stands twice in a file, the last line counts: so the optima were published.
    """
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    found = {}
    with zipfile.ZipFile(ORLIB) as archive:
        with archive.open("pmedopt.csv") as file:
            rows = csv.DictReader(io.TextIOWrapper(file, "utf-8"))
            optima = {row["instance"]: int(row["p_median_optimum"]) for row in rows}
        for name in sorted(archive.namelist(), key=lambda one: int("0" + "".join(filter(str.isdigit, one)))):
            if not name.endswith(".txt"):
                continue
            numbers = np.array(archive.read(name).split(), dtype=np.int64)
            nodes, edges, chosen = (int(number) for number in numbers[:3])
            network = np.zeros((nodes, nodes))
            for tail, head, cost in numbers[3 : 3 + 3 * edges].reshape(edges, 3):
                network[tail - 1, head - 1] = network[head - 1, tail - 1] = cost
            distances = dijkstra(csr_matrix(network), directed=False)
            instance = name.removesuffix(".txt")
            found[instance] = (np.ascontiguousarray(distances, np.int32), chosen, optima[instance])
    return found
