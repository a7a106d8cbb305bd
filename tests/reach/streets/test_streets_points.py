from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from reach.errors import BadInput
from reach.streets.points import read_points
from reach.streets.sphere import METRES_A_DEGREE
from reach.streets.tags import Wheelchair

SQUARE = {1: (0.0, 10.0), 2: (0.0, 10.001), 3: (0.001, 10.001), 4: (0.001, 10.0)}
RING = [1, 2, 3, 4, 1]

Draw = Callable[..., Path]


def test_a_home_is_its_centre_with_levels_and_flats(draw: Draw) -> None:
    tags = {"building": "apartments", "building:levels": "5;9", "building:flats": "36"}
    homes, venues, report = read_points(draw(SQUARE, {7: (RING, tags)}))
    assert homes.osm_id == ["way/7"]
    assert homes.latitude.tolist() == pytest.approx([0.0005], abs=1e-9)
    assert homes.longitude.tolist() == pytest.approx([10.0005], abs=1e-9)
    assert homes.footprint.tolist() == pytest.approx([(0.001 * METRES_A_DEGREE) ** 2], rel=1e-6)
    assert (homes.levels.tolist(), homes.flats.tolist()) == ([9.0], [36])
    assert venues.osm_id == []
    assert report.lines() == ["homes: 1", "places of culture: 0"]


def test_the_centre_is_the_outline_s_not_its_corners(draw: Draw) -> None:
    # A bent outline with one corner doubled: the mean of the corners lies elsewhere.
    nodes = {
        1: (0.0, 0.0),
        2: (0.0, 0.003),
        3: (0.001, 0.003),
        4: (0.001, 0.001),
        5: (0.003, 0.001),
        6: (0.003, 0.0),
    }
    homes, _, _ = read_points(draw(nodes, {7: ([1, 2, 3, 4, 5, 6, 1], {"building": "house"})}))
    # 3 squares at the bottom, 2 above: centre of gravity (3·0.5 + 1.5 + 2.5) / 5 = 1.1 of a square
    assert homes.latitude.tolist() == pytest.approx([0.0011], abs=1e-8)
    assert homes.longitude.tolist() == pytest.approx([0.0011], abs=1e-8)
    assert homes.levels.tolist() == pytest.approx([np.nan], nan_ok=True)
    assert homes.flats.tolist() == [-1]


@pytest.mark.parametrize(
    ("tags", "home"),
    [
        ({"building": "yes"}, True),
        ({"building": "yes", "amenity": "school"}, False),
        ({"building": "yes", "shop": "bakery", "building:flats": "4"}, True),
        ({"building": "retail"}, False),
        ({"building": "retail", "building:use": "residential"}, True),
        ({"building": "house", "office": "lawyer"}, True),
        ({"building": "no"}, False),
    ],
)
def test_what_looks_like_a_home(draw: Draw, tags: dict[str, str], home: bool) -> None:
    path = draw(
        {**SQUARE, 9: (0.0, 10.0, {"amenity": "library"})},
        {7: (RING, tags)},
    )
    homes, _, report = read_points(path)
    assert homes.osm_id == (["way/7"] if home else [])
    assert sum(report.dropped.values()) == (0 if home or tags["building"] == "no" else 1)


def test_places_of_culture_are_nodes_and_outlines(draw: Draw) -> None:
    nodes = {
        **SQUARE,
        8: (0.002, 10.0, {"amenity": "theatre;cinema", "name": "Опера", "wheelchair": "limited"}),
        9: (0.003, 10.0, {"tourism": "artwork"}),
    }
    museum = {"building": "yes", "tourism": "museum", "wheelchair": "yes"}
    homes, venues, _ = read_points(draw(nodes, {7: (RING, museum)}))
    assert homes.osm_id == []
    assert venues.osm_id == ["node/8", "way/7"]
    assert venues.kind == ["theatre", "museum"]
    assert venues.name == ["Опера", ""]
    assert venues.wheelchair.tolist() == [Wheelchair.LIMITED, Wheelchair.YES]
    assert venues.latitude.tolist() == pytest.approx([0.002, 0.0005], abs=1e-9)


def test_an_outline_that_cannot_be_closed_is_named(draw: Draw) -> None:
    nodes = {**SQUARE, 9: (0.0, 10.0, {"amenity": "library"})}
    homes, _, report = read_points(draw(nodes, {7: ([1, 2, 3, 99, 1], {"building": "house"})}))
    assert homes.osm_id == []
    assert report.examples == {"outline that is open or misses nodes": ["way/7"]}


def test_the_middle_of_helsinki(helsinki_file: Path) -> None:
    homes, venues, report = read_points(helsinki_file)
    assert len(homes.osm_id) == 346
    assert len(set(homes.osm_id)) == 346
    assert sorted(set(venues.kind)) == [
        "arts_centre",
        "cinema",
        "community_centre",
        "gallery",
        "library",
        "museum",
        "theatre",
    ]
    assert len(venues.osm_id) == 36
    assert np.bincount(venues.wheelchair, minlength=4).tolist() == [25, 6, 1, 4]
    assert 60.15 < homes.latitude.min() < homes.latitude.max() < 60.2
    assert report.dropped["outline that is open or misses nodes"] == 48


def test_a_map_without_either_is_refused(draw: Draw) -> None:
    path = draw(SQUARE, {7: (RING, {"highway": "footway"})})
    with pytest.raises(BadInput) as refused:
        read_points(path)
    assert str(refused.value) == f"{path}: neither homes nor places of culture here"


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(b"\x00\x00\x00\x0d" + b"rubbish" * 10)
    with pytest.raises(BadInput, match="not a readable OpenStreetMap file"):
        read_points(path)
