"""The arguments that ask for travel times, shared by all commands that need some."""

import argparse
import os
from pathlib import Path

from reach.command.places import home
from reach.errors import BadInput
from reach.travel.question import Question
from reach.travel.tables import clock


def arguments(parser: argparse.ArgumentParser) -> None:
    """From where, to what, as whom and when."""
    home(parser)
    parser.add_argument(
        "--origins", type=Path, required=True, help="CSV: id, lat, lon (or H3 cells), residents, district"
    )
    parser.add_argument(
        "--venues", type=Path, required=True, help="CSV: id, name, kind, lat, lon, capacity, wheelchair, …"
    )
    parser.add_argument("--profile", default="adult", help="who walks (adult)")
    parser.add_argument(
        "--profiles", type=Path, help="a table of profiles other than the engine's own (TOML)"
    )
    parser.add_argument(
        "--limit", type=float, default=200.0, help="metres a point may lie off the streets (200)"
    )
    ride = parser.add_argument_group("by timetable")
    ride.add_argument(
        "--from",
        dest="start",
        type=time_of_day,
        metavar="HH:MM",
        help="first minute of setting out; on foot without it",
    )
    ride.add_argument("--minutes", type=int, default=120, help="minutes at which one may set out (120)")
    ride.add_argument(
        "--most",
        type=int,
        default=120,
        metavar="MIN",
        help="minutes after which a place is out of reach (120)",
    )
    ride.add_argument(
        "--access", type=int, default=20, metavar="MIN", help="minutes to walk to and from stops (20)"
    )
    ride.add_argument(
        "--footpath", type=int, default=10, metavar="MIN", help="minutes to walk between two rides (10)"
    )
    ride.add_argument(
        "--change", type=int, default=60, metavar="S", help="seconds a change takes at least (60)"
    )
    ride.add_argument("--open", action="store_true", help="arrive while the venue lets people in")
    parser.add_argument(
        "--threads", type=int, default=os.cpu_count() or 1, help="threads that share the work (all cores)"
    )


def question(asked: argparse.Namespace, *, percentiles: tuple[float, ...] = (50,)) -> Question:
    """The question that the arguments ask."""
    return Question(
        asked.home,
        asked.origins,
        asked.venues,
        asked.profile,
        asked.limit,
        asked.start,
        asked.minutes,
        asked.most * 60,
        asked.access * 60,
        asked.footpath * 60,
        asked.change,
        getattr(asked, "budget", None),
        percentiles,
        asked.open,
        asked.profiles,
    )


def time_of_day(text: str) -> int:
    """Seconds after midnight, as an argument."""
    try:
        return clock(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time of day such as 08:00") from None


def group(text: str) -> tuple[str, str]:
    """A column of the origins and the profile of its people, from ``COLUMN=PROFILE``."""
    name, mark, profile = text.partition("=")
    if not (name and mark and profile):
        raise BadInput(f"--group {text}: COLUMN=PROFILE is needed, such as under_7=child_with_adult")
    return name, profile
