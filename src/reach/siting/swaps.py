"""Kernels of the search for good sites: greedy starts, and the fast interchange.

Whitaker, "A fast algorithm for the greedy interchange for large-scale clustering and median location
problems", INFOR 21 (1983); Resende and Werneck, "A fast swap-based local search procedure for location
problems", Annals of Operations Research 150 (2007).
"""

from typing import Any

import numpy as np

from reach.compiled import inlined, kernel

FAR = np.int32(2**31 - 1)


@kernel
def greedy(costs: Any, weights: Any, samples: Any) -> Any:
    """For each row of ``samples`` int32[p, q], add the site of it that saves most; costs int32[m, n]."""
    n = costs.shape[1]
    sites = np.empty(len(samples), np.int32)
    taken = np.zeros(costs.shape[0], np.uint8)
    best = np.full(n, FAR, np.int32)
    for place in range(len(samples)):
        chosen, most = -1, np.int64(-1)
        for site in samples[place]:
            if taken[site]:
                continue
            saved = np.int64(0)
            for i in range(n):
                saved += weights[i] * np.int64(max(best[i] - costs[site, i], 0))
            if saved > most:
                chosen, most = site, saved
        if chosen < 0:
            chosen = 0
            while taken[chosen]:
                chosen += 1
        sites[place] = chosen
        taken[chosen] = 1
        for i in range(n):
            best[i] = min(best[i], costs[chosen, i])
    return sites


@inlined
def _nearest(costs: Any, sites: Any, i: int, first: Any, second: Any, where: Any, next_: Any) -> None:
    first[i], second[i], where[i], next_[i] = FAR, FAR, -1, -1
    for place in range(len(sites)):
        cost = costs[sites[place], i]
        if cost < first[i]:
            second[i], next_[i] = first[i], where[i]
            first[i], where[i] = cost, place
        elif cost < second[i]:
            second[i], next_[i] = cost, place


@inlined
def _evaluate(row: Any, weights: Any, first: Any, second: Any, where: Any, loss: Any) -> Any:
    """What opening the site of ``row`` saves; ``loss`` is what shutting each open place then costs."""
    loss[:] = 0
    saved = np.int64(0)
    for i in range(len(row)):
        if row[i] < first[i]:
            saved += weights[i] * np.int64(first[i] - row[i])
        else:
            loss[where[i]] += weights[i] * np.int64(min(row[i], second[i]) - first[i])
    return saved


@inlined
def _replace(costs: Any, sites: Any, place: int, site: int, near: Any, ranks: Any) -> None:
    first, second, where, next_ = near[0], near[1], ranks[0], ranks[1]
    sites[place] = site
    for i in range(costs.shape[1]):
        cost = costs[site, i]
        if where[i] == place or next_[i] == place:
            _nearest(costs, sites, i, first, second, where, next_)
        elif cost < first[i]:
            second[i], next_[i] = first[i], where[i]
            first[i], where[i] = cost, place
        elif cost < second[i]:
            second[i], next_[i] = cost, place


@kernel
def interchange(costs: Any, weights: Any, sites: Any, order: Any, most: int) -> Any:
    """Swap one site for another as long as that helps, trying them in ``order`` (at most ``most`` trials);
    the value.

    costs int32[m, n], weights int64[n]; ``sites`` int32[p] is changed in place.
    """
    n = costs.shape[1]
    near, ranks = np.empty((2, n), np.int32), np.empty((2, n), np.int32)
    for i in range(n):
        _nearest(costs, sites, i, near[0], near[1], ranks[0], ranks[1])
    inside = np.zeros(costs.shape[0], np.uint8)
    inside[sites] = 1
    loss = np.zeros(len(sites), np.int64)
    since, trial = 0, 0
    while since < len(order) and trial < most:
        site = order[trial % len(order)]
        trial += 1
        since += 1
        if inside[site]:
            continue
        saved = _evaluate(costs[site], weights, near[0], near[1], ranks[0], loss)
        place = np.argmin(loss)
        if loss[place] < saved:
            inside[sites[place]] = 0
            inside[site] = 1
            _replace(costs, sites, place, site, near, ranks)
            since = 0
    total = np.int64(0)
    for i in range(n):
        total += weights[i] * np.int64(near[0, i])
    return total


@kernel
def relink(costs: Any, weights: Any, sites: Any, aim: Any) -> Any:
    """Walk from ``sites`` to ``aim`` by the best swaps between them; the best sites strictly between."""
    n = costs.shape[1]
    near, ranks = np.empty((2, n), np.int32), np.empty((2, n), np.int32)
    now = sites.copy()
    for i in range(n):
        _nearest(costs, now, i, near[0], near[1], ranks[0], ranks[1])
    wanted = np.zeros(costs.shape[0], np.uint8)
    wanted[aim] = 1
    inside = np.zeros(costs.shape[0], np.uint8)
    inside[now] = 1
    loss = np.zeros(len(now), np.int64)
    best, least, change = now.copy(), np.int64(2**62), np.int64(0)
    while True:
        top, entering, leaving, left = np.int64(-(2**62)), -1, -1, 0
        for site in aim:
            if inside[site]:
                continue
            left += 1
            saved = _evaluate(costs[site], weights, near[0], near[1], ranks[0], loss)
            for place in range(len(now)):
                if not wanted[now[place]] and saved - loss[place] > top:
                    top, entering, leaving = saved - loss[place], site, place
        if left <= 1:
            return best
        inside[now[leaving]] = 0
        inside[entering] = 1
        _replace(costs, now, leaving, entering, near, ranks)
        change -= top
        if change < least:
            least = change
            best[:] = now
