"""The log of a release in words for readers, in the active language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext as _

from karavan.kernel.localtime import local, today
from karavan.programme.enums import PriceKind
from karavan.programme.releases.log import SESSIONS, Entry, Log
from karavan.programme.releases.state import Fact
from karavan.ui import typography

DATES_NAMED = 3


class Change(StrEnum):
    """What happened to an event or to one of its dates, in the order readers need it."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Line:
    """One line: what happened to an event; ``day`` is when, as far as it is known, for the order."""

    change: Change
    event_id: int
    title: str
    text: str
    note: str = ""
    day: str = ""
    demo: bool = False


@dataclass(frozen=True)
class Group:
    """The lines of one kind of change under their heading."""

    change: Change
    label: str
    lines: list[Line]


def label(change: Change) -> str:
    """The heading of a kind of change."""
    match change:
        case Change.ADDED:
            return pgettext("release", "Added")
        case Change.MOVED:
            return pgettext("release", "Moved")
        case Change.CANCELLED:
            return pgettext("release", "Cancelled")
        case Change.REMOVED:
            return pgettext("release", "Taken off")
        case Change.CHANGED:
            return pgettext("release", "Changed")


def grouped(log: Log) -> list[Group]:
    """The log by kinds of change, each in order of time; kinds without a line are left out."""
    found: dict[Change, list[Line]] = {change: [] for change in Change}
    for entry in log:
        for line in _lines(entry):
            found[line.change].append(line)
    return [
        Group(change, label(change), sorted(lines, key=lambda line: (line.day or "9999", line.title)))
        for change, lines in found.items()
        if lines
    ]


def counted(log: Log) -> dict[Change, int]:
    """How many lines each kind of change has."""
    return {group.change: len(group.lines) for group in grouped(log)}


def summary(log: Log) -> str:
    """«Добавлено: 12, перенесено: 1»."""
    parts = (f"{group.label}: {len(group.lines)}" for group in grouped(log))
    return ", ".join(text if not number else text[:1].lower() + text[1:] for number, text in enumerate(parts))


def _lines(entry: Entry) -> Iterator[Line]:
    if "added" in entry:
        yield _whole(entry["event"], entry["added"])
    elif "removed" in entry:
        fact = entry["removed"]
        yield _line(Change.REMOVED, entry["event"], fact, when(fact), day=_first(fact))
    else:
        yield from _event_lines(entry)
        yield from _session_lines(entry)


def _whole(key: str, fact: Fact) -> Line:
    """An event that is new to readers, cancelled as it may already be."""
    text = " · ".join(filter(None, [when(fact), place(fact["place"])]))
    if fact["cancelled"]:
        return _line(Change.CANCELLED, key, fact, text, note=fact["note"], day=_first(fact))
    return _line(Change.ADDED, key, fact, text, day=_first(fact))


def _event_lines(entry: Entry) -> Iterator[Line]:
    key, was, now = entry["event"], entry["was"], entry["now"]
    before = now | was
    if was.get("cancelled") is False:
        yield _line(Change.CANCELLED, key, now, "", note=now["note"])
    elif was.get("cancelled") is True:
        yield _line(Change.CHANGED, key, now, _("takes place after all"))
    if "place" in was and now["place"] != was["place"]:
        yield _line(Change.MOVED, key, now, _now(place(was["place"]), place(now["place"])))
    if was.keys() & {"from", "to"}:
        yield _line(Change.MOVED, key, now, _now(_period(before), _period(now)), day=now["from"] or "")
    if was.keys() & {"hours", "days"}:
        yield _line(Change.CHANGED, key, now, _("other hours"))
    if "price" in was:
        yield _line(Change.CHANGED, key, now, _now(price(was["price"]), price(now["price"])))
    if was.keys() & {"title", "titles"} and title(before) != title(now):
        yield _line(Change.CHANGED, key, now, _("was called “%(title)s”") % {"title": title(before)})


def _session_lines(entry: Entry) -> Iterator[Line]:
    key, now, changes = entry["event"], entry["now"], entry[SESSIONS]
    for fact in changes["added"].values():
        change = Change.CANCELLED if fact["cancelled"] else Change.ADDED
        yield _line(change, key, now, _dated(fact), note=fact["note"], day=fact["starts"])
    for fact in changes["removed"].values():
        yield _line(Change.REMOVED, key, now, _dated(fact), day=fact["starts"])
    for changed in changes["changed"].values():
        yield from _changed_session(key, now | entry["was"], now, changed)


def _changed_session(key: str, earlier: Fact, event: Fact, changed: Fact) -> Iterator[Line]:
    """``earlier`` is the event as it was: what a session does not state is that of its event."""
    was, now = changed["was"], changed["now"]
    before = now | was
    note, day = now["note"], now["starts"]
    if was.get("cancelled") is False:
        yield _line(Change.CANCELLED, key, event, moment(before["starts"]), note=note, day=day)
    elif was.get("cancelled") is True:
        text = f"{moment(now['starts'])} · {_('takes place after all')}"
        yield _line(Change.CHANGED, key, event, text, day=day)
    if "starts" in was:
        yield _line(Change.MOVED, key, event, _now(_dated(before), _dated(now, was)), note=note, day=day)
    elif "place" in was:
        text = _now(place(before["place"] or earlier["place"]), place(now["place"] or event["place"]))
        yield _line(Change.MOVED, key, event, f"{moment(now['starts'])} · {text}", note=note, day=day)
    elif "ends" in was:
        text = _now(_clock(before), _clock(now))
        yield _line(Change.CHANGED, key, event, f"{moment(now['starts'])} · {text}", day=day)
    if "price" in was:
        text = _now(price(before["price"] or earlier["price"]), price(now["price"] or event["price"]))
        yield _line(Change.CHANGED, key, event, f"{moment(now['starts'])} · {text}", day=day)


def _line(change: Change, key: str, fact: Fact, text: str, note: str = "", day: str = "") -> Line:
    return Line(
        change,
        int(key),
        title(fact),
        text,
        note=note,
        day=day,
        demo=fact["demo"],
    )


def title(fact: Mapping[str, Any]) -> str:
    """The title of an event in the active language, where it is translated."""
    lang = (get_language() or "ru").split("-")[0]
    return str(fact["titles"].get(lang) or fact["title"])


def place(fact: Fact | None) -> str:
    """The name of a place as it was told; "" where there is none to tell."""
    if fact is None:
        return ""
    own = (get_language() or "ru").startswith("ru")
    return str(fact["name"] if own else fact["en"] or fact["name"])


def price(stored: list[Any]) -> str:
    """«бесплатно», «от 400 ₽», «цена не указана»."""
    kind, low, high = stored
    if kind == PriceKind.FREE:
        return typography.price_range(0)
    if kind == PriceKind.DONATION:
        return gettext("pay what you wish")
    return typography.price_range(low, high) or gettext("price not stated")


def moment(text: str) -> str:
    """«5 марта, 19:00»; the year where it is not this one."""
    start = local(datetime.fromisoformat(text))
    return f"{_day(start.date())}, {typography.time_text(start)}"


def when(fact: Fact) -> str:
    """The days of an event: its period, or its dates, the first three of many."""
    if fact["from"] or fact["to"]:
        return _period(fact)
    dates = sorted(each["starts"] for each in fact[SESSIONS].values())
    named = "; ".join(moment(each) for each in dates[:DATES_NAMED])
    more = len(dates) - DATES_NAMED
    if more <= 0:
        return named
    return ngettext("%(dates)s and %(count)d more date", "%(dates)s and %(count)d more dates", more) % {
        "dates": named,
        "count": more,
    }


def _first(fact: Fact) -> str:
    dates = [each["starts"] for each in fact[SESSIONS].values()]
    return min(dates, default=fact["from"] or "")


def _dated(fact: Fact, was: Fact | None = None) -> str:
    """A date with its own place, where it states one; a moved one where the place is another."""
    tells_place = fact["place"] is not None and (was is None or "place" in was)
    return " · ".join(filter(None, [moment(fact["starts"]), place(fact["place"]) if tells_place else ""]))


def _clock(fact: Fact) -> str:
    start = local(datetime.fromisoformat(fact["starts"]))
    return typography.time_range(start, local(datetime.fromisoformat(fact["ends"])) if fact["ends"] else None)


def _period(fact: Mapping[str, Any]) -> str:
    first = date.fromisoformat(fact["from"]) if fact["from"] else None
    last = date.fromisoformat(fact["to"]) if fact["to"] else None
    if first and last:
        return typography.date_range(first, last, year=last.year != today().year)
    if first:
        return _("from %(day)s on") % {"day": _day(first)}
    return _("up to %(day)s") % {"day": _day(last)} if last else _("without an end")


def _day(day: date) -> str:
    return typography.date_short(day, year=day.year != today().year)


def _now(before: str, after: str) -> str:
    unknown = _("not stated")
    # Words and not an arrow: they are read aloud, and every typeface has them.
    return _("%(before)s — now %(after)s") % {"before": before or unknown, "after": after or unknown}
