"""The usual road through the room: read, cost, snap, seed, and from there any shortest-path method."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from reach.report import Report
from reach.streets.graph import StreetGraph
from reach.streets.profiles import Profile, load_profiles, usable
from reach.streets.snap import SnapIndex, same_piece, seeds
from reach.times import UNREACHED, Int32s

PROFILES = load_profiles()
LIMIT = 400.0


@pytest.fixture(scope="module")
def places(oslo: StreetGraph) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    at = rng.integers(0, oslo.nodes, 12)
    return oslo.latitude[at] + 2e-4, oslo.longitude[at] - 3e-4


@pytest.fixture(scope="module")
def index(oslo: StreetGraph) -> SnapIndex:
    return SnapIndex(oslo)


def _times(
    graph: StreetGraph,
    index: SnapIndex,
    profile: Profile,
    places: tuple[np.ndarray, np.ndarray],
    *,
    mirrored: bool = False,
    mask: np.ndarray | None = None,
) -> np.ndarray:
    """Milliseconds between all places, shape ``(12, 12)``; mirrored: walking back from where one arrives."""
    forward, backward = profile.costs(graph)
    mask = usable(forward, backward) if mask is None else mask
    snaps = index.snap(*places, limit=LIMIT, usable=mask)
    leaving = seeds(snaps, graph, profile, forward, backward, leaving=True)
    arriving = seeds(snaps, graph, profile, forward, backward, leaving=False)
    out, into = (arriving, leaving) if mirrored else (leaving, arriving)
    one, two = (backward, forward) if mirrored else (forward, backward)
    ends = np.concatenate((graph.tail, graph.head)), np.concatenate((graph.head, graph.tail))
    matrix = _cheapest(graph.nodes, *ends, np.concatenate((one, two)))
    roots, place = np.unique(out.node, return_inverse=True)
    trees = dijkstra(matrix, indices=roots)
    times = np.full((12, 12), np.inf)
    for start in range(12):
        for end in range(12):
            for a in range(out.start[start], out.start[start + 1]):
                for b in range(into.start[end], into.start[end + 1]):
                    cost = float(out.cost[a]) + float(into.cost[b])
                    if cost < UNREACHED:
                        cost += trees[place[a], into.node[b]]
                        times[start, end] = min(times[start, end], cost)
    times = times.T if mirrored else times
    direct = same_piece(snaps, snaps, profile, forward, backward)
    np.minimum.at(times, (direct.origin, direct.venue), direct.cost)
    return times


def _cheapest(nodes: int, start: Int32s, end: Int32s, cost: Int32s) -> coo_matrix:
    order = np.lexsort((cost, end, start))
    start, end, cost = start[order], end[order], cost[order]
    kept = cost < UNREACHED
    kept[1:] &= (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    return coo_matrix((cost[kept].astype(float), (start[kept], end[kept])), shape=(nodes, nodes)).tocsr()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["adult", "wheelchair_or_unknown", "lit_at_night"])
def test_setting_out_and_arriving_are_two_views_of_one_time(
    oslo: StreetGraph, index: SnapIndex, places: tuple[np.ndarray, np.ndarray], name: str
) -> None:
    times = _times(oslo, index, PROFILES[name], places)
    assert (times == _times(oslo, index, PROFILES[name], places, mirrored=True)).all()
    assert np.isfinite(times).sum() > 12


@pytest.mark.slow
def test_a_faster_walker_is_never_slower_and_going_step_free_never_quicker(
    oslo: StreetGraph, index: SnapIndex, places: tuple[np.ndarray, np.ndarray]
) -> None:
    adult = PROFILES["adult"]
    step_free = replace(adult, steps=False)
    # The same way onto the streets for all, so that only the streets differ.
    mask = usable(*step_free.costs(oslo))
    times = _times(oslo, index, adult, places, mask=mask)
    faster = _times(oslo, index, replace(adult, speed=2.0), places, mask=mask)
    assert (faster <= times).all()
    assert (_times(oslo, index, step_free, places, mask=mask) >= times).all()


def test_who_is_left_without_a_street_is_told(
    oslo: StreetGraph, index: SnapIndex, places: tuple[np.ndarray, np.ndarray]
) -> None:
    report = Report()
    sure = PROFILES["wheelchair_sure"]
    snaps = index.snap(*places, limit=20, usable=usable(*sure.costs(oslo)), report=report)
    assert report.kept["points on a street"] + sum(report.dropped.values()) == 12
    assert sum(report.dropped.values()) == int((~snaps.found).sum())
