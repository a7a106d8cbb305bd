"""Idempotency keys: queue a thing once, do a thing once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task

from karavan.kernel.tasks.models import TaskKey

P = ParamSpec("P")
T = TypeVar("T")


def enqueue_once(key: str, task: Task[P, T], /, *args: P.args, **kwargs: P.kwargs) -> bool:
    """Queue the task unless this key was queued before. True when it was queued now."""
    with transaction.atomic():
        row, made = TaskKey.objects.get_or_create(key=f"queue:{key}")
        if not made:
            return False
        row.result_id = UUID(task.enqueue(*args, **kwargs).id)
        row.save(update_fields=["result_id"])
    return True


@contextmanager
def once(key: str) -> Iterator[bool]:
    """Yield True to the first caller whose block ends without an error, False to all later ones.

    The block's writes and the key are one transaction: a worker killed inside leaves neither. Two at the
    same time: the second waits for the first (its row on PostgreSQL, the database on SQLite).

    Usage::

        with once(f"reminder:{registration_id}") as first:
            if first:
                send(...)
    """
    with transaction.atomic():
        row, _made = TaskKey.objects.select_for_update().get_or_create(key=f"done:{key}")
        if row.done_at is not None:
            yield False
            return
        yield True
        row.done_at = timezone.now()
        row.save(update_fields=["done_at"])
