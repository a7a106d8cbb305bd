"""What somebody pays on a day, by :mod:`karavan.programme.prices` out of the public record of an event."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from karavan.kernel.money import kopecks
from karavan.programme import prices
from karavan.programme.enums import TariffKind
from karavan.programme.prices import Price

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Tariff:
    """A tariff of a record: terms as :mod:`karavan.programme.prices` reads them, and what to say of them."""

    benefit: str
    name: str
    kind: str
    value: int
    days_of_month: list[int]
    companion_free: bool
    quota: int | None
    proof: str
    must_check: bool
    valid_from: date
    valid_to: date | None

    def in_force(self, day: date) -> bool:
        """Whether its version of the benefit category is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Cost:
    """What is asked of everybody, and the least that is asked of somebody; kopecks, None is unknown.

    ``tariff`` is the one that makes the difference, None where none does. ``companion`` is what one
    companion pays, None where it is unknown or nobody of the benefits brings one free.
    """

    base: Price
    low: int | None
    high: int | None
    tariff: Tariff | None = None
    companion_free: bool = False

    @property
    def is_lower(self) -> bool:
        """Whether a benefit lowers the price, or states one where none is known."""
        return self.tariff is not None and self.low != self.base.low


def tariffs_of(record: Record) -> list[Tariff]:
    """The tariffs of a record.

    Records written by a release before this one do not tell the terms: they are read after the next rebuild.
    """
    return [
        Tariff(
            benefit=row["benefit"],
            name=row["name"],
            kind=row["kind"],
            value=int(row["value"]) if row["kind"] == TariffKind.PERCENT else _kopecks(row["value"]) or 0,
            days_of_month=row["days_of_month"],
            companion_free=row["companion_free"],
            quota=row["quota"],
            proof=row["proof"],
            must_check=row["check_with_city"],
            valid_from=date.fromisoformat(row["from"]),
            valid_to=date.fromisoformat(row["to"]) if row["to"] else None,
        )
        for row in record["tariffs"]
        if "value" in row
    ]


def base_of(record: Record, session: Record | None) -> Price:
    """The price before any benefit: that of the session where it is known, else that of the event."""
    price = (session or record)["price"]
    return prices.price_of(price["kind"], _kopecks(price["min"]), _kopecks(price["max"]))


def cost(base: Price, tariffs: Collection[Tariff], day: date, benefits: Collection[str]) -> Cost:
    """The least that somebody of these benefit categories pays on a day.

    Several benefits do not add up: the best one counts. Of equal ones the one that lets a companion in free.
    """
    best = Cost(base, base.low, base.high)
    known: set[str] = set()
    for tariff in tariffs:
        if tariff.benefit not in benefits or tariff.benefit in known or not tariff.in_force(day):
            continue
        known.add(tariff.benefit)
        if not prices.applies(tariff, day):
            continue
        found = Cost(
            base,
            prices.with_benefit(base.low, tariff, day),
            prices.with_benefit(base.high, tariff, day),
            tariff,
            prices.companion_price(None, tariff, day) == 0,
        )
        if _rank(found) < _rank(best):
            best = found
    return best


def _rank(found: Cost) -> tuple[bool, int, bool]:
    """Best first: a known price, the lowest, a free companion where anybody pays at all."""
    return found.low is None, found.low or 0, not found.companion_free


def _kopecks(roubles: float | None) -> int | None:
    return None if roubles is None else kopecks(Decimal(str(roubles)))
