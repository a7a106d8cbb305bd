"""The one search box: everything a word finds, a better spelling, and a wider question instead of nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from karavan.catalogue.facts import Language
from karavan.catalogue.filters import MAX_QUERY_LENGTH, DirectoryFilter, EventFilter
from karavan.catalogue.index import store
from karavan.catalogue.models import EntryKind
from karavan.catalogue.queries import find_events, find_organisations, find_places, find_programmes
from karavan.catalogue.results import Found, Page

LOOK_BACK = timedelta(days=366)


def search(q: str, *, lang: Language = "ru", limit: int = 10, now: datetime | None = None) -> Found:
    """Events, places, organisations and programmes that answer ``q``, each best first.

    Where nothing does, the nearest wider question is asked: first the past year as well, then fewer of the
    words, the rarest left out last. ``wider`` of the answer is the question that was answered instead.
    """
    query = " ".join(q[:MAX_QUERY_LENGTH].split())
    now = now or timezone.now()
    if not query:
        return Found()
    correction = store.current().correction(query)
    pages = _pages(query, lang, limit, now, None)
    if _any(pages):
        return Found(pages, correction)
    for wider in (query, *_fewer_words(query)):
        pages = _pages(wider, lang, limit, now, now - LOOK_BACK)
        if _any(pages):
            return Found(pages, correction, wider)
    return Found(pages, correction)


def _pages(q: str, lang: Language, limit: int, now: datetime, since: datetime | None) -> dict[str, Page]:
    events = EventFilter(q=q, since=since)
    others = DirectoryFilter(q=q)
    return {
        EntryKind.EVENT.value: find_events(events, lang=lang, limit=limit, now=now),
        EntryKind.PLACE.value: find_places(others, lang=lang, limit=limit),
        EntryKind.ORGANISATION.value: find_organisations(others, lang=lang, limit=limit),
        EntryKind.PROGRAMME.value: find_programmes(others, lang=lang, limit=limit),
    }


def _any(pages: dict[str, Page]) -> bool:
    return any(page.total for page in pages.values())


def _fewer_words(query: str) -> Iterator[str]:
    """The query with ever fewer words: unknown ones go first, then the commonest; their order stays."""
    vocabulary = store.current().vocabulary
    left = query.split()
    weights: dict[str, float] = {}
    for word in left:
        found = store.current().terms(word)
        known = [vocabulary.frequency(term.alternatives[0]) for term in found if term.alternatives]
        weights[word] = min(known) if known else float("inf")
    while len(left) > 1:
        left.remove(max(left, key=lambda word: weights[word]))
        yield " ".join(left)
