"""A list with dates as iCalendar (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from karavan.kernel.contentlines import day, line, moment, text

MOST_ENTRIES = 5_000


@dataclass(frozen=True)
class Entry:
    """One entry: ``start`` an aware moment, or a day of a whole-day entry; ``end`` of days is inclusive.

    ``uid`` names it for ever within this installation («session-12»); ``url`` is an address of this host.
    """

    uid: str
    title: str
    start: datetime | date
    end: datetime | date | None = None
    place: str = ""
    about: str = ""
    url: str = ""
    cancelled: bool = False
    changed: datetime | None = None


def write(title: str, entries: Iterable[Entry]) -> bytes:
    """The calendar; at most MOST_ENTRIES entries."""
    host = urlsplit(settings.SITE_URL).hostname or "karavan"
    lines = [
        line("BEGIN", "VCALENDAR"),
        line("VERSION", "2.0"),
        line("PRODID", f"-//Karavan//{host}//RU"),
        line("CALSCALE", "GREGORIAN"),
        line("METHOD", "PUBLISH"),
        line("X-WR-CALNAME", text(title)),
        line("X-WR-TIMEZONE", settings.TIME_ZONE),
    ]
    for entry in islice(entries, MOST_ENTRIES):
        lines += [line(name, value) for name, value in _entry(entry, host)]
    lines.append(line("END", "VCALENDAR"))
    return b"".join(lines)


def _entry(entry: Entry, host: str) -> Iterable[tuple[str, str]]:
    yield "BEGIN", "VEVENT"
    yield "UID", text(f"{entry.uid}@{host}")
    yield "DTSTAMP", moment(entry.changed or timezone.now())
    yield "SUMMARY", text(entry.title)
    yield "STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED"
    if isinstance(entry.start, datetime):
        yield "DTSTART", moment(entry.start)
        if isinstance(entry.end, datetime):
            yield "DTEND", moment(entry.end)
    else:
        last = entry.end or entry.start
        yield "DTSTART;VALUE=DATE", day(entry.start)
        yield "DTEND;VALUE=DATE", day(last + timedelta(days=1))
    if entry.place:
        yield "LOCATION", text(entry.place)
    if entry.about:
        yield "DESCRIPTION", text(entry.about)
    if entry.url:
        yield "URL", settings.SITE_URL + entry.url if entry.url.startswith("/") else entry.url
    yield "END", "VEVENT"
