"""``matrix``: travel times from every origin to every venue, as an array on disk."""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from tqdm import tqdm

from reach.command import asking
from reach.errors import ReachError
from reach.tables import write_table
from reach.times import UNREACHED
from reach.travel.question import Asked, ask
from reach.travel.scale import blocks_by
from reach.travel.times import Block

NAME = "matrix"
HELP = "travel times from origins to venues, with percentiles over the minutes of departure"


def arguments(parser: argparse.ArgumentParser) -> None:
    """This command's own arguments."""
    asking.arguments(parser)
    parser.add_argument(
        "--percentiles", type=float, nargs="+", default=[5, 50, 95], help="of travel time (5 50 95)"
    )
    parser.add_argument("--budget", type=int, help="also by the most price units spent, 0 up to this")
    parser.add_argument("--out", type=Path, required=True, help="folder for times.npy and what it rests on")
    parser.add_argument("--csv", action="store_true", help="also as a table, a row a pair within reach")
    parser.add_argument("--scheduler", help="address of a Dask scheduler whose workers share the work")


def run(asked: argparse.Namespace, say: Callable[[str], None]) -> None:
    """Stream the blocks to disk; memory holds a few of them."""
    question = asking.question(asked, percentiles=tuple(asked.percentiles))
    found = ask(question, threads=asked.threads)
    for line in found.lines():
        say(line)
    blocks = (
        blocks_by(asked.scheduler, question, len(found.venues)) if asked.scheduler else found.times.blocks()
    )
    asked.out.mkdir(parents=True, exist_ok=True)
    reached = write_times(asked.out / "times.npy", found, blocks)
    describe(asked.out / "times.json", found, reached)
    if asked.csv:
        write_pairs(asked.out / "times.csv", asked.out / "times.npy", found)
    say(f"{reached:,} of {len(found.origins) * len(found.venues):,} pairs are within reach: {asked.out}")


def write_times(path: Path, found: Asked, blocks: Iterator[Block]) -> int:
    """Write ``int32[(budgets,) origins, percentiles, venues]`` seconds, venue by venue; returns the pairs
    within reach.

    The file is written aside and put in place whole. The pairs are counted at the first percentile.
    """
    question, times = found.question, found.times
    budgets = () if question.budget is None or times.network is None else (question.budget + 1,)
    shape = (*budgets, len(found.origins), len(times.percentiles), len(found.venues))
    aside = path.with_suffix(".part")
    table = np.lib.format.open_memmap(aside, mode="w+", dtype=np.int32, shape=shape, fortran_order=True)
    reached = 0
    try:
        for part, seconds in tqdm(
            blocks, total=-(-len(found.venues) // 16), unit="block", desc="matrix", leave=False
        ):
            table[..., part] = seconds
            reached += int((seconds[..., 0, :] < UNREACHED).sum())
        table.flush()
    except ReachError:
        aside.unlink()
        raise
    del table
    aside.replace(path)
    return reached


def describe(path: Path, found: Asked, reached: int) -> None:
    """What the array means and rests on."""
    told = {
        "basis": found.times.basis,
        "profile": found.question.profile,
        "unit": "seconds",
        "unreached": int(UNREACHED),
        "percentiles": list(found.times.percentiles),
        "axes": ["origins", "percentiles", "venues"],
        "origins": found.origins.ids,
        "venues": found.venues.ids,
        "pairs_within_reach": reached,
        "notes": found.lines()[1:],
        **found.city.provenance,
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def write_pairs(path: Path, array: Path, found: Asked) -> None:
    """A row a pair within reach at any percentile; an empty cell is ∞."""
    times = np.load(array, mmap_mode="r")

    def rows() -> Iterator[list[object]]:
        for venue, name in enumerate(found.venues.ids):
            column = np.asarray(times[..., venue]).reshape(
                -1, len(found.origins), len(found.times.percentiles)
            )[-1]
            for origin in np.flatnonzero((column < UNREACHED).any(axis=1)).tolist():
                seconds = [time if time < UNREACHED else "" for time in column[origin].tolist()]
                yield [found.origins.ids[origin], name, *seconds]

    names = [f"p{percentile:g}" for percentile in found.times.percentiles]
    write_table(path, ["origin", "venue", *names], rows())
