from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.kernel.periods import Span, on, until_next
from karavan.places.enums import PlaceState
from karavan.places.hours import StateSpan

START = date(2026, 1, 1)
DAYS = [START + timedelta(days=number) for number in range(12)]


def day(number: int) -> date:
    return date(2026, 1, number)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start, end = draw(st.none() | st.sampled_from(DAYS)), draw(st.none() | st.sampled_from(DAYS))
    if start is not None and end is not None and end < start:
        start, end = end, start
    return Span(start, end)


def test_a_span_holds_both_its_ends() -> None:
    span = Span(day(2), day(4))

    assert [number for number in range(1, 7) if day(number) in span] == [2, 3, 4]


def test_a_span_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="cannot end before it begins"):
        Span(day(2), day(1))


@pytest.mark.parametrize(
    ("whole", "cut", "left"),
    [
        (Span(), Span(day(3), day(5)), [Span(None, day(2)), Span(day(6), None)]),
        (Span(day(1), day(5)), Span(day(3), None), [Span(day(1), day(2))]),
        (Span(day(3), day(5)), Span(None, day(4)), [Span(day(5), day(5))]),
        (Span(day(3), day(5)), Span(day(1), day(9)), []),
        (Span(day(3), day(5)), Span(day(6), None), [Span(day(3), day(5))]),
    ],
)
def test_what_is_left_of_a_span(whole: Span, cut: Span, left: list[Span]) -> None:
    assert whole.minus(cut) == left


@given(spans(), spans())
def test_minus_takes_exactly_the_days_of_the_other(whole: Span, cut: Span) -> None:
    pieces = whole.minus(cut)

    for number in range(-3, 16):
        today = START + timedelta(days=number)
        holders = sum(today in piece for piece in pieces)
        assert holders == int(today in whole and today not in cut)


@given(spans(), spans())
def test_two_meet_when_they_share_a_day(one: Span, other: Span) -> None:
    far = [START + timedelta(days=number) for number in range(-3, 16)]

    assert one.meets(other) == any(today in one and today in other for today in far)


def test_an_open_end_reaches_to_the_day_before_the_next_row() -> None:
    rows = [
        StateSpan(PlaceState.OPEN, day(5)),
        StateSpan(PlaceState.REPAIR, day(9)),
        StateSpan(PlaceState.OPEN),
    ]

    assert [until_next(rows, start) for start in (None, day(5), day(6), day(9))] == [
        Span(None, day(4)),
        Span(day(5), day(8)),
        Span(day(6), day(8)),
        Span(day(9), None),
    ]


def test_the_row_of_a_day() -> None:
    row = StateSpan(PlaceState.REPAIR, day(5), day(6))

    assert [on([row], day(number)) for number in (4, 5, 6, 7)] == [None, row, row, None]
