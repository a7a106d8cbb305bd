"""Tasks for the tests of the worker; imported by the worker process too."""

import os
import time
from pathlib import Path

from karavan.kernel.errors import Conflict
from karavan.kernel.tasks.keys import once
from karavan.kernel.tasks.models import TaskKey
from karavan.kernel.tasks.policy import Policy, task

calls: list[str] = []


@task()
def note(word: str) -> str:
    calls.append(word)
    return word.upper()


@task()
def nightly() -> None:
    calls.append("nightly")


@task(Policy(attempts=3))
def fail() -> None:
    calls.append("fail")
    raise OSError("the other system is away")


@task()
def refuse() -> None:
    calls.append("refuse")
    raise Conflict("the record changed")


@task(takes_context=True)
def count_attempts(context) -> int:
    return context.attempt


@task()
def effect_then_sleep(marker: str) -> None:
    """Has its effect once, then dawdles in the first run: the moment at which the test kills the worker."""
    with once(f"effect:{marker}") as first:
        if first:
            TaskKey.objects.create(key=f"effect-row:{marker}:{os.getpid()}")
    if first:
        Path(marker).write_text(str(os.getpid()))
        time.sleep(60)


@task()
def sleep_before_effect(marker: str) -> None:
    """Dawdles inside the transaction of the effect, in the first run only."""
    with once(f"effect:{marker}") as first:
        if first:
            TaskKey.objects.create(key=f"effect-row:{marker}:{os.getpid()}")
        if not Path(marker).exists():
            Path(marker).write_text(str(os.getpid()))
            time.sleep(60)
