"""A filter as bitmaps of a segment, condition by condition."""

from collections.abc import Iterable

import numpy as np

from karavan.catalogue import geo
from karavan.catalogue.facts import UNKNOWN_PRICE
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.index import bits
from karavan.catalogue.index.segment import Segment
from karavan.kernel.text import QueryTerm

EXACT, TITLE, PLACE, TEXT = range(4)
TIERS = (EXACT, TITLE, PLACE, TEXT)
"""How well a document answers a query, best first."""


def conditions(segment: Segment, question: EventFilter) -> dict[str, int]:
    """Bitmaps of all conditions but time and text, by the facet each belongs to."""
    found: dict[str, int] = {}
    for name, values in (
        ("kind", question.kinds),
        ("district", question.districts),
        ("audience", question.audiences),
        ("language", question.languages),
        ("facility", question.facilities),
    ):
        if values:
            found[name] = segment.with_field(name, values)
    for name, number in (
        ("programme", question.programme),
        ("place", question.place),
        ("organisation", question.organisation),
    ):
        if number is not None:
            found[name] = segment.with_field(name, (str(number),))
    if question.events:
        found["event"] = segment.of_events(question.events)
    if question.access:
        found["access"] = _accessible(segment, question)
    if question.online is not None:
        online = segment.with_field("online", ("yes",))
        found["online"] = online if question.online else segment.alive & ~online
    if question.pushkin:
        found["pushkin"] = segment.with_field("pushkin", ("true",))
    if question.age is not None:
        found["age"] = bits.from_flags(segment.ages <= question.age)
    if question.max_price is not None:
        found["price"] = affordable(segment, question, question.max_price)
    if question.near is not None:
        near = question.near
        found["near"] = bits.from_flags(
            geo.within(segment.lats, segment.lons, near.lat, near.lon, near.radius)
        )
    return found


def _accessible(segment: Segment, question: EventFilter) -> int:
    found = segment.alive
    for profile in question.access:
        values = (profile,) if question.sure else (profile, f"{profile}~")
        found &= segment.with_field("access", values)
    return found


def affordable(segment: Segment, question: EventFilter, limit: int) -> int:
    """Documents whose lowest known price, everybody's or that of any category, is at most ``limit``.

    With ``pushkin_pays`` also those that the Pushkin card pays.
    """
    known = segment.prices != UNKNOWN_PRICE
    fitting = known & (segment.prices <= limit)
    for benefit in question.benefits:
        special = segment.benefit_prices.get(benefit)
        if special:
            docs = np.fromiter(special, dtype=np.int64, count=len(special))
            prices = np.fromiter(special.values(), dtype=np.int64, count=len(special))
            fitting[docs[prices <= limit]] = True
    paid = segment.with_field("pushkin", ("true",)) if question.pushkin_pays else 0
    return bits.from_flags(fitting) | paid


def tiers(segment: Segment, terms: Iterable[QueryTerm], title_key: str) -> list[int]:
    """Documents that answer all the terms, as four disjoint bitmaps from exact title to text."""
    title = place = text = segment.alive
    for term in terms:
        in_title = in_place = anywhere = 0
        for alternative in term.alternatives:
            one, two, three = segment.postings.bitmaps(alternative)
            in_title |= one
            in_place |= two
            anywhere |= three
        title &= in_title
        place &= in_place
        text &= anywhere
    exact = segment.titled(title_key) & title
    return [exact, title & ~exact, place & ~title, text & ~place]
