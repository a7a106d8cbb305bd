"""The one search box: everything a word finds, a better spelling, and a wider question instead of nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from karavan.catalogue.facts import Language
from karavan.catalogue.filters import MAX_QUERY_LENGTH, DirectoryFilter, EventFilter
from karavan.catalogue.index import store
from karavan.catalogue.index.conditions import EXACT, TIERS
from karavan.catalogue.intents import understand
from karavan.catalogue.models import EntryKind
from karavan.catalogue.queries import find_events, find_organisations, find_places, find_programmes
from karavan.catalogue.results import Found, Page

LOOK_BACK = timedelta(days=366)
MAX_WORDS = 12
"""Words of a query that are tried to be left out: each costs a search."""

DIRECTORIES = (
    (EntryKind.PLACE, find_places),
    (EntryKind.ORGANISATION, find_organisations),
    (EntryKind.PROGRAMME, find_programmes),
)


def search(q: str, *, lang: Language = "ru", limit: int = 10, now: datetime | None = None) -> Found:
    """Events, places, organisations and programmes that answer ``q``, each best first.

    What the words say of price, time and audience becomes a condition, unless something bears the query as
    its title (:mod:`karavan.catalogue.intents`). Where nothing answers, the nearest wider question is asked:
    first the past year as well, then fewer of the words, the rarest left out last. ``wider`` of the answer
    is the question that was answered instead.
    """
    query = " ".join(q[:MAX_QUERY_LENGTH].split())
    if not query:
        return Found()
    with store.held() as snapshot:
        pages, wider, question = _answer(query, lang, limit, now or timezone.now())
        return Found(
            pages=pages,
            correction=snapshot.correction(query),
            wider=wider,
            question=question,
            terms=tuple(snapshot.terms(question.q)),
        )


def _answer(
    query: str, lang: Language, limit: int, now: datetime
) -> tuple[dict[str, Page], str | None, EventFilter]:
    """The pages, the wider query they answer if it was not this one, and what was asked of events."""
    ask = partial(_pages, lang=lang, limit=limit, now=now)
    literal, meant = EventFilter(q=query), understand(query, now)
    pages = ask(literal)
    if meant is not None and not _bears_title(pages) and _any(asked := ask(meant)):
        return _best_first(asked), None, meant
    if _any(pages):
        return _best_first(pages), None, literal
    rest = [meant.q] if meant is not None and meant.q else []
    for wider in (query, *rest, *_fewer_words(query)):
        asked_instead = EventFilter(q=wider, since=now - LOOK_BACK)
        asked = ask(asked_instead)
        if _any(asked):
            return _best_first(asked), wider, asked_instead
    return pages, None, literal


def _pages(question: EventFilter, *, lang: Language, limit: int, now: datetime) -> dict[str, Page]:
    """Answers by kind; only events where more than words is asked, as places have no price and no date."""
    only_words = question.q and replace(question, q="", since=None) == EventFilter()
    pages = {EntryKind.EVENT.value: find_events(question, lang=lang, limit=limit, now=now)}
    for kind, find in DIRECTORIES:
        asked = DirectoryFilter(q=question.q)
        pages[kind.value] = find(asked, lang=lang, limit=limit) if only_words else Page([], None, 0)
    return pages


def _any(pages: dict[str, Page]) -> bool:
    return any(page.total for page in pages.values())


def _bears_title(pages: dict[str, Page]) -> bool:
    return any(page.tiers[:1] == [EXACT] for page in pages.values())


def _best_first(pages: dict[str, Page]) -> dict[str, Page]:
    """The kinds by how well their best result answers; equal ones stay in their order."""
    return dict(sorted(pages.items(), key=lambda item: item[1].tiers[0] if item[1].tiers else len(TIERS)))


def _fewer_words(query: str) -> Iterator[str]:
    """The query with ever fewer words: unknown ones go first, then the commonest; their order stays."""
    vocabulary = store.current().vocabulary
    left = query.split()[:MAX_WORDS]
    weights: dict[str, float] = {}
    for word in left:
        found = store.current().terms(word)
        known = [vocabulary.frequency(term.alternatives[0]) for term in found if term.alternatives]
        weights[word] = min(known) if known else float("inf")
    while len(left) > 1:
        left.remove(max(left, key=lambda word: weights[word]))
        yield " ".join(left)
