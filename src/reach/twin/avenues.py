"""The avenues as a graph of their meeting points: what lines of public transport run along."""

import heapq
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from reach.twin.lattice import OFF, QUARTER, Lattice, Way
from reach.twin.plan import Floats

Point = tuple[int, int]


@dataclass(frozen=True)
class Section:
    """An avenue from one meeting point to the next, ``points`` in rising order of column or row.

    ``along`` says how many metres from the start each point lies.
    """

    start: Point
    end: Point
    points: list[Point]
    along: Floats
    main: bool

    @property
    def metres(self) -> float:
        return float(self.along[-1])


class Avenues:
    """Meeting points, sections between them, and the pavement's corners at each point."""

    def __init__(self, lattice: Lattice) -> None:
        self.corners: dict[Point, list[int]] = defaultdict(list)
        on = np.flatnonzero(
            (lattice.column != OFF) & ((lattice.column % QUARTER == 0) | (lattice.row % QUARTER == 0))
        )
        for node, column, row in zip(
            on.tolist(), lattice.column[on].tolist(), lattice.row[on].tolist(), strict=True
        ):
            self.corners[column, row].append(node)
        self.lattice = lattice
        linked = self._links()
        self.sections: list[Section] = []
        self.beside: dict[Point, list[tuple[Point, int]]] = defaultdict(list)
        lines: dict[tuple[bool, int], list[Point]] = defaultdict(list)
        for point in sorted(self.corners):
            if point[0] % QUARTER == 0:
                lines[True, point[0]].append(point)
            if point[1] % QUARTER == 0:
                lines[False, point[1]].append(point)
        for points in lines.values():
            self._cut(points, linked)

    def place(self, point: Point) -> tuple[float, float]:
        """The middle of the avenue in metres."""
        nodes = self.corners[point]
        return float(self.lattice.x[nodes].mean()), float(self.lattice.y[nodes].mean())

    def _links(self) -> set[tuple[Point, Point]]:
        lattice = self.lattice
        along = np.flatnonzero(lattice.way == Way.PAVEMENT)
        ends = np.stack((lattice.column, lattice.row), axis=1)
        pairs = np.concatenate((ends[lattice.start[along]], ends[lattice.end[along]]), axis=1)
        linked = {((a, b), (c, d)) for a, b, c, d in np.unique(pairs, axis=0).tolist()}
        return linked | {((a, b), (c, d)) for a, b, c, d in lattice.roads}

    def _cut(self, points: list[Point], linked: set[tuple[Point, Point]]) -> None:
        run: list[Point] = []
        for point in points:
            if run and (run[-1], point) not in linked:
                run = []
            run.append(point)
            if point[0] % QUARTER == 0 and point[1] % QUARTER == 0:
                if len(run) > 1 and run[0] != point:
                    self._add(run)
                run = [point]
            elif run[0][0] % QUARTER or run[0][1] % QUARTER:
                run = [point]

    def _add(self, run: list[Point]) -> None:
        places = np.array([self.place(point) for point in run])
        along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(places, axis=0).T))))
        # Every third avenue is a main one.
        line = run[0][0] if run[0][0] == run[-1][0] else run[0][1]
        number = len(self.sections)
        self.sections.append(Section(run[0], run[-1], list(run), along, line // QUARTER % 3 == 0))
        self.beside[run[0]].append((run[-1], number))
        self.beside[run[-1]].append((run[0], number))

    def meetings(self) -> tuple[list[Point], Floats]:
        """Meeting points of the largest connected part and their places in metres, shape ``(k, 2)``."""
        left, best = set(self.beside), set[Point]()
        while left:
            found, front = set[Point](), [min(left)]
            while front:
                point = front.pop()
                if point not in found:
                    found.add(point)
                    front += [other for other, _ in self.beside[point]]
            left -= found
            best = max(best, found, key=len)
        points = sorted(best)
        return points, np.array([self.place(point) for point in points]).reshape(-1, 2)

    def path(self, start: Point, end: Point, weight: Floats) -> list[tuple[int, bool]]:
        """Sections from start to end, each with whether it is gone in rising order (Dijkstra 1959)."""
        best = {start: 0.0}
        before: dict[Point, tuple[Point, int]] = {}
        front = [(0.0, start)]
        while front:
            far, point = heapq.heappop(front)
            if point == end:
                break
            if far > best[point]:
                continue
            for other, number in self.beside[point]:
                reached = far + float(weight[number])
                if reached < best.get(other, np.inf):
                    best[other] = reached
                    before[other] = (point, number)
                    heapq.heappush(front, (reached, other))
        steps = []
        while end != start:
            end, number = before[end]
            steps.append((number, self.sections[number].start == end))
        return steps[::-1]
