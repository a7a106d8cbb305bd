"""What a feed may add: least times of changing (transfers.txt) and the price of a ride
(fare_attributes.txt).
"""

from decimal import Decimal, InvalidOperation
from math import gcd

import numpy as np
import numpy.typing as npt

from reach.times import UNREACHED
from reach.transit.gtfs.lines import Routes
from reach.transit.gtfs.places import Places
from reach.transit.gtfs.source import Source, Table, drop
from reach.transit.gtfs.values import BLANK, Numbers, each
from reach.transit.timetable import PRICE_UNKNOWN, Changes, Fares

ADVISED, TIMED, LEAST_TIME, FORBIDDEN = 0, 1, 2, 3
NARROWER = "from_route_id to_route_id from_trip_id to_trip_id"
ZONES = "origin_id destination_id contains_id"


def read_changes(source: Source, places: Places) -> Changes | None:
    """Least times between stops, and which changes are forbidden; None if the feed says nothing of the kind.

    A row for a station holds for each of its platforms; a row for a platform comes before one for its
    station. Rows for certain routes or trips only are left out and reported.
    """
    if not source.has("transfers.txt"):
        return None
    table = source.table(
        "transfers.txt", "from_stop_id to_stop_id", f"transfer_type min_transfer_time {NARROWER}"
    )
    origin, target = each(places.index, table["from_stop_id"]), each(places.index, table["to_stop_id"])
    kind, least = each(Numbers(), table["transfer_type"]), each(Numbers(), table["min_transfer_time"])
    kind[kind == BLANK] = ADVISED
    narrow = np.zeros(len(table), dtype=np.bool_)
    for column in NARROWER.split():
        narrow |= np.array([bool(text.strip()) for text in table[column]], dtype=np.bool_)
    # A platform's own row counts before one that it has through its station.
    chosen: dict[tuple[int, int], tuple[int, int]] = {}
    dropped: dict[str, list[int]] = {}
    for at in range(len(table)):
        why, seconds = _change(
            int(origin[at]), int(target[at]), int(kind[at]), int(least[at]), bool(narrow[at])
        )
        if why:
            dropped.setdefault(why, []).append(int(table.row[at]))
        elif seconds is not None:
            _choose(chosen, places, int(origin[at]), int(target[at]), seconds)
    for why, rows in dropped.items():
        drop(source.report, why, table.file, rows)
    if not chosen:
        return None
    source.report.keep("least times of changing and forbidden changes", len(chosen))
    pairs = sorted(chosen)
    counts = np.bincount([one for one, _ in pairs], minlength=len(places.stop_id))
    return Changes(
        np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        np.array([other for _, other in pairs], dtype=np.int32),
        np.array([chosen[pair][1] for pair in pairs], dtype=np.int32),
    )


def _change(origin: int, target: int, kind: int, least: int, narrow: bool) -> tuple[str, int | None]:
    """Why a row is left out, or the seconds it asks for; neither where it says nothing of time."""
    if narrow:
        return "change for certain routes or trips only", None
    if origin < 0 or target < 0:
        return "change at an unknown stop_id", None
    if kind == FORBIDDEN:
        return "", int(UNREACHED)
    if kind == LEAST_TIME:
        return (
            ("", least) if 0 <= least < UNREACHED else ("change without a readable min_transfer_time", None)
        )
    return ("", None) if kind in {ADVISED, TIMED} else ("change of an unknown transfer_type", None)


def _choose(
    chosen: dict[tuple[int, int], tuple[int, int]], places: Places, origin: int, target: int, seconds: int
) -> None:
    origins, targets = _platforms(places, origin), _platforms(places, target)
    rank = (origins != [origin]) + (targets != [target])
    for pair in ((one, other) for one in origins for other in targets):
        if pair not in chosen or rank < chosen[pair][0]:
            chosen[pair] = (rank, seconds)


def _platforms(places: Places, stop: int) -> list[int]:
    if places.boardable[stop]:
        return [stop]
    found: list[int] = np.flatnonzero(places.parent == stop).tolist()
    return found


def read_fares(source: Source, routes: Routes) -> Fares | None:
    """The cheapest single ride on each route; None if the feed has no prices or mixes currencies.

    Fares that hold between certain zones only are left out and reported; fare products (GTFS-Fares V2) are
    not read.
    """
    if not source.has("fare_attributes.txt"):
        return None
    table = source.table("fare_attributes.txt", "fare_id price currency_type")
    prices: dict[str, int] = {}
    broken = []
    for at, name in enumerate(table["fare_id"]):
        price = _hundredths(table["price"][at])
        if price is None:
            broken.append(int(table.row[at]))
        else:
            prices[name.strip()] = price
    drop(source.report, "fare without a readable price", table.file, broken)
    cheapest = np.full(len(routes.route_id), -1, dtype=np.int64)
    ruled = _by_rules(source, routes, prices, cheapest)
    for name in prices.keys() - ruled:
        _cheaper(cheapest, np.arange(len(cheapest)), prices[name])
    return _in_units(source, table, cheapest)


def _hundredths(text: str) -> int | None:
    try:
        amount = Decimal(text.strip()) * 100
    except InvalidOperation:
        return None
    usable = amount.is_finite() and amount >= 0 and amount == amount.to_integral_value()
    return int(amount) if usable else None


def _cheaper(cheapest: npt.NDArray[np.int64], at: npt.NDArray[np.intp], price: int) -> None:
    cheapest[at] = np.where(cheapest[at] < 0, price, np.minimum(cheapest[at], price))


def _by_rules(
    source: Source, routes: Routes, prices: dict[str, int], cheapest: npt.NDArray[np.int64]
) -> set[str]:
    """Enter the fares that have rules, and tell which those are."""
    if not source.has("fare_rules.txt"):
        return set()
    rules = source.table("fare_rules.txt", "fare_id", f"route_id {ZONES}")
    zoned, unknown = [], []
    ruled = set()
    for at, name in enumerate(rules["fare_id"]):
        name = name.strip()
        ruled.add(name)
        named = rules["route_id"][at].strip()
        if any(rules[column][at].strip() for column in ZONES.split()):
            zoned.append(int(rules.row[at]))
        elif name not in prices or (named and routes.index[named] < 0):
            unknown.append(int(rules.row[at]))
        else:
            where = np.array([routes.index[named]]) if named else np.arange(len(cheapest))
            _cheaper(cheapest, where, prices[name])
    drop(source.report, "fare between certain zones only", rules.file, zoned)
    drop(source.report, "rule of an unknown fare_id or route_id", rules.file, unknown)
    return ruled


def _in_units(source: Source, table: Table, cheapest: npt.NDArray[np.int64]) -> Fares | None:
    currencies = {text.strip() for text in table["currency_type"]}
    known = cheapest >= 0
    if not known.any():
        return None
    if len(currencies) > 1:
        drop(source.report, "fares in several currencies, all prices left out", table.file, table.row)
        return None
    return fares_of(np.where(known, cheapest, -1), currencies.pop())


def fares_of(hundredths: npt.NDArray[np.int64], currency: str) -> Fares | None:
    """Prices in hundredths (-1 unknown) as small integers; None if they do not fit 16 bits."""
    known = hundredths >= 0
    unit = gcd(*hundredths[known].tolist()) or 1
    small = np.where(known, hundredths // unit, int(PRICE_UNKNOWN))
    if small.max(initial=0) > np.iinfo(np.int16).max:
        return None
    return Fares(small.astype(np.int16), unit, currency)
