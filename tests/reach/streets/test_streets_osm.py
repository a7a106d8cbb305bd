from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from reach.errors import BadInput
from reach.report import Report
from reach.streets.components import components, largest_component
from reach.streets.graph import StreetGraph
from reach.streets.osm import read_osm
from reach.streets.sphere import EARTH_RADIUS
from reach.streets.tags import Kind, Lit, Surface, Wheelchair

ROW = {1: (55.0, 61.0), 2: (55.001, 61.0), 3: (55.002, 61.0), 4: (55.003, 61.0)}


def test_a_way_becomes_pieces_between_neighbouring_nodes(draw: Callable[..., Path]) -> None:
    tags = {
        "highway": "residential",
        "surface": "asphalt",
        "width": "2,5",
        "lit": "yes",
        "incline": "-3 %",
        "wheelchair": "limited",
        "oneway:foot": "yes",
    }
    graph, report = read_osm(draw(ROW, {7: ([3, 1, 4], tags)}))
    assert graph.osm_node.tolist() == [1, 3, 4]
    assert graph.latitude.tolist() == [55.0, 55.002, 55.003]
    assert graph.longitude.tolist() == [61.0, 61.0, 61.0]
    assert (graph.tail.tolist(), graph.head.tolist()) == ([1, 0], [0, 2])
    assert graph.osm_way.tolist() == [7, 7]
    assert graph.length.tolist() == pytest.approx(
        [np.radians(0.002) * EARTH_RADIUS, np.radians(0.003) * EARTH_RADIUS], rel=1e-9
    )
    assert graph.kind.tolist() == [Kind.RESIDENTIAL] * 2
    assert graph.surface.tolist() == [Surface.ASPHALT] * 2
    assert graph.lit.tolist() == [Lit.YES] * 2
    assert graph.wheelchair.tolist() == [Wheelchair.LIMITED] * 2
    assert graph.direction.tolist() == [1, 1]
    assert graph.width.tolist() == [2.5, 2.5]
    assert graph.incline.tolist() == [np.float32(-0.03)] * 2
    assert report.lines() == [
        "streets for walking: 1",
        "walking nodes: 3",
        "walking pieces: 2",
        "walking kilometres: 1",
        "walking nodes outside the largest connected part: 0",
    ]


def test_what_nobody_mapped_is_unknown(draw: Callable[..., Path]) -> None:
    graph, _ = read_osm(draw(ROW, {7: ([1, 2], {"highway": "footway"})}))
    for name in ("kerb", "surface", "lit", "crossing", "wheelchair"):
        assert getattr(graph, name).tolist() == [0]
    assert np.isnan(graph.width).all()
    assert np.isnan(graph.incline).all()


def test_the_report_names_what_says_nothing_and_what_is_not_for_walking(draw: Callable[..., Path]) -> None:
    _, report = read_osm(
        draw(
            ROW,
            {
                5: ([1, 2], {"highway": "footway", "incline": "steep", "width": "broad", "surface": "lava"}),
                6: ([3, 4], {"highway": "motorway"}),
            },
        )
    )
    assert report.lines()[5:] == [
        "changed 1: surface that says nothing, taken as unknown (way 5: lava)",
        "changed 1: incline that says nothing, taken as unknown (way 5: steep)",
        "changed 1: width that is no length, taken as unknown (way 5: broad)",
        "dropped 1: motorway without a pavement (way 6)",
    ]


def test_a_report_handed_in_is_added_to(draw: Callable[..., Path]) -> None:
    mine = Report()
    mine.keep("before")
    _, report = read_osm(draw(ROW, {7: ([1, 2], {"highway": "footway"})}), mine)
    assert report is mine
    assert mine.kept["before"] == 1


def test_a_street_that_leaves_the_file_ends_there(draw: Callable[..., Path]) -> None:
    graph, report = read_osm(draw(ROW, {7: ([1, 2, 99, 3, 4], {"highway": "footway"})}))
    assert graph.osm_node[graph.tail].tolist() == [1, 3]
    assert graph.osm_node[graph.head].tolist() == [2, 4]
    assert report.examples == {"node of a street that the file does not hold": ["way 7: node 99"]}


def test_a_node_that_repeats_itself_makes_no_piece(draw: Callable[..., Path]) -> None:
    graph, _ = read_osm(draw(ROW, {7: ([1, 1, 2, 2], {"highway": "footway"})}))
    assert graph.osm_node[graph.tail].tolist() == [1]


def test_a_shut_gate_takes_the_street_apart_and_leaves_both_sides(draw: Callable[..., Path]) -> None:
    nodes = {**ROW, 2: (55.001, 61.0, {"barrier": "gate", "access": "no"})}
    graph, report = read_osm(draw(nodes, {7: ([1, 2, 3], {"highway": "footway"})}))
    assert graph.osm_node.tolist() == [1, 2, 2, 3]
    assert len(set(components(graph).tolist())) == 2
    assert report.changed == {"gate or barrier that nobody passes on foot": 1}


def test_a_private_gate_is_passed_by_those_who_live_behind_it(draw: Callable[..., Path]) -> None:
    nodes = {**ROW, 2: (55.001, 61.0, {"barrier": "gate", "access": "private"})}
    graph, _ = read_osm(draw(nodes, {7: ([1, 2, 3], {"highway": "footway"})}))
    assert graph.osm_node.tolist() == [1, 2, 3]


def test_a_turnstile_stops_wheels_and_a_narrow_gate_makes_the_way_narrow(draw: Callable[..., Path]) -> None:
    nodes = {
        **ROW,
        2: (55.001, 61.0, {"barrier": "turnstile"}),
        4: (55.003, 61.0, {"barrier": "cycle_barrier", "maxwidth:physical": "0.7", "wheelchair": "yes"}),
    }
    graph, _ = read_osm(draw(nodes, {7: ([1, 2, 3, 4], {"highway": "footway", "width": "2"})}))
    assert graph.wheelchair.tolist() == [Wheelchair.NO, Wheelchair.NO, Wheelchair.UNKNOWN]
    assert graph.width.tolist() == [2.0, 2.0, np.float32(0.7)]


def test_a_piece_said_twice_counts_once_and_one_that_differs_stays(draw: Callable[..., Path]) -> None:
    graph, report = read_osm(
        draw(
            ROW,
            {
                5: ([1, 2], {"highway": "footway"}),
                6: ([2, 1], {"highway": "footway"}),
                7: ([2, 1], {"highway": "footway", "oneway:foot": "yes"}),
                8: ([1, 2], {"highway": "footway", "oneway:foot": "-1"}),
                9: ([1, 2], {"highway": "service"}),
            },
        )
    )
    assert graph.osm_way.tolist() == [5, 7, 9]
    assert report.dropped == {"piece that repeats another one": 2}


def test_ids_below_zero_are_read(draw: Callable[..., Path]) -> None:
    nodes = {-5: (55.0, 61.0), -4: (55.1, 61.0), 9: (55.2, 61.0), 10: (56.0, 61.0)}
    graph, _ = read_osm(draw(nodes, {-7: ([-5, 9, -4], {"highway": "footway"})}))
    assert graph.osm_node.tolist() == [-5, -4, 9]
    assert graph.osm_way.tolist() == [-7, -7]


def test_opl_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "map.opl"
    path.write_text("n1 v1 x61 y55\nn2 v1 x61 y55.001\nw7 v1 Thighway=steps Nn1,n2\n")
    graph, _ = read_osm(path)
    assert (graph.kind.tolist(), graph.steps.tolist()) == ([Kind.STEPS], [True])


def test_oslo_as_it_was_mapped(oslo: StreetGraph, oslo_read: tuple[StreetGraph, Report]) -> None:
    inside, pieces = largest_component(oslo)
    assert (oslo.nodes, oslo.pieces) == (80_030, 88_369)
    assert (int(inside.sum()), int(pieces.sum())) == (77_863, 86_183)
    assert oslo_read[1].kept["walking nodes outside the largest connected part"] == 80_030 - 77_863
    assert int(oslo.steps.sum()) == 685
    assert oslo.digest() == oslo.digest()


def test_the_largest_part_is_what_scipy_finds(oslo: StreetGraph) -> None:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    weights = np.ones(oslo.pieces)
    matrix = coo_matrix((weights, (oslo.tail, oslo.head)), shape=(oslo.nodes, oslo.nodes))
    count, labels = connected_components(matrix, directed=False)
    ours = components(oslo)
    assert len(np.unique(ours)) == count
    assert len(np.unique(np.stack((ours, labels)), axis=1).T) == count
    assert int(largest_component(oslo)[0].sum()) == np.bincount(labels).max()


def _message(path: Path) -> str:
    with pytest.raises(BadInput) as refused:
        read_osm(path)
    assert refused.value.file == str(path)
    return str(refused.value).removeprefix(f"{path}: ")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert _message(tmp_path / "nowhere.osm.pbf") == "no such file"


def test_text_named_pbf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.osm.pbf"
    path.write_text("this is no map, but it is long enough to look like one\n" * 20)
    assert _message(path).startswith("not a readable OpenStreetMap file")


def test_an_ending_nobody_knows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "map.docx"
    path.write_text("map")
    assert _message(path).startswith("not a readable OpenStreetMap file")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_cut_off_is_refused(oslo_file: Path, tmp_path: Path, share: float) -> None:
    whole = oslo_file.read_bytes()
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert _message(path).startswith("not a readable OpenStreetMap file")


def test_a_map_without_a_street_to_walk_on_is_refused(draw: Callable[..., Path]) -> None:
    assert (
        _message(draw(ROW, {7: ([1, 2], {"highway": "motorway"})})) == "no street here that one may walk on"
    )


def test_streets_without_their_nodes_are_refused(draw: Callable[..., Path]) -> None:
    path = draw({1: (55.0, 61.0)}, {7: ([98, 99], {"highway": "footway"})})
    assert _message(path) == "no street here that one may walk on: the nodes of its ways are missing"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.osm.pbf"
    path.write_bytes(b"")
    with pytest.raises(BadInput):
        read_osm(path)
