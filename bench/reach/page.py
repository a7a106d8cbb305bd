"""The figures as Markdown, and into docs/benchmarks.md between marks of their own."""

from collections.abc import Iterable, Mapping, Sequence

from bench.databases import ROOT
from bench.reach.shape import Case, Outcome, Plan, Timing, Verdict
from bench.report import table

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- reach figures: begin -->", "<!-- reach figures: end -->"
Outcomes = Sequence[tuple[Case, Outcome]]


def number(value: float, digits: int) -> str:
    """A figure; very small ones keep two places that say something."""
    if value and abs(value) < 10**-digits:
        return f"{value:.1e}"
    return f"{value:,.{digits}f}"


def seconds(value: float) -> str:
    """Seconds, or milliseconds where they are few."""
    if value < 0.001:
        return f"{value * 1e6:.0f} µs"
    if value < 1:
        return f"{value * 1000:.{1 if value < 0.1 else 0}f} ms"
    return f"{value:.2f} s" if value < 100 else f"{value:,.0f} s"


def _judged(verdict: Verdict) -> tuple[str, str, str, str]:
    unit = f" {verdict.unit}" if verdict.unit else ""
    figure = "–" if verdict.figure is None else f"{number(verdict.figure, verdict.digits)}{unit}"
    limit = "–"
    if verdict.limit is not None:
        limit = f"{'≥' if verdict.at_least else '≤'} {verdict.limit:,g}{unit}"
    met = {None: "–", True: "yes", False: "**no**"}[verdict.is_met]
    return figure, limit, met, verdict.note


def _targets(outcomes: Outcomes) -> list[str]:
    rows = []
    for _, outcome in outcomes:
        for verdict in outcome.verdicts:
            figure, limit, met, note = _judged(verdict)
            what = f"{verdict.what} ({note})" if note else verdict.what
            rows.append((what, figure, limit, met))
    return table(("What", "Figure", "Target", "Met"), rows)


def _timed(timings: Iterable[Timing]) -> list[str]:
    rows = []
    for timing in timings:
        share = "" if timing.work == 1 else f", scaled from {timing.work:.0%} of the work"
        note = f" ({timing.note}{share})" if timing.note else (f" ({share[2:]})" if share else "")
        rows.append(
            (
                timing.side + note,
                seconds(timing.middle),
                f"{seconds(timing.least)} – {seconds(timing.most)}",
                seconds(timing.middle_cpu),
                str(len(timing.seconds)),
            )
        )
    return table(("Side", "median", "least – most", "CPU", "rounds"), rows)


def one(case: Case, outcome: Outcome) -> str:
    """The section of one case."""
    lines = [f"### {case.name}", "", f"{case.asked[0].upper()}{case.asked[1:]}.", ""]
    if outcome.timings:
        lines += _timed(outcome.timings)
    if outcome.verdicts:
        lines += _targets([(case, outcome)])
    if outcome.where:
        total = sum(part for _, part in outcome.where)
        rows = [(name, seconds(part), f"{part / total:.0%}") for name, part in outcome.where]
        lines += table(("Where our time goes", "", "share"), rows)
    for remark in outcome.remarks:
        lines += [remark, ""]
    return "\n".join(lines)


def whole(machine: Mapping[str, str], outcomes: Outcomes, plan: Plan) -> str:
    """The report: machine, the table of targets, then each case."""
    lines = [*table(("Measured", ""), machine.items())]
    if plan.quick:
        lines += ["A quick run: smaller numbers, one round each.", ""]
    lines += ["### Targets of the reach engine", "", *_targets(outcomes)]
    lines += [one(case, outcome) for case, outcome in outcomes]
    return "\n".join(lines).rstrip() + "\n"


def write(text: str) -> None:
    """Put the report between the marks of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{PAGE} has no lines {BEGIN} and {END}")
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")
