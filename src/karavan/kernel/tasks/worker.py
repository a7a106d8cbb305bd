"""The worker: takes one task after another from the queue of the database.

A second thread keeps the worker's beat, takes tasks from dead workers and queues what is due, also while a
long task runs.
"""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from traceback import format_exception
from types import FrameType
from typing import Any, cast
from uuid import uuid4

from django.db import OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks.base import TaskContext, TaskResultStatus
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult

from karavan.kernel.tasks import reaper, schedule
from karavan.kernel.tasks.policy import policy_of

logger = logging.getLogger(__name__)


class Worker:
    """One process that works. ``poll`` seconds pass between looks into an empty queue."""

    def __init__(self, *, poll: float = 1.0) -> None:
        self.worker_id = f"{socket.gethostname()[:32]}:{os.getpid()}:{uuid4().hex[:8]}"
        self.poll = poll
        self._stop = threading.Event()

    def listen_to_signals(self) -> None:
        """SIGTERM and SIGINT let the running task end; a second one does not wait."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._stop.is_set():
            raise SystemExit(128 + number)
        self._stop.set()

    def run(self, *, until_empty: bool = False) -> int:
        """Work until told to stop, or until nothing is ready; the number of tasks taken."""
        self._beat_reap_queue()
        keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)
        keeper.start()
        taken = 0
        try:
            while not self._stop.is_set():
                row = self._claim()
                if row is not None:
                    taken += 1
                    self._execute(row)
                elif until_empty:
                    break
                else:
                    self._stop.wait(self.poll)
                close_old_connections()
        finally:
            self._stop.set()
            keeper.join(timeout=30)
        return taken

    def _keep(self) -> None:
        try:
            while not self._stop.wait(reaper.lease().total_seconds() / 4):
                self._beat_reap_queue()
                close_old_connections()
        finally:
            connection.close()

    def _beat_reap_queue(self) -> None:
        duties: list[Callable[[], object]] = [
            lambda: reaper.beat(self.worker_id, timezone.now()),
            lambda: reaper.reap(timezone.now()),
            lambda: schedule.queue_due(timezone.now()),
        ]
        for duty in duties:
            try:
                duty()
            except OperationalError as error:
                # SQLite under a long write, or PostgreSQL restarting: the next round is seconds away.
                logger.warning("the database is busy or away: %s", error)
                connection.close()

    def _claim(self) -> DBTaskResult[Any, Any] | None:
        try:
            with transaction.atomic():
                row = DBTaskResult.objects.ready().filter(backend_name="default").get_locked()
                if row is not None:
                    row.claim(self.worker_id)
                return row
        except OperationalError as error:
            logger.warning("the database is busy or away: %s", error)
            connection.close()
            return None

    def _execute(self, row: DBTaskResult[Any, Any]) -> None:
        attempt = len(row.worker_ids)
        try:
            task, result = row.task, row.task_result
            task_started.send(sender=type(task.get_backend()), task_result=result)
            context: list[Any] = [TaskContext(task_result=cast("Any", result))] if task.takes_context else []
            value = task.call(*context, *result.args, **result.kwargs)
        except Exception as error:  # noqa: BLE001 - whatever a task raises is recorded with the task
            self._end_with_error(row, error, attempt)
        except BaseException:
            # A second signal: the task goes back to the queue for the next worker.
            self._settle(row, status=TaskResultStatus.READY, run_after=timezone.now())
            raise
        else:
            self._settle(
                row,
                status=TaskResultStatus.SUCCESSFUL,
                return_value=value,
                finished_at=timezone.now(),
                exception_class_path="",
                traceback="",
            )
            task_finished.send(sender=type(task.get_backend()), task_result=row.task_result)

    def _end_with_error(self, row: DBTaskResult[Any, Any], error: Exception, attempt: int) -> None:
        policy = policy_of(row.task_path)
        trace = "".join(format_exception(error))
        told = {
            "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
            "traceback": trace,
        }
        if policy.retries(error, attempt):
            wait: timedelta = policy.delay(attempt)
            logger.warning(
                "task %s (%s): attempt %d of %d failed, again in %.0f s: %r",
                row.task_path, row.id, attempt, policy.attempts, wait.total_seconds(), error,
            )  # fmt: skip
            self._settle(row, status=TaskResultStatus.READY, run_after=timezone.now() + wait, **told)
            return
        logger.error("task %s (%s) failed in attempt %d\n%s", row.task_path, row.id, attempt, trace)
        self._settle(row, status=TaskResultStatus.FAILED, finished_at=timezone.now(), **told)

    def _settle(self, row: DBTaskResult[Any, Any], **values: object) -> None:
        """Write the outcome, unless the task was taken from this worker meanwhile."""
        mine = DBTaskResult.objects.filter(
            pk=row.pk, status=TaskResultStatus.RUNNING, worker_ids=row.worker_ids
        )
        for name, value in values.items():
            setattr(row, name, value)
        if not mine.update(**values):
            logger.warning("task %s (%s) was taken by another worker meanwhile", row.task_path, row.id)
