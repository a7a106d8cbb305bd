"""Opening hours of a day, now and in a week: pure functions on plain data, in the city's clock.

Hours that nobody recorded are unknown, which is not closed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from karavan.kernel.periods import on, span_of
from karavan.places.enums import PlaceState

LOOK_AHEAD: Final = timedelta(days=60)
"""How far the next opening is looked for."""

CLOSING_STATES: Final = frozenset(
    {PlaceState.REPAIR, PlaceState.PAUSED, PlaceState.EMERGENCY, PlaceState.CLOSED}
)
"""A place that moved is open where it is now: its address has changed with it."""

Times = tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class WeeklyRow:
    """Opening on one weekday (Monday is 0) during a period, both days inclusive."""

    weekday: int
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None
    is_demo: bool = False


@dataclass(frozen=True)
class DayException:
    """Other hours on one day; closed that day without times."""

    day: date
    opens: time | None = None
    closes: time | None = None
    reason: str = ""


@dataclass(frozen=True)
class StateSpan:
    """A state of the place during a period, both days inclusive."""

    state: PlaceState
    valid_from: date | None = None
    valid_to: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Schedule:
    """All that decides when a place is open."""

    weekly: tuple[WeeklyRow, ...] = ()
    exceptions: tuple[DayException, ...] = ()
    states: tuple[StateSpan, ...] = ()


class DayKind(StrEnum):
    """Why a day is as it is."""

    OPEN = "open"
    DAY_OFF = "day_off"
    EXCEPTION = "exception"
    STATE = "state"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class DayHours:
    """Hours of one day, in order. Without times the kind tells why: day off, exception, state or unknown.

    ``state`` is what closes the place, and ``until`` its last day where it is known.
    """

    day: date
    kind: DayKind
    times: Times = ()
    reason: str = ""
    state: PlaceState = PlaceState.OPEN
    until: date | None = None


def state_on(day: date, states: Iterable[StateSpan]) -> StateSpan:
    """The state of a day; days without a row are open."""
    return on(states, day) or StateSpan(PlaceState.OPEN)


def hours_on(day: date, schedule: Schedule) -> DayHours:
    """Hours of a day: a state that closes the place comes first, then the day's exception, then the week."""
    state = state_on(day, schedule.states)
    if state.state in CLOSING_STATES:
        return DayHours(day, DayKind.STATE, (), state.reason, state.state, state.valid_to)
    for exception in schedule.exceptions:
        if exception.day == day:
            if exception.opens is None or exception.closes is None:
                return DayHours(day, DayKind.EXCEPTION, (), exception.reason)
            return DayHours(day, DayKind.OPEN, ((exception.opens, exception.closes),), exception.reason)
    rows = [row for row in schedule.weekly if day in span_of(row)]
    if not rows:
        return DayHours(day, DayKind.UNKNOWN)
    times = tuple(sorted((row.opens, row.closes) for row in rows if row.weekday == day.weekday()))
    return DayHours(day, DayKind.OPEN if times else DayKind.DAY_OFF, times)


class DoorState(StrEnum):
    """What the door is at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Door:
    """The door at a moment: open until ``closes_at``, or closed and opening at ``opens_at``.

    Times are naive, of the city's clock; None is not known. ``today`` says why the whole day is closed.
    """

    state: DoorState
    today: DayHours
    closes_at: datetime | None = None
    opens_at: datetime | None = None


def door_at(moment: datetime, schedule: Schedule) -> Door:
    """The door at a moment given in the city's clock (aware or naive; only the clock counts).

    The moment of closing is closed. The next opening is looked for :data:`LOOK_AHEAD` days ahead.
    """
    moment = moment.replace(tzinfo=None)
    hours = hours_on(moment.date(), schedule)
    for opens, closes in hours.times:
        if opens <= moment.time() < closes:
            return Door(DoorState.OPEN, hours, closes_at=_last_end(moment.date(), closes, hours.times))
    state = DoorState.UNKNOWN if hours.kind == DayKind.UNKNOWN else DoorState.CLOSED
    return Door(state, hours, opens_at=_next_opening(moment, schedule))


def _last_end(day: date, closes: time, times: Times) -> datetime:
    for opens, later in times:
        if opens <= closes < later:
            closes = later
    return datetime.combine(day, closes)


def _next_opening(moment: datetime, schedule: Schedule) -> datetime | None:
    for ahead in range(LOOK_AHEAD.days + 1):
        day = moment.date() + timedelta(days=ahead)
        for opens, _closes in hours_on(day, schedule).times:
            start = datetime.combine(day, opens)
            if moment < start:
                return start
    return None


@dataclass(frozen=True)
class WeekGroup:
    """Neighbouring weekdays (Monday is 0, both inclusive) with the same hours; none is a day off."""

    first: int
    last: int
    times: Times


def grouped_week(weekly: Sequence[tuple[int, time, time]]) -> list[WeekGroup]:
    """A week for display, Monday first: Mon–Fri 10:00–19:00, Sat–Sun closed. Empty where it is unknown."""
    if not weekly:
        return []
    by_day: dict[int, list[tuple[time, time]]] = defaultdict(list)
    for weekday, opens, closes in weekly:
        by_day[weekday].append((opens, closes))
    groups: list[WeekGroup] = []
    for weekday in range(7):
        times = tuple(sorted(by_day[weekday]))
        if groups and groups[-1].times == times:
            groups[-1] = WeekGroup(groups[-1].first, weekday, times)
        else:
            groups.append(WeekGroup(weekday, weekday, times))
    return groups
