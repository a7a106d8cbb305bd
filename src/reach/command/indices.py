"""``indices``: how much is in reach of every cell, how much choice, and who is left out."""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reach.command import asking
from reach.errors import BadInput
from reach.indices.blocks import collect
from reach.indices.choice import Choice, ChoiceWithin, TimeToKinds
from reach.indices.closest import CostToClosest
from reach.indices.competition import FloatingCatchmentArea
from reach.indices.decay import decay_binary, decay_exponential
from reach.indices.equity import Equity, Row, who_is_left_out
from reach.indices.gravity import Gravity
from reach.population.ages import read_age_sex
from reach.population.cells import read_cells
from reach.population.spread import spread
from reach.report import Report
from reach.tables import write_table
from reach.times import UNREACHED, Int32s
from reach.travel.question import Asked, Question, ask
from reach.travel.tables import Origins
from reach.travel.times import TravelTimes

NAME = "indices"
HELP = "places, kinds and time to the nearest for every origin; who is left out, by group and district"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Found:
    """The indices of one profile, arrays by origin."""

    nearest: Int32s
    third: Int32s
    two_kinds: Int32s
    choice: Choice
    gravity: npt.NDArray[np.float64]
    per_head: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Groups:
    """People by group and origin, and as whom each group walks."""

    names: tuple[str, ...]
    profiles: tuple[str, ...]
    counts: npt.NDArray[np.float64]
    estimates: tuple[str, ...]


class Stream:
    """Blocks of one percentile, to be gone through as often as an index likes."""

    def __init__(self, times: TravelTimes) -> None:
        self.times = times

    def __iter__(self) -> Iterator[tuple[slice, Int32s]]:
        for block in self.times.blocks():
            yield block.part, np.ascontiguousarray(block.seconds[:, 0, :])


def arguments(parser: argparse.ArgumentParser) -> None:
    """This command's own arguments."""
    asking.arguments(parser)
    parser.add_argument(
        "--within", type=int, default=30, metavar="MIN", help="minutes that count as within reach (30)"
    )
    parser.add_argument(
        "--percentile", type=float, default=50, help="of travel time over the departures (50)"
    )
    parser.add_argument(
        "--ages", type=Path, help="official table of age × sex: groups of people, each with its profile"
    )
    parser.add_argument(
        "--group",
        action="append",
        default=[],
        metavar="COLUMN=PROFILE",
        help="or a column of the origins as a group",
    )
    parser.add_argument(
        "--enough", type=float, default=3, metavar="KINDS", help="kinds in reach that are enough (3)"
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for indices.csv, equity.csv and what they rest on"
    )


def run(asked: argparse.Namespace, say: Say) -> None:
    """Indices for each profile that somebody walks with, then the table of who has how much."""
    question = asking.question(asked, percentiles=(asked.percentile,))
    first = ask(question, threads=asked.threads)
    groups = _groups(asked, first.origins, say)
    asked.out.mkdir(parents=True, exist_ok=True)
    found: dict[str, Found] = {}
    notes: list[str] = []
    for profile in dict.fromkeys((question.profile, *groups.profiles)):
        own = first if profile == question.profile else ask(question.as_whom(profile), threads=asked.threads)
        for line in own.lines():
            say(f"{profile}: {line}")
            notes.append(f"{profile}: {line}")
        found[profile] = compute(own, asked.within * 60)
        write_indices(asked.out / f"indices-{profile}.csv", first.origins, found[profile])
    equity = who_is_left_out(
        np.stack([found[profile].nearest for profile in groups.profiles]),
        groups.counts,
        groups.names,
        limit=asked.within * 60,
        districts=first.origins.district if any(first.origins.district) else None,
        choice=np.stack([found[profile].choice.kinds for profile in groups.profiles]),
        enough=asked.enough,
    )
    write_equity(asked.out / "equity.csv", equity)
    _describe(asked.out / "indices.json", question, first, groups, notes)
    for line in told(equity):
        say(line)


def compute(asked: Asked, within: int) -> Found:
    """All indices of a question; the travel times pass by once and are not kept."""
    kinds, _ = asked.venues.kind_codes()
    closest = CostToClosest((1, 3))
    choice, of_kinds = ChoiceWithin(kinds, within), TimeToKinds(kinds)
    weighed = Gravity(decay_exponential(0.1))
    heads = FloatingCatchmentArea(
        "2sfca", decay_binary(within), asked.origins.residents, asked.venues.capacity
    )
    collect(Stream(asked.times), closest, choice, of_kinds, weighed, heads)
    nearest = closest.result()
    return Found(
        np.ascontiguousarray(nearest[:, 0]),
        np.ascontiguousarray(nearest[:, 1]),
        of_kinds.to(2),
        choice.result(),
        weighed.result(),
        heads.result(),
    )


def write_indices(path: Path, origins: Origins, found: Found) -> None:
    """A row an origin; an empty time is ∞."""
    header = (
        *("id", "lat", "lon", "residents", "nearest_s", "third_s", "two_kinds_s"),
        *("places", "kinds", "kinds_effective", "gravity", "supply_per_head"),
    )
    write_table(
        path,
        header,
        zip(
            origins.ids,
            origins.latitude.tolist(),
            origins.longitude.tolist(),
            origins.residents.tolist(),
            *(_times(times) for times in (found.nearest, found.third, found.two_kinds)),
            found.choice.places.tolist(),
            found.choice.kinds.tolist(),
            found.choice.hill(1).round(3).tolist(),
            found.gravity.round(6).tolist(),
            found.per_head.round(9).tolist(),
            strict=True,
        ),
    )


def write_equity(path: Path, equity: Equity) -> None:
    """A row a group in the city, then a row a group and district."""
    header = (
        *("group", "district", "people", "within_25_s", "within_50_s", "within_75_s", "within_90_s"),
        *("left_out", "people_left_out", "unreached", "gini", "palma", "below_line"),
    )
    write_table(
        path,
        header,
        [
            (
                row.group,
                row.district or "",
                row.people,
                *_times(np.array(row.times, np.int32)),
                row.left_out,
                row.people_left_out,
                row.unreached,
                row.gini,
                row.palma,
                row.below_line,
            )
            for row in equity.rows
        ],
    )


def told(equity: Equity) -> list[str]:
    """Who is left out, in words."""
    lines = [_line(row, equity.limit) for row in equity.city]
    lines.append("worst group: " + _line(equity.worst_group, equity.limit))
    if equity.districts:
        lines.append("worst district: " + _line(equity.worst_district, equity.limit))
    return lines


def _line(row: Row, limit: int) -> str:
    where = f", {row.district}" if row.district else ""
    return (
        f"{row.group}{where}: {row.people_left_out:,.0f} of {row.people:,.0f} ({row.left_out:.1%}) "
        f"have no place within {limit // 60} min; {row.unreached:.1%} reach none at all"
    )


def _times(times: Int32s) -> list[int | str]:
    return [time if time < UNREACHED else "" for time in times.tolist()]


def _groups(asked: argparse.Namespace, origins: Origins, say: Say) -> Groups:
    if asked.ages is not None:
        return _by_age(asked, origins, say)
    if not asked.group:
        counted = ("" if origins.counted else "every origin counts as one person",)
        return Groups(("residents",), (asked.profile,), origins.residents[None, :], counted)
    names, profiles = zip(*(asking.group(text) for text in asked.group), strict=True)
    missing = [name for name in names if name not in origins.columns]
    if missing:
        raise BadInput(f"no column of numbers {missing[0]!r}", file=asked.origins)
    counts = np.stack([origins.columns[name] for name in names])
    return Groups(names, profiles, counts, ("",) * len(names))


def _by_age(asked: argparse.Namespace, origins: Origins, say: Say) -> Groups:
    report = Report()
    cells = read_cells(asked.origins)
    if list(cells.ids) != origins.ids:
        raise BadInput("groups by age need H3 cells as origins", file=asked.origins)
    found = spread(read_age_sex(asked.ages), cells, report=report)
    for line in report.lines():
        say(line)
    return Groups(
        found.keys, found.profiles, found.counts, tuple("; ".join(reasons) for reasons in found.estimates)
    )


def _describe(path: Path, question: Question, asked: Asked, groups: Groups, notes: Sequence[str]) -> None:
    told = {
        "basis": asked.times.basis,
        "percentile": question.percentiles[0],
        "groups": [
            {"group": name, "profile": profile, "estimate": reason}
            for name, profile, reason in zip(groups.names, groups.profiles, groups.estimates, strict=True)
        ],
        "notes": list(notes),
        **asked.city.provenance,
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
