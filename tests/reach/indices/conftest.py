"""Belo Horizonte: 898 hexagons with travel times and land use, the example of R package ``accessibility``."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from reach.indices.blocks import from_minutes

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class City:
    ids: list[str]
    seconds: npt.NDArray[np.int32]
    population: npt.NDArray[np.int32]
    jobs: npt.NDArray[np.int32]
    schools: npt.NDArray[np.int32]
    income: npt.NDArray[np.float64]
    decile: npt.NDArray[np.int8]

    def rows(self, *ends: str) -> list[int]:
        """Places of the cells whose id goes on like this after 89a88cd, which they share."""
        return [self.ids.index(f"89a88cd{end}") for end in ends]

    def among(self, rows: list[int]) -> npt.NDArray[np.int32]:
        """Times from these cells to one another."""
        return np.ascontiguousarray(self.seconds[np.ix_(rows, rows)])


@pytest.fixture(scope="session")
def city() -> City:
    with np.load(DATA / "belo_horizonte.npz") as held:
        tenths = held["tenths_of_minutes"]
        minutes = np.where(tenths < 0, np.inf, tenths / 10)
        return City(
            [one.decode() for one in held["ids"]],
            from_minutes(minutes),
            held["population"],
            held["jobs"],
            held["schools"],
            held["income_per_capita"],
            held["income_decile"],
        )


@pytest.fixture(scope="session")
def access_results() -> dict[str, npt.NDArray[np.generic]]:
    """What PySAL ``access`` gives for the same city's schools."""
    with np.load(DATA / "belo_horizonte_access.npz") as held:
        return {name: held[name] for name in held.files}
