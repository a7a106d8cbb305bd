"""Static files finder for the listed files of npm packages."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.base import File
from django.core.files.storage import Storage
from django.core.files.storage.filesystem import FileSystemStorage

from karavan.ui.vendor import VENDOR_FILES


class VendorStorage(Storage):
    """Read-only storage that knows the listed files by their static path."""

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
    """Serves exactly `karavan.ui.vendor.VENDOR_FILES` from `settings.NODE_MODULES`."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self.files = {target: source for source, target in VENDOR_FILES}
        self.storage = VendorStorage(Path(settings.NODE_MODULES), self.files)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [target for target in self.files if not self.storage.exists(target)]
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
        if not self.storage.exists(path):
            return []
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for target in self.files:
            yield target, self.storage
