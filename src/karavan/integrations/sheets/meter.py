"""How far a batch is, told to whoever looks at its page.

While a batch is written the database shows nothing of it, as it should: so this stands in a small file beside
the database. Where the worker is on another machine the page shows the phase alone.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from karavan.kernel.files import write_whole

TICK: Final = 0.3
"""Seconds between two notes."""


@dataclass(frozen=True)
class Reached:
    """``done`` of ``total`` rows in a phase: "check", "write", or "portal" while pages are renewed."""

    phase: str = ""
    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int:
        """Whole percent."""
        return 100 * self.done // self.total if self.total else 0


def _path(batch_id: int) -> Path:
    return Path(settings.VAR) / "sheets" / f"{int(batch_id)}.json"


class Meter:
    """Notes how far a phase is; asks ``stop`` at every note, which may raise."""

    def __init__(self, batch_id: int, phase: str, stop: Callable[[], None] | None = None) -> None:
        self.batch_id, self.phase, self.stop = batch_id, phase, stop
        self.last = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.last < TICK:
            return
        self.last = now
        note(self.batch_id, self.phase, done, total)
        if self.stop is not None:
            self.stop()


def note(batch_id: int, phase: str, done: int, total: int) -> None:
    """Write down how far it is; a full disk does not stop the work."""
    path = _path(batch_id)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps({"phase": phase, "done": done, "total": total}).encode())
    except OSError:
        return


def reached(batch_id: int) -> Reached:
    """How far a batch is; nothing known is an empty answer."""
    try:
        said = json.loads(_path(batch_id).read_text(encoding="utf-8"))
        return Reached(str(said["phase"]), int(said["done"]), int(said["total"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Reached()


def forget(batch_id: int) -> None:
    """Remove the note of a batch that is over."""
    _path(batch_id).unlink(missing_ok=True)
