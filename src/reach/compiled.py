"""Compiling by numba: cached beside the source, and working where nothing can be written."""

from collections.abc import Callable
from typing import Any

import numba


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile ``function`` to machine code that holds no lock of the interpreter.

    The code is cached; where numba finds no folder to cache in (a read-only installation without a home), it
    is compiled anew in each process instead of failing. Kernels take arrays in C order only, so that one
    compilation serves all.
    """
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return numba.njit(nogil=True)(function)


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a small function that only kernels call."""
    return numba.njit(nogil=True)(function)
