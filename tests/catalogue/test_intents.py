"""Phrases of a query that are conditions and not words."""

from datetime import UTC, datetime

import pytest

from karavan.catalogue.filters import EventFilter
from karavan.catalogue.intents import understand

THURSDAY = datetime(2026, 12, 10, 7, tzinfo=UTC)


def day(number: int) -> datetime:
    """The beginning of a day of December 2026 in the city."""
    return datetime(2026, 12, number - 1, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "question"),
    [
        ("куда сходить с детьми", EventFilter(audiences=("children", "family"))),
        ("Куда можно пойти с ребёнком?", EventFilter(audiences=("children", "family"))),
        ("бесплатные концерты", EventFilter(q="концерты", max_price=0)),
        ("Концерты бесплатно!", EventFilter(q="концерты", max_price=0)),
        ("театр на выходные", EventFilter(q="театр", since=day(12), until=day(14))),
        ("Новый год с детьми", EventFilter(q="новогодний", audiences=("children", "family"))),
        ("сегодня", EventFilter(since=THURSDAY, until=day(11))),
        ("что посмотреть завтра", EventFilter(since=day(11), until=day(12))),
        ("концерт в субботу вечером", EventFilter(q="концерт вечером", since=day(12), until=day(13))),
        ("в четверг", EventFilter(since=THURSDAY, until=day(11))),
        ("концерты в Ленинском районе", EventFilter(q="концерты в ленинском")),
        ("танцы для пенсионеров", EventFilter(q="танцы", audiences=("seniors",))),
        ("всей семьёй", EventFilter(audiences=("family",))),
        ("квест с подростком", EventFilter(q="квест", audiences=("teenagers",))),
        ("free concerts this weekend", EventFilter(q="concerts", max_price=0, since=day(12), until=day(14))),
        ("where to go with kids", EventFilter(audiences=("children", "family"))),
        ("what's on tomorrow", EventFilter(since=day(11), until=day(12))),
    ],
)
def test_a_phrase_becomes_a_condition(query, question):
    assert understand(query, THURSDAY) == question


@pytest.mark.parametrize(
    "query",
    ["концерт", "дети войны", "городская среда", "воскресенье", "freedom", "завтрак туриста", "", "!?"],
)
def test_words_stay_words(query):
    assert understand(query, THURSDAY) is None


def test_a_weekend_that_has_begun_begins_now():
    sunday = datetime(2026, 12, 13, 7, tzinfo=UTC)
    assert understand("на выходные", sunday) == EventFilter(since=sunday, until=day(14))
