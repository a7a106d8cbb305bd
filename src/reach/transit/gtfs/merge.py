"""Several feeds of one city as one timetable."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.report import Report
from reach.times import Int32s
from reach.transit.gtfs.extras import fares_of
from reach.transit.gtfs.feed import Feed
from reach.transit.timetable import ENTRIES, Changes, Fares, Timetable


def merge(feeds: Sequence[Feed], report: Report) -> Timetable:
    """Put feeds one behind the other. Ids stay as they are unless an earlier feed has them: then the feed's
    name stands before (``metro:17``), with a number behind (``metro:17#2``) if that is taken too.
    """
    zones = frozenset[str]().union(*(feed.timezones for feed in feeds))
    if len(zones) > 1:
        raise BadInput(
            f"the feeds keep their times in different zones ({', '.join(sorted(zones))}); "
            "give feeds of one time zone"
        )
    parts = [feed.timetable for feed in feeds]
    if len(parts) == 1:
        return replace(parts[0], trip_id=_unique(feeds, "trip_id", report))
    stops = np.cumsum([0, *(part.stops for part in parts)])
    routes = np.cumsum([0, *(part.routes for part in parts)])
    entries = np.cumsum([0, *(len(part.at_stop) for part in parts)])
    joined = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("stop_latitude stop_longitude stop_wheelchair route_type trip_wheelchair".split())
    }
    joined |= {name: np.concatenate([getattr(part, name) for part in parts]) for name in ENTRIES[1:]}
    return Timetable(
        day=parts[0].day,
        stop_id=_unique(feeds, "stop_id", report),
        stop_name=[name for part in parts for name in part.stop_name],
        stop_parent=_shift([part.stop_parent for part in parts], stops),
        route_id=_unique(feeds, "route_id", report),
        route_name=[name for part in parts for name in part.route_name],
        trip_id=_unique(feeds, "trip_id", report),
        trip_route=_shift([part.trip_route for part in parts], routes),
        trip_start=np.append(_shift([part.trip_start[:-1] for part in parts], entries), entries[-1]).astype(
            np.int32
        ),
        at_stop=_shift([part.at_stop for part in parts], stops),
        changes=_changes(parts, stops),
        fares=_fares(parts, report),
        **joined,
    )


def _shift(columns: Sequence[Int32s], by: npt.NDArray[np.int64]) -> Int32s:
    """Numbers into joined lists; -1 stays."""
    return np.concatenate(
        [
            np.where(column < 0, column, column + ahead)
            for column, ahead in zip(columns, by.tolist(), strict=False)
        ]
    ).astype(np.int32)


def _unique(feeds: Sequence[Feed], column: str, report: Report) -> list[str]:
    taken: set[str] = set()
    ids: list[str] = []
    for feed in feeds:
        own: list[str] = getattr(feed.timetable, column)
        if taken.isdisjoint(own) and len(set(own)) == len(own):
            taken.update(own)
            ids += own
            continue
        for name in own:
            free = name
            number = 1
            while free in taken:
                free = f"{feed.name}:{name}" + (f"#{number}" if number > 1 else "")
                number += 1
            if free != name:
                report.change(f"{column} that an earlier feed has, renamed", f"{name} to {free}")
            taken.add(free)
            ids.append(free)
    return ids


def _changes(parts: Sequence[Timetable], stops: npt.NDArray[np.int64]) -> Changes | None:
    if all(part.changes is None for part in parts):
        return None
    found = [
        part.changes or Changes(np.zeros(part.stops + 1, np.int32), *[np.zeros(0, np.int32)] * 2)
        for part in parts
    ]
    counts = np.concatenate([np.diff(changes.start) for changes in found])
    return Changes(
        np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        _shift([changes.stop for changes in found], stops),
        np.concatenate([changes.seconds for changes in found]),
    )


def _fares(parts: Sequence[Timetable], report: Report) -> Fares | None:
    """Prices of all feeds in one unit; routes of a feed without prices have unknown ones."""
    currencies = {part.fares.currency for part in parts if part.fares is not None}
    if not currencies:
        return None
    if len(currencies) > 1:
        report.drop(f"fares in several currencies ({', '.join(sorted(currencies))}), all prices left out")
        return None
    prices = [
        np.full(part.routes, -1, dtype=np.int64)
        if part.fares is None
        else np.where(
            part.fares.route_price < 0, -1, part.fares.route_price.astype(np.int64) * part.fares.unit
        )
        for part in parts
    ]
    return fares_of(np.concatenate(prices), currencies.pop())
