"""``python -m bench.planning.clashes``: clashes of a month, and of one save, in CPU time on this machine."""

import os
import tempfile
from pathlib import Path

import django


def main() -> None:
    """Fill a database of its own, measure, print."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(
            DATABASE_URL=f"sqlite:///{Path(home) / 'diary.sqlite3'}",
            KARAVAN_DEMO="1",
            KARAVAN_VAR=home,
            DJANGO_SETTINGS_MODULE="bench.settings",
        )
        django.setup()
        from bench.planning import measuring  # noqa: PLC0415 - after Django is set up

        measuring.scoring()
        measuring.reading()


if __name__ == "__main__":
    main()
