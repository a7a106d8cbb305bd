import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from reach.siting.center import p_center
from reach.siting.checker import holds
from reach.siting.median import p_median

ORLIB = Path(__file__).resolve().parents[3] / "bench" / "reach" / "data" / "orlib_pmed.zip"
SMALL = {"pmed1": 127, "pmed3": 93, "pmed4": 74, "pmed5": 48}
"""Least greatest distances, from Elloumi, Labbé and Pochet, INFORMS Journal on Computing 16 (2004)."""


@pytest.mark.parametrize("name", [*SMALL, "pmed9"])
def test_p_median_of_small_instances(orlib, name):
    costs, p, optimum = orlib(name)
    answer = p_median(costs, np.ones(len(costs), np.int64), p)
    assert (answer.value, answer.bound, answer.proved) == (optimum, optimum, True)
    assert costs[:, answer.sites].min(axis=1).sum() == optimum
    assert holds(answer.certificate)
    assert answer.told() == "optimal: a separate check has proved it"


@pytest.mark.parametrize("name", SMALL)
def test_p_center_of_small_instances(orlib, name):
    costs, p, _ = orlib(name)
    answer = p_center(costs, p)
    assert (answer.value, answer.bound, answer.proved) == (SMALL[name], SMALL[name], True)
    assert costs[:, answer.sites].min(axis=1).max() == SMALL[name]
    assert holds(answer.certificate)


def test_the_same_seed_gives_the_same(orlib):
    costs, p, _ = orlib("pmed8")
    weights = np.random.default_rng(5).integers(1, 50, len(costs))
    one, two = (p_median(costs, weights, p, seed=3) for _ in range(2))
    assert (one.sites, one.value, one.bound) == (two.sites, two.value, two.bound)
    assert len(one.certificate.tree) == len(two.certificate.tree)


def test_a_time_limit_gives_an_honest_gap(orlib):
    costs, p, optimum = orlib("pmed36")
    answer = p_median(costs, np.ones(len(costs), np.int64), p, seconds=0.02)
    assert not answer.proved
    assert 0 < answer.bound <= optimum <= answer.value
    assert answer.gap == (answer.value - answer.bound) / answer.value
    assert holds(answer.certificate)
    assert answer.certificate.bound == answer.bound
    assert "optimal" not in answer.told()


@pytest.mark.slow
def test_all_instances_are_proved(orlib):
    with zipfile.ZipFile(ORLIB) as archive:
        names = sorted(name[:-4] for name in archive.namelist() if name.endswith(".txt"))
    assert len(names) == 32
    seconds = np.zeros((32, 2))
    for place, name in enumerate(names):
        costs, p, optimum = orlib(name)
        started = time.perf_counter()
        median = p_median(costs, np.ones(len(costs), np.int64), p, seconds=60)
        between = time.perf_counter()
        center = p_center(costs, p, seconds=60)
        seconds[place] = between - started, time.perf_counter() - between
        assert (name, median.value, median.proved, center.proved) == (name, optimum, True, True)
        assert costs[:, center.sites].min(axis=1).max() == center.value
    assert (seconds.mean(axis=0) <= 3).all()
