"""``make bench-reach``, or ``python -m bench.reach --quick --only walk``: measure, compare, report."""

import argparse
import json
import traceback
import warnings
from dataclasses import asdict
from pathlib import Path

from bench.reach import page
from bench.reach.cases import CASES
from bench.reach.machine import description
from bench.reach.shape import Case, Outcome, Plan, say


def arguments() -> argparse.Namespace:
    """What is asked for on the command line."""
    names = [case.name for case in CASES]
    parser = argparse.ArgumentParser(
        prog="python -m bench.reach", description="Measure the reach engine beside its rivals."
    )
    parser.add_argument("--quick", action="store_true", help="smaller numbers, one round each")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=names, help="these cases only")
    parser.add_argument("--list", action="store_true", help="the names of the cases, and what each asks")
    parser.add_argument("--write", action="store_true", help="put the report into docs/benchmarks.md")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the raw figures to this file")
    return parser.parse_args()


def measured(case: Case, plan: Plan) -> Outcome:
    """The outcome of a case; one that fails says why and lets the others go on."""
    say(f"{case.name}: {case.asked}")
    try:
        return case.measure(plan)
    except Exception as problem:  # noqa: BLE001
        traceback.print_exc()
        return Outcome(remarks=[f"Not measured: {type(problem).__name__}: {problem}"])


def main() -> None:
    """Measure, report."""
    asked = arguments()
    if asked.list:
        for case in CASES:
            print(f"{case.name:12} {case.asked}")
        return
    warnings.filterwarnings("ignore", module=r"(cafein|pandana|access|spopt|libpysal|geopandas)")
    chosen = [case for case in CASES if not asked.only or case.name in asked.only]
    described = description()
    plan = Plan(quick=asked.quick)
    outcomes = []
    for case in chosen:
        outcomes.append((case, measured(case, plan)))
        print(page.one(*outcomes[-1]), flush=True)
    text = page.whole(described, outcomes, plan)
    print(text)
    if asked.json:
        told = {case.name: asdict(outcome) for case, outcome in outcomes}
        asked.json.write_text(json.dumps({"machine": described, "cases": told}, indent=1), encoding="utf-8")
    if asked.write:
        page.write(text)
        say(f"Written to {page.PAGE.name}.")


if __name__ == "__main__":
    main()
