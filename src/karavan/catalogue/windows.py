"""The time a question is about: days that stand in it, or days told from the moment it is asked."""

from datetime import date, datetime, timedelta

from karavan.catalogue.filters import EventFilter
from karavan.kernel.localtime import day_bounds, local

RELATIVE = ("today", "tomorrow", "weekend", "week")
"""Values of ``EventFilter.when``."""

SATURDAY, SUNDAY = 5, 6
WEEK = 7


def relative_days(when: str, day: date) -> tuple[date, date]:
    """First and last day, both inclusive, that a relative condition means on a local ``day``.

    The weekend is what is left of this one on Saturday and Sunday, the coming one on other days; the week
    is seven days from ``day`` on.
    """
    match when:
        case "today":
            return day, day
        case "tomorrow":
            following = day + timedelta(days=1)
            return following, following
        case "weekend":
            first = day + timedelta(days=max(0, SATURDAY - day.weekday()))
            return first, day + timedelta(days=SUNDAY - day.weekday())
        case "week":
            return day, day + timedelta(days=WEEK - 1)
    raise ValueError(f"unknown relative condition: {when!r}")


def window_of(question: EventFilter, now: datetime) -> tuple[datetime, datetime | None]:
    """The time [since, until) that a question asked at ``now`` is about; until None is an open end.

    A relative condition never reaches into the past: of today it means what is left.
    """
    if not question.when:
        return question.since or now, question.until
    first, last = relative_days(question.when, local(now).date())
    return max(now, day_bounds(first)[0]), day_bounds(last)[1]
