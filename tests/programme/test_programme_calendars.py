from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.places import make_place, set_hours
from factories.programme import START, EventFactory
from karavan.places.enums import PlaceState
from karavan.places.hours import DayException, Schedule, StateSpan, WeeklyRow
from karavan.programme.calendars import Opening, openings, period_openings, schedule, session_openings
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, SessionDraft
from karavan.programme.queries import load_events

FIRST = date(2027, 1, 1)
days = st.integers(0, 120).map(lambda number: FIRST + timedelta(days=number))
clock = st.integers(0, 23).map(time)


@st.composite
def spans(draw):
    """Two times in order."""
    start = draw(st.integers(0, 22))
    return time(start), time(draw(st.integers(start + 1, 23)))


@st.composite
def kept_hours(draw):
    hours = draw(st.dictionaries(st.integers(0, 6), spans(), max_size=7))
    changed = draw(st.dictionaries(days, st.none() | spans(), max_size=10))
    return schedule(
        [HoursDraft(weekday, *span) for weekday, span in hours.items()],
        [DayExceptionDraft(day, *(span or (None, None))) for day, span in changed.items()],
    )


periods = st.tuples(st.none() | days, st.none() | days)


@given(kept=kept_hours(), period=periods, bounds=st.lists(days, min_size=3, max_size=3).map(sorted))
def test_two_windows_side_by_side_are_one_window(kept, period, bounds):
    start, middle, end = bounds
    whole = list(period_openings(*period, kept, start, end))
    left = list(period_openings(*period, kept, start, middle))
    right = list(period_openings(*period, kept, middle + timedelta(days=1), end))
    assert left + right == whole


@given(kept=kept_hours(), period=periods, start=days, end=days)
def test_every_opening_lies_in_the_window_in_the_period_and_in_order(kept, period, start, end):
    found = list(period_openings(*period, kept, start, end))
    first, last = period
    outside = [
        each
        for each in found
        if not start <= each.day <= end
        or (first is not None and each.day < first)
        or (last is not None and each.day > last)
    ]
    assert outside == []
    assert found == sorted(found)


@given(kept=kept_hours(), start=days, end=days)
def test_closed_days_never_appear_and_open_ones_always_do(kept, start, end):
    found = {each.day for each in period_openings(None, None, kept, start, end)}
    changed = {each.day: each.opens is not None for each in kept.exceptions}
    weekdays = {row.weekday for row in kept.weekly}
    window = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    assert found == {day for day in window if changed.get(day, day.weekday() in weekdays)}


moments = st.integers(0, 3000).map(lambda number: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=number))


@given(
    starts=st.lists(moments, unique=True, max_size=12),
    bounds=st.lists(days, min_size=3, max_size=3).map(sorted),
)
def test_windows_of_dates_join_too(starts, bounds):
    sessions = [SessionDraft(start) for start in starts]
    first, middle, last = bounds
    left = list(session_openings(sessions, first, middle))
    right = list(session_openings(sessions, middle + timedelta(days=1), last))
    assert left + right == list(session_openings(sessions, first, last))


def test_sessions_open_on_their_local_day_and_cancelled_ones_do_not():
    late = datetime(2027, 3, 1, 20, tzinfo=UTC)
    sessions = [
        SessionDraft(late, late + timedelta(hours=2)),
        SessionDraft(START, START + timedelta(hours=8)),
        SessionDraft(START - timedelta(hours=4), status="cancelled"),
        SessionDraft(START - timedelta(hours=3), status="moved"),
    ]
    assert list(session_openings(sessions, date(2027, 3, 1), date(2027, 3, 2))) == [
        Opening(date(2027, 3, 1), time(15), None),
        Opening(date(2027, 3, 1), time(18), time(2)),
        Opening(date(2027, 3, 2), time(1), time(3)),
    ]


PLACE = Schedule(
    weekly=(WeeklyRow(0, time(9), time(17)),),
    exceptions=(DayException(date(2027, 3, 8)), DayException(date(2027, 3, 9), time(12), time(13))),
    states=(StateSpan(PlaceState.REPAIR, date(2027, 3, 15), date(2027, 3, 20)),),
)


def test_own_hours_come_before_those_of_the_place():
    own = [HoursDraft(1, time(11), time(19))]
    assert schedule(own, [], PLACE) == Schedule(weekly=(WeeklyRow(1, time(11), time(19)),))


def test_without_own_hours_the_place_decides_and_own_exceptions_come_first():
    kept = schedule([], [DayExceptionDraft(date(2027, 3, 8), time(10), time(11))], PLACE)
    assert list(period_openings(date(2027, 3, 1), None, kept, date(2027, 2, 1), date(2027, 3, 31))) == [
        Opening(date(2027, 3, 1), time(9), time(17)),
        Opening(date(2027, 3, 8), time(10), time(11)),
        Opening(date(2027, 3, 9), time(12), time(13)),
        Opening(date(2027, 3, 22), time(9), time(17)),
        Opening(date(2027, 3, 29), time(9), time(17)),
    ]


def test_a_break_at_noon_makes_two_openings():
    kept = schedule([HoursDraft(0, time(14), time(18)), HoursDraft(0, time(9), time(13))], [])
    assert list(period_openings(None, None, kept, date(2027, 3, 1), date(2027, 3, 1))) == [
        Opening(date(2027, 3, 1), time(9), time(13)),
        Opening(date(2027, 3, 1), time(14), time(18)),
    ]


@pytest.mark.django_db
def test_openings_of_a_loaded_event_in_each_calendar():
    place = make_place()
    set_hours(place, days=[0], opens=time(10), closes=time(19))
    week = (date(2027, 3, 1), date(2027, 3, 14))
    single = EventFactory(place=place)
    period = EventFactory(
        place=place, calendar="periodic", sessions=(), date_from=date(2027, 3, 2), date_to=date(2027, 3, 31)
    )
    permanent = EventFactory(
        place=place, calendar="permanent", sessions=(), hours=[HoursDraft(6, time(12), time(16))]
    )
    endless = EventFactory(place=place, calendar="periodic", sessions=(), date_from=date(2027, 3, 1))
    found = {
        event.pk: list(openings(event, *week))
        for event in load_events([single.pk, period.pk, permanent.pk, endless.pk])
    }
    assert found == {
        single.pk: [Opening(date(2027, 3, 1), time(18), None)],
        period.pk: [Opening(date(2027, 3, 8), time(10), time(19))],
        permanent.pk: [
            Opening(date(2027, 3, 7), time(12), time(16)),
            Opening(date(2027, 3, 14), time(12), time(16)),
        ],
        endless.pk: [],
    }
