"""Whole people for fractions of them, with every sum kept.

Shares are computed in whole numbers, and the rest by the four basic operations, so a result is the same on
every machine.
"""

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput

Counts = npt.NDArray[np.int64]
GOLDEN = (5**0.5 - 1) / 2


def apportion(total: int, weights: npt.ArrayLike) -> Counts:
    """``total`` divided in proportion to whole ``weights`` by largest remainders, of equal ones the first.

    No share is further from its exact proportion than 1, and none without weight gets anything.

    Args:
        total: from 0 on.
        weights: whole numbers from 0 on, ``[parts]``; total × their sum should stay below 2⁶³.

    Returns:
        ``int64[parts]``, adding up to ``total``.

    Raises:
        BadInput: negative numbers, numbers too large, or something to divide and no weight at all.
    """
    parts = np.asarray(weights)
    if parts.ndim != 1 or (parts.size and not np.issubdtype(parts.dtype, np.integer)):
        raise BadInput("weights: whole numbers are needed")
    parts = parts.astype(np.int64)
    if total < 0 or (parts < 0).any():
        raise BadInput("apportion: negative numbers cannot be divided")
    everything = sum(parts.tolist())
    if everything * max(total, 1) >= 2**63:
        raise BadInput(f"apportion: {total} × {everything} is too large; give coarser weights")
    if not everything:
        if total:
            raise BadInput(f"apportion: {total} to divide and nothing to divide it by")
        return np.zeros(len(parts), np.int64)
    exact = parts * total
    shares: Counts = exact // everything
    missing = total - int(shares.sum())
    order = np.argsort(-(exact % everything), kind="stable")
    shares[order[:missing]] += 1
    return shares


def apportion_table(rows: npt.ArrayLike, columns: npt.ArrayLike) -> npt.NDArray[np.int32]:
    """A table with these sums of rows and of columns, as near to proportion as whole numbers allow.

    All that the rows hold are lined up in the order of rows, and each column takes its number of them at even
    distances along the line, each from another start. So a column's part of any rows that follow one another
    is within 2 of its proportion where the columns are many (tested for cities), and near it where they are
    few: order the rows so that what will be added up (ages of a group) stands together.

    Args:
        rows: whole numbers from 0 on, ``[rows]``.
        columns: the same, ``[columns]``, adding up to as much.

    Returns:
        ``int32[rows, columns]``.

    Raises:
        BadInput: the sums differ, or a number is negative.
    """
    held, wanted = np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64)
    if (held < 0).any() or (wanted < 0).any():
        raise BadInput("apportion: a sum is negative")
    if held.sum() != wanted.sum():
        raise BadInput(f"apportion: rows hold {held.sum()} and columns {wanted.sum()}")
    column = np.repeat(np.arange(len(wanted)), wanted)
    nth = np.arange(len(column)) - np.repeat(np.cumsum(wanted) - wanted, wanted)
    # Multiples of the golden section start columns of equal size at different places, evenly spread.
    start = (np.arange(len(wanted)) + 0.5) * GOLDEN % 1.0
    along = (nth + start[column]) / wanted[column]
    order = np.argsort(along, kind="stable")
    row = np.repeat(np.arange(len(held)), held)
    table = np.bincount(row * len(wanted) + column[order], minlength=len(held) * len(wanted))
    return table.reshape(len(held), len(wanted)).astype(np.int32)
