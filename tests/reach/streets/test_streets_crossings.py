"""Each crossing makes one wait, and knows its kerbs only when all of them are mapped."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reach.streets.graph import StreetGraph
from reach.streets.osm import read_osm
from reach.streets.tags import Crossing, Kerb, Kind, Wheelchair

PLACES = {number: (55.0 + number * 1e-4, 61.0) for number in range(1, 8)}
ROAD = {11: (55.0004, 60.999), 12: (55.0004, 61.001)}
FOOTWAY = {"highway": "footway"}
CROSSING = {"highway": "footway", "footway": "crossing"}

Draw = Callable[..., Path]


def _read(
    draw: Draw, ways: list[tuple[list[int], dict[str, str]]], tagged: dict[int, dict[str, str]]
) -> StreetGraph:
    nodes = {number: (*place, tagged.get(number, {})) for number, place in {**PLACES, **ROAD}.items()}
    graph, _ = read_osm(draw(nodes, {10 + at: way for at, way in enumerate(ways)}))
    return graph


def _column(graph: StreetGraph, name: str) -> list[int]:
    return [int(code) for code in getattr(graph, name)]


def test_a_crossing_drawn_as_a_way_waits_on_its_longest_piece(draw: Draw) -> None:
    graph = _read(draw, [([1, 2], FOOTWAY), ([2, 3, 5], {**CROSSING, "crossing": "zebra"})], {})
    assert _column(graph, "kind") == [Kind.FOOTWAY, Kind.CROSSING, Kind.CROSSING]
    assert _column(graph, "crossing") == [Crossing.NONE, Crossing.NONE, Crossing.MARKED]


def test_a_crossing_of_unknown_type_waits_too(draw: Draw) -> None:
    graph = _read(draw, [([2, 3], CROSSING)], {})
    assert _column(graph, "crossing") == [Crossing.UNKNOWN]


def test_a_crossing_drawn_as_a_node_waits_once_and_not_on_the_road(draw: Draw) -> None:
    graph = _read(
        draw,
        [([2, 3, 4, 5], FOOTWAY), ([11, 4, 12], {"highway": "primary"})],
        {4: {"highway": "crossing", "crossing": "traffic_signals"}},
    )
    footway, crosses = Kind.FOOTWAY, Kind.CROSSING
    assert _column(graph, "kind") == [footway, crosses, crosses, Kind.PRIMARY, Kind.PRIMARY]
    assert _column(graph, "crossing") == [0, Crossing.SIGNALS, 0, 0, 0]


def test_two_halves_that_meet_at_the_crossing_wait_once(draw: Draw) -> None:
    halves = [([3, 4], {**CROSSING, "crossing": "unmarked"}), ([4, 5], CROSSING)]
    graph = _read(draw, halves, {4: {"highway": "crossing"}})
    assert _column(graph, "crossing") == [Crossing.UNMARKED, Crossing.NONE]


def test_two_carriageways_make_two_waits(draw: Draw) -> None:
    tagged = {number: {"highway": "crossing", "crossing": "zebra"} for number in (3, 5)}
    graph = _read(draw, [([2, 3, 4, 5, 6], CROSSING)], tagged)
    assert _column(graph, "crossing") == [Crossing.MARKED, 0, Crossing.MARKED, 0]


def test_no_crossing_is_none(draw: Draw) -> None:
    graph = _read(draw, [([3, 4, 5], FOOTWAY)], {4: {"highway": "crossing", "crossing": "no"}})
    assert _column(graph, "crossing") == [0, 0]


def test_an_elevator_waits_once_whether_node_or_way(draw: Draw) -> None:
    graph = _read(
        draw, [([1, 2, 3], FOOTWAY), ([5, 6], {"highway": "elevator"})], {2: {"highway": "elevator"}}
    )
    assert _column(graph, "crossing") == [Crossing.LIFT, Crossing.NONE, Crossing.LIFT]
    assert _column(graph, "kind") == [Kind.FOOTWAY, Kind.FOOTWAY, Kind.ELEVATOR]


def test_a_kerb_spoils_the_pieces_that_end_at_it(draw: Draw) -> None:
    graph = _read(draw, [([1, 2, 3, 4], FOOTWAY)], {2: {"kerb": "raised"}, 3: {"kerb": "lowered"}})
    assert _column(graph, "kerb") == [Kerb.RAISED, Kerb.RAISED, Kerb.LOWERED]


def test_who_stays_on_the_pavement_does_not_go_over_the_kerb(draw: Draw) -> None:
    graph = _read(draw, [([1, 2, 3], FOOTWAY), ([2, 4], CROSSING)], {2: {"kerb": "raised"}})
    assert _column(graph, "kerb") == [Kerb.UNKNOWN, Kerb.UNKNOWN, Kerb.RAISED]


@pytest.mark.parametrize(
    ("one", "two", "kerb"),
    [
        ("lowered", "flush", Kerb.LOWERED),
        ("flush", "flush", Kerb.FLUSH),
        ("lowered", "", Kerb.UNKNOWN),
        ("raised", "", Kerb.RAISED),
        ("flush", "raised", Kerb.RAISED),
        ("", "", Kerb.UNKNOWN),
    ],
)
def test_a_crossing_has_two_kerbs(draw: Draw, one: str, two: str, kerb: Kerb) -> None:
    told = {at: {"kerb": value} for at, value in ((3, one), (5, two)) if value}
    graph = _read(draw, [([3, 4, 5], CROSSING)], told)
    assert _column(graph, "kerb") == [kerb, kerb]


def test_half_a_crossing_has_one_kerb(draw: Draw) -> None:
    tagged = {3: {"kerb": "lowered"}, 4: {"highway": "crossing"}}
    graph = _read(draw, [([3, 4], CROSSING), ([4, 5], CROSSING)], tagged)
    assert _column(graph, "kerb") == [Kerb.LOWERED, Kerb.UNKNOWN]


def test_what_the_way_says_of_its_kerbs_counts(draw: Draw) -> None:
    graph = _read(draw, [([3, 5], {**CROSSING, "kerb": "flush"})], {})
    assert _column(graph, "kerb") == [Kerb.FLUSH]


def test_a_crossing_closed_to_wheels_says_nothing_of_the_road(draw: Draw) -> None:
    graph = _read(
        draw,
        [([3, 4, 5], FOOTWAY), ([11, 4, 12], {"highway": "primary"})],
        {4: {"highway": "crossing", "wheelchair": "no"}},
    )
    assert _column(graph, "wheelchair") == [Wheelchair.NO, Wheelchair.NO, 0, 0]


def test_a_stop_without_ramp_says_nothing_of_the_street(draw: Draw) -> None:
    graph = _read(draw, [([3, 4, 5], FOOTWAY)], {4: {"highway": "bus_stop", "wheelchair": "no"}})
    assert _column(graph, "wheelchair") == [0, 0]
