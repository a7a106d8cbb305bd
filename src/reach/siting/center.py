"""The p-center: ``p`` sites so that the farthest anybody has to go is least.

Minieka, "The m-center problem", SIAM Review 12 (1970): a search over the distinct costs, each step asking
whether ``p`` sites cover everybody within that cost.
"""

import time

import numpy as np
import numpy.typing as npt

from reach.siting.answer import Answer, Claim, Int64s
from reach.siting.cover import decide
from reach.siting.median import checked, with_existing
from reach.times import UNREACHED, Int32s


def p_center(
    costs: Int32s,
    p: int,
    *,
    weights: Int64s | None = None,
    existing: npt.ArrayLike = (),
    seconds: float = 60.0,
    seed: int = 0,
) -> Answer:
    """The ``p`` sites with the least greatest cost from a demand to its nearest site.

    Demands without weight do not count, nor do those that no site can serve. Where ``p`` sites cannot serve
    all others, the value is UNREACHED. The claim says that within any cost below the value somebody is left
    out. Arguments and errors are as in :func:`reach.siting.median.p_median`.
    """
    started = time.perf_counter()
    given = np.ones(len(costs), np.int64) if weights is None else weights
    costs, given, left = checked(costs, given, p, existing)
    reached = (costs < UNREACHED).any(axis=1)
    table = np.ascontiguousarray(with_existing(costs, existing)[reached & (given > 0)][:, left])
    sites, value, bound, claim = _search(table, p, started + seconds, seed)
    unserved = int(given[~reached].sum())
    spent = time.perf_counter() - started
    return Answer("p-center", left[sites].tolist(), value, bound, value == bound, spent, unserved, claim)


def _search(table: Int32s, p: int, deadline: float, seed: int) -> tuple[Int64s, int, int, Claim | None]:
    if not len(table):
        return np.arange(p), 0, 0, None
    sites = _farthest_first(table, p)
    value = _radius(table, sites)
    levels = np.unique(table)
    levels = levels[levels >= int(table.min(axis=1).max())]
    low, high, claim = -1, int(np.searchsorted(levels, value)), None
    while high - low > 1:
        middle = (low + high) // 2
        found, refusal = decide(table <= levels[middle], p, deadline, seed)
        if found is not None:
            sites, value = found, _radius(table, found)
            high = int(np.searchsorted(levels, value))
        elif refusal is not None:
            low, claim = middle, refusal
        elif low + 1 < middle:
            # Not decided in time: the levels below may still be ruled out for a bound.
            low, claim = _rule_out(table, levels, p, low, middle, seed, claim)
            break
        else:
            break
    if claim is None and levels[0] > 0:
        _, claim = decide(table <= levels[0] - 1, p, deadline, seed)
    bound = int(levels[low + 1]) if claim is not None else 0
    return sites, value, min(bound, value), claim


def _rule_out(
    table: Int32s,
    levels: Int32s,
    p: int,
    low: int,
    high: int,
    seed: int,
    claim: Claim | None,
) -> tuple[int, Claim | None]:
    while high - low > 1:
        middle = (low + high) // 2
        found, refusal = decide(table <= levels[middle], p, time.perf_counter(), seed)
        if found is None and refusal is not None:
            low, claim = middle, refusal
        else:
            high = middle
    return low, claim


def _radius(table: Int32s, sites: Int64s) -> int:
    return int(table[:, sites].min(axis=1).max())


def _farthest_first(table: Int32s, p: int) -> Int64s:
    """Each time the site nearest to the demand that is worst off."""
    sites: list[int] = []
    best = np.full(len(table), UNREACHED + 1, np.int64)
    while len(sites) < p:
        own = table[int(best.argmax())].astype(np.int64)
        own[sites] = 2**40
        sites.append(int(own.argmin()))
        best = np.minimum(best, table[:, sites[-1]])
    return np.array(sorted(sites), np.int64)
