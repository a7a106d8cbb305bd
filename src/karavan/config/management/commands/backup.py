from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from karavan.config.backup import archive


class Command(BaseCommand):
    help = "Write the whole installation, rows and uploaded files, into one file while it runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="zip file to write; replaced when it exists")

    def handle(self, *args: Any, **options: Any) -> None:
        manifest = archive.write(options["file"])
        tables = [member for member in manifest.members if member.table]
        self.stdout.write(
            f"{options['file']}: {manifest.total_rows} rows of {len(tables)} tables, "
            f"{len(manifest.members) - len(tables)} uploaded files"
        )
