"""What the kinds of list have in common: reading rows by columns, comparing with records, locks."""

import json
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import blake2s
from typing import Any, ClassVar, Final

from django.db import models
from django.utils.translation import gettext as _

from karavan.integrations.sheets import words
from karavan.integrations.sheets.columns import Column
from karavan.integrations.sheets.enums import Kind, Outcome
from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.models import Alias, Batch, Origin
from karavan.integrations.sheets.reading import Cell, Row
from karavan.kernel.errors import KaravanError
from karavan.kernel.journal.models import JournalLine

CHUNK: Final = 500
CLEAR: Final = object()
"""Stands for a cell that says: take away what is there."""
_CLEARING = frozenset({"-", "–", "—", "очистить", "удалить"})

Progress = Callable[[int, int], None]
"""Called with how many of how many are done; may raise to stop."""


@dataclass
class Planned:
    """One record of a list and what is to happen to it.

    ``values`` are plain values by field; ``changes`` those that differ, as [before, after]; ``problems``
    (row of the sheet, key of the column, message).
    """

    number: int
    title: str = ""
    detail: str = ""
    outcome: str = Outcome.NEW
    record_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_ready: bool = True
    result: str = ""
    key: str = ""
    """A key of the list by which the record is to be found from now on."""
    work: Any = None
    """What writing needs and nothing else reads."""

    def settle(self) -> None:
        """Say the outcome by what was found."""
        if self.problems:
            self.outcome = Outcome.ERROR
        elif self.record_id is not None:
            self.outcome = Outcome.CHANGED if self.changes else Outcome.SAME


@dataclass
class Parsed:
    """A row as its columns read it. What is empty is not in ``values``."""

    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[int, str, str]] = field(default_factory=list)


def digest(value: Any) -> str:
    """A few letters that stand for a plain value."""
    said = value if type(value) is str else _encode(value)
    return blake2s(said.encode(), digest_size=5).hexdigest()


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, models.Model):
        return value.pk
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return str(value)


class Importer(ABC):
    """Reads, checks, compares, writes and undoes one kind of list for one actor."""

    kind: ClassVar[Kind]
    can_publish: ClassVar[bool] = False
    can_be_full: ClassVar[bool] = True

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    @cached_property
    @abstractmethod
    def columns(self) -> tuple[Column, ...]:
        """The columns in the order of the template."""

    @cached_property
    @abstractmethod
    def labels(self) -> Mapping[str, str]:
        """Fields of a record that a list may change, as people name them."""

    @abstractmethod
    def show(self, name: str, value: Any) -> str:
        """A plain value of a field in words."""

    @abstractmethod
    def plan(self, rows: Sequence[Row], progress: Progress) -> list[Planned]:
        """Read, check and compare every row; writes nothing."""

    @abstractmethod
    def write(self, planned: Sequence[Planned], *, publish: bool, progress: Progress) -> None:
        """Do what is planned by the actions of the rooms; sets the ids of new records and the results."""

    @abstractmethod
    def current(self, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """Plain values of all fields of records that are there, by id."""

    @abstractmethod
    def titles(self, ids: Collection[int]) -> dict[int, str]:
        """Names of the records that are there and within reach, by id."""

    @abstractmethod
    def remove(self, ids: Collection[int], reason: str) -> dict[int, str]:
        """Take records back that a batch made; what was done with each: "removed", "hidden"…"""

    @abstractmethod
    def withdraw(self, planned: Sequence[Planned], reason: str) -> None:
        """Withdraw what a full list no longer names."""

    @abstractmethod
    def bring_back(self, record_id: int, result: str) -> None:
        """Undo a withdrawal, by what was done. Raises the errors of the actions."""

    @abstractmethod
    def touched(self, ids: Collection[int], since: datetime, line: int) -> set[int]:
        """Those of the records that somebody changed after a moment, or a line of the journal."""

    def still_given(self, ids: Collection[int]) -> Collection[int]:
        """Those records of a source that are still of interest: what is over cannot be withdrawn."""
        return self.titles(ids).keys()

    @abstractmethod
    def set_back(self, record_id: int, values: Mapping[str, Any]) -> None:
        """Set fields of one record to former plain values. Raises the errors of the actions."""

    def set_back_many(self, values: Mapping[int, Mapping[str, Any]]) -> dict[int, str]:
        """Set fields of many records back; why it could not be done, by id, of those where it could not."""
        refused = {}
        for pk, some in values.items():
            try:
                self.set_back(pk, some)
            except KaravanError as refusal:
                refused[pk] = str(refusal)
        return refused

    # Reading

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    def parse(self, row: Row) -> Parsed:
        """The values of a row by key of column; what cannot be read is a problem at its cell."""
        found = Parsed(row)
        for key, cell in row.cells.items():
            column = self._by_key[key]
            try:
                if isinstance(cell, str) and cell.strip().casefold() in _CLEARING:
                    if column.required or key == "id":
                        found.problems.append((row.number, key, _("This cannot be left empty.")))
                    else:
                        found.values[key] = CLEAR
                    continue
                value = column.parse(cell)
            except ValueError as refusal:
                said = str(refusal) if isinstance(refusal, words.NotUnderstood) else _("This cannot be read.")
                found.problems.append((row.number, key, said))
                continue
            if value != "" and value != []:
                found.values[key] = value
        for key in row.failed:
            message = _("The formula in this cell ends in an error. Write the value instead.")
            found.problems.append((row.number, key, message))
        return found

    def lacking(self, parsed: Parsed) -> None:
        """Name the required cells that are empty, for rows that make a new record."""
        named = {key for _row, key, _message in parsed.problems}
        for column in self.columns:
            if column.required and column.key not in parsed.values and column.key not in named:
                parsed.problems.append((parsed.row.number, column.key, _("Fill this in.")))

    # Keys

    def source_key(self, organisation_id: int | None, said: str) -> str:
        """The key that a record carries: numbers of one list mean nothing in another."""
        if self.ground.source is not None:
            return f"list:{self.ground.source.pk}:{said}"
        return f"sheet:{organisation_id or 0}:{said}"

    @cached_property
    def aliases(self) -> dict[str, int]:
        """Keys of records that were merged into others."""
        return dict(Alias.objects.filter(kind=self.kind).values_list("key", "record_id"))

    # Locks

    def origins(self, ids: Iterable[int]) -> dict[int, Origin]:
        """What is known of the fields of records, by id."""
        wanted = sorted(set(ids))
        found: dict[int, Origin] = {}
        for start in range(0, len(wanted), CHUNK):
            rows = Origin.objects.filter(kind=self.kind, record_id__in=wanted[start : start + CHUNK])
            found |= {row.record_id: row for row in rows}
        return found

    def spare(self, planned: Planned, origin: Origin | None, now: Mapping[str, Any]) -> None:
        """Take out of the changes what no upload may change, and say so at the row."""
        if origin is None:
            return
        for name in list(planned.changes):
            label = self.labels.get(name, name)
            if name in origin.locked:
                note = _("“%(field)s” is locked against uploads and stays as it is.") % {"field": label}
            elif name in origin.fields and origin.fields[name][1] != digest(now.get(name)):
                note = _("“%(field)s” was edited by hand after an upload and stays as it is.") % {
                    "field": label
                }
            else:
                continue
            del planned.changes[name]
            planned.values.pop(name, None)
            planned.notes.append(note)

    def keep_origins(self, batch: Batch, planned: Sequence[Planned]) -> None:
        """Write down which fields this batch gave."""
        by_id = {row.record_id: row for row in planned if row.record_id is not None}
        known = self.origins(by_id)
        now = self.current([pk for pk, row in by_id.items() if row.outcome == Outcome.CHANGED])
        fresh: list[Origin] = []
        old: list[Origin] = []
        for pk, row in by_id.items():
            origin = known.get(pk) or Origin(kind=self.kind, record_id=pk)
            given = (
                row.values if row.outcome == Outcome.NEW else {name: now[pk][name] for name in row.changes}
            )
            if not given and (batch.source_id is None or origin.source_id == batch.source_id):
                continue
            for name, value in given.items():
                if name in self.labels:
                    origin.fields[name] = [batch.pk, digest(value)]
            if batch.source_id is not None:
                origin.source_id = batch.source_id
            (old if pk in known else fresh).append(origin)
        Origin.objects.bulk_create(fresh, batch_size=CHUNK)
        Origin.objects.bulk_update(old, ["fields", "source"], batch_size=CHUNK)


def keep_keys(kind: str, planned: Sequence[Planned]) -> None:
    """Let the keys of a list lead to records that were found by name or number."""
    keys = {f"key:{row.key}": row.record_id for row in planned if row.key and row.record_id is not None}
    Alias.objects.bulk_create(
        [Alias(kind=kind, key=key, record_id=pk) for key, pk in keys.items()],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["record_id"],
        batch_size=CHUNK,
    )


def touched_by_journal(model: type[models.Model], ids: Collection[int], line: int) -> set[int]:
    """Records of which the journal tells something after a line."""
    found: set[int] = set()
    for some in in_chunks(ids):
        lines = JournalLine.objects.filter(
            subject_type=model._meta.label_lower, subject_id__in=some, pk__gt=line
        )
        found.update(lines.values_list("subject_id", flat=True))
    return found


def groups_of(rows: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Values by key, in order."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return dict(found)


def in_chunks(ids: Collection[int]) -> Iterable[list[int]]:
    """Ids in runs that a database takes in one condition."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]


__all__ = [
    "CHUNK",
    "CLEAR",
    "Cell",
    "Importer",
    "Parsed",
    "Planned",
    "Progress",
    "digest",
    "groups_of",
    "in_chunks",
    "keep_keys",
    "plain",
    "touched_by_journal",
]
