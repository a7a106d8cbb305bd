import numpy as np
import pytest

from reach.errors import BadInput
from reach.siting.capacity import capacitated
from reach.siting.center import p_center
from reach.siting.cover import lscp, mclp
from reach.siting.equity import equity_sites
from reach.siting.median import p_median
from reach.siting.upgrades import step_free_first
from reach.times import UNREACHED

COSTS = np.array([[0, 4, 9], [4, 0, 5]], np.int32)
PEOPLE = np.array([3, 2], np.int64)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"costs": COSTS[0]}, "costs have the shape (3,): demands × sites are needed, and some of both"),
        ({"costs": COSTS[:0]}, "costs have the shape (0, 3): demands × sites are needed, and some of both"),
        ({"weights": PEOPLE[:1]}, "2 demands have weights of the shape (1,)"),
        ({"costs": COSTS.astype(float)}, "costs and weights have to be whole numbers"),
        ({"weights": PEOPLE.astype(float)}, "costs and weights have to be whole numbers"),
        ({"costs": COSTS - 1}, "costs have to lie between 0 and 2**30 (UNREACHED)"),
        ({"costs": COSTS.astype(np.int64) + 2**30}, "costs have to lie between 0 and 2**30 (UNREACHED)"),
        ({"weights": -PEOPLE}, "weights must not be negative"),
        ({"weights": PEOPLE * 2**58}, "weights × costs do not fit 64 bits: give larger units"),
        ({"p": 0}, "0 new sites are asked for, from 1 to 3 are possible"),
        ({"p": 4}, "4 new sites are asked for, from 1 to 3 are possible"),
        ({"p": 3, "existing": [1]}, "3 new sites are asked for, from 1 to 2 are possible"),
        ({"existing": [3]}, "existing sites have to be columns from 0 to 2"),
        ({"existing": [-1]}, "existing sites have to be columns from 0 to 2"),
        ({"beyond": -1}, "beyond is -1, from 0 to 2**30 is needed"),
    ],
)
def test_p_median_refuses(change, told):
    asked = {"costs": COSTS, "weights": PEOPLE, "p": 1} | change
    with pytest.raises(BadInput) as problem:
        p_median(asked.pop("costs"), asked.pop("weights"), asked.pop("p"), **asked)
    assert str(problem.value) == told


@pytest.mark.parametrize("limit", [-1, 2**30])
def test_covers_refuse(limit):
    told = f"the limit is {limit}, from 0 to below 2**30 is needed"
    with pytest.raises(BadInput) as problem:
        mclp(COSTS, PEOPLE, 1, limit)
    assert str(problem.value) == told
    with pytest.raises(BadInput) as problem:
        lscp(COSTS, PEOPLE, limit)
    assert str(problem.value) == told


def test_p_center_refuses():
    with pytest.raises(BadInput, match="9 new sites"):
        p_center(COSTS, 9)


def test_capacity_refuses():
    with pytest.raises(BadInput, match="capacity has to be 3 whole numbers, none below 0"):
        capacitated(COSTS, PEOPLE, np.array([1, 2]), 1)
    with pytest.raises(BadInput, match="no 2 sites take all 5 people: give more sites or more capacity"):
        capacitated(COSTS, PEOPLE, np.array([2, 2, 2]), 2)


def test_equity_refuses():
    covered, people = COSTS[None] < 5, PEOPLE[None]
    with pytest.raises(BadInput, match="covered has to be bool"):
        equity_sites(COSTS[None], people, 1)
    with pytest.raises(BadInput, match="people have to be whole numbers from 0 on"):
        equity_sites(covered, PEOPLE, 1)
    with pytest.raises(BadInput, match="the floor is 2, a share from 0 to 1 is needed"):
        equity_sites(covered, people, 1, floor=2)
    with pytest.raises(BadInput, match="4 new sites are asked for, from 1 to 3 are possible"):
        equity_sites(covered, people, 4)
    with pytest.raises(BadInput, match="existing sites have to be columns from 0 to 2"):
        equity_sites(covered, people, 1, existing=[5])


def test_step_free_first_refuses():
    money = np.array([1, 2, 3])
    with pytest.raises(BadInput, match="gains have to be bool"):
        step_free_first(COSTS, PEOPLE, money, 3)
    with pytest.raises(BadInput, match="people have to be 2 whole numbers, none below 0"):
        step_free_first(COSTS < 5, PEOPLE[:1], money, 3)
    with pytest.raises(BadInput, match="costs have to be 3 whole numbers, none below 0"):
        step_free_first(COSTS < 5, PEOPLE, -money, 3)
    with pytest.raises(BadInput, match="the budget is -1"):
        step_free_first(COSTS < 5, PEOPLE, money, -1)


def test_nobody_and_nowhere():
    nowhere = np.full((2, 3), UNREACHED, np.int32)
    for answer in (
        p_median(nowhere, PEOPLE, 1),
        mclp(nowhere, PEOPLE, 1, 5),
        lscp(nowhere, PEOPLE, 5),
        p_center(nowhere, 1),
    ):
        assert (answer.value, answer.bound, answer.proved) == (0, 0, True)
    assert p_median(nowhere, PEOPLE, 1).unserved == 5
    assert p_median(COSTS, PEOPLE * 0, 2).value == 0
    assert len(p_median(COSTS, PEOPLE * 0, 2).sites) == 2
