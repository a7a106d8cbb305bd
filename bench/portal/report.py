"""The figures of the portal as Markdown, beside their limits and the baseline."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.databases import ROOT
from bench.portal.chromium import DOWN_BITS, LATENCY_MS, SLOWER, VIEWPORT, Load
from bench.portal.pages import BYTES, WIDGET_BYTES, Page
from bench.report import table

BEGIN, END = "<!-- portal: begin -->", "<!-- portal: end -->"
PAGE = ROOT / "docs" / "benchmarks.md"
REQUESTS, LCP_MS, CLS, SCRIPT_MS = 15, 1500.0, 0.02, 50.0


@dataclass(frozen=True)
class Outcome:
    """Every load of a page, by name; ``bare`` among them is the baseline. Empty: the page is not there."""

    page: Page
    loads: Mapping[str, Sequence[Load]]

    def figure(self, name: str, of: Callable[[Load], float | None]) -> float | None:
        """The median of a figure over the runs of a load."""
        found = [value for load in self.loads.get(name, ()) if (value := of(load)) is not None]
        return median(found) if found else None

    @property
    def script(self) -> float | None:
        """Milliseconds of the page's own scripts: less what the measuring itself runs in every page."""
        whole, instrument = (self.figure(name, lambda load: load.script) for name in ("first", "bare"))
        return None if whole is None else max(0.0, whole - (instrument or 0.0))


@dataclass(frozen=True)
class Limit:
    """A figure of the first load that must not be exceeded."""

    name: str
    figure: float | None
    most: float

    @property
    def is_met(self) -> bool:
        return self.figure is not None and self.figure <= self.most


def limits(outcome: Outcome) -> list[Limit]:
    """What a page is held to; nothing where its figures are only told."""
    if outcome.page.bytes_limit is None:
        return []
    return [
        Limit("bytes", outcome.figure("first", lambda load: load.bytes), outcome.page.bytes_limit),
        Limit("requests", outcome.figure("first", lambda load: load.requests), REQUESTS),
        Limit("largest paint, ms", outcome.figure("first", lambda load: load.lcp), LCP_MS),
        Limit("layout shift", outcome.figure("first", lambda load: load.cls), CLS),
        Limit("script, ms", outcome.script, SCRIPT_MS),
    ]


def missed(outcomes: Iterable[Outcome]) -> list[str]:
    """A line for every limit that a page misses, and for every page that is not there."""
    lines = []
    for outcome in outcomes:
        if not outcome.loads:
            lines.append(f"{outcome.page.name}: {outcome.page.address} is not there")
            continue
        lines += [
            f"{outcome.page.name}: {limit.name} {shown(limit.figure, limit.most)}, at most {limit.most:g}"
            for limit in limits(outcome)
            if not limit.is_met
        ]
    return lines


def shown(value: float | None, most: float = 1000) -> str:
    """A figure with as many digits as its limit needs."""
    if value is None:
        return "–"
    return f"{value:,.3f}" if most < 1 else f"{value:,.0f}"


def _first(outcomes: Iterable[Outcome]) -> list[str]:
    head = ("Page", "kB", "requests", "first paint ms", "largest paint ms", "shift",
            "script ms", "longest task ms", "missed")  # fmt: skip
    rows = []
    for outcome in outcomes:
        if not outcome.loads:
            rows.append((outcome.page.name, *["–"] * (len(head) - 2), "not there"))
            continue
        size = outcome.figure("first", lambda load: load.bytes) or 0
        unmet = [limit.name.partition(",")[0] for limit in limits(outcome) if not limit.is_met]
        rows.append(
            (
                outcome.page.name,
                f"{size / 1000:.1f}",
                shown(outcome.figure("first", lambda load: load.requests)),
                shown(outcome.figure("first", lambda load: load.fcp)),
                shown(outcome.figure("first", lambda load: load.lcp)),
                shown(outcome.figure("first", lambda load: load.cls), CLS),
                shown(outcome.script),
                shown(outcome.figure("first", lambda load: load.longest)),
                f"**{', '.join(unmet)}**" if unmet else "" if outcome.page.bytes_limit else "no limits",
            )
        )
    return table(head, rows)


def _ratio(outcome: Outcome, of: Callable[[Load], float | None]) -> str:
    own, bare = outcome.figure("first", of), outcome.figure("bare", of)
    return f"×{own / bare:.1f}" if own is not None and bare else "–"


def _others(outcomes: Iterable[Outcome]) -> list[str]:
    head = (
        "Page", "stripped: kB", "bytes ×", "first paint ×", "largest paint ×", "again: kB",
        "largest paint ms", "with worker: kB", "largest paint ms", "worker fetched kB",
    )  # fmt: skip
    rows = []
    for outcome in outcomes:
        if not outcome.loads:
            continue

        def kilo(name: str, of: Callable[[Load], float | None], outcome: Outcome = outcome) -> str:
            value = outcome.figure(name, of)
            return "–" if value is None else f"{value / 1000:.1f}"

        rows.append(
            (
                outcome.page.name,
                kilo("bare", lambda load: load.bytes),
                _ratio(outcome, lambda load: load.bytes),
                _ratio(outcome, lambda load: load.fcp),
                _ratio(outcome, lambda load: load.lcp),
                kilo("again", lambda load: load.bytes),
                shown(outcome.figure("again", lambda load: load.lcp)),
                kilo("worker", lambda load: load.wire),
                shown(outcome.figure("worker", lambda load: load.lcp)),
                kilo("first", lambda load: max(0, load.wire - load.bytes)),
            )
        )
    return table(head, rows)


def markdown(machine: Mapping[str, str], outcomes: Sequence[Outcome], runs: int) -> str:
    """The whole report."""
    told = (
        f"{DOWN_BITS / 1e6:g} Mbit/s, {LATENCY_MS} ms, processor slowed {SLOWER} times, "
        f"{VIEWPORT['width']}×{VIEWPORT['height']}, empty cache, median of {runs}. "
        f"Limits: {BYTES / 1000:g} kB ({WIDGET_BYTES / 1000:g} kB for the widget), {REQUESTS} requests, "
        f"largest paint {LCP_MS:,.0f} ms, layout shift {CLS:g}, script {SCRIPT_MS:g} ms."
    )
    lines = [*table(("Measured", ""), machine.items()), told, "", *_first(outcomes), *_others(outcomes)]
    return "\n".join(lines).rstrip() + "\n"


def explained(outcome: Outcome) -> str:
    """Everything that the first load of a page fetched, largest first, and what moved."""
    load = outcome.loads["first"][0]
    begin = min((one.started for one in load.fetched), default=0.0)
    fetched = [
        f"  {one.bytes:>8,} B  {(one.started - begin) * 1000:>6,.0f}–{(one.ended - begin) * 1000:<6,.0f} ms"
        f"  {one.source:8} {one.kind:12} {_own_path(one.url)[:110]}"
        for one in sorted(load.fetched, key=lambda one: -one.bytes)
    ]
    moved = [
        f"  moved {shift['value']:.4f} at {shift['at']:,.0f} ms: {' | '.join(shift['what'])}"
        for shift in load.shifts
    ]
    name = f"{outcome.page.name} {outcome.page.address}"
    return "\n".join([name, f"  largest paint: {load.lcp_what}", *fetched, *moved])


def _own_path(url: str) -> str:
    return "/" + "/".join(url.split("/")[3:])


def write(text: str, page: Path = PAGE) -> None:
    """Put the report between its marks."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")
