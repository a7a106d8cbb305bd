"""Keeping the memory of a long-running worker small (glibc; elsewhere nothing happens).

Left to itself glibc keeps an arena for every thread and, once a large block was freed, takes later large ones
from the heap too, where a small one above them keeps them from going back to the system. A worker that loads
an index and then answers with four threads held 50 MB more in that way than it used.
"""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3
"""Parameters of mallopt(3)."""

ARENAS = 2
LARGE_BLOCK = 128 * 1024


@cache
def _libc() -> Any:
    try:
        libc = ctypes.CDLL(None)
        return libc if hasattr(libc, "malloc_trim") and hasattr(libc, "mallopt") else None
    except (OSError, TypeError):
        return None


def limit_arenas() -> None:
    """For the start of a worker: threads share few arenas, large blocks go back when they are freed."""
    libc = _libc()
    if libc is not None:
        libc.mallopt(_ARENA_MAX, ARENAS)
        libc.mallopt(_MMAP_THRESHOLD, LARGE_BLOCK)


@contextmanager
def collector_paused() -> Iterator[None]:
    """For work that keeps nearly all it makes: the collector of garbage would walk through it in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def settle() -> None:
    """For when something large was built that stays: return to the system what is free now, and spare the
    collector of garbage from walking through the rest again and again.
    """
    gc.collect()
    gc.freeze()
    libc = _libc()
    if libc is not None:
        libc.malloc_trim(0)
