"""Tasks at set times: a table in code, filled by the rooms in their ``apps.py``.

A time that passed while no worker ran is made up for once, when the next one starts. The idempotency key
of a slot keeps two workers from queueing it twice.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Protocol

from django_tasks.base import Task

from karavan.kernel.localtime import at, local
from karavan.kernel.tasks.keys import enqueue_once


class Times(Protocol):
    """When something is due."""

    def last_slot(self, now: datetime) -> datetime:
        """The latest time at or before ``now`` (aware) at which it was due."""
        ...


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day at this time on the city's clock."""

    clock: time

    def last_slot(self, now: datetime) -> datetime:
        """The latest such time at or before now, in UTC."""
        day = local(now).date()
        slot = at(day, self.clock)
        return slot if slot <= now else at(day - timedelta(days=1), self.clock)


@dataclass(frozen=True, slots=True)
class Every:
    """At whole multiples of a period since the epoch."""

    period: timedelta

    def last_slot(self, now: datetime) -> datetime:
        """The latest such time at or before now, in UTC."""
        seconds = self.period.total_seconds()
        return datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table. The task takes no arguments."""

    name: str
    task: Task[[], Any]
    times: Times


_table: dict[str, Entry] = {}


def schedule(name: str, task: Task[[], Any], times: Times) -> None:
    """Add a line: ``schedule("places.refresh", refresh_places_daily, Daily(time(0, 5)))``."""
    _table[name] = Entry(name, task, times)


def table() -> list[Entry]:
    """All lines by name."""
    return [_table[name] for name in sorted(_table)]


def queue_due(now: datetime) -> list[str]:
    """Queue what became due since the last look; the names of what was queued."""
    queued = []
    for entry in table():
        slot = entry.times.last_slot(now)
        if enqueue_once(f"{entry.name}@{slot.isoformat()}", entry.task):
            queued.append(entry.name)
    return queued
