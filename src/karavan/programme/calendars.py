"""On which days an event can be visited, in each of the four calendars. Pure; times of the city's clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from karavan.kernel.localtime import local
from karavan.places.hours import DayException, Schedule, WeeklyRow, hours_on
from karavan.programme.enums import RANGE_CALENDARS, Calendar, SessionStatus

if TYPE_CHECKING:
    from karavan.programme.models import Event

_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Opening:
    """One opening on a local day. ``closes`` is None where the end of a session is not known; it lies before
    ``opens`` where a session ends after midnight.
    """

    day: date
    opens: time
    closes: time | None = None


class HoursRow(Protocol):
    """Weekly hours of an event: a draft or a record. Monday is 0."""

    @property
    def weekday(self) -> int: ...
    @property
    def opens(self) -> time: ...
    @property
    def closes(self) -> time: ...


class DayExceptionRow(Protocol):
    """Other hours of an event on one day: a draft or a record."""

    @property
    def day(self) -> date: ...
    @property
    def opens(self) -> time | None: ...
    @property
    def closes(self) -> time | None: ...
    @property
    def note(self) -> str: ...


class SessionRow(Protocol):
    """One date of an event: a draft or a record."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def status(self) -> str: ...


def schedule(
    hours: Iterable[HoursRow], exceptions: Iterable[DayExceptionRow], place: Schedule | None = None
) -> Schedule:
    """The hours an event keeps: its own, or those of its place where it has none.

    With its own hours, the place's exceptions and states do not count: an exhibition may stay open when the
    library's reading room is closed. The event's own exceptions come before all others.
    """
    weekly = tuple(WeeklyRow(row.weekday, row.opens, row.closes) for row in hours)
    own = tuple(DayException(row.day, row.opens, row.closes, row.note) for row in exceptions)
    if weekly or place is None:
        return Schedule(weekly, own)
    named = {row.day for row in own}
    others = tuple(row for row in place.exceptions if row.day not in named)
    return Schedule(place.weekly, own + others, place.states)


def period_openings(
    first: date | None, last: date | None, kept: Schedule, start: date, end: date
) -> Iterator[Opening]:
    """Openings of a period (both days inclusive, None is open) between two days, both inclusive, in order."""
    day = start if first is None else max(start, first)
    end = end if last is None else min(end, last)
    while day <= end:
        for opens, closes in hours_on(day, kept).times:
            yield Opening(day, opens, closes)
        day += _DAY


def session_openings(sessions: Iterable[SessionRow], start: date, end: date) -> Iterator[Opening]:
    """Sessions that take place and start on the local days between two days, both inclusive, in order."""
    found = []
    for session in sessions:
        begins = local(session.starts_at)
        if session.status != SessionStatus.CANCELLED and start <= begins.date() <= end:
            ends = None if session.ends_at is None else local(session.ends_at).time()
            found.append((begins, Opening(begins.date(), begins.time(), ends)))
    found.sort(key=lambda each: each[0])
    return (opening for _begins, opening in found)


def openings(event: "Event", start: date, end: date) -> Iterator[Opening]:
    """When a loaded event can be visited between two local days, both inclusive, in order of time.

    A period that lacks one of its days has no opening: what is not known is not promised.
    """
    if event.calendar not in RANGE_CALENDARS:
        return session_openings(event.sessions.all(), start, end)
    if event.calendar == Calendar.PERIODIC and (event.date_from is None or event.date_to is None):
        return iter(())
    kept = schedule(event.hours.all(), event.day_exceptions.all(), event.place_schedule)
    return period_openings(event.date_from, event.date_to, kept, start, end)
