"""Signing in, and the data that waits for a check."""

import pytest
from django.test import Client

from factories.people import make_coordinator, make_editor, make_organisation, make_user
from factories.places import make_place
from factories.programme import EventFactory
from karavan.office.signing import TRIES_AT_ONCE, limiter
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


def sign_in(client, email, password, **more):
    return client.post(SIGN_IN, {"username": email, "password": password, **more})


def test_guessing_a_password_is_slow(client, db):
    limiter.cache_clear()
    make_user(email="guessed@example.org", password="a long enough password")
    make_user(email="colleague@example.org", password="another long password")
    for number in range(TRIES_AT_ONCE):
        assert sign_in(client, "guessed@example.org", f"guess {number}").status_code == 200
    refused = Read(sign_in(client, "Guessed@example.org", "a long enough password"))
    assert refused.one(role="alert").text.startswith("Слишком много попыток. Подождите ")
    assert sign_in(client, "colleague@example.org", "another long password").status_code == 302
    limiter.cache_clear()


@pytest.mark.parametrize("address", ["/office/", "/ui/"])
def test_the_office_asks_who_is_there(client, db, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"{SIGN_IN}?next={address}")


def test_signing_in_by_e_mail_and_out_again(client, db):
    make_user(email="editor@example.org", password="a long enough password")
    response = sign_in(client, "Editor@example.org", "a long enough password")
    assert (response.status_code, response["Location"]) == (302, "/office/")
    page = Read(client.get("/office/"))
    assert page.one("h1").text == "Данные на проверку"
    response = client.post("/office/sign-out/")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/office/").status_code == 302


def test_leaving_needs_a_form(client, db):
    assert client.get("/office/sign-out/").status_code == 405


def test_a_wrong_password_says_what_to_do_and_keeps_the_e_mail(client, db):
    make_user(email="editor@example.org", password="a long enough password")
    page = Read(sign_in(client, "editor@example.org", "another"))
    assert page.one("div", role="alert").text == (
        "Такой пары почты и пароля нет. Проверьте и то и другое и попробуйте снова."
    )
    assert page.one("input", name="username")["value"] == "editor@example.org"
    assert "value" not in page.one("input", name="password").attributes


def test_a_form_of_another_site_is_refused(db):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "editor@example.org", "x").status_code == 403


def test_nobody_is_sent_to_another_site(client, db):
    make_user(email="editor@example.org", password="a long enough password")
    response = sign_in(client, "editor@example.org", "a long enough password", next="https://example.com/")
    assert response["Location"] == "/office/"


def test_demonstration_accounts_show_in_a_demonstration_only(client, db, settings):
    make_user(email="coordinator@demo.karavan.test", name="Координатор (демо)", is_demo=True)
    make_user(email="somebody@demo.karavan.test", is_demo=True)
    settings.DEMO = False
    assert Read(client.get(SIGN_IN)).all("code") == []
    settings.DEMO = True
    codes = [code.text for code in Read(client.get(SIGN_IN)).all("code")]
    assert codes == ["karavan-demo", "coordinator@demo.karavan.test"]


def test_the_list_shows_what_to_check_hidden_first(staff):
    make_organisation(name="Ясно")
    make_organisation(name="Проверить год", certainty="B", staff_note="Год основания?", source="Сайт")
    make_organisation(name="Ещё не показано", certainty="C")
    assert lines(staff.get("/office/")) == [
        ("C", "Ещё не показано", []),
        ("B", "Проверить год", ["Год основания?"]),
    ]
    page = Read(staff.get("/office/"))
    assert [line.text for line in page.all("p", class_="small")] == [
        "Не показывать до проверки",
        "Нужно уточнить деталь · Источник: Сайт",
    ]


def test_kinds_have_their_counts_and_filters(staff):
    place = make_place(name="Дом", certainty="B", organisation=make_organisation(name="Ясно"))
    EventFactory(title="Вечер", certainty="C", place=place)
    page = Read(staff.get("/office/"))
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
    assert lines(staff.get("/office/?kind=place")) == [("B", "Дом", [])]
    assert (
        Read(staff.get("/office/?kind=place")).one("a", class_="line__title")["href"]
        == f"/places/{place.pk}/"
    )
    assert lines(staff.get("/office/?kind=place&certainty=C")) == []
    assert lines(staff.get("/office/?kind=event&q=вечер")) == [("C", "Вечер", [])]
    assert lines(staff.get("/office/?kind=event&q=Вечер")) == [("C", "Вечер", [])]


def test_everybody_sees_what_is_theirs(client, db):
    own, other = make_organisation(name="Своё", certainty="C"), make_organisation(name="Чужое", certainty="C")
    make_organisation(name="Общее", certainty="B")
    client.force_login(make_editor(own))
    assert [title for _certainty, title, _note in lines(client.get("/office/"))] == ["Своё", "Общее"]
    assert other.name == "Чужое"


def test_pages(staff):
    for number in range(32):
        make_organisation(name=f"Организация {number:02}", certainty="B")
    first = Read(staff.get("/office/"))
    assert len(lines(staff.get("/office/"))) == 30
    following = first.one("a", rel="next")["href"]
    assert following == "?kind=organisation&page=2"
    assert [title for _c, title, _n in lines(staff.get(f"/office/{following}"))] == [
        "Организация 30",
        "Организация 31",
    ]


@pytest.mark.parametrize("query", ["?page=x", "?page=99", "?kind=x&certainty=A", "?q=%00"])
def test_any_address_gives_a_list(staff, query):
    assert staff.get(f"/office/{query}").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_list(staff, django_assert_num_queries, number):
    for _ in range(number):
        make_organisation(certainty="B")
    with django_assert_num_queries(12):
        staff.get("/office/")


def test_office_pages_are_not_for_search_engines_or_caches(staff):
    response = staff.get("/office/")
    assert Read(response).meta("robots") == ["noindex"]
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert staff.get("/ui/").status_code == 200
