"""A record and the rows that hang on it, out of the tables as JSON and back.

The form of a payload::

    {"form": 1,
     "rows": [{"model": "programme.event", "values": {"id": 12, "title": …}}, …],
     "pointers": [{"model": "…", "field": "picture_id", "target": 12, "ids": [3, 4]}, …],
     "merged": {"into": 11, …}}

Rows hang on a record by CASCADE, at any depth; many-to-many relations are rows of their own tables. Pointers
are rows that stay and only lose their reference (SET_NULL and the like); one with ``"from"`` says whom they
lead to meanwhile. ``merged`` is there where the record became one with another; a room may note more in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.deletion import CASCADE, DO_NOTHING, PROTECT, RESTRICT
from django.db.models.fields.files import FieldFile

from karavan.kernel.trash.kinds import title_of

FORM = 1
CHUNK = 500
EXAMPLES = 5

AnyModel = type[models.Model]


_remade: set[AnyModel] = set()


def remade(*kinds: AnyModel) -> None:
    """Say that rows of these models are made from others: they go along, and are made anew on restoring.

    The room that says so makes them, where it hears that their record is back.
    """
    _remade.update(kinds)


@dataclass(frozen=True)
class Holder:
    """Rows that do not let a record go: how many of a model, and the first of them."""

    model: str
    count: int
    examples: tuple[str, ...]


@dataclass
class Merged:
    """What a record left to the one it was merged into: the record's own rows are in its snapshot.

    ``pointers`` have ``"from"``; ``rows`` are those that would have said the same twice, as in a payload.
    """

    into: int
    pointers: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)

    def moved(self, by: models.Field[Any, Any], target: Any, ids: Sequence[Any]) -> None:
        """Note rows that led to ``target`` by a field and lead to the other record now."""
        if ids:
            model, name = by.model._meta.label_lower, by.attname
            told = {"model": model, "field": name, "target": target, "from": self.into, "ids": list(ids)}
            self.pointers.append(told)

    def doubled(self, row: models.Model) -> None:
        """Note a row, with all that hangs on it, that is about to be deleted."""
        self.rows += take(row).payload()["rows"]

    def add_to(self, payload: dict[str, Any]) -> dict[str, Any]:
        """A payload of the record with all this in it."""
        return payload | {
            "rows": payload["rows"] + self.rows,
            "pointers": payload["pointers"] + self.pointers,
            "merged": {"into": self.into, **self.notes},
        }


@dataclass
class Snapshot:
    """What was found; ``holders`` is empty where the record may go."""

    rows: dict[AnyModel, dict[Any, models.Model]] = field(default_factory=lambda: defaultdict(dict))
    pointers: list[dict[str, Any]] = field(default_factory=list)
    holders: list[Holder] = field(default_factory=list)

    def payload(self) -> dict[str, Any]:
        """As JSON."""
        rows = [
            {"model": model._meta.label_lower, "values": values_of(row)}
            for model, found in self.rows.items()
            if model not in _remade
            for row in found.values()
        ]
        return {"form": FORM, "rows": rows, "pointers": self.pointers}

    def files(self) -> list[str]:
        """Names of the uploaded files the rows have."""
        return sorted(
            {
                str(getattr(row, file.attname).name)
                for model, found in self.rows.items()
                for file in file_fields(model)
                for row in found.values()
                if getattr(row, file.attname)
            }
        )


def file_fields(model: AnyModel) -> list[models.FileField]:
    """Fields of a model that name uploaded files."""
    return [each for each in model._meta.concrete_fields if isinstance(each, models.FileField)]


def take(record: models.Model, *, with_children: bool = False) -> Snapshot:
    """Read and hold the record and all that hangs on it; ``with_children``: what lies below in its tree too.

    The rows are locked, so that nothing joins them before they are deleted.
    """
    if record._meta.parents:
        raise TypeError("records of several tables cannot be thrown away")
    snapshot = Snapshot()
    snapshot.rows[type(record)][record.pk] = record
    held: list[tuple[models.Field[Any, Any], list[Any]]] = []
    waiting: list[tuple[AnyModel, list[Any]]] = [(type(record), [record.pk])]
    while waiting:
        model, ids = waiting.pop(0)
        for relation in _relations_to(model):
            by = relation.field
            if by.remote_field.on_delete is CASCADE or (with_children and _is_tree(by, model)):
                waiting += _hanging(snapshot, by, ids)
            elif by.remote_field.on_delete in (PROTECT, RESTRICT, DO_NOTHING):
                held.append((by, ids))
            else:
                snapshot.pointers += _pointing(by, ids)
    snapshot.holders = list(_holders(snapshot, held))
    return snapshot


def _relations_to(model: AnyModel) -> Iterator[Any]:
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_one or relation.one_to_many):
            yield relation


def _is_tree(by: models.Field[Any, Any], model: AnyModel) -> bool:
    return by.name == "parent" and by.model is model


def _referring(by: models.Field[Any, Any], ids: Sequence[Any]) -> Iterator[models.QuerySet[models.Model]]:
    """Rows whose field leads to any of the ids; the target is the primary key."""
    for start in range(0, len(ids), CHUNK):
        yield by.model._base_manager.filter(**{f"{by.attname}__in": ids[start : start + CHUNK]})


def _hanging(
    snapshot: Snapshot, by: models.Field[Any, Any], ids: Sequence[Any]
) -> Iterator[tuple[AnyModel, list[Any]]]:
    known = snapshot.rows[by.model]
    fresh = [
        row
        for rows in _referring(by, ids)
        for row in rows.select_for_update().order_by("pk")
        if row.pk not in known
    ]
    if fresh:
        known.update({row.pk: row for row in fresh})
        yield by.model, [row.pk for row in fresh]


def _pointing(by: models.Field[Any, Any], ids: Sequence[Any]) -> Iterator[dict[str, Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for rows in _referring(by, ids):
        for pk, target in rows.order_by("pk").values_list("pk", by.attname):
            found[target].append(pk)
    for target, pks in found.items():
        yield {"model": by.model._meta.label_lower, "field": by.attname, "target": target, "ids": pks}


def _holders(
    snapshot: Snapshot, held: Iterable[tuple[models.Field[Any, Any], list[Any]]]
) -> Iterator[Holder]:
    found: dict[AnyModel, dict[Any, None]] = defaultdict(dict)
    for by, ids in held:
        gone_too = snapshot.rows.get(by.model, {})
        for rows in _referring(by, ids):
            holding = rows.order_by("pk").values_list("pk", flat=True)
            found[by.model].update(dict.fromkeys(pk for pk in holding if pk not in gone_too))
    for model, pks in found.items():
        if pks:
            first = model._base_manager.filter(pk__in=list(pks)[:EXAMPLES]).order_by("pk")
            yield Holder(model._meta.label_lower, len(pks), tuple(title_of(row) for row in first))


def delete(snapshot: Snapshot) -> None:
    """Delete the rows, the last found first, and let go of what pointed to them."""
    for pointer in snapshot.pointers:
        model = apps.get_model(pointer["model"])
        by = model._meta.get_field(pointer["field"].removesuffix("_id"))
        for ids in chunks(pointer["ids"]):
            value = by.get_default() if by.has_default() else None
            model._base_manager.filter(pk__in=ids).update(**{by.name: value})
    for model, found in reversed(list(snapshot.rows.items())):
        for ids in chunks(list(found)):
            rows = model._base_manager.filter(pk__in=ids)
            # Everything that could follow was found already: no cascade is to be looked for once more.
            rows._raw_delete(rows.db)


def chunks(ids: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """In runs that one SQL condition can hold."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def values_of(row: models.Model) -> dict[str, Any]:
    """All columns of a row, JSON-able, by the names the row keeps them under."""
    return {each.attname: _plain(each, row) for each in row._meta.concrete_fields}


def _plain(each: models.Field[Any, Any], row: models.Model) -> Any:
    value = getattr(row, each.attname)
    if isinstance(value, FieldFile):
        return value.name or ""
    if isinstance(each, models.JSONField) or value is None or isinstance(value, str | int | float | bool):
        # A choice of an enum is a str or an int that JSON would write as it is.
        return value
    return each.value_to_string(row)


def row_from(label: str, values: Mapping[str, Any]) -> models.Model:
    """The row that :func:`values_of` described. Columns that came since have their default."""
    model: AnyModel = apps.get_model(label)
    known = {each.attname: each for each in model._meta.concrete_fields}
    return model(
        **{
            name: value if isinstance(known[name], models.JSONField) else known[name].to_python(value)
            for name, value in values.items()
            if name in known
        }
    )
