import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.tasks.worker import Worker
from karavan.people import actions
from karavan.people.actions.invitations import LETTERS_A_DAY, digest_of
from karavan.people.enums import InvitationState, RoleKind
from karavan.people.models import Invitation, Organisation, Role, User
from karavan.people.queries import invitation_by_token
from karavan.people.rules import can_edit

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(db: None) -> Iterator[None]:
    with time_machine.travel("2026-11-23T12:00:00+05:00", tick=False):
        yield


@pytest.fixture
def home() -> Organisation:
    return make_organisation(name="Библиотека № 1")


@pytest.fixture
def director(home: Organisation) -> User:
    return make_editor(home, RoleKind.DIRECTOR)


def invite(actor: Any, organisation: Organisation | None, **given: Any) -> Invitation:
    fields = {"email": "anna@example.org", "name": "Анна", "kind": "programme_editor", **given}
    return actions.invite(actor=actor, organisation=organisation, **fields)


def deliver() -> str:
    """Let the worker send what waits; the token of the last letter."""
    for row in DBTaskResult.objects.ready():
        row.task.call(*row.args_kwargs["args"])
        row.delete()
    found = re.search(r"/office/invitation/([\w-]+)/", mail.outbox[-1].body)
    assert found is not None
    return found[1]


def fresh(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_related("invited_by", "organisation").get(pk=invitation.pk)


def test_an_invitation_goes_out_as_a_letter_with_a_link(home: Organisation, director: User) -> None:
    invitation = invite(director, home)
    assert len(mail.outbox) == 0

    token = deliver()

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (
        ["anna@example.org"],
        "Приглашение в кабинет «Каравана»: Библиотека № 1",
    )
    (html,) = [str(one.content) for one in letter.alternatives]
    for text in (letter.body, html):
        said = text.replace("\xa0", " ")
        for words in ("Анна", director.name, "Библиотека № 1", token, "7 декабря 2026"):
            assert words in said
    invitation = fresh(invitation)
    assert invitation.token_digest == digest_of(token)
    assert (invitation.sent_at, invitation.state) == (timezone.now(), InvitationState.OPEN)
    assert token not in str(JournalLine.objects.values()) + str(DBTaskResult.objects.values())


def test_the_journal_keeps_neither_name_nor_address(home: Organisation, director: User) -> None:
    invite(director, home)

    line = JournalLine.objects.latest("id")
    assert (line.verb, line.organisation_id, line.after) == (
        "invitation.created",
        home.pk,
        {"kind": "programme_editor", "role_from": "2026-11-23", "role_to": None},
    )


def test_a_letter_that_fails_is_tried_again_with_another_token(
    home: Organisation, director: User, monkeypatch: Any
) -> None:
    invitation = invite(director, home)
    from karavan.people import tasks

    def away(*given: Any) -> None:
        raise OSError("the mail server is away")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
        with pytest.raises(OSError, match="away"):
            tasks.send_invitation.call(invitation.pk)
    first = fresh(invitation).token_digest
    assert fresh(invitation).sent_at is None

    token = deliver()

    assert first not in {"", digest_of(token)}
    assert invitation_by_token(digest_of(token)) == invitation


def test_no_letter_for_what_was_taken_back(home: Organisation, director: User) -> None:
    actions.revoke_invitation(actor=director, invitation=invite(director, home))

    for row in DBTaskResult.objects.ready():
        row.task.call(*row.args_kwargs["args"])

    assert mail.outbox == []


def test_a_new_person_comes_with_name_and_password(home: Organisation, director: User) -> None:
    invitation = invite(director, home, role_from=TODAY + DAY, role_to=TODAY + 9 * DAY)
    deliver()

    person = actions.join_by_invitation(invitation=invitation, name="Анна П.", password="a long odd phrase 7")

    assert (person.email, person.name, person.check_password("a long odd phrase 7")) == (
        "anna@example.org",
        "Анна П.",
        True,
    )
    assert list(person.roles.values_list("kind", "organisation", "valid_from", "valid_to")) == [
        ("programme_editor", home.pk, TODAY + DAY, TODAY + 9 * DAY)
    ]
    invitation = fresh(invitation)
    assert (invitation.state, invitation.accepted_by) == (InvitationState.ACCEPTED, person)
    with pytest.raises(Conflict, match="принято"):
        actions.join_by_invitation(invitation=invitation, name="X")


def test_without_a_password_one_goes_on_with_codes(home: Organisation, director: User) -> None:
    person = actions.join_by_invitation(invitation=invite(director, home), name="Анна")

    assert person.has_usable_password() is False
    assert can_edit(person, home) is True


def test_a_weak_password_or_no_name_is_told_and_nothing_is_used_up(
    home: Organisation, director: User
) -> None:
    invitation = invite(director, home)
    for given, field in (({"name": "Анна", "password": "12345"}, "password"), ({"name": " "}, "name")):
        with pytest.raises(Invalid) as caught:
            actions.join_by_invitation(invitation=invitation, **given)
        assert list(caught.value.problems) == [field]
    assert (fresh(invitation).state, User.objects.filter(email="anna@example.org").count()) == ("open", 0)


def test_a_known_person_accepts_after_signing_in(home: Organisation, director: User) -> None:
    anna = make_user(email="Anna@example.org")
    invitation = invite(director, home)
    with pytest.raises(Conflict):
        actions.join_by_invitation(invitation=invitation, name="Анна")

    (role,) = actions.accept_invitation(actor=anna, invitation=invitation)

    assert (role.person, role.organisation, role.kind) == (anna, home, "programme_editor")
    assert list(JournalLine.objects.order_by("-id").values_list("verb", "actor_id")[:2]) == [
        ("role.assigned", anna.pk),
        ("invitation.accepted", anna.pk),
    ]


def test_nobody_takes_the_invitation_of_another(home: Organisation, director: User) -> None:
    invitation = invite(director, home)
    switched_off = make_user(email="anna@example.org")
    actions.switch_off(actor=SYSTEM, person=switched_off)

    for actor in (make_user(), switched_off, SYSTEM):
        with pytest.raises(Conflict):
            actions.accept_invitation(actor=actor, invitation=invitation)
    assert fresh(invitation).state == "open"


def test_days_that_are_held_already_stay(home: Organisation, director: User) -> None:
    anna = make_user(email="anna@example.org")
    make_role(anna, home, "programme_editor", TODAY + 2 * DAY, TODAY + 3 * DAY)
    invitation = invite(director, home)

    actions.accept_invitation(actor=anna, invitation=invitation)

    assert list(
        Role.objects.filter(person=anna).order_by("valid_from").values_list("valid_from", "valid_to")
    ) == [
        (TODAY, TODAY + DAY),
        (TODAY + 2 * DAY, TODAY + 3 * DAY),
        (TODAY + 4 * DAY, None),
    ]


@pytest.mark.parametrize("known", [True, False])
def test_an_invitation_tells_nothing_of_accounts(known: bool, home: Organisation, director: User) -> None:
    if known:
        make_user(email="anna@example.org", name="Анна из другого города")
    invitation = invite(director, home)
    deliver()

    invitation = fresh(invitation)
    assert (invitation.name, invitation.state, invitation.accepted_by) == ("Анна", "open", None)


def test_an_expired_link_is_opened_by_a_new_letter(home: Organisation, director: User) -> None:
    invitation = invite(director, home)
    old = deliver()
    with time_machine.travel("2026-12-07T12:00:00+05:00", tick=False):
        assert fresh(invitation).state == InvitationState.EXPIRED
        with pytest.raises(Conflict, match="срок"):
            actions.join_by_invitation(invitation=invitation, name="Анна")

        actions.resend_invitation(actor=director, invitation=invitation)
        assert invitation_by_token(digest_of(old)) is None
        new = deliver()

        assert new != old
        assert invitation_by_token(digest_of(new)) == invitation
        actions.join_by_invitation(invitation=fresh(invitation), name="Анна")


def test_what_is_taken_back_says_so(home: Organisation, director: User) -> None:
    invitation = invite(director, home)
    token = deliver()
    actions.revoke_invitation(actor=director, invitation=invitation)

    found = invitation_by_token(digest_of(token))
    assert found is not None
    assert found.state == InvitationState.REVOKED
    for call in (
        lambda: actions.join_by_invitation(invitation=found, name="Анна"),
        lambda: actions.resend_invitation(actor=director, invitation=found),
        lambda: actions.revoke_invitation(actor=director, invitation=found),
    ):
        with pytest.raises(Conflict):
            call()


def test_directors_invite_to_their_own_organisation_only(home: Organisation, director: User) -> None:
    strange = make_organisation()
    mine = invite(make_coordinator(), home)

    for call in (
        lambda: invite(director, strange),
        lambda: invite(director, None, kind="city_head"),
        lambda: invite(make_editor(home), home),
        lambda: actions.revoke_invitation(actor=make_editor(strange, RoleKind.DIRECTOR), invitation=mine),
        lambda: actions.resend_invitation(actor=make_editor(home), invitation=mine),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert invite(make_coordinator(), None, kind="city_head", email="h@example.org").organisation is None


def test_what_is_wrong_is_named(home: Organisation, director: User) -> None:
    for given, fields in (
        ({"email": "nonsense", "name": ""}, ["email", "name"]),
        ({"email": director.email.upper()}, ["email"]),
        ({"kind": "king"}, ["kind"]),
        ({"role_from": TODAY, "role_to": TODAY - DAY}, ["valid_to"]),
        ({"role_from": TODAY - 2 * DAY, "role_to": TODAY - DAY}, ["role_to"]),
    ):
        with pytest.raises(Invalid) as caught:
            invite(director, home, **given)
        assert sorted(caught.value.problems) == fields
    assert Invitation.objects.count() == 0


def test_one_invitation_to_a_role_and_a_few_letters_a_day(home: Organisation, director: User) -> None:
    invitation = invite(director, home)
    with pytest.raises(Conflict):
        invite(director, home, email="ANNA@example.org")
    for _ in range(LETTERS_A_DAY - 1):
        actions.resend_invitation(actor=director, invitation=invitation)

    with pytest.raises(Conflict):
        actions.resend_invitation(actor=director, invitation=invitation)
    with pytest.raises(Conflict):
        invite(make_coordinator(), make_organisation())
    with time_machine.travel("2026-11-24T12:00:01+05:00", tick=False):
        actions.resend_invitation(actor=director, invitation=invitation)


def test_who_was_switched_off_has_invited_nobody(home: Organisation, director: User) -> None:
    invitation = invite(director, home)
    actions.switch_off(actor=SYSTEM, person=director)

    with pytest.raises(Conflict):
        actions.join_by_invitation(invitation=invitation, name="Анна")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_lost_the_right_opens_no_door_to_others(home: Organisation, director: User) -> None:
    invitation = invite(director, home, kind="director")
    role = director.roles.get()
    actions.end_role(actor=SYSTEM, role=role, last_day=TODAY - DAY)

    with pytest.raises(Conflict):
        actions.join_by_invitation(invitation=fresh(invitation), name="Анна")

    # Whoever holds the right now stands for it by sending it again.
    actions.resend_invitation(actor=make_editor(home, RoleKind.DIRECTOR), invitation=fresh(invitation))
    person = actions.join_by_invitation(invitation=fresh(invitation), name="Анна")
    assert [held.kind for held in person.roles.all()] == ["director"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_it(home: Organisation, director: User) -> None:
    invite(director, home)

    Worker().run(until_empty=True)

    assert [letter.to for letter in mail.outbox] == [["anna@example.org"]]
