from datetime import timedelta
from typing import Any

import pytest

from factories.people import make_editor, make_organisation
from factories.places import make_place
from factories.programme import EventFactory
from karavan.kernel.localtime import today
from karavan.office.desk import Desk
from karavan.office.people.sharing import shared_with
from karavan.people import actions
from karavan.people.enums import RoleKind
from karavan.people.models import Organisation, PersonalView, Share, User
from karavan.programme.enums import OrganiserRole
from office.people.saying import said
from portal.reading import Read

pytestmark = pytest.mark.django_db

BACKEND = "karavan.config.auth.PasswordBackend"


@pytest.fixture
def home() -> Organisation:
    return make_organisation()


@pytest.fixture
def editor(home: Organisation, client: Any) -> User:
    person = make_editor(home)
    client.force_login(person, BACKEND)
    return person


@pytest.fixture
def guest(home: Organisation) -> User:
    return make_editor(home, RoleKind.GUEST_REVIEWER)


@pytest.fixture
def event(home: Organisation) -> Any:
    return EventFactory(title="Ночь в библиотеке", organisers=[(home, OrganiserRole.LEAD)])


def test_an_editor_shows_an_event_and_takes_it_back(
    client: Any, editor: User, guest: User, event: Any
) -> None:
    address = f"/office/share/?type=programme.event&id={event.pk}"
    assert guest.email in said(client.get(address))
    day = today()
    sent = {
        "person": guest.pk,
        "valid_from": day.isoformat(),
        "valid_to": (day + timedelta(days=7)).isoformat(),
    }

    assert client.post(address, sent).status_code == 302

    row = Share.objects.get()
    assert (row.person, row.subject_id) == (guest, event.pk)
    client.force_login(guest, BACKEND)
    assert "Ночь в библиотеке" in said(client.get("/office/shared/"))
    refused = client.post(f"/office/share/{row.pk}/end/")
    page = Read(refused)
    assert (refused.status_code, page.one("h1").text) == (403, "Больше не показывать")
    assert page.one(role="alert").text == ("Показать это другим может только тот, кто может это править.")
    client.force_login(editor, BACKEND)
    assert client.get(f"/office/share/{row.pk}/end/").status_code == 200
    assert client.post(f"/office/share/{row.pk}/end/").status_code == 302
    client.force_login(guest, BACKEND)
    assert "Ночь в библиотеке" not in said(client.get("/office/shared/"))


def test_wrong_input_stays_in_the_form(client: Any, editor: User, event: Any) -> None:
    stranger = make_editor(make_organisation())
    answer = client.post(
        f"/office/share/?type=programme.event&id={event.pk}",
        {"person": stranger.pk, "valid_from": "2027-01-02", "valid_to": "2027-01-01"},
    )
    assert (answer.status_code, Share.objects.count()) == (200, 0)
    assert 'value="2027-01-02"' in said(answer)


@pytest.mark.parametrize(
    "query", ["", "?type=people.user&id=1", "?type=programme.event&id=x", "?type=places.place"]
)
def test_what_cannot_be_shown_is_a_404(query: str, client: Any, editor: User) -> None:
    assert client.get(f"/office/share/{query}").status_code == 404


def test_what_is_not_theirs_is_a_404(client: Any, editor: User) -> None:
    other = EventFactory()
    place = make_place(organisation=make_organisation())
    for address in (
        f"/office/share/?type=programme.event&id={other.pk}",
        f"/office/share/?type=places.place&id={place.pk}",
        "/office/share/99/end/",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {}).status_code == 404


def test_the_fragment_of_a_page(
    editor: User, guest: User, event: Any, home: Organisation, rf: Any, django_assert_num_queries: Any
) -> None:
    day = today()
    row = actions.share(
        actor=editor,
        subject_type="programme.event",
        subject_id=event.pk,
        person=guest,
        valid_from=day,
        valid_to=day,
    )
    desk = Desk(rf.get("/"), editor)
    with django_assert_num_queries(3):
        sharing = shared_with(desk, event)

    assert sharing is not None
    assert [(one.name, one.end_url) for one in sharing.shares] == [
        (guest.name, f"/office/share/{row.pk}/end/")
    ]
    assert sharing.new_url == f"/office/share/?type=programme.event&id={event.pk}"
    assert shared_with(Desk(rf.get("/"), guest), event) is None


def test_a_guest_has_nothing_but_what_was_shown(
    client: Any, guest: User, event: Any, home: Organisation
) -> None:
    client.force_login(guest, BACKEND)

    text = said(client.get("/office/shared/"))

    assert "Сейчас вам ничего не показано" in text
    assert 'href="/office/shared/"' in text
    assert 'href="/office/organisations/"' not in text


def test_a_guest_sees_the_event_but_not_its_history(
    client: Any, editor: User, guest: User, event: Any, home: Organisation
) -> None:
    day = today()
    actions.share(
        actor=editor,
        subject_type="programme.event",
        subject_id=event.pk,
        person=guest,
        valid_from=day,
        valid_to=day,
    )
    address = f"/office/events/{event.pk}/"
    assert client.get(address + "history/").status_code == 200
    client.force_login(guest, BACKEND)

    text = said(client.get(address))

    assert ("Ночь в библиотеке" in text, f"{address}history/" in text, "С кем поделились" in text) == (
        True,
        False,
        False,
    )
    assert client.get(address + "history/").status_code == 403
    assert client.get(address + "edit/").status_code == 403


def test_who_stands_in_a_list_to_choose_from_can_read_who_looked(
    client: Any, home: Organisation, editor: User, guest: User
) -> None:
    place = make_place(organisation=home)
    assert guest.email in said(client.get(f"/office/share/?type=places.place&id={place.pk}"))
    assert list(PersonalView.objects.values_list("viewer", "person", "what")) == [
        (editor.pk, guest.pk, "list")
    ]
