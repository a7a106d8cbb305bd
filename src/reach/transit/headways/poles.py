"""Which rows of the table of stops are one stop."""

from dataclasses import dataclass, field

import numpy as np

from reach.report import Report
from reach.transit.gtfs.fill import distance
from reach.transit.headways.sheet import plain
from reach.transit.headways.tables import Call, Key
from reach.transit.timetable import UNKNOWN

SAME_POINT = 1.0
"""Metres."""


@dataclass
class Pole:
    """A stop, at the place where its first row has it."""

    stop_id: str
    name: str
    latitude: float
    longitude: float
    wheelchair: int
    directions: dict[Key, set[str]] = field(default_factory=dict)

    def metres(self, call: Call) -> float:
        here, there = (self.latitude, self.longitude), (call.latitude, call.longitude)
        pair = [np.array([value]) for value in (*here, *there)]
        return float(distance(*pair)[0])

    def opposite(self, key: Key, direction: str) -> bool:
        """Whether the route has this pole in another direction, and not in this one."""
        known = self.directions.get(key, set())
        return bool(known) and direction not in known


@dataclass
class Poles:
    """Stops found so far; ``within`` is how far apart two rows of one name may be, in metres."""

    within: float
    report: Report
    found: list[Pole] = field(default_factory=list)
    by_name: dict[str, list[Pole]] = field(default_factory=dict)
    by_code: dict[str, Pole] = field(default_factory=dict)

    def of(self, call: Call, key: Key, direction: str) -> Pole:
        """The stop of a row, a new one where none fits."""
        pole = self._coded(call) if call.code else self._named(call, key, direction)
        if pole is None:
            pole = self._new(call)
        elif (pole.latitude, pole.longitude) != (call.latitude, call.longitude):
            self.report.change(
                "stop at another row's place, taken as the same", f"{call.line.file}, row {call.line.row}"
            )
        if UNKNOWN not in (pole.wheelchair, call.wheelchair) and pole.wheelchair != call.wheelchair:
            raise call.line.bad(
                f"{call.name} is step-free in one row and not in another; correct one of them"
            )
        pole.wheelchair = call.wheelchair if pole.wheelchair == UNKNOWN else pole.wheelchair
        pole.directions.setdefault(key, set()).add(direction)
        return pole

    def _coded(self, call: Call) -> Pole | None:
        pole = self.by_code.get(call.code)
        if pole is not None and pole.metres(call) > max(self.within, SAME_POINT):
            raise call.line.bad(
                f"the stop of code {call.code} is {pole.metres(call):.0f} m away in another row; "
                "correct the code or the place"
            )
        return pole

    def _named(self, call: Call, key: Key, direction: str) -> Pole | None:
        near = [
            (pole.metres(call), at, pole) for at, pole in enumerate(self.by_name.get(plain(call.name), []))
        ]
        fitting = [
            (metres, at, pole)
            for metres, at, pole in near
            if metres <= SAME_POINT or (metres <= self.within and not pole.opposite(key, direction))
        ]
        return min(fitting)[2] if fitting else None

    def _new(self, call: Call) -> Pole:
        stop_id = call.code or f"stop-{len(self.found) + 1}"
        pole = Pole(stop_id, call.name, call.latitude, call.longitude, call.wheelchair)
        self.found.append(pole)
        if call.code:
            self.by_code[call.code] = pole
        else:
            self.by_name.setdefault(plain(call.name), []).append(pole)
        return pole
