"""Days, clocks and hours of forms as moments of actions, and what actions refuse of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from karavan.kernel.errors import Invalid
from karavan.kernel.localtime import at


def span_of(day: date, starts: time, hours: Any) -> tuple[datetime, datetime]:
    """From a local day and clock and a number of hours: two UTC moments."""
    start = at(day, starts)
    return start, start + timedelta(hours=float(hours))


def with_moments(values: Mapping[str, Any]) -> dict[str, Any]:
    """With ``day``, ``starts``, ``hours`` as ``starts_at``, ``ends_at`` and ``point`` as ``lat``, ``lon``."""
    fields = dict(values)
    if "day" in fields:
        span = span_of(fields.pop("day"), fields.pop("starts"), fields.pop("hours"))
        fields["starts_at"], fields["ends_at"] = span
    if "point" in fields:
        fields["lat"], fields["lon"] = fields.pop("point") or (None, None)
    return fields


@contextmanager
def at_the_times() -> Iterator[None]:
    """Say what an action refuses of moments at the fields that ask for them."""
    try:
        yield
    except Invalid as error:
        names = {"starts_at": "starts", "ends_at": "hours"}
        raise Invalid({names.get(path, path): found for path, found in error.problems.items()}) from None
