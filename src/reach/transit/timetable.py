"""One service day of public transport as arrays."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.times import Int32s

YES, NO, UNKNOWN = 1, 0, -1
"""The three values of everything about wheelchairs."""

PRICE_UNKNOWN = np.int16(-1)


@dataclass(frozen=True)
class Changes:
    """What a feed says about changing between stops, by the stop one comes from.

    Stop ``s`` owns the entries ``start[s]`` up to ``start[s + 1]``: changing to ``stop`` (``s`` itself
    included) takes at least ``seconds``, and ``UNREACHED`` where the feed forbids it.
    """

    start: Int32s
    """Shape ``(stops + 1,)``."""
    stop: Int32s
    seconds: Int32s


@dataclass(frozen=True)
class Fares:
    """What one ride costs by route, in whole multiples of ``unit``."""

    route_price: npt.NDArray[np.int16]
    """Shape ``(routes,)``; -1 where the feed names none."""
    unit: int
    """Hundredths of the currency; the largest amount that divides every price: 10 for fares of 0.70 and
    1.30."""
    currency: str


@dataclass(frozen=True)
class Timetable:
    """Stops, routes and the trips that run on ``day``; every array in C order.

    Times are seconds after the service day's midnight (noon minus 12 h). Trips of the day before that still
    run after midnight are here with their times less 86,400, so some may be negative. A trip ``t`` owns the
    stop times ``trip_start[t]`` up to ``trip_start[t + 1]``, along which times never fall.
    """

    day: date
    stop_id: list[str]
    stop_name: list[str]
    stop_latitude: npt.NDArray[np.float64]
    stop_longitude: npt.NDArray[np.float64]
    stop_wheelchair: npt.NDArray[np.int8]
    stop_parent: npt.NDArray[np.int32]
    """The stop that is this one's station, -1 for none."""
    route_id: list[str]
    route_name: list[str]
    route_type: npt.NDArray[np.int16]
    """Basic GTFS types: 0 tram, 1 metro, 2 rail, 3 bus, 4 ferry, 11 trolleybus, …; extended ones are
    mapped."""
    trip_id: list[str]
    """No two are equal: a run of a frequency bears its departure (``7@06:10:00``), one of the day before
    ``7@-1``."""
    trip_route: npt.NDArray[np.int32]
    trip_wheelchair: npt.NDArray[np.int8]
    trip_start: npt.NDArray[np.int32]
    """Shape ``(trips + 1,)``."""
    at_stop: npt.NDArray[np.int32]
    """The stop of each stop time."""
    arrival: npt.NDArray[np.int32]
    departure: npt.NDArray[np.int32]
    may_board: npt.NDArray[np.bool_]
    may_alight: npt.NDArray[np.bool_]
    changes: Changes | None = None
    fares: Fares | None = None

    @property
    def stops(self) -> int:
        return len(self.stop_id)

    @property
    def routes(self) -> int:
        return len(self.route_id)

    @property
    def trips(self) -> int:
        return len(self.trip_id)

    @property
    def connections(self) -> int:
        """Rides from one stop of a trip to its next."""
        return len(self.at_stop) - self.trips

    @property
    def served(self) -> npt.NDArray[np.bool_]:
        """Which stops any trip calls at, shape ``(stops,)``; stations and idle stops are the others."""
        found = np.zeros(self.stops, dtype=np.bool_)
        found[self.at_stop] = True
        return found

    def select(self, trips: npt.NDArray[np.bool_]) -> "Timetable":
        """The same stops and routes with the trips of a mask of shape ``(trips,)`` only, in their order."""
        lengths = np.diff(self.trip_start)
        entries = np.repeat(trips, lengths)
        return replace(
            self,
            trip_id=[name for name, kept in zip(self.trip_id, trips.tolist(), strict=True) if kept],
            trip_route=self.trip_route[trips],
            trip_wheelchair=self.trip_wheelchair[trips],
            trip_start=np.concatenate(([0], np.cumsum(lengths[trips]))).astype(np.int32),
            **{name: getattr(self, name)[entries] for name in ENTRIES},
        )

    def for_wheelchair(self, *, sure: bool) -> "Timetable":
        """What can be ridden without a step: trips and stops marked *yes*, or when not ``sure`` also
        *unknown*.

        The stops keep their numbers, so that snapping and transfers on foot stay valid. A trip calls at stops
        without step-free access as before, but nobody boards or alights there.
        """
        worst = YES if sure else UNKNOWN
        step_free = (self.stop_wheelchair == YES) | (self.stop_wheelchair == worst)
        left = self.select((self.trip_wheelchair == YES) | (self.trip_wheelchair == worst))
        usable = step_free[left.at_stop]
        return replace(left, may_board=left.may_board & usable, may_alight=left.may_alight & usable)

    def window(self, first: int, last: int) -> "Timetable":
        """The trips of which something can be ridden between ``first`` and ``last`` (seconds, both
        inclusive).

        A trip stays, whole, if one of its rides from a stop to the next departs at ``first`` or later and
        arrives by ``last``.
        """
        rides = np.ones(len(self.at_stop), dtype=np.bool_)
        rides[self.trip_start[1:] - 1] = False
        begins = np.flatnonzero(rides)
        inside = np.zeros(len(self.at_stop), dtype=np.bool_)
        inside[begins] = (self.departure[begins] >= first) & (self.arrival[begins + 1] <= last)
        trip = np.repeat(np.arange(self.trips), np.diff(self.trip_start))
        kept = np.zeros(self.trips, dtype=np.bool_)
        kept[trip[inside]] = True
        return self.select(kept)

    @property
    def digest(self) -> str:
        """SHA-256 of everything in here, as 64 hexadecimal digits: equal timetables have equal ones."""
        told = hashlib.sha256()
        for name, values in _columns(self):
            told.update(f"{name} {values.dtype.str} {values.shape}\n".encode())
            told.update(np.ascontiguousarray(values).tobytes())
        return told.hexdigest()

    def save(self, path: Path) -> str:
        """Write all of it as ``.npz``, at once or not at all, and say its digest; equal ones give equal
        bytes.
        """
        begun = path.with_name(path.name + ".part")
        with begun.open("wb") as stream:
            columns: dict[str, Any] = dict(_columns(self))
            np.savez(stream, **columns)
        begun.replace(path)
        return self.digest

    @classmethod
    def load(cls, path: Path, expected: str | None = None) -> "Timetable":
        """Read what :meth:`save` wrote; :class:`BadInput` if it is damaged or not the one of the ``expected``
        digest.
        """
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
                columns = {name: stored[name] for name in stored.files}
            timetable = _from_columns(columns)
        except FileNotFoundError:
            raise BadInput("there is no such timetable; build it again", file=path) from None
        except (BadZipFile, OSError, ValueError, KeyError, TypeError, EOFError) as error:
            raise BadInput(f"no stored timetable ({error}); build it again", file=path) from error
        if expected is not None and timetable.digest != expected:
            raise BadInput("is not the timetable it was expected to be; build it again", file=path)
        return timetable


ENTRIES = ("at_stop", "arrival", "departure", "may_board", "may_alight")
"""The columns with a value for each stop time."""

TEXTS = ("stop_id", "stop_name", "route_id", "route_name", "trip_id")


def _columns(timetable: Timetable) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    yield "day", np.array([timetable.day.toordinal()], dtype=np.int32)
    for name in TEXTS:
        texts: list[str] = getattr(timetable, name)
        joined = "\0".join([str(len(texts)), *texts])
        yield name, np.frombuffer(joined.encode(), dtype=np.uint8)
    for field in fields(Timetable):
        if field.name not in ("day", "changes", "fares", *TEXTS):
            yield field.name, getattr(timetable, field.name)
    if timetable.changes is not None:
        for field in fields(Changes):
            yield f"changes_{field.name}", getattr(timetable.changes, field.name)
    if timetable.fares is not None:
        yield "fares_route_price", timetable.fares.route_price
        yield "fares_unit", np.array([timetable.fares.unit], dtype=np.int64)
        yield "fares_currency", np.frombuffer(timetable.fares.currency.encode(), dtype=np.uint8)


def _from_columns(columns: dict[str, npt.NDArray[Any]]) -> Timetable:
    values: dict[str, Any] = {"day": date.fromordinal(int(columns.pop("day")[0]))}
    for name in TEXTS:
        count, *texts = columns.pop(name).tobytes().decode().split("\0")
        if len(texts) != int(count):
            raise ValueError(f"{name} holds {len(texts)} texts instead of {count}")
        values[name] = texts
    if "changes_start" in columns:
        values["changes"] = Changes(*(columns.pop(f"changes_{field.name}") for field in fields(Changes)))
    if "fares_unit" in columns:
        values["fares"] = Fares(
            columns.pop("fares_route_price"),
            int(columns.pop("fares_unit")[0]),
            columns.pop("fares_currency").tobytes().decode(),
        )
    missing = {field.name for field in fields(Timetable)} - {"changes", "fares"} - set(values) - set(columns)
    if missing:
        raise KeyError(f"{min(missing)} is missing")
    return Timetable(**values | columns)
