"""The catalogue made anew is the catalogue kept in step, and nobody ever sees a half of it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from catalogue.city import public_form
from karavan.catalogue import actions, queries
from karavan.catalogue.models import CatalogueState, Change, Entry, SessionEntry
from karavan.kernel.actor import SYSTEM
from karavan.programme import actions as programme

NOTHING = {"event": 0, "place": 0, "organisation": 0, "programme": 0}


def test_a_rebuild_of_what_is_in_step_writes_nothing(city):
    version, lines = queries.version(), Change.objects.count()
    assert actions.rebuild() == NOTHING
    assert queries.version() == version
    assert Change.objects.count() == lines


def test_a_rebuild_from_nothing_gives_every_byte_again(city):
    kept = public_form()
    assert len(kept) > 80
    actions.drop()
    assert public_form() == {}
    assert SessionEntry.objects.count() == 0
    assert sum(actions.rebuild().values()) == Entry.objects.count()
    assert public_form() == kept


def test_a_catalogue_written_by_older_code_is_known_as_such(city):
    assert actions.is_current()
    CatalogueState.objects.update(form="of another release")
    assert not actions.is_current()
    actions.rebuild()
    assert actions.is_current()
    CatalogueState.objects.all().delete()
    assert not actions.is_current()


def test_a_dropped_catalogue_leaves_tombstones(city):
    known = set(Entry.objects.values_list("kind", "object_id"))
    since = Change.objects.latest("pk").pk
    actions.drop()
    gone = Change.objects.filter(pk__gt=since)
    assert {(line.kind, line.object_id) for line in gone} == known
    assert all(line.is_gone for line in gone)


def test_a_rebuild_mends_what_was_damaged_and_removes_what_is_no_more(city):
    kept = public_form()
    Entry.objects.filter(kind="event", object_id=city.concert.pk).update(digest="damaged", card_ru=b"{}")
    Entry.objects.filter(kind="place", object_id=city.house.pk).delete()
    stray = Entry.objects.get(kind="event", object_id=city.tour.pk)
    stray.pk, stray.object_id = None, 10**6
    stray.save()
    assert actions.rebuild() == NOTHING | {"event": 2, "place": 1}
    assert public_form() == kept


def test_a_rebuild_leaves_what_changed_while_it_read(city, monkeypatch):
    """A change of another process between the reading and the writing of the rebuild is not overwritten."""
    Entry.objects.update(digest="damaged")
    lock = actions._lock_state
    waiting = [lambda: programme.update_event(actor=SYSTEM, event=city.concert, title="Свежее имя")]

    def change_then_lock():
        if waiting:
            waiting.pop()()
        return lock()

    monkeypatch.setattr(actions, "_lock_state", change_then_lock)
    actions.rebuild()
    assert json.loads(queries.detail("event", city.concert.pk).payload)["title"] == "Свежее имя"
    assert actions.rebuild() == NOTHING


PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from catalogue.city import build_city
from karavan.catalogue.models import Entry
build_city()
Entry.objects.update(digest="damaged", card_ru=b"old")
"""

REBUILD = """
import sys, time
from pathlib import Path
import django
django.setup()
from karavan.catalogue import actions
name, kind, marker = sys.argv[1:]
step = getattr(actions, name)
def pause(*args):
    result = step(*args)
    if args[0] == kind:
        Path(marker).touch()
        time.sleep(60)
    return result
setattr(actions, name, pause)
actions.rebuild()
"""
"""Rebuilds, and stops to be killed after the named step."""


def stored(file):
    """What another process reads: (version, cards not yet made anew, cards made anew)."""
    with closing(sqlite3.connect(file, timeout=20)) as connection:
        [version] = connection.execute("select version from catalogue_cataloguestate").fetchone()
        cards = [bytes(card) for (card,) in connection.execute("select card_ru from catalogue_entry")]
    return version, cards.count(b"old"), len(cards) - cards.count(b"old")


@pytest.mark.slow
def test_a_killed_rebuild_leaves_the_old_catalogue_whole(tmp_path):
    file = tmp_path / "city.sqlite3"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "DJANGO_SETTINGS_MODULE": "karavan.config.settings",
        "KARAVAN_DEMO": "1",
        "KARAVAN_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{file}",
    }
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    version, old, new = stored(file)
    assert (old, new) == (17, 0)

    # While it reads, and when it has written half of the kinds in a transaction still open.
    for number, step in enumerate(
        [("project_directory", "place"), ("_store", "event"), ("_store", "organisation")]
    ):
        marker = tmp_path / str(number)
        child = subprocess.Popen([sys.executable, "-c", REBUILD, *step, str(marker)], env=environment)
        deadline = time.monotonic() + 60
        while not marker.exists():
            assert child.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        child.send_signal(signal.SIGKILL)
        assert child.wait(10) == -signal.SIGKILL
        assert stored(file) == (version, old, 0)

    command = [sys.executable, "-m", "karavan.config.command", "rebuild", "catalogue", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    after, left, made = stored(file)
    assert (left, made) == (0, old)
    assert after > version
