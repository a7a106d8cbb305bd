"""Putting the rows of a snapshot back, and saying why that cannot be done."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from karavan.kernel.errors import Conflict
from karavan.kernel.trash.kinds import one_of
from karavan.kernel.trash.models import TrashedRecord
from karavan.kernel.trash.snapshot import AnyModel, chunks, row_from

Rows = dict[AnyModel, list[models.Model]]


def put_back(trashed: TrashedRecord) -> models.Model:
    """Insert all rows under their old keys and give the record itself.

    Raises Conflict where a record they lead to is gone, or a key is taken.
    """
    rows = rows_of(trashed)
    _require_targets(rows)
    try:
        with transaction.atomic():
            for model, found in rows.items():
                _insert(model, found)
    except IntegrityError:
        raise Conflict(_taken(rows) or _("The record cannot be put back: its keys are taken.")) from None
    for pointer in trashed.payload["pointers"]:
        _point_again(pointer)
    return next(row for row in rows[apps.get_model(trashed.model)] if row.pk == trashed.subject_id)


def rows_of(trashed: TrashedRecord) -> Rows:
    """The rows of a snapshot by model, unsaved. Raises Conflict where a model is no more."""
    rows: Rows = defaultdict(list)
    for each in trashed.payload["rows"]:
        try:
            row = row_from(each["model"], each["values"])
        except LookupError:
            raise Conflict(_("This version has no place for the record any more.")) from None
        rows[type(row)].append(row)
    return rows


def _insert(model: AnyModel, rows: Sequence[models.Model]) -> None:
    stamped = [
        field
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]
    kept = [{field.name: getattr(row, field.attname) for field in stamped} for row in rows]
    model._base_manager.bulk_create(rows, batch_size=500)
    for row, values in zip(rows, kept, strict=True):
        if values:
            model._base_manager.filter(pk=row.pk).update(**values)
    keys = [row.pk for row in rows if isinstance(row.pk, int)]
    if keys:
        keep_numbers(model, max(keys))


def keep_numbers(model: AnyModel, used: int) -> None:
    """Let new rows of a model get higher keys than ``used``: a key in the trash is not free."""
    key, table = model._meta.pk, model._meta.db_table
    if not isinstance(key, models.AutoField | models.BigAutoField):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', key.column])
            (sequence,) = cursor.fetchone()
            # The name is the database's own, quoted by it. The sequence never goes back.
            cursor.execute(
                f"SELECT setval(%s, GREATEST(%s, (SELECT last_value FROM {sequence})))",  # noqa: S608
                [sequence, used],
            )
            return
        cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [used, table])
        cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s"
            " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)",
            [table, used, table],
        )


def keep_numbers_of_all() -> None:
    """The same for everything that lies in the trash: after a backup was read back."""
    highest: dict[AnyModel, int] = defaultdict(int)
    for payload in TrashedRecord.objects.values_list("payload", flat=True).iterator(chunk_size=100):
        for each in payload["rows"]:
            try:
                model = apps.get_model(each["model"])
            except LookupError:
                continue
            key = each["values"].get(model._meta.pk.attname)
            if isinstance(key, int):
                highest[model] = max(highest[model], key)
    for model, used in highest.items():
        keep_numbers(model, used)


def _point_again(pointer: Mapping[str, Any]) -> None:
    """Lead rows to the record again that led to it, where they lead nowhere now, or to what took it in."""
    model, name = apps.get_model(pointer["model"]), pointer["field"]
    meanwhile = {name: pointer["from"]} if "from" in pointer else {f"{name}__isnull": True}
    for ids in chunks(pointer["ids"]):
        model._base_manager.filter(pk__in=ids, **meanwhile).update(**{name: pointer["target"]})


def _require_targets(rows: Rows) -> None:
    wanted: dict[AnyModel, set[Any]] = defaultdict(set)
    for model, found in rows.items():
        for field in model._meta.concrete_fields:
            if field.is_relation and isinstance(field.related_model, type):
                wanted[field.related_model].update(getattr(row, field.attname) for row in found)
    gone = []
    for target, ids in wanted.items():
        missing = ids - {None} - {row.pk for row in rows.get(target, ())}
        for some in chunks(sorted(missing)):
            missing -= set(target._base_manager.filter(pk__in=some).values_list("pk", flat=True))
        gone += [_named(target, pk) for pk in sorted(missing)]
    if gone:
        text = _("It cannot be put back: what it belongs to is gone. Restore first: %(records)s.")
        raise Conflict(text % {"records": ", ".join(gone[:5])})


def _named(model: AnyModel, pk: Any) -> str:
    """A record that is not there, by its title in the trash or by its number."""
    label = model._meta.label_lower
    titles = TrashedRecord.objects.filter(model=label, subject_id=pk).values_list("title", flat=True)
    title = titles.first()
    return f"{one_of(label)} «{title}»" if title else f"{one_of(label)} № {pk}"


def _taken(rows: Rows) -> str:
    """Which key of a row is taken by which record; "" where none is."""
    for model, found in rows.items():
        for row in found:
            for names, holders in _rivals(model, row):
                holder = holders.filter(**{name: getattr(row, name) for name in names}).first()
                if holder is not None:
                    value = ", ".join(str(getattr(row, name)) for name in names)
                    text = _(
                        "It cannot be put back: “%(holder)s” has the key “%(value)s” now. Change it there."
                    )
                    return text % {"holder": str(holder), "value": value}
    return ""


def _rivals(
    model: AnyModel, row: models.Model
) -> Iterator[tuple[Sequence[str], models.QuerySet[models.Model]]]:
    """Sets of fields whose values only one row may have, with the rows that count."""
    everybody = model._base_manager.all()
    for field in model._meta.concrete_fields:
        if field.unique and getattr(row, field.attname) is not None:
            yield [field.attname], everybody
    for names in model._meta.unique_together:
        yield [model._meta.get_field(name).attname for name in names], everybody  # type: ignore[union-attr]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            columns = [model._meta.get_field(name).attname for name in constraint.fields]  # type: ignore[union-attr]
            yield columns, everybody.filter(constraint.condition) if constraint.condition else everybody
