import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from reach.streets.profiles import load_profiles
from reach.streets.snap import same_piece, seeds
from reach.streets.sphere import metres_between
from reach.times import UNREACHED
from reach.travel.walk import DETOUR, StraightWalk, StreetWalk, blocks_of, legs
from reach_towns import town


def homes(place, walk=None):
    return (walk or place.walk).spots(place.latitude, place.longitude)


def venues(place, walk=None):
    return (walk or place.walk).spots(place.venue_latitude, place.venue_longitude)


def dense(walk, origins, places):
    ways = walk.between(origins, places)
    parts = [ways.block(part)[:, : part.stop - part.start] for part in blocks_of(len(places))]
    return np.concatenate(parts, axis=1)


def plainly(place, walk):
    """The same by Dijkstra over all nodes, joining the ends by hand."""
    graph, profile = place.graph, walk.profile
    tails = np.concatenate((graph.tail, graph.head))
    heads = np.concatenate((graph.head, graph.tail))
    costs = np.concatenate((walk.forward, walk.backward))
    open_ = costs < UNREACHED
    matrix = coo_matrix((costs[open_], (tails[open_], heads[open_])), (graph.nodes, graph.nodes)).tocsr()
    between = dijkstra(matrix)
    origins, places = homes(place, walk).snaps, venues(place, walk).snaps
    leaving = seeds(origins, graph, profile, walk.forward, walk.backward, leaving=True)
    arriving = seeds(places, graph, profile, walk.forward, walk.backward, leaving=False)
    found = np.full((len(origins.piece), len(places.piece)), float(UNREACHED))
    for row in range(len(found)):
        for column in range(found.shape[1]):
            for one in range(leaving.start[row], leaving.start[row + 1]):
                for other in range(arriving.start[column], arriving.start[column + 1]):
                    walked = between[leaving.node[one], arriving.node[other]]
                    total = leaving.cost[one] + walked + arriving.cost[other]
                    found[row, column] = min(found[row, column], total)
    pairs = same_piece(origins, places, profile, walk.forward, walk.backward)
    np.minimum.at(found, (pairs.origin, pairs.venue), pairs.cost)
    return np.minimum(found, UNREACHED).astype(np.int32)


@pytest.mark.parametrize("profile", ["adult", "wheelchair_or_unknown", "winter"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ways_are_shortest_paths(seed, profile):
    place = town(seed)
    walk = StreetWalk(place.graph, place.hierarchy, load_profiles()[profile])
    assert (dense(walk, homes(place, walk), venues(place, walk)) == plainly(place, walk)).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_to_many_is_many_to_many(seed):
    place = town(seed)
    assert (
        place.walk.fan(homes(place), venues(place)) == dense(place.walk, homes(place), venues(place))
    ).all()


def test_a_place_on_the_same_piece_is_not_reached_by_way_of_a_corner():
    place = town(4)
    tail, head = place.graph.tail[0], place.graph.head[0]
    ends = [(place.graph.latitude[node], place.graph.longitude[node]) for node in (tail, head)]
    points = [tuple(a + share * (b - a) for a, b in zip(*ends, strict=True)) for share in (0.3, 0.6)]
    spots = [place.walk.spots(np.array([lat]), np.array([lon])) for lat, lon in points]
    straight = metres_between(*(np.array([value]) for value in (*points[0], *points[1])))[0]
    found = place.walk.fan(*spots)[0, 0]
    assert found == pytest.approx(straight / place.walk.profile.speed * 1000, rel=0.2)
    assert found == dense(place.walk, *spots)[0, 0]


def test_what_is_far_from_any_street_is_said_and_not_reached():
    place = town(5)
    lost = place.walk.spots(np.array([56.0, place.latitude[0]]), np.array([61.4, place.longitude[0]]))
    assert lost.placed.tolist() == [False, True]
    assert (dense(place.walk, lost, venues(place))[0] == UNREACHED).all()
    assert (dense(place.walk, homes(place), lost)[:, 0] == UNREACHED).all()


def test_step_free_is_never_faster():
    place = town(6)
    base = load_profiles()["adult"]
    strict = StreetWalk(place.graph, place.hierarchy, base)
    from dataclasses import replace

    freed = StreetWalk(place.graph, place.hierarchy, replace(base, steps=False))
    with_steps = dense(strict, homes(place, strict), venues(place, strict))
    # Who avoids stairs may come onto the streets elsewhere, so only points beside no stairs compare.
    same = [
        (strict.spots(lat, lon).snaps.piece == freed.spots(lat, lon).snaps.piece)
        for lat, lon in ((place.latitude, place.longitude), (place.venue_latitude, place.venue_longitude))
    ]
    without = dense(freed, homes(place, freed), venues(place, freed))
    compared = same[0][:, None] & same[1][None, :]
    assert compared.sum() > 300
    assert (without[compared] >= with_steps[compared]).all()
    assert (without[compared] > with_steps[compared]).any()


def test_legs_are_the_walks_within_the_limit():
    place = town(7)
    found = legs(place.walk, homes(place), venues(place), 600)
    times = dense(place.walk, homes(place), venues(place))
    wanted = [
        [(column, -(-int(time) // 1000)) for column, time in enumerate(row) if time <= 600_000]
        for row in times
    ]
    held = [
        list(zip(found.place[low:high].tolist(), found.seconds[low:high].tolist(), strict=True))
        for low, high in zip(found.start[:-1], found.start[1:], strict=True)
    ]
    assert held == wanted
    assert sum(map(len, held)) > 20


def test_without_streets_distance_times_detour_says_so():
    place = town(8)
    walk = StraightWalk(1.25)
    assert walk.basis == "straight line × 1.3 at 4.5 km/h, for want of streets"
    found = dense(walk, homes(place, walk), venues(place, walk))
    metres = metres_between(
        place.latitude[:, None], place.longitude[:, None], place.venue_latitude, place.venue_longitude
    )
    assert (found == np.ceil(metres * DETOUR / 1.25 * 1000)).all()
    assert (walk.fan(homes(place, walk), venues(place, walk)) == found).all()


def test_metres_between():
    # A degree of latitude on a sphere of 6,371,008.8 m.
    assert metres_between(*(np.array([x]) for x in (55.0, 61.0, 56.0, 61.0)))[0] == pytest.approx(
        111_195.08, abs=0.01
    )
