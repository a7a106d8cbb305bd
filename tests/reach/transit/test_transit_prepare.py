"""What is made ready of a timetable: patterns, the order of rides, transfers worth keeping, boardings."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.transit.boardings import find_boardings
from reach.transit.patterns import find_patterns
from reach.transit.prepare import prepare
from reach.transit.rides import order_rides
from reach.transit.transfers import find_ways
from transit_cases import START, legs_of, random_case, row_of, timetable_of

SEEDS = st.integers(0, 2**40)
LAST = 1200


def laid_out(case):
    patterns = find_patterns(case.timetable, first=START, last=START + LAST)
    return patterns, order_rides(patterns, case.footpaths, LAST)


def times_of(patterns, trip):
    held = slice(patterns.first_time[trip], patterns.first_time[trip + 1])
    return patterns.arrival[held], patterns.departure[held]


@given(SEEDS)
def test_a_pattern_has_equal_stops_and_nobody_overtakes(seed):
    case = random_case(seed)
    patterns, _ = laid_out(case)
    table = case.timetable
    for trip, original in enumerate(patterns.trip.tolist()):
        held = slice(table.trip_start[original], table.trip_start[original + 1])
        places = slice(*patterns.first_stop[patterns.pattern_of[trip] :][:2])
        assert np.array_equal(patterns.stop[places], table.at_stop[held])
        assert np.array_equal(patterns.board[places][:-1], table.may_board[held][:-1])
        assert np.array_equal(patterns.alight[places][1:], table.may_alight[held][1:])
        assert not patterns.board[places][-1]
        assert not patterns.alight[places][0]
        assert np.array_equal(times_of(patterns, trip)[1] + START, table.departure[held])
    for earlier, later in pairwise(range(len(patterns.trip))):
        if patterns.pattern_of[earlier] == patterns.pattern_of[later]:
            for first, second in zip(times_of(patterns, earlier), times_of(patterns, later), strict=True):
                assert np.all(first <= second)


@given(SEEDS)
def test_every_trip_with_a_ride_in_the_window_is_in_one_pattern(seed):
    case = random_case(seed)
    patterns, rides = laid_out(case)
    table = case.timetable
    wanted = Counter(
        trip
        for trip in range(table.trips)
        for at in range(table.trip_start[trip], table.trip_start[trip + 1] - 1)
        if START <= table.departure[at] <= START + LAST
    )
    assert Counter(patterns.trip[rides.trip].tolist()) == wanted
    assert sorted(patterns.trip.tolist()) == sorted(wanted)


@given(SEEDS)
def test_what_follows_a_ride_stands_before_it_unless_in_a_ring(seed):
    case = random_case(seed)
    _, rides = laid_out(case)
    assert np.all(np.diff(rides.departure) <= 0)
    ringed = np.zeros(rides.rides, dtype=np.bool_)
    for low, high in rides.rings:
        ringed[low:high] = True
        assert len(set(rides.departure[low:high].tolist())) == 1
    for ride in np.flatnonzero(~ringed):
        assert rides.onward[ride] < ride or rides.onward[ride] == rides.rides
        if not rides.alight[ride]:
            continue
        ready = {}
        for stop, walk in row_of(case.footpaths, int(rides.stop[ride])):
            ready[stop] = min(ready.get(stop, 2**30), int(rides.arrival[ride]) + walk)
        for other in range(ride, rides.rides):
            if other != ride and rides.board[other]:
                assert ready.get(int(rides.origin[other]), 2**30) > rides.departure[other]


def test_a_ring_is_found():
    moment = START + 60
    trips = [[(0, moment, moment), (1, moment, moment)], [(1, moment, moment), (0, moment, moment)]]
    case = random_case(0)
    case.timetable, case.footpaths = timetable_of(trips, 2), legs_of([[(0, 0)], [(1, 0)]])
    assert laid_out(case)[1].rings.tolist() == [[0, 2]]
    case.footpaths = legs_of([[(0, 1)], [(1, 0)]])
    assert laid_out(case)[1].rings.tolist() == []


@given(SEEDS)
def test_ways_are_all_boarding_positions_of_the_legs_in_order(seed):
    case = random_case(seed)
    patterns, _ = laid_out(case)
    ways = find_ways(patterns, case.access)
    for row in range(case.access.rows):
        held = slice(ways.start[row], ways.start[row + 1])
        found = list(
            zip(
                *(values[held].tolist() for values in (ways.pattern, ways.position, ways.seconds)),
                strict=True,
            )
        )
        wanted = [
            (pattern, place - int(patterns.first_stop[pattern]), walk)
            for stop, walk in row_of(case.access, row)
            for pattern in range(patterns.patterns)
            for place in range(patterns.first_stop[pattern], patterns.first_stop[pattern + 1])
            if patterns.stop[place] == stop and patterns.board[place]
        ]
        assert found == sorted(wanted)


@given(SEEDS)
def test_boardings_can_be_caught_at_their_minute_and_at_none_later(seed):
    case = random_case(seed)
    patterns, rides = laid_out(case)
    boardings = find_boardings(patterns, rides, case.access, 7)
    for origin in range(case.access.rows):
        walks = {}
        for stop, walk in row_of(case.access, origin):
            walks[stop] = min(walks.get(stop, walk), walk)
        bound = boardings.bound[origin]
        held = boardings.ride[bound[0] : bound[-1]].tolist()
        assert len(set(held)) == len(held)
        for step in range(7):
            for ride in boardings.ride[bound[step] : bound[step + 1]]:
                spare = int(rides.departure[ride]) - walks[int(rides.origin[ride])]
                assert min(spare // 60, 6) == 6 - step
                assert rides.board[ride]


def test_a_later_bus_of_the_same_line_is_no_boarding_of_the_same_minute():
    trips = [
        [(0, START + at, START + at), (1, START + at + 60, START + at + 60)]
        for at in (70, 100, 130, 500, 600)
    ]
    patterns = find_patterns(timetable_of(trips, 2), first=START, last=START + LAST)
    rides = order_rides(patterns, legs_of([[], []]), LAST)
    boardings = find_boardings(patterns, rides, legs_of([[(0, 10)]]), 4)
    told = [rides.departure[boardings.ride[low:high]].tolist() for low, high in pairwise(boardings.bound[0])]
    # Minute 3 waits for the bus at 500 s; minute 2 catches that at 130 s; the one at 100 s leaves in the
    # minute of the first.
    assert told == [[500], [130], [70], []]


def test_transfers_to_a_trip_one_is_on_already_or_that_comes_no_earlier_are_dropped():
    line = [[(stop, START + at + 60 * stop, START + at + 60 * stop) for stop in range(4)] for at in (0, 300)]
    footpaths = legs_of([[(stop, 0)] for stop in range(4)])
    prepared = prepare(timetable_of(line, 4), footpaths, start=START, minutes=5, max_seconds=900)
    assert prepared.transfers.ride.tolist() == []


def test_prices_keep_a_dearer_change_from_hiding_a_cheaper_one():
    at = START + 60
    trips = [
        [(0, at, at), (1, at + 60, at + 60)],
        [(1, at + 100, at + 100), (2, at + 200, at + 200)],
        [(1, at + 100, at + 100), (2, at + 300, at + 300)],
    ]
    table = timetable_of(trips, 3, routes=[0, 1, 2])
    footpaths = legs_of([[], [(1, 0)], []])
    options = {"start": START, "minutes": 1, "max_seconds": 900}
    for prices, kept in (([0, 0, 0], 1), ([0, 1, 0], 2), ([0, 0, 1], 1)):
        prepared = prepare(table, footpaths, prices=np.array(prices, dtype=np.int32), budget=1, **options)
        assert len(prepared.transfers.ride) == kept


@pytest.mark.parametrize("prices", [[1, -1, 0], [1, 1]])
def test_prices_that_make_no_sense_are_refused(prices):
    case = random_case(1)
    with pytest.raises(BadInput, match=r"^prices: one number of units for each route, none below 0$"):
        prepare(
            case.timetable, case.footpaths, start=START, prices=np.array(prices, dtype=np.int32), budget=2
        )


def test_footpaths_of_another_timetable_are_refused():
    with pytest.raises(BadInput, match=r"^footpaths of 1 stops, but the timetable has 2$"):
        prepare(timetable_of([], 2), legs_of([[]]), start=START)
