"""Where in the city a place is: the outline with one dot. Decoration: the words stand beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from karavan.portal.ground import Ring, ring
from karavan.portal.site import here

HEIGHT = 100
"""Units of the drawing from north to south."""

TOLERANCE = 0.6
"""How far, in units, a corner of the border may lie off the line that is drawn instead of it."""

MARGIN = 4

Point = tuple[float, float]


@dataclass(frozen=True)
class Locator:
    """The drawing, and the address of the map of what's on there."""

    svg: SafeString
    url: str


@dataclass(frozen=True)
class _Outline:
    """A border as a path, and how degrees become units."""

    west: float
    north: float
    per_lon: float
    per_lat: float
    width: float
    path: str

    def at(self, lat: float, lon: float) -> Point:
        """Units from the upper left corner."""
        return (lon - self.west) * self.per_lon + MARGIN, (self.north - lat) * self.per_lat + MARGIN

    def holds(self, point: Point) -> bool:
        """Whether a point is in the picture."""
        return 0 <= point[0] <= self.width and 0 <= point[1] <= HEIGHT + 2 * MARGIN


def locator(place: Mapping[str, Any]) -> Locator | None:
    """The locator of a place as records name it; None without a point within the picture of a border."""
    outline = _outline(settings.MAP_BOUNDARY)
    if outline is None or place["lat"] is None or place["lon"] is None:
        return None
    x, y = outline.at(place["lat"], place["lon"])
    if not outline.holds((x, y)):
        return None
    width, height = round(outline.width), HEIGHT + 2 * MARGIN
    svg = (
        f'<svg class="locator__map" viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false">'
        f'<path class="locator__city" d="{outline.path}"/>'
        f'<path class="locator__lines" d="M{x:.1f} 0V{height}M0 {y:.1f}H{width}"/>'
        f'<circle class="locator__dot" cx="{x:.1f}" cy="{y:.1f}" r="5"/></svg>'
    )
    return Locator(mark_safe(svg), f"{here('/events/')}?place={place['id']}&view=map")


@lru_cache(maxsize=4)
def _outline(path: str) -> _Outline | None:
    # The file's path is the key: another setting is another city.
    border = ring()
    if not border:
        return None
    west, east = min(lon for lon, _ in border), max(lon for lon, _ in border)
    south, north = min(lat for _, lat in border), max(lat for _, lat in border)
    per_lat = HEIGHT / (north - south)
    per_lon = per_lat * cos(radians((south + north) / 2))
    width = (east - west) * per_lon + 2 * MARGIN
    bare = _Outline(west, north, per_lon, per_lat, width, "")
    points = simplified([bare.at(lat, lon) for lon, lat in border], TOLERANCE)
    return _Outline(west, north, per_lon, per_lat, width, _path(points))


def simplified(points: Ring, tolerance: float) -> Ring:
    """The line without the corners that lie nearer than ``tolerance`` to what remains (Douglas, Peucker)."""
    kept = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        distances = [_off(points[number], points[first], points[last]) for number in range(first + 1, last)]
        if distances and max(distances) > tolerance:
            corner = first + 1 + distances.index(max(distances))
            kept.add(corner)
            waiting += [(first, corner), (corner, last)]
    return [points[number] for number in sorted(kept)]


def _off(point: Point, start: Point, end: Point) -> float:
    """Distance of a point from the line through two others, or from the one where both are the same."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    if length == 0:
        return float(((point[0] - start[0]) ** 2 + (point[1] - start[1]) ** 2) ** 0.5)
    return float(abs(dx * (start[1] - point[1]) - dy * (start[0] - point[0])) / length)


def _path(points: Ring) -> str:
    (x, y), *rest = [(round(x, 1), round(y, 1)) for x, y in points]
    return f"M{x:g} {y:g}L" + " ".join(f"{x:g} {y:g}" for x, y in rest[:-1]) + "Z"
