"""Real .xlsx files for the tests of uploads."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from karavan.integrations.sheets import actions
from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.kinds import importer
from karavan.integrations.sheets.models import Batch
from karavan.integrations.sheets.workbooks import filled
from karavan.people.models import Organisation, User


def workbook(pages: dict[str, Sequence[Sequence[Any]]], fill: Any = None) -> bytes:
    """A file with these sheets; ``fill(book, sheets)`` may write more into it."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd.mm.yyyy"})
    sheets = {}
    for name, rows in pages.items():
        sheets[name] = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            for place, value in enumerate(cells):
                if value is not None:
                    sheets[name].write(number, place, value)
    if fill is not None:
        fill(book, sheets)
    book.close()
    return out.getvalue()


def events_table(actor: User, organisation: Organisation, rows: Sequence[dict[str, Any]]) -> bytes:
    """The template of events, filled in."""
    return filled(importer("events", Ground(actor=actor, organisation=organisation)), rows)


def table(kind: str, actor: User, organisation: Organisation, rows: Sequence[dict[str, Any]]) -> bytes:
    """The template of a kind, filled in."""
    return filled(importer(kind, Ground(actor=actor, organisation=organisation)), rows)


def checked(
    actor: User, organisation: Organisation | None, content: bytes, kind: str = "events", **more: Any
) -> Batch:
    """An upload that was read and judged."""
    batch = actions.upload(
        actor=actor, kind=kind, content=content, file_name="план.xlsx", organisation=organisation, **more
    )
    return actions.check_batch(actor=actor, batch=batch)


def written(actor: User, batch: Batch, mode: str = "all", *, publish: bool = False) -> Batch:
    """A checked upload, confirmed and written."""
    batch = actions.confirm_batch(actor=actor, batch=batch, mode=mode, publish=publish)
    return actions.write_batch(actor=actor, batch=batch)


def lecture(number: int, **given: Any) -> dict[str, Any]:
    """A row about a lecture that lacks nothing but a place."""
    return {
        "key": f"{number}",
        "title": f"Лекция о караванах № {number}",
        "kind": "Лекция",
        "day": f"{1 + number % 28:02}.03.2027",
        "starts": "18:30",
        "age": "6+",
        "price": "бесплатно",
        **given,
    }


def outcomes(batch: Batch) -> dict[str, int]:
    """Records by outcome."""
    return {
        name: count
        for name, count in batch.counts.items()
        if name in ("new", "changed", "same", "error", "gone")
    }


def problems(batch: Batch) -> list[tuple[int, str]]:
    """(row, column) of every problem, in order."""
    return sorted(
        (row, key) for line in batch.rows.filter(outcome="error") for row, key, _said in line.problems
    )
