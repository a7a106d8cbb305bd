"""The city's clock: aware UTC moments in, local days and back."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def city_zone() -> ZoneInfo:
    """The zone of the city."""
    return _zone(settings.TIME_ZONE)


def local(moment: datetime) -> datetime:
    """The moment on the city's clock."""
    return moment.astimezone(city_zone())


def at(day: date, clock: time) -> datetime:
    """The UTC moment of a local day and clock time."""
    return datetime.combine(day, clock, city_zone()).astimezone(UTC)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """First moment of the local day and of the next one, in UTC."""
    return at(day, time.min), at(day + timedelta(days=1), time.min)


def is_sensible(day: date) -> bool:
    """Whether a typed day can be meant: at the ends of time the city's clock has no moments."""
    return 1900 <= day.year <= 2200


def today() -> date:
    """The local day now."""
    return local(timezone.now()).date()
