"""``python -m bench.multiply 5``: make of every invented event five, by SQL.

Each copy has keys of its own, days shifted by one more day and a title with a word more; journal lines are
not copied. The catalogue has to be rebuilt afterwards.
"""

import sys

import django
from django.core.management.color import no_style
from django.db import connection, models, transaction

STEP = 1_000_000
"""Distance of the keys of a copy from those of the original."""
WORDS = ("весенний", "летний", "осенний", "зимний", "вечерний", "утренний", "дневной", "ночной", "новый")
SHIFTED = {"starts_at", "ends_at", "moved_from", "date_from", "date_to", "day"}
WHICH = "source = 'demonstration'"


def later(column: str, field: models.Field, days: int) -> str:
    """SQL of a day or moment ``days`` later."""
    if connection.vendor == "postgresql":
        return f"{column} + interval '{days} days'"
    return (
        f"date({column}, '+{days} days')"
        if field.get_internal_type() == "DateField"
        else f"datetime({column}, '+{days} days')"
    )


def expression(field: models.Field, number: int) -> str:
    """SQL of a column of copy ``number``."""
    column = connection.ops.quote_name(field.column)
    if field.primary_key or field.column == "event_id":
        return f"{column} + {STEP * number}"
    if field.column in SHIFTED:
        return later(column, field, number)
    if field.column == "title":
        return f"{column} || ' · {WORDS[number % len(WORDS)]}'"
    if field.column == "source_id":
        return f"{column} || ':{number}'"
    return column


def copy(model: type[models.Model], number: int) -> None:
    """Copy the rows of a model that belong to invented events."""
    fields = model._meta.concrete_fields
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = ", ".join(expression(field, number) for field in fields)
    own = f"id < {STEP}"
    which = f"{own} AND {WHICH}"
    if model._meta.model_name != "event":
        which = f"{own} AND event_id IN (SELECT id FROM programme_event WHERE id < {STEP} AND {WHICH})"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {which}")


def main(times: int) -> None:
    """Make of every invented event ``times``."""
    django.setup()
    from karavan.programme.actions.creation import ROW_MODELS  # noqa: PLC0415 - after Django is set up
    from karavan.programme.models import Event  # noqa: PLC0415

    with transaction.atomic():
        for number in range(1, times):
            for model in (Event, *ROW_MODELS):
                copy(model, number)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Event, *ROW_MODELS]):
                cursor.execute(statement)


if __name__ == "__main__":
    main(int(sys.argv[1]))
