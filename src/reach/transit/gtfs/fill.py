"""Blank times between two timed stops.

``distance`` shares the time out by the way: by shape_dist_traveled where every stop of the gap has one and
they rise, else by straight lines from stop to stop. R5 takes straight lines always, so both agree on feeds
without shape_dist_traveled, but for a second here and there: R5 measures on the ellipsoid. ``even`` gives
each stop the same time, as cafein does. Both round down to whole seconds, as R5 does.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

from reach.times import Int32s
from reach.transit.gtfs.places import Places
from reach.transit.gtfs.values import BLANK

Float64s = npt.NDArray[np.float64]

Interpolation = Literal["distance", "even"]

EARTH_RADIUS = 6_371_008.8
"""Metres; the mean radius of the WGS 84 ellipsoid."""


def fill(
    stop: Int32s,
    arrival: Int32s,
    departure: Int32s,
    travelled: Float64s,
    places: Places,
    interpolation: Interpolation,
) -> int:
    """Fill blanks in ``arrival`` and ``departure`` in place and say how many there were.

    Entries stand by trip and along it; the first and the last of each trip have times.
    """
    blank = departure == BLANK
    gaps = np.flatnonzero(blank)
    if not len(gaps):
        return 0
    known = np.flatnonzero(~blank)
    at = np.searchsorted(known, gaps)
    before, after = known[at - 1], known[at]
    part, whole = (gaps - before).astype(np.float64), (after - before).astype(np.float64)
    if interpolation == "distance":
        for along, usable in (_crow(stop, places, before, after), _shape(travelled, before, after)):
            part[usable] = (along[gaps] - along[before])[usable]
            whole[usable] = (along[after] - along[before])[usable]
    total = arrival[after] - departure[before]
    # Multiplied before it is divided: exact wherever the result is whole.
    filled = departure[before] + np.floor(total * part / whole).astype(np.int32)
    arrival[gaps] = filled
    departure[gaps] = filled
    return len(gaps)


def _crow(
    stop: Int32s, places: Places, before: npt.NDArray[np.intp], after: npt.NDArray[np.intp]
) -> tuple[Float64s, npt.NDArray[np.bool_]]:
    """Straight lines from the very first entry on, and the gaps that are any way long.

    Lines from one trip to the next count as well: only differences within a trip are used. Whole centimetres
    keep the sums exact, so that the same stops get the same times wherever they stand in the file.
    """
    latitude, longitude = places.latitude[stop], places.longitude[stop]
    metres = distance(latitude[:-1], longitude[:-1], latitude[1:], longitude[1:])
    along = np.concatenate(([0.0], np.cumsum(np.rint(metres * 100))))
    return along, along[after] > along[before]


def _shape(
    travelled: Float64s, before: npt.NDArray[np.intp], after: npt.NDArray[np.intp]
) -> tuple[Float64s, npt.NDArray[np.bool_]]:
    """shape_dist_traveled, and the gaps throughout which it is given, never falls, and rises in all."""
    # A missing value makes the steps to and from it fail the comparison.
    breaks = np.concatenate(([0], np.cumsum(~(np.diff(travelled) >= 0))))
    return travelled, (breaks[after] == breaks[before]) & (travelled[after] > travelled[before])


def distance(
    latitude: Float64s, longitude: Float64s, other_latitude: Float64s, other_longitude: Float64s
) -> Float64s:
    """Metres on the sphere between pairs of points (haversine)."""
    first, second = np.radians(latitude), np.radians(other_latitude)
    turn = np.radians(other_longitude - longitude)
    half = np.sin((second - first) / 2) ** 2 + np.cos(first) * np.cos(second) * np.sin(turn / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1.0))), dtype=np.float64)
