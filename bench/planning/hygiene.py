"""``python -m bench.planning.hygiene``: scores of all institutions over 20,000 events, CPU and queries."""

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
        from bench.planning import scoring  # noqa: PLC0415 - after Django is set up

        scoring.measure()


if __name__ == "__main__":
    main()
