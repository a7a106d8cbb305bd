"""Explained journeys: each can be travelled as told, and the last arrives when the scan says."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reach.times import UNREACHED
from reach.transit.once import earliest_arrivals, open_day
from reach.transit.raptor import Journey, Ride, Walk, journeys
from transit_cases import START, legs_of, random_case, row_of, timetable_of

MOST = 900


def explained(case, origin, venue, **options):
    return journeys(
        open_day(case.timetable, case.footpaths),
        case.access.rows_between(origin, origin + 1),
        case.egress.rows_between(venue, venue + 1),
        int(case.direct[origin, venue]),
        moment=START,
        max_seconds=MOST,
        **options,
    )


def travel(case, origin, venue, journey):
    """Go through the legs one by one; returns when one arrives."""
    footpaths = [row_of(case.footpaths, stop) for stop in range(case.footpaths.rows)]
    table, moment, stop = case.timetable, journey.departure, None
    for number, leg in enumerate(journey.legs):
        if isinstance(leg, Walk):
            ways = {
                (True, True): [(None, int(case.direct[origin, venue]))],
                (True, False): row_of(case.access, origin),
                (False, True): [(None, walk) for at, walk in row_of(case.egress, venue) if at == stop],
                (False, False): footpaths[stop] if stop is not None else [],
            }[leg.from_stop is None, leg.to_stop is None]
            assert leg.from_stop == stop
            assert (leg.to_stop, leg.arrival - leg.departure) in ways
        else:
            first, last = table.trip_start[leg.trip], table.trip_start[leg.trip + 1]
            assert leg.wait == leg.departure - moment >= 0
            assert leg.from_stop == stop
            assert any(
                (table.at_stop[at], table.at_stop[at + leg.calls]) == (leg.from_stop, leg.to_stop)
                and (table.departure[at], table.arrival[at + leg.calls]) == (leg.departure, leg.arrival)
                and table.may_board[at]
                and table.may_alight[at + leg.calls]
                for at in range(first, last - leg.calls)
            )
        assert isinstance(leg, Walk) == (number % 2 == 0)
        assert leg.departure == moment + (leg.wait if isinstance(leg, Ride) else 0)
        moment, stop = leg.arrival, leg.to_stop
    return moment


@given(st.integers(0, 2**40))
def test_journeys_can_be_travelled_and_the_last_is_the_earliest(seed):
    case = random_case(seed, origins=2, venues=4)
    day = open_day(case.timetable, case.footpaths)
    for origin in range(2):
        arrivals = earliest_arrivals(
            day,
            case.access.rows_between(origin, origin + 1),
            case.egress,
            case.direct[origin],
            moment=START,
            max_seconds=MOST,
        )
        for venue in range(4):
            found = explained(case, origin, venue)
            assert [travel(case, origin, venue, one) for one in found] == [one.arrival for one in found]
            assert (found[-1].arrival if found else UNREACHED) == arrivals[venue]
            assert all(a.rides < b.rides and a.arrival > b.arrival for a, b in pairwise(found))


def ride_or_walk():
    """Line 0 goes from stop 0 to stop 1, line 1 from stop 2, a walk of 30 s away, to stop 3."""
    case = random_case(0, origins=1, venues=1)
    case.timetable = timetable_of(
        [
            [(0, START + 60, START + 60), (1, START + 160, START + 170), (0, START + 300, START + 300)],
            [(2, START + 200, START + 220), (3, START + 400, START + 400)],
        ],
        4,
        routes=[0, 1],
    )
    case.footpaths = legs_of([[], [(2, 30)], [], []])
    case.access, case.egress = legs_of([[(0, 40)]]), legs_of([[(3, 25)]])
    case.direct[:] = 800
    return case


def test_a_journey_tells_its_legs():
    walk, ride = explained(ride_or_walk(), 0, 0)
    assert walk == Journey(START, START + 800, (Walk(None, None, START, START + 800),))
    assert (walk.rides, walk.changes, walk.walking, walk.waiting) == (0, 0, 800, 0)
    assert ride == Journey(
        START,
        START + 425,
        (
            Walk(None, 0, START, START + 40),
            Ride(0, 0, 1, 20, START + 60, START + 160, 1),
            Walk(1, 2, START + 160, START + 190),
            Ride(1, 2, 3, 30, START + 220, START + 400, 1),
            Walk(3, None, START + 400, START + 425),
        ),
    )
    assert (ride.rides, ride.changes, ride.walking, ride.waiting) == (2, 1, 95, 50)


def test_fewer_rides_may_be_asked_for():
    assert [one.rides for one in explained(ride_or_walk(), 0, 0, most_rides=1)] == [0]


def test_where_nothing_goes_there_is_no_journey():
    case = ride_or_walk()
    case.direct[:] = UNREACHED
    case.egress = legs_of([[]])
    assert explained(case, 0, 0) == []
