"""Hours without loud sound, by the law in force on the day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from karavan.kernel.localtime import at, local
from karavan.planning.traditions.definitions import data


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` of some weekdays to ``end`` of the next morning."""

    since: date
    weekdays: frozenset[int]
    start: time
    end: time
    source: str
    certainty: str


@cache
def quiet_hours() -> tuple[QuietHours, ...]:
    """All versions, the newest first."""
    rows = [
        QuietHours(
            date.fromisoformat(row["from"]),
            frozenset(row["weekdays"]),
            time.fromisoformat(row["quiet_from"]),
            time.fromisoformat(row["quiet_to"]),
            row["source"],
            row["certainty"],
        )
        for row in data("quiet_hours.json")["rows"]
    ]
    return tuple(sorted(rows, key=lambda row: row.since, reverse=True))


def on_day(day: date) -> QuietHours | None:
    """What is in force on the evening of a day."""
    return next((row for row in quiet_hours() if row.since <= day and day.weekday() in row.weekdays), None)


def broken_by(start: datetime, end: datetime) -> QuietHours | None:
    """The quiet hours that a span of (aware) moments runs into; None where it keeps them."""
    day = local(start).date() - timedelta(days=1)
    while day <= local(end).date():
        rule = on_day(day)
        if rule is not None:
            quiet = at(day, rule.start), at(day + timedelta(days=1), rule.end)
            if start < quiet[1] and quiet[0] < end:
                return rule
        day += timedelta(days=1)
    return None
