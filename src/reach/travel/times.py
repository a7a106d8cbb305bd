"""Travel times from every origin to every venue, streamed by 16 venues: memory does not grow with the city.

Each time is the exact least one by the walking and the timetable given. Percentiles are over the minutes at
which one may set out, and what is not reached in time is ∞: never left out, never averaged.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from reach.errors import BadInput
from reach.times import UNREACHED, Int32s, seconds_up
from reach.transit.boardings import Boardings
from reach.transit.hours import Hours
from reach.transit.legs import Legs
from reach.transit.prepare import Prepared, prepare
from reach.transit.timetable import Changes, Timetable
from reach.travel.walk import Spots, Walk, Ways, blocks_of, legs


@dataclass(frozen=True)
class Ride:
    """How one travels by a timetable; all in seconds.

    One may set out at each of ``minutes`` minutes from ``start`` (after midnight) on, walk at most ``access``
    to the first stop and from the last one and ``footpath`` between two rides, and needs at least ``change``
    to change at one stop. What takes longer than ``most`` counts as not reached. With ``budget``, fares count
    as a second criterion: every number of price units from 0 to it is answered for.
    """

    timetable: Timetable
    start: int
    minutes: int = 120
    most: int = 7200
    access: int = 1200
    footpath: int = 600
    change: int = 60
    budget: int | None = None

    def described(self) -> str:
        """The window in words."""
        hour, minute = divmod(self.start // 60, 60)
        return f"timetable of {self.timetable.day}, {hour:02}:{minute:02} + {self.minutes} min"


class Block(NamedTuple):
    """Times to the venues ``part``: ``seconds`` is int32[origins, percentiles, k], with a budget first if
    there is one.
    """

    part: slice
    seconds: Int32s


class Network:
    """A timetable joined to a way of walking: all that does not depend on venues, prepared once.

    Making one finds the footpaths between stops and prepares the window; ``origins`` adds what they can
    board.
    """

    def __init__(self, walk: Walk, ride: Ride) -> None:
        timetable = ride.timetable
        self.walk = walk
        self.ride = ride
        self.stops = walk.spots(timetable.stop_latitude, timetable.stop_longitude)
        self.footpaths = changing(
            legs(walk, self.stops, self.stops, ride.footpath), ride.change, timetable.changes
        )
        self.prepared: Prepared = prepare(
            timetable,
            self.footpaths,
            start=ride.start,
            minutes=ride.minutes,
            max_seconds=ride.most,
            prices=_prices(ride),
            budget=ride.budget,
        )

    def boardings(self, origins: Spots) -> Boardings:
        """What the origins can board."""
        return self.prepared.boardings(legs(self.walk, origins, self.stops, self.ride.access))

    def egress(self, venues: Spots) -> Legs:
        """From venues to the stops one can come from."""
        return legs(self.walk, self.stops, venues, self.ride.access).turned(len(venues))


def changing(footpaths: Legs, change: int, told: Changes | None) -> Legs:
    """Footpaths on which no change takes less than ``change``, the change at one and the same stop among
    them.

    What the feed has ``told`` of changes holds besides: its least times, and what it forbids.
    """
    stops = footpaths.rows
    every = np.arange(stops, dtype=np.int32)
    row = np.concatenate((np.repeat(every, np.diff(footpaths.start)), every)).astype(np.int64)
    place = np.concatenate((footpaths.place, every)).astype(np.int64)
    seconds = np.concatenate((np.maximum(footpaths.seconds, change), np.full(stops, change, np.int32)))
    key = row * stops + place
    order = np.lexsort((seconds, key))
    order = order[np.unique(key[order], return_index=True)[1]]
    row, place, seconds, key = row[order], place[order], seconds[order].copy(), key[order]
    if told is not None:
        least = np.repeat(every.astype(np.int64), np.diff(told.start)) * stops + told.stop
        at = np.searchsorted(key, least).clip(max=len(key) - 1)
        here = key[at] == least
        np.maximum.at(seconds, at[here], told.seconds[here])
        kept = seconds < UNREACHED
        row, place, seconds = row[kept], place[kept], seconds[kept]
    start = np.zeros(stops + 1, np.int32)
    np.cumsum(np.bincount(row, minlength=stops), out=start[1:])
    return Legs(start, place.astype(np.int32), seconds.astype(np.int32))


def _prices(ride: Ride) -> Int32s | None:
    """Price units by route; a price that nobody knows is never within a budget."""
    if ride.budget is None:
        return None
    if ride.timetable.fares is None:
        raise BadInput("a budget was asked for, but the timetable has no fares")
    price = ride.timetable.fares.route_price.astype(np.int32)
    return np.where(price < 0, ride.budget + 1, price).astype(np.int32)


class TravelTimes:
    """Travel times that are computed as they are asked for; however often and by whom, the same bytes.

    Args:
        walk: how one walks; origins and venues are spots of it.
        network: a timetable joined to the same walk; on foot only without one.
        percentiles: of the travel time over the minutes of departure.
        hours: when each venue lets people in; needs a network, since it needs a time of setting out.
        threads: that share the work.

    Raises:
        BadInput: no origins or venues, hours without a network.
    """

    def __init__(
        self,
        walk: Walk,
        origins: Spots,
        venues: Spots,
        *,
        network: Network | None = None,
        percentiles: Sequence[float] = (50,),
        hours: Hours | None = None,
        threads: int = 1,
    ) -> None:
        if not len(origins) or not len(venues):
            raise BadInput("no venues to go to" if len(origins) else "no origins to set out from")
        if hours is not None and network is None:
            raise BadInput("opening hours need a time of setting out: give a timetable and a window")
        self.walk = walk
        self.origins = origins
        self.venues = venues
        self.network = network
        self.percentiles = tuple(percentiles) if network else (50,)
        self.hours = hours
        self.threads = threads
        self.ways: Ways = walk.between(origins, venues)

    @property
    def basis(self) -> str:
        """What the times rest on."""
        if self.network is None:
            return self.walk.basis
        return f"{self.walk.basis}; {self.network.ride.described()}"

    @cached_property
    def boardings(self) -> Boardings:
        assert self.network is not None
        return self.network.boardings(self.origins)

    @cached_property
    def egress(self) -> Legs:
        assert self.network is not None
        return self.network.egress(self.venues)

    def blocks(self, first: int = 0, last: int | None = None) -> Iterator[Block]:
        """Blocks of the venues ``first`` up to ``last`` in order; as many are in memory as there are threads,
        and one.
        """
        last = len(self.venues) if last is None else min(last, len(self.venues))
        if self.network is None:
            yield from self._on_foot(first, last)
            return
        hours = self.hours
        if hours is not None:
            low, high = int(hours.start[first]), int(hours.start[last])
            starts = (hours.start[first : last + 1] - low).astype(np.int32)
            hours = Hours(starts, hours.opens[low:high].copy(), hours.last_entry[low:high].copy())
        for part, seconds in self.network.prepared.blocks(
            self.boardings,
            self.egress.rows_between(first, last),
            lambda part: self._seconds(slice(part.start + first, part.stop + first)),
            percentiles=self.percentiles,
            hours=hours,
            threads=self.threads,
        ):
            yield Block(slice(part.start + first, part.stop + first), seconds)

    def dense(self) -> Int32s:
        """All at once: int32[origins, percentiles, venues] (budgets first). For what fits into memory."""
        return np.concatenate([block.seconds for block in self.blocks()], axis=-1)

    def _seconds(self, part: slice) -> Int32s:
        return seconds_up(self.ways.block(part)[:, : part.stop - part.start])

    def _on_foot(self, first: int, last: int) -> Iterator[Block]:
        def work(part: slice) -> Block:
            return Block(part, self._seconds(part)[:, None, :])

        parts = blocks_of(len(self.venues), first, last)
        if self.threads == 1:
            yield from map(work, parts)
            return
        with ThreadPoolExecutor(self.threads) as pool:
            begun: deque[Future[Block]] = deque()
            for part in parts:
                begun.append(pool.submit(work, part))
                if len(begun) > self.threads:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()


def one_more(times: TravelTimes, latitude: float, longitude: float) -> Int32s:
    """What one more venue would bring: int32[origins, percentiles] to it alone, equal to its column of a
    matrix.
    """
    spot = times.walk.spots(np.array([latitude]), np.array([longitude]))
    on_foot = seconds_up(times.walk.between(times.origins, spot).block(slice(0, 1))[:, 0])
    if times.network is None:
        return on_foot[:, None]
    found: Int32s = times.network.prepared.one_venue(
        times.boardings, times.network.egress(spot), on_foot, percentiles=times.percentiles
    )
    return found


def reached(seconds: Int32s, most: int) -> Int32s:
    """The same times, ∞ beyond ``most``."""
    return np.where(seconds > most, UNREACHED, seconds).astype(np.int32)
