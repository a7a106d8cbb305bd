"""Travel times by public transport and on foot for every minute of departure."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.lanes.loops import SECONDS
from reach.percentiles import SCRATCH, padded, ranks
from reach.times import LANES, UNREACHED, Int32s
from reach.transit.boardings import Boardings, find_boardings
from reach.transit.hours import ALWAYS, Hours
from reach.transit.legs import Legs
from reach.transit.patterns import Patterns, find_patterns
from reach.transit.rides import Rides, order_rides
from reach.transit.scan import ask_minutes, ask_one, ask_origins, lay_egress, sweep
from reach.transit.timetable import Timetable
from reach.transit.transfers import Transfers, keep_transfers

Direct = Int32s | Callable[[slice], Int32s] | None
"""Walking all the way, seconds: ``[origin, venue]``, or what gives the columns of a range of venues; None
for nobody."""


@dataclass(frozen=True)
class Prepared:
    """A timetable with its walks between stops, made ready for one window of departures.

    Departures are ``start + 60 · m`` for ``m`` below ``minutes``; a journey that takes longer than
    ``max_seconds`` counts as none. A journey is a walk all the way, or a walk to a stop, rides with one
    footpath between each two, and a walk from the last stop. Nothing here depends on origins or venues.
    """

    start: int
    minutes: int
    max_seconds: int
    budget: int | None
    patterns: Patterns
    rides: Rides
    transfers: Transfers

    def boardings(self, access: Legs) -> Boardings:
        """What each origin can board; ``access`` leads from origins to stops. The same for all venues."""
        access = access.checked(self.patterns.stops, "access")
        return find_boardings(self.patterns, self.rides, access, self.minutes)

    def blocks(
        self,
        boardings: Boardings,
        egress: Legs,
        direct: Direct = None,
        *,
        percentiles: Sequence[float] = (5, 50, 95),
        hours: Hours | None = None,
        threads: int = 1,
    ) -> Iterator[tuple[slice, Int32s]]:
        """Percentiles of travel time, 16 venues at a time in their order.

        Yields a range of venues and ``int32[origins, percentiles, venues]`` in seconds; with prices
        ``int32[budgets, origins, percentiles, venues]`` for the budgets 0 up to the one prepared for.
        ``egress`` leads from venues to stops, in the time the walk from the stop takes. The numbers are the
        same for any ``threads``.
        """
        wanted, back = np.unique(ranks(percentiles, self.minutes), return_inverse=True)

        def answer(scan: _Scan, table: npt.NDArray[Any]) -> Int32s:
            found = np.empty((boardings.origins, len(wanted), LANES), dtype=np.int32)
            ask_origins(boardings.bound, boardings.ride, table, *scan.asked(), wanted, found)
            return found[:, back, : scan.venues]

        yield from self._each_block(boardings, egress, direct, hours, threads, answer)

    def every_minute(
        self, boardings: Boardings, egress: Legs, direct: Direct = None, *, hours: Hours | None = None
    ) -> Iterator[tuple[slice, Int32s]]:
        """As :meth:`blocks`, with all minutes instead of percentiles: ``int32[origins, minutes, venues]``."""

        def answer(scan: _Scan, table: npt.NDArray[Any]) -> Int32s:
            found = np.empty((boardings.origins, self.minutes, LANES), dtype=np.int32)
            ask_minutes(boardings.bound, boardings.ride, table, *scan.asked(), found)
            return found[:, :, : scan.venues]

        yield from self._each_block(boardings, egress, direct, hours, 1, answer)

    def latest_departures(
        self, boardings: Boardings, egress: Legs, direct: Direct = None, *, hours: Hours
    ) -> Iterator[tuple[slice, Int32s]]:
        """The last minute of the window at which one can set out and still get in, ``int32[origins,
        venues]``.

        In seconds after the service day's midnight; ``UNREACHED`` where one never does. With prices the
        budgets come first.
        """
        for venues, times in self.every_minute(boardings, egress, direct, hours=hours):
            inside = times < UNREACHED
            last = self.minutes - 1 - np.argmax(inside[..., ::-1, :], axis=-2)
            moment = (self.start + SECONDS * last).astype(np.int32)
            yield venues, np.where(inside.any(axis=-2), moment, UNREACHED)

    def one_venue(
        self,
        boardings: Boardings,
        egress: Legs,
        direct: Int32s | None = None,
        *,
        percentiles: Sequence[float] = (5, 50, 95),
        hours: Hours | None = None,
    ) -> Int32s:
        """What one more venue would bring: ``int32[origins, percentiles]``, equal to its lane of
        :meth:`blocks`.

        ``egress`` has a single row; ``direct`` the shape ``(origins,)``. Prices are not asked for here.
        """
        if egress.rows != 1 or self.budget is not None:
            raise ValueError("one venue at a time, and without prices")
        wanted, back = np.unique(ranks(percentiles, self.minutes), return_inverse=True)
        walk = None if direct is None else direct.reshape(-1, 1)
        scan = _Scan(
            self, boardings.origins, egress.checked(self.patterns.stops, "egress"), slice(0, 1), walk, hours
        )
        found = np.empty((boardings.origins, len(wanted)), dtype=np.int32)
        column = np.ascontiguousarray(next(scan.tables())[:, 0])
        on_foot, *others = scan.asked()
        alone = np.ascontiguousarray(on_foot[:, 0])
        ask_one(boardings.bound, boardings.ride, column, alone, *others, wanted, found)
        return found[:, back]

    def _each_block(
        self,
        boardings: Boardings,
        egress: Legs,
        direct: Direct,
        hours: Hours | None,
        threads: int,
        answer: Callable[["_Scan", npt.NDArray[Any]], Int32s],
    ) -> Iterator[tuple[slice, Int32s]]:
        egress = egress.checked(self.patterns.stops, "egress")
        if hours is not None and hours.venues != egress.rows:
            raise BadInput(f"hours of {hours.venues} venues, but egress of {egress.rows}")

        def work(venues: slice) -> Int32s:
            scan = _Scan(self, boardings.origins, egress, venues, direct, hours)
            answers = [answer(scan, table) for table in scan.tables()]
            return answers[0] if self.budget is None else np.stack(answers)

        ranges = [slice(low, min(low + LANES, egress.rows)) for low in range(0, egress.rows, LANES)]
        if threads == 1:
            for venues in ranges:
                yield venues, work(venues)
            return
        with ThreadPoolExecutor(threads) as pool:
            # Blocks are begun one ahead of the threads, no more: memory stays bounded however slowly they
            # are taken.
            begun: list[tuple[slice, Future[Int32s]]] = []
            for venues in ranges:
                begun.append((venues, pool.submit(work, venues)))
                if len(begun) > threads:
                    done, future = begun.pop(0)
                    yield done, future.result()
            for done, future in begun:
                yield done, future.result()


def prepare(
    timetable: Timetable,
    footpaths: Legs,
    *,
    start: int,
    minutes: int = 120,
    max_seconds: int = 7200,
    prices: Int32s | None = None,
    budget: int | None = None,
) -> Prepared:
    """Make ``timetable`` ready for the departures ``start + 60 · m``, ``m < minutes``; see
    :class:`Prepared`.

    ``footpaths`` lead from stops to stops. ``prices`` holds whole units by route (at least 0), paid at each
    boarding; free changes within a paid time are left out. With them, ``budget`` is the most units to
    spend, and every budget from 0 to it is answered. Raises :class:`BadInput` on legs or prices that make
    no sense, ``ValueError`` on an empty window.
    """
    if minutes < 1 or max_seconds < 1:
        raise ValueError("a window has at least one minute, and a journey at least one second")
    if (prices is None) != (budget is None):
        raise ValueError("prices and a budget go together")
    footpaths = footpaths.checked(timetable.stops, "footpaths")
    if footpaths.rows != timetable.stops:
        raise BadInput(f"footpaths of {footpaths.rows} stops, but the timetable has {timetable.stops}")
    if prices is not None and budget is not None:
        if len(prices) != timetable.routes or np.any(prices < 0) or budget < 0:
            raise BadInput("prices: one number of units for each route, none below 0")
        # What nobody can pay need not be told apart.
        prices = np.minimum(prices, budget + 1).astype(np.int32)
    last = SECONDS * (minutes - 1) + max_seconds
    patterns = find_patterns(timetable, first=start, last=start + last, prices=prices)
    rides = order_rides(patterns, footpaths, last)
    transfers = keep_transfers(patterns, rides, footpaths)
    return Prepared(start, minutes, max_seconds, budget, patterns, rides, transfers)


class _Scan:
    """One block of venues in the making."""

    def __init__(
        self,
        prepared: Prepared,
        origins: int,
        egress: Legs,
        block: slice,
        direct: Direct,
        hours: Hours | None,
    ) -> None:
        self.prepared = prepared
        self.egress = egress
        self.block = block
        self.venues = block.stop - block.start
        self.longest = SECONDS * prepared.minutes + prepared.max_seconds
        # Short integers do while every arrival in the window fits them; the values are the same.
        self.type = np.int16 if self.longest < np.iinfo(np.int16).max else np.int32
        self.never = np.iinfo(np.int16).max if self.type is np.int16 else int(UNREACHED)
        self.hours = ALWAYS if hours is None else hours.block(block.start, block.stop, prepared.start)
        self.direct = self._on_foot(direct, origins)

    def tables(self) -> Iterator[npt.NDArray[Any]]:
        """When one is let in at each venue, by the ride one begins with; a table for each budget."""
        rides, patterns = self.prepared.rides, self.prepared.patterns
        near = np.empty((patterns.stops + 1, LANES), dtype=np.int32)
        lay_egress(*self.egress, self.block.start, self.block.stop, near)
        price = patterns.price[patterns.pattern_of[rides.trip]]
        free = price == 0
        lower: list[npt.NDArray[Any]] = []
        for budget in range((self.prepared.budget or 0) + 1):
            table = np.empty((rides.rides + 1, LANES), dtype=self.type)
            boarded = table
            if self.prepared.budget is not None:
                boarded = np.full_like(table, self.never)
                for paid in range(1, budget + 1):
                    dearer = np.flatnonzero(price == paid)
                    boarded[dearer] = lower[budget - paid][dearer]
            sweep(rides, self.prepared.transfers, near, *self.hours, free, self.never, table, boarded)
            lower.append(table)
            yield boarded

    def asked(self) -> tuple[npt.NDArray[Any], Int32s, Int32s, int, npt.NDArray[Any], npt.NDArray[Any]]:
        """What the kernels for origins are given besides the table, with buffers of its own for each call."""
        ends = np.full((SCRATCH, LANES), self.never, dtype=self.type)
        buffer = np.full((padded(self.prepared.minutes), LANES), self.never, dtype=self.type)
        return self.direct, *self.hours, self.prepared.max_seconds, ends, buffer

    def _on_foot(self, direct: Direct, origins: int) -> npt.NDArray[Any]:
        walks = np.full((origins, LANES), self.never, dtype=self.type)
        if direct is not None:
            given = direct(self.block) if callable(direct) else direct[:, self.block]
            if given.shape != (origins, self.venues):
                raise BadInput(f"direct walks: {given.shape} where {(origins, self.venues)} are due")
            walks[:, : self.venues] = np.minimum(given, self.never)
        return walks
