"""What circumstances count for and against a day of the finder."""

from datetime import date, time

import pytest

from factories.places import make_place
from karavan.kernel.actor import SYSTEM
from karavan.places.enums import PlaceKind, PlaceLevel
from karavan.planning.enums import CircumstanceKind, Effect, Level
from karavan.planning.finder import find
from karavan.planning.finder.asking import FAVOUR_POINTS, NOTICE_POINTS, SERIOUS_POINTS
from karavan.planning.models import Circumstance
from karavan.programme.enums import EventKind
from planning.finder.test_date_finder import CENTRE, days, plan, square, wish

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SATURDAY, SUNDAY = date(2027, 6, 12), date(2027, 6, 13)


def asks(day: date = SUNDAY, **given) -> Circumstance:
    fields = {
        "title": "День памяти", "kind": CircumstanceKind.MOURNING, "effect": Effect.AVOID,
        "first_day": day, "last_day": day, **given,
    }  # fmt: skip
    return Circumstance.objects.create(**fields)


def test_something_merry_keeps_off_a_day_of_memory():
    square()
    asks()
    found = find(wish(), actor=SYSTEM)
    assert SUNDAY not in days(found)
    day = found.days[SUNDAY]
    assert (day.points, day.mark, day.rank) == (SERIOUS_POINTS, 50, 7)
    assert [(each.title, each.level) for each in day.asks] == [("День памяти", Level.SERIOUS)]


def test_something_quiet_is_told_of_it_and_hardly_kept_off():
    square()
    asks()
    day = find(wish(kind=EventKind.LECTURE), actor=SYSTEM).days[SUNDAY]
    assert (day.points, [each.level for each in day.asks]) == (NOTICE_POINTS, [Level.NOTICE])


def test_what_only_asks_to_be_borne_in_mind_counts_nothing():
    square()
    asks(effect=Effect.NOTE, kind=CircumstanceKind.SCHOOL_HOLIDAYS)
    day = find(wish(), actor=SYSTEM).days[SUNDAY]
    assert (day.points, len(day.asks)) == (0, 1)


def test_a_good_day_comes_first_and_outweighs_something_light():
    square()
    asks(date(2027, 6, 9), effect=Effect.FAVOUR, kind=CircumstanceKind.PUBLIC_HOLIDAY)
    assert days(find(wish(), actor=SYSTEM))[0] == date(2027, 6, 9)
    plan(SATURDAY)
    before = find(wish(), actor=SYSTEM).days[SATURDAY].points
    asks(SATURDAY, effect=Effect.FAVOUR)
    assert find(wish(), actor=SYSTEM).days[SATURDAY].points == before - FAVOUR_POINTS


def test_a_feast_whose_day_is_open_counts_half_on_each_day_it_may_be():
    square()
    asks(date(2027, 6, 9), margin_days=1)
    found = find(wish(), actor=SYSTEM).days
    assert [found[date(2027, 6, day)].points for day in (7, 8, 9, 10, 11)] == [0, 75, 75, 75, 0]


def test_works_near_one_place_lead_to_another():
    near, far = square(capacity=6000), square(capacity=9000, lat=55.30, lon=61.60)
    asks(effect=Effect.NOTE, kind=CircumstanceKind.ROADWORKS, radius=800, **CENTRE)
    found = find(wish(), actor=SYSTEM).days
    assert (found[SUNDAY].place.pk, found[SUNDAY].points) == (far.pk, 0)
    assert found[SATURDAY].place.pk == near.pk


def test_loud_sound_in_quiet_hours_counts_in_the_open_only():
    inside = make_place(kind=PlaceKind.CONCERT_HALL, level=PlaceLevel.HALL, capacity=5500, **CENTRE)
    square()
    late = find(wish(starts=time(23), kind=EventKind.CONCERT), actor=SYSTEM).days[SUNDAY]
    assert (late.place.pk, late.points) == (inside.pk, 0)
    loud = find(wish(starts=time(23), is_loud=True), actor=SYSTEM).days[SUNDAY]
    assert loud.points == SERIOUS_POINTS


def test_circumstances_take_one_query_however_many(django_assert_max_num_queries):
    square()
    for number in range(4):
        asks(date(2027, 6, 7 + number), place=make_place())
    with django_assert_max_num_queries(24):
        find(wish(), actor=SYSTEM)
