"""Opening days of a period, packed as a weekly pattern with exceptions."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, time, timedelta

from karavan.catalogue.facts import DAYS_AHEAD, DAYS_BACK, Pattern
from karavan.kernel.localtime import today
from karavan.places.views import PlaceView
from karavan.programme.calendars import period_openings, schedule
from karavan.programme.models import Event, EventDayException, EventHours

Hours = tuple[tuple[int, int], ...]


def pattern_of(
    event: Event,
    hours: Sequence[EventHours],
    day_exceptions: Sequence[EventDayException],
    place: PlaceView | None,
) -> Pattern:
    """The pattern of a period: its usual week, and every day that differs from it within the horizon.

    Behind the horizon the usual week is taken to go on.
    """
    now = today()
    first = max(event.date_from or date.min, now - timedelta(days=DAYS_BACK))
    last = min(event.date_to or date.max, now + timedelta(days=DAYS_AHEAD))
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    kept = schedule(hours, day_exceptions, place.schedule if place else None)
    for opening in period_openings(event.date_from, event.date_to, kept, first, last):
        if opening.closes is not None:
            found[opening.day.toordinal()].append((_minute(opening.opens), _minute(opening.closes)))
    week = [_usual(found, first.toordinal(), last.toordinal(), weekday) for weekday in range(7)]
    exceptions: dict[int, list[tuple[int, int]]] = {}
    for number in range(first.toordinal(), last.toordinal() + 1):
        kept_hours = found.get(number, [])
        if tuple(kept_hours) != week[(number + 6) % 7]:
            exceptions[number] = kept_hours
    return Pattern(
        first_day=event.date_from.toordinal() if event.date_from else None,
        last_day=event.date_to.toordinal() if event.date_to else None,
        weekly=[(weekday, *span) for weekday, usual in enumerate(week) for span in usual],
        exceptions=exceptions,
    )


def _usual(found: dict[int, list[tuple[int, int]]], first: int, last: int, weekday: int) -> Hours:
    """The hours most of these weekdays have."""
    start = first + (weekday - (first + 6) % 7) % 7
    counts = Counter(tuple(found.get(number, ())) for number in range(start, last + 1, 7))
    return counts.most_common(1)[0][0] if counts else ()


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
