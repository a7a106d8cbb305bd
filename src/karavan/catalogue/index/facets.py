"""Counts of what each further choice would leave."""

from collections import Counter, defaultdict
from datetime import date

from karavan.catalogue.filters import EventFilter
from karavan.catalogue.index.conditions import affordable
from karavan.catalogue.index.segment import Segment
from karavan.catalogue.index.timewalk import Window, on_day, within
from karavan.kernel.money import KOPECKS

FACET_DAYS = 31
PRICE_BANDS = (("free", 0), ("to-300", 300), ("to-500", 500), ("to-1000", 1000))
"""Band → highest price in roubles; the bands lie within one another."""

FIELD_FACETS = ("kind", "district", "audience", "access", "language", "facility", "pushkin")

Counts = dict[str, Counter[str]]


def count(
    segment: Segment, question: EventFilter, base: int, found: dict[str, int], window: Window
) -> Counts:
    """Events by facet and value.

    ``base`` are the documents that answer the text, ``found`` the bitmaps of the other conditions. Each
    facet is counted without its own condition, so that a second choice in it can be weighed.
    """
    timely = within(segment, window)
    counts: Counts = defaultdict(Counter)

    def left(without: str, *, timeless: bool = False) -> int:
        mask = base if timeless else base & timely
        for name, bitmap in found.items():
            if name != without:
                mask &= bitmap
        return mask

    for name in FIELD_FACETS:
        mask = left(name)
        for value, bitmap in segment.by_field.get(name, {}).items():
            counts[name][value] += segment.count_events(mask & bitmap)
    _access(segment, left("access"), counts)
    mask = left("age")
    for value, bitmap in segment.by_field.get("age", {}).items():
        counts["age"][value] += segment.count_events(mask & bitmap)
    mask = left("price")
    for band, limit in PRICE_BANDS:
        cheap = affordable(segment, question, limit * KOPECKS)
        counts["price"][band] += segment.count_events(mask & cheap)
    mask = left("", timeless=True)
    for day in range(window.first_day, _last_day(window) + 1):
        number = segment.count_events(mask & on_day(segment, day, window))
        counts["day"][date.fromordinal(day).isoformat()] += number
    return counts


def _access(segment: Segment, mask: int, counts: Counts) -> None:
    """Make the count of "sure or unknown" include what is sure."""
    table = segment.by_field.get("access", {})
    for profile in {value.removesuffix("~") for value in table}:
        possible = table.get(profile, 0) | table.get(f"{profile}~", 0)
        counts["access"][f"{profile}~"] = segment.count_events(mask & possible)


def _last_day(window: Window) -> int:
    furthest = window.first_day + FACET_DAYS - 1
    return furthest if window.last_day is None else min(furthest, window.last_day)
