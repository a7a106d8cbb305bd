"""Rows that may not overlap: a constraint that PostgreSQL and SQLite both keep themselves.

Usage, in the ``Meta`` of a model::

    constraints = [NoOverlap(name="planning_claims_apart", same="slot",
                             lanes=("lane_from", "lane_to"), span=("starts_at", "ends_at"))]

On PostgreSQL it is an exclusion constraint (the migration needs the extension ``btree_gist``), on SQLite two
triggers. Either raises IntegrityError; :func:`is_overlap` tells it from others. As part of the model's state
it comes back when SQLite remakes the table, which drops the triggers of the old one.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.ddl_references import Statement, Table

Pair = tuple[str, str]

# Django writes a moment on SQLite as "2026-05-01 18:00:00", with six digits of the second's fraction where
# there is one. Text of that form sorts as the moments do. Whatever is of another form would sort wrongly, and
# is refused rather than compared.
_FORM: Final = """
    SELECT RAISE(ABORT, 'form: %(name)s')
    WHERE length(NEW.%(start)s) NOT IN (19, 26) OR substr(NEW.%(start)s, 11, 1) <> ' '
       OR length(NEW.%(end)s) NOT IN (19, 26) OR substr(NEW.%(end)s, 11, 1) <> ' ';"""
_OVERLAP: Final = """
    SELECT RAISE(ABORT, 'overlap: %(name)s')
    WHERE EXISTS (
        SELECT 1 FROM %%(table)s AS held
        WHERE held.%(same)s = NEW.%(same)s AND held.%(end)s > NEW.%(start)s
          AND held.%(start)s < NEW.%(end)s
          AND held.%(low)s < NEW.%(high)s AND held.%(high)s > NEW.%(low)s%(other)s
    );"""


class NoOverlap(models.BaseConstraint):
    """No two rows with the same value of ``same`` whose ``lanes`` and whose ``span`` both overlap.

    ``lanes`` are two whole numbers, ``span`` two moments; the first of each counts, the last does not.
    On SQLite an index that begins with ``same`` and the end of the span answers the triggers.
    """

    def __init__(self, *, name: str, same: str, lanes: Sequence[str], span: Sequence[str]) -> None:
        super().__init__(name=name)
        self.same, self.lanes, self.span = same, tuple(lanes), tuple(span)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"same": self.same, "lanes": self.lanes, "span": self.span}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor != "sqlite":
            return self._exclusion(model, schema_editor)
        # The table is made, perhaps filled from the one it replaces, and perhaps renamed before these run.
        schema_editor.deferred_sql += self._triggers(model, schema_editor)
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        # On SQLite the schema editor remakes the table instead.
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=table,
            constraint=self._exclusion(model, schema_editor),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        (low, high), (start, end) = self.lanes, self.span
        meant = {name: getattr(instance, name) for name in (self.same, low, high, start, end)}
        found = model._default_manager.using(using).filter(
            **{
                self.same: meant[self.same],
                f"{low}__lt": meant[high],
                f"{high}__gt": meant[low],
                f"{start}__lt": meant[end],
                f"{end}__gt": meant[start],
            }
        )
        if found.exclude(pk=instance.pk).exists():
            raise ValidationError(self.get_violation_error_message())

    def trigger_names(self) -> Pair:
        """Names of its triggers on SQLite."""
        return f"{self.name}_insert", f"{self.name}_update"

    def _columns(self, model: Any, schema_editor: Any) -> dict[str, str]:
        names = {"same": self.same, "low": self.lanes[0], "high": self.lanes[1]}
        names |= {"start": self.span[0], "end": self.span[1]}
        quote = schema_editor.quote_name
        return {key: quote(model._meta.get_field(name).column) for key, name in names.items()}

    def _exclusion(self, model: Any, schema_editor: Any) -> str:
        each = self._columns(model, schema_editor)
        return (
            f"CONSTRAINT {schema_editor.quote_name(self.name)} EXCLUDE USING gist ({each['same']} WITH =,"
            f" int8range({each['low']}, {each['high']}) WITH &&,"
            f" tstzrange({each['start']}, {each['end']}) WITH &&)"
        )

    def _triggers(self, model: Any, schema_editor: Any) -> list[Statement]:
        quote = schema_editor.quote_name
        columns = self._columns(model, schema_editor) | {"name": self.name}
        key = quote(model._meta.pk.column)
        of = ", ".join(columns[each] for each in ("same", "low", "high", "start", "end"))
        found = []
        for name, when, other in (
            (self.trigger_names()[0], "INSERT", ""),
            (self.trigger_names()[1], f"UPDATE OF {of}", f"\n          AND held.{key} <> NEW.{key}"),
        ):
            body = (_FORM + _OVERLAP) % (columns | {"other": other})
            text = f"CREATE TRIGGER {quote(name)} BEFORE {when} ON %(table)s BEGIN{body}\nEND"
            found.append(Statement(text, table=Table(model._meta.db_table, quote)))
        return found


def is_overlap(error: BaseException, name: str) -> bool:
    """Whether an IntegrityError comes from the constraint of this name, on either database."""
    cause = error.__cause__
    told = getattr(getattr(cause, "diag", None), "constraint_name", None)
    return told == name or str(error).strip() == f"overlap: {name}"


def unguarded(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of constraints of this kind that models ask for and the database does not have."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x'")
        there = {name for (name,) in cursor.fetchall()}
    wanted: list[tuple[str, Sequence[str]]] = [
        (each.name, each.trigger_names() if connection.vendor == "sqlite" else (each.name,))
        for model in apps.get_models()
        for each in model._meta.constraints
        if isinstance(each, NoOverlap)
    ]
    return [name for name, parts in wanted if not there.issuperset(parts)]


_QUEUE: Final = 0x6B617261


def stand_in_line(using: str = DEFAULT_DB_ALIAS) -> None:
    """Wait until no other transaction is adding rows that may not overlap; held until this one ends.

    Two that insert overlapping rows at the same moment would each wait for the other on PostgreSQL, and one
    would die of a deadlock a second later instead of hearing what is held. To be taken after all other locks.
    SQLite has one writer at a time anyway.
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_QUEUE])
