"""What a place still lacks for those who want to visit it. Pure: reads a loaded view, asks nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from karavan.kernel.periods import span_of
from karavan.places.enums import PlaceCategory, PlaceKind, PlaceLevel
from karavan.places.hours import Schedule
from karavan.places.views import PlaceView

SOON: Final = timedelta(days=30)
OLD: Final = timedelta(days=3 * 365)

DOORS: Final = frozenset({PlaceLevel.BUILDING, PlaceLevel.OPEN_AIR})
GROUNDS: Final = frozenset({PlaceKind.PARK, PlaceKind.ZOO})


@dataclass(frozen=True)
class Lack:
    """One thing to add: which (a stable code), what to do next."""

    code: str
    message: str


def missing(view: PlaceView, day: date) -> list[Lack]:
    """Everything that visitors would look for in vain as of a day, in the order of their asking."""
    return [*_hours(view, day), *_access(view, day), *_way(view), *_rest(view)]


def is_visited(view: PlaceView) -> bool:
    """Whether visitors come to a door or gate of it. A monument or an old house is looked at from outside."""
    if view.category == PlaceCategory.HERITAGE:
        return False
    return view.level in DOORS or view.kind in GROUNDS


def hours_end(schedule: Schedule, day: date) -> date | None:
    """The last day of the hours in force where no others follow; None where they go on, or none are known."""
    current = [row for row in schedule.weekly if day in span_of(row)]
    ends = {row.valid_to for row in current}
    if not current or None in ends:
        return None
    last = max(end for end in ends if end is not None)
    after = last + timedelta(days=1)
    return None if any(after in span_of(row) for row in schedule.weekly) else last


def _hours(view: PlaceView, day: date) -> Iterator[Lack]:
    if not is_visited(view) and view.level != PlaceLevel.HALL:
        return
    if not any(day in span_of(row) for row in view.schedule.weekly):
        yield Lack("hours", _("Opening hours are not known: residents read “not known”."))
        return
    last = hours_end(view.schedule, day)
    if last is not None and last - day <= SOON:
        days = (last - day).days
        yield Lack("hours_end", _("The hours end in %(days)d days, and no others follow.") % {"days": days})


def _access(view: PlaceView, day: date) -> Iterator[Lack]:
    if not is_visited(view) and view.level != PlaceLevel.HALL:
        return
    surveyed = view.report.surveyed_on
    if surveyed is None:
        yield Lack("survey", _("There is no survey of accessibility: nobody can know whether they get in."))
    elif day - surveyed > OLD:
        yield Lack("survey_old", _("The survey of accessibility is more than three years old."))


def _way(view: PlaceView) -> Iterator[Lack]:
    if is_visited(view) and not view.how_to_get_in:
        yield Lack("way_in", _("The way in is not told: from the stop to the door, step by step."))
    if view.level != PlaceLevel.HALL and view.lat is None:
        yield Lack("point", _("There is no point on the map."))
    if is_visited(view) and not view.address:
        yield Lack("address", _("There is no address."))


def _rest(view: PlaceView) -> Iterator[Lack]:
    if view.level != PlaceLevel.SITE and not view.photos:
        yield Lack("photos", _("There is no picture that may be shown."))
    if view.level == PlaceLevel.HALL and not view.capacity:
        yield Lack("capacity", _("It is not said how many people the hall holds."))
    if is_visited(view) and not view.description:
        yield Lack("description", _("Nothing tells what this place is."))
