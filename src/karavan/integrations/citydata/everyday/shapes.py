"""What the generator of everyday events takes and gives: plain values, no records of the database."""

from dataclasses import dataclass, field
from datetime import date, datetime, time


@dataclass(frozen=True)
class Venue:
    """A place where everyday events happen. ``hours`` are (weekday, opens, closes), Monday is 0."""

    key: str
    kind: str
    name: str
    organisers: tuple[str, ...]
    hours: tuple[tuple[int, time, time], ...] = ()

    @property
    def weekdays(self) -> frozenset[int]:
        """Weekdays on which it is open."""
        return frozenset(weekday for weekday, _, _ in self.hours)


@dataclass(frozen=True)
class Dated:
    """A programme with days: a memorable date, a feast, an action of the year. Both days inclusive."""

    key: str
    slug: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class EverydayTariff:
    """A tariff by the code of its benefit category; ``value`` is percent, or kopecks."""

    category: str
    kind: str
    value: int = 0
    days_of_month: tuple[int, ...] = ()
    quota: int | None = None
    companion_free: bool = False


@dataclass(frozen=True, slots=True)
class EverydaySession:
    """One date on the city's clock."""

    starts: datetime
    ends: datetime
    status: str = "scheduled"
    note: str = ""
    facilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EverydayEvent:
    """An invented small event, complete enough to be published."""

    key: str
    genre: str
    kind: str
    title: str
    summary: str
    text: str
    easy_text: str = ""
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    age_mark: int
    languages: tuple[str, ...]
    audiences: tuple[str, ...]
    calendar: str
    date_from: date | None = None
    date_to: date | None = None
    venue: str = ""
    online_url: str = ""
    capacity: int | None = None
    facilities: tuple[str, ...] = ()
    price_kind: str
    price_min: int | None = None
    price_max: int | None = None
    entry: str
    pushkin_card: bool | None = None
    organisers: tuple[tuple[str, str], ...]
    performers: tuple[str, ...] = ()
    programme: str = ""
    sessions: tuple[EverydaySession, ...] = ()
    hours: tuple[tuple[int, time, time], ...] = ()
    closed_days: tuple[tuple[date, str], ...] = ()
    tariffs: tuple[EverydayTariff, ...] = ()
