"""What a worker would do with the queued tasks, in the test's own transaction."""

from django_tasks_db.models import DBTaskResult

from karavan.notices.models import Notice
from karavan.people.models import User


def work() -> None:
    """Run every task that is ready, also what these queue."""
    while (row := DBTaskResult.objects.ready().order_by("enqueued_at").first()) is not None:
        result = row.task_result
        row.task.call(*result.args, **result.kwargs)
        row.delete()


def told(person: User) -> list[tuple[str, str]]:
    """(topic, title) of a person's notices in the order they came, after the worker did its work."""
    work()
    rows = Notice.objects.filter(person=person).order_by("pk")
    return [(row.topic, row.title) for row in rows]
