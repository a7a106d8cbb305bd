"""Every index of travel times against its definition, written out in plain Python."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.indices.blocks import from_minutes
from reach.indices.choice import choice_within, time_to_kinds
from reach.indices.closest import cost_to_closest
from reach.indices.competition import floating_catchment_area, spatial_availability
from reach.indices.cumulative import balancing_cost, cumulative_cutoff, cumulative_interval
from reach.indices.decay import (
    Decay,
    cut,
    decay_binary,
    decay_exponential,
    decay_gaussian,
    decay_linear,
    decay_logistic,
    decay_power,
    decay_stepped,
    decay_zones,
)
from reach.indices.gravity import catchment, gravity
from reach.times import UNREACHED

INFINITE = int(UNREACHED)


@st.composite
def places(draw):
    """A small city: times (some ∞, some equal), people (some cells empty), seats (some without) and kinds."""
    origins, venues = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    time = st.one_of(st.integers(0, 90).map(lambda minutes: minutes * 30), st.just(INFINITE))
    times = draw(st.lists(time, min_size=origins * venues, max_size=origins * venues))
    people = draw(st.lists(st.integers(0, 50), min_size=origins, max_size=origins))
    seats = draw(st.lists(st.integers(0, 9), min_size=venues, max_size=venues))
    kinds = draw(st.lists(st.integers(0, 3), min_size=venues, max_size=venues))
    return np.array(times, np.int32).reshape(origins, venues), people, seats, kinds


def weight(decay, time):
    return 0.0 if time == INFINITE else decay.at(time)


DECAYS = [
    decay_binary(900),
    decay_linear(1200),
    decay_exponential(0.1),
    decay_power(1.5),
    decay_stepped((300, 900), (0.5, 0.0)),
    decay_logistic(900, 300),
]


@given(places(), st.integers(0, 2700))
def test_within_a_cutoff(city, cutoff):
    times, _, seats, kinds = city
    rows = [[venue for venue, time in enumerate(row) if time <= cutoff] for row in times.tolist()]
    assert cumulative_cutoff(times, cutoff).tolist() == [len(row) for row in rows]
    assert cumulative_cutoff(times, cutoff, seats).tolist() == [
        sum(seats[venue] for venue in row) for row in rows
    ]
    choice = choice_within(times, kinds, cutoff)
    assert choice.places.tolist() == [len(row) for row in rows]
    assert choice.kinds.tolist() == [len({kinds[venue] for venue in row}) for row in rows]


@given(places())
def test_more_time_never_fewer_places(city):
    times, _, seats, _ = city
    found = cumulative_cutoff(times, (0, 300, 900, 1800), seats)
    assert (np.diff(found, axis=1) >= 0).all()
    alone = [cumulative_cutoff(times, cutoff, seats) for cutoff in (0, 300, 900, 1800)]
    assert found.tobytes() == np.ascontiguousarray(np.stack(alone, axis=1)).tobytes()


@given(places(), st.integers(1, 12))
def test_time_to_as_many(city, wanted):
    times, _, seats, kinds = city
    for row, found, closest, own in zip(
        times.tolist(),
        cost_to_closest(times, wanted, seats).tolist(),
        cost_to_closest(times, wanted).tolist(),
        time_to_kinds(times, kinds, min(wanted, 4)).tolist(),
        strict=True,
    ):
        candidates = [*sorted(set(row)), INFINITE]

        def first(enough, candidates=candidates):
            return next((time for time in candidates if time < INFINITE and enough(time)), INFINITE)

        reached = [(time, seat, kind) for time, seat, kind in zip(row, seats, kinds, strict=True)]
        assert found == first(lambda time, r=reached: sum(s for t, s, _ in r if t <= time) >= wanted)
        assert closest == first(lambda time, r=reached: sum(1 for t, _, _ in r if t <= time) >= wanted)
        assert own == first(
            lambda time, r=reached: len({kind for t, _, kind in r if t <= time}) >= min(wanted, 4)
        )


@given(places(), st.sampled_from(DECAYS))
def test_gravity_and_catchments(city, decay):
    times, people, seats, _ = city
    weights = [[weight(decay, time) for time in row] for row in times.tolist()]
    demand = [
        math.fsum(people[origin] * row[venue] for origin, row in enumerate(weights))
        for venue in range(len(seats))
    ]
    ratio = [
        seat / all_of_them if all_of_them else 0.0 for seat, all_of_them in zip(seats, demand, strict=True)
    ]
    shared = [math.fsum(w * r for w, r in zip(row, ratio, strict=True)) for row in weights]
    close = {"rtol": 1e-12, "atol": 1e-300}
    np.testing.assert_allclose(
        gravity(times, decay, seats),
        [math.fsum(w * seat for w, seat in zip(row, seats, strict=True)) for row in weights],
        **close,
    )
    np.testing.assert_allclose(catchment(times, decay, people), demand, **close)
    np.testing.assert_allclose(floating_catchment_area(times, "2sfca", decay, people, seats), shared, **close)
    available = spatial_availability(times, decay, people, seats)
    np.testing.assert_allclose(
        available, [one * own for one, own in zip(shared, people, strict=True)], **close
    )
    reachable = sum(seat for seat, all_of_them in zip(seats, demand, strict=True) if all_of_them)
    np.testing.assert_allclose(available.sum(), reachable, rtol=1e-9)


@given(places(), st.sampled_from(DECAYS))
def test_balanced_and_three_step_catchments(city, decay):
    times, people, seats, _ = city
    weights = [[weight(decay, time) for time in row] for row in times.tolist()]
    origins, venues = range(len(people)), range(len(seats))
    by_origin = [math.fsum(row) for row in weights]
    by_venue = [math.fsum(weights[i][j] for i in origins) for j in venues]

    def share(i, j):
        return weights[i][j] / by_origin[i] if by_origin[i] else 0.0

    balanced, three = [0.0] * len(people), [0.0] * len(people)
    for j in venues:
        demand = math.fsum(people[i] * share(i, j) for i in origins)
        steps = math.fsum(people[i] * share(i, j) * weights[i][j] for i in origins)
        for i in origins:
            balanced[i] += seats[j] / demand * weights[i][j] / by_venue[j] if demand else 0.0
            three[i] += seats[j] / steps * share(i, j) * weights[i][j] if steps else 0.0
    close = {"rtol": 1e-11, "atol": 1e-300}
    np.testing.assert_allclose(
        floating_catchment_area(times, "bfca", decay, people, seats), balanced, **close
    )
    np.testing.assert_allclose(floating_catchment_area(times, "3sfca", decay, people, seats), three, **close)


@given(places(), st.sampled_from([60, 300]))
def test_balancing(city, step):
    times, people, seats, _ = city
    for row, here, found in zip(
        times.tolist(),
        people,
        balancing_cost(times, people, seats, cost_increment=step).tolist(),
        strict=True,
    ):
        lookups = range(0, 2700 + step, step)
        within = {
            cost: sum(seat for time, seat in zip(row, seats, strict=True) if time <= cost) for cost in lookups
        }
        first = next((cost for cost in lookups if within[cost] > here), INFINITE)
        assert found == (0 if here == 0 else first)


@given(places(), st.sampled_from(["median", "mean", "min", "max"]))
def test_intervals(city, summary):
    times, _, seats, _ = city
    at_each = np.stack([cumulative_cutoff(times, cutoff, seats) for cutoff in range(600, 1201, 120)])
    expected = {"median": np.median, "mean": np.mean, "min": np.min, "max": np.max}[summary](at_each, axis=0)
    found = cumulative_interval(times, (600, 1200), seats, interval_increment=120, summary=summary)
    assert found.tolist() == np.floor(expected).tolist()


def test_fractions_of_an_opportunity():
    times = np.arange(12, dtype=np.int32).reshape(1, 12)
    assert cost_to_closest(times, (0.25, 1, 1.5), [0.25] * 12).tolist() == [[0, 3, 5]]
    assert cost_to_closest(times, 0.9, [0.1] * 12).tolist() in ([8], [9])


def test_the_curves():
    minutes = (0, 10, 20, 30, 40)
    curves = {
        decay_binary(1800): [1, 1, 1, 1, 0],
        decay_linear(2400): [1, 0.75, 0.5, 0.25, 0],
        decay_stepped((600, 1200, 1800, 2400), (0.75, 0.5, 0.25, 0)): [1, 0.75, 0.5, 0.25, 0],
        decay_zones((600, 1800), (1, 0.5)): [1, 1, 0.5, 0.5, 0],
        cut(decay_linear(2400), 1200): [1, 0.75, 0.5, 0, 0],
    }
    for decay, weights in curves.items():
        assert [round(decay.at(minute * 60), 12) for minute in minutes] == weights
    assert decay_exponential(0.1).at(600) == pytest.approx(math.exp(-1), rel=1e-15)
    assert decay_power(0.5).at(240) == pytest.approx(0.5, rel=1e-15)
    assert [decay_power(0.5).at(second) for second in (0, 30, 60)] == [1, 1, 1]
    assert decay_gaussian(600).at(600) == pytest.approx(math.exp(-0.5), rel=1e-15)
    assert decay_logistic(1200, 120).at(0) == 1
    assert decay_logistic(1200, 120).at(1200) == pytest.approx(0.5, abs=1e-7)
    assert decay_logistic(1800, 600).at(1800) == pytest.approx(0.502, abs=1e-3)
    assert decay_logistic(1800, 1).at(86_400) == pytest.approx(0, abs=1e-300)


@given(st.sampled_from(DECAYS), st.lists(st.integers(0, 30_000), min_size=1, max_size=4))
def test_a_table_does_not_depend_on_its_length(decay, lengths):
    fresh = Decay(decay.name, decay.weigh, decay.ends)
    long = decay.table(40_000)
    for length in lengths:
        table = fresh.table(length)
        assert table[:-1].tobytes() == long[: len(table) - 1].tobytes()
        assert table[-1] == 0


def test_a_decay_of_one_s_own():
    own = Decay("half an hour or half", lambda minutes: np.where(minutes < 30, 1.0, 0.5))
    times = np.array([[60, 1800, INFINITE]], np.int32)
    assert gravity(times, own).tolist() == [1.5]


def test_minutes_of_other_tools():
    found = from_minutes([[0, 5.8, 0.49 / 60], [math.inf, 10_080, 0.51 / 60]])
    assert found.dtype == np.int32
    assert found.tolist() == [[0, 348, 0], [INFINITE, 604_800, 1]]
