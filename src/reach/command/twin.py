"""``twin``: a city that does not exist, to try the other commands on and to measure them at full size."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reach import release
from reach.command.places import home
from reach.hierarchy.hierarchy import Hierarchy
from reach.hierarchy.order import nested_dissection
from reach.streets import store
from reach.travel.city import HIERARCHY, STREETS, TIMETABLE
from reach.twin.city import LARGEST, SEED, SMALLEST, City, make_city
from reach.twin.files import write_city

NAME = "twin"
HELP = "write a synthetic city and build its release"

Say = Callable[[str], None]


def arguments(parser: argparse.ArgumentParser) -> None:
    """This command's own arguments."""
    home(parser)
    parser.add_argument("--out", type=Path, required=True, help="folder for the city's files")
    parser.add_argument(
        "--scale",
        type=float,
        default=1.0,
        help=f"share of Chelyabinsk's size, {SMALLEST:g} to {LARGEST:g} (1)",
    )
    parser.add_argument("--seed", type=int, default=SEED, help=f"another number, another city ({SEED})")


def run(asked: argparse.Namespace, say: Say) -> None:
    """The files first, then a release of the same streets and lines."""
    say(f"drawing a synthetic city, scale {asked.scale:g}, seed {asked.seed} …")
    city = make_city(asked.scale, asked.seed)
    say(", ".join(f"{count:,} {what}" for what, count in city.counts().items()))
    written = write_city(city, asked.out)
    say(f"wrote {', '.join(path.name for path in written)} to {asked.out}")
    manifest: dict[str, Any] = {
        "synthetic": True,
        "note": city.note,
        "sources": [f"synthetic city, scale {asked.scale:g}, seed {asked.seed}"],
        "licences": [],
    }
    with release.building(asked.home, manifest) as folder:
        build(city, folder, manifest, say)
    say(f"built {release.current(asked.home).folder}")


def build(city: City, folder: Path, manifest: dict[str, Any], say: Say) -> None:
    """Streets, their hierarchy and a Wednesday's timetable."""
    graph = city.streets
    manifest["streets"] = store.save(graph, folder / STREETS)
    say(f"ordering {graph.nodes:,} nodes …")
    order = nested_dissection(graph.nodes, graph.tail, graph.head)
    Hierarchy.build(graph.nodes, graph.tail, graph.head, order).save(folder / HIERARCHY)
    manifest["order"] = order.digest
    say("turning headways into a timetable …")
    timetable = city.timetable()
    manifest["timetable"] = timetable.save(folder / TIMETABLE)
    manifest["day"] = timetable.day.isoformat()
    say(f"{len(timetable.trip_id):,} trips on {timetable.day}")
