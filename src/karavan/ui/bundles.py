"""Style sheets joined into one file each: a page asks for less, and together they compress better.

`settings.STATIC_BUNDLES` lists them: static path of the joined file → static paths of its parts, in order.
The parts stay files of their own to be read and edited; a joined file is made anew when they differ from it.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import Storage
from django.core.files.storage.filesystem import FileSystemStorage

from karavan.kernel.files import write_whole

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s+")
_ADDRESS = re.compile(r"""url\((["']?)(?!data:|[a-z]+:|/|#)([^"')]+)\1\)""")


def bundles_folder() -> Path:
    """Where this installation keeps the joined files."""
    return Path(settings.VAR) / "ui-bundles"


def joined(target: str, parts: Sequence[tuple[str, str]]) -> str:
    """One style sheet out of (static path, text) of several, without comments and indents.

    Relative addresses are told from where `target` lies.
    """
    return "".join(_part(posixpath.dirname(target), path, text) for path, text in parts)


def _part(folder: str, path: str, text: str) -> str:
    def address(found: re.Match[str]) -> str:
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(path), found[2]))
        return f'url("{posixpath.relpath(whole, folder)}")'

    plain = _INDENT.sub("\n", _COMMENT.sub("", text))
    return _ADDRESS.sub(address, plain).strip() + "\n"


class BundleFinder(BaseFinder):
    """Serves the files of `settings.STATIC_BUNDLES`; they are made on first use and when a part changed."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self.bundles: dict[str, Sequence[str]] = dict(settings.STATIC_BUNDLES)
        self.folder = bundles_folder()

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [part for parts in self.bundles.values() for part in parts if finders.find(part) is None]
        if not missing:
            return []
        return [Error(f"Parts of STATIC_BUNDLES are missing: {', '.join(missing)}.", id="ui.E002")]

    def find(  # type: ignore[override]
        self, path: str, find_all: bool = False, **kwargs: Any
    ) -> str | list[str]:
        # Before Django 6 the flag may arrive under its old name `all`.
        find_all = find_all or bool(kwargs.get("all"))
        if path not in self.bundles:
            return []
        found = str(self._made(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        storage = FileSystemStorage(location=self.folder)
        for path in self.bundles:
            self._made(path)
            yield path, storage

    def _made(self, target: str) -> Path:
        """The joined file, written when it is not what its parts say. Raises FileNotFoundError."""
        parts = []
        for path in self.bundles[target]:
            found = finders.find(path)
            if found is None:
                raise FileNotFoundError(f"static file {path}, part of {target}")
            parts.append((path, Path(found).read_text(encoding="utf-8")))
        content, file = joined(target, parts).encode(), self.folder / target
        if not file.exists() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, content)
        return file
