from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factories.programme import START, BenefitCategoryFactory, EventFactory
from karavan.programme.drafts import SessionDraft, TariffDraft
from karavan.programme.enums import PriceKind
from karavan.programme.prices import (
    BenefitPrice,
    Price,
    base_price,
    benefit_prices,
    companion_price,
    effective_price,
    price_of,
    with_benefit,
)
from karavan.programme.queries import benefits_on, load_events

DAY = date(2027, 3, 1)
amounts = st.integers(0, 10_000_000)
dates = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def terms(draw):
    kind = draw(st.sampled_from(["free", "percent", "fixed"]))
    value = draw(st.integers(0, 100) if kind == "percent" else amounts)
    on = draw(st.lists(st.integers(1, 31), unique=True, max_size=5))
    return TariffDraft(
        category_id=1, kind=kind, value=value, days_of_month=on, companion_free=draw(st.booleans())
    )


@given(base=amounts, tariff=st.none() | terms(), day=dates)
@example(base=5, tariff=TariffDraft(1, "fixed", 10), day=DAY)
@example(base=5, tariff=TariffDraft(1, "percent", 0), day=DAY)
def test_a_benefit_never_makes_dearer_and_is_never_negative(base, tariff, day):
    price = with_benefit(base, tariff, day)
    assert price is not None
    assert (0 <= price <= base, 0 <= companion_price(base, tariff, day) <= base) == (True, True)


@given(low=amounts, more=amounts, tariff=st.none() | terms(), day=dates)
def test_a_higher_base_is_never_cheaper(low, more, tariff, day):
    assert with_benefit(low, tariff, day) <= with_benefit(low + more, tariff, day)


@given(base=amounts, one=st.integers(0, 100), other=st.integers(0, 100))
def test_more_percent_off_is_never_dearer(base, one, other):
    less, more = sorted([one, other])
    dear = with_benefit(base, TariffDraft(1, "percent", less), DAY)
    assert with_benefit(base, TariffDraft(1, "percent", more), DAY) <= dear


@given(base=st.none() | amounts, value=amounts)
def test_free_is_zero_whatever_the_base(base, value):
    assert with_benefit(base, TariffDraft(1, "free", value), DAY) == 0


@given(base=amounts, tariff=terms(), day=dates)
def test_on_other_days_of_the_month_the_base_is_paid(base, tariff, day):
    if tariff.days_of_month and day.day not in tariff.days_of_month:
        assert (with_benefit(base, tariff, day), companion_price(base, tariff, day)) == (base, base)


def test_nothing_and_all_percent_off():
    assert with_benefit(12_345, TariffDraft(1, "percent", 0), DAY) == 12_345
    assert with_benefit(12_345, TariffDraft(1, "percent", 100), DAY) == 0


def test_a_percentage_is_rounded_down_to_a_kopeck():
    assert with_benefit(999, TariffDraft(1, "percent", 50), DAY) == 499


def test_unknown_stays_unknown_unless_the_benefit_states_a_price():
    assert with_benefit(None, None, DAY) is None
    assert with_benefit(None, TariffDraft(1, "percent", 50), DAY) is None
    assert with_benefit(None, TariffDraft(1, "fixed", 10_000), DAY) == 10_000


def test_an_unknown_kind_of_tariff_is_an_error():
    with pytest.raises(ValueError, match="gift"):
        with_benefit(100, TariffDraft(1, "gift"), DAY)


@pytest.mark.parametrize(
    ("stored", "price"),
    [
        (("free", None, None), Price(PriceKind.FREE, 0, 0)),
        (("paid", 10_000, 50_000), Price(PriceKind.PAID, 10_000, 50_000)),
        (("paid", 10_000, None), Price(PriceKind.PAID, 10_000, 10_000)),
        (("paid", None, None), Price(PriceKind.PAID, None, None)),
        (("donation", None, 50_000), Price(PriceKind.DONATION, 0, 50_000)),
        (("unknown", 10_000, None), Price(PriceKind.UNKNOWN, None, None)),
    ],
)
def test_a_price_from_what_is_stored(stored, price):
    assert price_of(*stored) == price


@pytest.mark.django_db
def test_a_session_has_its_own_price_or_that_of_the_event():
    sessions = [
        SessionDraft(START),
        SessionDraft(START, price_kind="paid", price_min=20_000, price_max=30_000),
    ]
    event = EventFactory(calendar="dates", sessions=sessions, price_kind="paid", price_min=10_000)
    plain, dear = event.sessions.order_by("pk")
    assert base_price(event) == base_price(event, plain) == Price(PriceKind.PAID, 10_000, 10_000)
    assert base_price(event, dear) == Price(PriceKind.PAID, 20_000, 30_000)


@pytest.mark.django_db
def test_what_each_category_pays_on_a_day():
    pupils = BenefitCategoryFactory(code="pupils", position=1)
    disabled = BenefitCategoryFactory(code="disabled", position=2)
    BenefitCategoryFactory(code="pensioners", position=3)
    old = BenefitCategoryFactory(code="students", position=4, valid_to=date(2026, 12, 31))
    event = EventFactory(
        price_kind="paid",
        price_min=30_001,
        price_max=50_000,
        tariffs=[
            TariffDraft(pupils.pk, "percent", 50, days_of_month=[1, 15]),
            TariffDraft(disabled.pk, "free", companion_free=True),
            TariffDraft(old.pk, "free"),
        ],
    )
    (loaded,) = load_events([event.pk])
    assert benefit_prices(loaded, benefits_on(DAY), DAY) == [
        BenefitPrice("pupils", 15_000, 25_000, 30_001, True),
        BenefitPrice("disabled", 0, 0, 0, True),
        BenefitPrice("pensioners", 30_001, 50_000, 30_001, False),
    ]
    other_day = date(2027, 3, 2)
    prices = [effective_price(loaded, code, other_day) for code in ("pupils", "disabled", "students", None)]
    assert prices == [30_001, 0, 30_001, 30_001]
    assert effective_price(loaded, "students", date(2026, 12, 31)) == 0
