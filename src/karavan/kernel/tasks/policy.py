"""How often a task is tried and how long it waits between tries."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

import django_tasks
from django_tasks.base import Task

from karavan.kernel.errors import KaravanError

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Policy:
    """``attempts`` in all; the wait doubles from ``first_delay`` up to ``longest_delay``.

    Errors of ``never_retry`` fail at once: the input is wrong and will be so tomorrow.
    """

    attempts: int = 5
    first_delay: timedelta = timedelta(seconds=10)
    longest_delay: timedelta = timedelta(hours=1)
    never_retry: tuple[type[BaseException], ...] = (KaravanError, TypeError)

    def delay(self, attempt: int, *, jitter: float | None = None) -> timedelta:
        """The wait after the given attempt (1 = the first), with up to a quarter of it added at random."""
        wait: timedelta = min(self.first_delay * 2 ** min(attempt - 1, 30), self.longest_delay)
        share = random.random() if jitter is None else jitter  # noqa: S311 - spreads load, guards nothing
        return wait + wait * share / 4

    def retries(self, error: BaseException, attempt: int) -> bool:
        """Whether the task is tried again after this error in this attempt."""
        if not isinstance(error, Exception) or isinstance(error, self.never_retry):
            return False
        return attempt < self.attempts


DEFAULT = Policy()
_policies: dict[str, Policy] = {}


def task(policy: Policy = DEFAULT, **options: Any) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Make a module-level function a task with this policy; options as ``django_tasks.task`` has them."""

    def wrap(function: Callable[P, T]) -> Task[P, T]:
        made: Task[P, T] = django_tasks.task(**options)(function)
        _policies[made.module_path] = policy
        return made

    return wrap


def policy_of(task_path: str) -> Policy:
    """The policy of the task at this import path."""
    return _policies.get(task_path, DEFAULT)
