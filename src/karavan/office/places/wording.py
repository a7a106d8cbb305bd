"""Hours, doors and closings in words, for the office."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from karavan.kernel.localtime import local
from karavan.kernel.periods import Span
from karavan.places.enums import PlaceState
from karavan.places.hours import DayKind, DoorState, Schedule, door_at, grouped_week
from karavan.places.hourtext import MONDAY, week_in_words
from karavan.places.views import PlaceView
from karavan.ui import typography


def door_words(schedule: Schedule, now: datetime) -> str:
    """What a resident reads at this moment: «Открыто, до 19:00»."""
    moment = local(now)
    door = door_at(moment, schedule)
    if door.today.kind == DayKind.STATE:
        return str(PlaceState(door.today.state).label)
    if door.state == DoorState.OPEN:
        assert door.closes_at is not None
        return _("Open now, until %(time)s") % {"time": typography.time_text(door.closes_at)}
    if door.state == DoorState.UNKNOWN:
        return _("Opening hours are not known")
    if door.opens_at is None:
        return _("Closed now")
    day = typography.date_short(door.opens_at.date())
    clock = typography.time_text(door.opens_at)
    return _("Closed now, opens on %(day)s at %(time)s") % {"day": day, "time": clock}


def is_open(schedule: Schedule, now: datetime) -> bool:
    """Whether the door is open at this moment."""
    return door_at(local(now), schedule).state == DoorState.OPEN


def week_words(view: PlaceView) -> str:
    """The week of a place in one line; "" where it is unknown."""
    return typography.capitalised(week_in_words(view.weekly_hours))


def short_week(rows: Sequence[tuple[int, time, time]]) -> list[str]:
    """A week for a narrow cell: «пн–чт, сб–вс 10–19»; days off are left out, none where it is unknown."""
    by_times: dict[str, list[str]] = {}
    for group in grouped_week(rows):
        if not group.times:
            continue
        days = [group.first] if group.first == group.last else [group.first, group.last]
        names = "–".join(typography.weekday_short(MONDAY + timedelta(days=day)) for day in days)
        by_times.setdefault(short_times(group.times), []).append(names)
    return [f"{', '.join(names)} {times}" for times, names in by_times.items()]


def short_times(times: Iterable[tuple[time, time]]) -> str:
    """«10–19», «10–13:30, 14–19»."""
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in times)


def _clock(clock: time) -> str:
    return typography.time_text(clock).removesuffix(":00")


def span_words(days: Span) -> str:
    """A stretch of days: «23–27 ноября», «с 23 ноября», «по 27 ноября»; "" where both ends are open."""
    if days.start is not None and days.end is not None:
        return typography.date_range(days.start, days.end)
    if days.start is not None:
        return _("since %(day)s") % {"day": typography.date_short(days.start, year=True)}
    if days.end is not None:
        return _("until %(day)s") % {"day": typography.date_short(days.end, year=True)}
    return ""


def moment_words(moment: datetime) -> str:
    """«пн 23 ноября, 18:00»."""
    clock = local(moment)
    return f"{typography.weekday_short(clock.date())} {typography.date_short(clock.date())}, {clock:%H:%M}"


def event_url(pk: int) -> str:
    """The page of an event in the office."""
    return f"/office/events/{pk}/"


def new_event_url(place_id: int, starts: datetime) -> str:
    """A new event in a place at a moment of the city's clock (naive)."""
    return f"/office/events/new/?place={place_id}&starts={starts:%Y-%m-%dT%H:%M}"
