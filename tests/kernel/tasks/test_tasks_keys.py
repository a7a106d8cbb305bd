from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from karavan.kernel.tasks import schedule
from karavan.kernel.tasks.keys import enqueue_once, once
from karavan.kernel.tasks.models import TaskKey
from karavan.kernel.tasks.policy import Policy
from karavan.kernel.tasks.schedule import Daily, Every
from kernel.tasks import sample_tasks


@pytest.mark.django_db
def test_a_key_is_queued_once():
    answers = [enqueue_once("letter:7", sample_tasks.note, "a") for _ in range(3)]
    assert answers == [True, False, False]
    assert DBTaskResult.objects.count() == 1
    assert TaskKey.objects.get().result_id == DBTaskResult.objects.get().pk


@pytest.mark.django_db
def test_a_thing_is_done_once():
    seen = []
    for _ in range(3):
        with once("letter:7") as first:
            seen.append(first)
    assert seen == [True, False, False]


@pytest.mark.django_db
def test_a_thing_that_failed_may_be_done_again():
    with pytest.raises(OSError, match="away"), once("letter:7"):
        raise OSError("away")
    with once("letter:7") as first:
        assert first is True


@pytest.mark.django_db
def test_a_time_is_queued_once_and_made_up_for(monkeypatch):
    monkeypatch.setattr(schedule, "_table", {})
    schedule.schedule("nightly", sample_tasks.nightly, Daily(time(3, 30)))
    # 3:30 in Chelyabinsk is 22:30 UTC of the day before.
    evening = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)

    assert schedule.queue_due(evening) == ["nightly"]
    assert schedule.queue_due(evening + timedelta(hours=5)) == []
    assert schedule.queue_due(evening + timedelta(hours=6)) == ["nightly"]
    keys = list(TaskKey.objects.order_by("key").values_list("key", flat=True))
    assert keys == [
        "queue:nightly@2026-11-22T22:30:00+00:00",
        "queue:nightly@2026-11-23T22:30:00+00:00",
    ]


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (datetime(2026, 11, 22, 22, 30, tzinfo=UTC), datetime(2026, 11, 22, 22, 30, tzinfo=UTC)),
        (datetime(2026, 11, 22, 22, 29, 59, tzinfo=UTC), datetime(2026, 11, 21, 22, 30, tzinfo=UTC)),
    ],
)
def test_daily(now, slot):
    assert Daily(time(3, 30)).last_slot(now) == slot


def test_every():
    now = datetime(2026, 11, 23, 17, 7, 31, tzinfo=UTC)
    assert Every(timedelta(minutes=15)).last_slot(now) == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_waits_double_up_to_a_bound():
    policy = Policy(first_delay=timedelta(seconds=10), longest_delay=timedelta(minutes=1))
    assert [policy.delay(n, jitter=0).total_seconds() for n in range(1, 6)] == [10, 20, 40, 60, 60]
    assert policy.delay(1, jitter=1).total_seconds() == 12.5
    assert policy.delay(1000, jitter=0).total_seconds() == 60


def test_the_rooms_table_names_tasks_that_take_nothing():
    names = [entry.name for entry in schedule.table()]
    assert names.count("tasks.forget_finished") == 1
    for entry in schedule.table():
        assert entry.times.last_slot(timezone.now()) <= timezone.now()
