"""The trash of the office: what lies there, and taking it back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.people import make_coordinator, make_organisation, make_role, make_user
from factories.places import make_place
from factories.programme import EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.trash.models import TrashedRecord
from karavan.people import actions as people
from karavan.people.enums import RoleKind
from karavan.places import actions as places
from karavan.places.models import Place
from karavan.programme import actions as programme
from karavan.programme.models import Event
from office.kit.signed_in import client_of
from portal.reading import Read

pytestmark = [pytest.mark.urls("office.kit.shelves"), pytest.mark.django_db]

TRASH = "/office/trash/"


def remove_event(house, actor=SYSTEM, **given):
    event = EventFactory(organisers=[(house, "lead")], **given)
    return programme.remove_event(actor=actor, event=event, reason="двойник")


def titles(response):
    return [line.text for line in Read(response).all(class_="line__title")]


def restore(client, trashed, **more):
    return client.post(f"{TRASH}{trashed.pk}/restore/", more)


def test_the_trash_tells_who_when_and_how_long(house, person, editor):
    trashed = remove_event(house, actor=person, title="Бал")
    TrashedRecord.objects.update(trashed_at=trashed.trashed_at - timedelta(days=28))
    places.remove_place(actor=SYSTEM, place=make_place(name="Клуб", organisation=house))
    lines = Read(editor.get(TRASH)).all("li", class_="trash__one")
    told = [[part.text for part in line.all("p")] for line in lines]
    assert [line[0] for line in told] == ["Клуб", "Бал"]
    assert told[0][1].startswith("место · system, ")
    assert (told[1][1].startswith(f"событие · {person.name}, "), told[1][1].endswith(" · двойник")) == (
        True,
        True,
    )
    assert [line[2] for line in told] == ["хранится всегда: это видели жители", "осталось 2 дня"]


def test_one_sees_and_takes_back_only_what_one_may_edit(house, editor):
    own = remove_event(house, title="Свой")
    other = remove_event(make_organisation(), title="Чужой")
    city = programme.remove_programme(actor=SYSTEM, programme=ProgrammeFactory(title="Городская"))
    assert titles(editor.get(TRASH)) == ["Свой"]
    assert [restore(editor, one).status_code for one in (other, city)] == [404, 404]
    assert restore(editor, own).status_code == 302
    assert list(Event.objects.values_list("title", flat=True)) == ["Свой"]
    coordinator = client_of(make_coordinator())
    assert titles(coordinator.get(TRASH)) == ["Городская", "Чужой"]
    reader = make_user()
    make_role(reader, house, RoleKind.CASHIER)
    assert titles(client_of(reader).get(TRASH)) == []


def test_a_branch_is_taken_back_by_who_manages_above(house, editor):
    director = make_user()
    make_role(director, house, RoleKind.DIRECTOR)
    branch = make_organisation(name="Филиал", parent=house)
    trashed = people.remove_organisation(actor=director, organisation=branch)
    assert titles(editor.get(TRASH)) == []
    assert restore(editor, trashed).status_code == 404
    assert titles(client_of(director).get(TRASH)) == ["Филиал"]
    assert restore(client_of(director), trashed).status_code == 302


def test_what_stands_in_the_way_is_said(house, editor):
    place = make_place(name="Клуб")
    trashed = remove_event(house, title="Бал", place=place)
    places.remove_place(actor=SYSTEM, place=place)
    response = editor.post(f"{TRASH}{trashed.pk}/restore/", {"next": "https://example.org/"}, follow=True)
    assert response.redirect_chain == [(TRASH, 302)]
    assert Read(response).one(role="alert").text == (
        "Вернуть нельзя: нет того, к чему относится запись. Сначала верните: место «Клуб»."
    )
    assert titles(response) == ["Бал"]


def test_narrowing_by_kind_words_and_person(house, person, editor):
    remove_event(house, title="Бал")
    remove_event(house, actor=person, title="Вечер балета")
    places.remove_place(actor=person, place=make_place(name="Клуб", organisation=house))
    assert titles(editor.get(f"{TRASH}?kind=places.place")) == ["Клуб"]
    assert titles(editor.get(f"{TRASH}?q=бал")) == ["Вечер балета", "Бал"]
    assert titles(editor.get(f"{TRASH}?q=бал&mine=1")) == ["Вечер балета"]
    assert titles(editor.get(f"{TRASH}?kind=nonsense&page=99&q=%00")) == ["Клуб", "Вечер балета", "Бал"]


def test_after_a_removal_one_button_brings_it_back(house, editor):
    place = make_place(name="Клуб", organisation=house)
    response = editor.post(f"/office/shelves/{place.pk}/remove/", follow=True)
    notice = Read(response).one(class_="notice--undo")
    assert notice.one("p").text == "«Клуб» — в корзине."
    form = notice.one("form")
    fields = {field["name"]: field["value"] for field in form.all("input")}
    assert editor.post(form["action"], fields).status_code == 302
    assert Place.objects.get().name == "Клуб"


def test_taking_back_is_by_post_only(house, editor):
    trashed = remove_event(house)
    assert editor.get(f"{TRASH}{trashed.pk}/restore/").status_code == 405
    assert Client().post(f"{TRASH}{trashed.pk}/restore/").status_code == 302
    assert TrashedRecord.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_trash_asks_the_same_number_of_queries(house, editor, count):
    for _ in range(count):
        remove_event(house)
    with CaptureQueriesContext(connection) as found:
        assert len(titles(editor.get(TRASH))) == count
    assert len(found) == 6
