"""What a sent form asks to be filled in before it is read: a line of dates, a guess that was taken."""

from datetime import date
from typing import Any, Final

from karavan.kernel.localtime import today
from karavan.programme.enums import Calendar
from karavan.programme.spoken import Spoken, read_when

SAVES: Final = ("save", "publish", "send")
"""Values of the button that save the form."""


def with_deeds(data: Any) -> Any:
    """What was sent, with what a button of the form asks to be filled in: a line of dates, a guess, a row."""
    do = str(data.get("do", ""))
    line = str(data.get("when_line", "")).strip()[:300]
    data = data.copy()
    if line and (do == "when" or do in SAVES):
        add_line(data, line)
    if do.startswith("take:"):
        _verb, name, value = (*do.split(":", 2), "")[:3]
        if name == "audiences":
            data.setlist(name, value.split())
        elif name in ("age_mark", "kind"):
            data[name] = value
    return data


def add_line(data: Any, line: str) -> None:
    """Put the dates of a typed line into the form; a line that is not understood stays as it was typed."""
    found = read_when(line, today())
    if not found:
        return
    if found.is_period:
        data["calendar"] = Calendar.PERIODIC.value
        data["date_from"] = str(found.date_from or "")
        data["date_to"] = str(found.date_to or "")
        for row in found.hours:
            data[f"hours-{row.weekday}-opens"] = f"{row.opens:%H:%M}"
            data[f"hours-{row.weekday}-closes"] = f"{row.closes:%H:%M}"
    else:
        add_days(data, list(found.days), found)
    data["when_line"] = ""


def add_days(data: Any, days: list[date], found: Spoken) -> None:
    """Rows for days, each once for a time."""
    start = f"{found.starts:%H:%M}" if found.starts else str(data.get("usual_start", ""))
    end = f"{found.ends:%H:%M}" if found.ends else ""
    stems = {name.rpartition("-")[0] for name in data if name.startswith("sessions-") and data[name]}
    known = {(data.get(f"{stem}-day"), data.get(f"{stem}-start")) for stem in stems}
    for day in days:
        if (day.isoformat(), start) not in known:
            stem = f"sessions-l{day:%Y%m%d}{start.replace(':', '')}"
            data[f"{stem}-day"], data[f"{stem}-start"], data[f"{stem}-end"] = day.isoformat(), start, end
    several = len(days) > 1 or len(known) > 0
    if several or data.get("calendar") not in (Calendar.SINGLE, Calendar.DATES):
        data["calendar"] = (Calendar.DATES if several else Calendar.SINGLE).value
