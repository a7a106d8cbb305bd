"""Comparing with a cutoff gives what weighing by a table of ones gives, at every height, width and start."""

import numpy as np
import pytest

from reach.errors import BadInput
from reach.indices.blocks import LONGEST, collect
from reach.indices.competition import METHODS, FloatingCatchmentArea, floating_catchment_area
from reach.indices.decay import Decay, cut, decay_binary, decay_linear
from reach.indices.gravity import catchment, gravity
from reach.times import UNREACHED

RIM = 900


def weighing(decay):
    """The same weights, not known to be all alike."""
    return Decay(decay.name, decay.weigh, decay.ends)


def city(origins, venues):
    random = np.random.default_rng((origins, venues))
    times = random.integers(RIM - 3, RIM + 4, (origins, venues), dtype=np.int32)
    times[random.random(times.shape) < 0.2] = UNREACHED
    return times, random.integers(0, 500, origins), random.integers(0, 90, venues)


def test_only_a_step_is_compared():
    assert (decay_binary(RIM).edge, weighing(decay_binary(RIM)).edge, decay_linear(RIM).edge) == (
        RIM,
        None,
        None,
    )
    assert cut(decay_binary(RIM), 300).edge == 300
    assert cut(decay_binary(300), RIM).edge == 300
    assert cut(decay_linear(RIM), 300).edge is None


@pytest.mark.parametrize("origins", [1, 3, 4, 9])
@pytest.mark.parametrize("venues", [1, 7, 8, 9, 31])
def test_whole_numbers_to_the_last_bit(origins, venues):
    times, people, seats = city(origins, venues)
    step = decay_binary(RIM)
    assert gravity(times, step, seats).tobytes() == gravity(times, weighing(step), seats).tobytes()
    assert catchment(times, step, people).tobytes() == catchment(times, weighing(step), people).tobytes()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("width", [1, 5, 8, 11, 67])
def test_shares_whatever_the_blocks(method, width):
    times, people, seats = city(30, 67)
    step = decay_binary(RIM)
    blocks = [
        (slice(first, min(first + width, 67)), np.ascontiguousarray(times[:, first : first + width]))
        for first in range(0, 67, width)
    ]
    index = FloatingCatchmentArea(method, step, people, seats)
    collect(blocks, index)
    assert index.result().tobytes() == floating_catchment_area(times, method, step, people, seats).tobytes()
    weighed = floating_catchment_area(times, method, weighing(step), people, seats)
    np.testing.assert_allclose(index.result(), weighed, rtol=1e-13, atol=0)


def test_no_cutoff_takes_in_what_cannot_be_reached():
    times = np.array([[LONGEST, UNREACHED]], np.int32)
    assert gravity(times, decay_binary(2**31)).tolist() == [1]


@pytest.mark.parametrize(("wrong", "why"), [(-1, "negative"), (LONGEST + 1, "over a week")])
@pytest.mark.parametrize("origins", [1, 4, 9])
def test_a_wrong_time_is_found_in_any_row(wrong, why, origins):
    for origin in range(origins):
        times, people, seats = city(origins, 19)
        times[origin, 18] = wrong
        with pytest.raises(BadInput, match=f"from origin {origin} to venue 18 .* {why}"):
            floating_catchment_area(times, "2sfca", decay_binary(RIM), people, seats)
