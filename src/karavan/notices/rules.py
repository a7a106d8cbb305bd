"""When a notice leaves the office. Pure: moments and times in, moments out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from karavan.kernel.localtime import at, local
from karavan.kernel.tasks.policy import Policy
from karavan.notices.enums import LOUD_TOPICS

DIGEST_AT: Final = time(8, 30)
QUIET_FROM: Final = time(21)
QUIET_TO: Final = time(8)

SAME_NEWS: Final = timedelta(hours=1)
"""Equal news about one subject within this time is one notice."""

ESCALATE_AFTER: Final = timedelta(hours=3)
"""An urgent notice that nobody read for so long goes to the substitute as well."""

KEEP_DAYS: Final = 180

LEASE: Final = timedelta(minutes=10)
"""A delivery that a worker took and did not settle within this time is anybody's again."""

RETRY: Final = Policy(attempts=8, first_delay=timedelta(minutes=1), longest_delay=timedelta(hours=2))
"""How often a channel that is away is asked again: for about six hours."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's times on the city's clock. Equal ends mean that no hour is quiet."""

    quiet_from: time = QUIET_FROM
    quiet_to: time = QUIET_TO
    digest_at: time = DIGEST_AT

    def is_quiet(self, moment: datetime) -> bool:
        """Whether the person is not to be disturbed at this (aware) moment."""
        if self.quiet_from == self.quiet_to:
            return False
        clock = local(moment).time()
        if self.quiet_from < self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to

    def after_quiet(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours it lies in."""
        return self._next(self.quiet_to, moment) if self.is_quiet(moment) else moment

    def next_digest(self, moment: datetime) -> datetime:
        """The next time after the moment at which the person gets the digest."""
        return self._next(self.digest_at, moment)

    @staticmethod
    def _next(clock: time, moment: datetime) -> datetime:
        day = local(moment).date()
        slot = at(day, clock)
        return slot if slot > moment else at(day + timedelta(days=1), clock)

    def due(self, topic: str, *, urgent: bool, now: datetime) -> datetime:
        """When a notice made now leaves: at once, at the end of the quiet hours, or with the digest."""
        if topic in LOUD_TOPICS:
            return now
        return self.after_quiet(now) if urgent else self.next_digest(now)
