"""``python -m bench.copying``: copy the rows of the database BENCH_SOURCE into that of the settings."""

import django
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

BATCH = 2000
MADE_BY_MIGRATE = {"contenttypes", "auth", "sessions"}


def copy(model: type[models.Model]) -> None:
    """Copy all rows of a model with their keys."""
    manager = model._base_manager
    rows = manager.using("source").order_by("pk")
    batch: list[models.Model] = []
    for row in rows.iterator(BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            manager.using("default").bulk_create(batch)
            batch = []
    manager.using("default").bulk_create(batch)


def main() -> None:
    """Copy everything in one transaction; foreign keys are checked at its end."""
    django.setup()
    chosen = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in MADE_BY_MIGRATE
    ]
    with transaction.atomic():
        for model in chosen:
            copy(model)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), chosen):
                cursor.execute(statement)


if __name__ == "__main__":
    main()
