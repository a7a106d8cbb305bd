"""What is to be reached at 20,000 events, and what has been reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LIST, TEXT, FACETS, DEEP = "list of 20", "list of 20, text that all match", "facets", "deep page of 20"
ONE, UNCHANGED, PAGE = "one event", "not modified (304)", "HTML list page"
GROWTH = 1.5

CPU = {LIST: 4.0, TEXT: 10.0, ONE: 3.0, UNCHANGED: 1.5, PAGE: 15.0, FACETS: 10.0}
QUERIES = {LIST: 5, PAGE: 8}
BYTES = {LIST: 25_000}
REBUILD_SECONDS = 20.0
WORKER_MB = 150.0


@dataclass(frozen=True)
class Verdict:
    """One target: ``figure`` None means that it could not be measured."""

    what: str
    figure: float | None
    limit: float
    unit: str

    @property
    def is_met(self) -> bool:
        return self.figure is not None and self.figure <= self.limit


def _case(run: Mapping[str, Any], way: str, name: str) -> Mapping[str, Any] | None:
    found = next((case for case in run[way]["cases"] if case["name"] == name), None)
    return found if found is not None and found["spread"] is not None else None


def cpu_of(run: Mapping[str, Any], way: str, name: str) -> float | None:
    """Median CPU of a case, ms; ``way`` is inprocess or http."""
    found = _case(run, way, name)
    return None if found is None else float(found["spread"]["middle"])


def _figure(run: Mapping[str, Any], name: str, field: str) -> float | None:
    found = _case(run, "inprocess", name)
    return None if found is None else float(found[field])


def verdicts(run: Mapping[str, Any]) -> list[Verdict]:
    """Targets at 20,000 events, of the measure in one process; memory is that of the served worker."""
    found = []
    for name, limit in CPU.items():
        found.append(Verdict(f"{name}, CPU", cpu_of(run, "inprocess", name), limit, "ms"))
        if name in QUERIES:
            found.append(Verdict(f"{name}, SQL queries", _figure(run, name, "queries"), QUERIES[name], ""))
        if name in BYTES:
            found.append(Verdict(f"{name}, bytes", _figure(run, name, "size"), BYTES[name], "B"))
    first, deep = cpu_of(run, "inprocess", LIST), cpu_of(run, "inprocess", DEEP)
    ratio = None if first is None or deep is None else deep / first
    # The deep page reads other rows; a tenth is the noise of two equal measures.
    found.append(Verdict("deep page / first page", ratio, 1.1, "×"))
    if run.get("rebuild"):
        found.append(Verdict("rebuild of the catalogue", run["rebuild"]["wall_s"], REBUILD_SECONDS, "s"))
    memory = run["http"]["memory"]
    found.append(Verdict("memory of a worker, USS", memory["uss_mb"], WORKER_MB, "MB"))
    found.append(Verdict("memory of a worker, RSS", memory["rss_mb"], WORKER_MB, "MB"))
    return found


def growth(small: Mapping[str, Any], large: Mapping[str, Any]) -> list[Verdict]:
    """CPU of each case at the large size as a multiple of that at the small one."""
    found = []
    for name in [*CPU, DEEP]:
        less, more = cpu_of(small, "inprocess", name), cpu_of(large, "inprocess", name)
        ratio = None if less is None or more is None else more / less
        found.append(Verdict(f"{name}, CPU", ratio, GROWTH, "×"))
    if small.get("rebuild") and large.get("rebuild"):
        each = [run["rebuild"]["wall_s"] / run["totals"]["all"] for run in (small, large)]
        found.append(Verdict("rebuild, per event", each[1] / each[0], GROWTH, "×"))
    found.append(
        Verdict(
            "memory of a worker, USS",
            large["http"]["memory"]["uss_mb"] / small["http"]["memory"]["uss_mb"],
            GROWTH,
            "×",
        )
    )
    return found
