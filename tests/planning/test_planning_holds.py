"""Holding, confirming, moving and releasing: what keeps whom out, in which words, and who may."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from factories.diary import make_entry
from factories.people import make_organisation, make_role, make_user
from factories.places import make_hall, make_place
from factories.planning import EVENING, hold_hall, make_asset
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.planning import actions, queries
from karavan.planning.enums import Firmness
from karavan.planning.holds.claims import Taken
from karavan.planning.models import Claim, Hold

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def house():
    return make_place(name="Дом", organisation=make_organisation(name="Дом музыки"))


def taken(*args, **given):
    with pytest.raises(Taken) as caught, translation.override("en"):
        hold_hall(*args, **given)
    return str(caught.value)


def test_two_halls_of_a_house_are_held_at_one_time_and_the_house_then_is_not(house):
    first, second = make_hall(house, name="Большой"), make_hall(house, name="Малый")
    hold_hall(first)
    hold_hall(second)
    message = taken(house)
    assert message == ("“Большой” is held by Дом музыки: 01.05.2030, 18:00–20:00. “Дом” cannot be had then.")


def test_a_house_held_whole_keeps_its_halls(house):
    hall = make_hall(house, name="Большой")
    hold_hall(house)
    assert taken(hall, start=EVENING + HOUR) == (
        "“Дом” is held by Дом музыки: 01.05.2030, 18:00–20:00. “Большой” cannot be had then."
    )
    hold_hall(hall, start=EVENING + 2 * HOUR)


def test_build_up_and_clearing_count(house):
    hold_hall(house, build_up=60, clearing=30)
    assert taken(house, start=EVENING - 2 * HOUR, hours=1.5) == (
        "“Дом” is held by Дом музыки: 01.05.2030, 17:00–20:30."
    )
    hold_hall(house, start=EVENING + 2.5 * HOUR)
    hold_hall(house, start=EVENING - 3 * HOUR)


def test_others_learn_that_it_is_held_and_until_when_a_tentative_hold_stands(house):
    hall = make_hall(house, name="Большой")
    until = datetime(2030, 4, 20, 13, tzinfo=EVENING.tzinfo)
    hold_hall(hall, expires_at=until)
    stranger = make_user()
    own = make_organisation()
    make_role(stranger, own)
    with pytest.raises(Taken) as caught, translation.override("en"):
        actions.hold_place(
            actor=stranger,
            place=hall,
            organisation=own,
            starts_at=EVENING,
            ends_at=EVENING + HOUR,
            expires_at=timezone.now() + HOUR,
        )
    assert str(caught.value) == (
        "“Большой” is held by another organisation: 01.05.2030, 18:00–20:00. "
        "It is a tentative hold and stands until 20.04.2030, 18:00."
    )


def test_what_is_anothers_is_held_tentatively_for_two_weeks_and_confirmed_by_its_owner(house):
    editor, guest, own = make_user(), make_user(), make_organisation()
    make_role(editor, house.organisation)
    make_role(guest, own)
    given = {"actor": guest, "place": house, "organisation": own}
    given |= {"starts_at": EVENING, "ends_at": EVENING + HOUR}
    with pytest.raises(NotAllowed):
        actions.hold_place(**given)
    with pytest.raises(Invalid) as caught:
        actions.hold_place(**given, expires_at=timezone.now() + timedelta(days=15))
    assert list(caught.value.problems) == ["expires_at"]
    with pytest.raises(NotAllowed):
        actions.hold_place(**given | {"organisation": house.organisation}, expires_at=timezone.now() + HOUR)
    hold = actions.hold_place(**given, expires_at=timezone.now() + timedelta(days=13))
    with pytest.raises(NotAllowed):
        actions.confirm_hold(actor=guest, hold=hold)
    actions.confirm_hold(actor=editor, hold=hold)
    assert (hold.firmness, hold.expires_at) == (Firmness.FIRM, None)
    actions.release_hold(actor=guest, hold=hold)
    assert Claim.objects.count() == 0
    with pytest.raises(Conflict):
        actions.confirm_hold(actor=editor, hold=hold)
    verbs = JournalLine.objects.filter(subject_type="planning.hold").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["hold.made", "hold.confirmed", "hold.released"]


def test_what_has_expired_is_free_before_and_after_the_task_has_run(house):
    hold = hold_hall(house, expires_at=timezone.now() + HOUR)
    Hold.objects.update(expires_at=timezone.now() - HOUR)
    assert queries.holds_of(house, EVENING, EVENING + HOUR, actor=SYSTEM) == []
    hold_hall(house)
    assert actions.release_expired() == 1
    assert actions.release_expired() == 0
    hold.refresh_from_db()
    assert hold.released_at is not None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_at": EVENING}, "ends_at"),
        ({"starts_at": EVENING - timedelta(days=9999), "ends_at": EVENING - timedelta(days=9998)}, "ends_at"),
        ({"build_up": 1441}, "build_up"),
        ({"clearing": -1}, "clearing"),
        ({"note": "н" * 301}, "note"),
        ({"expires_at": datetime(2020, 1, 1, tzinfo=EVENING.tzinfo)}, "expires_at"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(house, values, field):
    given = {"starts_at": EVENING, "ends_at": EVENING + HOUR, **values}
    with pytest.raises(Invalid) as caught:
        actions.hold_place(actor=SYSTEM, place=house, organisation=house.organisation, **given)
    assert list(caught.value.problems) == [field]


def test_a_hold_moves_into_its_own_time_but_not_into_anothers(house):
    hold = hold_hall(house)
    actions.move_hold(actor=SYSTEM, hold=hold, ends_at=EVENING + 3 * HOUR)
    hold_hall(house, start=EVENING + 3 * HOUR)
    with pytest.raises(Taken):
        actions.move_hold(actor=SYSTEM, hold=hold, clearing=1)
    hold.refresh_from_db()
    assert hold.clearing == 0
    assert Claim.objects.filter(hold=hold).count() == 1
    actions.move_hold(actor=SYSTEM, hold=hold, build_up=15)
    assert Claim.objects.get(hold=hold).starts_at == EVENING - timedelta(minutes=15)


def test_units_of_an_asset_go_one_after_another_until_there_are_too_few():
    stage = make_asset(units=5, name="Сцена")
    given = {"actor": SYSTEM, "asset": stage, "organisation": stage.organisation}
    given |= {"starts_at": EVENING, "ends_at": EVENING + HOUR}
    actions.hold_asset(**given, quantity=2)
    actions.hold_asset(**given, quantity=2)
    assert queries.free_units(stage, EVENING, EVENING + HOUR) == 1
    with pytest.raises(Taken) as caught, translation.override("en"):
        actions.hold_asset(**given, quantity=2)
    assert str(caught.value) == "Of “Сцена” 1 of 5 are free then, and 2 are wanted."
    with pytest.raises(Invalid):
        actions.hold_asset(**given, quantity=6)
    actions.hold_asset(**given, quantity=1)
    assert queries.free_units(stage, EVENING, EVENING + HOUR) == 0
    assert queries.free_units(stage, EVENING + HOUR, EVENING + 2 * HOUR) == 5


def test_a_person_is_held_whatever_the_role():
    person = make_user()
    roles = [make_role(person, make_organisation()) for _ in range(2)]
    given = {"actor": SYSTEM, "starts_at": EVENING, "ends_at": EVENING + HOUR}
    actions.hold_person(role=roles[0], organisation=roles[0].organisation, **given)
    with pytest.raises(Taken):
        actions.hold_person(role=roles[1], organisation=roles[1].organisation, **given)
    assert len(queries.holds_of(roles[1], EVENING, actor=SYSTEM)) == 1


def test_one_sees_what_one_holds_and_what_others_hold_of_ones_own(house):
    hold = hold_hall(house)
    mine, other = make_user(), make_user()
    make_role(mine, house.organisation)
    make_role(other, make_organisation())
    assert list(queries.visible_to(mine)) == [hold]
    assert list(queries.visible_to(other)) == []
    (kept,) = queries.holds_of(house, EVENING, EVENING + HOUR, actor=other)
    assert (kept.known, kept.start, kept.end) == (False, EVENING, EVENING + 2 * HOUR)


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_taken_costs_the_same_for_many_halls(house, number, django_assert_num_queries):
    halls = [make_hall(house) for _ in range(number)]
    for hall in halls:
        hold_hall(hall)
    spans = [(EVENING, EVENING + HOUR), (EVENING + 24 * HOUR, EVENING + 25 * HOUR)]
    with django_assert_num_queries(2):
        found = queries.taken(halls, spans, actor=SYSTEM)
    assert {pk: len(kept) for pk, kept in found.items()} == dict.fromkeys([hall.pk for hall in halls], 1)


def test_a_place_that_moves_takes_its_holds_along(house):
    from karavan.places.actions import update_place

    hall, other = make_hall(house, name="Большой"), make_place(name="Другой")
    hold_hall(hall)
    update_place(actor=SYSTEM, place=hall, parent=other)
    hold_hall(house)
    taken(other)
    with pytest.raises(Taken):
        update_place(actor=SYSTEM, place=hall, parent=house)


def test_what_was_released_is_forgotten_after_a_month(house):
    hold = hold_hall(house)
    actions.release_hold(actor=SYSTEM, hold=hold)
    assert actions.forget_released(now=timezone.now() + timedelta(days=29)) == 0
    assert actions.forget_released(now=timezone.now() + timedelta(days=31)) == 1


def test_what_a_plan_held_comes_out_of_the_trash_with_it_or_says_who_has_it_now(house):
    entry = make_entry(organisation=house.organisation)
    hold_hall(house, entry=entry)
    trashed = actions.remove_entry(actor=SYSTEM, entry=entry)
    assert (Hold.objects.count(), Claim.objects.count()) == (0, 0)
    other = hold_hall(house)
    with pytest.raises(Taken):
        actions.restore_entry(actor=SYSTEM, trashed=trashed)
    actions.release_hold(actor=SYSTEM, hold=other)
    actions.restore_entry(actor=SYSTEM, trashed=trashed)
    assert Claim.objects.get().hold.entry_id == entry.pk
