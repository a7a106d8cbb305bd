"""Lists inside the form of an event: dates, weekly hours, single days, benefits, performers, organisers.

Each list reads its rows from the posted names ``<list>-<key>-<cell>``, keeps what was typed whatever it is,
and turns it into values with the messages of each cell. Rows without a word are left out.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from karavan.kernel.localtime import at, is_sensible, local
from karavan.kernel.money import kopecks, roubles
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, PerformerDraft, TariffDraft
from karavan.programme.enums import OrganiserRole, TariffKind

MOST: Final = 250
"""Rows of one list that are read."""

Raw = dict[str, str]
Errors = dict[int, dict[str, list[str]]]
"""Messages by row and cell."""


@dataclass(frozen=True)
class When:
    """A date of an event as its form has it: of a known session, or a new one."""

    pk: int | None
    starts_at: datetime
    ends_at: datetime | None = None


@dataclass
class Parsed:
    """Rows as typed (each with its ``key``), their values where all is sound, and messages."""

    raw: list[Raw]
    values: list[Any] = field(default_factory=list)
    errors: Errors = field(default_factory=dict)

    def add(self, row: int, cell: str, message: str) -> None:
        """Put a message at a cell."""
        self.errors.setdefault(row, {}).setdefault(cell, []).append(message)


class RowsWidget(forms.Widget):
    """Reads the rows of a list; the templates of the editor draw them."""

    def __init__(self, cells: Sequence[str]) -> None:
        super().__init__()
        self.cells = cells

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Raw]:
        """Rows in the order they were posted, without those marked as gone and those with nothing in them."""
        pattern = re.compile(rf"{name}-(\w{{1,20}})-({'|'.join(self.cells)}|gone)")
        found: dict[str, Raw] = {}
        for posted in data:
            match = pattern.fullmatch(posted)
            if match is not None and len(found) < MOST:
                row = found.setdefault(match[1], {"key": match[1]})
                row[match[2]] = str(data[posted]).replace("\x00", "").strip()[:1000]
        return [
            row
            for row in found.values()
            if "gone" not in row and any(row.get(cell) for cell in self.cells if cell not in SILENT)
        ]


SILENT: Final = frozenset({"role", "kind"})
"""Cells with a value that says nothing by itself: a row with these alone is empty."""


class RowsField(forms.Field):
    """A list inside a form. ``parse`` turns typed rows into values, ``shown`` values into typed rows."""

    def __init__(
        self,
        cells: Sequence[str],
        parse: Callable[[Parsed], None],
        shown: Callable[[Any], Raw],
        label: Any,
    ) -> None:
        super().__init__(required=False, label=label, widget=RowsWidget(cells))
        self.parse_rows, self.shown = parse, shown

    def clean(self, value: Any) -> Parsed:
        """Values and messages; never raises, as other rows are sound."""
        parsed = Parsed(list(value or []))
        self.parse_rows(parsed)
        return parsed

    def raw_of(self, values: Sequence[Any]) -> list[Raw]:
        """Values of a record as rows to be drawn."""
        return [{"key": f"r{number}", **self.shown(value)} for number, value in enumerate(values)]


# Cells.


def read_day(text: str) -> date | None:
    """A day of a date field, or typed as «12.12.2026»; None where it is none."""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"):
        try:
            found = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return found if is_sensible(found) else None
    return None


def read_time(text: str) -> time | None:
    """A time of a time field, or typed as «18.30», «1830» or «18»; None where it is none."""
    match = re.fullmatch(r"(\d{1,2})(?:[:.\- ]?(\d\d))?(?::\d\d)?", text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def _time_cell(parsed: Parsed, number: int, cell: str) -> time | None:
    text = parsed.raw[number].get(cell, "")
    if not text:
        return None
    found = read_time(text)
    if found is None:
        parsed.add(number, cell, _("Write the time as 18:30."))
    return found


def _day_cell(parsed: Parsed, number: int, cell: str = "day") -> date | None:
    text = parsed.raw[number].get(cell, "")
    found = read_day(text)
    if found is None:
        parsed.add(number, cell, _("Write the day as 12.12.2026.") if text else _("Choose the day."))
    return found


def _number_cell(parsed: Parsed, number: int, cell: str) -> int | None:
    text = parsed.raw[number].get(cell, "").replace(" ", "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        parsed.add(number, cell, _("Write a whole number."))
        return None
    return int(text)


# Dates.


def parse_sessions(parsed: Parsed) -> None:
    """Day, start and end; an end before the start is that of the next day, the same date once."""
    for number, row in enumerate(parsed.raw):
        day, starts = _day_cell(parsed, number), _time_cell(parsed, number, "start")
        ends = _time_cell(parsed, number, "end")
        if day is not None and starts is None and "start" not in parsed.errors.get(number, {}):
            parsed.add(number, "start", _("When does it begin?"))
        if day is None or starts is None or number in parsed.errors:
            continue
        starts_at = at(day, starts)
        ends_at = None if ends is None else at(day, ends)
        if ends_at is not None and ends_at <= starts_at:
            ends_at = at(date.fromordinal(day.toordinal() + 1), ends or time())
        pk = int(row["key"]) if row["key"].isdecimal() else None
        parsed.values.append(When(pk, starts_at, ends_at))


def show_session(value: When) -> Raw:
    """A date as its row."""
    begins = local(value.starts_at)
    row = {"day": begins.date().isoformat(), "start": f"{begins:%H:%M}"}
    row["end"] = "" if value.ends_at is None else f"{local(value.ends_at):%H:%M}"
    return ({} if value.pk is None else {"key": str(value.pk)}) | row


# Weekly hours: one row a weekday, with a second opening after a break.


def parse_hours(parsed: Parsed) -> None:
    """One or two openings of each weekday, whose number is the key of its row."""
    for number, row in enumerate(parsed.raw):
        if row["key"] not in "0123456" or len(row["key"]) != 1:
            continue
        for opening, closing in (("opens", "closes"), ("opens2", "closes2")):
            opens, closes = _time_cell(parsed, number, opening), _time_cell(parsed, number, closing)
            if opens is not None and closes is not None:
                parsed.values.append(HoursDraft(int(row["key"]), opens, closes))
            elif (opens is None) != (closes is None) and number not in parsed.errors:
                parsed.add(number, closing, _("State both: from when and to when."))


def show_week(hours: Sequence[HoursDraft]) -> list[Raw]:
    """Seven rows, Monday first."""
    rows: list[Raw] = []
    for weekday in range(7):
        row: Raw = {"key": str(weekday)}
        for suffix, one in zip(("", "2"), [one for one in hours if one.weekday == weekday], strict=False):
            row[f"opens{suffix}"], row[f"closes{suffix}"] = f"{one.opens:%H:%M}", f"{one.closes:%H:%M}"
        rows.append(row)
    return rows


# Single days of a period.


def parse_exceptions(parsed: Parsed) -> None:
    """A day with other hours, or without any: closed."""
    for number, row in enumerate(parsed.raw):
        day = _day_cell(parsed, number)
        opens, closes = _time_cell(parsed, number, "opens"), _time_cell(parsed, number, "closes")
        if day is not None and number not in parsed.errors:
            parsed.values.append(DayExceptionDraft(day, opens, closes, row.get("note", "")[:200]))


def show_exception(value: DayExceptionDraft) -> Raw:
    """A day as its row."""
    opens = "" if value.opens is None else f"{value.opens:%H:%M}"
    closes = "" if value.closes is None else f"{value.closes:%H:%M}"
    return {"day": value.day.isoformat(), "opens": opens, "closes": closes, "note": value.note}


# Benefits: one row a category, whose id is the key of its row.


def parse_tariffs(parsed: Parsed) -> None:
    """What benefit categories pay; a category without a kind of tariff pays as everybody."""
    rows = [row for row in parsed.raw if row.get("kind") in TariffKind.values and row["key"].isdecimal()]
    parsed.raw = rows
    for number, row in enumerate(rows):
        value = _tariff_value(parsed, number)
        days = [int(one) for one in re.findall(r"\d{1,3}", row.get("days", ""))]
        if any(not 1 <= one <= 31 for one in days):
            parsed.add(number, "days", _("Days of the month are whole numbers from 1 to 31."))
        quota = _number_cell(parsed, number, "quota")
        if number not in parsed.errors:
            parsed.values.append(
                TariffDraft(
                    category_id=int(row["key"]),
                    kind=row["kind"],
                    value=value,
                    days_of_month=sorted(set(days)),
                    quota=quota,
                    proof=row.get("proof", "")[:300],
                    companion_free=bool(row.get("companion")),
                    legal_basis=row.get("basis", "")[:300],
                )
            )


def _tariff_value(parsed: Parsed, number: int) -> int:
    row = parsed.raw[number]
    text = row.get("value", "")
    if row["kind"] == TariffKind.FREE:
        return 0
    if row["kind"] == TariffKind.PERCENT:
        found = _number_cell(parsed, number, "value")
        if found is None and number not in parsed.errors:
            parsed.add(number, "value", _("How many percent are taken off?"))
        return found or 0
    try:
        return kopecks(text)
    except ValueError:
        parsed.add(number, "value", _("Write the price in roubles."))
        return 0


def show_tariff(value: TariffDraft) -> Raw:
    """A benefit as its row."""
    shown = ""
    if value.kind == TariffKind.PERCENT:
        shown = str(value.value)
    elif value.kind == TariffKind.FIXED:
        shown = str(roubles(value.value))
    return {
        "key": str(value.category_id),
        "kind": value.kind,
        "value": shown,
        "days": ", ".join(map(str, value.days_of_month)),
        "quota": "" if value.quota is None else str(value.quota),
        "proof": value.proof,
        "companion": "1" if value.companion_free else "",
        "basis": value.legal_basis,
    }


# Who plays and who holds it.


def parse_performers(parsed: Parsed) -> None:
    """Names as they stand on the poster."""
    for number, row in enumerate(parsed.raw):
        name = row.get("name", "")
        if not name:
            parsed.add(number, "name", _("Write the name."))
            continue
        organisation = row.get("organisation", "")
        parsed.values.append(
            PerformerDraft(
                name[:200], row.get("part", "")[:100], int(organisation) if organisation.isdecimal() else None
            )
        )


def show_performer(value: PerformerDraft) -> Raw:
    """A performer as a row."""
    organisation = "" if value.organisation_id is None else str(value.organisation_id)
    return {"name": value.name, "part": value.part, "organisation": organisation}


def parse_organisers(parsed: Parsed) -> None:
    """Pairs of an organisation's id and its role, the owner first."""
    for row in parsed.raw:
        if row.get("organisation", "").isdecimal() and len(row["organisation"]) < 19:
            role = row.get("role", "")
            known = role if role in OrganiserRole.values else str(OrganiserRole.LEAD)
            parsed.values.append((int(row["organisation"]), known))


def show_organiser(value: tuple[int, str]) -> Raw:
    """An organiser as a row."""
    return {"organisation": str(value[0]), "role": value[1]}
