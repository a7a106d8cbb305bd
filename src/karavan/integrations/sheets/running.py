"""Small lists are read and written at once, large ones by the worker."""

from typing import Final

from karavan.integrations.sheets import tasks
from karavan.integrations.sheets.actions import check_batch, write_batch
from karavan.integrations.sheets.models import Batch
from karavan.people.models import User

SMALL_FILE: Final = 40_000
"""Bytes of a file that a page may read while the person waits: some three hundred rows."""
SMALL_LIST: Final = 150
"""Rows that a page may write while the person waits."""


def start_check(actor: User, batch: Batch) -> Batch:
    """Read and judge an upload, now or soon."""
    if len(batch.file.content) <= SMALL_FILE:
        return check_batch(actor=actor, batch=batch)
    tasks.check.enqueue(batch.pk, actor.pk)
    return batch


def start_write(actor: User, batch: Batch) -> Batch:
    """Write a confirmed upload, now or soon."""
    if batch.counts.get("rows", 0) + batch.counts.get("gone", 0) <= SMALL_LIST:
        return write_batch(actor=actor, batch=batch)
    tasks.write.enqueue(batch.pk, actor.pk)
    return batch
