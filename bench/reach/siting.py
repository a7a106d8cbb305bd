"""The engine's siting as the cases ask for it: one place to change when its names do."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.reach.inputs import Ints, porto, porto_hierarchy
from bench.reach.shape import NotMeasured
from reach.streets.profiles import load_profiles
from reach.times import seconds_up

Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Solved:
    """What the engine says."""

    sites: list[int]
    objective: int
    bound: int
    is_proved: bool
    """Whether the separate checker accepted the certificate of ``bound``, and it meets the objective."""

    @property
    def gap(self) -> float:
        return (self.objective - self.bound) / self.objective if self.objective else 0.0


def p_median(costs: Ints, weights: Int64s, sites: int, seconds: float) -> Solved:
    """Least sum of weights × costs with ``sites`` places, within ``seconds``."""
    from reach.siting.median import p_median as solve  # noqa: PLC0415

    answer = solve(costs, weights, sites, seconds=seconds)
    worth = int(costs[:, answer.sites].min(axis=1).astype(np.int64) @ weights)
    return _solved(answer, worth)


def p_center(costs: Ints, sites: int, seconds: float) -> Solved:
    """Least greatest cost with ``sites`` places, within ``seconds``."""
    if find_spec("reach.siting.center") is None:
        raise NotMeasured("reach.siting has no p-center yet")
    solve = import_module("reach.siting.center").p_center
    answer = solve(costs, sites, seconds=seconds)
    return _solved(answer, int(costs[:, answer.sites].min(axis=1).max()))


def _solved(answer: Any, worth: int) -> Solved:
    """What is claimed, held against what the sites are worth: worked out here anew."""
    if worth != answer.value:
        raise AssertionError(f"the sites are worth {worth}, not {answer.value}")
    return Solved(answer.sites, answer.value, answer.bound, answer.proved)


def walks(demands: int, candidates: int, seed: int) -> tuple[Ints, Int64s]:
    """Seconds on foot ``int32[demands, candidates]`` between random nodes of Porto, and weights from 1 to
    99.
    """
    random, graph = np.random.default_rng(seed), porto()
    metric = porto_hierarchy().customise(*load_profiles()["adult"].costs(graph))
    chosen = metric.selection(random.choice(graph.nodes, demands, replace=False).astype(np.int32))
    roots = random.choice(graph.nodes, candidates, replace=False).astype(np.int32)
    start, none = np.arange(candidates + 1, dtype=np.int32), np.zeros(candidates, np.int32)
    found = np.empty((demands, candidates), np.int32)
    for part, block in metric.trees(start, roots, none, toward=True, selection=chosen):
        found[:, part] = seconds_up(block[:, : part.stop - part.start])
    return found, random.integers(1, 100, demands)
