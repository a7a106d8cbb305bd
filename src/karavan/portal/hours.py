"""Opening hours of records as tables and as the state of the door."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from karavan.kernel.localtime import local
from karavan.places.enums import PlaceState
from karavan.places.hours import DayException, Door, DoorState, Schedule, StateSpan, WeeklyRow, door_at
from karavan.portal import wording
from karavan.ui import typography
from karavan.ui.parts import Column, Table

MONDAY = date(2026, 11, 23)


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def schedule_of(record: Mapping[str, Any]) -> Schedule:
    """What decides the hours of a place, from its record."""
    until = record["state_until"]
    return Schedule(
        weekly=tuple(
            WeeklyRow(row["weekday"], _clock(row["opens"]), _clock(row["closes"])) for row in record["hours"]
        ),
        exceptions=tuple(
            DayException(
                wording.day(row["day"]),
                _clock(row["opens"]) if row["opens"] else None,
                _clock(row["closes"]) if row["closes"] else None,
                row["note"],
            )
            for row in record["hours_exceptions"]
        ),
        states=(
            StateSpan(
                PlaceState(record["state"]),
                valid_to=wording.day(until) if until else None,
                reason=record["state_reason"],
            ),
        )
        if record["state"] != PlaceState.OPEN
        else (),
    )


def door_words(record: Mapping[str, Any], now: datetime) -> tuple[str, str]:
    """State of the door now ("open", "closed", "unknown") and a sentence about it."""
    moment = local(now)
    door = door_at(moment, schedule_of(record))
    return door.state.value, _sentence(door, moment)


def _sentence(door: Door, moment: datetime) -> str:
    if door.state == DoorState.OPEN:
        assert door.closes_at is not None
        return _("Open now, until %(time)s") % {"time": typography.time_text(door.closes_at)}
    if door.state == DoorState.UNKNOWN:
        return _("Opening hours are not known")
    if door.opens_at is None:
        return _("Closed")
    clock = typography.time_text(door.opens_at)
    days = (door.opens_at.date() - moment.date()).days
    if days == 0:
        return _("Closed now, opens at %(time)s") % {"time": clock}
    if days == 1:
        return _("Closed now, opens tomorrow at %(time)s") % {"time": clock}
    return _("Closed now, opens on %(day)s at %(time)s") % {
        "day": typography.date_short(door.opens_at),
        "time": clock,
    }


def weekly_table(rows: Sequence[Mapping[str, Any]], caption: str) -> Table | None:
    """The week from Monday, closed days too; None where no hours are known."""
    if not rows:
        return None
    cells = []
    for weekday in range(7):
        times = [wording.hours_text(row) for row in rows if row["weekday"] == weekday]
        name = typography.capitalised(typography.weekday(MONDAY + timedelta(days=weekday)))
        cells.append([name, ", ".join(times) or _("closed")])
    return Table(caption, [Column(_("Day")), Column(_("Hours"))], cells)


def exceptions_table(rows: Sequence[Mapping[str, Any]]) -> Table | None:
    """Days that differ from the week."""
    if not rows:
        return None
    cells = [
        [
            typography.date_short(wording.day(row["day"]), year=True),
            wording.hours_text(row) if row["opens"] else _("closed"),
            row["note"],
        ]
        for row in rows
    ]
    return Table(_("Other hours"), [Column(_("Day")), Column(_("Hours")), Column(_("Why"))], cells)
