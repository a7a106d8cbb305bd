"""Dates for something large: ranked days, the place of each, and why not another day."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.people import make_editor, make_organisation
from factories.places import make_hall, make_place
from factories.planning import hold_hall
from factories.programme import EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Invalid
from karavan.kernel.localtime import at, local
from karavan.places import actions as place_actions
from karavan.places.enums import PlaceKind, PlaceLevel, PlaceState
from karavan.places.models import Place
from karavan.planning.clashes import clashes_of
from karavan.planning.clashes.scale import city_scale
from karavan.planning.finder import Wish, find
from karavan.planning.finder.search import Refusal, reach
from karavan.planning.models import DiaryEntry
from karavan.planning.occasions import described, scene
from karavan.planning.occasions.keys import entry_key
from karavan.planning.occasions.parts import part_number
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import Audience, EventKind

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2027, 6, 7), date(2027, 6, 13)
"""Monday to Sunday."""
CENTRE = {"lat": 55.16, "lon": 61.40}
MOST_QUERIES = 24


def wish(**given: Any) -> Wish:
    plain: dict[str, Any] = {
        "people": 5000,
        "kind": EventKind.CONCERT,
        "audiences": (Audience.YOUTH,),
        "first": FIRST,
        "last": LAST,
        "starts": time(19),
        "length": timedelta(hours=3),
    }
    return Wish(**(plain | given))


def square(**given: Any) -> Place:
    plain = {"kind": PlaceKind.OPEN_AIR_VENUE, "level": PlaceLevel.OPEN_AIR, "capacity": 8000, **CENTRE}
    return make_place(**(plain | given))


def plan(day: date, **given: Any) -> DiaryEntry:
    """A large youth concert on the evening of a day."""
    start = at(day, time(19))
    plain: dict[str, Any] = {
        "title": "Рок на набережной",
        "kind": EventKind.CONCERT,
        "audiences": [Audience.YOUTH],
        "expected": 3000,
        "starts_at": start,
        "ends_at": start + timedelta(hours=3),
        **CENTRE,
    }
    fields = plain | given
    if "organisation" not in fields:
        fields["organisation"] = make_organisation()
    return DiaryEntry.objects.create(**fields)


def days(found) -> list[date]:
    return [each.day for each in found.best]


def test_quiet_days_come_first_and_among_them_those_on_which_people_are_free():
    square()
    plan(date(2027, 6, 12))
    found = find(wish(), actor=SYSTEM)
    assert days(found) == [date(2027, 6, day) for day in (13, 7, 8, 9, 10)]
    assert [each.mark for each in found.best] == [100] * 5
    assert (found.possible, len(found.days)) == (7, 7)


def test_why_not_that_day_is_answered_for_every_day():
    square()
    plan(date(2027, 6, 12))
    day = find(wish(), actor=SYSTEM).days[date(2027, 6, 12)]
    assert (day.rank, [each.occasion.title for each in day.against]) == (7, ["Рок на набережной"])
    assert day.points == day.against[0].score > 50
    assert day.mark == round(100 * 0.5 ** (day.points / 150))


def test_a_score_is_that_of_the_clash_it_would_be():
    place = square()
    plan(date(2027, 6, 12), lat=55.18, lon=61.42)
    plan(date(2027, 6, 12), title="Забег", kind=EventKind.OTHER, expected=900, audiences=["family", "youth"])
    told = find(wish(), actor=SYSTEM).days[date(2027, 6, 12)].against
    start, end = wish().span(date(2027, 6, 12))
    mine = plan(
        date(2027, 6, 12),
        title="Моё",
        expected=5000,
        lat=None,
        lon=None,
        place=place,
        starts_at=start,
        ends_at=end,
    )
    seen = scene(start - timedelta(days=1), end + timedelta(days=1), actor=SYSTEM)
    key = entry_key(mine.pk)
    assert [(each.occasion.key, each.score, each.km) for each in told] == [
        (clash.other(key).key, clash.score, clash.km) for clash in clashes_of(key, seen)
    ]
    assert len(told) == 2


def test_of_two_places_the_quieter_is_taken_and_of_equals_the_smaller():
    near, far = square(capacity=6000), square(capacity=9000, lat=55.30, lon=61.60)
    plan(date(2027, 6, 12))
    found = find(wish(), actor=SYSTEM).days
    assert found[date(2027, 6, 12)].place.pk == far.pk
    assert found[date(2027, 6, 13)].place.pk == near.pk


def test_places_too_small_are_left_out_and_unknown_ones_come_last():
    square(capacity=4000)
    unknown, large = square(capacity=None), square(capacity=7000)
    assert [spot.pk for spot in find(wish(), actor=SYSTEM).places] == [large.pk, unknown.pk]
    assert [spot.pk for spot in find(wish(is_sure=True), actor=SYSTEM).places] == [large.pk]


def test_named_places_stand_for_what_lies_in_them():
    house = make_place()
    hall = make_hall(house, capacity=5500)
    square()
    found = find(wish(places=(house.pk,), is_sure=True), actor=SYSTEM)
    assert [spot.pk for spot in found.places] == [hall.pk]


def test_kinds_of_places_may_be_asked_for():
    stadium, _square = square(kind=PlaceKind.EVENT_VENUE), square()
    found = find(wish(place_kinds=(PlaceKind.EVENT_VENUE,)), actor=SYSTEM)
    assert [spot.pk for spot in found.places] == [stadium.pk]


def test_only_the_days_of_the_week_that_were_asked_for():
    square()
    found = find(wish(weekdays=frozenset({4, 5})), actor=SYSTEM)
    assert list(found.days) == [date(2027, 6, 11), date(2027, 6, 12)]


def test_what_cannot_be_had_says_why():
    house = make_place()
    halls = [make_hall(house, capacity=5000 + number) for number in range(3)]
    place_actions.set_place_state(
        actor=SYSTEM, place=halls[0], state=PlaceState.REPAIR, valid_from=FIRST, valid_to=date(2027, 6, 8)
    )
    EventFactory(place=halls[1], sessions=[SessionDraft(at(FIRST, time(20)))], publish=True)
    hold_hall(halls[2], start=at(FIRST, time(17)), hours=1, clearing=120)
    found = find(wish(places=(house.pk,), is_sure=True), actor=SYSTEM)
    monday, tuesday = found.days[FIRST], found.days[date(2027, 6, 8)]
    assert monday.refused == {
        halls[0].pk: Refusal.CLOSED,
        halls[1].pk: Refusal.TAKEN,
        halls[2].pk: Refusal.HELD,
    }
    assert (monday.rank, monday.place, monday.mark) == (None, None, 0)
    assert (tuesday.refused, tuesday.place.pk) == ({halls[0].pk: Refusal.CLOSED}, halls[1].pk)
    assert found.possible == 6


def test_what_is_to_be_moved_does_not_stand_in_its_own_way():
    square()
    own = plan(date(2027, 6, 12))
    found = find(wish(), actor=SYSTEM, without=entry_key(own.pk))
    assert found.days[date(2027, 6, 12)].points == 0


def test_a_secret_is_weighed_and_not_named():
    square()
    plan(date(2027, 6, 12), is_confidential=True)
    stranger = make_editor(make_organisation())
    day = find(wish(), actor=stranger).days[date(2027, 6, 12)]
    (against,) = day.against
    assert against.score > 50
    assert (against.occasion.title, against.occasion.organisation_ids, against.km % 1) == ("", (), 0.0)
    assert "Рок" not in described(against.occasion, against.km)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"people": 0}, "people"),
        ({"last": date(2027, 6, 6)}, "last"),
        ({"last": date(2028, 6, 6)}, "last"),
        ({"last": date(2027, 6, 8), "weekdays": frozenset({6})}, "weekdays"),
        ({"length": timedelta(0)}, "length"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_at_its_place(given, field):
    with pytest.raises(Invalid) as refused:
        find(wish(**given), actor=SYSTEM)
    assert list(refused.value.problems) == [field]


def test_without_a_place_every_day_says_so():
    found = find(wish(people=100_000, is_sure=True), actor=SYSTEM)
    assert (found.places, found.best, found.possible) == ([], [], 0)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(count, django_assert_max_num_queries):
    for number in range(count):
        square(lat=55.1 + number / 100)
        plan(FIRST + timedelta(days=number))
        EventFactory(
            sessions=[SessionDraft(datetime(2027, 6, 8 + number, 13, tzinfo=at(FIRST, time()).tzinfo))]
        )
    with django_assert_max_num_queries(MOST_QUERIES):
        find(wish(), actor=SYSTEM)


@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 40))
def test_what_meets_a_wish_lies_within_its_reach(hour, minute, hours):
    mine = wish(starts=time(hour, minute), length=timedelta(hours=hours)).span(FIRST)
    scale = city_scale()
    first, last = reach(mine, scale)
    buffer, part = timedelta(minutes=scale.buffer), part_number(local(mine[0]))
    for minutes in range(-72 * 60, 72 * 60, 30):
        start = mine[0] + timedelta(minutes=minutes)
        end = start + timedelta(minutes=30)
        meets = start < mine[1] + buffer and end + buffer > mine[0]
        if meets or part_number(local(start)) == part:
            assert start < last
            assert end > first
