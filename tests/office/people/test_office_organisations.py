from datetime import date
from typing import Any

import pytest

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from factories.places import make_place
from karavan.people import actions
from karavan.people.enums import RoleKind
from karavan.people.models import Organisation, PersonalView, User
from office.people.saying import said

pytestmark = pytest.mark.django_db

BACKEND = "karavan.config.auth.PasswordBackend"


@pytest.fixture
def home() -> Organisation:
    return make_organisation(name="ЦБС", kind="library_system")


@pytest.fixture
def director(home: Organisation, client: Any) -> User:
    person = make_editor(home, RoleKind.DIRECTOR)
    client.force_login(person, BACKEND)
    return person


def text_of(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, said(answer)[:2000]
    return said(answer)


def test_the_list_is_in_the_order_of_networks(client: Any) -> None:
    client.force_login(make_coordinator(), BACKEND)
    made: dict[str, Organisation] = {}
    for name, above in (("Б", ""), ("А", ""), ("Б-2", "Б"), ("Б-1", "Б"), ("Б-11", "Б-1"), ("А-1", "А")):
        made[name] = make_organisation(name=f"«{name}»", parent=made.get(above))

    text = text_of(client, "/office/organisations/")

    names = sorted(made, key=lambda name: text.index(f"«{name}»</span>"))
    assert names == ["А", "А-1", "Б", "Б-1", "Б-11", "Б-2"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_stands_under_a_number_of_queries(
    number: int, client: Any, director: User, home: Organisation, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        make_place(organisation=make_organisation(parent=home))
    text_of(client, "/office/organisations/")

    with django_assert_num_queries(8):
        text_of(client, "/office/organisations/")


def test_a_page_tells_names_branches_places_and_people(
    client: Any, director: User, home: Organisation
) -> None:
    branch = make_organisation(name="Филиал № 7", parent=home)
    make_place(name="Читальный зал", organisation=home)
    editor = make_editor(home)
    actions.rename_organisation(
        actor=director, organisation=home, name="Новая ЦБС", valid_from=date(2026, 1, 1)
    )
    actions.update_organisation(actor=director, organisation=home, certainty="B", staff_note="уточнить имя")

    text = text_of(client, f"/office/organisations/{home.pk}/")

    for words in (
        "Новая ЦБС",
        "по 31 декабря 2025",
        branch.name,
        "Читальный зал",
        editor.name,
        "уточнить имя",
        "B · нужно уточнить деталь",
    ):
        assert words in text
    assert PersonalView.objects.values_list("person", "what").get() == (editor.pk, "list")


def test_staff_without_a_right_to_people_see_none(client: Any, home: Organisation) -> None:
    editor, cashier = make_editor(home), make_editor(home, RoleKind.CASHIER)
    client.force_login(cashier, BACKEND)

    assert editor.name not in text_of(client, f"/office/organisations/{home.pk}/")


def test_a_director_corrects_renames_and_adds_a_branch(
    client: Any, director: User, home: Organisation
) -> None:
    address = f"/office/organisations/{home.pk}/"
    form = client.get(address + "edit/")
    sent = {
        "name": "ЦБС города",
        "kind": "library_system",
        "founder_level": "municipal",
        "is_public": "on",
        "certainty": "A",
        "_base": form.context["base"],
    }
    assert client.post(address + "edit/", sent).status_code == 302
    home.refresh_from_db()
    assert home.name == "ЦБС города"

    assert client.get(address + "rename/").status_code == 200
    assert client.post(address + "rename/", {"name": "", "valid_from": "2026-01-01"}).status_code == 200
    assert client.post(address + "rename/", {"name": "ЦБС-2", "valid_from": "2026-01-01"}).status_code == 302
    home.refresh_from_db()
    assert (home.name, home.names.count()) == ("ЦБС-2", 2)

    new = f"/office/organisations/new/?parent={home.pk}"
    assert f'<option value="{home.pk}" selected>' in text_of(client, new)
    branch = {**sent, "name": "Филиал", "kind": "library", "parent": home.pk}
    assert client.post(new, branch).status_code == 302
    assert Organisation.objects.get(name="Филиал").parent == home


def test_only_coordinators_found_networks(client: Any, director: User) -> None:
    sent = {
        "name": "Своя",
        "kind": "library",
        "founder_level": "private",
        "certainty": "A",
        "parent": make_organisation().pk,
    }
    for parent in ("", sent["parent"]):
        assert client.post("/office/organisations/new/", {**sent, "parent": parent}).status_code == 200
    assert Organisation.objects.filter(name="Своя").count() == 0
    client.force_login(make_coordinator(), BACKEND)
    assert client.post("/office/organisations/new/", {**sent, "parent": ""}).status_code == 302


def test_what_is_not_theirs(client: Any, director: User) -> None:
    public, hidden = make_organisation(), make_organisation(is_public=False)

    assert client.get(f"/office/organisations/{public.pk}/").status_code == 200
    for step in ("edit/", "rename/", "remove/"):
        assert client.get(f"/office/organisations/{public.pk}/{step}").status_code == 403
        assert client.get(f"/office/organisations/{hidden.pk}/{step}").status_code == 404
    assert client.get(f"/office/organisations/{hidden.pk}/").status_code == 404


def test_editors_do_not_rename(client: Any, home: Organisation) -> None:
    client.force_login(make_editor(home), BACKEND)
    text = text_of(client, f"/office/organisations/{home.pk}/")
    assert "/rename/" not in text
    answer = client.post(
        f"/office/organisations/{home.pk}/rename/", {"name": "X", "valid_from": "2026-01-01"}
    )
    assert answer.status_code == 403


def test_somebody_without_a_role_sees_what_residents_see(client: Any) -> None:
    client.force_login(make_user(), BACKEND)
    public = make_organisation()
    make_organisation(is_public=False)

    text = text_of(client, "/office/organisations/")

    assert text.count('<th scope="row">') == 1
    assert public.name in text


def test_a_coordinator_works_for_any_organisation_by_one_press(client: Any, home: Organisation) -> None:
    client.force_login(make_coordinator(), BACKEND)
    other = make_organisation(name="Театр на углу")
    address = f"/office/organisations/{home.pk}/"
    assert f'name="organisation" value="{home.pk}"' in text_of(client, address)

    assert client.post("/office/switch/", {"organisation": home.pk, "next": "/office/"}).status_code == 302

    text = text_of(client, "/office/organisations/")
    assert (home.name in text, other.name in text) == (True, False)
    assert f'name="organisation" value="{home.pk}"' not in text_of(client, address)


def test_who_serves_two_switches_between_them(client: Any, home: Organisation) -> None:
    person, other, strange = make_editor(home), make_organisation(name="Театр на углу"), make_organisation()
    make_role(person, other)
    client.force_login(person, BACKEND)

    for one, shown in ((other, (False, True)), (home, (True, False)), ("all", (True, True))):
        chosen = one if one == "all" else one.pk
        assert client.post("/office/switch/", {"organisation": chosen, "next": "/office/"}).status_code == 302
        text = text_of(client, "/office/organisations/").split("<tbody>")[1]
        assert (f">{home.name}<" in text, f">{other.name}<" in text) == shown
    client.post("/office/switch/", {"organisation": strange.pk, "next": "/office/"})
    assert client.session["office_organisation"] == "all"
