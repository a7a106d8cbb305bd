import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from reach.times import UNREACHED

ORLIB = Path(__file__).resolve().parents[3] / "bench" / "reach" / "data" / "orlib_pmed.zip"


@pytest.fixture(scope="session")
def orlib():
    """Costs, number of sites and known optimum of an OR-Library instance by name; all names without one."""
    archive = zipfile.ZipFile(ORLIB)
    optima = {
        row["instance"]: int(row["p_median_optimum"])
        for row in csv.DictReader(io.StringIO(archive.read("pmedopt.csv").decode()))
    }

    def instance(name):
        (n, _, p), *edges = (
            tuple(map(int, line.split()))
            for line in archive.read(f"{name}.txt").decode().splitlines()
            if line.strip()
        )
        costs = np.full((n, n), UNREACHED, np.int64)
        np.fill_diagonal(costs, 0)
        for one, other, length in edges:
            # Of edges given twice the last one counts.
            costs[one - 1, other - 1] = costs[other - 1, one - 1] = length
        for middle in range(n):
            np.minimum(costs, costs[:, middle, None] + costs[None, middle], out=costs)
        return costs.astype(np.int32), p, optima[name]

    return instance
