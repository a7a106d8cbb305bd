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
        ("театр на выходные", EventFilter(q="театр", when="weekend")),
        ("Новый год с детьми", EventFilter(q="новогодний", audiences=("children", "family"))),
        ("сегодня", EventFilter(when="today")),
        ("что посмотреть завтра", EventFilter(when="tomorrow")),
        ("концерт в субботу вечером", EventFilter(q="концерт вечером", since=day(12), until=day(13))),
        ("в четверг", EventFilter(since=THURSDAY, until=day(11))),
        ("концерты в Ленинском районе", EventFilter(q="концерты в ленинском")),
        ("танцы для пенсионеров", EventFilter(q="танцы", audiences=("seniors",))),
        ("всей семьёй", EventFilter(audiences=("family",))),
        ("квест с подростком", EventFilter(q="квест", audiences=("teenagers",))),
        ("free concerts this weekend", EventFilter(q="concerts", max_price=0, when="weekend")),
        ("where to go with kids", EventFilter(audiences=("children", "family"))),
        ("what's on tomorrow", EventFilter(when="tomorrow")),
        ("сегодня или в субботу", EventFilter(q="или", since=day(12), until=day(13))),
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
