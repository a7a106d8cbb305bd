from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from karavan.kernel import events
from karavan.kernel.actions import action, announce, changes, record, unit_of_work
from karavan.kernel.actor import SYSTEM, Actor, System
from karavan.kernel.journal.models import JournalLine


@dataclass(frozen=True)
class Rung:
    """News of these tests only."""

    bell: str


@dataclass(frozen=True)
class Struck:
    """Other news of these tests only."""

    hour: int


@dataclass
class Ear:
    """Subscribers that remember what they heard, and what was in the journal at that moment."""

    together: list[list[Any]]
    single: list[Any]
    committed: list[bool]
    lines: list[int]

    def hear_together(self, news: Sequence[Any]) -> None:
        self.together.append(list(news))
        self.lines.append(JournalLine.objects.count())

    def hear_single(self, news: Any) -> None:
        self.single.append(news)
        self.committed.append(not transaction.get_connection().in_atomic_block)


@pytest.fixture
def ear() -> Iterator[Ear]:
    listener = Ear([], [], [], [])
    events.subscribe_in_transaction([Rung, Struck], listener.hear_together)
    events.subscribe_on_commit(Rung, listener.hear_single)
    yield listener
    for kind in (Rung, Struck):
        events._together.pop(kind)
    events._single.pop(Rung)


def subject() -> ContentType:
    return ContentType.objects.get_or_create(app_label="bells", model="bell")[0]


@action
def ring(*, actor: Actor, bell: str) -> str:
    record(actor, "bell.rung", subject(), after={"bell": bell})
    announce(Rung(bell))
    return bell


@action
def peal(*, actor: Actor, bells: Sequence[str], then: Callable[[], None] = lambda: None) -> list[str]:
    rung = [ring(actor=actor, bell=bell) for bell in bells]
    announce(Struck(len(bells)))
    then()
    return rung


def fail() -> None:
    raise LookupError("the rope broke")


@pytest.mark.django_db
def test_an_action_returns_what_its_function_returns_and_writes_one_line() -> None:
    assert ring(actor=SYSTEM, bell="big") == "big"

    line = JournalLine.objects.get()
    assert (line.actor_id, line.actor_label, line.verb) == (None, "system", "bell.rung")
    assert (line.subject_type, line.subject_id) == ("contenttypes.contenttype", subject().pk)
    assert (line.before, line.after, line.reason, line.organisation_id) == ({}, {"bell": "big"}, "", None)


@pytest.mark.django_db
def test_every_distinct_event_is_delivered_once_at_the_end_of_the_outermost_action(ear: Ear) -> None:
    peal(actor=SYSTEM, bells=["big", "small", "big"])

    assert ear.together == [[Rung("big"), Rung("small"), Struck(3)]]
    assert ear.lines == [3]


@pytest.mark.django_db
def test_two_outermost_actions_are_two_deliveries(ear: Ear) -> None:
    ring(actor=SYSTEM, bell="big")
    ring(actor=SYSTEM, bell="big")

    assert ear.together == [[Rung("big")], [Rung("big")]]


@pytest.mark.django_db
def test_a_unit_of_work_joins_actions_into_one(ear: Ear) -> None:
    with unit_of_work():
        ring(actor=SYSTEM, bell="big")
        ring(actor=SYSTEM, bell="big")
        assert ear.together == []
        assert JournalLine.objects.count() == 0

    assert ear.together == [[Rung("big")]]
    assert JournalLine.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_subscribers_on_commit_hear_each_event_once_and_only_after_the_commit(ear: Ear) -> None:
    with transaction.atomic():
        peal(actor=SYSTEM, bells=["big", "small", "big"])
        assert ear.single == []

    assert ear.single == [Rung("big"), Rung("small")]
    assert ear.committed == [True, True]


@pytest.mark.django_db(transaction=True)
def test_a_failed_action_leaves_no_line_and_no_news(ear: Ear) -> None:
    with pytest.raises(LookupError, match="the rope broke"):
        peal(actor=SYSTEM, bells=["big"], then=fail)

    assert (ear.together, ear.single) == ([], [])
    assert JournalLine.objects.count() == 0
    assert ContentType.objects.filter(app_label="bells").count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_outer_rollback_takes_the_action_and_its_late_news_along(ear: Ear) -> None:
    def ring_in_vain() -> None:
        with transaction.atomic():
            ring(actor=SYSTEM, bell="big")
            raise LookupError

    with pytest.raises(LookupError):
        ring_in_vain()

    assert JournalLine.objects.count() == 0
    assert ear.single == []


@pytest.mark.django_db(transaction=True)
def test_a_subscriber_in_the_transaction_that_fails_undoes_the_action(ear: Ear) -> None:
    def refuse(news: Sequence[Any]) -> None:
        raise LookupError("no room")

    events.subscribe_in_transaction([Rung], refuse)

    with pytest.raises(LookupError, match="no room"):
        ring(actor=SYSTEM, bell="big")

    assert JournalLine.objects.count() == 0
    assert ear.single == []


@pytest.mark.django_db
def test_after_a_failure_the_next_action_starts_afresh(ear: Ear) -> None:
    with pytest.raises(LookupError):
        peal(actor=SYSTEM, bells=["big"], then=fail)

    ring(actor=SYSTEM, bell="small")

    assert ear.together == [[Rung("small")]]
    assert [line.after for line in JournalLine.objects.all()] == [{"bell": "small"}]


def test_only_an_action_may_announce_and_record() -> None:
    with pytest.raises(RuntimeError, match="only an action may write"):
        announce(Rung("big"))
    with pytest.raises(RuntimeError, match="only an action may write"):
        record(SYSTEM, "bell.rung", ContentType(pk=1))


def test_subscribing_twice_is_subscribing_once(ear: Ear) -> None:
    events.subscribe_in_transaction([Rung], ear.hear_together)
    events.subscribe_on_commit(Rung, ear.hear_single)

    assert len(events._together[Rung]) == 1
    assert len(events._single[Rung]) == 1


def test_changes_tell_what_differs_and_set_it() -> None:
    record_ = ContentType(app_label="bells", model="bell")

    assert changes(record_, {"app_label": "bells", "model": "gong"}) == ({"model": "bell"}, {"model": "gong"})
    assert record_.model == "gong"


def test_changes_stand_in_the_journal_as_plain_values() -> None:
    line = JournalLine(verb="a", subject_id=1, after={})
    before, after = changes(line, {"verb": System(), "subject_id": ContentType(pk=7), "after": {"x": 1}})

    assert before == {"verb": "a", "subject_id": 1, "after": {}}
    assert after == {"verb": "system", "subject_id": 7, "after": {"x": 1}}


def test_the_system_signs_as_itself() -> None:
    assert (str(SYSTEM), SYSTEM.pk, SYSTEM.is_system, SYSTEM.is_active) == ("system", None, True, True)
