"""``upgrade``: which places to make step-free first, for the money there is."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from reach.command import asking
from reach.errors import BadInput
from reach.siting.upgrades import Upgrades, step_free_first
from reach.tables import write_table
from reach.transit.timetable import YES
from reach.travel.question import Asked, ask
from reach.travel.tables import Floats

NAME = "upgrade"
HELP = "which places to make step-free first, for the money there is"

Say = Callable[[str], None]


def arguments(parser: argparse.ArgumentParser) -> None:
    """This command's own arguments; the profile is one that needs step-free ways."""
    asking.arguments(parser)
    parser.set_defaults(profile="wheelchair_or_unknown")
    parser.add_argument("--money", type=int, required=True, help="budget, in the unit of the costs")
    parser.add_argument(
        "--costs", default="upgrade_cost", metavar="COLUMN", help="column of the venues (upgrade_cost)"
    )
    parser.add_argument("--people", metavar="COLUMN", help="column of the origins: who gains (all residents)")
    parser.add_argument("--within", type=int, default=30, metavar="MIN", help="minutes within reach (30)")
    parser.add_argument("--seconds", type=float, default=30, help="time limit of the search (30)")
    parser.add_argument("--out", type=Path, required=True, help="folder for upgrades.csv and upgrades.json")


def run(asked: argparse.Namespace, say: Say) -> None:
    """Times by the step-free ways, then the places that serve most people anew for the money."""
    found = ask(asking.question(asked), threads=asked.threads)
    venues = found.venues
    if asked.costs not in venues.columns:
        raise BadInput(f"no column of numbers {asked.costs!r}", file=asked.venues)
    for line in found.lines():
        say(line)
    upgrades = step_free_first(
        found.times.dense()[:, 0] <= asked.within * 60,
        np.rint(_people(found, asked)).astype(np.int64),
        np.rint(venues.columns[asked.costs]).astype(np.int64),
        asked.money,
        already=venues.step_free == YES,
        seconds=asked.seconds,
    )
    asked.out.mkdir(parents=True, exist_ok=True)
    write_upgrades(asked.out, found, upgrades, asked)
    answer = upgrades.answer
    served = f"{answer.value:,} more people have a step-free place within {asked.within} min"
    say(f"{served} for {upgrades.spent:,}; {answer.told()}")
    for rank, (place, gained) in enumerate(zip(upgrades.order, upgrades.gained, strict=True), start=1):
        cost = venues.columns[asked.costs][place]
        say(f"{rank}. {venues.names[place]}: {gained:,} more people for {cost:,.0f}")


def write_upgrades(folder: Path, found: Asked, upgrades: Upgrades, asked: argparse.Namespace) -> None:
    """The places in their order, and what the answer rests on."""
    venues, answer = found.venues, upgrades.answer
    write_table(
        folder / "upgrades.csv",
        ("rank", "id", "name", "lat", "lon", "cost", "people"),
        [
            (
                rank,
                venues.ids[place],
                venues.names[place],
                venues.latitude[place],
                venues.longitude[place],
                int(np.rint(venues.columns[asked.costs][place])),
                gained,
            )
            for rank, (place, gained) in enumerate(zip(upgrades.order, upgrades.gained, strict=True), start=1)
        ],
    )
    told = {
        "places": [venues.ids[place] for place in upgrades.order],
        "people": answer.value,
        "bound": answer.bound,
        "gap": answer.gap,
        "proved": answer.proved,
        "spent": upgrades.spent,
        "money": asked.money,
        "within_minutes": asked.within,
        "basis": found.times.basis,
        "notes": [*found.lines()[1:], *answer.notes],
        **found.city.provenance,
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (folder / "upgrades.json").write_text(text, encoding="utf-8")


def _people(found: Asked, asked: argparse.Namespace) -> Floats:
    if asked.people is None:
        return found.origins.residents
    if asked.people not in found.origins.columns:
        raise BadInput(f"no column of numbers {asked.people!r}", file=asked.origins)
    return found.origins.columns[asked.people]
