import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from factories.people import make_coordinator, make_editor, make_organisation, make_user
from karavan.kernel.localtime import today
from karavan.office.people import joining
from karavan.people import actions
from karavan.people.enums import RoleKind
from karavan.people.letters import INVITATION_PATH
from karavan.people.models import Invitation, Organisation, User
from office.people.saying import said

pytestmark = pytest.mark.django_db

BACKEND = "karavan.config.auth.PasswordBackend"


@pytest.fixture(autouse=True)
def _fresh_limit() -> None:
    joining.limiter.cache_clear()


@pytest.fixture
def home() -> Organisation:
    return make_organisation(name="Библиотека № 1")


@pytest.fixture
def director(home: Organisation) -> User:
    return make_editor(home, RoleKind.DIRECTOR)


@pytest.fixture
def invitation(home: Organisation, director: User) -> Invitation:
    return actions.invite(
        actor=director, email="anna@example.org", name="Анна", kind="programme_editor", organisation=home
    )


def link() -> str:
    """The address in the letter that waits, sent now."""
    for row in DBTaskResult.objects.ready():
        row.task.call(*row.args_kwargs["args"])
        row.delete()
    found = re.search(r"/office/invitation/[\w-]+/", mail.outbox[-1].body)
    assert found is not None
    return found[0]


def signed_in(client: Any) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_link_of_letters_is_that_of_the_office() -> None:
    assert reverse("office-invitation", args=["x-y_z"]) == INVITATION_PATH.format(token="x-y_z")


def test_a_director_invites_and_sees_how_it_stands(client: Any, home: Organisation, director: User) -> None:
    client.force_login(director, BACKEND)
    assert client.get("/office/invitations/new/").status_code == 200

    answer = client.post(
        "/office/invitations/new/",
        {
            "email": "anna@example.org",
            "name": "Анна",
            "kind": "cashier",
            "organisation": home.pk,
            "valid_from": today().isoformat(),
        },
    )

    invitation = Invitation.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/office/invitations/{invitation.pk}/")
    assert (invitation.invited_by, invitation.organisation, invitation.kind) == (director, home, "cashier")
    for address in ("/office/invitations/", f"/office/invitations/{invitation.pk}/"):
        text = said(client.get(address))
        assert ["anna@example.org" in text, "Ждёт ответа" in text] == [True, True]


def test_what_is_wrong_is_told_at_its_field(client: Any, home: Organisation, director: User) -> None:
    client.force_login(director, BACKEND)
    strange = make_organisation()

    answer = client.post(
        "/office/invitations/new/",
        {
            "email": "нет",
            "name": "Анна",
            "kind": "cashier",
            "organisation": strange.pk,
            "valid_from": "2027-01-01",
        },
    )

    text = said(answer)
    assert (answer.status_code, text.count("field--bad"), "Анна" in text) == (200, 2, True)
    assert Invitation.objects.count() == 0


def test_a_new_person_comes_in_one_step(client: Any, home: Organisation, invitation: Invitation) -> None:
    address = link()
    text = said(client.get(address))
    assert ["Библиотека № 1" in text, "Редактор программы" in text, 'value="Анна"' in text] == [True] * 3

    answer = client.post(address, {"name": "Анна П.", "password": "a long odd phrase 7"})

    person = User.objects.get(email="anna@example.org")
    assert (answer.status_code, answer.url) == (302, "/office/")
    assert (signed_in(client), person.name, person.check_password("a long odd phrase 7")) == (
        str(person.pk),
        "Анна П.",
        True,
    )
    assert [role.organisation for role in person.roles.all()] == [home]


def test_looking_uses_up_nothing(client: Any, invitation: Invitation) -> None:
    address = link()
    for _ in range(3):
        assert client.get(address).status_code == 200
    assert User.objects.filter(email="anna@example.org").count() == 0
    assert client.get(address).headers["Referrer-Policy"] == "no-referrer"


def test_a_weak_password_keeps_the_form(client: Any, invitation: Invitation) -> None:
    answer = client.post(link(), {"name": "Анна П.", "password": "12345"})

    text = said(answer)
    assert (answer.status_code, "field--bad" in text, 'value="Анна П."' in text) == (200, True, True)
    assert User.objects.filter(email="anna@example.org").count() == 0


def test_a_known_person_signs_in_and_accepts(client: Any, home: Organisation, invitation: Invitation) -> None:
    anna = make_user(email="Anna@example.org")
    address = link()
    text = said(client.get(address))
    assert f"/office/sign-in/?next={address}" in text
    client.post(address, {"name": "X", "password": "a long odd phrase 7"})
    assert anna.roles.count() == 0

    client.force_login(anna, BACKEND)
    assert "Принять приглашение" in said(client.get(address))
    assert client.post(address).status_code == 302

    assert [role.organisation for role in anna.roles.all()] == [home]


def test_somebody_else_who_is_signed_in_gets_nothing(
    client: Any, director: User, invitation: Invitation
) -> None:
    make_user(email="anna@example.org")
    client.force_login(director, BACKEND)
    address = link()

    assert "другим адресом" in said(client.post(address))

    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize(
    ("turn", "status", "words"),
    [
        ("accepted", 410, "уже принято"),
        ("revoked", 410, "отозвано"),
        ("expired", 410, "истёк срок"),
        ("resent", 404, "никуда не ведёт"),
    ],
)
def test_a_dead_link_says_what_to_do(
    turn: str, status: int, words: str, client: Any, director: User, invitation: Invitation
) -> None:
    address = link()
    later = timezone.now() + timedelta(days=15 if turn == "expired" else 0)
    if turn == "accepted":
        actions.join_by_invitation(invitation=invitation, name="Анна")
    elif turn == "revoked":
        actions.revoke_invitation(actor=director, invitation=invitation)
    elif turn == "resent":
        actions.resend_invitation(actor=director, invitation=invitation)

    with time_machine.travel(later, tick=False):
        answers = [client.get(address), client.post(address, {"name": "Анна"})]

    assert [answer.status_code for answer in answers] == [status, status]
    assert words in said(answers[0])


def test_a_link_that_never_was(client: Any) -> None:
    assert client.get("/office/invitation/nonsense/").status_code == 404


def test_links_are_not_tried_all_day(client: Any) -> None:
    answers = [
        client.get(f"/office/invitation/{number}/").status_code for number in range(joining.AT_ONCE + 1)
    ]
    assert answers == [404] * joining.AT_ONCE + [429]


def test_sending_again_and_taking_back(client: Any, director: User, invitation: Invitation) -> None:
    client.force_login(director, BACKEND)
    address = f"/office/invitations/{invitation.pk}/"
    assert client.post(address + "resend/").url == address
    assert client.post(address + "revoke/").url == address
    # Too late: told on the page, and nothing happens.
    assert client.post(address + "resend/").url == address
    invitation.refresh_from_db()
    assert (invitation.letters, invitation.state) == (2, "revoked")
    assert client.get(address + "resend/").status_code == 405


def test_invitations_of_others_are_not_there(client: Any, invitation: Invitation) -> None:
    client.force_login(make_editor(make_organisation(), RoleKind.DIRECTOR), BACKEND)
    address = f"/office/invitations/{invitation.pk}/"

    assert "anna@example.org" not in said(client.get("/office/invitations/"))
    assert client.get(address).status_code == 404
    assert [client.post(address + step).status_code for step in ("resend/", "revoke/")] == [404, 404]


def test_editors_do_not_invite(client: Any, home: Organisation) -> None:
    client.force_login(make_editor(home), BACKEND)
    assert client.get("/office/invitations/new/").status_code == 403
    client.force_login(make_coordinator(), BACKEND)
    assert client.get("/office/invitations/new/").status_code == 200
