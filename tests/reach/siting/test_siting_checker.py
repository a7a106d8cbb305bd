from dataclasses import replace

import numpy as np
import pytest

from reach.siting.answer import Claim, Node, Prices
from reach.siting.capacity import capacitated
from reach.siting.checker import holds
from reach.siting.median import p_median


def claims(node):
    """All nodes of a tree."""
    nodes, stack = [], [node]
    while stack:
        nodes.append(stack.pop())
        stack += [child for child in (nodes[-1].shut, nodes[-1].opened) if child is not None]
    return nodes


@pytest.fixture(scope="module")
def branched(orlib):
    """An optimum whose proof has to branch."""
    costs, p, optimum = orlib("pmed6")
    answer = p_median(costs, np.ones(len(costs), np.int64), p)
    assert answer.proved
    assert answer.value == optimum
    assert len(answer.certificate.tree) > 2
    return answer.certificate


def test_it_is_short_and_knows_no_solver():
    from pathlib import Path

    from reach.siting import checker

    text = Path(checker.__file__).read_text()
    assert len(text.splitlines()) <= 50
    assert [line for line in text.splitlines() if line.startswith(("import", "from"))] == [
        "import numpy as np",
        "from reach.siting.answer import Bools, Claim, Node, Prices",
    ]


def test_a_true_claim_holds(branched):
    assert holds(branched)
    assert holds(replace(branched, bound=branched.bound - 1))


def test_a_higher_bound_is_refused(branched):
    assert not holds(replace(branched, bound=branched.bound + 1))


def test_a_dropped_leaf_is_refused(branched):
    # Some nodes need no children, as their own prices close them for the checker.
    inner = [node for node in claims(branched.tree) if node.site >= 0]
    refused = 0
    for node in inner:
        shut, node.shut = node.shut, None
        refused += not holds(branched)
        node.shut = shut
    assert refused > 0
    assert holds(branched)


def test_a_leaf_without_prices_is_refused(branched):
    leaves = [node for node in claims(branched.tree) if node.site < 0]
    for leaf in leaves[:: max(1, len(leaves) // 8)]:
        prices, leaf.prices = leaf.prices, []
        assert not holds(branched)
        leaf.prices = prices
    assert holds(branched)


def test_forged_prices_are_refused(branched):
    leaf = next(node for node in claims(branched.tree) if node.site < 0)
    true = leaf.prices
    leaf.prices = [Prices(one.scale, one.demand * 2, one.site) for one in true]
    assert not holds(branched)
    leaf.prices = [Prices(one.scale, one.demand.astype(np.float64), one.site) for one in true]
    assert not holds(branched)
    leaf.prices = [Prices(one.scale, one.demand + 2**60, one.site) for one in true]
    assert not holds(branched)
    leaf.prices = [Prices(0, one.demand, one.site) for one in true]
    assert not holds(branched)
    leaf.prices = [Prices(one.scale, one.demand, one.site - 1) for one in true]
    assert not holds(branched)
    leaf.prices = true
    assert holds(branched)


def test_other_costs_and_more_sites_are_refused(branched):
    assert not holds(replace(branched, p=branched.p + 1))
    assert not holds(replace(branched, costs=np.maximum(branched.costs - 1, 0)))
    assert not holds(replace(branched, costs=branched.costs - 1))


def test_a_made_up_proof_is_refused():
    costs, weights, none = np.array([[1, 5], [5, 1]], np.int32), np.ones(2, np.int64), np.zeros(2, np.int64)
    best = Claim(costs, weights, 1, 6, Node([Prices(1, np.array([5, 5]), none)]), none, none)
    assert holds(best)
    assert not holds(replace(best, bound=7))
    assert not holds(replace(best, tree=Node()))
    assert not holds(replace(best, tree=Node([], 0, Node(), Node())))
    assert not holds(replace(best, tree=Node([], 7, best.tree, best.tree)))
    assert holds(replace(best, tree=Node([], 0, best.tree, best.tree)))


def test_opening_costs_count():
    costs, weights, none = np.array([[1, 5], [5, 1]], np.int32), np.ones(2, np.int64), np.zeros(2, np.int64)
    tree = Node([Prices(1, np.array([5, 5]), none)])
    # Two sites for 2 of travel and 6 of opening, or one for 6 and 3: nothing below 8.
    claim = Claim(costs, weights, 2, 8, tree, none, np.array([3, 3]))
    assert holds(claim)
    assert not holds(replace(claim, bound=9))
    assert not holds(replace(claim, opening=none))


def test_a_forged_capacity_is_refused():
    costs = np.array([[0, 9, 9], [0, 9, 1], [0, 1, 9], [9, 0, 0]], np.int32)
    weights, capacity = np.array([4, 4, 4, 4]), np.array([8, 8, 8])
    answer, _ = capacitated(costs, weights, capacity, 2)
    assert answer.bound > p_median(costs, weights, 2).value
    assert holds(answer.certificate)
    assert not holds(replace(answer.certificate, capacity=capacity * 2))


@pytest.mark.parametrize("shift", [22, 32])
def test_products_beyond_64_bits_are_refused(shift):
    costs, weights, none = np.array([[1, 5], [5, 1]], np.int32), np.ones(2, np.int64), np.zeros(2, np.int64)
    # Price × capacity is 2**64, which wraps around to 0: the capacity would seem to cost nothing.
    prices = Prices(1, np.full(2, 1000), np.full(2, 1 << shift))
    assert not holds(Claim(costs, weights, 1, 2000, Node([prices]), np.full(2, 1 << (64 - shift)), none))
