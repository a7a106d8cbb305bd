"""Residential buildings and who lives in them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.twin.lattice import Way
from reach.twin.plan import Floats, Plan, Zone, to_degrees
from reach.twin.ways import StreetLines

BUILDINGS = 30_830
RESIDENTS = 1_180_000
BANDS = (*(f"{age}-{age + 4}" for age in range(0, 85, 5)), "85+")
MALE = (27, 35, 31, 26, 24, 26, 42, 46, 37, 33, 28, 23, 24, 19, 15, 6, 5, 3)
FEMALE = (25, 32, 28, 25, 24, 26, 48, 52, 43, 39, 33, 31, 36, 35, 31, 15, 15, 12)
"""Thousandths of the population by five-year band: Chelyabinsk on 1 January 2023 (Chelyabinskstat), rounded.
"""

SHARE = {Zone.CENTRE: 0.10, Zone.MICRODISTRICT: 0.29, Zone.VILLAGE: 0.61}
"""Of the buildings. Two thirds of a Ural city's houses are small ones, in which one in twenty lives."""
SIZE = {Zone.CENTRE: 46.0, Zone.MICRODISTRICT: 118.0, Zone.VILLAGE: 3.0}
"""Residents of a middling building."""
AGE = {Zone.CENTRE: 3.0, Zone.MICRODISTRICT: -1.0, Zone.VILLAGE: 2.0}
"""How many bands older its people are than those of a new estate, before chance."""
ALONG = (Way.STREET, Way.SERVICE, Way.FOOTWAY, Way.LANE, Way.PEDESTRIAN)


@dataclass(frozen=True)
class Buildings:
    """``b`` residential buildings; ``groups`` counts residents by age band and sex, shape ``(b, 18, 2)``, men
    first.
    """

    latitude: Floats
    longitude: Floats
    residents: npt.NDArray[np.int32]
    district: npt.NDArray[np.int8]
    zone: npt.NDArray[np.int8]
    levels: npt.NDArray[np.int16]
    groups: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.latitude)


def apportion(weights: npt.ArrayLike, total: int) -> npt.NDArray[np.int64]:
    """Whole numbers in proportion to the weights that sum to ``total`` exactly (largest remainders, Hamilton
    1792).
    """
    shares = np.asarray(weights, dtype=np.float64)
    if shares.ndim != 1 or not np.isfinite(shares).all() or (shares < 0).any() or shares.sum() <= 0:
        raise BadInput("weights must be finite, not negative, and not all zero")
    # By a power of two, which rounds nothing: with very small weights the division would overflow.
    shares = np.ldexp(shares, -np.frexp(shares.max())[1])
    exact = shares * (total / shares.sum())
    whole: npt.NDArray[np.int64] = np.floor(exact).astype(np.int64)
    rest = np.argsort(whole - exact, kind="stable")[: total - int(whole.sum())]
    whole[rest] += 1
    return whole


def beside(
    lines: StreetLines, way: npt.NDArray[np.int64], near: float, far: float, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """A place beside each of the given street lines, ``near`` to ``far`` metres off."""
    lattice = lines.lattice
    start, end = lattice.start[way], lattice.end[way]
    run_x, run_y = lines.x[end] - lines.x[start], lines.y[end] - lines.y[start]
    length = np.maximum(np.hypot(run_x, run_y), 1.0)
    part = rng.uniform(0.08, 0.92, len(way))
    off = rng.uniform(near, far, len(way)) * rng.choice((-1.0, 1.0), len(way))
    x = lines.x[start] + part * run_x - off * run_y / length
    y = lines.y[start] + part * run_y + off * run_x / length
    return x, y


def draw_buildings(plan: Plan, lines: StreetLines, scale: float, rng: np.random.Generator) -> Buildings:
    """Exactly ``round(30,830 × scale)`` buildings with exactly ``round(1,180,000 × scale)`` residents."""
    count, total = max(round(BUILDINGS * scale), 40), max(round(RESIDENTS * scale), 400)
    lattice = lines.lattice
    along = np.isin(lattice.way, ALONG)
    length = np.hypot(
        lines.x[lattice.end] - lines.x[lattice.start], lines.y[lattice.end] - lines.y[lattice.start]
    )
    there = [kind for kind in SHARE if (along & (lattice.zone == kind)).any()]
    if not there:
        raise BadInput(f"no street to live in at scale {scale}; try another seed")
    ways, zones = [], []
    for kind, size in zip(there, apportion([SHARE[kind] for kind in there], count).tolist(), strict=True):
        chosen = np.flatnonzero(along & (lattice.zone == kind))
        ways.append(rng.choice(chosen, size, p=length[chosen] / length[chosen].sum()))
        zones.append(np.full(size, kind, dtype=np.int8))
    zone = np.concatenate(zones)
    x, y = beside(lines, np.concatenate(ways), 12.0, 30.0, rng)
    middling = np.array([SIZE.get(Zone(code), 0.0) for code in range(len(Zone))])[zone]
    residents = 1 + apportion(middling * rng.gamma(2.2, 1 / 2.2, count), total - count)
    levels = np.where(
        zone == Zone.VILLAGE, rng.integers(1, 3, count), rng.choice((4, 5, 5, 9, 10, 16), count)
    )
    latitude, longitude = to_degrees(x, y)
    return Buildings(
        latitude=latitude,
        longitude=longitude,
        residents=residents.astype(np.int32),
        district=plan.district(x, y),
        zone=zone,
        levels=levels.astype(np.int16),
        groups=_groups(residents, zone, rng),
    )


def _groups(
    residents: npt.NDArray[np.int64], zone: npt.NDArray[np.int8], rng: np.random.Generator
) -> npt.NDArray[np.int32]:
    """Settle every resident: ages differ by zone, while buildings and groups both keep their sums."""
    shares = np.stack((MALE, FEMALE), axis=1).reshape(-1)
    group = np.repeat(np.arange(len(shares)), apportion(shares, int(residents.sum())))
    home = np.repeat(np.arange(len(residents)), residents)
    older = np.array([AGE.get(Zone(code), 0.0) for code in range(len(Zone))])
    by_age = np.argsort(group // 2 + rng.normal(0.0, 8.0, len(group)), kind="stable")
    by_home = np.argsort(older[zone[home]] + rng.normal(0.0, 8.0, len(home)), kind="stable")
    seat = home[by_home] * len(shares) + group[by_age]
    counts = np.bincount(seat, minlength=len(residents) * len(shares))
    return counts.reshape(len(residents), len(BANDS), 2).astype(np.int32)
