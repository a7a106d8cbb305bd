"""Chelyabinsk: its age × sex table and its cells."""

from datetime import date
from pathlib import Path

import pytest

from reach.population.ages import AgeSex, read_age_sex
from reach.population.cells import Cells, read_cells
from reach.population.spread import Groups, spread

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="session")
def ages() -> AgeSex:
    return read_age_sex(DATA / "chelyabinsk_age_sex.csv", date(2023, 1, 1))


@pytest.fixture(scope="session")
def cells() -> Cells:
    return read_cells(DATA / "chelyabinsk_cells.csv")


@pytest.fixture(scope="session")
def groups(ages, cells) -> Groups:
    return spread(ages, cells)
