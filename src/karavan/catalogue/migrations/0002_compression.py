"""Let PostgreSQL compress the stored JSON by lz4 where it can: a rebuild spends less time in it."""

from django.db import DatabaseError, migrations, transaction

COLUMNS = ("card_ru", "card_en", "detail_ru", "detail_en", "facts")


def compress(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    table = connection.ops.quote_name(apps.get_model("catalogue", "Entry")._meta.db_table)
    try:
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            for column in COLUMNS:
                name = connection.ops.quote_name(column)
                cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {name} SET COMPRESSION lz4")
    except DatabaseError:
        # A server built without lz4, or before version 14, keeps its own way.
        return


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunPython(compress, migrations.RunPython.noop)]
