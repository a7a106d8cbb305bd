from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.kernel.money import kopecks, roubles


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1 200,50", 120050),
        ("1\u00a0200.5", 120050),
        ("1\u202f200", 120000),
        ("0", 0),
        (350, 35000),
        (Decimal("0.005"), 1),
        (Decimal("0.004"), 0),
        (Decimal("12.345"), 1235),
    ],
)
def test_roubles_become_kopecks(amount: Decimal | int | str, expected: int) -> None:
    assert kopecks(amount) == expected


@pytest.mark.parametrize("amount", ["", "free", "-1", "1,2,3", "NaN", "inf", Decimal("-0.01"), -5])
def test_what_is_not_an_amount_is_refused(amount: Decimal | int | str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        kopecks(amount)


def test_whole_roubles_are_whole_numbers() -> None:
    assert [(roubles(amount), type(roubles(amount))) for amount in (0, 35000, 120050, 1)] == [
        (0, int),
        (350, int),
        (1200.5, float),
        (0.01, float),
    ]


@given(st.integers(min_value=0, max_value=10**10))
def test_there_and_back(amount: int) -> None:
    assert kopecks(str(roubles(amount))) == amount
