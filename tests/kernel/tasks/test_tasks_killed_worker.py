"""A worker process killed in the middle: what was confirmed stays, what was not is done once."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[2]
PREPARE = """
import sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from kernel.tasks import sample_tasks
getattr(sample_tasks, sys.argv[1]).enqueue(sys.argv[2])
"""
REPORT = """
import json
import django
django.setup()
from django_tasks_db.models import DBTaskResult
from karavan.kernel.tasks.models import TaskKey
ours = DBTaskResult.objects.filter(task_path__startswith="kernel.")
rows = [[row.status, len(row.worker_ids)] for row in ours]
effects = TaskKey.objects.filter(key__startswith="effect-row:").count()
print(json.dumps([rows, effects]))
"""


@pytest.fixture
def process(tmp_path):
    """Run Python or ``karavan`` as processes of an installation of its own, on a SQLite file."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(TESTS),
        "DJANGO_SETTINGS_MODULE": "karavan.config.settings",
        "KARAVAN_DEMO": "1",
        "KARAVAN_VAR": str(tmp_path),
        "KARAVAN_TASK_LEASE": "2",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'tasks.sqlite3'}",
    }
    started = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, *arguments]
        started.append(
            subprocess.Popen(
                command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        )
        return started[-1]

    yield start
    for child in started:
        if child.poll() is None:
            child.kill()
        child.communicate()


def finish(child: subprocess.Popen[str], seconds: float = 60) -> str:
    out, err = child.communicate(timeout=seconds)
    assert child.returncode == 0, err
    return out


def wait_for(condition, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize("task", ["effect_then_sleep", "sleep_before_effect"])
def test_the_next_worker_ends_the_task_and_its_effect_is_there_once(process, tmp_path, task):
    marker = tmp_path / "started"
    finish(process("-c", PREPARE, task, str(marker)))

    first = process("-m", "karavan.config.command", "worker", "--poll", "0.1")
    wait_for(marker.exists)
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    time.sleep(2.5)  # the lease of the dead worker

    second = process("-m", "karavan.config.command", "worker", "--poll", "0.1")
    report = '[[["SUCCESSFUL", 2]], 1]'
    deadline = time.monotonic() + 30
    while (found := finish(process("-c", REPORT)).strip()) != report:
        assert time.monotonic() < deadline, found
        time.sleep(0.2)
    second.send_signal(signal.SIGTERM)
    finish(second)
