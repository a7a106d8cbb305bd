"""From rows of a sheet to one event: which rows belong together, and what they say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from html import escape
from typing import Any, Final

from django.utils.translation import gettext as _

from karavan.integrations.sheets.kinds.base import CLEAR, Parsed
from karavan.integrations.sheets.reading import Row
from karavan.integrations.sheets.words import Cost, When
from karavan.kernel.localtime import at, local
from karavan.programme.enums import Calendar

DATE_KEYS: Final = frozenset({"day", "starts", "ends"})
NIGHT: Final = time(6)
"""An end before it is one of the next morning."""

FIELD_OF: Final[Mapping[str, str]] = {
    "title": "title",
    "kind": "kind",
    "summary": "summary",
    "age": "age_mark",
    "languages": "languages",
    "audiences": "audiences",
    "first": "date_from",
    "last": "date_to",
    "place": "place_id",
    "online": "online_url",
    "capacity": "capacity",
    "facilities": "facilities",
    "entry": "entry",
    "booking": "booking_url",
    "pushkin": "pushkin_card",
    "programme": "programme_id",
    "note": "staff_note",
    "performers": "performers",
    "hours": "hours",
}
"""Fields of an event by column, where a value goes over as it is."""
EMPTY: Final[Mapping[str, Any]] = {
    "summary": "", "age_mark": None, "languages": [], "audiences": [], "date_from": None, "date_to": None,
    "place_id": None, "online_url": "", "capacity": None, "facilities": [], "booking_url": "",
    "pushkin_card": None, "programme_id": None, "staff_note": "", "performers": [], "hours": [], "text": "",
}  # fmt: skip
_PARAGRAPHS = re.compile(r"\n\s*\n|\n")

COLUMN_OF: Final[Mapping[str, str]] = {
    **{name: key for key, name in FIELD_OF.items()},
    "price_kind": "price",
    "price_min": "price",
    "price_max": "price",
    "text": "text",
    "organisers": "organisation",
    "sessions": "day",
    "calendar": "day",
    "period": "first",
    "place": "place",
    "programme": "programme",
    "performers": "performers",
    "source_id": "key",
}
"""Columns by the first step of a field path, as the actions and checks name their problems."""


@dataclass(frozen=True)
class Date:
    """One date of an event and the row that says it."""

    row: int
    starts_at: datetime
    ends_at: datetime | None = None


@dataclass
class Told:
    """What rows say about one event: typed values by field, dates, and problems at cells."""

    row: int
    rows: list[int]
    id: int | None = None
    key: str = ""
    organisation: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    dates: list[Date] = field(default_factory=list)
    partners: list[int] | None = None
    problems: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title, or nothing."""
        return str(self.fields.get("title", ""))

    @property
    def calendar(self) -> str:
        """How it lies in time, by what the rows say."""
        if not self.dates and any(self.fields.get(name) for name in ("date_from", "date_to", "hours")):
            return Calendar.PERIODIC if self.fields.get("date_to") else Calendar.PERMANENT
        return Calendar.DATES if len(self.dates) > 1 else Calendar.SINGLE

    def cell_of(self, path: str) -> tuple[int, str]:
        """The row and column of a field path such as ``sessions.1.ends_at``."""
        steps = path.split(".")
        if steps[0] == "sessions" and len(steps) > 1 and int(steps[1]) < len(self.dates):
            key = "ends" if steps[-1] == "ends_at" else "price" if "price" in steps[-1] else "day"
            return self.dates[int(steps[1])].row, key
        return self.row, COLUMN_OF.get(steps[0], "title")


def grouped(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows of one event together: those below with an empty or merged title, or with the same number."""
    by_key: dict[str, list[Row]] = {}
    current: list[Row] | None = None
    order: list[list[Row]] = []
    for row in rows:
        key = str(row.cells.get("key", "")) if "key" not in row.above else ""
        has_title = "title" in row.cells and "title" not in row.above
        if current is not None and not has_title and "id" not in row.cells and DATE_KEYS & row.cells.keys():
            own_key = str(current[0].cells.get("key", ""))
            if not key or key == own_key:
                current.append(row)
                continue
        if key and key in by_key:
            by_key[key].append(row)
            current = by_key[key]
            continue
        current = [row]
        order.append(current)
        if key:
            by_key[key] = current
    yield from order


def told(parsed: Sequence[Parsed]) -> Told:
    """What the rows of one event say together; the first one says what is not a date."""
    first = parsed[0]
    found = Told(first.row.number, [each.row.number for each in parsed])
    for each in parsed:
        found.problems.extend(each.problems)
        _dates(each, found)
    values = dict(first.values)
    for each in parsed[1:]:
        _same(each, values, found)
    found.id = values.get("id")
    found.key = str(values.get("key", ""))
    found.organisation = str(values.get("organisation", ""))
    for key, name in FIELD_OF.items():
        if key in values:
            found.fields[name] = EMPTY.get(name) if values[key] is CLEAR else values[key]
    _whole_text(values, found)
    _cost(values, found)
    if "partners" in values:
        found.partners = [] if values["partners"] is CLEAR else values["partners"]
    if found.dates and any(found.fields.get(name) for name in ("date_from", "date_to", "hours")):
        message = _("State either dates with times, or a first and last day: not both.")
        found.problems.append((found.row, "day", message))
    found.dates.sort(key=lambda each: each.starts_at)
    return found


def _same(each: Parsed, values: Mapping[str, Any], found: Told) -> None:
    """What further rows say of the event itself must be the same as in its first row."""
    for key, value in each.values.items():
        if key in DATE_KEYS or key in ("id", "key") or key in each.row.above:
            continue
        if key in values and values[key] != value:
            message = _("Row %(row)d says something else of the same event. Make both the same.")
            found.problems.append((each.row.number, key, message % {"row": found.row}))
        elif key not in values:
            message = _("Write this in row %(row)d, where the event begins.") % {"row": found.row}
            found.problems.append((each.row.number, key, message))


def _dates(each: Parsed, found: Told) -> None:
    row, values = each.row.number, each.values
    said = values.get("day")
    starts, ends = values.get("starts"), values.get("ends")
    if said is None or said is CLEAR:
        for key in ("starts", "ends"):
            if key in values and values[key] is not CLEAR and not _named(each, "day"):
                found.problems.append((row, "day", _("There is a time, but no date.")))
                break
        return
    for when in said:
        clock = when.starts or (starts if isinstance(starts, time) else None)
        if clock is None:
            if not _named(each, "starts"):
                found.problems.append((row, "starts", _("Say when it begins, for example 18:30.")))
            return
        end = when.ends or (ends if isinstance(ends, time) else None)
        found.dates.append(Date(row, at(when.day, clock), _end(when, clock, end)))


def _end(when: When, starts: time, ends: time | None) -> datetime | None:
    if ends is None:
        return None
    return at(when.day + timedelta(days=1), ends) if ends < starts and ends <= NIGHT else at(when.day, ends)


def _named(each: Parsed, key: str) -> bool:
    return any(column == key for _row, column, _message in each.problems)


def _whole_text(values: Mapping[str, Any], found: Told) -> None:
    if "text" in values:
        text = values["text"]
        found.fields["text"] = "" if text is CLEAR else as_html(text)


def as_html(text: str) -> str:
    """Plain text as paragraphs."""
    return "".join(
        f"<p>{escape(part.strip(), quote=False)}</p>" for part in _PARAGRAPHS.split(text) if part.strip()
    )


def _cost(values: Mapping[str, Any], found: Told) -> None:
    cost = values.get("price")
    if cost is None:
        return
    if cost is CLEAR:
        found.fields |= {"price_kind": "unknown", "price_min": None, "price_max": None}
    elif isinstance(cost, Cost):
        found.fields |= {"price_kind": cost.kind.value, "price_min": cost.low, "price_max": cost.high}


def day_of(found: Told) -> date | None:
    """The day by which the event is told from others of the same name."""
    if found.dates:
        return local(found.dates[0].starts_at).date()
    day = found.fields.get("date_from")
    return day if isinstance(day, date) else None
