from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from reach.streets.chains import contract
from reach.streets.graph import StreetGraph
from reach.streets.profiles import load_profiles
from reach.times import UNREACHED, Int32s

CLOSED = int(UNREACHED)
Make = Callable[..., StreetGraph]


def _distances(
    nodes: int, tail: Int32s, head: Int32s, forward: Int32s, backward: Int32s, root: int | None = None
) -> np.ndarray:
    """All shortest paths by scipy; parallel pieces by the cheapest, ∞ where there is none."""
    start, end = np.concatenate((tail, head)), np.concatenate((head, tail))
    cost = np.concatenate((forward, backward)).astype(float)
    order = np.lexsort((cost, end, start))
    start, end, cost = start[order], end[order], cost[order]
    first = np.ones(len(start), dtype=bool)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    kept = first & (cost < CLOSED)
    matrix = coo_matrix((cost[kept], (start[kept], end[kept])), shape=(nodes, nodes)).tocsr()
    return np.asarray(dijkstra(matrix, indices=root))


def test_a_street_with_bends_is_one_chain(make_graph: Make) -> None:
    #  0-1-2-3, and 4 hangs on 2; the middle piece is drawn the other way round
    graph = make_graph([0, 2, 2, 2], [1, 1, 3, 4])
    chains = contract(graph)
    assert chains.junction.tolist() == [0, 2, 3, 4]
    assert (chains.tail.tolist(), chains.head.tolist()) == ([0, 1, 1], [1, 2, 3])
    assert chains.start.tolist() == [0, 2, 3, 4]
    assert chains.piece.tolist() == [0, 1, 2, 3]
    assert chains.turned.tolist() == [False, True, False, False]
    assert chains.chain.tolist() == [-1, 0, -1, -1, -1]
    assert chains.position.tolist() == [0, 1, 0, 0, 0]
    assert chains.end.tolist() == [0, -1, 1, 2, 3]
    forward = np.array([1, 20, 300, CLOSED], dtype=np.int32)
    backward = np.array([CLOSED, 7, 9, 5], dtype=np.int32)
    along, against = chains.costs(forward, backward)
    assert (along.tolist(), against.tolist()) == ([8, 300, CLOSED], [CLOSED, 9, 5])
    inside = [column.tolist()[1] for column in chains.inside(forward, backward)]
    assert inside == [1, CLOSED, 7, 20]


def test_a_ring_without_a_junction_gets_distances(make_graph: Make) -> None:
    chains = contract(make_graph([1, 2, 0], [2, 0, 1]))
    assert chains.junction.tolist() == [0]
    assert (chains.tail.tolist(), chains.head.tolist(), chains.start.tolist()) == ([0], [0], [0, 3])
    assert sorted(chains.piece.tolist()) == [0, 1, 2]


def test_a_node_without_streets_is_an_end(make_graph: Make) -> None:
    chains = contract(make_graph([0], [1], latitude=[0.0, 0.0, 0.0]))
    assert chains.junction.tolist() == [0, 1, 2]


@st.composite
def _graphs(draw: st.DrawFn) -> tuple[list[int], list[int], list[int], list[int]]:
    nodes = draw(st.integers(2, 14))
    ends = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)).filter(
        lambda pair: pair[0] != pair[1]
    )
    pairs = draw(st.lists(ends, min_size=1, max_size=20))
    cost = st.one_of(st.integers(1, 50), st.just(CLOSED))
    costs = st.lists(cost, min_size=len(pairs), max_size=len(pairs))
    return [one for one, _ in pairs], [two for _, two in pairs], draw(costs), draw(costs)


@given(drawn=_graphs())
def test_shortest_paths_between_all_nodes_stay_the_same(
    make_graph: Make, drawn: tuple[list[int], list[int], list[int], list[int]]
) -> None:
    graph = make_graph(drawn[0], drawn[1])
    forward, backward = np.array(drawn[2], dtype=np.int32), np.array(drawn[3], dtype=np.int32)
    chains = contract(graph)
    assert sorted(chains.piece.tolist()) == list(range(graph.pieces))
    whole = _distances(graph.nodes, graph.tail, graph.head, forward, backward)
    along, against = chains.costs(forward, backward)
    between = _distances(len(chains.junction), chains.tail, chains.head, along, against)
    assert (between == whole[np.ix_(chains.junction, chains.junction)]).all()

    from_tail, to_tail, to_head, from_head = (
        np.where(column >= CLOSED, np.inf, column) for column in chains.inside(forward, backward)
    )
    for one in np.flatnonzero(chains.chain >= 0):
        tail, head = chains.tail[chains.chain[one]], chains.head[chains.chain[one]]
        leaving = np.minimum(to_tail[one] + between[tail], to_head[one] + between[head])
        arriving = np.minimum(between[:, tail] + from_tail[one], between[:, head] + from_head[one])
        assert (leaving == whole[one, chains.junction]).all()
        assert (arriving == whole[chains.junction, one]).all()


def test_oslo_shrinks_to_a_fraction_and_keeps_its_times(oslo: StreetGraph) -> None:
    chains = contract(oslo)
    assert len(chains.junction) < 0.3 * oslo.nodes
    assert (np.sort(chains.piece) == np.arange(oslo.pieces)).all()
    forward, backward = load_profiles()["wheelchair_or_unknown"].costs(oslo)
    along, against = chains.costs(forward, backward)
    whole = _distances(oslo.nodes, oslo.tail, oslo.head, forward, backward, int(chains.junction[5000]))
    between = _distances(len(chains.junction), chains.tail, chains.head, along, against, 5000)
    assert (whole[chains.junction] == between).all()
    assert np.isfinite(between).sum() > 1000
