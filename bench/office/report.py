"""The figures of the office as Markdown, beside their targets and the plain ways."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.databases import ROOT
from bench.office.importing import report as import_report
from bench.report import table

BEGIN, END = "<!-- office: begin -->", "<!-- office: end -->"
PAGE = ROOT / "docs" / "benchmarks.md"
PAGE_MS, SAVE_MS = 15.0, 40.0

Run = Mapping[str, Any]


def markdown(machine: Mapping[str, str], runs: Sequence[Run], imports: Mapping[str, Any]) -> str:
    """The whole report; a run is of one database."""
    lines = table(("Measured", ""), machine.items())
    for run in runs:
        lines += [f"### The office: {run['vendor']}, {run['pages']['events']:,} events", ""]
        lines += _pages(run["pages"])
        lines += _editing(run["editing"])
    lines += import_report(dict(imports))
    return "\n".join(lines).rstrip() + "\n"


def _pages(found: Run) -> list[str]:
    rival = found["rival"]["middle"]
    rows = []
    for kind in ("lists", "pages"):
        for one in found[kind]:
            cpu = one["cpu"]
            if cpu is None:
                rows.append((one["name"], f"answered {one['status']}", "", "", "", "**no**"))
                continue
            beside = f"×{cpu['middle'] / rival:.2f}" if kind == "lists" else ""
            met = "yes" if cpu["middle"] <= PAGE_MS else "**no**"
            spread = f"{cpu['middle']:.1f} ({cpu['least']:.1f}–{cpu['most']:.1f})"
            rows.append((one["name"], spread, beside, str(one["queries"]), f"{one['bytes']:,}", met))
    rows.append(("50 events by a bare paginator and template", f"{rival:.1f}", "×1.00", "", "", ""))
    return table(("Page", "CPU ms", "of the bare list", "SQL queries", "bytes", f"≤ {PAGE_MS:g} ms"), rows)


def _editing(found: Run) -> list[str]:
    page, save = found["plain_form_cpu_ms"], found["plain_save_cpu_ms"]
    rows = [
        _beside("new event, form", found["new_cpu_ms"], page, PAGE_MS, found["new_queries"]),
        _beside("an event, form", found["edit_cpu_ms"], page, PAGE_MS, found["edit_queries"]),
        _beside("what is missing, while typing", found["live_cpu_ms"], page, PAGE_MS, None),
        _beside(
            "save: checks, journal, catalogue", found["save_cpu_ms"], save, SAVE_MS, found["save_queries"]
        ),
    ]
    return table(("Editing", "CPU ms", "of a plain ModelForm", "SQL queries", "target", "met"), rows)


def _beside(name: str, ours: float, theirs: float, target: float, queries: int | None) -> tuple[str, ...]:
    times = f"×{ours / theirs:.1f}" if theirs else "–"
    met = "yes" if ours <= target else "**no**"
    return (name, f"{ours:.1f}", times, "–" if queries is None else str(queries), f"≤ {target:g} ms", met)


def write(text: str) -> None:
    """Put the report between its marks."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{PAGE} has no lines {BEGIN} and {END}")
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")
