"""Epoch minutes and day ordinals: the index counts time in whole numbers."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from karavan.kernel.localtime import at, city_zone, local

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def minute_of(moment: datetime) -> int:
    """Epoch minute of an aware moment, rounded down."""
    return int(moment.timestamp() // 60)


def moment_of(minute: int) -> datetime:
    """The epoch minute on the city's clock."""
    return local(_EPOCH + timedelta(minutes=minute))


@lru_cache(maxsize=4096)
def midnight(day: int) -> int:
    """Epoch minute at which a local day (an ordinal) begins."""
    return minute_of(at(date.fromordinal(day), time.min))


def day_of(minute: int) -> int:
    """Local day of an epoch minute, as an ordinal."""
    return (_EPOCH + timedelta(minutes=minute)).astimezone(city_zone()).toordinal()
