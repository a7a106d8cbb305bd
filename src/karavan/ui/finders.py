"""Static files finder for the listed files of npm packages and for the fonts cut from them."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.base import File
from django.core.files.storage import Storage
from django.core.files.storage.filesystem import FileSystemStorage

from karavan.ui.fonts import RECIPES, SOURCES, ensure_fonts
from karavan.ui.printfonts import ensure_print_fonts
from karavan.ui.vendor import VENDOR_FILES

_FONTS = {f"ui/fonts/{recipe.name}": recipe.name for recipe in RECIPES}


def fonts_folder() -> Path:
    """Where this installation keeps the fonts that `karavan.ui.fonts` makes."""
    return Path(settings.VAR) / "ui-fonts"


def print_fonts_folder() -> Path:
    """Where this installation keeps the fonts that `karavan.ui.printfonts` makes; nothing serves it."""
    return Path(settings.VAR) / "print-fonts"


def prepare_print_fonts() -> list[Path]:
    """Make the fonts of printed sheets that are missing. Raises FileNotFoundError without packages."""
    return ensure_print_fonts(Path(settings.NODE_MODULES), print_fonts_folder())


def prepare_fonts() -> list[Path]:
    """Make the fonts that are missing or of other packages. Raises FileNotFoundError without packages."""
    return ensure_fonts(Path(settings.NODE_MODULES), fonts_folder()) + prepare_print_fonts()


class VendorStorage(Storage):
    """Read-only storage that knows the listed files (static path: path below `root`) by their static path."""

    def __init__(self, root: Path, files: Mapping[str, str]) -> None:
        self.files = files
        self.inner = FileSystemStorage(location=root)

    def _open(self, name: str, mode: str = "rb") -> File:
        return self.inner.open(self.files[name], mode)

    def exists(self, name: str) -> bool:
        return name in self.files and self.inner.exists(self.files[name])

    def path(self, name: str) -> str:
        return self.inner.path(self.files[name])

    def size(self, name: str) -> int:
        return self.inner.size(self.files[name])

    def get_modified_time(self, name: str) -> Any:
        return self.inner.get_modified_time(self.files[name])


class VendorFinder(BaseFinder):
    """Serves exactly `karavan.ui.vendor.VENDOR_FILES` from `settings.NODE_MODULES`, and the fonts made of it.

    The fonts are made on first use, so that a fresh checkout serves and collects them without a further step.
    """

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self.files = {target: source for source, target in VENDOR_FILES}
        self.root = Path(settings.NODE_MODULES)
        self.storage = VendorStorage(self.root, self.files)
        self.folder = fonts_folder()
        self.fonts = VendorStorage(self.folder, _FONTS)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [target for target in self.files if not self.storage.exists(target)]
        missing += [source for source in SOURCES if not (self.root / source).is_file()]
        if not missing:
            return []
        return [
            Error(
                f"Browser files are missing below {settings.NODE_MODULES}: {', '.join(missing)}.",
                hint="Run `npm ci`, or set KARAVAN_NODE_MODULES to the folder of installed npm packages.",
                id="ui.E001",
            )
        ]

    def find(  # type: ignore[override]
        self, path: str, find_all: bool = False, **kwargs: Any
    ) -> str | list[str]:
        # Before Django 6 the flag may arrive under its old name `all`.
        find_all = find_all or bool(kwargs.get("all"))
        storage = self.storage
        if path in _FONTS and self._has_sources():
            ensure_fonts(self.root, self.folder)
            storage = self.fonts
        if not storage.exists(path):
            return []
        found = storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for target in self.files:
            yield target, self.storage
        ensure_fonts(self.root, self.folder)
        for target in _FONTS:
            yield target, self.fonts

    def _has_sources(self) -> bool:
        return all((self.root / source).is_file() for source in SOURCES)
