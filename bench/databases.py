"""The databases of the benchmark: filled once, kept under var/bench, made anew with ``--fresh``."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("KARAVAN_BENCH_HOME") or ROOT / "var" / "bench")
SEED = 7
SEEDED = 20_000
POSTGRES = os.environ.get("KARAVAN_BENCH_POSTGRES", "postgresql://root@127.0.0.1:5432/test")


@dataclass(frozen=True)
class Database:
    """One database of the benchmark. ``vendor`` is sqlite or postgresql, ``events`` the everyday events."""

    vendor: str
    events: int

    @property
    def name(self) -> str:
        return f"karavan_bench_{self.events // 1000}k"

    @property
    def file(self) -> Path:
        return HOME / f"{self.name}.sqlite3"

    @property
    def url(self) -> str:
        if self.vendor == "sqlite":
            return f"sqlite:///{self.file}"
        return urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{self.name}"))

    @property
    def env(self) -> dict[str, str]:
        """Environment of everything that works on this database."""
        return {
            **os.environ,
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
            "KARAVAN_DEMO": "1",
            "KARAVAN_VAR": str(HOME / "home"),
            "KARAVAN_NODE_MODULES": str(ROOT / "node_modules"),
            "KARAVAN_LOG_LEVEL": "WARNING",
        }

    def run(self, *command: str, more: dict[str, str] | None = None) -> str:
        """Run a module of Python on this database; its output."""
        env = {**self.env, **(more or {})}
        done = subprocess.run(
            [sys.executable, "-m", *command], env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE
        )
        return done.stdout.decode()

    def karavan(self, *command: str) -> str:
        """Run a command of the installation."""
        return self.run("karavan.config.command", *command)


def postgres_answers() -> bool:
    """Whether there is a PostgreSQL to measure on."""
    try:
        with psycopg.connect(POSTGRES, connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


def _administer(statement: str, *names: str) -> None:
    with psycopg.connect(POSTGRES, autocommit=True) as link:
        link.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


def postgres_exists(database: Database) -> bool:
    """Whether the database is there from an earlier run that kept it."""
    with psycopg.connect(POSTGRES) as link:
        found = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database.name]).fetchone()
    return found is not None


def drop(database: Database) -> None:
    """Remove a database of the benchmark."""
    if database.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(f"{database.file}{end}").unlink(missing_ok=True)
    else:
        _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", database.name)


def fill(database: Database) -> None:
    """Fill an empty database: the smaller size by the seed, the larger by copies of it.

    PostgreSQL takes the rows of the SQLite file of its smaller size.
    """
    HOME.mkdir(parents=True, exist_ok=True)
    with _undone_on_failure(database):
        small = Database("sqlite", SEEDED)
        if database.vendor == "postgresql" and database.events > SEEDED:
            less = Database(database.vendor, SEEDED)
            ready(less, fresh=False)
            _administer("CREATE DATABASE {} TEMPLATE {}", database.name, less.name)
        elif database.vendor == "postgresql":
            _administer("CREATE DATABASE {}", database.name)
            ready(small, fresh=False)
            database.karavan("migrate", "--verbosity", "0")
            database.run("bench.copying", more={"BENCH_SOURCE": small.url})
        elif database.events == SEEDED:
            database.karavan("migrate", "--verbosity", "0")
            database.karavan("seed", "chelyabinsk", "--events", str(SEEDED), "--seed", str(SEED))
        else:
            ready(small, fresh=False)
            shutil.copyfile(small.file, database.file)
        if database.events > SEEDED:
            database.run("bench.multiply", str(database.events // SEEDED))
            database.karavan("rebuild", "catalogue")
        database.run("bench.analyse")


@contextmanager
def _undone_on_failure(database: Database) -> Iterator[None]:
    """No half-filled database stays for the next run to measure."""
    try:
        yield
    except BaseException:
        drop(database)
        raise


def ready(database: Database, *, fresh: bool) -> bool:
    """See to it that a database is there and filled; True where that had to be done."""
    exists = database.file.exists() if database.vendor == "sqlite" else postgres_exists(database)
    is_filled = exists and not fresh
    if not is_filled:
        drop(database)
        fill(database)
    # Static files, fonts and translations, without which no page is answered.
    database.karavan("prepare")
    return not is_filled
