"""``build``: from the files a city has to a release the other commands work on."""

import argparse
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from reach import release
from reach.command.places import home
from reach.errors import BadInput
from reach.hierarchy.hierarchy import Hierarchy
from reach.hierarchy.order import nested_dissection
from reach.report import Report
from reach.streets import store
from reach.streets.osm import read_osm
from reach.streets.points import read_points
from reach.streets.tags import Wheelchair
from reach.tables import write_table
from reach.transit.gtfs import read_gtfs, service_span
from reach.transit.headways import headways_to_gtfs
from reach.travel.city import HIERARCHY, STREETS, TIMETABLE

NAME = "build"
HELP = "read streets and timetables into a release"

OSM_LICENCE = "© OpenStreetMap contributors, ODbL 1.0"
ACCESS = {Wheelchair.YES: "yes", Wheelchair.NO: "no", Wheelchair.LIMITED: "limited"}

Say = Callable[[str], None]


def arguments(parser: argparse.ArgumentParser) -> None:
    """This command's own arguments."""
    home(parser)
    parser.add_argument("--osm", type=Path, help="OpenStreetMap extract (.osm.pbf)")
    parser.add_argument(
        "--gtfs", type=Path, nargs="+", default=[], help="timetables: GTFS archives or folders"
    )
    parser.add_argument(
        "--headways", type=Path, nargs=2, metavar=("STOPS", "HEADWAYS"), help="or headway tables (CSV)"
    )
    parser.add_argument(
        "--timezone", default="Asia/Yekaterinburg", help="of the headway tables (Asia/Yekaterinburg)"
    )
    parser.add_argument("--day", type=date.fromisoformat, help="service day, YYYY-MM-DD (the feed's busiest)")
    parser.add_argument(
        "--points", action="store_true", help="also list homes and places of culture of the extract"
    )
    parser.add_argument(
        "--licence", action="append", default=[], help="a licence line to carry on (may be repeated)"
    )


def run(asked: argparse.Namespace, say: Say) -> None:
    """Build aside, then put in place."""
    if asked.osm is None and not asked.gtfs and asked.headways is None:
        raise BadInput("nothing to build from: give --osm, --gtfs or --headways")
    report = Report()
    manifest: dict[str, Any] = {
        "sources": [str(path.name) for path in (asked.osm, *asked.gtfs, *(asked.headways or ())) if path],
        "licences": ([OSM_LICENCE] if asked.osm else []) + asked.licence,
    }
    with release.building(asked.home, manifest) as folder:
        if asked.osm is not None:
            build_streets(asked.osm, folder, manifest, report, say)
            if asked.points:
                write_points(asked.osm, folder, report)
        if asked.gtfs or asked.headways:
            build_timetable(asked, folder, manifest, report, say)
        manifest["report"] = report.lines()
        (folder / "report.txt").write_text("\n".join(report.lines()) + "\n", encoding="utf-8")
    for line in report.lines():
        say(line)
    say(f"built {release.current(asked.home).folder}")


def build_streets(path: Path, folder: Path, manifest: dict[str, Any], report: Report, say: Say) -> None:
    """The street graph and its hierarchy."""
    say(f"reading streets of {path.name} …")
    graph, _ = read_osm(path, report, progress=True)
    manifest["streets"] = store.save(graph, folder / STREETS)
    say(f"ordering {graph.nodes:,} nodes …")
    order = nested_dissection(graph.nodes, graph.tail, graph.head)
    Hierarchy.build(graph.nodes, graph.tail, graph.head, order).save(folder / HIERARCHY)
    manifest["order"] = order.digest


def build_timetable(
    asked: argparse.Namespace, folder: Path, manifest: dict[str, Any], report: Report, say: Say
) -> None:
    """One day of all feeds, headways among them."""
    with tempfile.TemporaryDirectory() as made:
        feeds = list(asked.gtfs)
        if asked.headways is not None:
            day = asked.day or date.today()  # noqa: DTZ011  the day where the command is given is the one meant
            feeds.append(Path(made) / "headways.zip")
            stops, headways = asked.headways
            say(f"turning {headways.name} into a timetable …")
            headways_to_gtfs(
                stops,
                headways,
                feeds[-1],
                first_day=date(day.year, 1, 1),
                last_day=date(day.year, 12, 31),
                timezone=asked.timezone,
                report=report,
            )
            asked.day = day
        day = asked.day or service_span(feeds[0]).busiest
        say(f"reading the timetable of {day} …")
        timetable, _ = read_gtfs(feeds, day, report)
    manifest["timetable"] = timetable.save(folder / TIMETABLE)
    manifest["day"] = day.isoformat()


def write_points(path: Path, folder: Path, report: Report) -> None:
    """Homes and places of culture as tables that the other commands read."""
    homes, venues, _ = read_points(path, report)
    flats = np.where(homes.flats > 0, homes.flats, "").tolist()
    levels = [f"{level:g}" if level == level else "" for level in homes.levels.tolist()]
    write_table(
        folder / "homes.csv",
        ("id", "lat", "lon", "footprint", "levels", "flats"),
        zip(
            homes.osm_id,
            homes.latitude,
            homes.longitude,
            homes.footprint.round(1),
            levels,
            flats,
            strict=True,
        ),
    )
    access = [ACCESS.get(Wheelchair(code), "unknown") for code in venues.wheelchair.tolist()]
    write_table(
        folder / "venues.csv",
        ("id", "name", "kind", "lat", "lon", "wheelchair"),
        zip(venues.osm_id, venues.name, venues.kind, venues.latitude, venues.longitude, access, strict=True),
    )
