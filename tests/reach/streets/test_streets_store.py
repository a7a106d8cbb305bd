from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reach.errors import BadInput
from reach.streets.graph import StreetGraph
from reach.streets.store import load, save
from reach.streets.warm import warm

Make = Callable[..., StreetGraph]


@pytest.fixture
def graph(make_graph: Make) -> StreetGraph:
    return make_graph([0, 1], [1, 2], latitude=[1.0, 2.0, 3.0], incline=[0.1, np.inf])


def test_what_is_saved_comes_back_byte_for_byte(oslo: StreetGraph, tmp_path: Path) -> None:
    path = tmp_path / "oslo.npz"
    digest = save(oslo, path)
    again = load(path, digest)
    assert again.digest() == digest == oslo.digest()
    for name, column in oslo.arrays().items():
        other = again.arrays()[name]
        assert other.tobytes() == column.tobytes()
        assert other.flags.writeable
    assert [file.name for file in tmp_path.iterdir()] == ["oslo.npz"]


def test_the_digest_is_stable_and_sees_every_column(graph: StreetGraph) -> None:
    seen = {graph.digest()}
    assert graph.digest() == "cf40cdedd8bfa0c6c8620b95734e976660597a75324700c9f63fefdc330270f1"
    for name, column in graph.arrays().items():
        changed = column.copy()
        if name in ("tail", "head"):
            changed[0] = 2
        elif column.dtype == np.bool_:
            changed[0] = True
        else:
            changed[0] = 7
        seen.add(replace(graph, **{name: changed}).digest())
    assert len(seen) == 18


def _refused(path: Path, digest: str | None = None) -> str:
    with pytest.raises(BadInput) as refused:
        load(path, digest)
    assert refused.value.file == str(path)
    return str(refused.value).removeprefix(f"{path}: ")


def test_another_graph_than_asked_for_is_refused(graph: StreetGraph, tmp_path: Path) -> None:
    path = tmp_path / "streets.npz"
    digest = save(graph, path)
    told = _refused(path, "0" * 64)
    assert told == f"another street graph than the one asked for ({digest[:12]}, not 000000000000)"


def test_a_damaged_file_is_refused(graph: StreetGraph, tmp_path: Path) -> None:
    path = tmp_path / "streets.npz"
    save(graph, path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert _refused(path).startswith("not a readable street graph")
    spot = whole.index(graph.latitude.tobytes())
    path.write_bytes(whole[:spot] + b"\x01" + whole[spot + 1 :])
    assert _refused(path).startswith("not a readable street graph")


def test_content_that_does_not_match_its_digest_is_refused(graph: StreetGraph, tmp_path: Path) -> None:
    path = tmp_path / "streets.npz"
    columns = {**graph.arrays(), "latitude": graph.latitude + 1}
    np.savez(path, digest=np.array(graph.digest()), **columns)
    assert _refused(path) == "damaged: its content does not match its digest"


def test_other_files_are_refused(graph: StreetGraph, tmp_path: Path) -> None:
    path = tmp_path / "streets.npz"
    assert _refused(path) == "no such file"
    path.write_text("no archive")
    assert _refused(path).startswith("not a readable street graph")
    np.save(tmp_path / "single.npy", np.zeros(3))
    assert _refused(tmp_path / "single.npy") == "not a street graph but a single array"
    np.savez(path, digest=np.array("x"), tail=graph.tail)
    assert _refused(path).startswith("not a street graph: it has no latitude, longitude")
    columns = {**graph.arrays(), "tail": graph.tail + 7}
    np.savez(path, digest=np.array("x"), **columns)
    assert _refused(path) == "a piece of a street graph ends at a node that is not among its 3"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"latitude": [0.0, np.nan]}, "latitude of a street graph is no number at 1 (of 1)"),
        ({"longitude": [np.inf, 0.0]}, "longitude of a street graph is no number at 0 (of 1)"),
        ({"length": [np.nan]}, "length of a street graph is no number at 0 (of 1)"),
        ({"latitude": [0.0, 95.0]}, "coordinates of a street graph lie off the globe; swapped (lat, lon)?"),
        ({"length": [-1.0]}, "a piece of a street graph joins a node with itself or has a negative length"),
    ],
)
def test_a_graph_of_nonsense_is_refused(make_graph: Make, columns: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as refused:
        make_graph([0], [1], **columns)
    assert str(refused.value) == message


def test_a_column_of_another_type_is_refused(graph: StreetGraph) -> None:
    with pytest.raises(BadInput) as refused:
        replace(graph, tail=graph.tail.astype(np.int64))
    assert str(refused.value) == (
        "column tail of a street graph must be int32 of shape (2,) in C order, not int64 of shape (2,)"
    )


def test_a_piece_that_joins_a_node_with_itself_is_refused(make_graph: Make) -> None:
    with pytest.raises(BadInput, match="joins a node with itself"):
        make_graph([1], [1])


def test_warming_runs() -> None:
    warm()
