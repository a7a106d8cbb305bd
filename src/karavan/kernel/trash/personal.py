"""What a snapshot that is kept for good must not say for ever: rows about people."""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.deletion import CASCADE

from karavan.kernel.trash.snapshot import AnyModel

_personal: set[AnyModel] = set()


def personal(*kinds: AnyModel) -> None:
    """Say that rows of these models are about people; a room does so in its ``apps.py``."""
    _personal.update(kinds)


def without_people(payload: dict[str, Any]) -> dict[str, Any]:
    """A payload without rows about people and without what hangs on them.

    Rows that only named one of them stay and name nobody.
    """
    rows = payload["rows"]
    gone: dict[AnyModel, set[Any]] = defaultdict(set)
    for each in rows:
        if _model(each) in _personal:
            _forget(each, gone)
    while any(_hangs(each, gone) and _forget(each, gone) for each in rows):
        pass
    kept = [_naming_nobody(each, gone) for each in rows if not _is_gone(each, gone)]
    pointers = [each for each in payload["pointers"] if not _leads_to_gone(each, gone)]
    return payload | {"rows": kept, "pointers": pointers}


def _model(row: dict[str, Any]) -> AnyModel | None:
    try:
        return apps.get_model(row["model"])
    except LookupError:
        return None


def _key(row: dict[str, Any], model: AnyModel) -> Any:
    return row["values"].get(model._meta.pk.attname)


def _forget(row: dict[str, Any], gone: dict[AnyModel, set[Any]]) -> bool:
    model = _model(row)
    if model is None:
        return False
    gone[model].add(_key(row, model))
    return True


def _is_gone(row: dict[str, Any], gone: dict[AnyModel, set[Any]]) -> bool:
    model = _model(row)
    return model is not None and _key(row, model) in gone.get(model, ())


def _leading(row: dict[str, Any], gone: dict[AnyModel, set[Any]]) -> list[models.Field[Any, Any]]:
    """Columns of a row that lead to a row which is forgotten."""
    model = _model(row)
    return [
        each
        for each in (model._meta.concrete_fields if model is not None else ())
        if isinstance(each.related_model, type)
        and row["values"].get(each.attname) in gone.get(each.related_model, ())
    ]


def _hangs(row: dict[str, Any], gone: dict[AnyModel, set[Any]]) -> bool:
    if _is_gone(row, gone):
        return False
    return any(getattr(each.remote_field, "on_delete", None) is CASCADE for each in _leading(row, gone))


def _naming_nobody(row: dict[str, Any], gone: dict[AnyModel, set[Any]]) -> dict[str, Any]:
    lost = {each.attname: None for each in _leading(row, gone)}
    return row | {"values": row["values"] | lost} if lost else row


def _leads_to_gone(pointer: dict[str, Any], gone: dict[AnyModel, set[Any]]) -> bool:
    try:
        model = apps.get_model(pointer["model"])
    except LookupError:
        return False
    target = model._meta.get_field(pointer["field"].removesuffix("_id")).related_model
    return isinstance(target, type) and pointer["target"] in gone.get(target, ())
