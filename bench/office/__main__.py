"""``make bench-office``, or ``python -m bench.office --quick``: pages, editing and importing."""

import argparse
import json
import os
from typing import Any

from bench import databases, machine
from bench.__main__ import say
from bench.databases import ROOT, SEEDED, Database
from bench.office import importing, report
from bench.report import VENDORS

FILLING_IN = os.pathsep.join(str(ROOT / name) for name in ("", "src", "tests"))
"""A form is filled in as the tests do it."""


def measure(database: Database) -> dict[str, Any]:
    """Everything about one filled database but importing, which fills its own."""
    told = f"{database.vendor}, {database.events:,} events"
    database.run("bench.analyse")
    say(f"{told}: pages")
    pages = json.loads(database.run("bench.office.pages"))
    say(f"{told}: editing")
    return {
        "vendor": database.vendor,
        "pages": pages,
        "editing": json.loads(database.run("bench.office.editing", more={"PYTHONPATH": FILLING_IN})),
    }


def main() -> None:
    """Fill, measure, report."""
    parser = argparse.ArgumentParser(prog="python -m bench.office", description="Measure the office.")
    parser.add_argument("--quick", action="store_true", help="SQLite only")
    parser.add_argument("--rows", type=int, default=importing.ROWS, help="rows of the imported table")
    parser.add_argument("--fresh", action="store_true", help="fill the databases anew")
    parser.add_argument("--keep", action="store_true", help="keep the database of PostgreSQL")
    parser.add_argument("--write", action="store_true", help="put the report into docs/benchmarks.md")
    asked = parser.parse_args()
    vendors = ["sqlite"] if asked.quick else [vendor for vendor in VENDORS if importing.answers(vendor)]
    described = machine.description()
    runs = []
    for vendor in vendors:
        database = Database(vendor, SEEDED)
        say(f"database {database.name} ({vendor})")
        databases.ready(database, fresh=asked.fresh)
        try:
            runs.append(measure(database))
        finally:
            if vendor == "postgresql" and not asked.keep:
                databases.drop(database)
    say("importing")
    imports = {vendor: importing.run(vendor, asked.rows) for vendor in vendors}
    text = report.markdown(described, runs, imports)
    print(text)
    if asked.write:
        report.write(text)
        say(f"Written to {report.PAGE.name}.")


if __name__ == "__main__":
    main()
