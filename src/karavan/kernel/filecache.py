"""Made files kept on disk by key, the ones used longest ago removed when there are too many bytes."""

import logging
import os
import re
from contextlib import suppress
from pathlib import Path

from karavan.kernel.files import write_whole

logger = logging.getLogger(__name__)

_KEY = re.compile(r"[0-9a-z]{8,64}\.[a-z]{2,4}")
_LOOK_EVERY = 32


class FileCache:
    """Files in `folder`, together at most about `most_bytes`. Several processes may share one folder.

    A key is a digest with a suffix, like ``0f3a….png``. A full disk or a missing right never stops an answer:
    what cannot be kept is made again.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self._written = 0

    def get(self, key: str) -> bytes | None:
        """The file, used now; None where it is not kept. Raises ValueError for a wrong key."""
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        # Unlike touch, this makes no empty file of one that another process removed meanwhile.
        with suppress(OSError):
            os.utime(path)
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep a file. Raises ValueError for a wrong key."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
        except OSError as error:
            logger.warning("%s cannot be kept: %s", path, error)
            return
        if self._written % _LOOK_EVERY == 0:
            self.prune()
        self._written += 1

    def prune(self) -> None:
        """Remove files used longest ago until three quarters of the room are left in use."""
        found: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("*/*"):
            with suppress(OSError):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        total = sum(size for _, size, _ in found)
        if total <= self.most_bytes:
            return
        for _, size, path in sorted(found):
            with suppress(OSError):
                path.unlink()
            total -= size
            if total <= self.most_bytes * 3 // 4:
                break

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key of a kept file")
        return self.folder / key[:2] / key
