"""Sentences about an event for formats that people read; in the active language."""

import re
from datetime import date, datetime
from functools import cache, lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from karavan.api.feeds.feed import Record
from karavan.kernel.localtime import city_zone
from karavan.places.enums import Access, AccessProfile
from karavan.programme.enums import Facility

# What XML 1.0 and iCalendar cannot carry.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
WEEKDAYS = tuple(map(gettext_noop, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))


def clean(text: str) -> str:
    """The text without characters that XML and iCalendar do not allow."""
    return _CONTROL.sub("", text)


def moment(text: str) -> datetime:
    """A moment of a record on the city's clock."""
    return datetime.fromisoformat(text).astimezone(city_zone())


def when(record: Record) -> str:
    """When the event is next, in words: "12 January 2027, 18:00"."""
    upcoming = record.get("next")
    if not upcoming:
        return period(record)
    start = moment(upcoming["start"])
    words = f"{_day_in(get_language() or '', start.date())}, {start:%H:%M}"
    if upcoming["status"] == "open" and record["to"]:
        return _("%(first)s; until %(last)s") % {"first": words, "last": day_words(record["to"])}
    return words


def period(record: Record) -> str:
    """The days of a period in words; empty for none."""
    if record["from"] and record["to"]:
        return f"{day_words(record['from'])} – {day_words(record['to'])}"
    if record["from"]:
        return _("from %(day)s") % {"day": day_words(record["from"])}
    return _("permanent") if record["calendar"] == "permanent" else ""


def day_words(text: str) -> str:
    """A day of a record in words."""
    return _day_in(get_language() or "", date.fromisoformat(text))


@lru_cache(maxsize=4096)
def _day_in(language: str, day: date) -> str:
    return date_format(day, "j E Y")


def where(record: Record) -> str:
    """Name and address of the place, or that it is online."""
    place = record["place"]
    if place:
        return ", ".join(filter(None, [place["name"], place["address"]]))
    return _("Online") if record["online_url"] else ""


def price(record: Record) -> str:
    """The price in words."""
    cost = record["price"]
    if cost["kind"] == "free":
        return _("Free")
    if cost["kind"] == "donation":
        return _("Pay what you wish")
    if cost["kind"] == "unknown" or cost["min"] is None:
        return _("Price not stated")
    if cost["max"] in {None, cost["min"]}:
        return f"{cost['min']} ₽"
    return f"{cost['min']}–{cost['max']} ₽"


def access(record: Record) -> str:
    """For whom the place is surely accessible, and what the session offers; what is unknown is not named."""
    names = _access_names(get_language() or "")
    profiles = [names[profile] for profile, value in record["access"].items() if value == Access.YES]
    return ", ".join(profiles + [names[facility] for facility in record["facilities"]])


@cache
def _access_names(language: str) -> dict[str, str]:
    return {str(value): str(label) for value, label in (*AccessProfile.choices, *Facility.choices)}


def hours(record: Record) -> list[str]:
    """Weekly hours and days that differ, a line each."""
    lines = [
        f"{_(WEEKDAYS[row['weekday']])} {row['opens']}–{row['closes']}" for row in record.get("hours", ())
    ]
    for row in record.get("exceptions", ()):
        times = f"{row['opens']}–{row['closes']}" if row.get("opens") else _("closed")
        note = f" ({row['note']})" if row.get("note") else ""
        lines.append(f"{day_words(row['day'])}: {times}{note}")
    return lines


def description(record: Record, extra: list[str]) -> str:
    """Everything a reader of a calendar entry needs, a line each."""
    named_access = access(record)
    lines = [
        _("[demo] A generated record of a demonstration, not a real announcement.") if record["demo"] else "",
        record["summary"],
        *extra,
        f"{record['kind_label']}, {record['age_mark']}. {price(record)}",
        _("Accessible: %(profiles)s") % {"profiles": named_access} if named_access else "",
        ", ".join(item["name"] for item in record["organisations"]),
        record["url"],
    ]
    return clean("\n".join(line for line in lines if line))
