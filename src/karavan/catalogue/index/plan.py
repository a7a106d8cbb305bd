"""A question prepared against a snapshot: the bitmaps are made once and serve page, total and facets."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from heapq import merge

from karavan.catalogue.clock import minute_of, moment_of
from karavan.catalogue.cursors import EventPosition
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.index import bits, facets
from karavan.catalogue.index.conditions import conditions, tiers
from karavan.catalogue.index.segment import Segment
from karavan.catalogue.index.snapshot import Snapshot
from karavan.catalogue.index.timewalk import Key, Match, Window, all_matches, first_matches, within
from karavan.catalogue.windows import window_of
from karavan.kernel.text import terms as analyse


@dataclass(frozen=True)
class Answering:
    """Documents of one segment that answer: by text, by each further condition, and in all, by tier."""

    segment: Segment
    text: int
    found: dict[str, int]
    tiers: list[int]


@dataclass(frozen=True)
class EventPlan:
    """Where the answers of a question lie."""

    question: EventFilter
    window: Window
    parts: list[Answering]
    tier: int
    after: Key | None

    @classmethod
    def of(
        cls, snapshot: Snapshot, question: EventFilter, now: datetime, position: EventPosition | None
    ) -> "EventPlan":
        """Prepare a question asked at ``now``, to be answered from behind ``position``.

        What follows a page is of the same time as the page, whenever it is asked for.
        """
        window = Window(position.since, position.until) if position else _window(question, now)
        parts = [_answering(snapshot, segment, question, window) for segment in snapshot.segments]
        return cls(
            question, window, parts, position.tier if position else 0, position.key if position else None
        )

    @property
    def times(self) -> tuple[datetime, datetime | None]:
        """The window as moments."""
        until = self.window.until
        return moment_of(self.window.since), None if until is None else moment_of(until)

    def position(self, mark: bytes, tier: int, key: Key) -> EventPosition:
        """Behind a match of a tier, in the list of the question that bears the mark."""
        return EventPosition(mark, self.window.since, self.window.until, tier, key)

    @cached_property
    def total(self) -> int:
        """Number of events that answer."""
        return sum(part.segment.count_events(bits.union(part.tiers)) for part in self.parts)

    def first_matches(self) -> Iterator[tuple[int, Match]]:
        """(tier, first match of an event), best first, from behind the position."""
        for tier in range(self.tier, max(len(part.tiers) for part in self.parts)):
            after = self.after if tier == self.tier else None
            walks = []
            for part in self.parts:
                better = part.segment.with_siblings(bits.union(part.tiers[:tier]))
                walks.append(first_matches(part.segment, part.tiers[tier] & ~better, self.window, after))
            for match in merge(*walks):
                yield tier, match

    def all_matches(self) -> Iterator[Match]:
        """Every session and opening in time order, from behind the position."""
        walks = (
            all_matches(part.segment, bits.union(part.tiers), self.window, self.after) for part in self.parts
        )
        return merge(*walks)

    def by_field(self, name: str) -> Counter[str]:
        """Events that answer by each value of a field."""
        counts: Counter[str] = Counter()
        for part in self.parts:
            answers = bits.union(part.tiers)
            for value, bitmap in part.segment.by_field.get(name, {}).items():
                counts[value] += part.segment.count_events(answers & bitmap)
        return counts

    def facets(self) -> dict[str, Counter[str]]:
        """Events by facet and value."""
        together: dict[str, Counter[str]] = defaultdict(Counter)
        for part in self.parts:
            counted = facets.count(part.segment, self.question, part.text, part.found, self.window)
            for name, counter in counted.items():
                together[name].update(counter)
        return together


def _window(question: EventFilter, now: datetime) -> Window:
    since, until = window_of(question, now)
    return Window(minute_of(since), None if until is None else minute_of(until))


def _answering(snapshot: Snapshot, segment: Segment, question: EventFilter, window: Window) -> Answering:
    by_tier = [segment.alive]
    if question.q.strip():
        words = snapshot.terms(question.q)
        by_tier = tiers(segment, words, " ".join(analyse(question.q))) if words else [0]
    found = conditions(segment, question)
    mask = within(segment, window)
    for bitmap in found.values():
        mask &= bitmap
    return Answering(segment, bits.union(by_tier), found, [tier & mask for tier in by_tier])
