import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.times import UNREACHED, seconds_up
from reach.transit.hours import Hours
from reach.transit.plain import PlainScan
from reach.transit.timetable import Changes
from reach.travel.times import Network, Ride, TravelTimes, changing, one_more
from reach.travel.walk import legs
from reach_towns import START, town
from transit_cases import row_of

PERCENTILES = (5, 50, 95)


def asked(
    place, *, walk=None, timetable=None, minutes=40, threads=1, hours=None, ride=True, percentiles=PERCENTILES
):
    walk = walk or place.walk
    network = Network(walk, Ride(timetable or place.timetable, START, minutes, most=3600)) if ride else None
    return TravelTimes(
        walk,
        walk.spots(place.latitude, place.longitude),
        walk.spots(place.venue_latitude, place.venue_longitude),
        network=network,
        percentiles=percentiles,
        hours=hours,
        threads=threads,
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_times_are_those_of_a_plain_connection_scan(seed):
    place = town(seed, homes=6, venues=5)
    times = asked(place, minutes=20)
    network = times.network
    scan = PlainScan(network.ride.timetable, network.footpaths)
    origins, venues = times.origins, times.venues
    access = legs(place.walk, origins, network.stops, 1200)
    direct = seconds_up(place.walk.fan(origins, venues))
    plain = [
        [
            scan.travel_times(
                row_of(access, home), network.egress(venues), direct[home].tolist(), moment, 3600
            )[0]
            for moment in range(START, START + 1200, 60)
        ]
        for home in range(6)
    ]
    ordered = np.sort(np.array(plain), axis=1)
    wanted = np.stack([ordered[:, max(-(-p * 20 // 100), 1) - 1] for p in PERCENTILES], axis=1)
    assert (times.dense() == wanted).all()
    assert (times.dense() < UNREACHED).mean() > 0.5


@given(st.integers(0, 10_000))
def test_riding_is_never_slower_than_walking_and_percentiles_rise(seed):
    place = town(seed % 40, homes=10, venues=9)
    rode = asked(place).dense()
    walked = asked(place, ride=False).dense()
    walked = np.where(walked > 3600, UNREACHED, walked)
    assert (rode <= walked).all()
    assert (np.diff(rode, axis=1) >= 0).all()


def test_a_faster_walker_is_never_later():
    place = town(3)
    base = place.walk.profile
    from reach.travel.walk import StreetWalk

    slow, fast = (
        StreetWalk(place.graph, place.hierarchy, replace(base, speed=base.speed * factor))
        for factor in (0.8, 1.2)
    )
    assert (asked(place, walk=fast).dense() <= asked(place, walk=slow).dense()).all()


def test_one_trip_less_never_helps():
    place = town(4)
    kept = np.ones(place.timetable.trips, np.bool_)
    kept[::3] = False
    assert (asked(place, timetable=place.timetable.select(kept)).dense() >= asked(place).dense()).all()


def test_opening_hours_never_help():
    place = town(5)
    hours = Hours.of([[(START + 1200, START + 3000)]] * len(place.venue_latitude))
    free, bound = asked(place).dense(), asked(place, hours=hours).dense()
    assert (bound >= free).all()
    assert (bound > free).any()


def test_the_same_bytes_for_any_threads_and_blocks():
    place = town(6, venues=53)
    whole = asked(place).dense()
    assert asked(place, threads=2).dense().tobytes() == whole.tobytes()
    times = asked(place)
    parts = [
        block.seconds for low, high in ((0, 16), (16, 48), (48, 53)) for block in times.blocks(low, high)
    ]
    assert np.concatenate(parts, axis=-1).tobytes() == whole.tobytes()
    hours = Hours.of([[(START, START + 60 * (20 + venue))] for venue in range(53)])
    bound = asked(place, hours=hours)
    parts = [block.seconds for low, high in ((0, 16), (16, 53)) for block in bound.blocks(low, high)]
    assert np.concatenate(parts, axis=-1).tobytes() == bound.dense().tobytes()
    on_foot = asked(place, ride=False)
    assert asked(place, ride=False, threads=2).dense().tobytes() == on_foot.dense().tobytes()


def test_memory_does_not_grow_with_the_venues():
    def peak(venues):
        place = town(11, homes=3000, venues=venues)
        times = asked(place, minutes=10, percentiles=(50,))
        for _ in times.blocks(0, 16):
            """What is prepared once."""
        tracemalloc.start()
        for _ in times.blocks():
            """Nothing is kept."""
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    few, many = peak(48), peak(480)
    # 432 more venues would be 5 MB of times if they were kept.
    assert many - few < 1_000_000


def test_one_more_venue_is_its_column_of_a_matrix():
    place = town(7)
    for times in (asked(place), asked(place, ride=False)):
        column = one_more(times, place.venue_latitude[4], place.venue_longitude[4])
        assert (column == times.dense()[:, :, 4]).all()


def test_a_budget_of_nothing_is_walking():
    from reach.transit.timetable import Fares

    place = town(8)
    priced = replace(place.timetable, fares=Fares(np.array([1, 1, 2, -1, 1], np.int16), 2800, "RUB"))
    network = Network(place.walk, Ride(priced, START, 30, most=3600, budget=3))
    origins = place.walk.spots(place.latitude, place.longitude)
    venues = place.walk.spots(place.venue_latitude, place.venue_longitude)
    times = TravelTimes(place.walk, origins, venues, network=network).dense()
    assert times.shape == (4, 40, 1, 21)
    walked = TravelTimes(place.walk, origins, venues).dense()
    assert (times[0] == np.where(walked > 3600, UNREACHED, walked)).all()
    assert (np.diff(times, axis=0) <= 0).all()
    assert (times[3] < times[1]).any()


def test_what_will_not_do_is_said():
    place = town(9)
    with pytest.raises(BadInput, match="the timetable has no fares"):
        Network(place.walk, Ride(place.timetable, START, budget=2))
    spots = place.walk.spots(place.latitude, place.longitude)
    nobody = place.walk.spots(np.zeros(0), np.zeros(0))
    with pytest.raises(BadInput, match="no origins to set out from"):
        TravelTimes(place.walk, nobody, spots)
    with pytest.raises(BadInput, match="no venues to go to"):
        TravelTimes(place.walk, spots, nobody)
    with pytest.raises(BadInput, match="opening hours need a time of setting out"):
        TravelTimes(place.walk, spots, spots, hours=Hours.of([[(0, 1)]] * len(spots)))


def test_the_basis_is_told():
    place = town(9)
    assert asked(place).basis == "streets, adult; timetable of 2026-11-25, 08:00 + 40 min"
    assert asked(place, ride=False).basis == "streets, adult"


def test_changing_takes_its_time_and_obeys_the_feed():
    place = town(10)
    stops = place.walk.spots(place.timetable.stop_latitude, place.timetable.stop_longitude)
    walks = legs(place.walk, stops, stops, 900)
    other = next(int(one) for one in walks.place[walks.start[0] : walks.start[1]] if one != 0)
    count = place.timetable.stops
    told = Changes(
        np.array([0, 2] + [2] * (count - 1), np.int32),
        np.array([0, other], np.int32),
        np.array([240, UNREACHED], np.int32),
    )
    found = changing(walks, 60, told)
    first = dict(
        zip(found.place[: found.start[1]].tolist(), found.seconds[: found.start[1]].tolist(), strict=True)
    )
    assert first[0] == 240
    assert other not in first
    assert found.seconds.min() == 60
    again = changing(walks, 60, None)
    assert len(again.place) == len(found.place) + 1
