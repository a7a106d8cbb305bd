"""The lie of the land of a synthetic city: outline, water, railway, relief, quarters. Metres east and north
of its centre.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from reach.streets.sphere import EARTH_RADIUS

Floats = npt.NDArray[np.float64]

LATITUDE, LONGITUDE = 55.16, 3.0
"""The city lies on the Dogger Bank, in the open North Sea, so that none of its maps can pass for one of a
real place.

The latitude is Chelyabinsk's, and with it the width of a degree.
"""

RADIUS = 11_000.0
RIVER_HALF, RAIL_HALF, BANK = 35.0, 15.0, 45.0
"""Half the width of river and railway land, and how far from them the nearest street keeps."""


class Zone(IntEnum):
    """What a quarter is made of."""

    CENTRE = 0
    MICRODISTRICT = 1
    VILLAGE = 2
    INDUSTRY = 3
    PARK = 4


@dataclass(frozen=True)
class Plan:
    """Everything that follows from the size and the seed before the first street is drawn.

    ``unit`` is the square root of the scale: lengths of the whole grow with it, streets and blocks keep their
    size.
    """

    unit: float
    radius: float
    phases: Floats
    """Shape ``(24,)``, radians: shifts of all the waves below."""
    district_x: Floats
    district_y: Floats
    village_x: Floats
    village_y: Floats

    @classmethod
    def draw(cls, scale: float, rng: np.random.Generator) -> "Plan":
        unit = float(np.sqrt(scale))
        radius = RADIUS * unit
        phases = rng.uniform(0.0, 2 * np.pi, 24)
        around = np.arange(6) * np.pi / 3 + rng.uniform(-0.2, 0.2, 6)
        far = rng.uniform(0.5, 0.66, 6) * radius
        village_angle = rng.uniform(0.0, 2 * np.pi, 9)
        village_far = rng.uniform(0.42, 0.95, 9) * radius
        return cls(
            unit=unit,
            radius=radius,
            phases=phases,
            district_x=np.concatenate(([0.0], far * np.cos(around))),
            district_y=np.concatenate(([0.0], far * np.sin(around))),
            village_x=village_far * np.cos(village_angle),
            village_y=village_far * np.sin(village_angle),
        )

    def outline_at(self, angle: Floats) -> Floats:
        """The distance of the city's edge from its centre."""
        wave = 0.06 * np.sin(2 * angle + self.phases[0]) + 0.05 * np.sin(3 * angle + self.phases[1])
        return np.asarray(self.radius * (1.0 + wave + 0.03 * np.sin(5 * angle + self.phases[2])))

    def river(self, x: Floats) -> Floats:
        """North coordinate of the river's middle, which flows from west to east."""
        swing = np.sin(x / self.radius * 2.6 + self.phases[3]) - np.sin(self.phases[3])
        ripple = np.sin(x / self.radius * 6.1 + self.phases[4]) - np.sin(self.phases[4])
        return np.asarray(self.radius * (0.11 + 0.09 * swing + 0.025 * ripple))

    def railway(self, y: Floats) -> Floats:
        """East coordinate of the railway's middle, which runs from south to north."""
        swing = np.sin(y / self.radius * 1.9 + self.phases[5])
        return np.asarray(self.radius * (0.33 + 0.07 * swing))

    def reservoir(self) -> tuple[float, float, float, float]:
        """Middle and half axes of the reservoir at the western edge, which dams the river."""
        x = -0.93 * self.radius
        return (
            x,
            float(self.river(np.array([x]))[0]) - 0.1 * self.radius,
            0.2 * self.radius,
            0.3 * self.radius,
        )

    def from_river(self, x: Floats, y: Floats) -> Floats:
        """Metres north of the river's middle, negative south of it, less the slant of its course."""
        slope = (self.river(x + 1.0) - self.river(x - 1.0)) / 2.0
        return np.asarray((y - self.river(x)) / np.sqrt(1.0 + slope * slope))

    def from_railway(self, x: Floats, y: Floats) -> Floats:
        """Metres east of the railway, negative west of it."""
        slope = (self.railway(y + 1.0) - self.railway(y - 1.0)) / 2.0
        return np.asarray((x - self.railway(y)) / np.sqrt(1.0 + slope * slope))

    def dry(self, x: Floats, y: Floats) -> npt.NDArray[np.bool_]:
        """Inside the city and clear of river, reservoir and railway land."""
        inside = np.hypot(x, y) <= self.outline_at(np.arctan2(y, x))
        middle_x, middle_y, half_x, half_y = self.reservoir()
        lake = ((x - middle_x) / (half_x + BANK)) ** 2 + ((y - middle_y) / (half_y + BANK)) ** 2 <= 1.0
        river = np.abs(self.from_river(x, y)) < RIVER_HALF + BANK
        rail = np.abs(self.from_railway(x, y)) < RAIL_HALF + BANK
        return np.asarray(inside & ~lake & ~river & ~rail)

    def height(self, x: Floats, y: Floats) -> Floats:
        """Metres above the river: a valley with low hills, so that streets have inclines."""
        valley = 28.0 * (1.0 - np.exp(-(((y - self.river(x)) / 1_800.0) ** 2)))
        hills = 7.0 * np.sin(x / 410.0 + self.phases[6]) * np.sin(y / 530.0 + self.phases[7])
        return np.asarray(valley + hills + 2.5 * np.sin(x / 95.0 + y / 120.0 + self.phases[8]))

    def bend(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """The even grid as streets lie: denser in the centre, gently bent."""
        closer = 0.72 + 0.28 * np.minimum(np.hypot(x, y) / self.radius, 1.4)
        wave = 0.018 * self.radius
        east = wave * np.sin(y / self.radius * 5.0 + self.phases[9])
        north = wave * np.sin(x / self.radius * 4.4 + self.phases[10])
        # No shift at the centre: the two main avenues meet there.
        return (
            np.asarray(x * closer + east - wave * np.sin(self.phases[9])),
            np.asarray(y * closer + north - wave * np.sin(self.phases[10])),
        )

    def district(self, x: Floats, y: Floats) -> npt.NDArray[np.int8]:
        """The nearest of seven middles."""
        far = (x[..., None] - self.district_x) ** 2 + (y[..., None] - self.district_y) ** 2
        return np.asarray(far.argmin(axis=-1), dtype=np.int8)

    def zone(self, x: Floats, y: Floats) -> npt.NDArray[np.int8]:
        """What stands at a place, asked at the middle of its quarter."""
        part = np.hypot(x, y) / self.radius
        spread = 0.17 * self.radius
        near = np.hypot(x[..., None] - self.village_x, y[..., None] - self.village_y).min(axis=-1)
        mottle = np.sin(x / self.radius * 13.0 + self.phases[11]) * np.sin(
            y / self.radius * 11.0 + self.phases[12]
        )
        zone = np.full(x.shape, Zone.MICRODISTRICT, dtype=np.int8)
        zone[(mottle > 0.86) & (part > 0.25)] = Zone.PARK
        zone[near < spread] = Zone.VILLAGE
        along = np.abs(self.from_railway(x, y)) < 0.075 * self.radius
        zone[along & (mottle < 0.1) & (part > 0.3)] = Zone.INDUSTRY
        zone[part < 0.2] = Zone.CENTRE
        return zone


def to_degrees(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Latitude and longitude, rounded to OpenStreetMap's seven decimals."""
    latitude = LATITUDE + np.degrees(y / EARTH_RADIUS)
    longitude = LONGITUDE + np.degrees(x / EARTH_RADIUS) / np.cos(np.radians(LATITUDE))
    return np.round(latitude, 7), np.round(longitude, 7)
