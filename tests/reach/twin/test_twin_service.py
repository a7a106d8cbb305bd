from datetime import date

import numpy as np
import pytest

from reach.errors import BadInput
from reach.streets.sphere import metres_between
from reach.transit.timetable import NO, UNKNOWN, YES
from reach.twin.city import make_city
from reach.twin.service import MODES


@pytest.fixture(scope="module")
def town():
    return make_city(0.05, seed=5)


@pytest.fixture(scope="module")
def timetable(town):
    return town.timetable()


def test_each_line_runs_there_and_back_past_different_stops(town):
    lines = town.service.lines
    assert [line.direction for line in lines] == [0, 1] * (len(lines) // 2)
    for there, back in zip(lines[::2], lines[1::2], strict=True):
        assert (there.name, there.mode, len(there.stops)) == (back.name, back.mode, len(back.stops))
        assert set(there.stops).isdisjoint(back.stops)
        assert there.running == back.running[::-1]
        assert len(set(there.stops)) == len(there.stops)


def test_stops_stand_on_pavements(town):
    stops, streets = town.service.stops, town.streets
    corners = set(zip(streets.latitude.tolist(), streets.longitude.tolist(), strict=True))
    assert set(zip(stops.latitude.tolist(), stops.longitude.tolist(), strict=True)) <= corners


def test_the_tables_become_the_timetable(town, timetable):
    lines = town.service.lines
    assert timetable.routes == town.service.routes == len(lines) // 2
    assert sorted(timetable.route_name) == sorted({line.name for line in lines})
    assert timetable.stops == len(town.service.stops.stop_id)
    assert set(timetable.route_type.tolist()) == {0, 3, 11}
    assert set(timetable.trip_wheelchair.tolist()) <= {YES, NO, UNKNOWN}
    running = {tuple(line.running) for line in lines}
    for trip in range(0, timetable.trips, 97):
        calls = slice(timetable.trip_start[trip], timetable.trip_start[trip + 1])
        assert tuple(np.diff(timetable.departure[calls]).tolist()) in running


def test_vehicles_keep_to_the_speed_of_their_mode(town):
    stops = town.service.stops
    latitude, longitude = stops.latitude, stops.longitude
    for line in town.service.lines:
        one, two = np.array(line.stops[:-1]), np.array(line.stops[1:])
        metres = metres_between(latitude[one], longitude[one], latitude[two], longitude[two])
        # Corners shorten what lies between the stops, never lengthen it by more than the avenue's width.
        assert (metres <= (np.array(line.running) + 30) * MODES[line.mode].speed + 30).all()


def test_weekends_are_quieter(town, timetable):
    sunday = town.timetable(date(2026, 4, 19))
    assert timetable.trips / 2 < sunday.trips < timetable.trips


def test_a_day_of_another_year_is_refused(town):
    with pytest.raises(BadInput, match="nothing runs on 2030-01-01"):
        town.timetable(date(2030, 1, 1))
