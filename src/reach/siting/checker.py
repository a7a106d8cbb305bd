"""Whether a claim holds: whole numbers added up in plain numpy, and nothing from any solver."""

import numpy as np

from reach.siting.answer import Bools, Claim, Int64s, Prices


def holds(claim: Claim) -> bool:
    """Whether the tree proves that no ``p`` sites cost less than ``bound``: every branch must be closed."""
    n, m = claim.costs.shape
    if claim.costs.min(initial=0) < 0 or claim.weights.min(initial=0) < 0 or claim.weights.shape != (n,):
        return False
    branches = [(claim.tree, np.ones(m, np.bool_), np.zeros(m, np.bool_))]
    while branches:
        node, free, opened = branches.pop()
        if node is None:
            return False
        if not any(_closed(claim, prices, free, opened) for prices in node.prices):
            if not 0 <= node.site < m:
                return False
            one = np.arange(m) == node.site
            if free[node.site] or not opened[node.site]:
                branches.append((node.shut, free & ~one, opened.copy()))
            if free[node.site] or opened[node.site]:
                branches.append((node.opened, free & ~one, opened | one))
    return True


def _closed(claim: Claim, prices: Prices, free: Bools, opened: Bools) -> bool:
    """Whether the prices rule all choices left out; if not, the sites they decide leave ``free``."""
    room, limit, total = (
        claim.p - int(opened.sum()),
        (claim.bound - 1) * prices.scale,
        sum(prices.demand.tolist()),
    )
    gain = np.minimum(_gains(claim, prices, np.flatnonzero(free | opened)), 0)
    left = [*np.sort(gain[free]).tolist(), *[0] * (room + 1)] if room > 0 else [0, 0]
    room = max(room, 0)
    total += sum(gain[opened].tolist()) + sum(left[:room])
    if room == 0:
        free[:] = False
        return total > limit or int(opened.sum()) > claim.p
    shut = free & (gain > limit - total + left[room - 1])
    open_ = free & (gain <= left[room - 1]) & (gain < total + left[room] - limit)
    free &= ~(shut | open_)
    opened |= open_
    return bool(total > limit)


def _gains(claim: Claim, prices: Prices, sites: Int64s) -> Int64s:
    """What opening each site adds to the relaxed objective, in 1/scale; 0 for sites not asked for."""
    extra = np.zeros(claim.costs.shape[1], np.int64) if prices.site is None else prices.site
    most = (
        (int(claim.costs.max(initial=0)) + sum(extra.tolist())) * sum(claim.weights.tolist()) * prices.scale
    )
    most += (
        sum(map(abs, prices.demand.tolist()))
        + sum((extra * (claim.capacity if claim.capacity is not None else 0)).tolist()) * prices.scale
    )
    if (
        prices.scale < 1
        or extra.min(initial=0) < 0
        or (claim.p + 3) * most >= 2**63
        or extra.any()
        and claim.capacity is None
    ):
        raise OverflowError("multipliers that do not fit")
    gain, unit = np.zeros_like(extra), (claim.weights * prices.scale)[:, None]
    for part in np.split(sites, range(64, len(sites), 64)):
        gain[part] = np.minimum((claim.costs[:, part] + extra[part]) * unit - prices.demand[:, None], 0).sum(
            axis=0
        )
    return gain - (0 if claim.capacity is None else extra * claim.capacity * prices.scale)
