"""iCalendar (RFC 5545): an entry for each session, an all-day entry for a period."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from karavan.api.feeds import wording
from karavan.api.feeds.feed import Feed, Record
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.records import over_at
from karavan.kernel.contentlines import day, line, moment, text
from karavan.kernel.money import KOPECKS

CONTENT_TYPE = "text/calendar; charset=utf-8"
MAX_ENTRIES = 1000
REFRESH = "PT1H"

Entry = list[tuple[str, str]]

# SEQUENCE has to grow with every change: minutes since this moment, of the last change.
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def write(feed: Feed) -> bytes:
    """The calendar of a feed; at most MAX_ENTRIES entries."""
    title, about = (text(wording.clean(words)) for words in (feed.title, feed.description))
    head = [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", f"-//Karavan//{feed.host}//{feed.lang.upper()}"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("NAME", title),
        ("X-WR-CALNAME", title),
        ("X-WR-CALDESC", about),
        ("X-WR-TIMEZONE", feed.time_zone),
        ("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
        ("X-PUBLISHED-TTL", REFRESH),
        ("URL", feed.page),
    ]
    lines = [line(name, value) for name, value in head]
    for entry in islice(_entries(feed), MAX_ENTRIES):
        lines += [b"BEGIN:VEVENT\r\n", *(line(name, value) for name, value in entry), b"END:VEVENT\r\n"]
    lines.append(b"END:VCALENDAR\r\n")
    return b"".join(lines)


def _entries(feed: Feed) -> Iterator[Entry]:
    for card in feed.cards:
        record = feed.whole(card)
        sessions = record["sessions"]
        if sessions:
            for session in sessions:
                if _in_window(session, feed) and _answers(record, session, feed.question):
                    yield _session_entry(record, session, feed)
        else:
            yield _period_entry(record, feed)


def _in_window(session: Record, feed: Feed) -> bool:
    start = wording.moment(session["start"])
    return over_at(session) > feed.since and (feed.until is None or start < feed.until)


def _answers(record: Record, session: Record, question: EventFilter) -> bool:
    """Whether a session itself, and not only another one of its event, meets what its record can tell.

    Needs and places above the session's own stand in the event's facts only; they do not exclude here.
    """
    place, price = session["place"], session["price"]
    if question.districts and (place is None or place["district"] not in question.districts):
        return False
    if question.facilities and not set(question.facilities).intersection(session["facilities"]):
        return False
    if question.max_price is None or question.benefits:
        return True
    if question.pushkin_pays and record.get("pushkin_card"):
        return True
    return price["kind"] == "free" or (
        price["min"] is not None and price["min"] * KOPECKS <= question.max_price
    )


def _common(record: Record, uid: str, *, cancelled: bool, extra: list[str], place: Record | None) -> Entry:
    updated = wording.moment(record["updated"])
    entry = [
        ("UID", text(uid)),
        ("DTSTAMP", moment(updated)),
        ("LAST-MODIFIED", moment(updated)),
        ("SEQUENCE", str(max(0, int((updated - _EPOCH).total_seconds() // 60)))),
        ("SUMMARY", text(wording.clean(record["title"]))),
        ("DESCRIPTION", text(wording.description(record, extra))),
        ("STATUS", "CANCELLED" if cancelled or record["status"] == "cancelled" else "CONFIRMED"),
        ("URL", record["url"]),
        ("CATEGORIES", ",".join(text(wording.clean(word)) for word in _categories(record))),
    ]
    location = wording.where({**record, "place": place})
    if location:
        entry.append(("LOCATION", text(wording.clean(location))))
    if place and place["lat"] is not None and place["lon"] is not None:
        entry.append(("GEO", f"{place['lat']};{place['lon']}"))
    if record["demo"]:
        entry.append(("X-KARAVAN-DEMO", "TRUE"))
    return entry


def _categories(record: Record) -> list[str]:
    return [record["kind_label"], *([_("demo")] if record["demo"] else [])]


def _session_entry(record: Record, session: Record, feed: Feed) -> Entry:
    extra: list[str] = []
    if session["status"] == "cancelled":
        extra.append(_("Cancelled."))
    elif session["status"] == "sold_out":
        extra.append(_("No tickets left."))
    elif session["status"] == "moved" and session.get("moved_from"):
        before = wording.moment(session["moved_from"])
        extra.append(_("Moved from %(moment)s.") % {"moment": f"{before:%d.%m.%Y %H:%M}"})
    extra.append(session.get("note") or "")
    place = session.get("place") or record["place"]
    cancelled = session["status"] == "cancelled"
    entry = _common(
        record, f"session-{session['id']}@{feed.host}", cancelled=cancelled, extra=extra, place=place
    )
    entry.append(("DTSTART", moment(wording.moment(session["start"]))))
    if session["end"]:
        entry.append(("DTEND", moment(wording.moment(session["end"]))))
    return entry


def _period_entry(record: Record, feed: Feed) -> Entry:
    """A period as whole days that do not block the calendar; without an end, the next opening day."""
    first, last = _days(record)
    extra = [wording.period(record), *wording.hours(record)]
    entry = _common(
        record, f"event-{record['id']}@{feed.host}", cancelled=False, extra=extra, place=record["place"]
    )
    entry += [
        ("DTSTART;VALUE=DATE", day(first)),
        ("DTEND;VALUE=DATE", day(last + timedelta(days=1))),
        ("TRANSP", "TRANSPARENT"),
    ]
    return entry


def _days(record: Record) -> tuple[date, date]:
    upcoming: dict[str, Any] | None = record.get("next")
    opening = wording.moment(upcoming["start"]).date() if upcoming else None
    first = date.fromisoformat(record["from"]) if record["from"] else opening
    last = date.fromisoformat(record["to"]) if record["to"] else opening
    if record["to"] is None and opening is not None:
        first = opening
    first = first or last or wording.moment(record["updated"]).date()
    return first, max(first, last or first)
