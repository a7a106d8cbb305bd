"""What a question just misses: events that answer a wider question and not the one asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from django.utils import timezone

from karavan.catalogue.facts import Language
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.index import bits, store
from karavan.catalogue.index.plan import EventPlan
from karavan.catalogue.index.timewalk import Match, first_matches
from karavan.catalogue.queries import with_cards


@dataclass(frozen=True)
class Beyond:
    """Events of a wider question only: the first as JSON, nearest in time first, and the number of all."""

    items: list[bytes]
    count: int


def beyond(
    asked: EventFilter,
    wider: Sequence[tuple[EventFilter, int]],
    *,
    lang: Language = "ru",
    now: datetime | None = None,
) -> list[Beyond]:
    """For each wider question, with how many events to show, those that answer it but not ``asked``.

    Where a wider question gives up one condition, its events miss exactly that one. An event of which some
    session answers ``asked`` is in none of the lists. Two queries, however many questions.
    """
    snapshot = store.current()
    moment = now or timezone.now()
    near = EventPlan.of(snapshot, asked, moment, None)
    answered = [part.segment.with_siblings(bits.union(part.tiers)) for part in near.parts]
    found: list[tuple[list[Match], int]] = []
    for question, limit in wider:
        plan = EventPlan.of(snapshot, question, moment, None)
        masks = [bits.union(part.tiers) & ~known for part, known in zip(plan.parts, answered, strict=True)]
        count = sum(part.segment.count_events(mask) for part, mask in zip(plan.parts, masks, strict=True))
        found.append((list(islice(_matches(plan, masks), limit)), count))
    cards = iter(with_cards([(0, match) for matches, _ in found for match in matches], lang))
    return [Beyond([item for _, item in islice(cards, len(matches))], count) for matches, count in found]


def _matches(plan: EventPlan, masks: Sequence[int]) -> Iterator[Match]:
    walks = (
        first_matches(part.segment, mask, plan.window, None)
        for part, mask in zip(plan.parts, masks, strict=True)
    )
    return merge(*walks)
