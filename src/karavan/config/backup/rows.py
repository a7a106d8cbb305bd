"""Rows of tables as JSON lines, the same from every database."""

import base64
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
from django.apps import apps
from django.db import connection, models

# Derived, or of no use elsewhere: sign-ins end with a restore, the catalogue is rebuilt after it.
LEFT_OUT_APPS = {"catalogue", "sessions", "usersessions"}
LEFT_OUT_MODELS = {"tasks.workerbeat"}
# `migrate` fills these in an empty database; a restore replaces them without asking.
FILLED_BY_MIGRATE = {"contenttypes.contenttype", "auth.permission"}

Column = models.Field[Any, Any]


def label_of(model: type[models.Model]) -> str:
    """``app.model`` in small letters."""
    return model._meta.label_lower


def saved_models() -> list[type[models.Model]]:
    """Every table that a backup holds, by label."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT_APPS
        and label_of(model) not in LEFT_OUT_MODELS
    ]
    return sorted(found, key=label_of)


def derived_models() -> list[type[models.Model]]:
    """Every table that a restore empties and does not fill."""
    saved = set(saved_models())
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model not in saved
    ]


def columns_of(model: type[models.Model]) -> list[Column]:
    """The columns in the order in which a line holds them."""
    return list(model._meta.concrete_fields)


def dump(model: type[models.Model]) -> Iterator[bytes]:
    """One JSON array a row, with the line's end; streamed."""
    columns = columns_of(model)
    binary = [number for number, column in enumerate(columns) if isinstance(column, models.BinaryField)]
    names = [column.attname for column in columns]
    rows = model._base_manager.order_by("pk").values_list(*names)
    encoder = msgspec.json.Encoder()
    for row in rows.iterator(chunk_size=2000):
        values = list(row)
        for number in binary:
            if values[number] is not None:
                values[number] = base64.b64encode(bytes(values[number])).decode("ascii")
        yield encoder.encode(values) + b"\n"


def _read_value(column: Column, value: Any) -> Any:
    if value is None or isinstance(column, models.JSONField):
        return value
    if isinstance(column, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(column, models.ForeignKey):
        return _read_value(column.target_field, value)
    return column.to_python(value)


def load(model: type[models.Model], lines: Iterable[bytes], names: list[str]) -> int:
    """Insert the lines as they are, without the automatic values of a save; the number of rows.

    ``names`` are the columns that the lines hold.
    """
    by_name = {column.attname: column for column in columns_of(model)}
    columns = [by_name[name] for name in names]
    rows = iter(lines)
    total = 0
    size = max(1, min(1000, connection.ops.bulk_batch_size(columns, [None] * 1000)))
    while batch := list(islice(rows, size)):
        objects = []
        for line in batch:
            values = msgspec.json.decode(line)
            pairs = zip(columns, values, strict=True)
            objects.append(model(**{column.attname: _read_value(column, value) for column, value in pairs}))
        model._base_manager.get_queryset()._insert(objects, fields=columns, raw=True)  # type: ignore[attr-defined]
        total += len(objects)
    return total
