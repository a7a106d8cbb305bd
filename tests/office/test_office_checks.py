"""Data to check: what waits for somebody to verify it."""

import pytest
from django.test import Client

from factories.people import make_coordinator, make_editor, make_organisation, make_user
from factories.places import make_place
from factories.programme import EventFactory
from portal.reading import Read

SIGN_IN = "/office/sign-in/"


@pytest.fixture
def coordinator(db):
    return make_coordinator()


@pytest.fixture
def staff(coordinator):
    client = Client()
    client.force_login(coordinator)
    return client


def lines(response):
    """(certainty, title, note) of the list."""
    page = Read(response)
    return [
        (
            line.one(class_="badge").text,
            line.one(class_="line__title").text,
            [p.text for p in line.all("p")][1:-1],
        )
        for line in page.all("li")
        if line.all(class_="line__title")
    ]


@pytest.mark.parametrize("address", ["/office/checks/", "/ui/"])
def test_the_office_asks_who_is_there(client, db, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"{SIGN_IN}?next={address}")


def test_the_list_shows_what_to_check_hidden_first(staff):
    make_organisation(name="Ясно")
    make_organisation(name="Проверить год", certainty="B", staff_note="Год основания?", source="Сайт")
    make_organisation(name="Ещё не показано", certainty="C")
    assert lines(staff.get("/office/checks/")) == [
        ("C", "Ещё не показано", []),
        ("B", "Проверить год", ["Год основания?"]),
    ]
    page = Read(staff.get("/office/checks/"))
    assert [line.text for line in page.all("p", class_="small")] == [
        "Не показывать до проверки",
        "Нужно уточнить деталь · Источник: Сайт",
    ]


def test_kinds_have_their_counts_and_filters(staff):
    place = make_place(name="Дом", certainty="B", organisation=make_organisation(name="Ясно"))
    EventFactory(title="Вечер", certainty="C", place=place)
    page = Read(staff.get("/office/checks/"))
    chips = {chip.text: chip["href"] for chip in page.all("a", class_="chip")}
    assert chips == {
        "Организации 0": "?kind=organisation",
        "Места 1": "?kind=place",
        "События 1": "?kind=event",
        "Программы 0": "?kind=programme",
        "Все": "?kind=organisation",
        "C · не показывать до проверки": "?kind=organisation&certainty=C",
        "B · нужно уточнить деталь": "?kind=organisation&certainty=B",
    }
    assert lines(staff.get("/office/checks/?kind=place")) == [("B", "Дом", [])]
    assert (
        Read(staff.get("/office/checks/?kind=place")).one("a", class_="line__title")["href"]
        == f"/places/{place.pk}/"
    )
    assert lines(staff.get("/office/checks/?kind=place&certainty=C")) == []
    assert lines(staff.get("/office/checks/?kind=event&q=вечер")) == [("C", "Вечер", [])]
    assert lines(staff.get("/office/checks/?kind=event&q=Вечер")) == [("C", "Вечер", [])]


def test_everybody_sees_what_is_theirs(client, db):
    own, other = make_organisation(name="Своё", certainty="C"), make_organisation(name="Чужое", certainty="C")
    make_organisation(name="Общее", certainty="B")
    client.force_login(make_editor(own))
    assert [title for _certainty, title, _note in lines(client.get("/office/checks/"))] == ["Своё", "Общее"]
    assert other.name == "Чужое"


def test_notes_of_staff_are_for_staff(client, db):
    here = make_organisation(name="Общее", certainty="B", staff_note="Спросить у Ивана")
    event = EventFactory(publish=True, staff_note="Спросить у Ивана", certainty="B")
    place = make_place(staff_note="Спросить у Ивана")
    pages = ("/office/checks/", f"/office/events/{event.pk}/", f"/office/places/{place.pk}/")
    for person, seen in (
        (make_user(), False),
        (make_editor(here, "guest_reviewer"), False),
        (make_editor(here), True),
    ):
        client.force_login(person)
        assert [("Ивана" in client.get(page).content.decode()) for page in pages] == [seen] * 3


def test_pages(staff):
    for number in range(32):
        make_organisation(name=f"Организация {number:02}", certainty="B")
    first = Read(staff.get("/office/checks/"))
    assert len(lines(staff.get("/office/checks/"))) == 30
    following = first.one("a", rel="next")["href"]
    assert following == "?kind=organisation&page=2"
    assert [title for _c, title, _n in lines(staff.get(f"/office/checks/{following}"))] == [
        "Организация 30",
        "Организация 31",
    ]


@pytest.mark.parametrize("query", ["?page=x", "?page=99", "?kind=x&certainty=A", "?q=%00"])
def test_any_address_gives_a_list(staff, query):
    assert staff.get(f"/office/checks/{query}").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_list(staff, django_assert_num_queries, number):
    for _ in range(number):
        make_organisation(certainty="B")
    with django_assert_num_queries(10):
        staff.get("/office/checks/")


def test_office_pages_are_not_for_search_engines_or_caches(staff):
    response = staff.get("/office/checks/")
    assert Read(response).meta("robots") == ["noindex"]
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert staff.get("/ui/").status_code == 200
