"""Whether a claim holds: whole numbers added up in plain numpy, and nothing from any solver."""

import numpy as np

from reach.siting.answer import Bools, Claim, Node, Prices


def holds(claim: Claim) -> bool:
    """Whether the tree proves that ``p`` sites never cost less than ``bound``: all branches are closed."""
    sites = np.arange(claim.costs.shape[1])
    branches: list[tuple[Node | None, Bools, Bools]] = [(claim.tree, sites >= 0, sites < 0)]
    while branches:
        node, free, opened = branches.pop()
        if node is None or not all(_fits(claim, prices) for prices in node.prices):
            return False
        if not any(_closed(claim, prices, free, opened) for prices in node.prices):
            one = sites == node.site
            branches += [(node.shut, free & ~one, opened.copy())] if not (opened & one).any() else []
            branches += [(node.opened, free & ~one, opened | one)] if ((free | opened) & one).any() else []
            if not one.any():
                return False
    return bool(claim.costs.min(initial=0) >= 0)


def _closed(claim: Claim, prices: Prices, free: Bools, opened: Bools) -> bool:
    """Whether no choice is left below the bound; if not, sites that are decided leave ``free``."""
    room, limit = max(claim.p - int(opened.sum()), 0), (claim.bound - 1) * prices.scale
    gain, total = np.zeros(len(free), np.int64), sum(prices.demand.tolist())
    unit, extra = (claim.weights * prices.scale)[:, None], prices.site
    for part in np.split(np.flatnonzero(free | opened), range(64, len(free), 64)):
        more = (claim.costs[:, part] + extra[part]) * unit - prices.demand[:, None]
        own = claim.opening[part] - extra[part] * claim.capacity[part]
        gain[part] = np.minimum(np.minimum(more, 0).sum(axis=0) + own * prices.scale, 0)
    left = np.append(np.sort(gain[free]), np.zeros(room + 1, np.int64))
    total += sum(gain[opened].tolist()) + sum(left[:room].tolist())
    decided_open = free & (room > 0) & (gain <= left[room - 1]) & (gain < left[room] - limit + total)
    free &= (room > 0) & (gain <= limit - total + left[room - 1]) & ~decided_open
    opened |= decided_open
    return total > limit or int(opened.sum()) > claim.p


def _fits(claim: Claim, prices: Prices) -> bool:
    """Whether prices are of the right kind and all sums with them fit 64 bits."""
    most = sum(claim.weights.tolist()) * (int(claim.costs.max(initial=0)) + int(prices.site.max(initial=0)))
    most += np.dot(prices.site.astype(object), claim.capacity.astype(object)) + sum(claim.opening.tolist())
    most = (most + abs(claim.bound) + 1) * prices.scale + sum(map(abs, prices.demand.tolist()))
    most *= claim.p + 3
    whole = [claim.weights, claim.opening, claim.capacity, prices.site]
    kinds = {array.dtype for array in (*whole, prices.demand)} == {np.dtype(np.int64)}
    return kinds and most < 2**63 and prices.scale > 0 and all(array.min(initial=0) >= 0 for array in whole)
