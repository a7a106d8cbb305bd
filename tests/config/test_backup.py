import json
import os
import shutil
import subprocess
import sys
import uuid
import zipfile
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from factories.people import make_organisation, make_user
from factories.places import PNG, make_place
from karavan.catalogue.models import CatalogueState
from karavan.config.backup import archive, rows
from karavan.kernel.actor import SYSTEM
from karavan.kernel.journal.models import JournalLine
from karavan.people.actions import rename_organisation
from karavan.people.models import Organisation
from karavan.places.models import Place


def everything() -> dict[str, list]:
    """All rows of all saved tables, as a backup would hold them."""
    return {
        rows.label_of(model): [json.loads(line) for line in rows.dump(model)] for model in rows.saved_models()
    }


@pytest.fixture
def installation(transactional_db, settings, tmp_path):
    """A little of everything: a tree, dated names, null and empty, a journal, a session, a file."""
    settings.MEDIA_ROOT = tmp_path / "media"
    make_user()
    parent = make_organisation(name="Централизованная библиотечная система «Ёлка»")
    branch = make_organisation(parent=parent, description='Строка\nс «кавычками», "\\" и \u2028 концом')
    rename_organisation(actor=SYSTEM, organisation=branch, name="Новое имя", valid_from=date(2026, 9, 1))
    make_place(organisation=branch, lat=55.16, lon=61.4026, capacity=None)
    Session.objects.create(session_key="k", session_data="x", expire_date=timezone.now())
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "photos").mkdir()
    (settings.MEDIA_ROOT / "photos" / "вход.png").write_bytes(PNG)
    return settings


def test_a_round_trip_changes_nothing(installation, tmp_path):
    before = everything()
    file = tmp_path / "sub" / "b.zip"
    call_command("backup", file)

    Place.objects.all().delete()
    make_organisation(name="After the backup")
    shutil.rmtree(installation.MEDIA_ROOT)
    call_command("restore", file, replace=True)

    assert everything() == before
    assert JournalLine.objects.count() == len(before["journal.journalline"]) > 0
    assert (installation.MEDIA_ROOT / "photos" / "вход.png").read_bytes() == PNG
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("media")] == ["media"]
    assert Session.objects.count() == 0
    assert CatalogueState.objects.count() == 1


def test_new_rows_get_new_numbers_after_a_restore(installation, tmp_path):
    call_command("backup", tmp_path / "b.zip")
    call_command("restore", tmp_path / "b.zip", replace=True)
    highest = Organisation.objects.order_by("-pk").first().pk
    assert make_organisation().pk > highest


def test_a_database_that_is_not_empty_is_left_alone(installation, tmp_path):
    before = everything()
    call_command("backup", tmp_path / "b.zip")
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", tmp_path / "b.zip")
    assert everything() == before


def damage(source: Path, target: Path, name: str, change) -> None:
    """Copy the archive with one member changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.namelist():
            content = old.read(item)
            new.writestr(item, change(content) if item == name else content)


def with_manifest(**values):
    return lambda content: json.dumps(json.loads(content) | values).encode()


def spoil(content: bytes) -> bytes:
    return content.replace(b"[", b"[ ", 1)


def escape(content: bytes) -> bytes:
    return content.replace(b"media/photos", b"media/../photo")


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        (
            "rows/people.organisation.jsonl",
            spoil,
            "checksum is wrong",
        ),
        ("manifest.json", with_manifest(format=99), "format 99"),
        ("manifest.json", lambda content: b"{}", "no backup of Karavan"),
        (
            "manifest.json",
            with_manifest(migrations=["people.0001_initial", "people.0009_later"]),
            "0009_later",
        ),
        ("manifest.json", escape, "leads out of the archive"),
    ],
)
def test_a_wrong_file_changes_nothing(installation, tmp_path, name, change, message):
    before = everything()
    archive.write(tmp_path / "b.zip")
    damage(tmp_path / "b.zip", tmp_path / "bad.zip", name, change)
    with pytest.raises(archive.BadBackup, match=message):
        archive.restore(tmp_path / "bad.zip", replace=True)
    assert everything() == before
    assert (installation.MEDIA_ROOT / "photos" / "вход.png").read_bytes() == PNG


def test_half_a_file_changes_nothing(installation, tmp_path):
    archive.write(tmp_path / "b.zip")
    whole = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(archive.BadBackup, match="no zip file"):
        archive.restore(tmp_path / "half.zip", replace=True)


FILL = """
import django
django.setup()
from factories.people import make_organisation, make_user
from factories.places import make_place
parent = make_organisation(name="Дворец «Ёлка»")
make_place(organisation=make_organisation(parent=parent), lat=55.16, lon=61.4)
make_user(email="first@example.org")
"""


def content_of(file: Path) -> dict[str, list]:
    """Rows by table; numbers of content types and permissions are each database's own but restored too."""
    with zipfile.ZipFile(file) as opened:
        names = [name for name in opened.namelist() if name.startswith("rows/")]
        return {name: [json.loads(line) for line in opened.read(name).splitlines()] for name in names}


@pytest.fixture
def postgres():
    """The URL of an empty database of its own."""
    server = os.environ.get("KARAVAN_TEST_POSTGRES") or "postgresql://root@127.0.0.1:5432/test"
    name = f"test_karavan_backup_{uuid.uuid4().hex[:8]}"
    try:
        connection = psycopg.connect(server, connect_timeout=3, autocommit=True)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL answers")
    with connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server.rsplit('/', 1)[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
def test_across_databases_and_back(postgres, tmp_path):
    def run(url: str, *arguments: str) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).resolve().parents[1]),
            "DJANGO_SETTINGS_MODULE": "karavan.config.settings",
            "KARAVAN_DEMO": "1",
            "KARAVAN_VAR": str(tmp_path / "var"),
            "DATABASE_URL": url,
        }
        done = subprocess.run(
            [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    karavan = ("-m", "karavan.config.command")
    lite, other = f"sqlite:///{tmp_path}/one.sqlite3", f"sqlite:///{tmp_path}/two.sqlite3"
    for url in (lite, postgres, other):
        run(url, *karavan, "migrate", "-v0")
    run(lite, "-c", FILL)
    run(lite, *karavan, "backup", str(tmp_path / "one.zip"))
    run(postgres, *karavan, "restore", str(tmp_path / "one.zip"))
    run(postgres, "-c", FILL.replace("first", "second"))  # the sequences go on
    run(postgres, *karavan, "backup", str(tmp_path / "two.zip"))
    run(other, *karavan, "restore", str(tmp_path / "two.zip"))
    run(other, *karavan, "backup", str(tmp_path / "three.zip"))

    one, two, three = (content_of(tmp_path / f"{name}.zip") for name in ("one", "two", "three"))
    assert two == three
    for name, lines in one.items():
        assert two[name][: len(lines)] == lines, name
    assert len(two["rows/people.organisation.jsonl"]) == 2 * len(one["rows/people.organisation.jsonl"])
