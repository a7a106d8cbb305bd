"""Where the figures come from."""

import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import psutil
import psycopg

from bench.databases import POSTGRES, ROOT, postgres_answers


def commit() -> str:
    """The commit, with a word where the tree differs from it."""
    line = _git("log", "-1", "--format=%h")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", "src", "bench")
    return f"{line}, with changes" if changed else line


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or ("unknown" if done.returncode else "")


def processor() -> str:
    """The model of the processor."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def description() -> dict[str, str]:
    """Name → value, for the head of the report."""
    told = {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "commit": commit(),
        "machine": f"{os.cpu_count()} cores, {processor()}, {psutil.virtual_memory().total / 1e9:.0f} GB",
        "load before": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
    }
    if postgres_answers():
        with psycopg.connect(POSTGRES) as link:
            version = link.info.server_version
        told["PostgreSQL"] = f"{version // 10000}.{version % 10000}"
    return told
