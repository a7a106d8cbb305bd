"""What the indices ask of the numbers they are given; a refusal names which number is wrong."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput

Floats = npt.NDArray[np.float64]


def amounts(what: str, values: npt.ArrayLike, each: str, length: int | None = None) -> Floats:
    """A vector of finite numbers that are not negative, as a fresh ``float64`` array.

    ``what`` names it and ``each`` one of those it belongs to, in the message.

    Raises:
        BadInput: wrong shape or length, NaN, ∞ or a negative number.
    """
    try:
        vector = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadInput(f"{what}: numbers are needed") from None
    if vector.ndim != 1:
        raise BadInput(f"{what}: one number for each {each} is needed, this has the shape {vector.shape}")
    if length is not None and len(vector) != length:
        raise BadInput(f"{what}: {len(vector)} numbers for {length} {each}s")
    refuse(what, vector, np.isnan(vector), each, "is not a number (NaN)")
    refuse(what, vector, np.isinf(vector), each, "is infinite")
    refuse(what, vector, vector < 0, each, "is negative")
    return vector


def refuse(what: str, vector: Floats, wrong: npt.NDArray[np.bool_], each: str, why: str) -> None:
    """Say which of the numbers is wrong, the first of them."""
    if wrong.any():
        place = int(np.argmax(wrong))
        raise BadInput(f"{what}: {each} {place} (counted from 0) {why}: {vector[place]}")


def inhabitants(population: npt.ArrayLike, length: int, each: str = "cell") -> tuple[Floats, float]:
    """Population and its sum.

    Raises:
        BadInput: as :func:`amounts`, and where nobody lives in any cell.
    """
    people = amounts("population", population, each, length)
    everybody = float(people.sum())
    if not everybody > 0:
        raise BadInput("population: nobody lives here, so there is nothing to compare")
    return people, everybody


def whole(what: str, values: int | Sequence[int], least: int = 0) -> tuple[int, ...]:
    """One whole number or several, ascending and each once, as a tuple.

    Raises:
        BadInput: none, not whole, below ``least``, or not ascending.
    """
    given = (values,) if isinstance(values, int | np.integer) else tuple(values)
    if not given:
        raise BadInput(f"{what}: at least one is needed")
    for number in given:
        if not isinstance(number, int | np.integer) or isinstance(number, bool) or number < least:
            raise BadInput(f"{what}: {number!r} is no whole number from {least} on")
    if any(late <= early for early, late in pairwise(given)):
        raise BadInput(f"{what}: {given} should ascend, each once")
    return tuple(int(number) for number in given)
