"""A process killed in the middle of writing: all of a confirmed batch is there, or none."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

TESTS = Path(__file__).resolve().parents[2]
ROWS = 600
PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils.translation import activate
activate("ru")
from factories.people import make_editor, make_organisation
from factories.places import make_place
from integrations.sheets.tables import checked, events_table, lecture
from karavan.integrations.sheets import actions
organisation = make_organisation()
make_place(name="Дом", organisation=organisation)
actor = make_editor(organisation)
rows = [lecture(number, place="Дом") for number in range(ROWS)]
batch = checked(actor, organisation, events_table(actor, organisation, rows))
actions.confirm_batch(actor=actor, batch=batch, mode="all", publish=True)
print(batch.pk, actor.pk)
"""
WRITE = """
import sys
import django
django.setup()
from karavan.integrations.sheets.actions import write_batch
from karavan.integrations.sheets.models import Batch
from karavan.people.models import User
write_batch(actor=User.objects.get(pk=int(sys.argv[2])), batch=Batch.objects.get(pk=int(sys.argv[1])))
"""
REPORT = """
import json
import django
django.setup()
from karavan.catalogue.models import Entry
from karavan.integrations.sheets.models import Batch, Origin
from karavan.kernel.journal.models import JournalLine
from karavan.programme.models import Event
lines = JournalLine.objects.filter(verb__in=["event.created", "batch.written"]).count()
entries = Entry.objects.filter(kind="event").count()
print(json.dumps([Batch.objects.get().status, Event.objects.count(), entries, lines, Origin.objects.count()]))
"""


@pytest.fixture
def database(tmp_path):
    """The address of an empty database of the kind that the tests run on."""
    if "sqlite" in str(settings.DATABASES["default"]["ENGINE"]):
        yield f"sqlite:///{tmp_path / 'killed.sqlite3'}"
        return
    asked, name = os.environ["DATABASE_URL"], f"karavan_killed_{os.getpid()}"

    def admin(statement: str) -> None:
        with psycopg.connect(asked, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))

    admin("CREATE DATABASE {}")
    yield urlunsplit(urlsplit(asked)._replace(path=f"/{name}"))
    admin("DROP DATABASE {} WITH (FORCE)")


@pytest.mark.slow
@pytest.mark.parametrize("phase", ["write", "portal"])
def test_a_killed_writer_leaves_nothing_and_the_next_one_everything(database, tmp_path, phase):
    env = {
        **os.environ,
        "PYTHONPATH": f"{TESTS}:{TESTS.parent / 'src'}",
        "DJANGO_SETTINGS_MODULE": "karavan.config.settings",
        "KARAVAN_DEMO": "1",
        "KARAVAN_VAR": str(tmp_path),
        "DATABASE_URL": database,
    }

    def run(code: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=env,
            text=True,
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    batch, actor = run(PREPARE.replace("ROWS", str(ROWS))).split()
    note = tmp_path / "sheets" / f"{batch}.json"
    writer = subprocess.Popen([sys.executable, "-c", WRITE, batch, actor], env=env)
    deadline = time.monotonic() + 60
    while not (note.exists() and f'"{phase}"' in note.read_text()):
        assert writer.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    writer.send_signal(signal.SIGKILL)
    writer.wait(10)
    assert json.loads(run(REPORT)) == ["writing", 0, 0, 0, 0]
    run(WRITE, batch, actor)
    assert json.loads(run(REPORT)) == ["done", ROWS, ROWS, ROWS + 1, ROWS]
    run(WRITE, batch, actor)
    assert json.loads(run(REPORT)) == ["done", ROWS, ROWS, ROWS + 1, ROWS]
