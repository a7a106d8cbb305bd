from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from karavan.kernel.tasks import reaper, schedule
from karavan.kernel.tasks.models import TaskKey, WorkerBeat
from karavan.kernel.tasks.worker import Worker
from kernel.tasks import sample_tasks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """No scheduled tasks of the rooms, no calls of other tests."""
    monkeypatch.setattr(schedule, "_table", {})
    sample_tasks.calls.clear()


def work() -> int:
    return Worker(poll=0.01).run(until_empty=True)


def only_row() -> DBTaskResult:
    return DBTaskResult.objects.get()


def test_a_task_is_done_and_its_value_kept():
    result = sample_tasks.note.enqueue("camel")

    assert work() == 1
    result.refresh()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, "CAMEL")


def test_the_context_counts_attempts():
    result = sample_tasks.count_attempts.enqueue()
    work()
    result.refresh()
    assert result.return_value == 1


def test_a_failed_task_waits_longer_each_time_and_is_given_up_in_the_end():
    sample_tasks.fail.enqueue()
    waits = []
    for _ in range(2):
        work()
        row = only_row()
        assert row.status == TaskResultStatus.READY
        waits.append((row.run_after - timezone.now()).total_seconds())
        DBTaskResult.objects.update(run_after=timezone.now())
    work()

    row = only_row()
    assert [9 < waits[0] < 13, 19 < waits[1] < 26] == [True, True]
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path == "builtins.OSError"
    assert row.traceback.strip().splitlines()[-1] == "OSError: the other system is away"
    assert sample_tasks.calls == ["fail"] * 3


def test_what_the_rules_refuse_is_not_tried_again():
    sample_tasks.refuse.enqueue()
    work()
    assert (only_row().status, sample_tasks.calls) == (TaskResultStatus.FAILED, ["refuse"])


def test_a_task_that_is_no_more_fails_with_its_reason():
    sample_tasks.note.enqueue("x")
    DBTaskResult.objects.update(task_path="karavan.gone.task")
    work()
    row = only_row()
    assert (row.status, row.exception_class_path) == (TaskResultStatus.READY, "builtins.ModuleNotFoundError")


def test_the_task_of_a_dead_worker_is_queued_again():
    sample_tasks.note.enqueue("again")
    only_row().claim("dead-worker")
    long_ago = timezone.now() - timedelta(hours=1)
    WorkerBeat.objects.create(worker_id="dead-worker", at=long_ago)
    DBTaskResult.objects.update(started_at=long_ago)

    assert work() == 1
    assert only_row().status == TaskResultStatus.SUCCESSFUL
    assert sample_tasks.calls == ["again"]


def test_the_task_of_a_living_worker_is_left_alone():
    sample_tasks.note.enqueue("mine")
    only_row().claim("slow-worker")
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(hours=1))
    reaper.beat("slow-worker", timezone.now())

    assert reaper.reap(timezone.now()) == 0
    assert work() == 0


def test_a_task_that_kills_its_workers_is_given_up():
    sample_tasks.fail.enqueue()
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING,
        worker_ids=["a", "b", "c"],
        started_at=timezone.now() - timedelta(hours=1),
    )
    assert reaper.reap(timezone.now()) == 1
    row = only_row()
    assert (row.status, row.exception_class_path) == (
        TaskResultStatus.FAILED,
        "karavan.kernel.tasks.reaper.WorkerDied",
    )


def test_an_outcome_is_not_written_over_that_of_the_next_worker():
    sample_tasks.note.enqueue("slow")
    row = only_row()
    row.claim("first")
    DBTaskResult.objects.update(worker_ids=["first", "second"])

    Worker()._settle(row, status=TaskResultStatus.SUCCESSFUL, return_value="late")

    assert only_row().status == TaskResultStatus.RUNNING


def test_finished_tasks_are_forgotten_after_a_month():
    from karavan.kernel.tasks.housekeeping import forget_finished

    for word in ("old", "new"):
        sample_tasks.note.enqueue(word)
    work()
    month = timezone.now() - timedelta(days=31)
    old = DBTaskResult.objects.order_by("enqueued_at").first()
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=month)
    TaskKey.objects.create(key="queue:old")
    TaskKey.objects.update(created_at=month)

    assert forget_finished.call() == 2
    assert DBTaskResult.objects.count() == 1
