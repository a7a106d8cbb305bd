"""Who is told, how often, and through which channels."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from factories.notices import make_news, make_notice
from factories.people import make_user
from karavan.kernel.actor import SYSTEM
from karavan.notices import actions, queries
from karavan.notices.enums import Channel, DeliveryState, Topic
from karavan.notices.models import Delivery, Notice

pytestmark = pytest.mark.slow

NOON = datetime(2027, 3, 1, 7, tzinfo=UTC)
"""12:00 on the city's clock."""
NIGHT = datetime(2027, 3, 1, 18, tzinfo=UTC)
"""23:00 on the city's clock."""
EIGHT = datetime(2027, 3, 2, 3, tzinfo=UTC)
"""8:00 the next morning."""
DIGEST = datetime(2027, 3, 2, 3, 30, tzinfo=UTC)
"""8:30 the next morning."""


@pytest.fixture
def person(db):
    return make_user()


def deliveries(person):
    rows = Delivery.objects.filter(person=person).order_by("pk")
    return [(row.channel, row.state, row.due_at) for row in rows]


def test_news_become_a_notice_with_its_reason(person):
    with time_machine.travel(NOON, tick=False):
        make_notice(person, title="Изменено: Вечер", text="Цена")
    (notice,) = queries.visible_to(person)
    assert (notice.title, notice.text, notice.reason) == ("Изменено: Вечер", "Цена", "потому что вы редактор")
    assert (notice.created_at, notice.read_at, notice.urgent, notice.times) == (NOON, None, False, 1)
    assert queries.unread_count(person) == 1


def test_nobody_is_told_of_their_own_act(person):
    other = make_user()
    made = actions.notify(actor=SYSTEM, news=[make_news(person, other, by_id=person.pk)])
    assert [notice.person_id for notice in made] == [other.pk]


def test_who_is_switched_off_is_not_told(person):
    person.is_active = False
    person.save()
    assert actions.notify(actor=SYSTEM, news=[make_news(person)]) == []


def test_the_same_news_within_an_hour_is_one_notice(person):
    with time_machine.travel(NOON, tick=False) as clock:
        first = make_notice(person, subject_id=7, text="Цена")
        actions.mark_read(actor=person, ids=[first.pk])
        clock.shift(timedelta(minutes=59))
        again = make_notice(person, subject_id=7, text="Место")
        assert again.pk == first.pk
        assert (again.times, again.text, again.read_at) == (2, "Место", None)
        clock.shift(timedelta(minutes=2))
        assert make_notice(person, subject_id=7).pk != first.pk
    assert Notice.objects.count() == 2
    assert Delivery.objects.count() == 2


def test_the_same_news_twice_at_once_is_one_notice(person):
    actions.notify(actor=SYSTEM, news=[make_news(person, subject_id=7), make_news(person, subject_id=7)])
    assert [(notice.subject_id, notice.times) for notice in Notice.objects.all()] == [(7, 2)]


def test_urgent_news_that_differ_are_sent_again(person):
    with time_machine.travel(NOON, tick=False) as clock:
        make_notice(person, topic=Topic.MOVED, subject_id=7, text="19:00")
        Delivery.objects.update(state=DeliveryState.SENT)
        clock.shift(timedelta(minutes=5))
        make_notice(person, topic=Topic.MOVED, subject_id=7, text="19:00")
        assert deliveries(person) == [("email", "sent", NOON)]
        make_notice(person, topic=Topic.MOVED, subject_id=7, text="20:00")
    assert deliveries(person) == [("email", "waiting", NOON + timedelta(minutes=5))]


def test_what_is_muted_is_not_told_until_the_mute_is_over(person):
    with time_machine.travel(NOON, tick=False) as clock:
        notice = make_notice(person, subject_id=7)
        actions.mute(actor=person, notice=notice, until=NOON + timedelta(days=7))
        assert queries.unread_count(person) == 0
        clock.shift(timedelta(hours=2))
        assert actions.notify(actor=SYSTEM, news=[make_news(person, subject_id=7)]) == []
        assert len(actions.notify(actor=SYSTEM, news=[make_news(person, subject_id=8)])) == 1
        clock.shift(timedelta(days=7))
        assert len(actions.notify(actor=SYSTEM, news=[make_news(person, subject_id=7)])) == 1


@pytest.mark.parametrize(
    ("topic", "now", "due"),
    [
        (Topic.CHANGED, NOON, DIGEST),
        (Topic.MOVED, NOON, NOON),
        (Topic.MOVED, NIGHT, EIGHT),
        (Topic.CANCELLED, NIGHT, EIGHT),
        (Topic.CANCELLED_TODAY, NIGHT, NIGHT),
    ],
)
def test_when_it_leaves(person, topic, now, due):
    with time_machine.travel(now, tick=False):
        make_notice(person, topic=topic)
    assert deliveries(person) == [("email", "waiting", due)]


def test_hours_of_ones_own(person):
    with time_machine.travel(NOON, tick=False):
        actions.set_hours(actor=person, quiet_from=time(10), quiet_to=time(14), digest_at=time(18))
        make_notice(person, topic=Topic.MOVED)
        make_notice(person, topic=Topic.CHANGED)
    assert [due.hour for _channel, _state, due in deliveries(person)] == [9, 13]


def test_a_topic_that_is_off_in_the_office_goes_by_mail_only(person):
    actions.set_preferences(actor=person, on={Topic.CHANGED: [Channel.EMAIL]})
    notice = make_notice(person)
    assert (notice.is_shown, queries.unread_count(person)) == (False, 0)
    assert [channel for channel, _state, _due in deliveries(person)] == ["email"]


def test_a_topic_that_is_off_everywhere_makes_no_notice(person):
    actions.set_preferences(actor=person, on={Topic.CHANGED: []})
    assert actions.notify(actor=SYSTEM, news=[make_news(person)]) == []
    assert len(actions.notify(actor=SYSTEM, news=[make_news(person, topic=Topic.ROLE)])) == 1


def test_switching_a_channel_off_drops_what_waits(person):
    with time_machine.travel(NOON, tick=False):
        make_notice(person)
        make_notice(person, topic=Topic.ROLE)
        actions.set_preferences(actor=person, on={Topic.CHANGED: [Channel.IN_APP]})
    assert [state for _channel, state, _due in deliveries(person)] == ["dropped", "waiting"]


def test_everybody_reads_their_own_only(person):
    other = make_user()
    theirs = make_notice(other)
    assert list(queries.visible_to(person)) == []
    assert list(queries.visible_to(None)) == list(queries.visible_to(SYSTEM)) == []
    assert actions.mark_read(actor=person, ids=[theirs.pk]) == 0
    assert queries.unread_count(other) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_people_and_news(db, django_assert_num_queries, number):
    people = [make_user() for _ in range(number)]
    news = [make_news(*people) for _ in range(number)]
    with django_assert_num_queries(10):
        actions.notify(actor=SYSTEM, news=news)


def test_the_unread_count_is_one_query(person, django_assert_num_queries):
    make_notice(person)
    with django_assert_num_queries(1):
        assert queries.unread_count(person) == 1


def test_old_notices_are_forgotten(person):
    with time_machine.travel(NOON, tick=False) as clock:
        make_notice(person)
        clock.shift(timedelta(days=100))
        make_notice(person)
        clock.shift(timedelta(days=81))
        assert actions.prune(actor=SYSTEM) == 1
        assert actions.prune(actor=person) == 0
    assert Notice.objects.count() == Delivery.objects.count() == 1
