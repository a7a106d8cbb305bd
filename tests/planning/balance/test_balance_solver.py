"""The solver, the sum it minimises and the list of moves, against trying everything."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.planning.balance import solver
from karavan.planning.balance.greedy import greedy
from karavan.planning.balance.moves import moves
from karavan.planning.balance.problem import Cell, Option, Problem, is_possible, penalty

CELLS = 3

options = st.builds(
    Option,
    cost=st.integers(0, 30),
    cells=st.lists(st.tuples(st.integers(0, CELLS - 1), st.integers(1, 4)), max_size=2).map(tuple),
)
cells = st.builds(
    Cell,
    load=st.integers(0, 6),
    steps=st.lists(st.tuples(st.integers(0, 8), st.integers(1, 5)), max_size=2).map(tuple),
    floor=st.integers(0, 4),
    floor_cost=st.integers(0, 9),
)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    items = draw(st.lists(st.lists(options, min_size=1, max_size=3), min_size=1, max_size=4))
    pairs = [
        (first, one, second, other)
        for first in range(len(items))
        for second in range(first + 1, len(items))
        for one in range(len(items[first]))
        for other in range(len(items[second]))
    ]
    meeting = draw(st.dictionaries(st.sampled_from(pairs), st.integers(0, 40), max_size=6)) if pairs else {}
    moved = [pair for pair in pairs if pair[1] or pair[3]]
    impossible = draw(st.frozensets(st.sampled_from(moved), max_size=4)) if moved else frozenset()
    return Problem(
        items=items,
        cells=draw(st.lists(cells, min_size=CELLS, max_size=CELLS)),
        pairs=meeting,
        impossible=impossible,
        move_cost=draw(st.integers(0, 5)),
        most_moves=draw(st.integers(0, 3)),
    )


def all_plans(problem: Problem) -> list[tuple[int, ...]]:
    every = product(*(range(len(options)) for options in problem.items))
    return [
        plan for plan in every if is_possible(problem, plan) and sum(map(bool, plan)) <= problem.most_moves
    ]


def points(problem: Problem, plan: tuple[int, ...]) -> int:
    return penalty(problem, plan) + problem.move_cost * sum(map(bool, plan))


@pytest.mark.slow
@given(problems())
def test_what_is_called_proved_is_the_best_of_all_plans(problem: Problem):
    found = solver.solve(problem, repeatable=True)
    best = min(points(problem, plan) for plan in all_plans(problem))
    assert found.is_proved
    assert (found.points, found.bound, points(problem, found.plan)) == (best, best, best)


@given(problems(), st.data())
def test_moves_are_worth_what_they_say(problem: Problem, data: st.DataObject):
    plan = data.draw(st.sampled_from(all_plans(problem)))
    told = moves(problem, plan)
    current = [0] * len(plan)
    for move in told:
        before = penalty(problem, current)
        alone = [0] * len(plan)
        alone[move.item] = move.option
        current[move.item] = move.option
        assert move.option == plan[move.item] != 0
        assert move.gain == before - penalty(problem, current) > problem.move_cost
        if is_possible(problem, alone):
            assert move.alone == penalty(problem, [0] * len(plan)) - penalty(problem, alone)
    assert len({move.item for move in told}) == len(told)


def crowded(count: int = 6, most_moves: int = 10) -> Problem:
    """As many concerts on one day, a free day beside it."""
    options = [Option(0, ((0, 1),)), Option(0, ((1, 1),))]
    day = Cell(steps=((2, 10), (4, 10)))
    return Problem(items=[options] * count, cells=[day, day], move_cost=1, most_moves=most_moves)


def test_a_crowded_day_is_eased_by_as_few_moves_as_it_takes():
    problem = crowded()
    found = solver.solve(problem, repeatable=True)
    assert sum(found.plan) == 2
    assert [move.gain for move in moves(problem, found.plan)] == [20, 20]
    assert penalty(problem, [0] * 6) - penalty(problem, found.plan) == 40


def test_never_more_moves_than_allowed():
    problem = crowded(count=12, most_moves=3)
    assert sum(solver.solve(problem, repeatable=True).plan) == 3
    assert sum(solver.solve(crowded(count=12), repeatable=True).plan) == 4


def test_the_same_problem_gets_the_same_answer():
    problem = crowded(count=12)
    assert solver.solve(problem, repeatable=True) == solver.solve(problem, repeatable=True)


def test_without_time_the_answer_is_greeds_and_nothing_is_called_proved():
    found = solver.solve(crowded(), seconds=0)
    plan = greedy(crowded())
    assert (found.plan, found.points, found.is_proved) == (plan, penalty(crowded(), plan) + sum(plan), False)


def test_two_that_cannot_both_stand_there_do_not():
    here, there = Option(50), Option(0)
    problem = Problem(items=[[here, there], [here, there]], impossible=frozenset({(0, 1, 1, 1)}))
    found = solver.solve(problem, repeatable=True)
    assert sorted(found.plan) == [0, 1]
    with pytest.raises(ValueError, match="cannot both stand there"):
        penalty(problem, [1, 1])


def test_a_plan_has_an_option_for_each_item():
    with pytest.raises(ValueError, match="one option for each item"):
        penalty(crowded(), [0])


def test_an_impossible_present_is_refused():
    with pytest.raises(ValueError, match="cannot both stand there"):
        solver.solve(Problem(items=[[Option(0)], [Option(0)]], impossible=frozenset({(0, 0, 1, 0)})))
