"""How fast a table of events is checked, written and undone: ``python -m bench.office.importing``.

Every run makes an installation of its own, beside it a plain way of doing the same: one action a row. Seconds
are of the processor, as this machine may be busy; those of the clock stand beside them. It prints Markdown,
or JSON with ``--json``.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = os.environ.get("KARAVAN_BENCH_POSTGRES", "postgresql://root@127.0.0.1:5432/test")
NAME = "karavan_bench_import"
ROWS, PLAIN_ROWS, CHANGED = 20_000, 200, 10
"""Rows of the table, of the plain way, and percent of rows that the second table changes."""
TARGET = 500
"""Rows a second that writing must reach."""


def main() -> None:
    """Measure on every database asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.office.importing", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--json", action="store_true", help="print raw figures")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(measure(asked.rows)))
        return
    runs = {vendor: run(vendor, asked.rows) for vendor in asked.databases if answers(vendor)}
    print(json.dumps(runs, indent=1) if asked.json else "\n".join(report(runs)))


def answers(vendor: str) -> bool:
    """Whether there is such a database."""
    if vendor == "sqlite":
        return True
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        print(f"No PostgreSQL answers at {POSTGRES}: it is left out.", file=sys.stderr)
        return False
    return True


def run(vendor: str, rows: int) -> dict[str, Any]:
    """Measure in a process and an installation of their own."""
    home = Path(tempfile.mkdtemp(prefix="karavan-bench-import-"))
    url = f"sqlite:///{home / 'import.sqlite3'}"
    if vendor == "postgresql":
        _admin(sql.SQL("DROP DATABASE IF EXISTS {}"), sql.SQL("CREATE DATABASE {}"))
        url = urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{NAME}"))
    env = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        "KARAVAN_DEMO": "1",
        "KARAVAN_VAR": str(home),
        "KARAVAN_LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "bench.office.importing", "--inside", "--rows", str(rows)]
    try:
        found = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
        return dict(json.loads(found.stdout.splitlines()[-1]))
    finally:
        shutil.rmtree(home, ignore_errors=True)
        if vendor == "postgresql":
            _admin(sql.SQL("DROP DATABASE IF EXISTS {}"))


def _admin(*statements: sql.SQL) -> None:
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.format(sql.Identifier(NAME)))


def timed(work: Callable[[], Any], rows: int) -> dict[str, float]:
    """CPU and clock seconds, and rows a CPU second."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    return {"rows": rows, "cpu_s": cpu, "wall_s": clock, "rows_per_cpu_s": rows / cpu}


def measure(rows: int) -> dict[str, Any]:
    """The plain way, then a table checked, written, checked again, changed and undone."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils.translation import activate  # noqa: PLC0415

    activate("ru")
    call_command("migrate", verbosity=0)
    return _measure(rows)


def _measure(rows: int) -> dict[str, Any]:
    from karavan.catalogue.models import Entry  # noqa: PLC0415
    from karavan.integrations.sheets import actions  # noqa: PLC0415
    from karavan.integrations.sheets.ground import Ground  # noqa: PLC0415
    from karavan.integrations.sheets.kinds import importer  # noqa: PLC0415
    from karavan.integrations.sheets.workbooks import filled  # noqa: PLC0415
    from karavan.kernel.journal.models import JournalLine  # noqa: PLC0415

    organisation, director, halls = ground()
    work = importer("events", Ground(actor=director, organisation=organisation))
    lines = [line(number, halls) for number in range(rows)]
    found: dict[str, Any] = {"plain": timed(lambda: plain_way(organisation, director, halls), PLAIN_ROWS)}
    batch: Any = None

    def upload(content: bytes) -> None:
        nonlocal batch
        batch = actions.upload(
            actor=director, kind="events", content=content, file_name="b.xlsx", organisation=organisation
        )
        batch = actions.check_batch(actor=director, batch=batch)

    def write() -> None:
        nonlocal batch
        batch = actions.confirm_batch(actor=director, batch=batch, mode="all", publish=True)
        batch = actions.write_batch(actor=director, batch=batch)
        assert batch.status == "done", batch.message

    table = filled(work, lines)
    found["megabytes"] = len(table) / 1e6
    journal = JournalLine.objects.count()
    found["check"] = timed(lambda: upload(table), rows)
    found["write"] = timed(write, rows)
    first = batch
    assert Entry.objects.filter(kind="event").count() == rows + PLAIN_ROWS
    assert JournalLine.objects.count() == journal + rows + 3
    found["check_same"] = timed(lambda: upload(table), rows)
    assert batch.counts["same"] == rows
    every = 100 // CHANGED
    changed = [each if number % every else dict(each, price=500) for number, each in enumerate(lines)]
    upload(filled(work, changed))
    found["write_changes"] = timed(write, rows)
    undone = batch
    found["undo_changes"] = timed(lambda: actions.undo_batch(actor=director, batch=undone), rows // CHANGED)
    found["undo"] = timed(lambda: actions.undo_batch(actor=director, batch=first), rows)
    return found


def ground() -> tuple[Any, Any, list[Any]]:
    """An organisation with a director, a house and its halls."""
    from karavan.kernel.actor import SYSTEM  # noqa: PLC0415
    from karavan.people import actions as people  # noqa: PLC0415
    from karavan.places import actions as places  # noqa: PLC0415

    organisation = people.create_organisation(
        actor=SYSTEM, name="Библиотечная система", kind="library_system"
    )
    director = people.create_user(actor=SYSTEM, email="director@example.org", name="Директор")
    people.assign_role(
        actor=SYSTEM, person=director, organisation=organisation, kind="director", valid_from=date(2020, 1, 1)
    )
    halls = [
        places.create_place(
            actor=SYSTEM, name=f"Библиотека № {number}", kind="library", level="building",
            category="biblioteki",
            address=f"ул. Труда, {number}", organisation=organisation,
        )
        for number in range(40)
    ]  # fmt: skip
    return organisation, director, halls


def line(number: int, halls: list[Any]) -> dict[str, Any]:
    """One row of the table, as a librarian fills it in: every tenth has a second date."""
    from karavan.programme.enums import Audience  # noqa: PLC0415

    day = date.today() + timedelta(days=1 + number % 360)  # noqa: DTZ011 - a day of the list
    when = f"{day:%d.%m.%Y} {10 + number % 9}:00"
    if number % 10 == 0:
        when += f"; {day + timedelta(days=7):%d.%m.%Y} {10 + number % 9}:00"
    return {
        "key": f"{number}",
        "title": f"Мастер-класс «Открытка к празднику» № {number}",
        "kind": "Мастер-класс",
        "day": when,
        "ends": f"{12 + number % 9}:00",
        "place": halls[number % len(halls)].name,
        "age": "6+",
        "audiences": str(Audience.FAMILY.label),
        "price": 300 if number % 3 else "бесплатно",
        "entry": "По записи",
        "capacity": 20,
        "summary": "Делаем открытки из цветной бумаги вместе с художником библиотеки, материалы выдадим.",
        "text": "Приходите всей семьёй. Инструменты и материалы есть.\n\nЗанятие ведёт художник.",
        "performers": "Студия «Бумага»",
    }


def plain_way(organisation: Any, director: Any, halls: list[Any]) -> None:
    """The same without an import: one action to create and one to publish, row by row."""
    from karavan.kernel.localtime import at  # noqa: PLC0415
    from karavan.programme.actions import create_event, publish_event  # noqa: PLC0415
    from karavan.programme.drafts import SessionDraft  # noqa: PLC0415

    for number in range(PLAIN_ROWS):
        said = line(number, halls)
        day = date.today() + timedelta(days=1 + number % 360)  # noqa: DTZ011 - a day of the list
        start = at(day, clock(10 + number % 9))
        event = create_event(
            actor=director, title=f"{said['title']} отдельно", kind="workshop",
            organisers=[(organisation, "lead")],
            performers=["Студия «Бумага»"], sessions=[SessionDraft(start, start + timedelta(hours=2))],
            place=halls[number % len(halls)], age_mark=6, audiences=["family"], price_kind="paid",
            price_min=30000, entry="registration", capacity=20, summary=said["summary"], text=said["text"],
        )  # fmt: skip
        publish_event(actor=director, event=event)


WORDS = {
    "plain": "one by one: create_event, publish_event",
    "check": "dry run of a new list",
    "write": "confirmed: checked again, written, published, catalogue and journal",
    "check_same": "dry run of the same list again",
    "write_changes": f"a list of which {CHANGED} % changes",
    "undo_changes": "undo of these changes",
    "undo": "undo of the whole first batch",
}


def report(runs: dict[str, dict[str, Any]]) -> list[str]:
    """Markdown."""
    lines = []
    for vendor, found in runs.items():
        lines += [
            f"### Import of a table, {vendor}",
            "",
            "| What | rows | CPU s | clock s | rows / CPU s |",
            "| --- | ---: | ---: | ---: | ---: |",
        ]
        for name, words in WORDS.items():
            one = found[name]
            figures = (f"{one['rows']:,}", f"{one['cpu_s']:.1f}", f"{one['wall_s']:.1f}")
            lines.append(f"| {words} | {' | '.join(figures)} | {one['rows_per_cpu_s']:,.0f} |")
        rate = found["write"]["rows_per_cpu_s"]
        times = rate / found["plain"]["rows_per_cpu_s"]
        met = "yes" if rate >= TARGET else "**no**"
        size = f"the file has {found['megabytes']:.1f} MB"
        lines += ["", f"Target of {TARGET} rows/s met: {met}; ×{times:.0f} the plain way; {size}.", ""]
    return lines


if __name__ == "__main__":
    main()
