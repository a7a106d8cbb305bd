"""Where the figures come from."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

import psutil

from bench.machine import commit, processor

OURS = ("numpy", "numba", "osmium", "highspy", "pymetis")
RIVALS = ("scipy", "igraph", "networkit", "pandana", "cafein", "spopt", "pulp", "access")


def description() -> dict[str, str]:
    """Name → value, for the head of the report."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "commit": commit(),
        "machine": f"{os.cpu_count()} cores, {processor()}, {psutil.virtual_memory().total / 1e9:.0f} GB",
        "load before": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
        "built on": _versions(OURS),
        "beside": _versions(RIVALS),
    }


def _versions(names: tuple[str, ...]) -> str:
    found = []
    for name in names:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} (not installed)")
    return ", ".join(found)
