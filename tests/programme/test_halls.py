from datetime import date, timedelta

import pytest

from factories.people import make_editor, make_organisation
from factories.places import make_hall, make_place, make_survey
from factories.programme import START, EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.places.actions import set_place_state
from karavan.programme.actions import cancel_session
from karavan.programme.drafts import SessionDraft
from karavan.programme.halls import days_of, halls_of, judge

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HOUR = timedelta(hours=1)


@pytest.fixture
def house():
    return make_organisation()


@pytest.fixture
def building(house):
    return make_place(name="Дом", organisation=house)


def hall(building, name, **given):
    return make_hall(building, name=name, organisation=building.organisation, **given)


def at(place, starts_at=START, ends_at=None, **given):
    return EventFactory(place=place, sessions=[SessionDraft(starts_at, ends_at)], **given)


def names(halls):
    return [(one.place.name, one.free) for one in halls]


def test_free_halls_come_first_larger_ones_before_smaller_and_busy_ones_say_what_holds_them(building, house):
    small, large, third = (
        hall(building, name, capacity=size)
        for name, size in (("Малый", 40), ("Большой", 300), ("Третий", 90))
    )
    at(large, title="Занято", organisers=[(house, "lead")])
    found = halls_of(SYSTEM, house, [(START + HOUR, None)])
    assert names(found) == [("Третий", True), ("Малый", True), ("Большой", False), ("Дом", False)]
    busy = found[2].busy
    assert [(one.title, one.starts_at, one.ends_at) for one in busy] == [("Занято", START, START + 2 * HOUR)]
    assert (found[0].above, found[0].capacity) == (("Дом",), 90)
    assert {small.pk, third.pk} == {one.place.pk for one in found[:2]}


def test_only_what_touches_the_time_counts(building, house):
    room = hall(building, "Зал")
    event = at(room, START, START + HOUR)
    free = [((START + HOUR, START + 2 * HOUR), True), ((START - HOUR, START), True), ((START, None), False)]
    for span, expected in free:
        assert {one.place.name: one.free for one in halls_of(SYSTEM, house, [span])}["Зал"] is expected
    assert names(halls_of(SYSTEM, house, [(START, None)], without=event.pk)) == [("Зал", True), ("Дом", True)]
    cancel_session(actor=SYSTEM, session=event.sessions.get(), note="Болезнь")
    assert names(halls_of(SYSTEM, house, [(START, None)])) == [("Зал", True), ("Дом", True)]


def test_an_event_of_the_whole_house_is_named_but_leaves_its_halls_free(building, house):
    room = hall(building, "Зал")
    at(building, title="Праздник")
    found = next(one for one in halls_of(SYSTEM, house, [(START, None)]) if one.place == room)
    assert (found.free, [one.title for one in found.nearby]) == (True, ["Праздник"])


def test_titles_of_other_peoples_drafts_are_not_told(building, house):
    room = hall(building, "Зал")
    at(room, title="Тайна")
    at(room, title="Явное", publish=True)
    editor = make_editor(house)
    found = next(one for one in halls_of(editor, house, [(START, None)]) if one.place == room)
    assert sorted(one.title for one in found.busy) == ["", "Явное"]


def test_a_closed_hall_comes_last_with_the_reason(building, house):
    room, other = hall(building, "Зал"), hall(building, "Другой")
    at(other)
    set_place_state(actor=SYSTEM, place=room, state="repair", valid_from=date(2027, 1, 1), reason="Крыша")
    found = halls_of(SYSTEM, house, [(START, None)])
    assert [(one.place.name, one.closed) for one in found][-1] == ("Зал", "Крыша")


def test_step_free_access_is_told_and_unknown_stays_unknown(building, house):
    room = hall(building, "Зал")
    assert [one.step_free for one in halls_of(SYSTEM, house, [])] == ["unknown", "unknown"]
    make_survey(building)
    assert {one.place.pk: str(one.step_free) for one in halls_of(SYSTEM, house, [])} == {
        room.pk: "yes",
        building.pk: "yes",
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(django_assert_num_queries, building, house, count):
    for number in range(count):
        at(hall(building, f"Зал {number}"), publish=number % 2 == 1)
    editor = make_editor(house)
    with django_assert_num_queries(4):
        halls_of(editor, house, [])
    with django_assert_num_queries(15):
        halls_of(editor, house, [(START, None), (START + 24 * HOUR, None)])


def test_nothing_is_asked_where_there_are_no_halls(django_assert_num_queries, house):
    with django_assert_num_queries(0):
        assert halls_of(SYSTEM, None, [(START, None)]) == []
        assert judge(SYSTEM, [], [days_of(date(2027, 3, 1), date(2027, 3, 2))]) == []
