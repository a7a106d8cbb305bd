"""Street graphs on disk, with the digest of what is in them."""

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from reach.errors import BadInput
from reach.streets.graph import COLUMNS, StreetGraph


def save(graph: StreetGraph, path: str | Path) -> str:
    """Write the graph as an ``.npz`` file, whole or not at all, and return its digest."""
    path = Path(path)
    digest = graph.digest()
    aside = path.with_name(path.name + ".part")
    with aside.open("wb") as file:
        np.savez(file, digest=np.array(digest), **graph.arrays())  # type: ignore[arg-type]
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    return digest


def load(path: str | Path, digest: str | None = None) -> StreetGraph:
    """Read a graph that :func:`save` wrote; arrays are writable.

    :raises BadInput: no such file, another kind of file, a damaged one, or not the one of ``digest``.
    """
    path = Path(path)
    if not path.is_file():
        raise BadInput("no such file", file=path)
    try:
        told, columns = _read(path)
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as broken:
        raise BadInput(f"not a readable street graph ({broken})", file=path) from broken
    try:
        graph = StreetGraph(**columns)
    except BadInput as wrong:
        raise BadInput(str(wrong), file=path) from wrong
    if graph.digest() != told:
        raise BadInput("damaged: its content does not match its digest", file=path)
    if digest is not None and digest != told:
        raise BadInput(
            f"another street graph than the one asked for ({told[:12]}, not {digest[:12]})", file=path
        )
    return graph


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    with path.open("rb") as file:
        stored = np.load(file, allow_pickle=False)
        if not isinstance(stored, Mapping):
            raise BadInput("not a street graph but a single array", file=path)
        missing = [name for name in ("digest", *COLUMNS) if name not in stored]
        if missing:
            raise BadInput(f"not a street graph: it has no {', '.join(missing)}", file=path)
        return str(stored["digest"]), {name: stored[name] for name in COLUMNS}
