"""OpenStreetMap (PBF, XML or OPL) → the walking graph.

The usual road through this room::

    graph, report = read_osm("city.osm.pbf")
    profile = load_profiles()["wheelchair_sure"]
    forward, backward = profile.costs(graph)                     # int32 ms, UNREACHED where forbidden
    index = SnapIndex(graph)
    snaps = index.snap(latitude, longitude, limit=150, usable=usable(forward, backward))
    leaving = seeds(snaps, graph, profile, forward, backward, leaving=True)

Ways with highway=* are read; a square is walked along its outline, and platforms or piers without
highway=* are not part of the graph. The way of reading: one pass over the ways keeps who may walk, a
second fetches the nodes they use.
"""

from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import osmium
from tqdm import tqdm

from reach.errors import BadInput
from reach.report import Report
from reach.streets.access import refused
from reach.streets.assemble import assemble
from reach.streets.components import largest_component
from reach.streets.graph import StreetGraph
from reach.streets.parts import SILENT, NodeCodes, Nodes, Ways, node_codes
from reach.streets.tags import (
    CROSSINGS,
    LIGHTS,
    Crossing,
    Kind,
    Lit,
    Surface,
    direction_of,
    has_steps,
    kerb_of,
    kind_of,
    surface_of,
    wheelchair_of,
)
from reach.streets.values import Tags, first, incline_of, metres


def read_osm(
    path: str | Path, report: Report | None = None, *, progress: bool = False
) -> tuple[StreetGraph, Report]:
    """Read the walking graph of a file in any format that osmium knows by its ending.

    Nodes are in the order of their OSM ids, pieces in the order of the file. ``report`` is added to and
    returned. Everything stays in the graph; how many nodes lie outside its largest part is reported, and
    snapping leaves them out.

    :raises BadInput: no such file, a broken or cut off one, or one without a street to walk on.
    """
    report = Report() if report is None else report
    ways = _read_ways(path, report, progress)
    if not ways.identity:
        raise BadInput("no street here that one may walk on", file=path)
    nodes = _read_nodes(path, np.unique(np.frombuffer(ways.refs, dtype=np.int64)), progress)
    graph = assemble(ways, nodes, report)
    if not graph.pieces:
        raise BadInput("no street here that one may walk on: the nodes of its ways are missing", file=path)
    inside, _ = largest_component(graph)
    report.keep("walking nodes", graph.nodes)
    report.keep("walking pieces", graph.pieces)
    report.keep("walking kilometres", round(float(graph.length.sum()) / 1000))
    report.keep("walking nodes outside the largest connected part", int(graph.nodes - inside.sum()))
    return graph, report


def objects(path: str | Path, entities: Any, *filters: Any, areas: bool = False) -> Iterator[Any]:
    """The objects of a file that pass the filters.

    :raises BadInput: where osmium cannot read on.
    """
    if not Path(path).is_file():
        raise BadInput("no such file", file=path)
    try:
        processor = osmium.FileProcessor(str(path), entities)
        if areas:
            processor = processor.with_areas(*filters)
        for one in filters:
            processor = processor.with_filter(one)
        yield from processor
    except (RuntimeError, ValueError, OSError) as broken:
        raise BadInput(f"not a readable OpenStreetMap file ({broken})", file=path) from broken


def _read_ways(path: str | Path, report: Report, progress: bool) -> Ways:
    ways = Ways()
    highways = objects(path, osmium.osm.WAY, osmium.filter.KeyFilter("highway"))
    for way in shown(highways, "streets", progress):
        tags = dict(way.tags)
        why = refused(tags)
        if why:
            report.drop(why, f"way {way.id}")
            continue
        kind = kind_of(tags)
        ways.identity.append(way.id)
        ways.refs.extend([node.ref for node in way.nodes])
        ways.ends.append(len(ways.refs))
        ways.kind.append(kind)
        ways.direction.append(direction_of(tags))
        ways.steps.append(has_steps(tags, kind))
        ways.kerb.append(kerb_of(tags))
        ways.crossing.append(_crossing(tags, kind))
        ways.wheelchair.append(wheelchair_of(tags))
        ways.surface.append(_surface(tags, kind, way.id, report))
        ways.lit.append(LIGHTS.get(tags.get("lit", ""), Lit.UNKNOWN))
        ways.incline.append(_incline(tags, way.id, report))
        ways.width.append(_width(tags, way.id, report))
    report.keep("streets for walking", len(ways.identity))
    return ways


def shown(things: Iterable[Any], what: str, progress: bool) -> Iterator[Any]:
    """The same things behind a progress bar, if one is wanted."""
    yield from tqdm(things, desc=f"reading {what}", unit=" " + what, disable=not progress)


def _crossing(tags: Tags, kind: Kind) -> Crossing:
    if kind == Kind.ELEVATOR:
        return Crossing.LIFT
    if kind != Kind.CROSSING:
        return Crossing.NONE
    return CROSSINGS.get(first(tags.get("crossing", "")), Crossing.UNKNOWN)


def _surface(tags: Tags, kind: Kind, identity: int, report: Report) -> Surface:
    surface = surface_of(tags, kind)
    if surface == Surface.UNKNOWN and "surface" in tags:
        report.change("surface that says nothing, taken as unknown", f"way {identity}: {tags['surface']}")
    return surface


def _incline(tags: Tags, identity: int, report: Report) -> float:
    if "incline" not in tags:
        return np.nan
    incline = incline_of(tags["incline"])
    if incline is None:
        report.change("incline that says nothing, taken as unknown", f"way {identity}: {tags['incline']}")
        return np.nan
    return incline


def _width(tags: Tags, identity: int, report: Report) -> float:
    for key in ("sidewalk:width", "sidewalk:both:width", "width", "est_width"):
        if key in tags:
            width = metres(tags[key])
            if width:
                return width
            report.change("width that is no length, taken as unknown", f"way {identity}: {tags[key]}")
    return np.nan


def _read_nodes(path: str | Path, wanted: npt.NDArray[np.int64], progress: bool) -> Nodes:
    """Coordinates of the wanted nodes that the file holds, and the codes of those that say something."""
    identity, place = array("q"), array("d")
    told: list[tuple[int, NodeCodes]] = []
    for node in shown(_wanted(path, wanted), "nodes", progress):
        location = node.location
        if not location.valid():
            continue
        if node.tags:
            codes = node_codes(dict(node.tags))
            if codes != SILENT:
                told.append((len(identity), codes))
        identity.append(node.id)
        place.extend((location.lat, location.lon))
    return Nodes.build(identity, place, told)


def _wanted(path: str | Path, wanted: npt.NDArray[np.int64]) -> Iterator[Any]:
    """Nodes by their ids; osmium's filter knows no negative ones, which editors give to what is new."""
    ids = wanted.tolist()
    if not ids or ids[0] >= 0:
        yield from objects(path, osmium.osm.NODE, osmium.filter.IdFilter(ids))
        return
    sought = set(ids)
    for node in objects(path, osmium.osm.NODE):
        if node.id in sought:
            yield node
