from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.places.enums import PlaceState
from karavan.places.hours import (
    DayException,
    DayHours,
    DayKind,
    Door,
    DoorState,
    Schedule,
    StateSpan,
    WeekGroup,
    WeeklyRow,
    door_at,
    grouped_week,
    hours_on,
    state_on,
)

MONDAY = date(2026, 11, 23)
SATURDAY = date(2026, 11, 28)
TEN, ONE, TWO, SEVEN = time(10), time(13), time(14), time(19)
WEEKDAYS = Schedule(weekly=tuple(WeeklyRow(weekday, TEN, SEVEN) for weekday in range(5)))
WITH_BREAK = Schedule(weekly=(WeeklyRow(0, TWO, SEVEN), WeeklyRow(0, TEN, ONE)))


def test_a_day_of_the_week() -> None:
    assert hours_on(MONDAY, WEEKDAYS) == DayHours(MONDAY, DayKind.OPEN, ((TEN, SEVEN),))
    assert hours_on(SATURDAY, WEEKDAYS) == DayHours(SATURDAY, DayKind.DAY_OFF)


def test_a_break_at_noon_is_two_stretches_in_order() -> None:
    assert hours_on(MONDAY, WITH_BREAK).times == ((TEN, ONE), (TWO, SEVEN))


def test_hours_nobody_recorded_are_unknown_not_closed() -> None:
    assert hours_on(MONDAY, Schedule()) == DayHours(MONDAY, DayKind.UNKNOWN)
    later = Schedule(weekly=(WeeklyRow(0, TEN, SEVEN, valid_from=MONDAY + timedelta(days=1)),))
    assert hours_on(MONDAY, later).kind == DayKind.UNKNOWN


def test_weeks_are_dated() -> None:
    summer = Schedule(
        weekly=(
            WeeklyRow(0, TEN, SEVEN, None, MONDAY - timedelta(days=1)),
            WeeklyRow(0, ONE, SEVEN, MONDAY, None),
        )
    )

    assert hours_on(MONDAY - timedelta(days=7), summer).times == ((TEN, SEVEN),)
    assert hours_on(MONDAY, summer).times == ((ONE, SEVEN),)


def test_an_exception_goes_before_the_week() -> None:
    closed = replace(WEEKDAYS, exceptions=(DayException(MONDAY, reason="санитарный день"),))
    shorter = replace(WEEKDAYS, exceptions=(DayException(MONDAY, TEN, ONE, "31 декабря"),))
    extra = replace(WEEKDAYS, exceptions=(DayException(SATURDAY, ONE, TWO),))

    assert hours_on(MONDAY, closed) == DayHours(MONDAY, DayKind.EXCEPTION, (), "санитарный день")
    assert hours_on(MONDAY, shorter) == DayHours(MONDAY, DayKind.OPEN, ((TEN, ONE),), "31 декабря")
    assert hours_on(SATURDAY, extra).times == ((ONE, TWO),)
    assert hours_on(MONDAY, extra).times == ((TEN, SEVEN),)


@pytest.mark.parametrize("state", [PlaceState.REPAIR, PlaceState.CLOSED])
def test_a_state_that_closes_goes_before_all(state: PlaceState) -> None:
    until = MONDAY + timedelta(days=30)
    schedule = Schedule(
        weekly=WEEKDAYS.weekly,
        exceptions=(DayException(MONDAY, TEN, ONE),),
        states=(StateSpan(state, MONDAY, until, "ремонт крыши"),),
    )

    assert hours_on(MONDAY, schedule) == DayHours(MONDAY, DayKind.STATE, (), "ремонт крыши", state, until)
    assert hours_on(MONDAY - timedelta(days=7), schedule).kind == DayKind.OPEN
    assert hours_on(until, schedule).kind == DayKind.STATE
    assert hours_on(MONDAY + timedelta(days=35), schedule).kind == DayKind.OPEN


@pytest.mark.parametrize("state", [PlaceState.OPEN, PlaceState.MOVED])
def test_who_moved_is_open_at_the_new_address(state: PlaceState) -> None:
    assert hours_on(MONDAY, replace(WEEKDAYS, states=(StateSpan(state),))).kind == DayKind.OPEN


def test_days_without_a_state_are_open() -> None:
    repair = StateSpan(PlaceState.REPAIR, MONDAY, MONDAY)

    assert state_on(MONDAY, [repair]) == repair
    assert state_on(SATURDAY, [repair]) == StateSpan(PlaceState.OPEN)


@pytest.mark.parametrize(
    ("clock", "state", "closes_at", "opens_at"),
    [
        (time(9, 59, 59), DoorState.CLOSED, None, time(10)),
        (time(10), DoorState.OPEN, time(13), None),
        (time(12, 59, 59), DoorState.OPEN, time(13), None),
        (time(13), DoorState.CLOSED, None, time(14)),
        (time(18, 59), DoorState.OPEN, time(19), None),
    ],
)
def test_the_door_during_a_day(
    clock: time, state: DoorState, closes_at: time | None, opens_at: time | None
) -> None:
    assert door_at(datetime.combine(MONDAY, clock), WITH_BREAK) == Door(
        state,
        hours_on(MONDAY, WITH_BREAK),
        closes_at and datetime.combine(MONDAY, closes_at),
        opens_at and datetime.combine(MONDAY, opens_at),
    )


def test_after_closing_the_next_opening_is_on_the_next_working_day() -> None:
    friday = datetime(2026, 11, 27, 19, 0)

    assert door_at(friday, WEEKDAYS).opens_at == datetime(2026, 11, 30, 10, 0)


def test_the_clock_of_an_aware_moment_counts() -> None:
    assert door_at(datetime(2026, 11, 23, 10, tzinfo=UTC), WEEKDAYS).state == DoorState.OPEN


def test_stretches_that_touch_are_one() -> None:
    touching = Schedule(weekly=(WeeklyRow(0, TEN, ONE), WeeklyRow(0, ONE, SEVEN)))

    assert door_at(datetime.combine(MONDAY, TEN), touching).closes_at == datetime.combine(MONDAY, SEVEN)


def test_a_repair_is_looked_through_to_its_end() -> None:
    repair = replace(WEEKDAYS, states=(StateSpan(PlaceState.REPAIR, MONDAY, date(2026, 12, 6)),))
    for_good = replace(WEEKDAYS, states=(StateSpan(PlaceState.CLOSED, MONDAY),))

    assert door_at(datetime.combine(MONDAY, TEN), repair).opens_at == datetime(2026, 12, 7, 10)
    assert door_at(datetime.combine(MONDAY, TEN), for_good) == Door(
        DoorState.CLOSED, hours_on(MONDAY, for_good), None, None
    )


def test_where_hours_are_unknown_so_is_the_door() -> None:
    door = door_at(datetime.combine(MONDAY, TEN), Schedule())

    assert (door.state, door.closes_at, door.opens_at) == (DoorState.UNKNOWN, None, None)


def test_a_week_for_display() -> None:
    week = [(weekday, TEN, SEVEN) for weekday in range(5)]

    assert grouped_week(week) == [WeekGroup(0, 4, ((TEN, SEVEN),)), WeekGroup(5, 6, ())]
    assert grouped_week([]) == []


def test_a_week_with_its_day_off_in_the_middle() -> None:
    week = [(weekday, TEN, SEVEN) for weekday in (0, 1, 3, 4, 5)] + [(6, ONE, TWO), (6, TEN, ONE)]

    assert grouped_week(week) == [
        WeekGroup(0, 1, ((TEN, SEVEN),)),
        WeekGroup(2, 2, ()),
        WeekGroup(3, 5, ((TEN, SEVEN),)),
        WeekGroup(6, 6, ((TEN, ONE), (ONE, TWO))),
    ]


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from([(TEN, ONE), (TWO, SEVEN)])), min_size=1, unique=True
    )
)
def test_a_grouped_week_tells_every_day_once(rows: list[tuple[int, tuple[time, time]]]) -> None:
    groups = grouped_week([(weekday, *times) for weekday, times in rows])

    told = {day: group.times for group in groups for day in range(group.first, group.last + 1)}
    assert sorted(told) == list(range(7))
    assert sum(group.last - group.first + 1 for group in groups) == 7
    for weekday, times in told.items():
        assert times == tuple(sorted(span for day, span in rows if day == weekday))


@given(
    st.datetimes(datetime(2026, 11, 16), datetime(2026, 12, 31)),
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from([(TEN, ONE), (TWO, SEVEN)])), unique=True),
    st.lists(st.dates(date(2026, 11, 16), date(2026, 12, 31)), max_size=3, unique=True),
)
def test_the_door_and_the_day_agree(
    moment: datetime, rows: list[tuple[int, tuple[time, time]]], closed: list[date]
) -> None:
    schedule = Schedule(
        weekly=tuple(WeeklyRow(weekday, *times) for weekday, times in rows),
        exceptions=tuple(DayException(day) for day in closed),
    )
    door = door_at(moment, schedule)
    times = hours_on(moment.date(), schedule).times

    assert (door.state == DoorState.OPEN) == any(opens <= moment.time() < closes for opens, closes in times)
    if door.opens_at is not None:
        assert door.opens_at > moment
        assert door_at(door.opens_at, schedule).state == DoorState.OPEN
        assert door_at(door.opens_at - timedelta(minutes=1), schedule).state != DoorState.OPEN
    if door.closes_at is not None:
        assert door_at(door.closes_at, schedule).state != DoorState.OPEN
