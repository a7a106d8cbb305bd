"""Which streets there are: a bent lattice with paved avenues, barriers and the few ways across them."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.twin.crossings import Chain, bridges, underpasses
from reach.twin.plan import Floats, Plan, Zone

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

WAYS = 47_920
QUARTER = 5
"""Every fifth line of the lattice is an avenue with a pavement on both sides."""
HALF_AVENUE = 12.0
YARDS = 40
SPARE = (1.05, 1.14)
"""How many streets to draw for each one wanted: the rest is taken out at random, so that blocks differ."""


class Way(IntEnum):
    """What a street line is to people on foot."""

    PAVEMENT = 0
    CROSSING = 1
    STREET = 2
    PEDESTRIAN = 3
    SERVICE = 4
    FOOTWAY = 5
    LANE = 6
    PATH = 7
    STEPS = 8
    RAMP = 9
    BRIDGE = 10
    TUNNEL = 11
    YARD = 12


@dataclass(frozen=True)
class Lattice:
    """Street lines between ``x``, ``y`` in metres; ``over_river``, ``over_rails`` mark those that cross."""

    x: Floats
    y: Floats
    start: Ints
    end: Ints
    way: npt.NDArray[np.int8]
    zone: npt.NDArray[np.int8]
    over_river: Bools
    over_rails: Bools
    column: Ints
    row: Ints
    """Lattice coordinates of the nodes that lie on the lattice; ``OFF`` for those between."""
    roads: list[tuple[int, int, int, int]]
    """Avenues' bridges and underpasses: column and row of the points they join."""


OFF = -(2**31)


class _Draft:
    """Streets drawn so far, before some are taken out again."""

    def __init__(self) -> None:
        self.columns: dict[str, list[npt.NDArray[np.int64]]] = {
            name: [] for name in ("start", "end", "way", "zone", "keep", "over")
        }

    def add(
        self, start: Ints, end: Ints, way: Ints | int, zone: Ints | int, *, keep: bool, over: int = 0
    ) -> None:
        size = len(start)
        for name, value in (
            ("start", start),
            ("end", end),
            ("way", way),
            ("zone", zone),
            ("keep", keep),
            ("over", over),
        ):
            column = np.empty(size, dtype=np.int64)
            column[:] = value
            self.columns[name].append(column)

    def join(self) -> dict[str, npt.NDArray[np.int64]]:
        return {name: np.concatenate(parts) for name, parts in self.columns.items()}


class Grid:
    """The lattice itself: positions of its points and numbers of the corners each point stands for.

    A point on an avenue has a corner on each side of it, one where two avenues meet has four.
    """

    def __init__(self, plan: Plan, pitch: float, rng: np.random.Generator) -> None:
        self.plan = plan
        half = int(np.ceil(1.2 * plan.radius / pitch))
        self.half, self.side = half, 2 * half + 1
        line = np.arange(-half, half + 1)
        column, row = np.meshgrid(line, line, indexing="ij")
        x, y = plan.bend(
            np.multiply(column, pitch, dtype=np.float64), np.multiply(row, pitch, dtype=np.float64)
        )
        shift = rng.normal(0.0, 7.0, (2, *x.shape)).clip(-16, 16)
        self.avenue = line % QUARTER == 0
        self.x = x + np.where(self.avenue[:, None], 0.0, shift[0])
        self.y = y + np.where(self.avenue[None, :], 0.0, shift[1])
        self.dry = plan.dry(self.x, self.y)
        self.north = plan.from_river(self.x, self.y) > 0
        self.east = plan.from_railway(self.x, self.y) > 0
        quarter = np.asarray((line // QUARTER + 0.5) * QUARTER * pitch, dtype=np.float64)
        at_x, at_y = np.meshgrid(quarter, quarter, indexing="ij")
        self.zone = plan.zone(*plan.bend(at_x.astype(np.float64), at_y.astype(np.float64)))

    def corner(self, i: Ints, j: Ints, north: Ints | int, east: Ints | int) -> Ints:
        """Number of the corner of point (i, j) to the north and east of the avenues that pass there."""
        above = np.where(self.avenue[j], north, 0)
        beside = np.where(self.avenue[i], east, 0)
        return np.asarray(((i * self.side + j) * 2 + above) * 2 + beside, dtype=np.int64)

    def place(self, corner: Ints) -> tuple[Floats, Floats]:
        east, above = corner & 1, (corner >> 1) & 1
        i, j = (corner >> 2) // self.side, (corner >> 2) % self.side
        x = self.x[i, j] + np.where(self.avenue[i], (2 * east - 1) * HALF_AVENUE, 0.0)
        y = self.y[i, j] + np.where(self.avenue[j], (2 * above - 1) * HALF_AVENUE, 0.0)
        return x, y


def _local(grid: Grid, i: Ints, j: Ints, upright: bool) -> tuple[Ints, Ints]:
    """What streets inside quarters are, by the quarter's kind and their place in it."""
    zone = grid.zone[i, j].astype(np.int64)
    place = np.abs((i if upright else j) - grid.half) % QUARTER
    other = np.abs((j if upright else i) - grid.half) % 2
    way = np.full(len(i), Way.STREET, dtype=np.int64)
    micro = zone == Zone.MICRODISTRICT
    way[micro] = np.where(
        place[micro] % 2 == 1, Way.SERVICE, np.where(other[micro] == 1, Way.FOOTWAY, Way.SERVICE)
    )
    way[zone == Zone.VILLAGE] = Way.LANE
    way[zone == Zone.INDUSTRY] = Way.SERVICE
    park = zone == Zone.PARK
    way[park] = np.where(place[park] % 2 == 1, Way.FOOTWAY, Way.PATH)
    if upright:
        near = np.abs(j - grid.half) < 2 * QUARTER
        way[(zone == Zone.CENTRE) & (i == grid.half + 1) & near] = Way.PEDESTRIAN
    return way, zone


def _along(grid: Grid, draft: _Draft, upright: bool) -> None:
    """Every street between neighbouring points of a line, both pavements of it where it is an avenue."""
    cut = (slice(None), slice(None, -1)) if upright else (slice(None, -1), slice(None))
    rest = (slice(None), slice(1, None)) if upright else (slice(1, None), slice(None))
    open_ = grid.dry[cut] & grid.dry[rest]
    open_ &= (grid.north[cut] == grid.north[rest]) & (grid.east[cut] == grid.east[rest])
    i, j = (found.astype(np.int64) for found in np.nonzero(open_))
    next_i, next_j = (i, j + 1) if upright else (i + 1, j)
    avenue = grid.avenue[i] if upright else grid.avenue[j]
    for side in (0, 1):
        chosen = avenue if side else np.ones(len(i), dtype=np.bool_)
        a, b = i[chosen], j[chosen]
        c, d = next_i[chosen], next_j[chosen]
        start = grid.corner(a, b, 1, side) if upright else grid.corner(a, b, side, 1)
        end = grid.corner(c, d, 0, side) if upright else grid.corner(c, d, side, 0)
        paved = avenue[chosen]
        way, zone = _local(grid, a, b, upright)
        draft.add(start[paved], end[paved], Way.PAVEMENT, zone[paved], keep=True)
        draft.add(start[~paved], end[~paved], way[~paved], zone[~paved], keep=False)


def _across(grid: Grid, draft: _Draft, rng: np.random.Generator, extra: "_Extra") -> None:
    """Crossings of the avenues: at every meeting of two, else at each second street; some go underground."""
    for over_row in (True, False):
        avenue = np.broadcast_to(grid.avenue[None, :] if over_row else grid.avenue[:, None], grid.dry.shape)
        i, j = (found.astype(np.int64) for found in np.nonzero(grid.dry & avenue))
        both = grid.avenue[i] & grid.avenue[j]
        second = ((i if over_row else j) - grid.half) % 2 == 0
        for side in (0, 1):
            chosen = both if side else both | second
            a, b = i[chosen], j[chosen]
            start = grid.corner(a, b, 0, side) if over_row else grid.corner(a, b, side, 0)
            end = grid.corner(a, b, 1, side) if over_row else grid.corner(a, b, side, 1)
            zone = grid.zone[a, b].astype(np.int64)
            under = (rng.random(len(a)) < 0.05) & (zone <= Zone.MICRODISTRICT) & both[chosen]
            draft.add(start[~under], end[~under], Way.CROSSING, zone[~under], keep=True)
            for kind, (one, two) in zip(
                (Way.STEPS, Way.TUNNEL, Way.STEPS), extra.between(start[under], end[under]), strict=True
            ):
                draft.add(one, two, kind, zone[under], keep=True)


class _Extra:
    """Nodes that lie on no point of the lattice, numbered behind its corners."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.first = 4 * grid.side * grid.side
        self.x: list[Floats] = []
        self.y: list[Floats] = []
        self.count = 0
        self.roads: list[tuple[int, int, int, int]] = []

    def add(self, x: Floats, y: Floats) -> Ints:
        numbers = self.first + self.count + np.arange(len(x), dtype=np.int64)
        self.x.append(x)
        self.y.append(y)
        self.count += len(x)
        return numbers

    def between(self, start: Ints, end: Ints) -> list[tuple[Ints, Ints]]:
        """Three stretches in place of each one: down, through and up."""
        (x, y), (to_x, to_y) = self.grid.place(start), self.grid.place(end)
        down = self.add(x + 0.3 * (to_x - x), y + 0.3 * (to_y - y))
        up = self.add(x + 0.7 * (to_x - x), y + 0.7 * (to_y - y))
        return [(start, down), (down, up), (up, end)]

    def chain(self, draft: _Draft, chain: Chain) -> None:
        """A bridge or an underpass with what leads to it."""
        for side in (0, 1) if chain.sides == 2 else (0,):
            i, j = np.array([chain.i]), np.array([chain.j])
            c, d = np.array([chain.to_i]), np.array([chain.to_j])
            start = self.grid.corner(i, j, 1, side) if chain.upright else self.grid.corner(i, j, side, 1)
            end = self.grid.corner(c, d, 0, side) if chain.upright else self.grid.corner(c, d, side, 0)
            (x, y), (to_x, to_y) = self.grid.place(start), self.grid.place(end)
            part = chain.parts(float(np.hypot(to_x - x, to_y - y)[0]))
            inner = self.add(x + part * (to_x - x), y + part * (to_y - y))
            nodes = np.concatenate((start, inner, end))
            kinds = chain.kinds()
            over = np.where(np.isin(kinds, (Way.BRIDGE, Way.TUNNEL)), 1 if chain.upright else 2, 0)
            zone = self.grid.zone[chain.i, chain.j]
            for k, kind in enumerate(kinds):
                draft.add(
                    nodes[k : k + 1], nodes[k + 1 : k + 2], kind, int(zone), keep=True, over=int(over[k])
                )


def _forest(start: Ints, end: Ints, order: Ints, nodes: int) -> tuple[Bools, Ints]:
    """Streets of a spanning forest taken in ``order`` (Kruskal 1956), and the tree of each node."""
    parent = list(range(nodes))
    chosen = np.zeros(len(start), dtype=np.bool_)
    starts, ends = start.tolist(), end.tolist()
    for street in order.tolist():
        a, b = starts[street], ends[street]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a != b:
            parent[b] = a
            chosen[street] = True
    root = np.array(parent)
    while True:
        further = root[root]
        if np.array_equal(further, root):
            return chosen, root
        root = further


def _draft(plan: Plan, pitch: float, seed: int) -> tuple[Grid, _Extra, dict[str, Ints]]:
    rng = np.random.default_rng([seed, 1])
    grid = Grid(plan, pitch, rng)
    draft, extra = _Draft(), _Extra(grid)
    _along(grid, draft, upright=True)
    _along(grid, draft, upright=False)
    _across(grid, draft, rng, extra)
    for chain in bridges(grid, plan.unit) + underpasses(grid, plan.unit):
        extra.chain(draft, chain)
        if chain.sides == 2:
            ends = (chain.i, chain.j, chain.to_i, chain.to_j)
            extra.roads.append(
                (ends[0] - grid.half, ends[1] - grid.half, ends[2] - grid.half, ends[3] - grid.half)
            )
    streets = draft.join()
    numbers, joined = np.unique(np.concatenate((streets["start"], streets["end"])), return_inverse=True)
    start, end = joined[: len(streets["start"])], joined[len(streets["start"]) :]
    order = np.lexsort((rng.random(len(start)), 1 - streets["keep"]))
    tree, root = _forest(start, end, order, len(numbers))
    main = np.bincount(root[start]).argmax()
    there = root[start] == main
    streets = {name: column[there] for name, column in streets.items()} | {
        "tree": tree[there].astype(np.int64)
    }
    return grid, extra, streets


def _fitting(plan: Plan, wanted: int, seed: int) -> tuple[Grid, "_Extra", dict[str, Ints]]:
    """The lattice with the fewest streets above the wanted number among those tried."""
    pitch, best, found = 118.0, np.inf, None
    for _ in range(12):
        draft = _draft(plan, pitch, seed)
        ratio = len(draft[2]["start"]) / wanted
        if SPARE[0] <= ratio < best:
            best, found = ratio, draft
        if best <= SPARE[1]:
            break
        pitch *= float(np.sqrt(ratio / (sum(SPARE) / 2)))
    if found is None:
        raise BadInput(f"no lattice of {wanted} streets fits seed {seed}; try another seed or a larger scale")
    return found


def draw_lattice(plan: Plan, scale: float, seed: int) -> Lattice:
    """Exactly ``round(47,920 × scale)`` street lines.

    The pitch is found by trying: a lattice with a few streets too many is drawn, and streets that no spanning
    tree needs
    are taken out at random. A handful of yards behind fences are joined to nothing, as in any real map.
    """
    target = max(round(WAYS * scale), 250)
    yards = max(round(YARDS * scale), 1)
    grid, extra, streets = _fitting(plan, target - yards, seed)
    rng = np.random.default_rng([seed, 2])
    spare = np.flatnonzero((streets["keep"] == 0) & (streets["tree"] == 0))
    # Microdistricts and industry are coarser than the centre and the villages.
    weight = np.where(np.isin(streets["zone"][spare], (Zone.MICRODISTRICT, Zone.INDUSTRY)), 0.5, 1.0)
    drop = spare[
        np.argsort(rng.random(len(spare)) * weight, kind="stable")[: len(streets["start"]) - target + yards]
    ]
    stays = np.ones(len(streets["start"]), dtype=np.bool_)
    stays[drop] = False
    return _finish(grid, extra, {name: column[stays] for name, column in streets.items()}, yards, rng)


def _finish(
    grid: Grid, extra: _Extra, streets: dict[str, Ints], yards: int, rng: np.random.Generator
) -> Lattice:
    size = len(streets["start"])
    numbers, joined = np.unique(np.concatenate((streets["start"], streets["end"])), return_inverse=True)
    on = numbers < extra.first
    x, y = np.empty(len(numbers)), np.empty(len(numbers))
    x[on], y[on] = grid.place(numbers[on])
    x[~on] = np.concatenate([*extra.x, np.empty(0)])[numbers[~on] - extra.first]
    y[~on] = np.concatenate([*extra.y, np.empty(0)])[numbers[~on] - extra.first]
    beside = rng.choice(size, yards, replace=False)
    one, two = joined[:size][beside], joined[size:][beside]
    yard_x, yard_y = (x[one] + x[two]) / 2 + 22.0, (y[one] + y[two]) / 2 + 22.0
    first = len(numbers)
    start = np.concatenate((joined[:size], first + np.arange(yards)))
    end = np.concatenate((joined[size:], first + yards + np.arange(yards)))
    none = np.zeros(yards, dtype=np.bool_)
    off = np.full(2 * yards, OFF)
    return Lattice(
        x=np.concatenate((x, yard_x, yard_x + 14.0)),
        y=np.concatenate((y, yard_y, yard_y + 9.0)),
        start=start,
        end=end,
        way=np.concatenate((streets["way"], np.full(yards, Way.YARD))).astype(np.int8),
        zone=np.concatenate((streets["zone"], np.full(yards, Zone.MICRODISTRICT))).astype(np.int8),
        over_river=np.concatenate((streets["over"] == 1, none)),
        over_rails=np.concatenate((streets["over"] == 2, none)),
        column=np.concatenate((np.where(on, (numbers >> 2) // grid.side - grid.half, OFF), off)),
        row=np.concatenate((np.where(on, (numbers >> 2) % grid.side - grid.half, OFF), off)),
        roads=extra.roads,
    )
