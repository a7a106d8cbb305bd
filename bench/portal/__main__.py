"""``make bench-portal``, or ``python -m bench.portal --quick --only today event``: load, measure, report."""

import argparse
import json
import os
import sys
import time
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

from bench import databases, machine
from bench.databases import SEEDED, Database
from bench.portal import report
from bench.portal.bare import serving_bare
from bench.portal.chromium import Load, chromium, first_load, visited
from bench.portal.pages import Asking, Page, pages
from bench.portal.relay import relaying
from bench.portal.report import Outcome
from bench.served import serving

RUNS = 3
MISSED = 3
"""What the command ends with where a limit is missed."""


def arguments() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.portal", description="Measure the pages of the portal in a browser."
    )
    parser.add_argument("--runs", type=int, default=RUNS, help="loads of each kind; their median counts")
    parser.add_argument("--quick", action="store_true", help="one run")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these pages only")
    parser.add_argument("--explain", action="store_true", help="list what each page fetched and what moved")
    parser.add_argument("--fresh", action="store_true", help="fill the database anew")
    parser.add_argument("--strict", action="store_true", help=f"end with {MISSED} where a limit is missed")
    parser.add_argument("--write", action="store_true", help="put the report into docs/benchmarks.md")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the raw figures to this file")
    asked = parser.parse_args()
    if asked.runs < 1:
        parser.error("at least one run")
    if asked.quick:
        asked.runs = 1
    return asked


def say(text: str) -> None:
    """Tell how far it is; the report itself goes to stdout."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def measured(chosen: list[Page], port: int, runs: int) -> list[Outcome]:
    """All loads of all pages; runs alternate, so that a slow minute of the machine falls on each alike."""
    asking = Asking(port)
    found: dict[str, dict[str, list[Load]]] = {page.name: defaultdict(list) for page in chosen}
    there = [page for page in chosen if asking.status(page.address) == 200]
    with relaying(port) as relay, serving_bare(port) as bare, chromium() as browser:
        first_load(browser, there[0], f"http://127.0.0.1:{relay.port}", relay)  # Wakes both up.
        for run in range(runs):
            for page in there:
                say(f"run {run + 1} of {runs}: {page.name}")
                loads = visited(browser, page, f"http://127.0.0.1:{relay.port}", relay)
                loads["bare"] = first_load(browser, page, f"http://127.0.0.1:{bare}", relay)
                for name, load in loads.items():
                    found[page.name][name].append(load)
    return [Outcome(page, found[page.name]) for page in chosen]


def main() -> None:
    """Fill, serve, load, report."""
    asked = arguments()
    database = Database("sqlite", SEEDED)
    say(f"database {database.name}")
    databases.ready(database, fresh=asked.fresh)
    described = machine.description()
    with serving({**os.environ, **database.env}) as server:
        chosen = [page for page in pages(Asking(server.port)) if not asked.only or page.name in asked.only]
        outcomes = measured(chosen, server.port, asked.runs)
    text = report.markdown(described, outcomes, asked.runs)
    print(text)
    if asked.explain:
        print("\n\n".join(report.explained(outcome) for outcome in outcomes if outcome.loads))
    if asked.json:
        told = {
            outcome.page.name: {
                name: [asdict(load) for load in loads] for name, loads in outcome.loads.items()
            }
            for outcome in outcomes
        }
        asked.json.write_text(json.dumps({"machine": described, "pages": told}, indent=1), encoding="utf-8")
    if asked.write:
        report.write(text)
        say(f"Written to {report.PAGE.name}.")
    unmet = report.missed(outcomes)
    for line in unmet:
        say(line)
    if unmet and asked.strict:
        sys.exit(MISSED)


if __name__ == "__main__":
    main()
