"""Releases of a city's networks: a folder is built aside and put in place whole, so that the last good one
always stands.

``<home>/releases/<name>/`` holds one release, ``<home>/current`` is a link to the one in use. A build that
fails leaves the link where it was; a process that is killed leaves a folder that ends in ``.part`` and is
swept by the next build.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reach.errors import BadInput

MANIFEST = "manifest.json"
KEPT = 3
"""Releases that stay on disk, the current one among them."""


@dataclass(frozen=True)
class Release:
    """A finished release: where it lies and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]


@contextmanager
def building(home: Path, manifest: dict[str, Any]) -> Iterator[Path]:
    """A folder to build in; on leaving without an error it becomes the current release.

    ``manifest`` may be filled while building and is written last, with the time of the build.

    Raises:
        BadInput: another build is under way.
    """
    releases = home / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        for left in releases.glob("*.part"):
            shutil.rmtree(left, ignore_errors=True)
        yield from _build(home, releases, manifest)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One build at a time; the lock goes with the process that holds it, however that ends."""
    with (home / "build.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise BadInput("another build is under way here: wait for it", file=home) from taken
        yield


def _build(home: Path, releases: Path, manifest: dict[str, Any]) -> Iterator[Path]:
    """Build in a folder aside; put it in place at the end, or take it away."""
    moment = datetime.now(UTC)
    name = f"{moment:%Y%m%dT%H%M%S%f}"
    part = releases / f"{name}.part"
    part.mkdir()
    try:
        yield part
        (part / MANIFEST).write_text(
            json.dumps({"built": moment.isoformat()} | manifest, ensure_ascii=False, indent=1),
            encoding="utf-8",
        )
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    part.rename(releases / name)
    _point(home, releases / name)
    for old in sorted(path for path in releases.iterdir() if path.suffix != ".part")[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def current(home: Path) -> Release:
    """The release in use.

    Raises:
        BadInput: there is none, or its manifest cannot be read.
    """
    folder = home / "current"
    if not folder.exists():
        raise BadInput("no release here: run `python -m reach build` first", file=home)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise BadInput(f"the release has no readable manifest ({problem})", file=folder) from problem
    return Release(folder.resolve(), manifest)


def _point(home: Path, folder: Path) -> None:
    """Let ``current`` name ``folder``: one rename, so that a reader sees the old or the new release."""
    link = home / f"current.{os.getpid()}.part"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.relative_to(home), target_is_directory=True)
    link.replace(home / "current")
