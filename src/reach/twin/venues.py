"""Places of culture: most theatres and museums in the centre, libraries and clubs where people live."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.transit.timetable import NO, UNKNOWN, YES
from reach.twin.lattice import Way
from reach.twin.people import apportion, beside
from reach.twin.plan import Floats, Plan, Zone, to_degrees
from reach.twin.ways import StreetLines

VENUES = 400
CLOSED = -1
HOUR = 3600


@dataclass(frozen=True)
class Sort:
    """Habits of one kind of place. ``central`` is the share of them that seeks the centre.

    ``hours`` are opening and closing on ordinary days, ``weekend`` on Saturday and Sunday; ``shut`` lists
    days off (0 Monday), of which each place keeps one; never a Wednesday.
    """

    many: int
    central: float
    capacity: tuple[int, int]
    hours: tuple[int, int]
    weekend: tuple[int, int] | None
    shut: tuple[int, ...]
    wheelchair: tuple[float, float]
    """Shares of yes and of no; nothing is known of the rest."""


KINDS = {
    "theatre": Sort(22, 0.8, (120, 900), (11, 21), (11, 21), (0,), (0.4, 0.25)),
    "museum": Sort(38, 0.65, (40, 300), (10, 18), (11, 19), (0, 1), (0.35, 0.3)),
    "library": Sort(96, 0.12, (20, 120), (10, 19), (10, 17), (4, 6), (0.25, 0.3)),
    "culture_house": Sort(44, 0.15, (150, 800), (9, 21), (10, 20), (0,), (0.3, 0.25)),
    "art_school": Sort(42, 0.2, (60, 300), (9, 20), None, (), (0.15, 0.35)),
    "cinema": Sort(28, 0.4, (80, 900), (10, 24), (10, 24), (), (0.5, 0.1)),
    "concert_hall": Sort(10, 0.8, (200, 1200), (12, 21), (12, 21), (), (0.5, 0.2)),
    "gallery": Sort(32, 0.75, (20, 120), (11, 19), (11, 19), (0, 1), (0.25, 0.3)),
    "park": Sort(46, 0.1, (300, 5000), (6, 23), (6, 23), (), (0.35, 0.1)),
    "children_creativity": Sort(20, 0.2, (60, 400), (9, 20), (9, 17), (6,), (0.2, 0.3)),
    "ethnocultural_centre": Sort(8, 0.4, (40, 200), (10, 18), None, (), (0.2, 0.3)),
    "open_air_venue": Sort(14, 0.45, (200, 4000), (10, 22), (10, 22), (), (0.4, 0.1)),
}
"""Twelve kinds, 400 places in all."""


@dataclass(frozen=True)
class Venues:
    """``v`` places; ``opens`` and ``closes`` are seconds after midnight by weekday, shape ``(v, 7)``, -1 on
    days off.
    """

    latitude: Floats
    longitude: Floats
    kind: list[str]
    name: list[str]
    capacity: npt.NDArray[np.int32]
    wheelchair: npt.NDArray[np.int8]
    opens: npt.NDArray[np.int32]
    closes: npt.NDArray[np.int32]
    district: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.latitude)


def draw_venues(plan: Plan, lines: StreetLines, scale: float, rng: np.random.Generator) -> Venues:
    """Exactly ``round(400 × scale)`` places, at least one of each kind."""
    count = max(round(VENUES * scale), len(KINDS))
    many = 1 + apportion([sort.many for sort in KINDS.values()], count - len(KINDS))
    if scale >= 1:
        many = apportion([sort.many for sort in KINDS.values()], count)
    x, y = np.empty(count), np.empty(count)
    kind: list[str] = []
    name: list[str] = []
    capacity = np.empty(count, dtype=np.int32)
    wheelchair = np.empty(count, dtype=np.int8)
    opens, closes = (np.full((count, 7), CLOSED, dtype=np.int32) for _ in range(2))
    for (title, sort), size in zip(KINDS.items(), many.tolist(), strict=True):
        mine = slice(len(kind), len(kind) + size)
        x[mine], y[mine] = _places(plan, lines, sort, size, rng)
        kind += [title] * size
        name += [f"Synthetic {title.replace('_', ' ')} {number}" for number in range(1, size + 1)]
        low, high = np.log(sort.capacity)
        capacity[mine] = np.rint(np.exp(rng.uniform(low, high, size)) / 10) * 10
        yes, no = sort.wheelchair
        wheelchair[mine] = rng.choice((YES, NO, UNKNOWN), size, p=(yes, no, 1 - yes - no))
        opens[mine], closes[mine] = _hours(sort, size, rng)
    latitude, longitude = to_degrees(x, y)
    return Venues(latitude, longitude, kind, name, capacity, wheelchair, opens, closes, plan.district(x, y))


def _places(
    plan: Plan, lines: StreetLines, sort: Sort, size: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """By streets: those in the centre by closeness to it, the others by how many live around."""
    lattice = lines.lattice
    streets = np.flatnonzero(
        ~np.isin(lattice.way, (Way.YARD, Way.CROSSING, Way.STEPS, Way.RAMP, Way.BRIDGE, Way.TUNNEL))
    )
    x, y = lines.x[lattice.start[streets]], lines.y[lattice.start[streets]]
    closeness = np.exp(-((np.hypot(x, y) / (0.13 * plan.radius)) ** 2))
    lived = np.array([1.4, 1.0, 0.25, 0.05, 0.3])[lattice.zone[streets]]
    if sort.capacity[1] >= 4000:
        lived = np.where(lattice.zone[streets] == Zone.PARK, 6.0, lived)
    weight = sort.central * closeness / closeness.sum() + (1 - sort.central) * lived / lived.sum()
    return beside(lines, rng.choice(streets, size, p=weight / weight.sum()), 10.0, 24.0, rng)


def _hours(
    sort: Sort, size: int, rng: np.random.Generator
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    opens, closes = (np.full((size, 7), CLOSED, dtype=np.int32) for _ in range(2))
    opens[:, :5], closes[:, :5] = sort.hours[0] * HOUR, sort.hours[1] * HOUR
    if sort.weekend is not None:
        opens[:, 5:], closes[:, 5:] = sort.weekend[0] * HOUR, sort.weekend[1] * HOUR
    if sort.shut:
        day = rng.choice(sort.shut, size)
        opens[np.arange(size), day] = closes[np.arange(size), day] = CLOSED
    return opens, closes


DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def opening_hours(opens: npt.NDArray[np.int32], closes: npt.NDArray[np.int32]) -> str:
    """One place's week as OpenStreetMap's ``opening_hours``: ``Tu-Fr 10:00-18:00; Sa-Su 11:00-19:00``."""
    runs: list[tuple[int, int, int, int]] = []
    for day in range(7):
        begin, end = int(opens[day]), int(closes[day])
        if begin == CLOSED:
            continue
        if runs and runs[-1][1] == day - 1 and runs[-1][2:] == (begin, end):
            runs[-1] = (runs[-1][0], day, begin, end)
        else:
            runs.append((day, day, begin, end))
    return "; ".join(
        (DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}") + f" {clock(begin)}-{clock(end)}"
        for first, last, begin, end in runs
    )


def clock(seconds: int) -> str:
    """``HH:MM``."""
    return f"{seconds // HOUR:02d}:{seconds % HOUR // 60:02d}"
