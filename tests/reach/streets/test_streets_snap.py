from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.report import Report
from reach.streets.components import largest_component
from reach.streets.graph import StreetGraph
from reach.streets.profiles import load_profiles, usable
from reach.streets.snap import SnapIndex, Snaps, same_piece, seeds
from reach.streets.sphere import METRES_A_DEGREE
from reach.times import UNREACHED

CLOSED = int(UNREACHED)
ADULT = load_profiles()["adult"]
Make = Callable[..., StreetGraph]


def _brute_force(
    graph: StreetGraph, lat: float, lon: float, mask: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Distance and fraction of every piece, ∞ outside the mask."""
    wide = METRES_A_DEGREE * np.cos(np.radians(lat))
    north = (graph.latitude - lat) * METRES_A_DEGREE
    east = (graph.longitude - lon) * wide
    y, x = north[graph.tail], east[graph.tail]
    up, right = north[graph.head] - y, east[graph.head] - x
    span = up**2 + right**2
    fraction = np.clip(-(y * up + x * right) / np.where(span > 0, span, 1), 0, 1)
    distance = np.hypot(y + fraction * up, x + fraction * right)
    return np.where(mask, distance, np.inf), fraction


def _check(
    graph: StreetGraph, snaps: Snaps, lat: np.ndarray, lon: np.ndarray, mask: np.ndarray, limit: float
) -> None:
    for point in range(len(lat)):
        distance, fraction = _brute_force(graph, lat[point], lon[point], mask)
        nearest = distance.min()
        if nearest > limit:
            assert snaps.piece[point] == -1
            assert snaps.distance[point] == np.inf
            continue
        piece = snaps.piece[point]
        assert distance[piece] == pytest.approx(nearest, abs=1e-6)
        assert snaps.distance[point] == pytest.approx(nearest, abs=1e-6)
        assert snaps.fraction[point] == pytest.approx(fraction[piece], abs=1e-6)


def test_snapping_in_oslo_is_what_trying_every_piece_finds(oslo: StreetGraph) -> None:
    rng = np.random.default_rng(7)
    near = rng.integers(0, oslo.nodes, 60)
    lat = oslo.latitude[near] + rng.normal(0, 0.002, 60)
    lon = oslo.longitude[near] + rng.normal(0, 0.004, 60)
    lat[:3] += 1.0  # far outside the grid
    lon[3:6] -= 1.0
    index = SnapIndex(oslo)
    inside = largest_component(oslo)[1]
    mask = usable(*load_profiles()["wheelchair_sure"].costs(oslo))
    for limit, flags in ((150.0, None), (150.0, mask), (1e6, mask), (0.5, None)):
        snaps = index.snap(lat, lon, limit=limit, usable=flags)
        _check(oslo, snaps, lat, lon, inside if flags is None else inside & flags, limit)


coordinate = st.integers(-20, 20).map(lambda step: step * 1e-4)


@given(
    nodes=st.lists(st.tuples(coordinate, coordinate), min_size=2, max_size=12),
    points=st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=8),
    limit=st.sampled_from([0.0, 20.0, 120.0, 1e5]),
    offset=st.sampled_from([-60.0, 0.0, 41.0, 69.5]),
)
def test_snapping_is_exact_on_any_streets(
    make_graph: Make,
    nodes: list[tuple[float, float]],
    points: list[tuple[float, float]],
    limit: float,
    offset: float,
) -> None:
    latitude = [offset + lat for lat, _ in nodes]
    longitude = [lon for _, lon in nodes]
    ends = range(len(nodes) - 1), range(1, len(nodes))
    graph = make_graph(*ends, latitude=latitude, longitude=longitude)
    lat = np.array([offset + lat for lat, _ in points])
    lon = np.array([lon for _, lon in points])
    snaps = SnapIndex(graph).snap(lat, lon, limit=limit + 1e-6)
    _check(graph, snaps, lat, lon, np.ones(graph.pieces, dtype=bool), limit + 1e-6)


@pytest.fixture
def cross(make_graph: Make) -> StreetGraph:
    """A street along the equator in two pieces, stairs to the north, and an islet farther off."""
    return make_graph(
        [0, 1, 1, 4],
        [1, 2, 3, 5],
        latitude=[0.0, 0.0, 0.0, 0.001, 0.002, 0.002],
        longitude=[-0.001, 0.0, 0.001, 0.0, 0.0, 0.001],
        steps=[False, False, True, False],
        kind=[1, 1, 6, 1],
        surface=[1, 1, 1, 1],
        length=[METRES_A_DEGREE * 0.001] * 4,
    )


def _at(*points: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([lat for lat, _ in points]), np.array([lon for _, lon in points])


def test_a_point_snaps_to_the_nearest_place_on_a_street(cross: StreetGraph) -> None:
    snaps = SnapIndex(cross).snap(*_at((-0.0001, 0.00025), (0.0, 0.002)), limit=200)
    assert snaps.piece.tolist() == [1, 1]
    assert snaps.fraction.tolist() == pytest.approx([0.25, 1.0], abs=1e-9)
    assert snaps.distance.tolist() == pytest.approx(
        [0.0001 * METRES_A_DEGREE, 0.001 * METRES_A_DEGREE], rel=1e-9
    )


def test_a_wheelchair_is_not_put_onto_stairs(cross: StreetGraph) -> None:
    point = _at((0.0005, 0.00001))
    index = SnapIndex(cross)
    assert index.snap(*point, limit=100).piece.tolist() == [2]
    mask = usable(*load_profiles()["wheelchair_sure"].costs(cross))
    assert index.snap(*point, limit=100, usable=mask).piece.tolist() == [1]


def test_an_islet_is_snapped_to_only_if_asked_for(cross: StreetGraph) -> None:
    point = _at((0.002, 0.0005))
    assert SnapIndex(cross).snap(*point, limit=50).piece.tolist() == [-1]
    assert SnapIndex(cross, everywhere=True).snap(*point, limit=50).piece.tolist() == [3]


def test_what_is_too_far_is_named_with_its_distance(cross: StreetGraph) -> None:
    report = Report()
    points = _at((0.0, 0.0), (-0.01, 0.0), (0.0, 1.0))
    snaps = SnapIndex(cross).snap(*points, limit=100, names=["Library", "Museum", "Theatre"], report=report)
    assert snaps.found.tolist() == [True, False, False]
    assert report.lines() == [
        "points on a street: 1",
        (
            "dropped 2: point farther than 100 m from any usable street "
            "(Museum at -0.01000, 0.00000: 1,112 m; Theatre at 0.00000, 1.00000: 111,084 m)"
        ),
    ]


def test_a_mask_that_closes_everything_says_so(cross: StreetGraph) -> None:
    report = Report()
    closed = np.zeros(cross.pieces, dtype=np.bool_)
    SnapIndex(cross).snap(*_at((0.0, 0.0)), limit=100, usable=closed, report=report)
    assert report.examples == {
        "point farther than 100 m from any usable street": ["point 0 at 0.00000, 0.00000: no such street"]
    }


@pytest.mark.parametrize(
    ("lat", "lon", "message"),
    [
        ([0.0, np.nan], [0.0, 0.0], "point 1 has no coordinates: nan, 0.0 (of 1)"),
        ([91.0], [0.0], "point 0 has no coordinates: 91.0, 0.0 (of 1)"),
        ([0.0], [np.inf], "point 0 has no coordinates: 0.0, inf (of 1)"),
        ([0.0], [0.0, 0.0], "latitudes of shape (1,) do not fit longitudes of shape (2,)"),
    ],
)
def test_points_that_are_none_are_refused(
    cross: StreetGraph, lat: list[float], lon: list[float], message: str
) -> None:
    with pytest.raises(BadInput) as refused:
        SnapIndex(cross).snap(np.array(lat), np.array(lon), limit=10)
    assert str(refused.value) == message


def test_a_limit_and_a_mask_that_do_not_fit_are_refused(cross: StreetGraph) -> None:
    index = SnapIndex(cross)
    with pytest.raises(BadInput, match=r"^a limit of nan m is no distance$"):
        index.snap(*_at((0.0, 0.0)), limit=float("nan"))
    with pytest.raises(BadInput, match=r"^a mask of shape \(3,\) does not fit 4 pieces$"):
        index.snap(*_at((0.0, 0.0)), limit=1, usable=np.ones(3, dtype=np.bool_))


def test_no_points_are_no_trouble(cross: StreetGraph) -> None:
    report = Report()
    snaps = SnapIndex(cross).snap(np.empty(0), np.empty(0), limit=10, report=report)
    found = seeds(snaps, cross, ADULT, *ADULT.costs(cross), leaving=True)
    assert (found.start.tolist(), found.node.tolist(), found.cost.tolist()) == ([0], [], [])


def _snaps(piece: list[int], fraction: list[float], distance: list[float]) -> Snaps:
    return Snaps(np.array(piece, dtype=np.int32), np.array(fraction), np.array(distance))


def test_seeds_lead_to_both_ends_of_the_piece(cross: StreetGraph) -> None:
    forward = np.array([100, 1001, 300, 400], dtype=np.int32)
    backward = np.array([90, 2001, 300, 400], dtype=np.int32)
    snaps = _snaps([1, -1, 1], [0.25, 0.0, 0.0], [13.4, np.inf, 0.0])
    leaving = seeds(snaps, cross, ADULT, forward, backward, leaving=True)
    arriving = seeds(snaps, cross, ADULT, forward, backward, leaving=False)
    assert leaving.start.tolist() == [0, 2, 2, 4]
    assert leaving.node.tolist() == [1, 2, 1, 2]
    assert leaving.cost.tolist() == [10_500, 10_751, 0, 1001]
    assert arriving.node.tolist() == [1, 2, 1, 2]
    assert arriving.cost.tolist() == [10_250, 11_501, 0, 2001]
    assert [leaving.start.dtype, leaving.node.dtype, leaving.cost.dtype] == [np.int32] * 3


def test_seeds_keep_to_one_way_streets(cross: StreetGraph) -> None:
    forward = np.array([1, 1000, 1, 1], dtype=np.int32)
    backward = np.full(4, CLOSED, dtype=np.int32)
    snaps = _snaps([1, 1, 1], [0.5, 0.0, 1.0], [0.0, 0.0, 0.0])
    leaving = seeds(snaps, cross, ADULT, forward, backward, leaving=True)
    arriving = seeds(snaps, cross, ADULT, forward, backward, leaving=False)
    assert leaving.cost.tolist() == [CLOSED, 500, 0, 1000, CLOSED, 0]
    assert arriving.cost.tolist() == [500, CLOSED, 0, CLOSED, 1000, 0]


fractions = st.one_of(st.just(0.0), st.just(1.0), st.floats(0, 1))
costs = st.one_of(st.integers(1, 10**6), st.just(CLOSED))


@given(
    points=st.lists(st.tuples(st.integers(-1, 3), fractions, st.floats(0, 1000)), min_size=1, max_size=10),
    forward=st.lists(costs, min_size=4, max_size=4),
    backward=st.lists(costs, min_size=4, max_size=4),
)
def test_seeds_are_symmetric_never_below_nothing_and_sum_to_the_piece(
    make_graph: Make, points: list[tuple[int, float, float]], forward: list[int], backward: list[int]
) -> None:
    graph = make_graph([0, 1, 2, 3], [1, 2, 3, 4])
    there, back = np.array(forward, dtype=np.int32), np.array(backward, dtype=np.int32)
    snaps = _snaps(*(list(column) for column in zip(*points, strict=True)))
    leaving = seeds(snaps, graph, ADULT, there, back, leaving=True)
    arriving = seeds(snaps, graph, ADULT, there, back, leaving=False)
    assert leaving.start.tolist() == arriving.start.tolist()
    assert leaving.node.tolist() == arriving.node.tolist()
    assert min(leaving.cost.min(initial=0), arriving.cost.min(initial=0)) == 0
    mirrored = seeds(snaps, graph, ADULT, back, there, leaving=False)
    assert mirrored.cost.tolist() == leaving.cost.tolist()
    off = np.repeat(ADULT.off_street(snaps.distance[snaps.found]), 2)
    piece = np.repeat(snaps.piece[snaps.found], 2)
    onto_head = (leaving.cost - off)[1::2] + (arriving.cost - off)[0::2]
    open_ = (there[piece[1::2]] < CLOSED) & (leaving.cost[1::2] < CLOSED)
    assert onto_head[open_].tolist() == there[piece[1::2]][open_].tolist()


def test_two_points_on_one_piece_go_straight(cross: StreetGraph) -> None:
    forward = np.array([100, 1000, 300, 400], dtype=np.int32)
    backward = np.array([90, 2000, 300, CLOSED], dtype=np.int32)
    origins = _snaps([1, 0, -1, 3], [0.2, 0.5, 0.0, 0.5], [0.0, 13.4, np.inf, 0.0])
    venues = _snaps([0, 1, 1, -1, 3], [0.5, 0.9, 0.1, 0.0, 0.4], [0.0, 0.0, 1.34, np.inf, 0.0])
    direct = same_piece(origins, venues, ADULT, forward, backward)
    found = [column.tolist() for column in (direct.origin, direct.venue, direct.cost)]
    assert found == [[0, 0, 1], [1, 2, 0], [700, 1200, 10_000]]


@given(
    one=st.tuples(fractions, st.floats(0, 100)),
    two=st.tuples(fractions, st.floats(0, 100)),
    forward=st.integers(1, 10**6),
    backward=st.integers(1, 10**6),
)
def test_going_straight_is_never_dearer_than_over_an_end_and_symmetric(
    make_graph: Make, one: tuple[float, float], two: tuple[float, float], forward: int, backward: int
) -> None:
    graph = make_graph([0], [1])
    there, back = np.array([forward], dtype=np.int32), np.array([backward], dtype=np.int32)
    origin, venue = _snaps([0], [one[0]], [one[1]]), _snaps([0], [two[0]], [two[1]])
    direct = same_piece(origin, venue, ADULT, there, back)
    returning = same_piece(venue, origin, ADULT, back, there)
    assert direct.cost.tolist() == returning.cost.tolist()
    out = seeds(origin, graph, ADULT, there, back, leaving=True)
    into = seeds(venue, graph, ADULT, there, back, leaving=False)
    assert direct.cost[0] <= (out.cost + into.cost).min()


def test_an_index_over_nothing_is_refused(make_graph: Make) -> None:
    graph = make_graph([], [], latitude=[0.0], longitude=[0.0])
    with pytest.raises(BadInput, match="nothing to snap to"):
        SnapIndex(graph)
