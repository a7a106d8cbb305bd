"""The figures as Markdown, and into the page docs/benchmarks.md between its two marks."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.targets import LIST, Verdict, cpu_of, growth, verdicts

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
BASELINES = ("constant, open data", "constant, page")
Run = Mapping[str, Any]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table; all columns but the first stand to the right."""
    return [
        f"| {' | '.join(head)} |",
        f"|{'|'.join([' --- ', *[' ---: '] * (len(head) - 1)])}|",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]


def title(run: Run) -> str:
    """Which data a run was on."""
    return f"{VENDORS[run['vendor']]}, {run['events']:,} events"


def number(value: float | None, digits: int = 1) -> str:
    """A figure, or a dash."""
    return "–" if value is None else f"{value:,.{digits}f}"


def _judged(items: Iterable[Verdict]) -> list[str]:
    rows = []
    for item in items:
        digits = 0 if item.unit in {"", "B", "MB"} else 2
        said = "not measured" if item.figure is None else "yes" if item.is_met else "**no**"
        limit = f"{item.limit:,g} {item.unit}".strip()
        rows.append((item.what, f"{number(item.figure, digits)} {item.unit}".strip(), f"≤ {limit}", said))
    return table(("What", "Figure", "Target", "Met"), rows)


def _cases(run: Run, way: str) -> list[str]:
    head = ["Case", "CPU ms", "least–most", "of the constant", "requests/s", "p50 ms", "p95 ms"]
    if way == "inprocess":
        head += ["SQL queries", "bytes", "gzipped"]
    rows = []
    for case in run[way]["cases"]:
        spread = case["spread"]
        if spread is None:
            dashes = ["–"] * (len(head) - 2)
            rows.append((case["name"], f"answered {case['status']}", *dashes))
            continue
        base = cpu_of(run, way, BASELINES[1 if "HTML" in case["name"] else 0])
        row = [
            case["name"],
            number(spread["middle"], 2),
            f"{spread['least']:.2f}–{spread['most']:.2f}",
            f"×{spread['middle'] / base:.0f}" if base and case["name"] not in BASELINES else "1",
            number(case["rate"], 0),
            number(case["p50"], 1),
            number(case["p95"], 1),
        ]
        if way == "inprocess":
            row += [
                str(case["queries"]),
                f"{case['size']:,}",
                f"{case['gzipped']:,}" if case["gzipped"] else "–",
            ]
        rows.append(tuple(row))
    return table(head, rows)


def _rival(run: Run) -> list[str]:
    rows = []
    for name, sides in run["rival"]["cases"].items():
        ours, theirs = median(sides["ours"]["wall"]), median(sides["rival"]["wall"])
        rows.append((name, number(ours, 2), number(theirs, 1), f"×{theirs / ours:.0f}"))
    totals = run["rival"]["agreement"]
    same = "the same" if totals["kinds_agree"] and len(set(totals["total"])) == 1 else "not the same"
    return [
        *table(("Question", "index, ms", "SQL, ms", "SQL / index"), rows),
        (
            f"They find {totals['total'][0]:,} and {totals['total'][1]:,} events; their totals and counts by "
            f"kind are {same}. Building the tables of the SQL way took {run['rival']['build_s']:.0f} s."
        ),
        "",
    ]


def _worker(runs: Sequence[Run]) -> list[str]:
    rows = []
    for run in runs:
        memory, change, loading = (
            run["http"]["memory"],
            run["inprocess"]["change"],
            run["inprocess"]["loading"],
        )
        rebuild = run.get("rebuild")
        rows.append(
            (
                title(run),
                number(memory["uss_mb"], 0),
                number(memory["rss_mb"], 0),
                number(run["http"]["start_ms"], 0),
                number(loading["first_answer_cpu_ms"], 0),
                number(median(change["action_cpu_ms"]), 0),
                number(median(change["next_answer_cpu_ms"]), 1),
                f"{rebuild['wall_s']:.1f} ({rebuild['cpu_s']:.1f})" if rebuild else "–",
            )
        )
    head = (
        "Data",
        "USS MB",
        "RSS MB",
        "start to first answer ms",
        "loading the index, CPU ms",
        "changing one event, CPU ms",
        "next list, CPU ms",
        "rebuild s (CPU)",
    )
    return table(head, rows)


def _peer(run: Run) -> list[str]:
    def times(name: str, peer: float) -> str:
        own = cpu_of(run, "inprocess", name)
        return "–" if own is None else f"×{peer / own:.0f}"

    rebuild = run.get("rebuild")
    rows = [
        ("list, CPU", "146 ms, 14 queries, 100 kB", times(LIST, 146)),
        ("text search, CPU", "449–790 ms", times("list of 20, text that all match", 449) + " and more"),
        ("rebuild of the index", "267 s", f"×{267 / rebuild['wall_s']:.0f}" if rebuild else "–"),
    ]
    return table(("For scale: the best municipal peer", "its figure", "peer / Karavan"), rows)


def markdown(machine: Mapping[str, str], runs: Sequence[Run]) -> str:
    """The whole report."""
    lines = [*table(("Measured", ""), machine.items())]
    smallest = min(run["events"] for run in runs)
    for run in runs:
        if run["events"] == smallest:
            lines += [f"### Targets: {title(run)}", "", *_judged(verdicts(run))]
            lines += _peer(run)
    for vendor, label in VENDORS.items():
        sizes = sorted((run for run in runs if run["vendor"] == vendor), key=lambda run: run["events"])
        if len(sizes) > 1:
            lines += [
                f"### Growth: {label}, {sizes[0]['events']:,} → {sizes[-1]['events']:,} events",
                "",
                *_judged(growth(sizes[0], sizes[-1])),
            ]
    lines += ["### A worker", "", *_worker(runs)]
    for run in runs:
        found = run["inprocess"]["totals"]
        lines += [
            f"### In one process: {title(run)}",
            "",
            f"{found['all']:,} events lie ahead; the text that all match finds {found['text']:,}.",
            "",
            *_cases(run, "inprocess"),
            f"### Over HTTP: {title(run)}",
            "",
            *_cases(run, "http"),
        ]
        if run.get("rival"):
            lines += [f"### The index and plain SQL: {title(run)}", "", *_rival(run)]
    return "\n".join(lines).rstrip() + "\n"


def write(page: Path, text: str) -> None:
    """Put the report between the marks of a page."""
    whole = page.read_text(encoding="utf-8")
    before, _, rest = whole.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{page} has no lines {BEGIN} and {END}")
    page.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")
