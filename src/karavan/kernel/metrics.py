"""Counts of requests and their times in the text format of Prometheus (exposition format 0.0.4).

Every worker process counts for itself and leaves a snapshot in a common folder, at most every two
seconds; whichever process is asked adds up the snapshots of those that live. A worker that ends takes
its counts along, which a scraper sees as the counter reset that it is.
"""

import json
import os
import threading
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Final

BUCKETS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
FLUSH_SECONDS: Final = 2.0

Gauge = Callable[[], float]
_gauges: dict[str, tuple[str, Gauge]] = {}


def register_gauge(name: str, help_text: str, read: Gauge) -> None:
    """Add a value that is read whenever the metrics are asked for. Name as Prometheus has it."""
    _gauges[name] = (help_text, read)


class RequestCounts:
    """Requests by view, method and status, and a histogram of seconds by view."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str, str], int] = defaultdict(int)
        self._buckets: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._seconds: dict[str, float] = defaultdict(float)
        self._flushed = 0.0

    def observe(self, view: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        with self._lock:
            self._counts[view, method, str(status)] += 1
            self._buckets[view][bisect_left(BUCKETS, seconds)] += 1
            self._seconds[view] += seconds
            now = time.monotonic()
            due = now - self._flushed > FLUSH_SECONDS
            if due:
                self._flushed = now
        if due:
            self.flush()

    def flush(self) -> None:
        """Leave this process's snapshot in the folder."""
        with self._lock:
            snapshot = {
                "counts": [[*key, number] for key, number in self._counts.items()],
                "buckets": dict(self._buckets),
                "seconds": dict(self._seconds),
            }
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / f"{os.getpid()}.json"
        part = target.with_suffix(f".{threading.get_ident()}.part")
        part.write_text(json.dumps(snapshot), encoding="utf-8")
        part.replace(target)

    def total(self) -> "RequestCounts":
        """The counts of all living processes together; snapshots of dead ones are removed."""
        self.flush()
        together = RequestCounts(self._folder)
        for file in self._folder.glob("*.json"):
            if not _alive(int(file.stem)):
                file.unlink(missing_ok=True)
                continue
            snapshot = json.loads(file.read_text(encoding="utf-8"))
            for view, method, status, number in snapshot["counts"]:
                together._counts[view, method, status] += number
            for view, numbers in snapshot["buckets"].items():
                row = together._buckets[view]
                row[:] = [left + right for left, right in zip(row, numbers, strict=True)]
            for view, seconds in snapshot["seconds"].items():
                together._seconds[view] += seconds
        return together

    def lines(self) -> list[str]:
        """The counts as lines of the exposition format."""
        lines = [
            "# HELP karavan_requests_total Requests answered.",
            "# TYPE karavan_requests_total counter",
        ]
        for (view, method, status), number in sorted(self._counts.items()):
            labels = f'view="{_escape(view)}",method="{_escape(method)}",status="{status}"'
            lines.append(f"karavan_requests_total{{{labels}}} {number}")
        lines += [
            "# HELP karavan_request_seconds Time from the first middleware to the response.",
            "# TYPE karavan_request_seconds histogram",
        ]
        for view, row in sorted(self._buckets.items()):
            label = f'view="{_escape(view)}"'
            running = 0
            for bound, number in zip([*BUCKETS, "+Inf"], row, strict=True):
                running += number
                lines.append(f'karavan_request_seconds_bucket{{{label},le="{bound}"}} {running}')
            lines.append(f"karavan_request_seconds_sum{{{label}}} {self._seconds[view]:.6f}")
            lines.append(f"karavan_request_seconds_count{{{label}}} {running}")
        return lines


def gauge_lines() -> list[str]:
    """The registered gauges, read now."""
    lines = []
    for name, (help_text, read) in sorted(_gauges.items()):
        lines += [f"# HELP {name} {help_text}", f"# TYPE {name} gauge", f"{name} {read():g}"]
    return lines


def resident_bytes() -> int:
    """Memory of this process that is in RAM, in bytes; 0 where /proc is not to be had."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
