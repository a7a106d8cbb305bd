"""Kept views of lists: whose they are, who may change them, with which a list begins."""

import pytest

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from karavan.kernel.errors import Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.office import actions
from karavan.office.models import DefaultView, SavedView
from karavan.people.enums import RoleKind
from office.kit.signed_in import client_of
from portal.reading import Read

pytestmark = [pytest.mark.urls("office.kit.shelves"), pytest.mark.django_db]

HERE = "/office/shelves/"
VIEWS = f"{HERE}views/"


@pytest.fixture
def house(db):
    return make_organisation(name="Сокол")


@pytest.fixture
def editor(house):
    return client_of(make_editor(house))


def keep(client, title, query, scope="person"):
    return client.post(VIEWS, {"step": "save", "title": title, "query": query, "scope": scope})


def chips(client, query=""):
    page = Read(client.get(HERE + query))
    rows = page.all("nav", aria_label="Виды")
    return [(a.text, a.attributes.get("aria-current", "")) for a in rows[0].all("a")] if rows else []


def test_a_view_keeps_the_state_and_relative_periods(house, editor):
    response = keep(
        editor, "Театры на месяц", "kind=theatre&when=30d&sort=-name&cols=name,seats&page=3&evil=1"
    )
    assert response["Location"] == f"{HERE}?kind=theatre&when=30d&sort=-name&cols=name%2Cseats"
    view = SavedView.objects.get()
    assert (view.query, view.person.roles.count()) == (
        "kind=theatre&when=30d&sort=-name&cols=name%2Cseats",
        1,
    )
    assert chips(editor) == [("Все", "true"), ("Театры на месяц", "")]
    assert chips(editor, f"?{view.query}&page=2") == [("Все", ""), ("Театры на месяц", "true")]
    assert JournalLine.objects.latest("pk").verb == "view.saved"


def test_who_sees_whose_views(house):
    branch = make_organisation(parent=house)
    other = make_organisation()
    above, below, stranger = (client_of(make_editor(one)) for one in (house, branch, other))
    coordinator = client_of(make_coordinator())
    keep(above, "Мой", "q=a")
    keep(above, "Наш", "q=b", "organisation")
    keep(coordinator, "Городской", "q=c", "city")
    assert [name for name, _ in chips(above)] == ["Все", "Городской", "Мой", "Наш"]
    assert [name for name, _ in chips(below)] == ["Все", "Городской", "Наш"]
    assert [name for name, _ in chips(stranger)] == ["Все", "Городской"]


def test_only_those_who_may_share(house, editor):
    assert keep(editor, "Городской", "q=c", "city").status_code == 403
    keeper = make_user()
    make_role(keeper, house, RoleKind.CASHIER)
    assert keep(client_of(keeper), "Наш", "q=b", "organisation").status_code == 403
    assert SavedView.objects.count() == 0


def test_names_are_needed_and_unlike(house, editor):
    keep(editor, "Один", "q=a")
    for title in ("", "  ", "Один"):
        refused = Read(keep(editor, title, "q=b"))
        assert len(refused.all(role="alert")) == 1
        # What was typed stands in the form again.
        form = refused.all("form", class_="views__form")[0]
        assert [field["value"] for field in form.all("input")[1:]] == ["save", "q=b", title]
    assert SavedView.objects.count() == 1


def test_renaming_and_deleting_one_s_own(house, editor):
    keep(editor, "Старое", "q=a")
    view = SavedView.objects.get()
    editor.post(VIEWS, {"step": "rename", "view": view.pk, "title": "Новое"})
    view.refresh_from_db()
    assert view.title == "Новое"
    stranger = client_of(make_editor(house))
    assert stranger.post(VIEWS, {"step": "remove", "view": view.pk}).status_code == 404
    editor.post(VIEWS, {"step": "remove", "view": view.pk})
    assert SavedView.objects.count() == 0


def test_a_shared_view_is_changed_by_editors_only(house):
    view = actions.save_view(
        actor=make_editor(house),
        screen="shelves",
        title="Наш",
        query="q=a",
        scope="organisation",
        organisation=house,
    )
    cashier = make_user()
    make_role(cashier, house, RoleKind.CASHIER)
    page = client_of(cashier)
    assert page.post(VIEWS, {"step": "remove", "view": view.pk}).status_code == 403
    assert Read(page.get(VIEWS)).all("button", value="remove") == []
    with pytest.raises(NotAllowed):
        actions.rename_view(actor=cashier, view=view, title="Мой")
    with pytest.raises(Invalid):
        actions.save_view(actor=cashier, screen="shelves", title="x", query="", scope="organisation")


def test_a_list_begins_with_the_chosen_view(house, editor):
    keep(editor, "Театры", "kind=theatre")
    view = SavedView.objects.get()
    editor.post(VIEWS, {"step": "default", "view": view.pk})
    assert editor.get(HERE)["Location"] == f"{HERE}?kind=theatre"
    assert editor.get(f"{HERE}?q=a").status_code == 200
    # Taking the last filter away on the list itself shows everything.
    assert editor.get(HERE, headers={"referer": f"http://testserver{HERE}?kind=theatre"}).status_code == 200
    editor.post(VIEWS, {"step": "everything"})
    assert (editor.get(HERE).status_code, DefaultView.objects.count()) == (200, 0)


def test_pills_are_taken_away_with_one_tap(house, editor):
    page = Read(editor.get(f"{HERE}?kind=theatre&when=30d&q=а"))
    pills = page.one("nav", aria_label="Выбрано").all("a")
    assert [(a.text, a["href"]) for a in pills] == [
        ("Убрать: «а»", f"{HERE}?kind=theatre&when=30d"),
        ("Убрать: Вид: Театр", f"{HERE}?q=%D0%B0&when=30d"),
        ("Убрать: Когда: Ближайшие 30 дней", f"{HERE}?q=%D0%B0&kind=theatre"),
    ]
