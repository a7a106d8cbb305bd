"""Progress bars on anything over two seconds."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")


def progress(rows: Iterable[T], label: str, total: int | None = None, *, quiet: bool = False) -> Iterator[T]:
    """Yield the rows; draw a bar on the terminal's stderr once two seconds have passed.

    Nothing is drawn where stderr is no terminal: a log has no use for it.
    """
    hidden = quiet or not sys.stderr.isatty()
    yield from tqdm(rows, desc=label, total=total, delay=2, leave=False, disable=hidden, unit_scale=True)
