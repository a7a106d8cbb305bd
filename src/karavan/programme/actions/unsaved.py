"""Events that have no row yet, as the checks of what is missing read them."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from karavan.places.hours import Schedule
from karavan.places.queries import schedules_of
from karavan.programme.actions.build import CHILDREN, Built
from karavan.programme.models import Event


class _Rows:
    """Rows that hang on an unsaved event, read as those of a saved one are."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def all(self) -> Sequence[Any]:
        return self._rows


class _Unsaved:
    """An event with the rows that would hang on it: Django keeps relations of unsaved records shut."""

    def __init__(self, built: Built, place_schedule: Schedule | None) -> None:
        self._event = built.event
        self.place_schedule = place_schedule
        for name in CHILDREN:
            setattr(self, name, _Rows(getattr(built, name)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._event, name)


def unsaved(built: Built, place_schedule: Schedule | None = None) -> Event:
    """The event as :func:`karavan.programme.checks.missing` reads it; hours: :func:`borrowed_hours`."""
    return cast("Event", _Unsaved(built, place_schedule))


def borrowed_hours(everything: Iterable[Built]) -> dict[int, Schedule]:
    """Hours by place id of the places whose hours a period without its own would keep."""
    wanted = {
        built.event.place_id
        for built in everything
        if built.event.place_id and built.event.is_range and not built.hours
    }
    return schedules_of(wanted) if wanted else {}
