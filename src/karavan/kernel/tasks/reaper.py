"""Tasks whose worker died are queued again.

A living worker renews its beat; a task that is marked as running by a worker without a beat within the
lease has nobody who works on it any more.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from karavan.kernel.tasks.models import WorkerBeat
from karavan.kernel.tasks.policy import policy_of

logger = logging.getLogger(__name__)


class WorkerDied(Exception):
    """The last allowed attempt of a task ended with its worker."""


def lease() -> timedelta:
    """How long a worker may be silent before its tasks are taken from it."""
    return timedelta(seconds=settings.TASK_LEASE_SECONDS)


def beat(worker_id: str, now: datetime) -> None:
    """Say that the worker lives."""
    WorkerBeat.objects.update_or_create(worker_id=worker_id, defaults={"at": now})


def reap(now: datetime) -> int:
    """Take the tasks of dead workers from them; the number of tasks found. Old beats are removed."""
    found = 0
    with transaction.atomic():
        alive = set(WorkerBeat.objects.filter(at__gte=now - lease()).values_list("worker_id", flat=True))
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        for row in running:
            if row.worker_ids and row.worker_ids[-1] in alive:
                continue
            if row.started_at is not None and row.started_at > now - lease():
                continue  # claimed a moment ago, before the worker's first beat
            found += 1
            attempt = len(row.worker_ids)
            if attempt < policy_of(row.task_path).attempts:
                logger.warning("task %s (%s): its worker died, queued again", row.task_path, row.id)
                row.status = TaskResultStatus.READY
                row.run_after = now
                row.save(update_fields=["status", "run_after"])
            else:
                logger.error("task %s (%s): its worker died in the last attempt", row.task_path, row.id)
                row.set_failed(WorkerDied(f"attempt {attempt}"))
        WorkerBeat.objects.filter(at__lt=now - 10 * lease()).delete()
    return found
