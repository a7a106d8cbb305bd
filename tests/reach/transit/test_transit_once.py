"""Single questions against a plain forward connection scan."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.times import UNREACHED
from reach.transit.once import earliest_arrivals, open_day
from reach.transit.plain import PlainScan
from transit_cases import START, legs_of, random_case, row_of, timetable_of

MOMENTS = [START - 130, START, START + 61, START + 600]


def arrivals(case, origin, moment, max_seconds=900):
    return earliest_arrivals(
        open_day(case.timetable, case.footpaths),
        case.access.rows_between(origin, origin + 1),
        case.egress,
        case.direct[origin],
        moment=moment,
        max_seconds=max_seconds,
    )


@given(st.integers(0, 2**40), st.sampled_from(MOMENTS), st.sampled_from([100, 900, 9000]))
@example(
    16140, START - 130, 900
)  # boarding within a ring of rides in no time, without coming anywhere earlier
def test_arrivals_are_those_of_a_plain_scan(seed, moment, max_seconds):
    case = random_case(seed)
    scan = PlainScan(case.timetable, case.footpaths)
    for origin in range(case.access.rows):
        (times,) = scan.travel_times(
            row_of(case.access, origin), case.egress, case.direct[origin].tolist(), moment, max_seconds
        )
        wanted = [UNREACHED if time == UNREACHED else moment + time for time in times]
        assert arrivals(case, origin, moment, max_seconds).tolist() == wanted


def test_walks_all_the_way_may_be_left_out():
    case = random_case(11)
    day = open_day(case.timetable, case.footpaths)
    access = case.access.rows_between(0, 1)
    never = np.full(case.egress.rows, UNREACHED, dtype=np.int32)
    without = earliest_arrivals(day, access, case.egress, moment=START)
    assert np.array_equal(without, earliest_arrivals(day, access, case.egress, never, moment=START))
    assert np.any(without < UNREACHED)


def test_a_day_without_trips_is_walked():
    day = open_day(timetable_of([], 2), legs_of([[], []]))
    told = earliest_arrivals(
        day, legs_of([[(0, 5)]]), legs_of([[(0, 5)]]), np.array([70], dtype=np.int32), moment=START
    )
    assert told.tolist() == [START + 70]


def test_two_origins_or_too_few_footpaths_are_refused():
    case = random_case(2)
    with pytest.raises(ValueError, match=r"^one origin at a time$"):
        earliest_arrivals(open_day(case.timetable, case.footpaths), case.access, case.egress, moment=START)
    with pytest.raises(BadInput, match=r"^footpaths of 1 stops, but the timetable has 3$"):
        open_day(timetable_of([], 3), legs_of([[]]))
