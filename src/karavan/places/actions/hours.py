"""Opening hours."""

from collections.abc import Sequence
from datetime import date, time

from django.utils.translation import gettext as _

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Invalid
from karavan.kernel.periods import clear
from karavan.kernel.validation import check, plain_values
from karavan.places.actions._common import line, lock, news_of, require_place
from karavan.places.actions.dated import span_for
from karavan.places.models import HoursException, Place, WeeklyHours
from karavan.places.validators import validate_week


@action
def set_weekly_hours(
    *,
    actor: Actor,
    place: Place,
    rows: Sequence[tuple[int, time, time]],
    valid_from: date | None = None,
    valid_to: date | None = None,
    is_demo: bool = False,
) -> list[WeeklyHours]:
    """Set the week: rows (weekday, opens, closes), Monday is 0, several rows a day make a break.

    It holds from ``valid_from`` (None: as long as known) to ``valid_to`` or to the next week already
    recorded. An empty week means that hours are not known. ``is_demo`` marks hours invented for
    demonstration. Raises Invalid (``rows.<index>``, ``valid_to``).
    """
    require_place(actor, place)
    problems = validate_week(rows)
    if problems:
        raise Invalid(problems)
    lock(place)
    old = list(WeeklyHours.objects.filter(place=place))
    span = span_for(old, valid_from, valid_to)
    clear(old, span)
    new = WeeklyHours.objects.bulk_create(
        WeeklyHours(
            place=place,
            weekday=weekday,
            opens=opens,
            closes=closes,
            valid_from=span.start,
            valid_to=span.end,
            is_demo=is_demo,
        )
        for weekday, opens, closes in rows
    )
    line(
        actor,
        "place.hours_set",
        place,
        before={"rows": [_line_of(row) for row in old]},
        after={
            "rows": [f"{weekday} {opens:%H:%M}–{closes:%H:%M}" for weekday, opens, closes in rows],
            "valid_from": None if span.start is None else str(span.start),
        },
    )
    news_of(place)
    return new


@action
def set_hours_exception(
    *,
    actor: Actor,
    place: Place,
    day: date,
    opens: time | None = None,
    closes: time | None = None,
    reason: str = "",
) -> HoursException:
    """Set other hours for one day, or close it (no times). Raises Invalid (``opens``)."""
    require_place(actor, place)
    if (opens is None) != (closes is None):
        raise Invalid({"opens": [_("Give both times, or none for a closed day.")]})
    if opens is not None and closes is not None and not opens < closes:
        raise Invalid({"opens": [_("The place must open before it closes.")]})
    lock(place)
    exception = HoursException.objects.filter(place=place, day=day).first() or HoursException(
        place=place, day=day
    )
    exception.opens, exception.closes = opens, closes
    exception.reason = plain_values({"reason": reason}, {"reason"})["reason"]
    check(exception)
    exception.save()
    times = None if opens is None or closes is None else f"{opens:%H:%M}–{closes:%H:%M}"
    line(
        actor,
        "place.hours_exception_set",
        place,
        after={"day": str(day), "times": times},
        reason=exception.reason,
    )
    news_of(place)
    return exception


@action
def clear_hours_exception(*, actor: Actor, place: Place, day: date) -> None:
    """Let a day have its usual hours again; nothing happens where it had no others."""
    require_place(actor, place)
    deleted, _rows = HoursException.objects.filter(place=place, day=day).delete()
    if deleted:
        line(actor, "place.hours_exception_cleared", place, before={"day": str(day)})
        news_of(place)


def _line_of(row: WeeklyHours) -> str:
    return f"{row.weekday} {row.opens:%H:%M}–{row.closes:%H:%M}"
