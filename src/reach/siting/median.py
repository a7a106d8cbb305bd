"""The p-median: ``p`` sites that leave the least sum of people × travel time."""

import time
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.siting.answer import Answer, Claim, Int64s, Node, Prices
from reach.siting.branch import Bound
from reach.siting.checker import holds
from reach.siting.search import Search
from reach.siting.trees import spread
from reach.times import UNREACHED, Int32s

LISTS = 8_000_000
"""Numbers in the lists of near sites at most."""


def p_median(
    costs: Int32s,
    weights: Int64s,
    p: int,
    *,
    existing: npt.ArrayLike = (),
    beyond: int | None = None,
    seconds: float = 60.0,
    seed: int = 0,
) -> Answer:
    """The ``p`` sites with the least sum over demands of weight × cost to the nearest of them.

    Args:
        costs: int32[n, m], :data:`~reach.times.UNREACHED` where a site cannot serve a demand.
        weights: int64[n], people.
        p: how many new sites, from 1 to m.
        existing: sites open already (they count, and are not among the ``p``).
        beyond: what a person costs whom no open site serves; UNREACHED (2³⁰) if None, so that serving most
            people comes first. Demands that no site at all can serve are not in the value in either case.
        seconds: time limit; then the best found is told with its bound.
        seed: of the search; the same gives the same answer as long as no time limit steps in.

    Raises:
        BadInput: shapes, signs or ``p`` will not do, or sums would not fit 64 bits.
    """
    started = time.perf_counter()
    costs, weights, sites_left = checked(costs, weights, p, existing)
    reached = (costs < UNREACHED).any(axis=1)
    unserved = int(weights[~reached].sum())
    table = with_existing(costs, existing)[reached]
    if beyond is not None:
        if not 0 <= beyond <= UNREACHED:
            raise BadInput(f"beyond is {beyond}, from 0 to 2**30 is needed")
        table = np.where(table >= UNREACHED, np.int32(beyond), table)
    table = np.ascontiguousarray(table[:, sites_left])
    sites, value, claim = solve(table, weights[reached], p, started + seconds, seed)
    proved = claim.bound == value
    return Answer(
        "p-median",
        sites_left[sites].tolist(),
        value,
        claim.bound,
        proved,
        time.perf_counter() - started,
        unserved,
        claim,
    )


def solve(
    costs: Int32s, weights: Int64s, p: int, deadline: float, seed: int = 0
) -> tuple[Int64s, int, Claim]:
    """Sites, value and a claim that the checker has accepted; costs are plain numbers here."""
    n, m = costs.shape
    rows = np.flatnonzero(weights > 0)
    columns = np.ascontiguousarray(costs[rows].T)
    search = Search(columns, np.ascontiguousarray(weights[rows]), p, deadline, seed)
    if p >= m or not len(rows):
        sites = np.arange(min(p, m))
        value = int(costs[:, sites].min(axis=1).astype(np.int64) @ weights)
        prices = _of_all(costs, weights, sites)
        return sites, value, proved_part(claimed(costs, weights, p, value, prices))
    search.run(max(2, min(12, 10**8 // (costs.size * 8 + 1))))
    width = max(16, LISTS // len(rows))
    proof = Bound(costs[rows], search, width=None if width >= m else width)
    proof.prove()
    spread(proof.tree, rows, n)
    claim = proved_part(claimed(costs, weights, p, proof.bound, proof.tree))
    sites = np.sort(search.sites).astype(np.int64)
    # The value is summed anew, without the kernels.
    return sites, int(costs[:, sites].min(axis=1).astype(np.int64) @ weights), claim


def proved_part(claim: Claim) -> Claim:
    """The claim with the largest bound at or just below its own that the checker accepts."""
    for less in (0, 1, 2, 8, 64, 1024):
        own = replace(claim, bound=max(0, claim.bound - less))
        if own.bound == 0 or holds(own):
            return own
    return replace(claim, bound=0)


def claimed(costs: Int32s, weights: Int64s, p: int, bound: int, tree: Node) -> Claim:
    """A claim without capacities and costs of opening."""
    none = np.zeros(costs.shape[1], np.int64)
    return Claim(costs, weights, p, bound, tree, none, none)


def checked(
    costs: Int32s, weights: Int64s, p: int, existing: npt.ArrayLike = ()
) -> tuple[Int32s, Int64s, Int64s]:
    """Costs and weights in the right types, and the sites that are not open already.

    Raises:
        BadInput: they will not do.
    """
    costs, weights = np.asarray(costs), np.asarray(weights)
    if costs.ndim != 2 or 0 in costs.shape:
        raise BadInput(f"costs have the shape {costs.shape}: demands × sites are needed, and some of both")
    if weights.shape != costs.shape[:1]:
        raise BadInput(f"{costs.shape[0]} demands have weights of the shape {weights.shape}")
    if costs.dtype.kind not in "iu" or weights.dtype.kind not in "iu":
        raise BadInput("costs and weights have to be whole numbers")
    if costs.min() < 0 or costs.max() > UNREACHED:
        raise BadInput("costs have to lie between 0 and 2**30 (UNREACHED)")
    if weights.min() < 0:
        raise BadInput("weights must not be negative")
    if int(weights.sum()) * max(1, int(costs.max(initial=0, where=costs < UNREACHED))) * (p + 3) >= 2**59:
        raise BadInput("weights × costs do not fit 64 bits: give larger units")
    there = np.unique(np.asarray(existing, dtype=np.int64).reshape(-1))
    if len(there) and (there[0] < 0 or there[-1] >= costs.shape[1]):
        raise BadInput(f"existing sites have to be columns from 0 to {costs.shape[1] - 1}")
    left = np.setdiff1d(np.arange(costs.shape[1]), there)
    if not 1 <= p <= len(left):
        raise BadInput(f"{p} new sites are asked for, from 1 to {len(left)} are possible")
    return costs.astype(np.int32), weights.astype(np.int64), left


def with_existing(costs: Int32s, existing: npt.ArrayLike) -> Int32s:
    """Costs to a site or to the nearest of the existing ones, whichever is less."""
    there = np.asarray(existing, dtype=np.int64).reshape(-1)
    if not len(there):
        return costs
    nearer: Int32s = np.minimum(costs, costs[:, there].min(axis=1)[:, None])
    return nearer


def _of_all(costs: Int32s, weights: Int64s, sites: Int64s) -> Node:
    least = costs[:, sites].min(axis=1).astype(np.int64) * weights
    return Node([Prices(1, least, np.zeros(costs.shape[1], np.int64))])
