"""Events of a wider question only."""

from dataclasses import replace

import pytest

from catalogue.city import NOW, read
from karavan.catalogue.beyond import beyond
from karavan.catalogue.filters import MAX_LIMIT, EventFilter, Near
from karavan.catalogue.queries import find_events
from karavan.places.enums import AccessProfile

QUESTIONS = (
    EventFilter(),
    EventFilter(max_price=0),
    EventFilter(max_price=20000, benefits=("pensioner",)),
    EventFilter(access=(AccessProfile.WHEELCHAIR,)),
    EventFilter(access=(AccessProfile.WHEELCHAIR,), sure=False),
    EventFilter(districts=("leninsky",)),
    EventFilter(when="week"),
    EventFilter(near=Near(55.168, 61.397, 1000)),
    EventFilter(q="вечер"),
    EventFilter(age=5),
)


def titles(question):
    return [item["title"] for item in read(find_events(question, now=NOW, limit=MAX_LIMIT).items)]


@pytest.mark.parametrize("asked", QUESTIONS)
def test_it_is_what_the_wider_one_finds_and_the_other_does_not(city, asked):
    found = beyond(asked, [(wider, MAX_LIMIT) for wider in QUESTIONS], now=NOW)
    known = titles(asked)
    for wider, each in zip(QUESTIONS, found, strict=True):
        if not wider.q:
            assert [item["title"] for item in read(each.items)] == [
                title for title in titles(wider) if title not in known
            ]
        assert each.count == len([title for title in titles(wider) if title not in known])


def test_only_so_many_are_shown_and_all_are_counted(city):
    (found, none) = beyond(EventFilter(max_price=0), [(EventFilter(), 0), (EventFilter(), 1)], now=NOW)
    assert (len(found.items), len(none.items), found.count, none.count) == (0, 1, 1, 1)


def test_an_event_with_one_fitting_session_is_not_beyond(city):
    """The walks have a free session and a paid one: who pays nothing has them already."""
    free = EventFilter(max_price=0)
    (found,) = beyond(free, [(replace(free, max_price=None), 9)], now=NOW)
    assert [item["title"] for item in read(found.items)] == ["Вечер камерной музыки"]


def test_two_queries_whatever_is_asked(city, django_assert_num_queries):
    beyond(EventFilter(), [], now=NOW)
    for number in (1, 3):
        with django_assert_num_queries(2):
            beyond(EventFilter(max_price=0), [(EventFilter(), 3)] * number, now=NOW)
