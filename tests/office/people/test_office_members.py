from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import today
from karavan.people import actions
from karavan.people.enums import RoleKind
from karavan.people.models import Organisation, PersonalView, Role, Substitution, User
from office.people.saying import said
from portal.reading import Read

pytestmark = pytest.mark.django_db

BACKEND = "karavan.config.auth.PasswordBackend"
DAY = timedelta(days=1)


@pytest.fixture
def home() -> Organisation:
    return make_organisation(name="Библиотечная система")


@pytest.fixture
def director(home: Organisation, client: Any) -> User:
    person = make_editor(home, RoleKind.DIRECTOR)
    client.force_login(person, BACKEND)
    return person


def page(client: Any, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, said(response)[:2000]
    return said(response)


def test_a_director_sees_the_people_of_their_organisation(
    client: Any, home: Organisation, director: User
) -> None:
    editor = make_editor(make_organisation(parent=home))
    stranger = make_editor(make_organisation())

    text = page(client, "/office/people/")

    assert [person.email in text for person in (director, editor, stranger)] == [True, True, False]
    assert "Редактор программы" in text
    assert page(client, f"/office/people/{stranger.pk}/", 404)
    assert PersonalView.objects.values_list("viewer", "person", "what").get() == (
        director.pk,
        editor.pk,
        "list",
    )


def test_a_director_sees_only_the_roles_in_their_reach(
    client: Any, home: Organisation, director: User
) -> None:
    both = make_editor(home)
    make_role(both, make_organisation(name="Тайный театр", is_public=False), "cashier")

    assert "Тайный театр" not in page(client, f"/office/people/{both.pk}/")
    assert "Тайный театр" not in page(client, "/office/people/")
    assert "Кассир" not in page(client, f"/office/people/{both.pk}/history/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_stands_under_a_number_of_queries(
    number: int, client: Any, home: Organisation, director: User, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        make_editor(home)
    page(client, "/office/people/")

    # Session and person, roles of the desk, notices, reach of people and of roles, count, rows with their
    # roles, the view-log (nothing new), kept views.
    with django_assert_num_queries(10):
        page(client, "/office/people/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("role=cashier", ["Касса"]),
        ("state=none", ["Прошлая"]),
        ("state=off", ["Выключенный"]),
        ("q=касса", ["Касса"]),
    ],
)
def test_filters(query: str, found: list[str], client: Any, home: Organisation) -> None:
    client.force_login(make_coordinator(), BACKEND)
    people = {name: make_user(name=name) for name in ("Касса", "Прошлая", "Выключенный")}
    make_role(people["Касса"], home, "cashier")
    make_role(people["Прошлая"], home, "cashier", date(2020, 1, 1), date(2020, 2, 1))
    make_role(people["Выключенный"], home, "gate")
    actions.switch_off(actor=SYSTEM, person=people["Выключенный"])

    text = page(client, f"/office/people/?{query}")

    assert [name for name in people if f">{name}</a>" in text] == found


def test_a_role_is_given_and_ended(client: Any, home: Organisation, director: User) -> None:
    person = make_editor(home)
    address = f"/office/people/{person.pk}/role/"
    page(client, address)
    day = today()

    answer = client.post(address, {"kind": "cashier", "organisation": home.pk, "valid_from": day.isoformat()})

    assert (answer.status_code, answer.url) == (302, f"/office/people/{person.pk}/")
    role = person.roles.get(kind="cashier")
    end = f"/office/people/{person.pk}/role/{role.pk}/end/"
    page(client, end)
    assert client.post(end, {"last_day": (day + DAY).isoformat()}).status_code == 302
    role.refresh_from_db()
    assert role.valid_to == day + DAY


def test_what_is_wrong_stands_in_the_form_and_nothing_typed_is_lost(
    client: Any, home: Organisation, director: User
) -> None:
    person = make_editor(home)
    strange = make_organisation()
    address = f"/office/people/{person.pk}/role/"
    for given, words in (
        ({"valid_from": "2027-02-02", "valid_to": "2027-01-01"}, "раньше первого"),
        ({"kind": "programme_editor", "valid_from": "2027-01-01"}, "уже есть эта роль"),
        ({"organisation": strange.pk, "valid_from": "2027-01-01"}, "errorlist" if False else "field--bad"),
        ({"kind": "city_coordinator", "valid_from": "2027-01-01"}, "field--bad"),
    ):
        sent = {"kind": "cashier", "organisation": home.pk, **given}
        answer = client.post(address, sent)
        text = said(answer)
        assert answer.status_code == 200
        assert words in text
        assert f'value="{sent["valid_from"]}"' in text
    assert Role.objects.filter(person=person).count() == 1


def test_roles_of_others_are_out_of_reach(client: Any, home: Organisation, director: User) -> None:
    both = make_editor(home)
    role = make_role(both, make_organisation(), "cashier")
    strange = make_editor(make_organisation())

    for address in (
        f"/office/people/{both.pk}/role/{role.pk}/end/",
        f"/office/people/{strange.pk}/role/",
        f"/office/people/{strange.pk}/away/",
        f"/office/people/{strange.pk}/off/",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"last_day": "2027-01-01"}).status_code == 404


def test_only_a_coordinator_switches_off(client: Any, home: Organisation, director: User) -> None:
    person = make_editor(home)
    for step in ("off", "on"):
        assert client.get(f"/office/people/{person.pk}/{step}/").status_code == 403
    assert client.post(f"/office/people/{person.pk}/off/", {}).status_code == 403
    client.force_login(make_coordinator(), BACKEND)
    page(client, f"/office/people/{person.pk}/off/")

    assert client.post(f"/office/people/{person.pk}/off/", {"reason": "ушла"}).status_code == 302
    assert "отключён" in page(client, f"/office/people/{person.pk}/")
    page(client, f"/office/people/{person.pk}/on/")
    assert client.post(f"/office/people/{person.pk}/on/", {}).status_code == 302

    person.refresh_from_db()
    assert person.is_active is True


def test_the_name_is_written_by_a_coordinator(client: Any, home: Organisation, director: User) -> None:
    person = make_editor(home)
    assert client.get(f"/office/people/{person.pk}/edit/").status_code == 403
    client.force_login(make_coordinator(), BACKEND)
    page(client, f"/office/people/{person.pk}/edit/")

    client.post(f"/office/people/{person.pk}/edit/", {"name": "Новое имя"})

    person.refresh_from_db()
    assert person.name == "Новое имя"


def test_a_director_sets_and_ends_a_substitution(client: Any, home: Organisation, director: User) -> None:
    absent, colleague = make_editor(home), make_editor(home, RoleKind.GATE)
    address = f"/office/people/{absent.pk}/away/"
    page(client, address)
    day = today()
    sent = {"substitute": colleague.pk, "valid_from": day.isoformat(), "valid_to": (day + DAY).isoformat()}

    assert "field--bad" in said(client.post(address, sent))
    assert client.post(address, {**sent, "organisation": home.pk}).status_code == 302

    row = Substitution.objects.get()
    assert f"Замещает: {colleague.name}" in page(client, f"/office/people/{absent.pk}/")
    assert f"Вместо кого: {absent.name}" in page(client, f"/office/people/{colleague.pk}/")
    page(client, f"/office/substitutions/{row.pk}/end/")
    assert client.post(f"/office/substitutions/{row.pk}/end/").status_code == 302
    assert Substitution.objects.count() == 0


def test_my_page_shows_roles_leave_and_who_looked(client: Any, home: Organisation, director: User) -> None:
    editor = make_editor(home)
    page(client, f"/office/people/{editor.pk}/")
    client.force_login(editor, BACKEND)

    text = page(client, "/office/me/")

    assert [words in text for words in ("Редактор программы", "Библиотечная система", director.name)] == [
        True,
        True,
        True,
    ]
    assert client.post("/office/me/name/", {"name": "Анна"}).status_code == 302
    day = today()
    assert (
        client.post(
            "/office/me/away/",
            {"substitute": director.pk, "valid_from": day.isoformat(), "valid_to": day.isoformat()},
        ).status_code
        == 302
    )
    text = page(client, "/office/me/")
    assert ["Анна" in text, f"Замещает: {director.name}" in text] == [True, True]
    row = Substitution.objects.get()
    assert client.post(f"/office/substitutions/{row.pk}/end/").url == "/office/me/"
    assert client.get(f"/office/substitutions/{row.pk}/end/").status_code == 404


def test_a_coordinator_sees_who_looked_a_director_does_not(
    client: Any, home: Organisation, director: User
) -> None:
    editor = make_editor(home)
    assert "Кто смотрел эти данные" not in page(client, f"/office/people/{editor.pk}/")
    client.force_login(make_coordinator(), BACKEND)

    text = page(client, f"/office/people/{editor.pk}/")

    assert "Кто смотрел эти данные" in text
    assert director.name in text


def test_an_export_is_noted_too(client: Any, home: Organisation, director: User) -> None:
    editor = make_editor(home)

    answer = client.get("/office/people/export/?format=csv")

    assert editor.email in b"".join(answer.streaming_content).decode("utf-8-sig")
    assert PersonalView.objects.values_list("person", "what").get() == (editor.pk, "export")
    assert mail.outbox == []


@pytest.mark.parametrize("kind", [RoleKind.PROGRAMME_EDITOR, RoleKind.CASHIER, RoleKind.GUEST_REVIEWER])
def test_others_see_themselves_only(kind: RoleKind, client: Any, home: Organisation) -> None:
    person, other = make_editor(home, kind), make_editor(home)
    client.force_login(person, BACKEND)

    text = page(client, "/office/people/")

    assert (person.email in text, other.email in text) == (True, False)
    assert client.get(f"/office/people/{other.pk}/").status_code == 404
    assert "/office/people/" not in page(client, "/office/me/").split("</header>")[0]


def test_two_who_write_one_name_see_both(client: Any) -> None:
    client.force_login(make_coordinator(), BACKEND)
    person = make_user(name="Анна")
    stamp = Read(client.get(f"/office/people/{person.pk}/edit/")).one("input", name="_base")["value"]
    actions.rename_person(actor=SYSTEM, person=person, name="Анна Ким")

    answer = client.post(f"/office/people/{person.pk}/edit/", {"name": "Анна Ли", "_base": stamp})

    assert answer.status_code == 200
    assert ("Анна Ким" in said(answer), "Анна Ли" in said(answer)) == (True, True)
