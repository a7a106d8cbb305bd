"""``make bench-planning``: the city diary, part by part; ``--write`` puts it into the page."""

import argparse
import subprocess
import sys

from bench import machine
from bench.databases import ROOT
from bench.report import table

PARTS = (
    ("holds", "What it costs that holds cannot overlap"),
    ("clashes", "Clashes of a month and of a save"),
    ("pages", "The board, a trial of a move, the finder"),
    ("balance", "Spreading a month"),
    ("hygiene", "Scores of information"),
)
BEGIN, END = "<!-- diary: begin -->", "<!-- diary: end -->"
PAGE = ROOT / "docs" / "benchmarks.md"


def main() -> None:
    """Measure, print, and perhaps write."""
    parser = argparse.ArgumentParser(prog="python -m bench.planning", description="Measure the city diary.")
    parser.add_argument("--write", action="store_true", help="put the report into docs/benchmarks.md")
    parser.add_argument("--only", nargs="*", choices=[name for name, _title in PARTS])
    asked = parser.parse_args()
    lines = table(("Measured", ""), machine.description().items())
    for name, title in PARTS:
        if asked.only and name not in asked.only:
            continue
        command = [sys.executable, "-m", f"bench.planning.{name}"]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        print(f"{title}\n{done.stdout}", flush=True)
        lines += [f"### {title}", "", *(f"* {line}" for line in done.stdout.splitlines() if line), ""]
    if asked.write:
        _write("\n".join(lines).rstrip() + "\n")


def _write(text: str) -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{PAGE} has no lines {BEGIN} and {END}")
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
