"""A database of one's own, for a part of the benchmark that fills it and throws it away."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


@contextmanager
def own_database() -> Iterator[None]:
    """Django on an empty SQLite file. What needs it is imported inside the block."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(
            DATABASE_URL=f"sqlite:///{Path(home) / 'diary.sqlite3'}",
            KARAVAN_DEMO="1",
            KARAVAN_VAR=home,
            DJANGO_SETTINGS_MODULE="bench.settings",
        )
        django.setup()
        yield
