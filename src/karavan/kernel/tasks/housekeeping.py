"""Finished tasks and their keys are forgotten after a while."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from karavan.kernel.tasks.models import TaskKey
from karavan.kernel.tasks.policy import task


@task()
def forget_finished() -> int:
    """Delete results and keys older than ``TASK_KEEP_DAYS``; the number of rows deleted."""
    before = timezone.now() - timedelta(days=settings.TASK_KEEP_DAYS)
    results, _ = DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    keys, _ = TaskKey.objects.filter(created_at__lt=before).delete()
    return results + keys
