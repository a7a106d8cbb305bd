"""What an event costs whom. Pure; all amounts are whole kopecks, None is unknown.

Unknown is never zero: a price nobody stated stays unknown, unless a benefit itself states the price. Percent
off is rounded down to a whole kopeck, in the visitor's favour. No benefit makes a thing dearer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from karavan.programme.enums import PriceKind, TariffKind

if TYPE_CHECKING:
    from karavan.programme.models import BenefitCategory, Event, Session


@dataclass(frozen=True)
class Price:
    """A base price from ``low`` to ``high``; a gift is asked for where one pays what one wishes."""

    kind: PriceKind
    low: int | None
    high: int | None


class Terms(Protocol):
    """Terms of a tariff: a draft or a record. ``value`` is percent off or kopecks, by kind."""

    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> int: ...
    @property
    def days_of_month(self) -> list[int]: ...
    @property
    def companion_free(self) -> bool: ...


@dataclass(frozen=True)
class BenefitPrice:
    """What a category pays on a day and what one companion pays; ``by_tariff``: whether a benefit applied."""

    category: str
    low: int | None
    high: int | None
    companion: int | None
    by_tariff: bool


def price_of(kind: str, low: int | None, high: int | None) -> Price:
    """A price from its three stored fields. The highest price is the lowest where only that is stated."""
    match PriceKind(kind):
        case PriceKind.FREE:
            return Price(PriceKind.FREE, 0, 0)
        case PriceKind.DONATION:
            return Price(PriceKind.DONATION, 0, high)
        case PriceKind.PAID:
            return Price(PriceKind.PAID, low, low if high is None else high)
        case _:
            return Price(PriceKind.UNKNOWN, None, None)


def base_price(event: "Event", session: "Session | None" = None) -> Price:
    """The price of a session before any benefit: its own, or that of the event where it states none."""
    if session is not None and session.price_kind:
        return price_of(session.price_kind, session.price_min, session.price_max)
    return price_of(event.price_kind, event.price_min, event.price_max)


def applies(terms: Terms, day: date) -> bool:
    """Whether the terms hold on a day: on the named days of the month, or every day where none is named."""
    return not terms.days_of_month or day.day in terms.days_of_month


def with_benefit(base: int | None, terms: Terms | None, day: date) -> int | None:
    """One amount under the terms of a tariff on a day: never more than the base.

    Free and fixed terms give a price even where the base is unknown; a percentage of the unknown is unknown.
    """
    if terms is None or not applies(terms, day):
        return base
    if terms.kind == TariffKind.FREE:
        return 0
    if terms.kind == TariffKind.FIXED:
        return terms.value if base is None else min(base, terms.value)
    if terms.kind == TariffKind.PERCENT:
        return None if base is None else base * (100 - min(terms.value, 100)) // 100
    raise ValueError(f"unknown kind of tariff: {terms.kind!r}")


def companion_price(base: int | None, terms: Terms | None, day: date) -> int | None:
    """What one companion of the person with the benefit pays."""
    free = terms is not None and terms.companion_free and applies(terms, day)
    return 0 if free else base


def in_force(category: "BenefitCategory", day: date) -> bool:
    """Whether a version of a category is in force on a day, both ends inclusive."""
    return category.valid_from <= day and (category.valid_to is None or day <= category.valid_to)


def effective_price(
    event: "Event", category_code: str | None, day: date, session: "Session | None" = None
) -> int | None:
    """The least that a person of a benefit category (None: of none) pays on a day.

    ``event`` is loaded with its tariffs and their categories. A tariff counts on days when the version of
    the category that it names is in force.
    """
    return with_benefit(base_price(event, session).low, tariff_for(event, category_code, day), day)


def tariff_for(event: "Event", category_code: str | None, day: date) -> Terms | None:
    """The terms of a category on a day, or None. A tariff counts while the version it names is in force."""
    if category_code is None:
        return None
    for tariff in event.tariffs.all():
        if tariff.category.code == category_code and in_force(tariff.category, day):
            return tariff
    return None


def benefit_prices(
    event: "Event", categories: Iterable["BenefitCategory"], day: date, session: "Session | None" = None
) -> Sequence[BenefitPrice]:
    """What each category in force on the day pays, in the order given; others are left out."""
    base = base_price(event, session)
    found = []
    for category in categories:
        if not in_force(category, day):
            continue
        terms = tariff_for(event, category.code, day)
        found.append(
            BenefitPrice(
                category=category.code,
                low=with_benefit(base.low, terms, day),
                high=with_benefit(base.high, terms, day),
                companion=companion_price(base.low, terms, day),
                by_tariff=terms is not None and applies(terms, day),
            )
        )
    return found
