"""``make bench``, or ``python -m bench --quick``: fill, measure, report."""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from bench import databases, machine, report, served
from bench.databases import ROOT, SEEDED, Database

SIZES = (20_000, 100_000)
PAGE = ROOT / "docs" / "benchmarks.md"


def arguments() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the speed of Karavan.")
    parser.add_argument("--quick", action="store_true", help="20,000 events on SQLite only")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=list(SIZES), help="numbers of events, multiples of 20,000"
    )
    parser.add_argument("--databases", nargs="+", choices=list(report.VENDORS), default=list(report.VENDORS))
    parser.add_argument("--fresh", action="store_true", help="fill the databases anew")
    parser.add_argument(
        "--keep", action="store_true", help="keep the databases of PostgreSQL for another run"
    )
    parser.add_argument("--write", action="store_true", help=f"put the report into {PAGE.relative_to(ROOT)}")
    parser.add_argument("--json", type=Path, help="write the raw figures to this file")
    asked = parser.parse_args()
    if any(size < SEEDED or size % SEEDED for size in asked.sizes):
        parser.error(f"sizes are multiples of {SEEDED:,}")
    if asked.quick:
        asked.sizes, asked.databases = [SEEDED], ["sqlite"]
    return asked


def say(text: str) -> None:
    """Tell how far it is; the report itself goes to stdout."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def rebuild(database: Database) -> dict[str, float]:
    """Build the catalogue from nothing; wall and CPU seconds of the whole command."""
    before, start = os.times(), time.perf_counter()
    database.karavan("rebuild", "catalogue", "--from-nothing", "--verbosity", "0")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"wall_s": time.perf_counter() - start, "cpu_s": cpu}


def measure(database: Database) -> dict[str, Any]:
    """Everything about one database."""
    told = f"{database.vendor}, {database.events:,} events"
    run: dict[str, Any] = {"vendor": database.vendor, "events": database.events}
    say(f"{told}: rebuild of the catalogue")
    run["rebuild"] = rebuild(database)
    database.run("bench.analyse")
    say(f"{told}: in one process")
    run["inprocess"] = json.loads(database.run("bench.inprocess"))
    run["totals"] = run["inprocess"]["totals"]
    say(f"{told}: over HTTP")
    run["http"] = served.run(database.env, run["inprocess"].pop("addresses"))
    say(f"{told}: the SQL way")
    run["rival"] = json.loads(database.run("bench.rival"))
    return run


def main() -> None:
    """Fill, measure, report."""
    asked = arguments()
    vendors = list(asked.databases)
    if "postgresql" in vendors and not databases.postgres_answers():
        say("No PostgreSQL answers on 127.0.0.1:5432 (KARAVAN_BENCH_POSTGRES): it is left out.")
        vendors.remove("postgresql")
    described = machine.description()
    try:
        runs = run_all(asked, vendors)
    finally:
        if "postgresql" in vendors and not asked.keep:
            for size in {SEEDED, *asked.sizes}:
                databases.drop(Database("postgresql", size))
    text = report.markdown(described, runs)
    print(text)
    if asked.json:
        asked.json.write_text(json.dumps({"machine": described, "runs": runs}, indent=1), encoding="utf-8")
    if asked.write:
        report.write(PAGE, text)
        say(f"Written to {PAGE.relative_to(ROOT)}.")


def run_all(asked: argparse.Namespace, vendors: list[str]) -> list[dict[str, Any]]:
    """Fill and measure one database after the other."""
    runs = []
    for vendor in vendors:
        for size in sorted(asked.sizes):
            database = Database(vendor, size)
            say(f"{vendor}, {size:,} events: database {database.name}")
            databases.ready(database, fresh=asked.fresh)
            runs.append(measure(database))
    return runs


if __name__ == "__main__":
    main()
