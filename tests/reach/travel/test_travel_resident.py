import numpy as np
import pytest

from reach.errors import BadInput
from reach.times import UNREACHED
from reach.travel.resident import Outings
from reach.travel.times import Network, Ride, TravelTimes
from reach_towns import START, town


def test_one_resident_gets_what_the_matrix_says():
    place = town(1)
    outings = Outings(place.walk, place.timetable, place.venue_latitude, place.venue_longitude)
    network = Network(place.walk, Ride(place.timetable, START, 1))
    times = TravelTimes(
        place.walk,
        place.walk.spots(place.latitude, place.longitude),
        place.walk.spots(place.venue_latitude, place.venue_longitude),
        network=network,
    ).dense()[:, 0]
    found = np.stack(
        [outings.arrivals(lat, lon, START) for lat, lon in zip(place.latitude, place.longitude, strict=True)]
    )
    assert (np.where(found < UNREACHED, found - START, UNREACHED) == times).all()


def test_a_journey_arrives_when_it_was_said_and_its_legs_join():
    place = town(2)
    outings = Outings(place.walk, place.timetable, place.venue_latitude, place.venue_longitude)
    rode = 0
    for home in range(10):
        here = (place.latitude[home], place.longitude[home])
        arrivals = outings.arrivals(*here, START)
        for venue in range(len(arrivals)):
            found = outings.journeys(*here, venue, START)
            assert (found[-1].arrival if found else UNREACHED) == arrivals[venue]
            for journey in found:
                rode += journey.rides
                moments = [moment for leg in journey.legs for moment in (leg.departure, leg.arrival)]
                assert moments == sorted(moments)
    assert rode > 50


def test_a_place_off_the_streets_is_refused():
    place = town(3)
    outings = Outings(place.walk, place.timetable, place.venue_latitude, place.venue_longitude)
    with pytest.raises(BadInput, match="too far from any street"):
        outings.arrivals(56.0, 61.0, START)
