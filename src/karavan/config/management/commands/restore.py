from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from karavan.config.backup import archive


class Command(BaseCommand):
    help = "Put a backup in place. SQLite and PostgreSQL read each other's; stop the server before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="zip file that karavan backup wrote")
        parser.add_argument("--replace", action="store_true", help="delete what is in the database first")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = archive.restore(options["file"], replace=options["replace"])
        except FileNotFoundError as error:
            raise CommandError(f"{options['file']}: no such file") from error
        except archive.BadBackup as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.stdout.write(f"{manifest.total_rows} rows of {manifest.made_at:%Y-%m-%d %H:%M} UTC restored")
