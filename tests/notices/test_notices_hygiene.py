"""Monday's ten reach who coordinates and who heads the city, once, and nobody else."""

from datetime import UTC, datetime

import pytest
import time_machine

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from karavan.hygiene import actions, tasks
from karavan.hygiene.models import Digest
from karavan.kernel.actor import SYSTEM
from karavan.notices.enums import Topic
from karavan.notices.models import Notice
from karavan.people.enums import FounderLevel, RoleKind
from notices.hearing import told

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

MONDAY = datetime(2027, 3, 1, 5, tzinfo=UTC)
TUESDAY = datetime(2027, 3, 2, 5, tzinfo=UTC)


def run(moment):
    with time_machine.travel(moment, tick=False):
        return tasks.tell_worst.call()


@pytest.fixture
def club():
    club = make_organisation(name="Клуб", founder_level=FounderLevel.MUNICIPAL)
    actions.measure(actor=SYSTEM, now=MONDAY)
    return club


def test_the_task_tells_on_mondays_once(club):
    assert [run(TUESDAY), run(MONDAY), run(MONDAY)] == [False, True, False]
    assert [digest.day for digest in Digest.objects.all()] == [MONDAY.date()]


def test_nothing_to_tell():
    assert run(MONDAY) is False


def test_who_is_told_and_why(club):
    coordinator, head, editor = make_coordinator(), make_user(), make_editor(club)
    make_role(head, None, RoleKind.CITY_HEAD)
    director = make_editor(club, RoleKind.DIRECTOR)
    run(MONDAY)
    run(MONDAY)
    with time_machine.travel(MONDAY, tick=False):
        heard = {person: told(person) for person in (coordinator, head, editor, director)}
    quality = [[title for topic, title in lines if topic == Topic.QUALITY] for lines in heard.values()]
    title = "1 учреждение, которому нужно помочь первым"
    assert quality == [[title], [title], [], []]
    notices = Notice.objects.filter(topic=Topic.QUALITY)
    assert {(notice.text, notice.url) for notice in notices} == {
        ("Клуб: 25 — Добавьте телефон", "/office/hygiene/")
    }
    assert dict(notices.values_list("person", "reason")) == {
        coordinator.pk: "потому что вы координируете город",
        head.pk: "потому что вы руководите культурой города",
    }
