"""``siting``: which candidates to open next, what each adds for whom, and how good that is at best."""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from reach.command import asking
from reach.errors import BadInput
from reach.siting.answer import Answer, Int64s
from reach.siting.center import p_center
from reach.siting.cover import lscp, mclp
from reach.siting.equity import Equitable, Step, equity_sites, marginal
from reach.siting.median import p_median
from reach.tables import write_table
from reach.times import UNREACHED, Int32s
from reach.travel.question import Asked, ask
from reach.travel.tables import Venues
from reach.travel.times import reached

NAME = "siting"
HELP = "where the next places should be, with a bound and, where proved, a certificate"

METHODS = ("mclp", "p-median", "p-center", "lscp", "equity")

TOLD = 12
"""Places told of one by one; all stand in the table."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Problem:
    """Seconds int32[groups, origins, places] (what is there first, then candidates) and people by group."""

    names: tuple[str, ...]
    times: Int32s
    people: Int64s
    there: int
    candidates: Venues

    @property
    def existing(self) -> Int64s:
        """Columns of the places that are there."""
        return np.arange(self.there)


def arguments(parser: argparse.ArgumentParser) -> None:
    """This command's own arguments."""
    asking.arguments(parser)
    parser.add_argument(
        "--candidates", type=Path, required=True, help="CSV: where a place could be, as for venues"
    )
    parser.add_argument("--places", type=int, default=1, metavar="K", help="how many new places (1)")
    parser.add_argument(
        "--within", type=int, default=30, metavar="MIN", help="minutes that count as within reach (30)"
    )
    parser.add_argument(
        "--method",
        choices=METHODS,
        default="mclp",
        help="most people within reach (mclp), least travel time in all (p-median), least longest time "
        "(p-center), fewest places that reach everybody (lscp), the worst group first (equity)",
    )
    parser.add_argument(
        "--group",
        action="append",
        default=[],
        metavar="COLUMN=PROFILE",
        help="a column of the origins as a group of people",
    )
    parser.add_argument(
        "--floor",
        type=float,
        default=1.0,
        metavar="SHARE",
        help="share of every group that should be within reach (1)",
    )
    parser.add_argument("--seconds", type=float, default=60, help="time limit of the search (60)")
    parser.add_argument("--out", type=Path, required=True, help="folder for sites.csv and siting.json")


def run(asked: argparse.Namespace, say: Say) -> None:
    """Times to what is there and to the candidates, then the search, then what each place adds."""
    if not 0 < asked.within <= asked.most:
        raise BadInput(f"--within {asked.within}: from 1 to {asked.most} minutes (--most) are possible")
    notes: list[str] = []
    first, problem = _problem(asked, say, notes)
    answer, fair = solve(problem, asked)
    new = [site - problem.there for site in answer.sites]
    covered = problem.times <= asked.within * 60
    steps = marginal(covered, problem.people, answer.sites, existing=problem.existing)
    asked.out.mkdir(parents=True, exist_ok=True)
    write_sites(asked.out / "sites.csv", problem, steps)
    notes += answer.notes
    told = describe(answer, fair, problem, steps, asked)
    told |= {
        "basis": first.times.basis,
        "notes": notes,
        **first.city.provenance,
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (asked.out / "siting.json").write_text(text, encoding="utf-8")
    for line in in_words(answer, fair, problem, steps, asked):
        say(line)
    if not new:
        say("no new place is needed")


def solve(problem: Problem, asked: argparse.Namespace) -> tuple[Answer, Equitable | None]:
    """The answer by the method asked for; each group counts with its own times."""
    limit, seconds, there = asked.within * 60, asked.seconds, problem.existing
    times, weights = problem.times.reshape(-1, problem.times.shape[2]), problem.people.ravel()
    if asked.method == "equity":
        covered = problem.times <= limit
        fair = equity_sites(
            covered, problem.people, asked.places, existing=there, floor=asked.floor, seconds=seconds
        )
        return fair.answer, fair
    if asked.method == "mclp":
        return mclp(times, weights, asked.places, limit, existing=there, seconds=seconds), None
    if asked.method == "lscp":
        return lscp(times, weights, limit, existing=there, seconds=seconds), None
    if asked.method == "p-center":
        return p_center(times, asked.places, weights=weights, existing=there, seconds=seconds), None
    beyond = 2 * asked.most * 60
    found = p_median(times, weights, asked.places, existing=there, beyond=beyond, seconds=seconds)
    note = f"who reaches no place within {asked.most} min counts as {2 * asked.most} min away"
    return replace(found, notes=(*found.notes, note)), None


def write_sites(path: Path, problem: Problem, steps: list[Step]) -> None:
    """A row a new place, the one that adds most first."""
    table = problem.candidates
    rows = []
    for rank, step in enumerate(steps, start=1):
        site = step.site - problem.there
        place = (table.ids[site], table.names[site], table.latitude[site], table.longitude[site])
        rows.append((rank, *place, int(step.gained.sum()), *step.gained.tolist()))
    write_table(path, ("rank", "id", "name", "lat", "lon", "people", *problem.names), rows)


def describe(
    answer: Answer,
    fair: Equitable | None,
    problem: Problem,
    steps: list[Step],
    asked: argparse.Namespace,
) -> dict[str, object]:
    """The answer for siting.json."""
    ids = problem.candidates.ids
    told: dict[str, object] = {
        "method": answer.method,
        "places": [ids[site - problem.there] for site in answer.sites],
        "value": answer.value,
        "bound": answer.bound,
        "gap": answer.gap,
        "proved": answer.proved,
        "certificate_nodes": len(answer.certificate.tree) if answer.certificate else 0,
        "seconds": round(answer.seconds, 3),
        "unserved_people": answer.unserved,
        "within_minutes": asked.within,
        "people": dict(zip(problem.names, problem.people.sum(axis=1).tolist(), strict=True)),
        "gains": [
            {
                "id": ids[step.site - problem.there],
                "people": int(step.gained.sum()),
                "groups": dict(zip(problem.names, step.gained.tolist(), strict=True)),
            }
            for step in steps
        ],
    }
    if fair is not None:
        told["floor"] = {
            "wanted": fair.floor,
            "attainable": fair.attainable,
            "could_be_covered": dict(zip(problem.names, fair.people.tolist(), strict=True)),
            "covered_before": dict(zip(problem.names, fair.before.tolist(), strict=True)),
            "covered_after": dict(zip(problem.names, fair.after.tolist(), strict=True)),
            "missing": dict(zip(problem.names, fair.missing.tolist(), strict=True)),
        }
    return told


def in_words(
    answer: Answer,
    fair: Equitable | None,
    problem: Problem,
    steps: list[Step],
    asked: argparse.Namespace,
) -> list[str]:
    """The answer for people."""
    meaning = {
        "mclp": f"{answer.value:,} people have a place within {asked.within} min",
        "p-median": f"{answer.value:,} seconds of travel in all, over people",
        "p-center": f"nobody who can reach a place is farther than {_clock(answer.value)}",
        "lscp": f"{answer.value} new places reach everybody whom one can reach in {asked.within} min",
        "equity": f"{answer.value / 10_000:.2f} % of the worst group have a place within {asked.within} min "
        "(of those whom one could serve)",
    }[answer.method]
    lines = [f"{meaning}; {answer.told()}"]
    for rank, step in enumerate(steps[:TOLD], start=1):
        name = problem.candidates.names[step.site - problem.there]
        groups = zip(problem.names, step.gained.tolist(), strict=True)
        of_whom = ", ".join(f"{group} {count:,}" for group, count in groups)
        more = f" ({of_whom})" if len(problem.names) > 1 else ""
        lines.append(
            f"{rank}. {name}: {int(step.gained.sum()):,} more people within {asked.within} min{more}"
        )
    if len(steps) > TOLD:
        lines.append(f"and {len(steps) - TOLD} more in sites.csv")
    if answer.unserved:
        limit = "" if answer.method.startswith("p-") else f" within {asked.within} min"
        lines.append(f"{answer.unserved:,} people have no place or candidate{limit}")
    if fair is not None and fair.missing.any():
        sure = "" if fair.attainable else ", and no choice of so many places can reach it"
        worst = ", ".join(
            f"{name} {count:,}"
            for name, count in zip(problem.names, fair.missing.tolist(), strict=True)
            if count
        )
        lines.append(f"people missing to the floor of {fair.floor:.0%}: {worst}{sure}")
    return lines


def _clock(seconds: int) -> str:
    return "any time that counts" if seconds >= UNREACHED else f"{-(-seconds // 60)} min"


def _problem(asked: argparse.Namespace, say: Say, notes: list[str]) -> tuple[Asked, Problem]:
    question = asking.question(asked)
    pairs = [asking.group(text) for text in asked.group] or [("", asked.profile)]
    found: dict[str, tuple[Asked, Asked, Int32s]] = {}
    for profile in dict.fromkeys(profile for _, profile in pairs):
        own = question.as_whom(profile)
        there, more = (
            ask(one, threads=asked.threads) for one in (own, replace(own, venues=asked.candidates))
        )
        for line in dict.fromkeys((*there.lines(), *more.lines())):
            say(f"{profile}: {line}")
            notes.append(f"{profile}: {line}")
        both = np.concatenate([there.times.dense()[:, 0], more.times.dense()[:, 0]], axis=1)
        found[profile] = (there, more, reached(both, asked.most * 60))
    first, candidates, _ = found[pairs[0][1]]
    origins = first.origins
    if asked.group:
        missing = [name for name, _ in pairs if name not in origins.columns]
        if missing:
            raise BadInput(f"no column of numbers {missing[0]!r}", file=asked.origins)
        people = np.stack([np.rint(origins.columns[name]).astype(np.int64) for name, _ in pairs])
    else:
        people = np.rint(origins.residents).astype(np.int64)[None, :]
        if not origins.counted:
            notes.append("every origin counts as one person")
    if people.min() < 0:
        raise BadInput("people of a group must not be negative", file=asked.origins)
    times = np.stack([found[profile][2] for _, profile in pairs])
    names = tuple(name or "residents" for name, _ in pairs)
    return first, Problem(names, times, people, len(first.venues), candidates.venues)
