"""When an event is, as posters and pictures say it: a big number and words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from karavan.catalogue.records import over_at
from karavan.kernel.localtime import local
from karavan.portal import wording
from karavan.ui import typography

MONDAY = date(2024, 1, 1)
DATES_SHOWN = 7
Record = Mapping[str, Any]


@dataclass(frozen=True)
class When:
    """``day`` is set big («28», «5–15», or ""), ``words`` below it, ``time`` after that.

    ``session`` is the session the day is of. ``further`` are the others to come, ``left`` says how many more
    there are; ``hours`` are lines of (weekdays, hours).
    """

    day: str = ""
    words: str = ""
    time: str = ""
    session: Record | None = None
    further: list[dict[str, Any]] = field(default_factory=list)
    left: str = ""
    hours: list[list[str]] = field(default_factory=list)


def when(record: Record, now: datetime) -> When:
    """When the event of a whole record is."""
    if record["sessions"]:
        return _by_sessions(record, now)
    if record["calendar"] == "permanent":
        return When(words=_("Always open to visitors"), hours=hours_lines(record["hours"]))
    day, words = days(wording.known_day(record["from"]), wording.known_day(record["to"]))
    return When(day=day, words=words, hours=hours_lines(record["hours"]))


def _by_sessions(record: Record, now: datetime) -> When:
    moments = [(wording.moment(item["start"]), item) for item in record["sessions"]]
    coming = [pair for pair in moments if over_at(pair[1]) > now] or moments[-1:]
    held = [pair for pair in coming if pair[1]["status"] != "cancelled"]
    start, first = (held or coming)[0]
    end = wording.moment(first["end"]) if first["end"] else None
    others = [pair for pair in coming if pair[1] is not first]
    left = len(others) - DATES_SHOWN
    return When(
        day=str(start.day),
        words=beside(start, local(now).year),
        time=wording.hours(start, end),
        session=first,
        further=[_line(*pair) for pair in others[:DATES_SHOWN]],
        left=ngettext("and %(count)d date more", "and %(count)d dates more", left) % {"count": left}
        if left > 0
        else "",
    )


def beside(start: datetime, year: int) -> str:
    """«ноября, суббота», "Saturday, November"; with the year where it is another one."""
    month = typography.month(start)
    if start.year != year:
        month = f"{month} {start.year}"
    names = {"month": month, "weekday": typography.weekday(start)}
    return pgettext("beside a big day", "%(weekday)s, %(month)s") % names


def _line(start: datetime, item: Record) -> dict[str, Any]:
    return {
        "day": f"{typography.weekday_short(start)}, {typography.date_short(start)}",
        "time": typography.time_text(start),
        "off": item["status"] == "cancelled",
        "mark": _("cancelled"),
    }


def days(first: date | None, last: date | None) -> tuple[str, str]:
    """The big number and the words of a period."""
    if first and last:
        if first == last:
            return str(first.day), typography.month(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}{typography.EN_DASH}{last.day}", typography.month(first)
        years = first.year != last.year
        ends = [typography.date_short(day, year=years) for day in (first, last)]
        return "", f"{ends[0]}{typography.NBSP}{typography.EN_DASH} {ends[1]}"
    if first:
        return str(first.day), _("from this day on, %(month)s") % {"month": typography.month(first)}
    if last:
        return "", _("until %(day)s") % {"day": typography.date_short(last)}
    return "", ""


def hours_lines(rows: list[Record]) -> list[list[str]]:
    """Weekly hours as few lines as can be: [["вт–вс", "10:00–18:00"], ["пн", "выходной"]]."""
    if not rows:
        return []
    texts = [
        ", ".join(wording.hours_text(row) for row in rows if row["weekday"] == weekday)
        for weekday in range(7)
    ]
    groups: dict[str, list[int]] = {}
    for weekday, text in enumerate(texts):
        groups.setdefault(text or _("day off"), []).append(weekday)
    lines = [[_span(weekdays), text] for text, weekdays in groups.items()]
    return sorted(lines, key=lambda line: line[1] == _("day off"))


def _span(weekdays: list[int]) -> str:
    """«вт–вс», «пн, ср, пт»."""
    if len(weekdays) == 7:
        return _("every day")
    names = [typography.weekday_short(MONDAY + timedelta(days=number)) for number in weekdays]
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"{names[0]}{typography.EN_DASH}{names[-1]}"
    return ", ".join(names)
