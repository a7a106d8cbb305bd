"""A long programme as months: each with how much it holds, as a bar and a number."""

from dataclasses import dataclass
from datetime import date, timedelta

from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.kernel.localtime import local
from karavan.portal.answer import Visit
from karavan.portal.events import total_words
from karavan.portal.filters import Addresses, of_day
from karavan.portal.site import here
from karavan.ui import typography

FEWEST, MOST = 3, 24
"""A programme of fewer months needs no overview, one of more has no room for it."""

BAR = 40
"""Height of the tallest bar in units of its drawing."""


@dataclass(frozen=True)
class Month:
    """A month of a programme; ``bar`` is the path of its bar in a drawing of 10 × 40 units."""

    first: date
    count: int
    bar: str
    url: str

    @property
    def name(self) -> str:
        """By itself: «январь»."""
        return typography.month_name(self.first)

    @property
    def words(self) -> str:
        """«61 событие»."""
        return total_words(self.count)


def months(visit: Visit, programme: int, first: date | None, last: date | None) -> list[Month]:
    """Whole months from the first day of a programme, or from today, to its last; [] for a short one."""
    if first is None or last is None:
        return []
    starts = _starts(max(first, local(visit.now).date()), last)
    if not FEWEST <= len(starts) <= MOST:
        return []
    questions = [EventFilter(programme=programme, **of_day(start, _end(start))) for start in starts]
    counts = [queries.count_events(question, now=visit.now) for question in questions]
    tallest = max(counts) or 1
    addresses = Addresses(here("/events/"))
    return [
        Month(start, count, _bar(count / tallest), addresses.of(question))
        for start, count, question in zip(starts, counts, questions, strict=True)
    ]


def _starts(first: date, last: date) -> list[date]:
    """First days of the months from ``first`` to ``last``."""
    starts = []
    start = first.replace(day=1)
    while start <= last:
        starts.append(start)
        start = _end(start) + timedelta(days=1)
    return starts


def _end(start: date) -> date:
    return (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _bar(share: float) -> str:
    """A month with anything at all has a bar that can be seen."""
    height = max(1, round(share * BAR)) if share else 0
    return f"M0 {BAR - height}h10V{BAR}H0z"
