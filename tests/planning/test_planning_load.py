"""The load of days and weeks by district, audience and kind."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from karavan.kernel.localtime import local
from karavan.kernel.periods import Span
from karavan.planning.load import (
    Dimension,
    Load,
    State,
    days_of,
    districts_without_family,
    rows_of,
    spread,
    weeks_of,
)
from karavan.planning.occasions.record import Occasion, SizeBasis, SpotBasis
from karavan.programme.enums import Audience, EventKind

NOON = datetime(2027, 6, 1, 7, tzinfo=UTC)
"""A Tuesday, noon in the city."""


def occasion(**given: Any) -> Occasion:
    plain: dict[str, Any] = {
        "key": "session:1",
        "event_id": 1,
        "title": "Concert",
        "organisation_ids": (1,),
        "owner_paths": ("/1/",),
        "owner": "Hall",
        "kind": EventKind.CONCERT,
        "audiences": (Audience.YOUTH,),
        "size": 100,
        "size_basis": SizeBasis.EXPECTED,
        "start": NOON,
        "end": NOON + timedelta(hours=2),
        "end_assumed": False,
        "place_id": 1,
        "place_path": "/1/",
        "place_level": "building",
        "place_name": "Hall",
        "district_id": 1,
        "lat": None,
        "lon": None,
        "spot_basis": SpotBasis.NONE,
        "is_loud": False,
        "is_open_air": False,
        "status": "published",
        "is_public": True,
        "is_confidential": False,
        "is_known": True,
        "is_mine": False,
        "is_demo": False,
    }
    return Occasion(**(plain | given))


def on(day: int, size: int = 100, **given: Any) -> Occasion:
    return occasion(start=NOON + timedelta(days=day - 1), size=size, **given)


JUNE = days_of(date(2027, 6, 1), date(2027, 6, 30))


def test_weeks_are_cut_at_both_ends():
    assert weeks_of(date(2027, 6, 1), date(2027, 6, 15)) == [
        Span(date(2027, 6, 1), date(2027, 6, 6)),
        Span(date(2027, 6, 7), date(2027, 6, 13)),
        Span(date(2027, 6, 14), date(2027, 6, 15)),
    ]


def test_a_day_is_that_of_the_citys_clock():
    late = occasion(start=datetime(2027, 6, 1, 19, 30, tzinfo=UTC))
    found = spread([late], JUNE, Dimension.DISTRICT)
    assert [load.count for load in found.city][:3] == [0, 1, 0]


def test_what_lies_outside_does_not_count():
    found = spread([on(-3), on(31)], JUNE, Dimension.DISTRICT)
    assert (found.count, found.people, dict(found.rows)) == (0, 0, {})


def test_one_for_two_audiences_counts_in_both_rows_and_once_in_the_city():
    found = spread([on(1, audiences=(Audience.YOUTH, Audience.SENIORS))], JUNE, Dimension.AUDIENCE)
    assert {key: loads[0] for key, loads in found.rows.items()} == {
        Audience.YOUTH: Load(1, 100, State.USUAL),
        Audience.SENIORS: Load(1, 100, State.USUAL),
    }
    assert found.city[0] == Load(1, 100, State.USUAL)


def test_one_for_nobody_in_particular_is_for_everyone():
    assert rows_of(on(1, audiences=()), Dimension.AUDIENCE) == (Audience.EVERYONE,)


def test_what_has_no_district_stands_in_a_row_of_its_own():
    found = spread([on(1, district_id=None), on(1)], JUNE, Dimension.DISTRICT, rows=["1", "2"])
    assert {key: loads[0].count for key, loads in found.rows.items()} == {"1": 1, "2": 0, "": 1}


def test_an_empty_weekend_is_told_and_an_empty_workday_is_not():
    found = spread([], JUNE, Dimension.DISTRICT, rows=["1"])
    states = [load.state for load in found.rows["1"]]
    assert states[:7] == [State.USUAL] * 4 + [State.EMPTY] * 2 + [State.USUAL]
    assert found.cells(State.EMPTY) == 8
    assert (found.peak, found.peak_to_mean) == (-1, None)


def test_an_empty_week_is_told():
    found = spread([on(1)], weeks_of(date(2027, 6, 1), date(2027, 6, 13)), Dimension.DISTRICT)
    assert [load.state for load in found.city] == [State.USUAL, State.EMPTY]


def test_a_day_far_above_its_like_is_crowded():
    # Saturdays: three things on the fifth, one on each other.
    saturdays = [on(day) for day in (12, 19, 26)] + [on(5, 400), on(5, 400), on(5, 400)]
    found = spread(saturdays, JUNE, Dimension.DISTRICT)
    assert [number + 1 for number, load in enumerate(found.city) if load.state == State.CROWDED] == [5]
    assert found.peak == 4
    assert found.peak_to_mean == 1200 * 30 / 1500


def test_two_large_things_are_no_crowd():
    found = spread([on(5, 5000), on(5, 5000), on(12)], JUNE, Dimension.DISTRICT)
    assert found.city[4].state == State.USUAL


def test_districts_without_anything_for_families():
    occasions = [on(1, audiences=(Audience.CHILDREN,)), on(1, district_id=2), on(2, district_id=None)]
    assert districts_without_family(occasions, [1, 2, 3]) == {2, 3}


@given(
    st.lists(
        st.builds(
            on,
            day=st.integers(-2, 34),
            size=st.integers(1, 5000),
            district_id=st.one_of(st.none(), st.integers(1, 3)),
            kind=st.sampled_from(EventKind),
        ),
        max_size=30,
    ),
    st.sampled_from([Dimension.DISTRICT, Dimension.KIND]),
    st.booleans(),
)
def test_rows_add_up_to_the_city_and_the_city_to_what_is_on(occasions, by, weekly):
    first, last = date(2027, 6, 1), date(2027, 6, 30)
    found = spread(occasions, weeks_of(first, last) if weekly else days_of(first, last), by)
    within = [each for each in occasions if first <= local(each.start).date() <= last]
    assert (found.count, found.people) == (len(within), sum(each.size for each in within))
    for number, load in enumerate(found.city):
        there = [loads[number] for loads in found.rows.values()]
        assert (load.count, load.people) == (
            sum(each.count for each in there),
            sum(each.people for each in there),
        )
