"""What is on day by day and place by place, against the slow, obvious way."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from catalogue.city import read
from catalogue.worlds import DAY, NOW, questions, slow_all_matches, snapshot_of, worlds
from karavan.catalogue import queries
from karavan.catalogue.clock import midnight, moment_of
from karavan.catalogue.facts import DirectoryFacts, EventFacts, Variant
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.index.agenda import days_found
from karavan.catalogue.index.directory import Record
from karavan.catalogue.index.plan import EventPlan
from karavan.catalogue.index.spots import where_found
from karavan.catalogue.index.timewalk import Window
from karavan.kernel.localtime import day_bounds

MONDAY = date(2027, 2, 8)


def place(number: int, lineage: list[int], lat: float | None, district: str = "") -> Record:
    facts = DirectoryFacts(
        kind="hall", category="", name=f"место {number}", parent_ids=lineage, organisation_id=None,
        district=district, lat=lat, lon=None if lat is None else 61.0, founder_level="", access_yes=[],
        access_unknown=[], first_day=None, last_day=None, title_keys=[], title_terms=[], place_terms=[],
        text_terms=[], surface=[],
    )  # fmt: skip
    return Record.of(number, facts)


def whole(question: EventFilter, first: int, last: int) -> EventFilter:
    since, until = moment_of(midnight(first)), moment_of(midnight(last + 1))
    return EventFilter(**{**question.__dict__, "since": since, "until": until})


@given(old=worlds(), new=worlds(), question=questions, first=st.integers(DAY, DAY + 10))
def test_days_are_those_of_the_slow_way(old, new, question, first):
    plan = EventPlan.of(snapshot_of(old, dict(new)), whole(question, first, first + 6), NOW, None)
    for found in days_found(plan, range(first, first + 7), 2):
        window = Window(midnight(found.day), midnight(found.day + 1))
        keys = slow_all_matches(old | new, question, window)
        sessions = [key for key in keys if key[1] == 0]
        opened = {key[3] for key in keys if key[1] == 1}
        assert found.events == len({key[3] for key in keys})
        assert found.sessions == len(sessions)
        assert +found.opened == Counter((old | new)[number].kind for number in opened)
        assert [match.key[2:] for match in found.first] == [key[2:] for key in sessions][:2]


def only(facts: EventFacts, variant: Variant) -> EventFacts:
    return structs.replace(facts, variants=[variant])


@given(world=worlds(), question=questions)
def test_events_by_place_are_those_of_the_slow_way(world, question):
    places = {1: place(1, [1], 55.0), 2: place(2, [2], None), 3: place(3, [3], 55.1)}
    plan = EventPlan.of(snapshot_of(world), whole(question, DAY, DAY + 20), NOW, None)
    found = where_found(plan, {"place": places})
    window = Window(midnight(DAY), midnight(DAY + 21))
    at: dict[int, set[int]] = {1: set(), 2: set(), 3: set()}
    for number, facts in world.items():
        for variant in facts.variants:
            if slow_all_matches({number: only(facts, variant)}, question, window):
                at[variant.place_ids[0]].add(number)
    placed = at[1] | at[3]
    assert {key: spot.events for key, spot in found.spots.items()} == {
        key: len(events) for key, events in at.items() if events
    }
    assert (found.placed, found.nowhere) == (len(placed), len(at[2] - placed))
    assert found.placed + found.nowhere == plan.total


def test_a_hall_stands_where_its_building_stands(city):
    where = queries.find_where(EventFilter())
    found = {spot.place_id: (spot.events, spot.kind, spot.lat) for spot in where.spots}
    assert found == {
        # The hall's concert, the permanent exhibition and the cancelled evening are in one house.
        city.house.pk: (3, "concert", 55.1684),
        city.library.pk: (2, "exhibition", 55.13),
        # The tour begins on the ground that the house stands on: its list has what is in the house too.
        city.site.pk: (4, "excursion", None),
    }
    assert [spot.district for spot in where.spots] == ["tsentralny", "tsentralny", "leninsky"]
    # The stream is online, and nobody is told where the cellar is; the tour meets at the library too.
    assert (where.total, where.nowhere, where.online, where.untold) == (7, 2, 1, 1)
    assert sorted(where.places) == sorted(found)


def test_events_by_place_keep_to_the_question(city):
    where = queries.find_where(EventFilter(kinds=("concert",), districts=("tsentralny",)))
    assert [(spot.place_id, spot.events) for spot in where.spots] == [(city.house.pk, 2)]
    assert (where.total, where.nowhere) == (2, 0)


def test_days_of_a_week_hold_whole_days(city):
    days = queries.find_days(EventFilter(), MONDAY)
    assert [day.day for day in days] == [MONDAY + timedelta(days=number) for number in range(7)]
    assert [(day.events, day.sessions, sum(day.opened.values())) for day in days] == [
        (1, 0, 1), (1, 0, 1), (3, 1, 2), (2, 1, 1), (2, 1, 1), (2, 1, 1), (1, 1, 0),
    ]  # fmt: skip
    for day in days:
        since, until = day_bounds(day.day)
        assert queries.find_events(EventFilter(since=since, until=until), limit=1).total == day.events
    assert [item["event"]["title"] for day in days for item in read(day.items)] == [
        "Прогулки по городу",
        "Прогулки по городу",
        "Вечер камерной музыки",
        "Прогулки по городу",
        "Трансляция из зала",
    ]
    assert days[2].opened == {"exhibition": 2}


def test_times_of_the_question_do_not_cut_the_days(city):
    since, until = day_bounds(MONDAY + timedelta(days=2))
    cut = EventFilter(since=since + timedelta(hours=20), until=until)
    assert queries.find_days(cut, MONDAY) == queries.find_days(EventFilter(), MONDAY)
    assert queries.find_days(EventFilter(when="today"), MONDAY) == queries.find_days(EventFilter(), MONDAY)


def test_the_first_sessions_stand_for_the_rest(city):
    day = queries.find_days(EventFilter(), date(2027, 2, 12), 1, limit=1)[0]
    assert (len(day.items), day.sessions) == (1, 1)
    assert queries.find_days(EventFilter(kinds=("film",)), MONDAY, 2)[1].items == []


@pytest.mark.parametrize("days", [1, 7])
def test_days_cost_the_same_however_many_they_are(city, django_assert_num_queries, days):
    queries.find_days(EventFilter(), MONDAY)
    with django_assert_num_queries(3):
        queries.find_days(EventFilter(), MONDAY + timedelta(days=2), days)
    with django_assert_num_queries(2):
        queries.find_where(EventFilter())


def test_counting_alone_says_what_a_list_says(city, django_assert_num_queries):
    question = EventFilter(kinds=("concert",))
    found = queries.find_events(question, limit=1, facets=True)
    with django_assert_num_queries(1):
        counted = queries.count_facets(question)
    assert (counted.items, counted.total, counted.facets) == ([], found.total, found.facets)
