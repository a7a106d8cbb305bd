"""Writes a record once: creates it, or corrects what differs."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import models

from karavan.kernel.provenance import Provenance

M = TypeVar("M", bound=models.Model)
P = TypeVar("P", bound=Provenance)


def by_source(model: type[P], prefix: str) -> dict[str, P]:
    """Records of a model whose source ids begin with a prefix, by source id; one query."""
    records = model._default_manager.filter(source_id__startswith=prefix)
    return {record.source_id: record for record in records}


def differing(record: models.Model, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields whose stored value is another one."""
    found = {}
    for name, value in fields.items():
        stored = getattr(record, f"{name}_id") if isinstance(value, models.Model) else getattr(record, name)
        if stored != (value.pk if isinstance(value, models.Model) else value):
            found[name] = value
    return found


def upsert(
    existing: dict[str, M],
    key: str,
    fields: dict[str, Any],
    create: Callable[[dict[str, Any]], M],
    update: Callable[[M, dict[str, Any]], Any],
) -> M:
    """The record of a key as ``fields`` want it: created, corrected, or left alone when nothing differs."""
    record = existing.get(key)
    if record is None:
        record = existing[key] = create(fields)
    elif found := differing(record, fields):
        update(record, found)
    return record
