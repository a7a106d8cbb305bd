"""Lines of trams, trolleybuses and buses: where they run, where they stop, how often by hour."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.transit.timetable import NO, UNKNOWN, YES
from reach.twin.avenues import Avenues, Point, Section
from reach.twin.lattice import Lattice
from reach.twin.plan import Floats, Plan, to_degrees


@dataclass(frozen=True)
class Mode:
    """``headway``: shortest and longest gap in minutes at the busiest hour; ``speed`` in m/s with stops.

    ``feeds`` is the share of lines that bring to the centre those who are farthest from all lines before.
    """

    many: int
    headway: tuple[int, int]
    speed: float
    first: int
    last: int
    low_floor: float
    noise: float
    feeds: float


MODES = {
    "tram": Mode(8, (9, 14), 4.7, 5, 24, 0.3, 0.15, 0.4),
    "trolleybus": Mode(17, (13, 20), 4.4, 5, 23, 0.5, 0.25, 0.5),
    "bus": Mode(55, (18, 35), 5.2, 6, 23, 0.6, 0.5, 0.75),
}
"""Eighty lines in all, as in Riga, the nearest city by age and means that publishes its timetable."""

BUSY = {
    **dict.fromkeys((7, 8, 16, 17, 18), 1.0),
    **dict.fromkeys((6, 9, 15), 1.2),
    **dict.fromkeys((10, 11, 12, 13, 14, 19), 1.4),
    5: 2.0,
    20: 1.6,
    21: 2.0,
    22: 2.5,
    23: 3.0,
}
"""By how much longer than at the busiest hour one waits."""


@dataclass(frozen=True)
class Stops:
    """``s`` stops, each on the pavement of one direction of travel."""

    stop_id: list[str]
    name: list[str]
    latitude: Floats
    longitude: Floats
    wheelchair: npt.NDArray[np.int8]


@dataclass(frozen=True)
class Line:
    """One direction of a line; ``running`` are seconds from each stop to the next, ``headway`` minutes by
    hour of the day.

    An hour that is not in ``headway`` has no service.
    """

    name: str
    mode: str
    direction: int
    stops: list[int]
    running: list[int]
    headway: dict[int, int]
    wheelchair: int


@dataclass(frozen=True)
class Service:
    stops: Stops
    lines: list[Line]

    @property
    def routes(self) -> int:
        return len({line.name for line in self.lines})


LONG_SECTION = 640.0
"""Metres from which a section has two stops instead of one."""


class _Network:
    """Stops as they come into use: one or two a section and direction of travel."""

    def __init__(self, avenues: Avenues) -> None:
        self.avenues = avenues
        self.number: dict[tuple[int, int, bool], int] = {}
        self.places: list[tuple[float, float]] = []
        self.sections: list[int] = []

    def along(self, steps: list[tuple[int, bool]]) -> tuple[list[int], list[float]]:
        """The stops of a course and how far along it each lies."""
        stops: list[int] = []
        far: list[float] = []
        passed = 0.0
        for number, rising in steps:
            section = self.avenues.sections[number]
            points = self._points(section)
            for point in points if rising else reversed(points):
                stops.append(self._stop(number, point, rising))
                within = float(section.along[point])
                far.append(passed + (within if rising else section.metres - within))
            passed += section.metres
        return stops, far

    @staticmethod
    def _points(section: Section) -> list[int]:
        """Which of its points have stops: the one nearest to the middle, or those nearest to the thirds."""
        parts = (1 / 3, 2 / 3) if section.metres >= LONG_SECTION else (1 / 2,)
        inner = section.along[1:-1] if len(section.points) > 2 else section.along[:1]
        first = 1 if len(section.points) > 2 else 0
        return sorted({first + int(np.abs(inner - part * section.metres).argmin()) for part in parts})

    def _stop(self, section: int, point: int, rising: bool) -> int:
        key = (section, point, rising)
        if key not in self.number:
            self.number[key] = len(self.places)
            self.places.append(self._place(self.avenues.sections[section], point, rising))
            self.sections.append(section)
        return self.number[key]

    def _place(self, section: Section, point: int, rising: bool) -> tuple[float, float]:
        """On the right-hand pavement."""
        points = section.points
        nodes = np.array(self.avenues.corners[points[point]])
        lattice = self.avenues.lattice
        upright = points[0][0] == points[-1][0]
        right = (
            lattice.x[nodes] * (1 if rising else -1) if upright else lattice.y[nodes] * (-1 if rising else 1)
        )
        node = nodes[int(right.argmax())]
        return float(lattice.x[node]), float(lattice.y[node])


def draw_service(plan: Plan, lattice: Lattice, rng: np.random.Generator) -> Service:
    """Eighty lines in the whole city; in a smaller one fewer and shorter ones, so that rides shrink with its
    people.
    """
    avenues = Avenues(lattice)
    points, places = avenues.meetings()
    if len(points) < 3:
        raise BadInput("the avenues do not meet often enough for a line; try a larger scale or another seed")
    network = _Network(avenues)
    lines: list[Line] = []
    unserved = np.full(len(points), np.inf)
    for name, mode in MODES.items():
        for number in range(1, max(round(mode.many * plan.unit), 2) + 1):
            steps = _course(plan, avenues, (points, places, unserved), mode, rng)
            unserved = np.minimum(unserved, _away(avenues, steps, places))
            lines += _both_ways(network, f"Synthetic {name} {number}", name, steps, rng)
    x, y = np.array(network.places).T
    latitude, longitude = to_degrees(x, y)
    count = len(x)
    stops = Stops(
        stop_id=[f"S{number}" for number in range(1, count + 1)],
        name=[f"Synthetic stop {section + 1}" for section in network.sections],
        latitude=latitude,
        longitude=longitude,
        wheelchair=rng.choice((YES, NO, UNKNOWN), count, p=(0.3, 0.15, 0.55)).astype(np.int8),
    )
    return Service(stops, lines)


def _away(avenues: Avenues, steps: list[tuple[int, bool]], places: Floats) -> Floats:
    """Metres from each meeting point to the nearest one that a course passes."""
    ends = {
        end for number, _ in steps for end in (avenues.sections[number].start, avenues.sections[number].end)
    }
    passed = np.array([avenues.place(point) for point in sorted(ends)])
    return np.asarray(np.hypot(*(places[:, None] - passed).transpose(2, 0, 1)).min(axis=1))


def _course(
    plan: Plan,
    avenues: Avenues,
    meetings: tuple[list[Point], Floats, Floats],
    mode: Mode,
    rng: np.random.Generator,
) -> list[tuple[int, bool]]:
    """From one part of the city to another, most lines by way of the centre.

    ``meetings`` are the meeting points, their places and their metres from the lines there are.
    """
    points, places, unserved = meetings
    metres = np.array([section.metres for section in avenues.sections])
    main = np.array([section.main for section in avenues.sections])
    weight = metres * np.where(main, 0.7, 1.0) * rng.uniform(1.0, 1.0 + 2 * mode.noise, len(metres))

    def near(angle: float, far: float) -> int:
        away = places - plan.radius * far * np.array([np.cos(angle), np.sin(angle)])
        return int(np.hypot(away[:, 0], away[:, 1]).argmin())

    best: list[tuple[int, bool]] = []
    for _ in range(8):
        angle = rng.uniform(0, 2 * np.pi)
        if rng.random() < mode.feeds and np.isfinite(unserved).all():
            start = int(unserved.argmax())
            angle = float(np.arctan2(places[start, 1], places[start, 0]))
            halves = [start, near(angle + np.pi * rng.uniform(0.6, 1.4), rng.uniform(0.0, 0.25))]
        else:
            start = near(angle, rng.uniform(0.3, 0.85))
            end = near(angle + np.pi * rng.uniform(0.45, 1.55), rng.uniform(0.15, 0.6))
            through = near(rng.uniform(0, 2 * np.pi), rng.uniform(0.0, 0.1))
            halves = [start, through, end] if rng.random() < 0.6 else [start, end]
        steps: list[tuple[int, bool]] = []
        for one, two in pairwise(halves):
            steps += avenues.path(points[one], points[two], weight)
        steps = _without_loops(avenues, steps)
        if len(steps) > len(best):
            best = steps
        if len(best) >= 8 * plan.unit + 2:
            break
    return best


def _without_loops(avenues: Avenues, steps: list[tuple[int, bool]]) -> list[tuple[int, bool]]:
    """Cut out what leads back to a meeting point passed before."""
    trail: list[Point] = []
    kept: list[tuple[int, bool]] = []
    for number, rising in steps:
        section = avenues.sections[number]
        begin, end = (section.start, section.end) if rising else (section.end, section.start)
        if not trail:
            trail.append(begin)
        if end in trail:
            at = trail.index(end)
            trail, kept = trail[: at + 1], kept[:at]
            continue
        trail.append(end)
        kept.append((number, rising))
    return kept


def _both_ways(
    network: _Network, title: str, name: str, steps: list[tuple[int, bool]], rng: np.random.Generator
) -> list[Line]:
    mode = MODES[name]
    gap = int(rng.integers(mode.headway[0], mode.headway[1] + 1))
    wheelchair = YES if rng.random() < mode.low_floor else (NO if rng.random() < 0.5 else UNKNOWN)
    headway = {
        hour: min(round(gap * factor), 60)
        for hour, factor in sorted(BUSY.items())
        if mode.first <= hour < mode.last
    }
    back = [(number, not rising) for number, rising in reversed(steps)]
    lines = []
    for direction, course in enumerate((steps, back)):
        stops, far = network.along(course)
        between = np.diff(far).tolist()
        lines.append(
            Line(
                name=title,
                mode=name,
                direction=direction,
                stops=stops,
                running=[max(round(metres / mode.speed / 30) * 30, 30) for metres in between],
                headway=headway,
                wheelchair=int(wheelchair),
            )
        )
    return lines
