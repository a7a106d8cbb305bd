"""``explain``: how one gets from a point to a venue, leg by leg."""

import argparse
from collections.abc import Callable
from pathlib import Path

from reach.command.asking import time_of_day
from reach.command.places import home
from reach.errors import BadInput
from reach.transit.raptor import Journey, Walk
from reach.transit.timetable import Timetable
from reach.travel.city import City
from reach.travel.resident import Outings
from reach.travel.tables import read_venues

NAME = "explain"
HELP = "one trip in words: what to board where, how long to wait and to walk"


def arguments(parser: argparse.ArgumentParser) -> None:
    """This command's own arguments."""
    home(parser)
    parser.add_argument(
        "--at", type=float, nargs=2, metavar=("LAT", "LON"), required=True, help="where one is"
    )
    parser.add_argument("--venues", type=Path, required=True, help="CSV of venues")
    parser.add_argument("--to", required=True, metavar="ID", help="the venue's id")
    parser.add_argument(
        "--from", dest="start", type=time_of_day, metavar="HH:MM", required=True, help="setting out at"
    )
    parser.add_argument("--profile", default="adult", help="who walks (adult)")
    parser.add_argument(
        "--limit", type=float, default=200.0, help="metres a point may lie off the streets (200)"
    )
    parser.add_argument("--most", type=int, default=120, metavar="MIN", help="minutes it may take (120)")


def run(asked: argparse.Namespace, say: Callable[[str], None]) -> None:
    """Tell every journey worth taking."""
    city = City.load(asked.home)
    venues = read_venues(asked.venues)
    if asked.to not in venues.ids:
        raise BadInput(f"no venue {asked.to!r}", file=asked.venues)
    timetable = city.timetable_for(asked.profile)
    outings = Outings(
        city.walk(asked.profile, limit=asked.limit), timetable, venues.latitude, venues.longitude
    )
    latitude, longitude = asked.at
    venue = venues.ids.index(asked.to)
    found = outings.journeys(latitude, longitude, venue, asked.start, most=asked.most * 60)
    if not found:
        say(f"no way to {asked.to} within {asked.most} minutes")
    for journey in found:
        for line in told(journey, timetable):
            say(line)


def told(journey: Journey, timetable: Timetable) -> list[str]:
    """A journey in lines."""
    minutes = (journey.arrival - journey.departure) / 60
    summary = (
        f"{clock(journey.departure)} → {clock(journey.arrival)}: {minutes:.0f} min, {journey.rides} rides, "
        f"{journey.walking / 60:.0f} min on foot, {journey.waiting / 60:.0f} min waiting"
    )
    lines = [summary]
    for leg in journey.legs:
        if isinstance(leg, Walk):
            goal = "the venue" if leg.to_stop is None else timetable.stop_name[leg.to_stop]
            lines.append(f"  walk {(leg.arrival - leg.departure) / 60:.0f} min to {goal}")
        else:
            route = timetable.route_name[int(timetable.trip_route[leg.trip])]
            origin, goal = timetable.stop_name[leg.from_stop], timetable.stop_name[leg.to_stop]
            lines.append(f"  {clock(leg.departure)} {route} from {origin} to {goal}, {clock(leg.arrival)}")
    return lines


def clock(seconds: int) -> str:
    """``HH:MM`` of seconds after midnight."""
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours:02}:{minutes:02}"
