"""Covers: as many people within reach as ``p`` sites allow, or everybody with as few sites as can be.

Church and ReVelle, "The maximal covering location problem", Papers of the Regional Science Association 32
(1974); Toregas, Swain, ReVelle and Bergman, "The location of emergency service facilities", Operations
Research 19 (1971). Both are p-medians with costs of 0 (in reach) and 1, and are proved as such.
"""

import time

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.siting.answer import Answer, Bools, Claim, Int64s, Node, Prices
from reach.siting.branch import Bound
from reach.siting.linear import cover
from reach.siting.median import checked, claimed, proved_part, with_existing
from reach.siting.search import Search
from reach.siting.trees import share, spread
from reach.times import UNREACHED, Int32s

ENTRIES = 150_000
"""A linear program of a cover is tried up to that many entries."""

ROUNDS, SEARCH = 3000, 5.0
"""Rounds and seconds at most of the harder search for a cover."""

PROGRAM = 10.0
"""Seconds that a solver may look for a cover; if it finds none, that has still to be proved."""

PAIRS = 4000
"""Rows are compared with one another up to that many."""


def mclp(
    costs: Int32s,
    weights: Int64s,
    p: int,
    limit: int,
    *,
    existing: npt.ArrayLike = (),
    seconds: float = 60.0,
    seed: int = 0,
) -> Answer:
    """Most people within ``limit`` of one of ``p`` new sites or of an existing one.

    The value is how many those are, the bound how many there can be at most. Arguments and errors are as in
    :func:`reach.siting.median.p_median`.
    """
    started = time.perf_counter()
    costs, weights, left = checked(costs, weights, p, existing)
    covered = within(with_existing(costs, existing), limit)
    reached = covered.any(axis=1)
    rows = np.flatnonzero(reached & (weights > 0))
    sites, missed, claim = most_covered(
        np.ascontiguousarray(covered[rows][:, left]), weights[rows], p, started + seconds, seed
    )
    total = int(weights[rows].sum())
    return Answer(
        "mclp",
        left[sites].tolist(),
        total - missed,
        total - claim.bound,
        missed == claim.bound,
        time.perf_counter() - started,
        int(weights[~reached].sum()),
        claim,
    )


def most_covered(
    covered: Bools,
    weights: Int64s,
    p: int,
    deadline: float,
    seed: int = 0,
    *,
    enough: int = 2**62,
    nodes: int = 2**40,
) -> tuple[Int64s, int, Claim]:
    """Sites, the weight that they leave uncovered, and a claim on how little can be left.

    Rows that the same sites cover are merged before; the claim is about all of them. A bound of ``enough``
    ends the search, as do so many ``nodes`` of the tree.
    """
    n, m = covered.shape
    table = np.where(covered, np.int32(0), np.int32(1))
    first, which = merged(covered)
    summed = np.zeros(len(first), np.int64)
    np.add.at(summed, which, weights)
    if p >= m or not n or not summed.any():
        sites = np.arange(min(p, m))
        missed = weights * ~covered[:, sites].any(axis=1)
        tree = Node([Prices(1, missed, np.zeros(m, np.int64))])
        return sites, int(missed.sum()), proved_part(claimed(table, weights, p, int(missed.sum()), tree))
    few = np.ascontiguousarray(table[first])
    search = Search(np.ascontiguousarray(few.T), summed, p, deadline, seed)
    search.run(4)
    # One site that does not cover a row is listed after those that do: its price ends there.
    width = int(covered[first].sum(axis=1).max()) + 1
    proof = Bound(few, search, width=width, enough=enough, most=ENTRIES)
    proof.prove(nodes)
    share(proof.tree, which, weights)
    claim = proved_part(claimed(table, weights, p, proof.bound, proof.tree))
    sites = np.sort(search.sites).astype(np.int64)
    return sites, int(weights[~covered[:, sites].any(axis=1)].sum()), claim


def lscp(
    costs: Int32s,
    weights: Int64s,
    limit: int,
    *,
    existing: npt.ArrayLike = (),
    seconds: float = 60.0,
    seed: int = 0,
) -> Answer:
    """The fewest new sites so that everybody whom some site can reach within ``limit`` has one that near.

    The value is the number of new sites. The claim says that one fewer leaves somebody out.
    """
    started = time.perf_counter()
    costs, weights, left = checked(costs, weights, 1, existing)
    covered = within(with_existing(costs, existing), limit)
    reached = covered.any(axis=1)
    there = within(costs[:, np.asarray(existing, np.int64).reshape(-1)], limit).any(axis=1)
    needs = np.ascontiguousarray(covered[reached & ~there & (weights > 0)][:, left])
    unserved = int(weights[~reached].sum())
    sites, bound, claim = fewest(needs, started + seconds, seed)
    spent = time.perf_counter() - started
    proved = bound == len(sites)
    return Answer("lscp", left[sites].tolist(), len(sites), bound, proved, spent, unserved, claim)


def fewest(needs: Bools, deadline: float, seed: int = 0) -> tuple[Int64s, int, Claim | None]:
    """Sites that cover every row, a bound on their number, and the claim that proves it."""
    sites, bound, proof = _greedy_cover(needs), int(bool(len(needs))), None
    if bound:
        # No site at all serves nobody: the first proof there is.
        proof = _nobody(needs)
    while len(sites) > bound:
        found, claim = decide(needs, len(sites) - 1, deadline, seed)
        if found is not None:
            sites = found
        elif claim is not None:
            bound, proof = len(sites), claim
        else:
            return _with_less(needs, sites, bound, proof, deadline, seed)
    return sites, bound, proof


def _with_less(
    needs: Bools, sites: Int64s, bound: int, proof: Claim | None, deadline: float, seed: int
) -> tuple[Int64s, int, Claim | None]:
    """Time is up for the best bound: the best that the relaxation at the root gives."""
    for count in range(len(sites) - 2, bound - 1, -1):
        _, claim = decide(needs, count, max(deadline, time.perf_counter()), seed)
        if claim is not None:
            return sites, count + 1, claim
    return sites, bound, proof


def decide(needs: Bools, p: int, deadline: float, seed: int = 0) -> tuple[Int64s | None, Claim | None]:
    """Whether ``p`` sites can cover every row: such sites, or a claim that none do; neither if time is up."""
    n, m = needs.shape
    rows = smallest(needs)
    empty = np.flatnonzero(~needs.any(axis=1))
    if p < 1 or len(empty):
        return None, _nobody(needs, int(empty[0]) if len(empty) else 0, p)
    few, weights = np.ascontiguousarray(needs[rows]), np.ones(len(rows), np.int64)
    p = min(p, m)
    sites, missed, claim = most_covered(few, weights, p, deadline, seed, enough=1, nodes=1)
    if missed and claim.bound < 1 and time.perf_counter() < deadline:
        found = _look(few, p, deadline, seed)
        if found is not None:
            return found, None
        sites, missed, claim = most_covered(few, weights, p, deadline, seed, enough=1)
    if missed == 0:
        return sites, None
    if claim.bound < 1:
        return None, None
    spread(claim.tree, rows, n)
    whole = claimed(np.where(needs, np.int32(0), np.int32(1)), np.ones(n, np.int64), claim.p, 1, claim.tree)
    whole = proved_part(whole)
    return None, whole if whole.bound == 1 else None


def _look(few: Bools, p: int, deadline: float, seed: int) -> Int64s | None:
    """Look harder for ``p`` sites that cover every row, among those that no other site makes needless."""
    m = few.shape[1]
    columns = smallest(~few.T)
    table = np.where(few[:, columns], np.int32(0), np.int32(1))
    if p >= len(columns):
        found: Int64s | None = np.arange(len(columns))
    else:
        search = Search(
            np.ascontiguousarray(table.T), np.ones(len(few), np.int64), p, min(deadline, _soon(SEARCH)), seed
        )
        search.run(4)
        search.reweigh(ROUNDS)
        found = search.sites.astype(np.int64) if search.value == 0 else None
    if found is None:
        found = cover(few[:, columns], p, min(PROGRAM, deadline - time.perf_counter()))
    if found is None or not few[:, columns[found]].any(axis=1).all():
        return None
    chosen = columns[found]
    others = np.setdiff1d(np.arange(m), chosen)[: p - len(chosen)]
    return np.sort(np.concatenate([chosen, others]))


def _soon(seconds: float) -> float:
    return time.perf_counter() + seconds


def _nobody(needs: Bools, row: int = 0, p: int = 0) -> Claim:
    n, m = needs.shape
    demand = np.zeros(n, np.int64)
    demand[row] = 1
    table = np.where(needs, np.int32(0), np.int32(1))
    tree = Node([Prices(1, demand, np.zeros(m, np.int64))])
    return proved_part(claimed(table, np.ones(n, np.int64), p, 1, tree))


def within(costs: Int32s, limit: int) -> Bools:
    """Which costs are at most ``limit``: bool[n, m]."""
    if not 0 <= limit < UNREACHED:
        raise BadInput(f"the limit is {limit}, from 0 to below 2**30 is needed")
    found: Bools = costs <= limit
    return found


def merged(covered: Bools) -> tuple[Int64s, Int64s]:
    """The first of all rows that are alike, and for each row which of them it is like."""
    packed = np.ascontiguousarray(np.packbits(covered, axis=1))
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    return first, which.reshape(-1)


def smallest(covered: Bools) -> Int64s:
    """Rows that are enough to cover: what covers them covers every row, as each contains one of them."""
    first, _ = merged(covered)
    if len(first) > PAIRS:
        return first
    size = covered[first].sum(axis=1)
    first = first[np.argsort(size, kind="stable")]
    parts = covered[first].astype(np.float32)
    common = parts @ parts.T
    # Row i is not needed where a smaller row lies wholly in it.
    inside = common >= parts.sum(axis=1)[None, :] - 0.5
    needless = np.tril(inside, -1).any(axis=1)
    return np.sort(first[~needless])


def _greedy_cover(needs: Bools) -> Int64s:
    left, sites = needs.copy(), []
    while left.any():
        site = int(left.sum(axis=0).argmax())
        sites.append(site)
        left = left[~left[:, site]]
    return np.array(sorted(sites), np.int64)
