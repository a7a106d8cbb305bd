"""A segment: an immutable set of documents with the bitmaps, times and postings to question it.

The index of a worker is one large segment and a small one of what changed since (:mod:`.store`).
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from karavan.catalogue.clock import midnight
from karavan.catalogue.facts import EventFacts, Pattern, Variant
from karavan.catalogue.index import bits
from karavan.catalogue.index.moments import Moments
from karavan.catalogue.index.postings import Postings, PostingsBuilder

K = TypeVar("K")
T = TypeVar("T")

MAX_DAYS_OF_ONE_SESSION = 31
CACHED_DAYS = 64
BLOCK = 32
"""Days whose union is kept ready, so that a year is a dozen steps."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """Days a segment knows the openings of periods for, both inclusive, as ordinals."""

    first: int
    last: int

    def __contains__(self, day: int) -> bool:
        return self.first <= day <= self.last


@dataclass(slots=True)
class Segment:
    """Documents 0 … size-1; those of events with several variants come last, from ``several_from`` on, an
    event's side by side; ``several_starts`` tells where each such event begins, counted from there.
    ``by_event`` lists the documents by event id.

    In the mappings to bitmaps a missing key means an empty bitmap.
    """

    size: int
    horizon: Horizon
    event_ids: "array[int]"
    by_event: npt.NDArray[np.intp]
    several_from: int
    several_starts: npt.NDArray[np.intp]
    by_field: dict[str, dict[str, int]]
    first_day: int
    last_day: int
    by_day: dict[int, int]
    by_block: dict[int, int]
    open_on: "dict[int, array[int]]"
    timed: "dict[int, array[int]]"
    moments: Moments
    patterns: dict[int, Pattern]
    ages: npt.NDArray[np.int16]
    prices: npt.NDArray[np.int32]
    lats: npt.NDArray[np.float32]
    lons: npt.NDArray[np.float32]
    benefit_prices: dict[str, dict[int, int]]
    postings: Postings
    title_hashes: npt.NDArray[np.int64]
    title_docs: npt.NDArray[np.uint32]
    alive: int
    _spans: dict[tuple[int, int], int] = field(default_factory=dict)
    _openings: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)

    def with_field(self, name: str, values: Iterable[str]) -> int:
        """Documents that carry any of the values in a field."""
        table = self.by_field.get(name, {})
        return bits.union(table.get(value, 0) for value in values)

    def with_siblings(self, bitmap: int) -> int:
        """The documents with all other documents of the same events."""
        if not bitmap >> self.several_from:
            return bitmap
        touched = np.repeat(self._several_events(bitmap), self._several_lengths)
        return bitmap | bits.from_flags(touched) << self.several_from

    def count_events(self, bitmap: int) -> int:
        """Number of distinct events among the documents."""
        several = bitmap >> self.several_from
        if not several:
            return bitmap.bit_count()
        distinct = np.count_nonzero(self._several_events(bitmap))
        return bitmap.bit_count() - several.bit_count() + int(distinct)

    def _several_events(self, bitmap: int) -> npt.NDArray[np.bool_]:
        """Which events of several variants have a document in the bitmap."""
        number = self.size - self.several_from
        raw = np.frombuffer(
            (bitmap >> self.several_from).to_bytes((number + 7) // 8, "little"), dtype=np.uint8
        )
        flags = np.unpackbits(raw, count=number, bitorder="little").view(np.bool_)
        found: npt.NDArray[np.bool_] = np.logical_or.reduceat(flags, self.several_starts)
        return found

    @property
    def _several_lengths(self) -> npt.NDArray[np.intp]:
        return np.diff(self.several_starts, append=self.size - self.several_from)

    def openings(self, day: int) -> list[tuple[int, int, int]]:
        """Opening hours of periods on a day as (opens, closes, documents), in epoch minutes, by time."""
        found = self._openings.get(day)
        if found is None:
            zero = midnight(day)
            groups: dict[tuple[int, int], list[int]] = defaultdict(list)
            for doc in self.open_on.get(day, ()):
                hours = self.patterns[doc].hours(day)
                groups[zero + hours[0][0], zero + hours[-1][1]].append(doc)
            found = [
                (opens, closes, bits.from_positions(docs, self.size))
                for (opens, closes), docs in sorted(groups.items())
            ]
            _keep(self._openings, day, found)
        return found

    def from_day(self, day: int) -> int:
        """Documents with anything on this day or later."""
        return self.between_days(day, self.last_day)

    def between_days(self, first: int, last: int) -> int:
        """Documents with anything from ``first`` to ``last``, both inclusive."""
        first, last = max(first, self.first_day), min(last, self.last_day)
        found = self._spans.get((first, last))
        if found is None:
            found = 0
            day = first
            while day <= last:
                if day % BLOCK == 0 and day + BLOCK - 1 <= last:
                    found |= self.by_block.get(day // BLOCK, 0)
                    day += BLOCK
                else:
                    found |= self.by_day.get(day, 0)
                    day += 1
            _keep(self._spans, (first, last), found)
        return found

    def of_events(self, event_ids: Collection[int]) -> int:
        """The documents of these events."""
        if not self.size:
            return 0
        ids, order = np.frombuffer(self.event_ids, dtype=np.int64), self.by_event
        wanted = np.fromiter(event_ids, dtype=np.int64, count=len(event_ids))
        first, last = (np.searchsorted(ids, wanted, side, sorter=order) for side in ("left", "right"))
        found = [order[begin:end] for begin, end in zip(first, last, strict=True)]
        return bits.from_positions(np.concatenate(found), self.size)

    def without(self, event_ids: Iterable[int]) -> int:
        """The living documents less those of events that changed or are gone."""
        gone = np.isin(np.array(self.event_ids, dtype=np.int64), np.fromiter(event_ids, dtype=np.int64))
        return self.alive & ~bits.from_flags(gone)

    def titled(self, key: str) -> int:
        """Documents whose whole title is this, and perhaps a few others: titles are kept as hashes only."""
        return bits.from_positions(self.title_docs[self.title_hashes == hash(key)], self.size)


def _keep(cache: dict[K, T], key: K, value: T) -> None:
    """Keep a derived value, but not ever more of them."""
    if len(cache) >= CACHED_DAYS:
        cache.clear()
    cache[key] = value


class SegmentBuilder:
    """Collects facts and turns them into a :class:`Segment`."""

    def __init__(self, horizon: Horizon) -> None:
        self.horizon = horizon
        self.waiting: list[tuple[int, EventFacts]] = []
        self.event_ids: array[int] = array("q")
        self.positions: dict[str, dict[str, array[int]]] = defaultdict(
            lambda: defaultdict(lambda: array("I"))
        )
        self.days: dict[int, array[int]] = defaultdict(lambda: array("I"))
        self.open_days: dict[int, array[int]] = defaultdict(lambda: array("I"))
        self.timed: dict[int, list[int]] = defaultdict(list)
        self.moments = Moments()
        self.patterns: dict[int, Pattern] = {}
        self.ages: array[int] = array("h")
        self.prices: array[int] = array("l")
        self.lats: array[float] = array("f")
        self.lons: array[float] = array("f")
        self.benefit_prices: dict[str, dict[int, int]] = defaultdict(dict)
        self.postings = PostingsBuilder()
        self.title_hashes: array[int] = array("q")
        self.title_docs: array[int] = array("I")

    def add(self, event_id: int, facts: EventFacts) -> None:
        """Add an event with all its variants."""
        if len(facts.variants) == 1:
            self._number(event_id, facts)
        else:
            self.waiting.append((event_id, facts))

    def _number(self, event_id: int, facts: EventFacts) -> None:
        for variant in facts.variants:
            doc = len(self.event_ids)
            self.event_ids.append(event_id)
            self._fields(doc, facts, variant)
            self._times(doc, variant)
            self.postings.add(doc, facts.title_terms, variant.place_terms, facts.text_terms)
            for key in facts.title_key:
                self.title_hashes.append(hash(key))
                self.title_docs.append(doc)
        self.postings.add_surface(facts.surface)

    def _fields(self, doc: int, facts: EventFacts, variant: Variant) -> None:
        values: dict[str, Iterable[str]] = {
            "kind": (facts.kind,),
            "district": (variant.district,) if variant.district else (),
            "audience": facts.audiences,
            "language": facts.languages,
            "programme": map(str, facts.programme_ids),
            "organisation": map(str, facts.organisation_ids),
            "place": map(str, variant.place_ids),
            "facility": variant.facilities,
            "access": [*variant.access_yes, *(f"{profile}~" for profile in variant.access_unknown)],
            "online": ("yes",) if variant.is_online else (),
            "pushkin": ("true",) if facts.pushkin else (),
            "age": (str(facts.age),),
        }
        for name, items in values.items():
            table = self.positions[name]
            for item in items:
                table[item].append(doc)
        self.ages.append(facts.age)
        self.prices.append(variant.price)
        self.lats.append(variant.lat if variant.lat is not None else float("nan"))
        self.lons.append(variant.lon if variant.lon is not None else float("nan"))
        for benefit, price in variant.benefit_prices.items():
            self.benefit_prices[benefit][doc] = price

    def _times(self, doc: int, variant: Variant) -> None:
        occurrences = sorted(variant.occurrences, key=lambda item: item.start)
        number = len(self.moments)
        self.moments.add(doc, occurrences)
        days: set[int] = set()
        for moment, item in enumerate(occurrences, number):
            last = min(item.last_day, item.first_day + MAX_DAYS_OF_ONE_SESSION)
            for day in range(item.first_day, last + 1):
                self.timed[day].append(moment)
                days.add(day)
        pattern = variant.pattern
        if pattern is not None:
            self.patterns[doc] = pattern
            first = max(self.horizon.first, pattern.first_day or self.horizon.first)
            last = min(self.horizon.last, pattern.last_day or self.horizon.last)
            for day in range(first, last + 1):
                if pattern.hours(day):
                    self.open_days[day].append(doc)
                    days.add(day)
        for day in days:
            self.days[day].append(doc)

    def build(self) -> Segment:
        """The finished segment."""
        several_from = len(self.event_ids)
        starts: list[int] = []
        for event_id, facts in self.waiting:
            starts.append(len(self.event_ids) - several_from)
            self._number(event_id, facts)
        size = len(self.event_ids)
        moments = self.moments
        for numbers in self.timed.values():
            numbers.sort(
                key=lambda number: (
                    moments.starts[number],
                    self.event_ids[moments.docs[number]],
                    moments.session_id(number),
                )
            )
        by_day = {day: bits.from_positions(docs, size) for day, docs in self.days.items()}
        by_block: dict[int, int] = defaultdict(int)
        for day, bitmap in by_day.items():
            by_block[day // BLOCK] |= bitmap
        return Segment(
            size=size,
            horizon=self.horizon,
            event_ids=self.event_ids,
            by_event=np.argsort(np.array(self.event_ids, dtype=np.int64), kind="stable"),
            several_from=several_from,
            several_starts=np.array(starts, dtype=np.intp),
            by_field={
                name: {value: bits.from_positions(docs, size) for value, docs in table.items()}
                for name, table in self.positions.items()
            },
            first_day=min(by_day, default=1),
            last_day=max(by_day, default=0),
            by_day=by_day,
            by_block=dict(by_block),
            open_on=dict(self.open_days),
            timed={day: array("I", numbers) for day, numbers in self.timed.items()},
            moments=moments,
            patterns=self.patterns,
            ages=np.frombuffer(self.ages, dtype=np.int16) if size else np.zeros(0, np.int16),
            prices=np.array(self.prices, dtype=np.int32),
            lats=np.array(self.lats, dtype=np.float32),
            lons=np.array(self.lons, dtype=np.float32),
            benefit_prices=dict(self.benefit_prices),
            postings=self.postings.build(size),
            title_hashes=np.array(self.title_hashes, dtype=np.int64),
            title_docs=np.array(self.title_docs, dtype=np.uint32),
            alive=(1 << size) - 1,
        )
