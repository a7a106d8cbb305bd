"""Lists of places, organisations and people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories.people import make_coordinator, make_organisation, make_role, make_user
from factories.places import make_district, make_place
from factories.programme import EventFactory
from integrations.sheets.tables import checked, outcomes, problems, table, written
from karavan.integrations.sheets import actions
from karavan.kernel.errors import NotAllowed
from karavan.people.models import Invitation, Organisation
from karavan.places.actions import update_place
from karavan.places.models import Place, WeeklyHours

pytestmark = pytest.mark.django_db


def test_a_house_comes_with_its_halls_and_hours(editor, organisation):
    make_district(name="Центральный")
    rows = [
        {"name": "Дом учёных", "kind": "Дом культуры", "address": "ул. Труда, 1", "district": "Центральный",
         "lat": 55.15, "lon": "61,39", "hours": "пн–пт 10:00–19:00", "capacity": 500},
        {"name": "Малый зал", "kind": "Зал", "parent": "Дом учёных", "capacity": "до 80 чел."},
        {"name": "Без адреса", "kind": "Зал", "level": "Здание", "parent": "Дом учёных"},
    ]  # fmt: skip
    batch = checked(editor, organisation, table("places", editor, organisation, rows), "places")
    assert (outcomes(batch), problems(batch)) == ({"new": 2, "error": 1}, [(4, "parent")])
    done = written(editor, batch, "good")
    house, hall = Place.objects.order_by("pk")
    assert (house.category, house.coord_accuracy, house.district.name) == (
        "dvorcy-kultury-i-kluby", "house", "Центральный",
    )  # fmt: skip
    assert (hall.parent_id, hall.level, hall.capacity, hall.organisation) == (
        house.pk,
        "hall",
        80,
        organisation,
    )
    assert WeeklyHours.objects.filter(place=house).count() == 5
    same = checked(editor, organisation, table("places", editor, organisation, rows[:2]), "places")
    assert outcomes(same) == {"same": 2}

    rows[0] |= {"capacity": 450, "hours": "пн–сб 10:00–19:00", "district": "—"}
    changed = checked(editor, organisation, table("places", editor, organisation, rows[:1]), "places")
    assert set(changed.rows.get().changes) == {"capacity", "hours", "district"}
    second = written(editor, changed)
    assert WeeklyHours.objects.filter(place=house).count() == 6
    actions.undo_batch(actor=editor, batch=second)
    house.refresh_from_db()
    assert (house.capacity, WeeklyHours.objects.filter(place=house).count()) == (500, 5)
    undone = actions.undo_batch(actor=editor, batch=done)
    # The house was worked on since; its hall goes.
    assert ([row.record_id for row in undone.remove], len(undone.left)) == ([hall.pk], 1)
    assert list(Place.objects.all()) == [house]


def test_a_place_in_use_is_hidden_and_not_removed_by_undoing(editor, organisation):
    rows = [{"name": "Сквер", "kind": "Парк", "level": "Открытая площадка", "address": "пл. Революции"}]
    done = written(
        editor, checked(editor, organisation, table("places", editor, organisation, rows), "places")
    )
    EventFactory(place=Place.objects.get(), organisers=[(organisation, "lead")])
    actions.undo_batch(actor=editor, batch=done)
    assert (Place.objects.get().is_public, done.rows.get().result) == (False, "hidden")


def test_places_are_found_by_name_and_address_and_only_ones_own(editor, organisation):
    mine = make_place(name="Библиотека", address="ул. Труда, 5", organisation=organisation)
    make_place(name="Библиотека", address="ул. Труда, 6", organisation=make_organisation())
    rows = [
        {"name": "БИБЛИОТЕКА", "kind": "Библиотека", "address": "ул Труда 5", "capacity": 40},
        {"name": "Библиотека", "kind": "Библиотека", "address": "ул. Труда, 6"},
        {"id": 10**6, "name": "Чужое", "kind": "Библиотека"},
    ]
    batch = checked(editor, organisation, table("places", editor, organisation, rows), "places")
    assert (outcomes(batch), problems(batch)) == ({"changed": 1, "new": 1, "error": 1}, [(4, "id")])
    assert batch.rows.get(outcome="changed").record_id == mine.pk


def test_a_place_changed_by_hand_keeps_what_was_typed(editor, organisation):
    rows = [{"key": "1", "name": "Клуб", "kind": "Дом культуры", "address": "ул. Мира, 1", "capacity": 40}]
    written(editor, checked(editor, organisation, table("places", editor, organisation, rows), "places"))
    update_place(actor=editor, place=Place.objects.get(), capacity=60)
    rows[0] |= {"capacity": 45, "address": "ул. Мира, 1а"}
    batch = checked(editor, organisation, table("places", editor, organisation, rows), "places")
    assert (set(batch.rows.get().changes), len(batch.rows.get().notes)) == ({"address"}, 1)


def test_branches_are_added_below_and_found_by_inn_or_name(director, organisation):
    rows = [
        {"inn": "7707083893", "name": "Филиал № 1", "kind": "Библиотека", "founder_level": "Муниципальный"},
        {"name": "Отдел филиала", "kind": "Библиотека", "parent": "Филиал № 1"},
        {"inn": "123", "name": "Третий", "kind": "Библиотека"},
    ]
    content = table("organisations", director, organisation, rows)
    batch = checked(director, organisation, content, "organisations")
    assert (outcomes(batch), problems(batch)) == ({"new": 2, "error": 1}, [(4, "inn")])
    done = written(director, batch, "good")
    first, second = Organisation.objects.exclude(pk=organisation.pk).order_by("pk")
    assert (first.parent, second.parent, first.external_ids) == (organisation, first, {"inn": "7707083893"})
    rows[0] |= {"name": "Филиал имени Бажова"}
    later = table("organisations", director, organisation, rows[:2])
    batch = checked(director, organisation, later, "organisations")
    # Found by its number though renamed; the row below names its head as it was, and as it will be.
    assert batch.rows.get(number=2).changes == {"name": ["Филиал № 1", "Филиал имени Бажова"]}
    undone = actions.undo_batch(actor=director, batch=done)
    assert (len(undone.remove), Organisation.objects.count()) == (2, 1)


def test_only_the_city_adds_a_new_network(director):
    rows = [{"name": "Новая сеть", "kind": "Музей"}]
    batch = checked(director, None, table("organisations", director, None, rows), "organisations")
    assert problems(batch) == [(2, "parent")]
    city = make_coordinator()
    batch = checked(city, None, table("organisations", city, None, rows), "organisations")
    assert written(city, batch).rows.get().result == "created"


def test_people_are_invited_once_and_invitations_taken_back(director, organisation):
    here = make_user(email="est@example.org")
    make_role(here, organisation)
    last = timezone.now().date() + timedelta(days=90)
    rows = [
        {"email": "ivanova@example.org", "name": "Иванова Мария", "role": "Редактор программы", "last": last},
        {"email": "EST@example.org", "name": "Уже Здесь", "role": "Редактор программы"},
        {"email": "нет", "name": "Без Почты", "role": "Редактор программы"},
        {"email": "boss@example.org", "name": "Чужой", "role": "Городской координатор"},
        {"email": director.email, "name": "Я", "role": "Кассир"},
        {"email": "ivanova@example.org", "name": "Иванова Мария", "role": "Редактор программы"},
    ]
    content = table("members", director, organisation, rows)
    batch = checked(director, organisation, content, "members")
    assert outcomes(batch) == {"new": 1, "same": 1, "error": 4}
    assert problems(batch) == [(4, "email"), (5, "role"), (6, "email"), (7, "email")]
    done = written(director, batch, "good")
    assert list(Invitation.objects.values_list("email", "kind", "role_to")) == [
        ("ivanova@example.org", "programme_editor", last)
    ]
    again = checked(director, organisation, table("members", director, organisation, rows[:1]), "members")
    assert outcomes(again) == {"same": 1}
    undone = actions.undo_batch(actor=director, batch=done)
    assert (len(undone.remove), Invitation.objects.filter(revoked_at=None).count()) == (1, 0)


def test_people_are_for_directors(editor, director, organisation):
    content = table("members", director, organisation, [])
    with pytest.raises(NotAllowed):
        checked(editor, organisation, content, "members")


def test_a_template_of_another_kind_is_recognised(editor, organisation):
    rows = [{"name": "Зал", "kind": "Зал"}]
    batch = checked(editor, organisation, table("places", editor, organisation, rows), "events")
    assert batch.status == "unreadable"
