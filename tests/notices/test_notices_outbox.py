"""The outbox: letters, digests, retries, two workers."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection

from factories.notices import make_notice
from factories.people import make_editor, make_organisation, make_role, make_user
from karavan.kernel.actor import SYSTEM
from karavan.notices import actions
from karavan.notices.enums import DeliveryState, Topic
from karavan.notices.models import Delivery
from karavan.notices.rules import LEASE, RETRY
from karavan.people.actions import set_substitution
from notices.hearing import work

pytestmark = pytest.mark.slow

NOON = datetime(2027, 3, 1, 7, tzinfo=UTC)
DIGEST = datetime(2027, 3, 2, 3, 30, tzinfo=UTC)


@pytest.fixture
def person(db):
    return make_user(email="anna@example.org", name="Анна")


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def deliver():
    return actions.deliver_due(actor=SYSTEM)


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_an_urgent_notice_is_a_letter_of_its_own_at_once(person, clock, settings):
    settings.SITE_URL = "https://karavan.example"
    notice = make_notice(person, topic=Topic.MOVED, title="Перенесено: Вечер", text="1 → 2 марта")
    work()
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Перенесено: Вечер", ["anna@example.org"])
    address = f"https://karavan.example/office/notices/{notice.pk}/"
    assert letter.body.split("\n\n")[1].splitlines() == [
        "1 → 2 марта",
        address,
        "Вы получаете это, потому что вы редактор.",
    ]
    html, kind = letter.alternatives[0]
    assert (kind, html.count(address)) == ("text/html", 1)
    stop = letter.extra_headers["List-Unsubscribe"]
    assert stop.startswith("<https://karavan.example/office/notices/stop/")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    row = Delivery.objects.get()
    assert (row.state, row.tries, row.sent_at, row.error) == ("sent", 1, NOON, "")


def test_the_rest_is_one_digest_a_day(person, clock):
    make_notice(person, title="Первое")
    clock.shift(timedelta(hours=1))
    make_notice(person, title="Второе", topic=Topic.ROLE)
    work()
    assert deliver() == 0
    clock.move_to(DIGEST - timedelta(seconds=1))
    assert deliver() == 0
    clock.move_to(DIGEST)
    assert deliver() == 1
    (letter,) = mail.outbox
    assert letter.subject == "2 новости за день"
    assert [line for line in letter.body.splitlines() if line.startswith("— ")] == ["— Второе", "— Первое"]
    assert deliver() == 0


def test_an_empty_digest_is_never_sent(person, clock):
    clock.move_to(DIGEST)
    assert deliver() == 0
    assert mail.outbox == []


def test_what_was_read_in_the_office_does_not_come_again(person, clock):
    make_notice(person)
    read = make_notice(person)
    actions.mark_read(actor=person, ids=[read.pk])
    clock.move_to(DIGEST)
    deliver()
    assert mail.outbox[0].subject == "1 новость за день"
    assert states() == ["sent", "dropped"]


def test_several_urgent_ones_after_the_night_are_one_letter(person, clock):
    clock.move_to(datetime(2027, 3, 1, 18, tzinfo=UTC))
    for _ in range(3):
        make_notice(person, topic=Topic.MOVED)
    assert deliver() == 0
    clock.move_to(datetime(2027, 3, 2, 3, tzinfo=UTC))
    assert deliver() == 1
    assert mail.outbox[0].subject == "3 срочных уведомления"


def test_who_is_switched_off_gets_nothing(person, clock):
    make_notice(person, topic=Topic.MOVED)
    person.is_active = False
    person.save()
    assert deliver() == 0
    assert states() == ["dropped"]


def test_a_mail_server_that_is_away_is_asked_again_for_hours(person, clock, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    make_notice(person, topic=Topic.MOVED)
    for number in range(1, RETRY.attempts + 1):
        assert deliver() == 0
        row = Delivery.objects.get()
        assert row.tries == number
        clock.move_to(row.due_at)
    assert row.state == DeliveryState.FAILED
    assert row.error.startswith("ConnectionRefusedError")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver() == 0


def test_a_digest_that_failed_comes_whole_when_the_server_is_back(person, clock, settings):
    make_notice(person)
    make_notice(person)
    clock.move_to(DIGEST)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert deliver() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver() == 0
    clock.shift(timedelta(minutes=2))
    assert deliver() == 1
    assert mail.outbox[0].subject == "2 новости за день"


def test_an_installation_without_mail_has_no_letters(person, clock, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    make_notice(person, topic=Topic.MOVED)
    assert states() == []


def test_what_a_dead_worker_held_is_sent_after_the_lease(person, clock):
    make_notice(person, topic=Topic.MOVED)
    Delivery.objects.update(state=DeliveryState.SENDING, claim="dead", tries=1, due_at=NOON + LEASE)
    assert deliver() == 0
    clock.shift(LEASE)
    assert deliver() == 1
    assert Delivery.objects.get().tries == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once():
    people = [make_user() for _ in range(12)]
    for person in people:
        make_notice(person, topic=Topic.CANCELLED_TODAY)
    start = threading.Barrier(2)
    sent = []

    def run():
        try:
            start.wait(10)
            sent.append(deliver())
        finally:
            connection.close()

    workers = [threading.Thread(target=run) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == 12
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(person.email for person in people)
    assert set(Delivery.objects.values_list("state", "tries")) == {("sent", 1)}


def test_unread_urgent_notices_go_to_the_substitute(clock, db):
    house = make_organisation()
    absent, standing = make_editor(house), make_user()
    set_substitution(
        actor=SYSTEM,
        person=absent,
        substitute=standing,
        valid_from=date(2027, 3, 1),
        valid_to=date(2027, 3, 5),
    )
    make_notice(absent, topic=Topic.MOVED, title="Перенесено: Вечер")
    make_notice(absent, topic=Topic.CHANGED)
    clock.shift(timedelta(hours=2, minutes=59))
    assert actions.escalate(actor=SYSTEM) == []
    clock.shift(timedelta(minutes=1))
    (handed,) = actions.escalate(actor=SYSTEM)
    assert (handed.person, handed.title, handed.urgent) == (standing, "Перенесено: Вечер", True)
    assert handed.reason == f"потому что вы замещаете: {absent.name}, — а там не прочитано"
    assert actions.escalate(actor=SYSTEM) == []
    assert actions.escalate(actor=absent) == []


def test_a_substitute_for_one_house_hears_nothing_of_another(clock, db):
    here, there = make_organisation(), make_organisation()
    absent, standing = make_editor(here), make_user()
    make_role(absent, there)
    set_substitution(
        actor=SYSTEM,
        person=absent,
        substitute=standing,
        organisation=here,
        valid_from=date(2027, 3, 1),
        valid_to=date(2027, 3, 5),
    )
    for organisation in (here, there):
        make_notice(absent, topic=Topic.MOVED, organisation_id=organisation.pk)
    make_notice(absent, topic=Topic.MOVED)
    clock.shift(timedelta(hours=3))
    assert [notice.organisation_id for notice in actions.escalate(actor=SYSTEM)] == [here.pk]
