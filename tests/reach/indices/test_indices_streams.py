"""A stream of blocks gives the same bytes as the matrix, whatever the size of blocks."""

import numpy as np
import pytest

from reach.errors import BadInput
from reach.indices.blocks import collect
from reach.indices.choice import ChoiceWithin, TimeToKinds
from reach.indices.closest import CostToClosest
from reach.indices.competition import FloatingCatchmentArea, SpatialAvailability
from reach.indices.cumulative import BalancingCost, CumulativeCutoff
from reach.indices.decay import decay_binary, decay_exponential
from reach.indices.gravity import Catchment, Gravity
from reach.times import LANES, UNREACHED

ORIGINS, VENUES = 203, 45


@pytest.fixture(scope="module")
def matrix():
    random = np.random.default_rng(2026)
    times = random.integers(0, 5400, (ORIGINS, VENUES), dtype=np.int32)
    times[random.random(times.shape) < 0.2] = UNREACHED
    return times


def padded(matrix, width=LANES):
    """Blocks as the travel room streams them: 16 columns, the last one filled up with ∞."""
    for first in range(0, matrix.shape[1], width):
        part = slice(first, min(first + width, matrix.shape[1]))
        block = np.full((len(matrix), width), UNREACHED, np.int32)
        block[:, : part.stop - first] = matrix[:, part]
        yield part, block


def every_index():
    random = np.random.default_rng(7)
    people, seats = random.random(ORIGINS) * 900, random.random(VENUES) * 90
    people[::9] = 0
    kinds = random.integers(0, 6, VENUES)
    slow, near = decay_exponential(0.07), decay_binary(1800)
    indices = [
        CumulativeCutoff((600, 1800, 3600), seats),
        BalancingCost(people, seats),
        CostToClosest((1, 40, 150), seats),
        Gravity(slow, seats),
        Catchment(slow, people),
        *(
            FloatingCatchmentArea(method, decay, people, seats)
            for method in ("2sfca", "e2sfca", "3sfca", "bfca")
            for decay in (slow, near)
        ),
        SpatialAvailability(slow, people, seats, 0.8),
        TimeToKinds(kinds),
    ]
    return indices, ChoiceWithin(kinds, 1800)


def results(times):
    indices, choice = every_index()
    collect(times, *indices, choice)
    return [index.result().tobytes() for index in indices] + [choice.result().counts.tobytes()]


@pytest.fixture(scope="module")
def dense(matrix):
    return results(matrix)


@pytest.mark.parametrize("width", [1, 3, 16, 44, 45, 64])
def test_any_size_of_block(matrix, dense, width):
    assert results(list(padded(matrix, width))) == dense


def test_blocks_as_views_of_something_larger(matrix, dense):
    larger = np.asfortranarray(np.hstack([matrix, matrix]))
    larger.flags.writeable = False
    blocks = [(slice(first, first + 15), larger[:, first : first + 15]) for first in range(0, VENUES, 15)]
    assert results(blocks) == dense


def test_one_pass_takes_a_plain_iterator(matrix):
    index = FloatingCatchmentArea("2sfca", decay_binary(900), np.ones(ORIGINS))
    collect(padded(matrix), index)
    whole = FloatingCatchmentArea("2sfca", decay_binary(900), np.ones(ORIGINS))
    collect(matrix, whole)
    assert index.result().tobytes() == whole.result().tobytes()


@pytest.mark.parametrize("method", ["3sfca", "bfca"])
def test_two_passes_do_not(matrix, method):
    index = FloatingCatchmentArea(method, decay_binary(900), np.ones(ORIGINS))
    with pytest.raises(BadInput, match="twice"):
        collect(padded(matrix), index)


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        ([], "not a single block"),
        ([(slice(1, 2), np.zeros((2, 1), np.int32))], "from venue 0 is due"),
        (
            [(slice(0, 1), np.zeros((2, 1), np.int32)), (slice(2, 3), np.zeros((2, 1), np.int32))],
            "from venue 1 is due",
        ),
        ([(slice(0, 3), np.zeros((2, 2), np.int32))], "from venue 0 is due"),
        (
            [(slice(0, 1), np.zeros((2, 1), np.int32)), (slice(1, 2), np.zeros((3, 1), np.int32))],
            "3 origins after one of 2",
        ),
    ],
)
def test_blocks_out_of_order(blocks, message):
    with pytest.raises(BadInput, match=message):
        collect(blocks, CumulativeCutoff(60))


def test_origins_in_another_order(matrix):
    order = np.random.default_rng(3).permutation(ORIGINS)
    people = np.arange(ORIGINS, dtype=np.float64)
    here, there = (
        FloatingCatchmentArea("2sfca", decay_binary(1800), people),
        FloatingCatchmentArea("2sfca", decay_binary(1800), people[order]),
    )
    collect(matrix, here)
    collect(np.ascontiguousarray(matrix[order]), there)
    # Whole numbers of people add up alike in any order.
    assert here.result()[order].tobytes() == there.result().tobytes()
