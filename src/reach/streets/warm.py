"""Compile every kernel of this room, or load it from the cache, on a street of three pieces."""

from typing import Any

import numpy as np

from reach.streets.chains import contract
from reach.streets.graph import COLUMNS, OF_NODES, StreetGraph
from reach.streets.profiles import load_profiles, usable
from reach.streets.snap import SnapIndex


def warm() -> None:
    """Run each kernel once with the types that real graphs have."""
    nodes, pieces = 4, 3
    columns: dict[str, Any] = {
        name: np.zeros(nodes if name in OF_NODES else pieces, dtype=kind) for name, kind in COLUMNS.items()
    }
    columns["latitude"] += np.arange(nodes) * 1e-4
    columns["length"] += 11.0
    columns["tail"] += np.arange(pieces, dtype=np.int32)
    columns["head"] += np.arange(1, nodes, dtype=np.int32)
    graph = StreetGraph(**columns)
    forward, backward = load_profiles()["adult"].costs(graph)
    chains = contract(graph)
    chains.costs(forward, backward)
    chains.inside(forward, backward)
    snaps = SnapIndex(graph).snap(
        graph.latitude, graph.longitude, limit=5.0, usable=usable(forward, backward)
    )
    assert snaps.found.all()
