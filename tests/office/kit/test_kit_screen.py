"""A screen of the kit: list, detail, new, edit, and two people at one record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from karavan.kernel.journal.models import JournalLine
from karavan.people.enums import RoleKind
from karavan.people.models import Organisation
from office.kit.signed_in import client_of
from portal.reading import Read

pytestmark = [pytest.mark.urls("office.kit.houses"), pytest.mark.django_db, pytest.mark.slow]

HERE = "/office/houses/"


@pytest.fixture
def house(db):
    return make_organisation(name="Сокол", description="Было", website="https://example.org/")


@pytest.fixture
def editor(house):
    return client_of(make_editor(house))


def names(response):
    return [cell.text for cell in Read(response).all("th", scope="row")]


def form_of(response):
    """What the form would send as it stands."""
    page = Read(response)
    found = {}
    for field in page.one("form", class_="form").walk():
        if field.tag in {"input", "textarea", "select"} and "name" in field.attributes:
            name = field["name"]
            if field.tag == "textarea":
                found[name] = field.text
            elif field.tag == "select":
                found[name] = next(
                    (o["value"] for o in field.all("option") if "selected" in o.attributes), ""
                )
            elif field.attributes.get("type") not in {"radio", "checkbox"}:
                found[name] = field.attributes.get("value", "")
    return found


def test_the_list_shows_what_is_of_the_organisation_one_works_for(house, editor):
    make_organisation(name="Чужой дом")
    make_organisation(name="Филиал Сокола", parent=house)
    assert names(editor.get(HERE)) == ["Сокол", "Филиал Сокола"]
    assert names(editor.get(f"{HERE}?within=all")) == ["Сокол", "Филиал Сокола", "Чужой дом"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=СОКОЛ", ["Сокол"]),
        ("?q=нет такого", []),
        ("?kind=theatre", []),
        ("?kind=culture_house&sort=-name", ["Сокол"]),
        ("?kind=nonsense&sort=nonsense&cols=nonsense&page=nonsense&within=nonsense", ["Сокол"]),
        ("?page=99999999999999999999", ["Сокол"]),
        ("?q=%00", ["Сокол"]),
        ("?since=2020-01-01..", []),
        ("?since_from=2020-01-01&since_to=", []),
        ("?since_from=x&since_to=y", ["Сокол"]),
    ],
)
def test_any_link_gives_a_list(editor, query, expected):
    response = editor.get(HERE + query)
    assert (response.status_code, names(response)) == (200, expected)


def test_the_link_carries_the_state(house, editor):
    page = Read(editor.get(f"{HERE}?q=сокол&kind=culture_house&sort=name&cols=name,website"))
    assert [cell.text for cell in page.all("th", scope="col")] == ["Название", "Сайт"]
    assert page.one("th", aria_sort="ascending").one("a")["href"] == (
        f"{HERE}?q=%D1%81%D0%BE%D0%BA%D0%BE%D0%BB&kind=culture_house&sort=-name&cols=name%2Cwebsite"
    )
    assert [chip["href"] for chip in page.all("a", class_="chip--remove")] == [
        f"{HERE}?kind=culture_house&sort=name&cols=name%2Cwebsite",
        f"{HERE}?q=%D1%81%D0%BE%D0%BA%D0%BE%D0%BB&sort=name&cols=name%2Cwebsite",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_list(house, editor, rows):
    for number in range(rows):
        make_organisation(name=f"Филиал {number}", parent=house)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert len(names(editor.get(HERE))) == rows + 1
    assert len(found) <= 12


def test_a_list_escapes_what_people_typed(editor, house):
    make_organisation(name='Дом "А" & дом <Б', parent=house)
    response = editor.get(HERE)
    assert "Дом &quot;А&quot; &amp; дом &lt;Б" in response.content.decode()
    assert names(response)[0] == 'Дом "А" & дом <Б'


def test_a_record_out_of_reach_is_not_there(editor):
    hidden = make_organisation(name="Тайна", is_public=False)
    for address in ("", "edit/", "history/"):
        assert editor.get(f"{HERE}{hidden.pk}/{address}").status_code == 404
    assert editor.post(f"{HERE}{hidden.pk}/edit/", {"name": "x", "kind": "theatre"}).status_code == 404


def test_a_public_record_of_others_may_be_seen_and_not_changed(editor):
    other = make_organisation(name="Другой дом")
    page = Read(editor.get(f"{HERE}{other.pk}/"))
    assert page.one("h1").text == "Другой дом"
    assert [link.text for link in page.all("a") if "data-edit" in link.attributes] == []
    refused = editor.post(f"{HERE}{other.pk}/edit/", {"name": "x", "kind": "theatre"})
    assert refused.status_code == 403
    other.refresh_from_db()
    assert other.name == "Другой дом"


def test_creating(editor, house):
    response = editor.post(f"{HERE}new/", {"name": "Новый филиал", "kind": "library"})
    made = Organisation.objects.get(name="Новый филиал")
    assert (response.status_code, response["Location"], made.parent) == (302, f"{HERE}{made.pk}/", house)
    assert JournalLine.objects.filter(subject_id=made.pk, subject_type="people.organisation").count() == 1


def test_what_was_typed_stays_when_something_is_wrong(editor):
    page = Read(editor.post(f"{HERE}new/", {"name": "", "kind": "library", "description": "Много слов"}))
    assert page.one("textarea", name="description").text == "Много слов"
    assert page.one("input", name="name")["aria-invalid"] == "true"
    assert (
        page.one("div", class_="notice--error").one("p", class_="notice__title").text
        == "Нужно кое-что исправить"
    )


def test_who_holds_no_role_may_not_create(db):
    client = client_of(make_user())
    assert client.get(f"{HERE}new/").status_code == 403
    assert client.post(f"{HERE}new/", {"name": "x", "kind": "library"}).status_code == 403
    assert not Organisation.objects.exists()


def test_saving_nothing_new_writes_nothing(editor, house):
    address = f"{HERE}{house.pk}/edit/"
    lines = JournalLine.objects.count()
    assert editor.post(address, form_of(editor.get(address))).status_code == 302
    assert JournalLine.objects.count() == lines


def test_two_people_change_different_fields(house, editor):
    other = client_of(make_editor(house))
    address = f"{HERE}{house.pk}/edit/"
    mine, theirs = form_of(editor.get(address)), form_of(other.get(address))
    assert other.post(address, {**theirs, "description": "Их слова"}).status_code == 302
    assert editor.post(address, {**mine, "name": "Сокол и Ко"}).status_code == 302
    house.refresh_from_db()
    assert (house.name, house.description) == ("Сокол и Ко", "Их слова")
    page = Read(editor.get(f"{HERE}{house.pk}/"))
    assert "О нём" in page.one("div", class_="notice--info").text


@pytest.mark.parametrize(("choice", "expected"), [("mine", "Мои слова"), ("theirs", "Их слова")])
def test_two_people_change_the_same_field(house, editor, choice, expected):
    other = client_of(make_editor(house))
    address = f"{HERE}{house.pk}/edit/"
    mine, theirs = form_of(editor.get(address)), form_of(other.get(address))
    other.post(address, {**theirs, "description": "Их слова"})
    response = editor.post(address, {**mine, "description": "Мои слова", "name": "Сокол-2"})
    house.refresh_from_db()
    assert (response.status_code, house.name, house.description) == (200, "Сокол", "Их слова")
    page = Read(response)
    assert [side.text for side in page.all("span", class_="clash__text")] == ["Мои слова", "Их слова"]
    again = form_of(response)
    assert again["name"] == "Сокол-2"
    assert editor.post(address, {**again, "_keep.description": choice}).status_code == 302
    house.refresh_from_db()
    assert (house.name, house.description) == ("Сокол-2", expected)


def test_an_unanswered_clash_is_asked_again_and_writes_nothing(house, editor):
    other = client_of(make_editor(house))
    address = f"{HERE}{house.pk}/edit/"
    mine, theirs = form_of(editor.get(address)), form_of(other.get(address))
    other.post(address, {**theirs, "description": "Их слова"})
    first = editor.post(address, {**mine, "description": "Мои слова"})
    second = editor.post(address, form_of(first))
    house.refresh_from_db()
    assert (second.status_code, house.description) == (200, "Их слова")


def test_switching_the_organisation_one_works_for(house):
    person = make_editor(house)
    second = make_organisation(name="Библиотека")
    make_role(person, second, RoleKind.DIRECTOR)
    client = client_of(person)
    assert names(client.get(HERE)) == ["Библиотека"]
    response = client.post("/office/switch/", {"organisation": house.pk, "next": HERE})
    assert (response.status_code, response["Location"], names(client.get(HERE))) == (302, HERE, ["Сокол"])
    client.post("/office/switch/", {"organisation": "all"})
    assert names(client.get(HERE)) == ["Библиотека", "Сокол"]


@pytest.mark.parametrize("chosen", ["", "x", "99999999999999999999999", "0"])
def test_nobody_switches_to_what_is_not_theirs(editor, chosen):
    assert editor.post("/office/switch/", {"organisation": chosen}).status_code == 302
    assert names(editor.get(HERE)) == ["Сокол"]


def test_switching_to_another_s_organisation_is_refused(editor):
    other = make_organisation(name="Другой дом")
    editor.post("/office/switch/", {"organisation": other.pk})
    assert names(editor.get(HERE)) == ["Сокол"]


@pytest.mark.parametrize("address", ["https://example.com/", "//example.com/", "javascript:alert(1)", ""])
def test_switching_leads_nowhere_else(editor, house, address):
    response = editor.post("/office/switch/", {"organisation": house.pk, "next": address})
    assert response["Location"] == "/office/"


def test_a_coordinator_looks_at_the_city_or_at_one_organisation(house):
    client = client_of(make_coordinator())
    make_organisation(name="Другой дом")
    assert names(client.get(HERE)) == ["Другой дом", "Сокол"]
    client.post("/office/switch/", {"organisation": house.pk})
    assert names(client.get(HERE)) == ["Сокол"]


def test_switching_is_by_post_only(editor):
    assert editor.get("/office/switch/").status_code == 405


def test_what_an_action_does_not_allow_is_told_at_the_form(editor):
    editor.post("/office/switch/", {"organisation": "all"})
    # Without an organisation above it would be a new network, which is the city's to found.
    answer = editor.post(
        f"{HERE}new/", {"name": "Новый дом", "kind": "library", "description": "Долгий текст"}
    )
    assert (answer.status_code, Organisation.objects.filter(name="Новый дом").count()) == (200, 0)
    assert form_of(answer)["description"] == "Долгий текст"
