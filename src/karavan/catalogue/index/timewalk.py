"""Reading matches in time order, a page at a time, from anywhere.

The order is (day, sessions before openings, start, event). Of each event only the first match since the
beginning of the window is shown. Few matches are looked up one by one and sorted; many are met by walking
the days, which ends as soon as the page is full, so that the cost does not grow with the catalogue.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from karavan.catalogue.clock import day_of, midnight
from karavan.catalogue.index import bits
from karavan.catalogue.index.moments import Moment
from karavan.catalogue.index.segment import Segment

FEW = 256
SESSION, OPENING = 0, 1
OPENING_STATUS = -1

Key = tuple[int, int, int, int, int]
"""(day, session or opening, start minute, event id, session id)"""


@dataclass(frozen=True, slots=True)
class Window:
    """Time from minute ``since`` until minute ``until``, exclusive; None is an open end."""

    since: int
    until: int | None

    @property
    def first_day(self) -> int:
        return day_of(self.since)

    @property
    def last_day(self) -> int | None:
        return None if self.until is None else day_of(self.until - 1)

    def meets(self, start: int, end: int) -> bool:
        """Whether [start, end) overlaps the window."""
        return end > self.since and (self.until is None or start < self.until)

    def cuts(self, day: int) -> bool:
        """Whether only a part of the day lies in the window."""
        begin, end = midnight(day), midnight(day + 1)
        return begin < self.since < end or (self.until is not None and begin < self.until < end)


def on_day(segment: Segment, day: int, window: Window) -> int:
    """Documents with a session or opening on the day that overlaps the window."""
    if not window.cuts(day):
        return segment.by_day.get(day, 0)
    moments = segment.moments
    sessions = [
        moments.docs[number]
        for number in segment.timed.get(day, ())
        if window.meets(moments.starts[number], moments.ends[number])
    ]
    found = bits.from_positions(sorted(set(sessions)), segment.size)
    for opens, closes, docs in segment.openings(day):
        if window.meets(opens, closes):
            found |= docs
    return found


def within(segment: Segment, window: Window) -> int:
    """Documents with anything that overlaps the window."""
    first, last = window.first_day, window.last_day
    found = on_day(segment, first, window)
    if last is None:
        return found | segment.from_day(first + 1)
    if last > first:
        found |= segment.between_days(first + 1, last - 1)
        found |= on_day(segment, last, window)
    return found


@dataclass(frozen=True, slots=True)
class Match:
    """A match in time: where it stands in the order, and what it is."""

    key: Key
    moment: Moment

    def __lt__(self, other: "Match") -> bool:
        return self.key < other.key


def first_matches(segment: Segment, mask: int, window: Window, after: Key | None) -> Iterator[Match]:
    """The first match of each event in ``mask``, in order, from behind ``after``.

    ``mask`` must already be limited to documents within the window.
    """
    if mask.bit_count() <= FEW:
        matches = sorted(_looked_up(segment, mask, window))
        start = 0 if after is None else bisect_right(matches, after, key=lambda match: match.key)
        yield from matches[start:]
        return
    last = _last_day(segment, window)
    day = max(window.first_day, segment.first_day)
    seen = 0
    if after is not None and after[0] > day:
        if after[0] > last:
            return
        seen = on_day(segment, day, window) | segment.between_days(day + 1, after[0] - 1)
        seen = segment.with_siblings(seen & mask)
        day = after[0]
    while day <= last:
        todays = mask & segment.by_day.get(day, 0) & ~seen
        if todays:
            shown: set[int] = set()
            for match in _of_day(segment, todays, day, window):
                event_id = match.key[3]
                if event_id not in shown:
                    shown.add(event_id)
                    if after is None or match.key > after:
                        yield match
            if window.cuts(day):
                todays &= on_day(segment, day, window)
            seen |= segment.with_siblings(todays)
        day += 1


def all_matches(segment: Segment, mask: int, window: Window, after: Key | None) -> Iterator[Match]:
    """Every session and opening of the documents in ``mask``, in order, from behind ``after``."""
    first, last = window.first_day, _last_day(segment, window)
    day = max(first, segment.first_day, after[0] if after else 0)
    while day <= last:
        todays = mask & segment.by_day.get(day, 0)
        if todays:
            for match in _of_day(segment, todays, day, window):
                begun_before = match.key[1] == SESSION and match.moment.start < midnight(day)
                if begun_before and day > first:
                    continue
                if after is None or match.key > after:
                    yield match
        day += 1


def _last_day(segment: Segment, window: Window) -> int:
    last = segment.last_day
    return last if window.last_day is None else min(last, window.last_day)


def _of_day(segment: Segment, todays: int, day: int, window: Window) -> Iterator[Match]:
    """Sessions, then openings, of the documents on one day."""
    table = bits.members(todays, segment.size)
    event_ids = segment.event_ids
    moments = segment.moments
    for number in segment.timed.get(day, ()):
        doc = moments.docs[number]
        if bits.has(table, doc) and window.meets(moments.starts[number], moments.ends[number]):
            moment = moments[number]
            key = (day, SESSION, moment.start, event_ids[doc], moment.session_id)
            yield Match(key, moment)
    for opens, closes, docs in segment.openings(day):
        if not window.meets(opens, closes):
            continue
        found = bits.to_positions(docs & todays, segment.size)
        for event_id, doc in sorted((event_ids[doc], doc) for doc in found):
            yield Match((day, OPENING, opens, event_id, 0), Moment(opens, closes, 0, OPENING_STATUS, doc))


def _looked_up(segment: Segment, mask: int, window: Window) -> Iterator[Match]:
    """The first match of each event, looked up document by document."""
    best: dict[int, Match] = {}
    for doc in bits.to_positions(mask, segment.size):
        match = _first_of(segment, doc, window)
        if match is not None:
            event_id = match.key[3]
            known = best.get(event_id)
            if known is None or match < known:
                best[event_id] = match
    yield from best.values()


def _first_of(segment: Segment, doc: int, window: Window) -> Match | None:
    event_id = segment.event_ids[doc]
    first = window.first_day
    for moment in segment.moments.of(doc):
        if window.meets(moment.start, moment.end):
            day = max(first, day_of(moment.start))
            return Match((day, SESSION, moment.start, event_id, moment.session_id), moment)
    pattern = segment.patterns.get(doc)
    if pattern is None:
        return None
    begin = max(first, segment.horizon.first, pattern.first_day or first)
    for day in range(begin, min(segment.horizon.last, pattern.last_day or segment.horizon.last) + 1):
        hours = pattern.hours(day)
        if hours:
            opens, closes = midnight(day) + hours[0][0], midnight(day) + hours[-1][1]
            if window.meets(opens, closes):
                return Match(
                    (day, OPENING, opens, event_id, 0), Moment(opens, closes, 0, OPENING_STATUS, doc)
                )
            if window.until is not None and opens >= window.until:
                return None
    return None
