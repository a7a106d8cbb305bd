import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from karavan.catalogue.actions import is_current
from karavan.config.translations.compiling import compile_all
from karavan.hygiene.actions import measure
from karavan.hygiene.models import Score
from karavan.kernel.actor import SYSTEM
from karavan.kernel.exclusion import unguarded
from karavan.kernel.localtime import today
from karavan.people.models import Organisation
from karavan.planning.actions import hold_sessions, refresh_circumstances
from karavan.planning.models import Circumstance
from karavan.ui.finders import prepare_fonts


class Command(BaseCommand):
    help = (
        "Bring the installation up to its code: migrate, compile translations, make fonts, collect static "
        "files, build the catalogue; in demonstration mode also seed an empty database. Does only what is to "
        "be done."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        with self._step("Translations"):
            for locale in settings.LOCALE_PATHS:
                compile_all(locale)
        with self._step("Database"):
            call_command("migrate", verbosity=0, interactive=False)
            # SQLite drops triggers with a table that somebody remakes by hand.
            if missing := unguarded():
                raise CommandError(f"the database does not keep {', '.join(missing)}: restore a backup")
        with self._step("Fonts"):
            prepare_fonts()
        with self._step("Static files"):
            self._collect()
        if settings.DEMO and not Organisation.objects.exists():
            with self._step("Chelyabinsk: places, heritage, programme"):
                call_command("seed", "chelyabinsk", verbosity=options["verbosity"])
        with self._step("Holds of halls"):
            told = hold_sessions(actor=SYSTEM)
            if told.unheld:
                self.stdout.write(f" {told.unheld} dates overlap and hold nothing", ending="")
        if not Circumstance.objects.exists():
            with self._step("Feasts and days of memory"):
                refresh_circumstances(actor=SYSTEM, today=today())
        if not Score.objects.exists():
            with self._step("Quality of information"):
                measure(actor=SYSTEM)
        if not is_current():
            with self._step("Catalogue"):
                call_command("rebuild", "catalogue", verbosity=options["verbosity"])

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        self.stdout.write(f"{name} …", ending="")
        self.stdout.flush()
        yield
        self.stdout.write(f" {time.monotonic() - start:.1f} s")

    def _collect(self) -> None:
        """Hashing and compressing takes seconds: skipped while no file has changed."""
        stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
        fingerprint = static_fingerprint()
        if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint:
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(fingerprint, encoding="ascii")


def static_fingerprint() -> str:
    """A digest of the names, sizes and times of all static files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
