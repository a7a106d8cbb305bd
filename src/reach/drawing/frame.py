"""Degrees → places on the sheet."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.streets.sphere import METRES_A_DEGREE

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Box:
    """A part of the sheet in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Frame:
    """A local equirectangular projection: true to scale in the middle, and within 1 % over a city."""

    box: Box
    latitude: float
    longitude: float
    metres: float
    """On the ground for a pixel."""

    @classmethod
    def fit(cls, latitude: Floats, longitude: Floats, box: Box, margin: float = 0.04) -> "Frame":
        """The frame that shows all of the places, as large as the box allows.

        :raises BadInput: no places, or coordinates that are none.
        """
        if not len(latitude):
            raise BadInput("there is nothing to draw: no cells and no points")
        good = (
            np.isfinite(latitude)
            & np.isfinite(longitude)
            & (np.abs(latitude) <= 89)
            & (np.abs(longitude) <= 180)
        )
        if not good.all():
            at = int(np.argmin(good))
            raise BadInput(
                f"place {at + 1} lies at {latitude[at]}, {longitude[at]}; are lat and lon swapped?"
            )
        middle_latitude = float(latitude.min() + latitude.max()) / 2
        middle_longitude = float(longitude.min() + longitude.max()) / 2
        narrow = np.cos(np.radians(middle_latitude))
        across = float(np.ptp(longitude)) * narrow * METRES_A_DEGREE
        up = float(np.ptp(latitude)) * METRES_A_DEGREE
        room = 1 - 2 * margin
        metres = max(across / (box.width * room), up / (box.height * room), 0.05)
        return cls(box, middle_latitude, middle_longitude, float(metres))

    def place(self, latitude: Floats, longitude: Floats) -> tuple[Floats, Floats]:
        """Pixels to the right and down."""
        scale = METRES_A_DEGREE / self.metres
        x = (longitude - self.longitude) * np.cos(np.radians(self.latitude)) * scale
        y = (self.latitude - latitude) * scale
        return x + self.box.x + self.box.width / 2, y + self.box.y + self.box.height / 2

    def scale_bar(self, longest: float, metres: str = "m", kilometres: str = "km") -> tuple[float, str]:
        """The roundest length on the ground of at most ``longest`` pixels: in pixels, and as text."""
        most = longest * self.metres
        power = 10.0 ** np.floor(np.log10(most))
        ground = max(step * power for step in (1, 2, 5) if step * power <= most)
        text = f"{ground / 1000:g} {kilometres}" if ground >= 1000 else f"{ground:g} {metres}"
        return ground / self.metres, text
