from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from karavan.config.translations.compiling import TranslationConflict, compile_all, key_of, merge
from karavan.config.translations.extracting import extract


class Command(BaseCommand):
    help = "Compile the translations of all rooms; needs no gettext on the machine."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--missing", action="store_true", help="list messages without a Russian translation instead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for locale in settings.LOCALE_PATHS:
                if options["missing"]:
                    self._list_missing(locale)
                else:
                    for done in compile_all(locale):
                        self.stdout.write(
                            f"{done.language}: {done.messages} messages of {done.fragments} fragments"
                        )
        except TranslationConflict as error:
            raise CommandError(str(error)) from error

    def _list_missing(self, locale: Path) -> None:
        known = {key_of(entry) for entry in merge(locale / "ru" / "LC_MESSAGES")}
        for message in extract(settings.SRC / "karavan"):
            if message.key not in known:
                self.stdout.write(f"{message.place}: {message.text!r}")
