"""On which days the services of a feed run: calendar.txt and its exceptions in calendar_dates.txt."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.times import Int32s
from reach.transit.gtfs.source import Source, drop
from reach.transit.gtfs.values import Ids, day_number

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
ADDED, REMOVED = "1", "2"
LONGEST = 36_525
"""Days of a feed that are counted."""


@dataclass(frozen=True)
class Span:
    """From when to when a feed runs, and the day with the most trips (the first of several)."""

    first: date
    last: date
    busiest: date
    trips: int

    def __str__(self) -> str:
        weekday = WEEKDAYS.split()[self.busiest.weekday()].capitalize()
        return (
            f"the feed runs from {self.first} to {self.last}, "
            f"with most trips ({self.trips:,}) on {weekday} {self.busiest}"
        )


@dataclass(frozen=True)
class Calendars:
    """Services with their weeks and exceptions; days are proleptic ordinals.

    A service that stands in calendar_dates.txt only has an empty period.
    """

    service_id: list[str]
    weekdays: npt.NDArray[np.bool_]
    """Shape ``(services, 7)``, Monday first."""
    first: Int32s
    last: Int32s
    """The last day of the period, itself included."""
    exception_service: Int32s
    exception_day: Int32s
    exception_adds: npt.NDArray[np.bool_]

    @cached_property
    def index(self) -> Ids:
        return Ids(self.service_id)

    def running(self, day: date) -> npt.NDArray[np.bool_]:
        """Which services run on a day, shape ``(services,)``."""
        number = day.toordinal()
        runs = self.weekdays[:, day.weekday()] & (self.first <= number) & (number <= self.last)
        today = self.exception_day == number
        runs[self.exception_service[today]] = self.exception_adds[today]
        return runs

    def span(self, trips: npt.NDArray[np.int64]) -> Span | None:
        """The days on which any trip runs, from the trips of each service; None where there is no such
        day.
        """
        used = np.flatnonzero((self.first <= self.last) & (trips > 0))
        added = self.exception_adds & (trips[self.exception_service] > 0)
        ends = np.concatenate((self.first[used], self.last[used], self.exception_day[added]))
        if not len(ends):
            return None
        first = int(ends.min())
        # Some feeds end in the year 9999; nobody needs the count of trips on every day until then.
        last = min(int(ends.max()), first + LONGEST)
        daily = self._daily(trips, first, last)
        running = np.flatnonzero(daily)
        if not len(running):
            return None
        busiest = int(np.argmax(daily))
        return Span(
            date.fromordinal(first + int(running[0])),
            date.fromordinal(first + int(running[-1])),
            date.fromordinal(first + busiest),
            int(daily[busiest]),
        )

    def _daily(self, trips: npt.NDArray[np.int64], first: int, last: int) -> npt.NDArray[np.int64]:
        """Trips on each day from the first to the last."""
        length = last - first + 1
        steps = np.zeros((7, length + 1), dtype=np.int64)
        for at in np.flatnonzero((self.first <= self.last) & (trips > 0)).tolist():
            days = self.weekdays[at]
            steps[days, max(int(self.first[at]) - first, 0)] += trips[at]
            steps[days, min(int(self.last[at]) - first + 1, length)] -= trips[at]
        weekday = (np.arange(first, last + 1) - 1) % 7
        daily = np.cumsum(steps, axis=1)[weekday, np.arange(length)]
        within = (self.exception_day >= first) & (self.exception_day <= last)
        service, day = self.exception_service[within], self.exception_day[within]
        usual = (
            self.weekdays[service, (day - 1) % 7] & (self.first[service] <= day) & (day <= self.last[service])
        )
        change = (self.exception_adds[within].astype(np.int64) - usual) * trips[service]
        np.add.at(daily, day - first, change)
        return daily


def read_calendars(source: Source) -> Calendars:
    """Services of a feed; :class:`BadInput` naming calendar.txt if no file says when anything runs."""
    ids: dict[str, int] = {}
    weeks: list[tuple[list[bool], int, int]] = []
    if source.has("calendar.txt"):
        _read_weeks(source, ids, weeks)
    exceptions: dict[tuple[int, int], bool] = {}
    if source.has("calendar_dates.txt"):
        _read_exceptions(source, ids, weeks, exceptions)
    if not ids:
        raise BadInput(
            "neither calendar.txt nor calendar_dates.txt says on which days anything runs; one of them must",
            file=source.label("calendar.txt"),
        )
    return Calendars(
        list(ids),
        np.array([week[0] for week in weeks], dtype=np.bool_).reshape(-1, 7),
        np.array([week[1] for week in weeks], dtype=np.int32),
        np.array([week[2] for week in weeks], dtype=np.int32),
        np.array([service for service, _ in exceptions], dtype=np.int32),
        np.array([day for _, day in exceptions], dtype=np.int32),
        np.array(list(exceptions.values()), dtype=np.bool_),
    )


def _read_weeks(source: Source, ids: dict[str, int], weeks: list[tuple[list[bool], int, int]]) -> None:
    table = source.table("calendar.txt", f"service_id start_date end_date {WEEKDAYS}")
    broken, again = [], []
    for at, name in enumerate(table["service_id"]):
        name = name.strip()
        flags = [table[day][at].strip() for day in WEEKDAYS.split()]
        first, last = day_number(table["start_date"][at]), day_number(table["end_date"][at])
        if not name or first < 0 or last < 0 or first > last or set(flags) - {"0", "1"}:
            broken.append(int(table.row[at]))
        elif name in ids:
            again.append(int(table.row[at]))
        else:
            ids[name] = len(weeks)
            weeks.append(([flag == "1" for flag in flags], first, last))
    drop(source.report, "week of a service with unreadable days or dates", table.file, broken)
    drop(source.report, "second week of a service", table.file, again)


def _read_exceptions(
    source: Source,
    ids: dict[str, int],
    weeks: list[tuple[list[bool], int, int]],
    exceptions: dict[tuple[int, int], bool],
) -> None:
    table = source.table("calendar_dates.txt", "service_id date exception_type")
    broken, again = [], []
    for at, name in enumerate(table["service_id"]):
        name = name.strip()
        day, kind = day_number(table["date"][at]), table["exception_type"][at].strip()
        if not name or day < 0 or kind not in {ADDED, REMOVED}:
            broken.append(int(table.row[at]))
            continue
        if name not in ids:
            ids[name] = len(weeks)
            weeks.append(([False] * 7, 1, 0))
        if (ids[name], day) in exceptions:
            again.append(int(table.row[at]))
        else:
            exceptions[ids[name], day] = kind == ADDED
    drop(source.report, "exception of a service with an unreadable date or type", table.file, broken)
    drop(source.report, "second exception of a service on one day", table.file, again)
