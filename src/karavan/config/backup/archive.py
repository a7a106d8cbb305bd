"""The zip file of a backup: ``manifest.json``, ``rows/<table>.jsonl``, ``media/…``.

The manifest names the version and the migrations that the rows fit, and each member with its SHA-256 and
number of rows. A restore checks all of it before it changes anything.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import msgspec
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from karavan.config.backup import rows
from karavan.kernel.progress import progress
from karavan.kernel.trash.restoring import keep_numbers_of_all

FORMAT = 1
MANIFEST = "manifest.json"


class BadBackup(ValueError):
    """The file cannot be restored here; the message says why. Nothing was changed."""


class Member(msgspec.Struct, frozen=True):
    """A file inside the archive."""

    name: str
    sha256: str
    size: int
    table: str = ""
    columns: list[str] = []
    rows: int = 0


class Manifest(msgspec.Struct, frozen=True):
    """What the archive holds and what it fits."""

    format: int
    version: str
    made_at: datetime
    database: str
    migrations: list[str]
    members: list[Member]

    @property
    def total_rows(self) -> int:
        """Rows of all tables."""
        return sum(member.rows for member in self.members)


def applied_migrations() -> list[str]:
    """``app.name`` of every migration applied to this database."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


@contextmanager
def _snapshot() -> Iterator[None]:
    """All reads see the database as it stood at the first one."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # A read transaction of WAL is a snapshot and keeps nobody from writing; IMMEDIATE ones do.
    connection.ensure_connection()
    mode = getattr(connection, "transaction_mode", None)
    setattr(connection, "transaction_mode", "DEFERRED")  # noqa: B010 - the SQLite backend's own attribute
    try:
        with transaction.atomic():
            yield
    finally:
        setattr(connection, "transaction_mode", mode)  # noqa: B010 - as above


def write(target: Path) -> Manifest:
    """Make a backup. The file appears under its name when it is complete."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        with ZipFile(part, "w", ZIP_DEFLATED, compresslevel=6) as archive:
            with _snapshot():
                models = rows.saved_models()
                members = [
                    _write_table(archive, model) for model in progress(models, "Tables", total=len(models))
                ]
                migrations = applied_migrations()
            members += _write_media(archive)
            manifest = Manifest(
                FORMAT, version("karavan"), timezone.now(), connection.vendor, migrations, members
            )
            archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write_table(archive: ZipFile, model: type[rows.models.Model]) -> Member:
    label = rows.label_of(model)
    name = f"rows/{label}.jsonl"
    digest, size, number = hashlib.sha256(), 0, 0
    with archive.open(name, "w", force_zip64=True) as file:
        for line in rows.dump(model):
            file.write(line)
            digest.update(line)
            size += len(line)
            number += 1
    names = [column.attname for column in rows.columns_of(model)]
    return Member(name, digest.hexdigest(), size, table=label, columns=names, rows=number)


def _write_media(archive: ZipFile) -> list[Member]:
    root = Path(settings.MEDIA_ROOT)
    members = []
    for file in sorted(root.rglob("*")):
        if file.is_file():
            name = f"media/{file.relative_to(root).as_posix()}"
            # Pictures are compressed already.
            archive.write(file, name, compress_type=ZIP_STORED)
            with file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            members.append(Member(name, digest, file.stat().st_size))
    return members


def read_manifest(archive: ZipFile) -> Manifest:
    """The manifest, after checking that it is one of ours."""
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    except (KeyError, msgspec.MsgspecError) as error:
        raise BadBackup("this is no backup of Karavan: its manifest is missing or unreadable") from error
    if manifest.format != FORMAT:
        raise BadBackup(f"the backup has format {manifest.format}, this version reads {FORMAT}")
    return manifest


def verify(archive: ZipFile, manifest: Manifest) -> None:
    """Check every member's path and checksum; raise :class:`BadBackup` at the first wrong one."""
    for member in manifest.members:
        path = PurePosixPath(member.name)
        if path.is_absolute() or ".." in path.parts or path.parts[0] not in {"rows", "media"}:
            raise BadBackup(f"{member.name}: a path that leads out of the archive")
        try:
            with archive.open(member.name) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        except (KeyError, BadZipFile) as error:
            raise BadBackup(f"{member.name}: missing or damaged") from error
        if found != member.sha256:
            raise BadBackup(f"{member.name}: the checksum is wrong, the file was changed or damaged")


def is_empty() -> bool:
    """Whether the database holds nothing but what `migrate` itself puts there."""
    return not any(
        model._base_manager.exists()
        for model in rows.saved_models()
        if rows.label_of(model) not in rows.FILLED_BY_MIGRATE
    )


def restore(source: Path, *, replace: bool = False) -> Manifest:
    """Put a backup in place of what is here, in one transaction, and rebuild the catalogue.

    Raises :class:`BadBackup` for a file that is damaged or of other migrations, and for a database that
    is not empty unless ``replace`` is set.
    """
    try:
        with ZipFile(source) as archive:
            manifest = read_manifest(archive)
            _check_fit(manifest, replace=replace)
            verify(archive, manifest)
            new_media = _unpack_media(archive, manifest)
            try:
                _restore_rows(archive, manifest)
                _swap_media(new_media)
            finally:
                shutil.rmtree(new_media, ignore_errors=True)
    except BadZipFile as error:
        raise BadBackup("this is no zip file, or its end is missing") from error
    call_command("rebuild", "catalogue", verbosity=0)
    return manifest


def _check_fit(manifest: Manifest, *, replace: bool) -> None:
    here, there = set(applied_migrations()), set(manifest.migrations)
    if here != there:
        newer, older = sorted(there - here), sorted(here - there)
        more = "; ".join(
            text
            for text, names in (
                (f"only in the backup: {', '.join(newer[:5])}", newer),
                (f"only here: {', '.join(older[:5])}", older),
            )
            if names
        )
        raise BadBackup(
            f"the backup was made by version {manifest.version} with other migrations ({more}). "
            "Restore with that version, then upgrade."
        )
    if not replace and not is_empty():
        raise BadBackup("the database is not empty; --replace deletes what is in it first")


def _restore_rows(archive: ZipFile, manifest: Manifest) -> None:
    models = {rows.label_of(model): model for model in rows.saved_models()}
    with transaction.atomic():
        tables = [model._meta.db_table for model in [*models.values(), *rows.derived_models()]]
        flush = connection.ops.sql_flush(no_style(), tables, reset_sequences=True, allow_cascade=False)
        connection.ops.execute_sql_flush(flush)
        # Foreign keys are checked at the end: rows may refer to tables that come later.
        for member in progress(manifest.members, "Tables", total=len(manifest.members)):
            if member.table:
                with archive.open(member.name) as file:
                    found = rows.load(models[member.table], file, member.columns)
                if found != member.rows:
                    raise BadBackup(f"{member.name}: {found} rows where {member.rows} were written")
        connection.check_constraints()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
                cursor.execute(statement)
        # What lies in the trash keeps its numbers, too.
        keep_numbers_of_all()


def _unpack_media(archive: ZipFile, manifest: Manifest) -> Path:
    root = Path(settings.MEDIA_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="media-", dir=root.parent))
    folder.chmod(0o755)
    for member in manifest.members:
        if not member.table:
            target = folder / PurePosixPath(member.name).relative_to("media")
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member.name) as stream, target.open("wb") as file:
                shutil.copyfileobj(stream, file)
            target.chmod(0o644)
    return folder


def _swap_media(new: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    old = root.with_name(f"{root.name}.before-restore")
    shutil.rmtree(old, ignore_errors=True)
    if root.exists():
        root.rename(old)
    new.rename(root)
    shutil.rmtree(old, ignore_errors=True)
