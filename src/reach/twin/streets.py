"""Street lines → the walking graph, by the very code that reads OpenStreetMap."""

from array import array
from typing import Any

import numpy as np

from reach.report import Report
from reach.streets.assemble import assemble
from reach.streets.graph import StreetGraph
from reach.streets.parts import NodeCodes, Nodes, Ways, node_codes
from reach.streets.tags import (
    CROSSINGS,
    LIGHTS,
    Crossing,
    Kind,
    Lit,
    direction_of,
    has_steps,
    kerb_of,
    kind_of,
    surface_of,
    wheelchair_of,
)
from reach.streets.values import Tags, incline_of, metres
from reach.twin.surfaces import KERBS
from reach.twin.ways import StreetLines


def way_codes(tags: Tags) -> dict[str, float]:
    """The codes of one street line, as :func:`reach.streets.osm.read_osm` finds them."""
    kind = kind_of(tags)
    crosses = kind == Kind.CROSSING
    incline = incline_of(tags["incline"]) if "incline" in tags else None
    width = metres(tags["width"]) if "width" in tags else None
    return {
        "kind": kind,
        "direction": direction_of(tags),
        "steps": has_steps(tags, kind),
        "kerb": kerb_of(tags),
        "crossing": CROSSINGS.get(tags.get("crossing", ""), Crossing.UNKNOWN) if crosses else Crossing.NONE,
        "wheelchair": wheelchair_of(tags),
        "surface": surface_of(tags, kind),
        "lit": LIGHTS.get(tags.get("lit", ""), Lit.UNKNOWN),
        "incline": np.nan if incline is None else incline,
        "width": np.nan if width is None else width,
    }


def kerb_tags(code: int) -> dict[str, str]:
    """The tags of a node: none for 0, a kerb of unknown height for 1."""
    if not code:
        return {}
    told = KERBS[code - 1]
    return {"kerb": told} if told else {}


def to_graph(lines: StreetLines) -> StreetGraph:
    """OSM ids of nodes and ways count from 1, in the order of the lines."""
    codes = [way_codes(tags) for tags in lines.tagged.tags]
    ways = Ways()
    _fill(ways.identity, np.arange(1, lines.ways + 1))
    _fill(ways.refs, lines.nodes.astype(np.int64) + 1)
    _fill(ways.ends, lines.first[1:])
    for name in codes[0]:
        table = np.array([code[name] for code in codes])
        _fill(getattr(ways, name), table[lines.tagged.sort])
    count = len(lines.latitude)
    return assemble(ways, _nodes(lines, count), Report())


def _fill(column: "array[Any]", values: Any) -> None:
    column.frombytes(np.ascontiguousarray(values, dtype=column.typecode).tobytes())


def _nodes(lines: StreetLines, count: int) -> Nodes:
    kinds = [node_codes(kerb_tags(code)) for code in range(len(KERBS) + 1)]

    def column(name: str, dtype: Any) -> Any:
        return np.array([getattr(kind, name) for kind in kinds], dtype=dtype)[lines.kerb]

    return Nodes(
        identity=np.arange(1, count + 1, dtype=np.int64),
        latitude=lines.latitude,
        longitude=lines.longitude,
        shut=column("shut", np.bool_),
        **{name: column(name, np.uint8) for name in _OF_NODES},
        width=np.full(count, np.nan, dtype=np.float32),
    )


_OF_NODES = [name for name in NodeCodes._fields if name not in ("shut", "width")]
