"""Bitmaps as Python integers: ``&``, ``|``, ``~`` and ``bit_count()`` run at memory speed."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt


def from_flags(flags: npt.NDArray[np.bool_]) -> int:
    """Bitmap of an array of booleans, one a document."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def from_positions(positions: Sequence[int] | npt.NDArray[np.uint32], size: int) -> int:
    """Bitmap of document numbers below ``size``."""
    if len(positions) < 16:
        bitmap = 0
        for position in positions:
            bitmap |= 1 << int(position)
        return bitmap
    flags = np.zeros(size, dtype=np.bool_)
    flags[positions] = True
    return from_flags(flags)


def to_positions(bitmap: int, size: int) -> list[int]:
    """Document numbers of a bitmap, ascending."""
    if not bitmap:
        return []
    if bitmap.bit_count() <= 8:
        return list(_few(bitmap))
    raw = np.frombuffer(bitmap.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
    found: list[int] = np.flatnonzero(np.unpackbits(raw, bitorder="little")).tolist()
    return found


def _few(bitmap: int) -> Iterator[int]:
    while bitmap:
        low = bitmap & -bitmap
        yield low.bit_length() - 1
        bitmap ^= low


def union(bitmaps: Iterable[int]) -> int:
    """All documents of any of the bitmaps."""
    result = 0
    for bitmap in bitmaps:
        result |= bitmap
    return result


def members(bitmap: int, size: int) -> bytes:
    """The bitmap as bytes, for many quick tests by :func:`has`."""
    return bitmap.to_bytes((size + 7) // 8, "little")


def has(table: bytes, position: int) -> bool:
    """Whether a document is in a table of :func:`members`."""
    return bool(table[position >> 3] >> (position & 7) & 1)
