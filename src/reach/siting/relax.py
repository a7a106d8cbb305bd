"""Kernels of the Lagrangian relaxation of the p-median.

Beasley, "A note on solving large p-median problems", EJOR 21 (1985); steps as in Held, Wolfe and Crowder,
"Validation of subgradient optimization", Mathematical Programming 6 (1974), along deflected directions.
"""

from typing import Any

import numpy as np

from reach.compiled import inlined, kernel


@kernel
def kept(near: Any, dear: Any, length: Any, alive: Any) -> Any:
    """The lists of nearest sites without those that are not alive: near int32[n, k], dear float64[n, k]."""
    n = len(length)
    fresh = np.zeros(n, np.int32)
    width = 1
    for i in range(n):
        count = 0
        for k in range(length[i]):
            count += alive[near[i, k]]
        fresh[i] = count
        width = max(width, count)
    sites, costs = np.empty((n, width), np.int32), np.empty((n, width), np.float64)
    for i in range(n):
        place = 0
        for k in range(length[i]):
            if alive[near[i, k]]:
                sites[i, place], costs[i, place] = near[i, k], dear[i, k]
                place += 1
    return sites, costs, fresh


@inlined
def _gains(near: Any, dear: Any, length: Any, price: Any, gain: Any) -> None:
    gain[:] = 0.0
    for i in range(len(price)):
        least = price[i]
        for k in range(length[i]):
            difference = dear[i, k] - least
            if difference >= 0.0:
                break
            gain[near[i, k]] += difference


@inlined
def _choose(gain: Any, free: Any, opened: Any, room: Any, chosen: Any) -> float:
    """Mark the sites that the relaxed problem opens; what they add."""
    chosen[:] = 0
    total = 0.0
    for site in opened:
        chosen[site] = 1
        total += gain[site]
    if room <= 0 or not len(free):
        return total
    values = gain[free]
    edge = np.inf if room >= len(free) else np.partition(values, room - 1)[room - 1]
    left = room
    for place in range(len(free)):
        if values[place] < edge:
            chosen[free[place]] = 1
            total += values[place]
            left -= 1
    for place in range(len(free)):
        if left > 0 and values[place] == edge:
            chosen[free[place]] = 1
            total += edge
            left -= 1
    return total


@inlined
def _turn(near: Any, dear: Any, length: Any, price: Any, chosen: Any, way: Any, turn: float) -> float:
    """Turn ``way`` towards the subgradient; its squared length."""
    norm = 0.0
    for i in range(len(price)):
        slope = 1.0
        for k in range(length[i]):
            if dear[i, k] >= price[i]:
                break
            slope -= chosen[near[i, k]]
        way[i] = slope + turn * way[i]
        norm += way[i] * way[i]
    return norm


@kernel
def ascend(
    near: Any,
    dear: Any,
    length: Any,
    cap: Any,
    price: Any,
    free: Any,
    opened: Any,
    room: int,
    target: float,
    goal: float,
    rounds: int,
    theta: float,
    patience: int,
    gain: Any,
    often: Any,
) -> float:
    """Raise the bound by changing ``price`` in place, until ``goal`` or for some rounds; the best bound.

    ``gain`` ends as the gains at the best prices, ``often`` as how often each site was chosen lately.
    """
    n = len(price)
    now, way, chosen = price.copy(), np.zeros(n), np.zeros(len(gain), np.uint8)
    best, stalled = -np.inf, 0
    often[:] = 0.0
    for _ in range(rounds):
        _gains(near, dear, length, now, gain)
        total = now.sum() + _choose(gain, free, opened, room, chosen)
        for site in free:
            often[site] += 0.05 * (chosen[site] - often[site])
        stalled += 1
        if total > best:
            if total > best + 1e-6 * abs(target):
                stalled = 0
            best = total
            price[:] = now
        if best >= goal or theta < 1e-3:
            break
        if stalled >= patience:
            theta *= 0.6
            stalled = 0
            now[:] = price
            way[:] = 0.0
            _gains(near, dear, length, now, gain)
            total = now.sum() + _choose(gain, free, opened, room, chosen)
        norm = _turn(near, dear, length, now, chosen, way, 0.7)
        if norm <= 1e-9:
            break
        step = theta * (target - total) / norm
        for i in range(n):
            now[i] = max(min(now[i] + step * way[i], cap[i]), dear[i, 0] if length[i] else cap[i])
    _gains(near, dear, length, price, gain)
    return best
