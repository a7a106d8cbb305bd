"""The days ahead of an organisation: what is on, by day."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from karavan.kernel.localtime import at, local, today
from karavan.office.desk import Desk
from karavan.programme.enums import SessionStatus
from karavan.programme.waiting import coming
from karavan.ui import typography

DAYS: Final = 7
A_DAY: Final = 5
OPEN: Final = 2
"""Days that stand open; the others fold away."""


@dataclass(frozen=True)
class Line:
    """One date of an event."""

    clock: str
    title: str
    url: str
    place: str
    moved: bool


@dataclass
class Day:
    """A day with its first lines; ``more`` counts the others."""

    day: date
    lines: list[Line] = field(default_factory=list)
    more: int = 0

    @property
    def is_today(self) -> bool:
        """Whether it is the day of the page."""
        return self.day == today()

    @property
    def weekday(self) -> str:
        """«пт»."""
        return typography.weekday_short(self.day)

    @property
    def month(self) -> str:
        """«ноября»."""
        return typography.month(self.day)


@dataclass(frozen=True)
class Week:
    """The days that have something, and how much there is today and in all."""

    days: list[Day]
    later: list[Day]
    today: int
    total: int


def week_of(desk: Desk, now: datetime) -> Week:
    """What is on from now on in seven days, at the organisations one works for; one query.

    None where one looks at the whole city: that is a poster, not a day's work.
    """
    if (desk.seeing.everything and desk.organisation is None) or not (
        desk.seeing.everything or desk.seeing.paths
    ):
        return Week([], [], 0, 0)
    first = local(now).date()
    until = at(first + timedelta(days=DAYS), datetime.min.time())
    found = coming(desk.seeing, now=now - timedelta(hours=2), until=until, within=desk.organisation)
    days: dict[date, Day] = {}
    for each in found:
        moment = local(each.starts_at)
        day = days.setdefault(moment.date(), Day(moment.date()))
        if len(day.lines) >= A_DAY:
            day.more += 1
            continue
        day.lines.append(
            Line(
                typography.time_text(moment),
                each.title,
                f"/office/events/{each.event_id}/",
                each.place,
                each.status == SessionStatus.MOVED,
            )
        )
    count = sum(1 for each in found if local(each.starts_at).date() == first)
    shown = list(days.values())
    return Week(shown[:OPEN], shown[OPEN:], count, len(found))
